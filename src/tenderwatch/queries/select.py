"""What is due within a horizon, out of a whole registry: rows, and an account of every record left out."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Literal

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook, Reason, look_at
from tenderwatch.queries.filters import ResolvedFilters
from tenderwatch.registry.model import Aside, Contract, Reach, Registry

By = Literal["any", "end"]
SortKey = Literal["when", "end", "title", "council", "id"]
Exclusion = Literal["faulty", "filtered", "not-due", "aside", "outside-scope", "within"]


class Row(NamedTuple):
    """A contract in the answer, and the reasons for which it is there (none in a plain list).

    `aside` is what sets it aside on that day.
    """

    outlook: Outlook
    due: tuple[Reason, ...]
    aside: Aside | None = None

    def once(self) -> "Row":
        """The same row, for one look at it: what is worked out then is not kept with the row."""
        return Row(self.outlook.again(), self.due, self.aside)


class Agenda(NamedTuple):
    """An answer. Records in = rows + excluded: nothing is dropped silently.

    `since` is the first day of the window where it does not begin today with whatever has passed.
    `end_unknown` are all contracts asked about whose end nobody has stated, in or out of the rows. `aside` are those
    that would be rows, had the reader not set them aside. `other_groups` are the rest of the board, where only some of
    its groups were asked for. `unseen` counts those that were left out before they were read, all for one reason; the
    first `in_order` of `excluded` are in the registry's order.
    """

    registry: Registry
    today: date
    horizon: date | None
    rows: tuple[Row, ...]
    end_unknown: tuple[Outlook, ...]
    excluded: tuple[tuple[str, Exclusion], ...]
    since: date | None = None
    aside: tuple[Row, ...] = ()
    other_groups: tuple[Row, ...] = ()
    unseen: int = 0
    unseen_why: Exclusion = "filtered"
    in_order: int = 0

    def left_out(self, reason: Exclusion) -> int:
        """How many records were left out for a reason."""
        return sum(1 for _, why in self.excluded if why == reason) + (self.unseen if reason == self.unseen_why else 0)

    def every_excluded(self) -> Iterator[tuple[str, Exclusion]]:
        """All that were left out, in the registry's order, those that were not even read among them."""
        why, later = dict(self.excluded[: self.in_order]), self.excluded[self.in_order :]
        apart = {row.outlook.contract.id for row in self.rows}.union(name for name, _ in later)
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
            outlook = look_at(contract, self.registry, self.today)
            if self._filters.match(outlook):
                yield Row(outlook, (), self._filters.aside(outlook))


SORTS: dict[SortKey, Callable[[Row, Registry], Any]] = {
    "when": lambda row, _: min((reason.when.sort_key for reason in row.due), default=_end_key(row)),
    "end": lambda row, _: _end_key(row),
    "title": lambda row, _: row.outlook.contract.title.casefold(),
    "council": lambda row, registry: _lead_name(row, registry),
    "id": lambda row, _: row.outlook.contract.id,
}


def _end_key(row: Row) -> tuple[date, date]:
    end = row.outlook.next_end or row.outlook.ends.current
    return end.when.sort_key if end else (date.max, date.max)


def next_end(row: Row) -> tuple[tuple[date, date], str]:
    """A key to sort by: what ends next comes first, and what has no known end last."""
    return _end_key(row), row.outlook.contract.id


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
) -> Agenda:
    """The contracts that are due on or before the horizon, or past and unresolved.

    With `since`, only what may fall from that day to the horizon, both included. With `groups`, only these. What lies
    outside the registry's scope is left out, unless its service was asked for.
    """

    def reasons(outlook: Outlook) -> tuple[Reason, ...] | Exclusion:
        due = outlook.due(horizon)
        if by == "end":
            due = tuple(reason for reason in due if reason.kind == "end")
        if since:
            due = tuple(reason for reason in due if reason.when.touches(since, horizon))
        return due or "not-due"

    agenda = _agenda(registry, today, horizon, filters, reasons, sort)._replace(since=since)
    if not groups:
        return agenda
    others = tuple(row for row in agenda.rows if row.outlook.group not in groups)
    return agenda._replace(
        rows=tuple(row for row in agenda.rows if row.outlook.group in groups),
        excluded=(*agenda.excluded, *((row.outlook.contract.id, "filtered") for row in others)),
        other_groups=others,
    )


def off_board(row: Row, filters: ResolvedFilters) -> Literal["outside-scope", "aside"] | None:
    """Why something that is due is left off the board all the same; None if it is not."""
    if row.outlook.contract.outside_scope and not filters.service:
        return "outside-scope"
    return "aside" if row.aside else None


def full_agenda(registry: Registry, today: date, filters: ResolvedFilters, *, sort: SortKey = "when") -> Agenda:
    """Every contract that the filters keep."""
    return _agenda(registry, today, None, filters, lambda _: (), sort)


def _reach(registry: Registry, last: date) -> Reach:
    from tenderwatch.outlook.reach import reach_of  # only a large registry asks for it

    return reach_of(registry, last)


def _agenda(
    registry: Registry,
    today: date,
    horizon: date | None,
    filters: ResolvedFilters,
    reasons: Callable[[Outlook], tuple[Reason, ...] | Exclusion],
    sort: SortKey,
) -> Agenda:
    rows: list[Row] = []
    set_aside: list[Row] = []
    unknown: list[Outlook] = []
    excluded: list[tuple[str, Exclusion]] = [(name, "faulty") for name in registry.faulty]
    wanted = filters.wanted(registry)
    far: tuple[str, ...] = ()
    if horizon and filters.at_most_one:
        # Most are far from their end, and need not be looked at to know that nothing of them is due.
        last = max(horizon, today)
        contracts, far = registry.near(lambda: _reach(registry, last), today, wanted)
        excluded += [(name, "not-due") for name in far]
    else:
        contracts = registry.wanted(wanted)
    for contract in contracts:
        outlook = look_at(contract, registry, today)
        if not filters.match(outlook):
            excluded.append((contract.id, "filtered"))
            continue
        if outlook.end_unknown:
            unknown.append(outlook)
        due = reasons(outlook)
        if isinstance(due, str):
            excluded.append((contract.id, due))
            continue
        row = Row(outlook, due, filters.aside(outlook))
        if horizon and (why := off_board(row, filters)):
            excluded.append((contract.id, why))
            set_aside += [row] * (why == "aside")
        else:
            rows.append(row)
    rows.sort(key=lambda row: (SORTS[sort](row, registry), row.outlook.contract.id))
    unknown.sort(key=lambda outlook: outlook.contract.id)
    return Agenda(
        registry, today, horizon, tuple(rows), tuple(unknown), tuple(excluded), aside=tuple(set_aside),
        unseen=registry.count - len(contracts) - len(far), in_order=len(excluded),
        unseen_why="not-due" if horizon and not any(wanted) else "filtered",
    )  # fmt: skip
