"""What was looked at and what was found, council by council and service by service, so that silence can be read.

What was found is counted from the contracts; where was looked, and what was not found, comes from the ledger.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Literal

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook, look_at
from tenderwatch.queries.freshness import freshness
from tenderwatch.registry.model import Authority, Look, NotFound, ReadNext, Registry

Silence = Literal["found", "in-house", "looked-for", "looked-at", "not-looked"]
# A service is in the matrix if so many councils buy or run it.
COMMON = 4


class Missing(NamedTuple):
    """Something looked for and not found; `contracts` are the ids of those that it would have continued."""

    what: str
    contracts: tuple[str, ...]


class CoverageRow(NamedTuple):
    """One authority and one service; `service` None is all services together, `authority` None a lead not known.

    Contracts of several authorities or services count in each of their rows. `live` leaves out what has ended or
    been replaced; `known_end` are the live ones with an end, or stated to have none. `newest` is the day of the
    youngest evidence; `looked` the day of the last look, `reaches` how recent the newest of what it saw is.
    """

    authority: Authority | None
    service: str | None
    contracts: tuple[str, ...]
    live: int
    known_end: int
    newest: date | None
    looked: date | None
    reaches: When | None
    places: tuple[str, ...]
    not_found: tuple[Missing, ...]
    notes: tuple[str, ...]
    silence: Silence


class Coverage(NamedTuple):
    """All rows, in order of authority and service, and the contracts that stand in any of them, each once."""

    registry: Registry
    today: date
    rows: tuple[CoverageRow, ...]
    contracts: tuple[str, ...]


def coverage(
    registry: Registry,
    today: date,
    *,
    councils: frozenset[str] = frozenset(),
    services: frozenset[str] = frozenset(),
    asked: str = "",
) -> Coverage:
    """The ledger beside the contracts, on a day. Empty sets ask for all.

    With `services`, each authority that has none of them gets a row for what was `asked`, which says how its
    silence is to be read.
    """
    desks = _desks(registry, today)
    wanted = [desk for desk in desks if not councils or (desk.authority and desk.authority.id in councils)]
    rows = [row for desk in wanted for row in desk.rows(services, asked)]
    return Coverage(registry, today, tuple(rows), tuple(sorted({name for row in rows for name in row.contracts})))


class MatrixRow(NamedTuple):
    """One service in a matrix: a row of the ledger for each council, and what to read next where a council has none."""

    service: str
    cells: tuple[CoverageRow, ...]
    read_next: tuple[tuple[ReadNext, ...], ...]


class Completeness(NamedTuple):
    """How much is known of a council: its services that are held or run in-house, of all in the matrix; of its live
    contracts those with a known end, and those whose evidence needs no new check."""

    services: int
    of_services: int
    known_end: int
    fresh: int
    live: int

    @property
    def score(self) -> int:
        """The mean of the three shares, in per cent, rounded down; contracts count for nothing if there are none."""
        services = self.services / self.of_services if self.of_services else 0
        contracts = (self.known_end + self.fresh) / self.live if self.live else 0
        return int(100 * (services + contracts) / 3)


class Matrix(NamedTuple):
    """The councils that were searched, by the services that several of them buy or run."""

    registry: Registry
    today: date
    councils: tuple[Authority, ...]
    rows: tuple[MatrixRow, ...]
    complete: tuple[Completeness, ...]


def matrix(
    registry: Registry,
    today: date,
    *,
    councils: frozenset[str] = frozenset(),
    services: frozenset[str] = frozenset(),
) -> Matrix:
    """Council by service. A service that fewer than `COMMON` councils have is left out, unless it was asked for."""
    searched = [desk for desk in _desks(registry, today) if desk.authority and desk.looks]
    searched = [desk for desk in searched if desk.authority and desk.authority.kind == "council"]
    had = Counter(service for desk in searched for service in desk.provided())
    chosen = sorted(services) or sorted(service for service, number in had.items() if number >= COMMON)
    shown = [desk for desk in searched if not councils or (desk.authority and desk.authority.id in councils)]
    rows = tuple(
        MatrixRow(
            service,
            tuple(desk.row(service) for desk in shown),
            tuple(desk.read_next(service) for desk in shown),
        )
        for service in chosen
    )
    complete = tuple(desk.completeness([row.cells[place].silence for row in rows]) for place, desk in enumerate(shown))
    return Matrix(registry, today, tuple(desk.authority for desk in shown if desk.authority), rows, complete)


def _desks(registry: Registry, today: date) -> "list[_Desk]":
    """What is known of each authority, in order of name; last what has no known lead."""
    owned: dict[str | None, list[Outlook]] = {}
    for contract in registry.contracts:
        for name in contract.authorities or (None,):
            owned.setdefault(name, []).append(look_at(contract, registry, today))
    looks: dict[str | None, list[Look]] = {}
    for look in registry.coverage:
        looks.setdefault(look.authority, []).append(look)
    processes = _processes(registry)
    by_name = sorted(registry.authorities.values(), key=lambda authority: (authority.name.casefold(), authority.id))
    bodies: list[Authority | None] = [*by_name, *([None] if None in owned else [])]
    names = [(body, body.id if body else None) for body in bodies]
    return [_Desk(body, registry, owned.get(name, []), looks.get(name, []), processes) for body, name in names]


def _processes(registry: Registry) -> dict[str, tuple[str, ...]]:
    """The contracts of each procurement, by its own id first, else by the ids around it."""
    found: dict[str, set[str]] = {}
    for contract in registry.contracts:
        if contract.ocid:
            found.setdefault(contract.ocid, set()).add(contract.id)
    own = set(found)
    for contract in registry.contracts:
        for ocid in contract.related_ocids:
            if ocid not in own:
                found.setdefault(ocid, set()).add(contract.id)
    return {ocid: tuple(sorted(names)) for ocid, names in found.items()}


class _Desk(NamedTuple):
    """All that is known of one authority: its contracts on the day, and the looks at it."""

    authority: Authority | None
    registry: Registry
    own: list[Outlook]
    looks: list[Look]
    processes: dict[str, tuple[str, ...]]

    def rows(self, services: frozenset[str], asked: str) -> Iterator[CoverageRow]:
        known = self.named() | self.provided()
        if not services:
            yield self.row(None)
        chosen = sorted(service for service in known if not services or service in services)
        for service in chosen:
            yield self.row(service)
        if services and not chosen and self.authority:
            yield self.row(asked)

    def named(self) -> set[str]:
        """The services that were looked for by name."""
        named = {service for look in self.looks for service in look.services}
        return named | {item.service for look in self.looks for item in look.not_found if item.service}

    def provided(self) -> set[str]:
        """The services that it buys, or runs itself."""
        house = {item.service for look in self.looks for item in look.in_house}
        return house | {service for item in self.own for service in item.contract.services}

    def completeness(self, cells: list[Silence]) -> Completeness:
        """How much is known of it, with what each service of the matrix says."""
        live = [outlook for outlook in self.own if not outlook.over]
        return Completeness(
            services=cells.count("found") + cells.count("in-house"),
            of_services=len(cells),
            known_end=sum(not outlook.end_unknown for outlook in live),
            fresh=sum(freshness(outlook).verdict == "fresh" for outlook in live),
            live=len(live),
        )

    def read_next(self, service: str) -> tuple[ReadNext, ...]:
        """Where a contract for a service may be found."""
        pages = (page for look in self.looks for page in look.read_next)
        return tuple(dict.fromkeys(page for page in pages if not page.services or service in page.services))

    def row(self, service: str | None) -> CoverageRow:
        own = [item for item in self.own if service is None or service in item.contract.services]
        live = [item for item in own if not item.over]
        # A look for other services by name says nothing of this one.
        telling = [look for look in self.looks if service is None or not look.services or service in look.services]
        last = max(telling, key=lambda look: look.looked, default=None)
        return CoverageRow(
            authority=self.authority,
            service=service,
            contracts=tuple(sorted(item.contract.id for item in own)),
            live=len(live),
            known_end=sum(1 for item in live if not item.end_unknown),
            newest=max((self.registry.newest_evidence(item.contract) for item in own), default=None),
            looked=last.looked if last else None,
            reaches=self.reaches(telling, own),
            places=tuple(dict.fromkeys(place for look in telling for place in look.places)),
            not_found=tuple(
                Missing(item.what, self.processes.get(item.ocid or "", ()))
                for look in self.looks
                for item in look.not_found
                if service in self.services_of(item)
            ),
            notes=tuple(self.notes(telling, service)),
            silence=self.silence(service, found=bool(own), looked=last is not None),
        )

    def reaches(self, telling: list[Look], own: list[Outlook]) -> When | None:
        """How recent the newest of what the looks saw is: what the contracts cite, and what the looks add to it."""
        if not telling:
            return None
        cited = {evidence.source for item in own for evidence in item.contract.all_evidence}
        seen = [self.registry.sources[source].published for source in cited if source in self.registry.sources]
        dates = [when for when in (*seen, *(look.reaches for look in telling)) if when and when.earliest]
        return max(dates, key=lambda when: when.sort_key, default=None)

    def silence(self, service: str | None, *, found: bool, looked: bool) -> Silence:
        """What it means that there is no contract, the plainest reason first."""
        if found:
            return "found"
        if any(item.service == service for look in self.looks for item in look.in_house):
            return "in-house"
        return "looked-for" if service in self.named() else "looked-at" if looked else "not-looked"

    def notes(self, telling: list[Look], service: str | None) -> Iterator[str]:
        """What a reader should know: of a service what is run in-house; of the whole also the looks and the leads."""
        for look in telling:
            if look.note and service is None:
                yield look.note
        for look in self.looks:
            for own in look.in_house:
                if service in (None, own.service):
                    yield f"Run in-house, so not here: {own.what}."
            for lead in look.unread if service is None else ():
                where = lead.url or lead.ocid
                yield f"Seen and not read: {lead.what}" + (f" ({where})." if where else ".")

    def services_of(self, not_found: NotFound) -> frozenset[str | None]:
        """The services that a thing not found belongs to: the one named, else those of what it would continue."""
        if not_found.service:
            return frozenset({not_found.service})
        continued = self.processes.get(not_found.ocid or "", ())
        return frozenset(x for o in self.own if o.contract.id in continued for x in o.contract.services) or frozenset(
            {None}
        )
