"""What is due within a horizon, out of a whole registry: rows, and an account of every record left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from itertools import chain
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.filters import ResolvedFilters
from tenderwatch.queries.row import Row
from tenderwatch.registry.model import Contract, Near, Question, Reach, Registry, Worked

if TYPE_CHECKING:  # where every row was kept, nothing is worked out: what that takes is imported when it is needed
    from tenderwatch.outlook import Outlook, Reason

By = Literal["any", "end"]
SortKey = Literal["when", "end", "title", "council", "id"]
Exclusion = Literal["faulty", "filtered", "not-due", "aside", "outside-scope", "within"]


class Agenda(NamedTuple):
    """An answer. Records in = rows + excluded: nothing is dropped silently.

    `since` is the first day of the window where it does not begin today with whatever has passed.
    `end_unknown` are all contracts asked about whose end nobody has stated, in or out of the rows. `aside` are those
    that would be rows, had the reader not set them aside. `other_groups` are the rest of the board, where only some of
    its groups were asked for. `unseen` counts those that were left out before they were read, all for one reason; the
    first `in_order` of `excluded` are in the registry's order. `asked` is what the registry keeps rows for.
    """

    registry: Registry
    today: date
    horizon: date | None
    rows: tuple[Row, ...]
    end_unknown: tuple[Row, ...]
    excluded: tuple[tuple[str, Exclusion], ...]
    since: date | None = None
    aside: tuple[Row, ...] = ()
    other_groups: tuple[Row, ...] = ()
    unseen: int = 0
    unseen_why: Exclusion = "filtered"
    in_order: int = 0
    asked: Question | None = None

    def left_out(self, reason: Exclusion) -> int:
        """How many records were left out for a reason."""
        return sum(1 for _, why in self.excluded if why == reason) + (self.unseen if reason == self.unseen_why else 0)

    def every_excluded(self) -> Iterator[tuple[str, Exclusion]]:
        """All that were left out, in the registry's order, those that were not even read among them."""
        why, later = dict(self.excluded[: self.in_order]), self.excluded[self.in_order :]
        apart = {row.id for row in self.rows}.union(name for name, _ in later)
        yield from ((name, "faulty") for name in self.registry.faulty)
        yield from ((name, why.get(name, self.unseen_why)) for name in self.registry.ids if name not in apart)
        yield from later


class Listing:
    """Every contract that the filters keep, in order of id, worked out again each time that the rows are asked for.

    An agenda holds all that was worked out of each row. This holds nothing, for answers as long as the registry.
    """

    def __init__(self, registry: Registry, today: date, filters: ResolvedFilters) -> None:
        self.registry = registry
        self.today = today
        self._filters = filters

    def __iter__(self) -> Iterator[Row]:
        return self.by(lambda contract: contract.id)

    def by(self, key: Callable[[Contract], Any]) -> Iterator[Row]:
        """The rows in another order."""
        for contract in sorted(self.registry.wanted(self._filters.wanted(self.registry)), key=key):
            outlook = _look_at(contract, self.registry, self.today)
            if self._filters.match(outlook):
                yield Row(outlook, (), self._filters.aside(contract.id, self.today))


SORTS: dict[SortKey, Callable[[Row, Registry], Any]] = {
    "when": lambda row, _: row.first,
    "end": lambda row, _: row.end if row.is_due else row.first,  # without reasons, these are the same
    "title": lambda row, _: row.outlook.contract.title.casefold(),
    "council": lambda row, registry: _lead_name(row, registry),
    "id": lambda row, _: row.id,
}


def _lead_name(row: Row, registry: Registry) -> tuple[bool, str]:
    lead = registry.authorities.get(row.outlook.contract.lead or "")
    return (lead is None, lead.name.casefold() if lead else "")


def due_agenda(
    registry: Registry,
    today: date,
    horizon: date,
    filters: ResolvedFilters,
    *,
    by: By = "any",
    sort: SortKey = "when",
    since: date | None = None,
    groups: frozenset[str] = frozenset(),
    as_sheet: bool = False,
) -> Agenda:
    """The contracts that are due on or before the horizon, or past and unresolved.

    With `since`, only what may fall from that day to the horizon, both included. With `groups`, only these. What lies
    outside the registry's scope is left out, unless its service was asked for. `as_sheet` says that nothing of the
    rows will be asked for but their cells in a sheet, which a large registry keeps for a day.
    """

    def reasons(outlook: Outlook) -> tuple[Reason, ...]:
        due = outlook.due(horizon)
        if by == "end":
            due = tuple(reason for reason in due if reason.kind == "end")
        if since:
            due = tuple(reason for reason in due if reason.when.touches(since, horizon))
        return due

    plainly = as_sheet and by == "any" and sort == "when" and since is None and not filters.status
    question = Question(today, horizon) if plainly else None
    agenda = _agenda(registry, today, horizon, filters, reasons, sort, question)._replace(since=since)
    if not groups:
        return agenda
    others = tuple(row for row in agenda.rows if row.group not in groups)
    return agenda._replace(
        rows=tuple(row for row in agenda.rows if row.group in groups),
        excluded=(*agenda.excluded, *((row.id, "filtered") for row in others)),
        other_groups=others,
    )


def off_board(row: Row, filters: ResolvedFilters) -> Literal["outside-scope", "aside"] | None:
    """Why something that is due is left off the board all the same; None if it is not."""
    if row.outside_scope and not filters.service:
        return "outside-scope"
    return "aside" if row.aside else None


def full_agenda(
    registry: Registry, today: date, filters: ResolvedFilters, *, sort: SortKey = "when", as_sheet: bool = False
) -> Agenda:
    """Every contract that the filters keep. `as_sheet` as for `due_agenda`."""
    # Where all contracts are read, what was kept of them would need as much memory again.
    kept = as_sheet and sort == "end" and any(filters.wanted(registry)) and not filters.status
    return _agenda(registry, today, None, filters, lambda _: (), sort, Question(today, None) if kept else None)


@cache
def _outlook() -> ModuleType:
    return import_module("tenderwatch.outlook")


def _look_at(contract: Contract, registry: Registry, today: date) -> Outlook:
    outlook: Outlook = _outlook().look_at(contract, registry, today)
    return outlook


def _reach(registry: Registry, last: date) -> Reach:
    from tenderwatch.outlook.reach import reach_of  # only a large registry asks for it

    return reach_of(registry, last)


def _kept(worked: tuple[Worked, ...], look: Callable[[str], Row]) -> Iterator[Row]:
    """The rows that were worked out before."""
    if worked:
        from tenderwatch.queries.kept import KeptRow  # only a large registry keeps any

        yield from (KeptRow(item, look) for item in worked)


def _written(row: Row) -> Worked:
    from tenderwatch.queries.kept import written

    return written(row)


def _agenda(
    registry: Registry,
    today: date,
    horizon: date | None,
    filters: ResolvedFilters,
    reasons: Callable[[Outlook], tuple[Reason, ...]],
    sort: SortKey,
    question: Question | None = None,
) -> Agenda:
    rows: list[Row] = []
    set_aside: list[Row] = []
    unknown: list[Row] = []
    excluded: list[tuple[str, Exclusion]] = [(name, "faulty") for name in registry.faulty]
    choosy, wanted = any(filters), filters.wanted(registry)
    known: Mapping[str, Worked] = {}
    if horizon and filters.at_most_one:
        # Most are far from their end, and need not be looked at to know that nothing of them is due.
        last = max(horizon, today)
        near = registry.near(lambda: _reach(registry, last), today, wanted, question)
        excluded += [(name, "not-due") for name in near.far]
    else:
        near = Near(registry.wanted(wanted))
        if question:
            known, places = registry.known(question, near.contracts)
            near = near._replace(places=places)

    def fresh() -> Iterator[Row]:
        for contract in near.contracts:
            if choosy and not filters.fits(contract, registry):
                excluded.append((contract.id, "filtered"))
            elif worked := known.get(contract.id):
                yield from _kept((worked,), look)
            else:
                outlook = _look_at(contract, registry, today)
                if filters.status and outlook.status not in filters.status:
                    excluded.append((contract.id, "filtered"))
                else:
                    yield Row(outlook, reasons(outlook), place=near.places.get(contract.id))

    def look(name: str) -> Row:
        outlook = _look_at(registry.by_id[name], registry, today)
        return Row(outlook, reasons(outlook))

    not_shown = [(place, Worked(name, "", "")) for name, place in near.far.items()] if question else []
    for row in chain(fresh(), _kept(near.worked, look)):
        if filters.watch:
            row.aside = filters.aside(row.id, today)
        if row.end_unknown:
            unknown.append(row)
        why: Exclusion | None = None
        if horizon:
            why = off_board(row, filters) if row.is_due else "not-due"
        if why is None:
            rows.append(row)
            continue
        excluded.append((row.id, why))
        set_aside += [row] * (why == "aside")
        if row.place is not None:
            not_shown.append((row.place, _written(row)))
    if question and not_shown:
        registry.keep(question, not_shown)
    rows.sort(key=lambda row: (SORTS[sort](row, registry), row.id))
    unknown.sort(key=lambda row: row.id)
    return Agenda(
        registry, today, horizon, tuple(rows), tuple(unknown), tuple(excluded), aside=tuple(set_aside),
        unseen=registry.count - len(near.contracts) - len(near.worked) - len(near.far), in_order=len(excluded),
        unseen_why="not-due" if horizon and not any(wanted) else "filtered", asked=question,
    )  # fmt: skip
