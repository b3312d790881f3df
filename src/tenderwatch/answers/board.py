"""The board: what is due, in the groups and the order in which a reader wants it.

First what can still be saved, then what comes, what is awaited, and what nobody has heard of since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tenderwatch.answers.answer import Block, Section
from tenderwatch.labels.standing import GROUP, GROUP_ADVICE, GROUP_COUNT, REACH
from tenderwatch.queries.row import Row
from tenderwatch.queries.select import Agenda

if TYPE_CHECKING:
    from tenderwatch.outlook.prospects import Group

GROUPS: tuple[Group, ...] = ("decide", "coming", "awaiting", "no-news")
_DOUBT = "? holds only if it was extended, or let; no source says so."

Board = dict["Group", list[Row]]
"""Rows by group, every group in its order."""


def own_rows(agenda: Agenda) -> Agenda:
    """The agenda without what stands in the row of another contract: that is among what is left out, in every format.

    A group that is asked for alone holds the same rows as on the whole board.
    """
    inside = in_other_rows((*agenda.rows, *agenda.other_groups))
    if not inside:
        return agenda
    rows = tuple(row for row in agenda.rows if row.id not in inside)
    left_out = [row.id for row in agenda.rows if row.id in inside]
    return agenda._replace(rows=rows, excluded=(*agenda.excluded, *((name, "within") for name in left_out)))


def in_other_rows(rows: Sequence[Row]) -> frozenset[str]:
    """The ids of planned records that stand in the row of what they are to replace, and have none of their own."""
    planned = [row for row in rows if row.to_replace]
    replaced = {old for row in planned for old in row.to_replace}
    at = {row.id: _rank(row) for row in rows if row.id in replaced}
    return frozenset(row.id for row in planned if _is_within(row, at))


def make_board(rows: Iterable[Row], *, sort: bool = True) -> Board:
    """The rows under their groups; without `sort` they keep the order they came in."""
    groups: Board = {group: [] for group in GROUPS}
    for row in rows:
        groups[row.group].append(row)
    if sort:
        for group, held in groups.items():
            held.sort(key=_newest() if group in ("awaiting", "no-news") else _by_act if group == "decide" else _by_date)
    return groups


def _rank(row: Row) -> int:
    return GROUPS.index(row.group)


def _is_within(row: Row, at: dict[str, int]) -> bool:
    """Whether what a planned record is to replace stands on the board, no lower than itself."""
    return any(at.get(old, len(GROUPS)) <= _rank(row) for old in row.to_replace)


def too_late(row: Row) -> bool:
    """Whether nothing that could still be done would be in time."""
    return row.outlook.feasible == "hold-over"


def _by_act(row: Row) -> tuple[object, ...]:
    """What can still be saved first, by the last day to act and then by its end."""
    outlook = row.outlook
    act = outlook.act_by.sort_key if outlook.act_by else row.due[0].when.sort_key
    end = outlook.next_end.when.sort_key if outlook.next_end else ()
    return (_REACHES.index(_reach(row)), act, end, outlook.contract.id)


def _by_date(row: Row) -> tuple[object, ...]:
    outlook = row.outlook
    ahead = [reason.when.sort_key for reason in row.due if not reason.when.passed(outlook.today)]
    if not ahead:
        ahead = [end.when.sort_key for end in (outlook.next_end,) if end] or [row.due[0].when.sort_key]
    return (min(ahead), outlook.contract.id)


def _newest() -> Callable[[Row], tuple[object, ...]]:
    from tenderwatch.answers.todo import shown_date

    def key(row: Row) -> tuple[object, ...]:
        when = shown_date(row)
        latest = when.latest.toordinal() if when and when.latest else 0
        return (-latest, row.outlook.contract.id)

    return key


# --- What can still be done, as parts of the first group ---

_REACHES = ("exception", "in-time", "late")


def _reach(row: Row) -> str:
    if row.outlook.feasible == "short-by-exception":
        return "exception"
    return "late" if too_late(row) else "in-time"


# --- Sections ---


def board_sections(board: Board, *, brief: bool = False) -> Iterator[Section]:
    """The groups that hold anything, with a heading that says what to do; in brief, one line a contract."""
    from tenderwatch.answers.board_fields import columns
    from tenderwatch.answers.fields import table

    for group, rows in board.items():
        if not rows:
            continue
        shown = columns(group, brief=brief)
        parts: list[Block] = []
        advice, by_reach = GROUP_ADVICE[group], list(parts_of(group, rows))
        for words, held in by_reach:
            if words and len(by_reach) > 1:
                parts.append(words)
            advice = advice or words
            parts.append(table(shown, held)._replace(lines=1 if brief else 2))
        if len(by_reach) > 1:
            advice = GROUP_ADVICE[group]
        parts += _doubt(group, rows)
        yield _section(group, rows, tuple(parts), advice)


def detailed_sections(board: Board) -> Iterator[Section]:
    """The same groups with all that is known of each contract: what to do, why, who holds it, and each source."""
    from tenderwatch.answers.board_fields import in_full

    for group, rows in board.items():
        if rows:
            yield _section(group, rows, (tuple(map(in_full, rows)), *_doubt(group, rows)), GROUP_ADVICE[group])


def _doubt(group: Group, rows: list[Row]) -> tuple[str, ...]:
    """What the question mark after an end means, where there is one."""
    from tenderwatch.answers.todo import is_doubtful

    marked = group in ("decide", "coming") and any(is_doubtful(row.outlook) for row in rows)
    return (_DOUBT,) if marked else ()


def _section(group: Group, rows: list[Row], blocks: tuple[Block, ...], advice: str) -> Section:
    return Section(
        heading_of(group, rows), blocks, len(rows), late=group == "decide", soon=group == "coming",
        advice=advice,
    )  # fmt: skip


def parts_of(group: Group, rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The first group in parts by what can still be done, where the rows stand in that order."""
    reaches = [_reach(row) for row in rows]
    if group != "decide" or reaches != sorted(reaches, key=_REACHES.index):
        yield "", rows
        return
    for reach in _REACHES:
        if held := [row for row, own in zip(rows, reaches, strict=True) if own == reach]:
            yield REACH[reach], held


def heading_of(group: Group, rows: list[Row]) -> str:
    """What a group is called on the board."""
    return _named(GROUP[group], group, rows)


def _named(words: str, group: Group, rows: list[Row]) -> str:
    """What a group is called; one without news says whether all that passed are ends."""
    if group != "no-news":
        return words
    return words if all(row.has_end for row in rows) else words.replace("End", "Date").replace("end", "date")


def counts_text(board: Board, unknown: int, aside: int = 0) -> str:
    """'4 to decide | 2 coming | 2 awaiting award | 5 end passed, no news | 1 set aside | 14 no end known'."""
    parts = [f"{len(rows)} {_named(GROUP_COUNT[group], group, rows)}" for group, rows in board.items() if rows]
    if aside:
        parts.append(f"{aside} set aside")
    if unknown:
        parts.append(f"{unknown} no end known")
    return " | ".join(parts)
