"""The report on what falls due: the board for a meeting, with what each row is based on, and what has no known end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from tenderwatch.answers import fields
from tenderwatch.answers.board import Board, counts_text, heading_of, in_other_rows, make_board, parts_of
from tenderwatch.answers.board_fields import ACT_BY, LEAD, TO_DO
from tenderwatch.answers.fields import Field, cells, field
from tenderwatch.answers.phrases import set_aside, why_text
from tenderwatch.answers.report import Body, Group, LeftOut, Question, columns_of
from tenderwatch.answers.tally import ending_text, period, tally, unknown_text
from tenderwatch.answers.todo import shown_date
from tenderwatch.answers.unknown import settled_by
from tenderwatch.dates import UNKNOWN, When
from tenderwatch.dates.words import day_text
from tenderwatch.labels.standing import GROUP_ADVICE
from tenderwatch.queries.row import Row
from tenderwatch.queries.select import off_board
from tenderwatch.text import uncapital

UNKNOWN_END = "End not known, not listed above"


def _for_programs(item: Field) -> Field:
    """A column for workbooks and programs: people have it already, in other words or as the heading, or no room."""
    return item._replace(column=item.column._replace(extra=True))


def _date(row: Row) -> When | None:
    shown = shown_date(row) if row.due else None
    return shown or (None if row.outlook.status in ("open-ended", "planned") else UNKNOWN)


_GROUP = field("group", "Group", "text", lambda row: row.outlook.group if row.due else None)
_TO_DO = Field(TO_DO.column, lambda row: TO_DO.cell(row) if row.due else settled_by(row.outlook))
_WHY = field("why", "Why", "text", lambda row: why_text(row) if row.due else "")
# What stands before the last columns fits a screen of 1,280 points and a sheet of A4.
_FIELDS = (
    field("date", "Date", "date", _date, bounds=True), fields.CONTRACT, LEAD, ACT_BY, _TO_DO, _WHY, fields.EVIDENCE,
    *map(_for_programs, (fields.COUNCIL, fields.LONGEST, fields.PROVIDERS, fields.VALUE, _GROUP, fields.END)),
)  # fmt: skip


def due(question: Question) -> Body:
    """The rows of the board under its groups, in its order; then contracts without a known end that are not on it."""
    asked = question.agenda.rows
    whys = [off_board(row, question.filters) for row in asked]
    standing = [row for row, why in zip(asked, whys, strict=True) if row.due and not why]
    inside = in_other_rows(standing)
    board = make_board(row for row in standing if row.outlook.contract.id not in inside)
    aside, outside = (
        [row for row, own in zip(asked, whys, strict=True) if row.due and own == why]
        for why in ("aside", "outside-scope")
    )
    unknown = sorted(
        (row for row in asked if row.outlook.end_unknown and not row.due), key=lambda row: row.outlook.contract.id
    )
    found = tally(asked, question.today)
    counts = counts_text(board, 0, len(aside)).replace(" | ", "; ") or "nothing is due"
    summary = (
        f"{period(question.months, question.today)}, {ending_text(found)}. "
        f"By {day_text(question.horizon)}: {counts}. {unknown_text(found)}"
    )
    groups = tuple(_groups(board))
    if unknown:
        groups = (*groups, Group(UNKNOWN_END, tuple(cells(_FIELDS, row) for row in unknown)))
    also: tuple[tuple[LeftOut, int], ...] = (
        ("within", len(inside)), ("aside", len(aside)), ("outside-scope", len(outside)),
    )  # fmt: skip
    listed = frozenset(row.outlook.contract.id for row in (*chain.from_iterable(board.values()), *unknown))
    notes = tuple(set_aside(row) for row in aside)
    return Body(summary, columns_of(_FIELDS), groups, listed, "not-due", notes, also)


def _groups(board: Board) -> Iterator[Group]:
    for group, rows in board.items():
        if not rows:
            continue
        parts = [(words, len(held)) for words, held in parts_of(group, rows) if words]
        reach = parts[0][0] if len(parts) == 1 else "; ".join(f"{number} {uncapital(words)}" for words, number in parts)
        note = GROUP_ADVICE[group] or reach
        yield Group(
            heading_of(group, rows),
            tuple(cells(_FIELDS, row) for row in rows),
            note and f"{note}.",
            late=group == "decide",
        )
