"""The pages of a site of many contracts: councils with their tables, regions and services, the start page."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from tenderwatch.dates.words import MONTHS
from tenderwatch.labels.records import REGION
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Registry
from tenderwatch.registry.model.registry import Region
from tenderwatch.site.large.listed import Listed
from tenderwatch.site.large.shard import Gone, Shard, shard_path
from tenderwatch.site.large.table import MOST_ROWS, Heading, counts, due_of, pages, parts
from tenderwatch.site.pages.board import MOST_HOLDERS
from tenderwatch.site.pages.groups import council_facts
from tenderwatch.site.pages.parts import Calendar, Fact, Link
from tenderwatch.site.site import UNLED, contract_page, council_page, region_page, service_page, slug
from tenderwatch.text import capital, count

UNLED_NAME = "Lead council not known"


class Summary(NamedTuple):
    """What is listed of a council, as numbers: by heading, by status, and by service (its slug), all and due.

    `own` are the rows of which it is the first buyer: each contract is counted once so. `old` are those of them whose
    evidence is older than it serves.
    """

    council: str
    name: str
    region: Region | None
    rows: int
    own: int
    old: int
    headings: Counter[Heading]
    own_statuses: Counter[str]
    services: Counter[str]
    due_services: Counter[str]
    names: dict[str, str]

    @property
    def due(self) -> int:
        """How many are due within twelve months or passed without news, as `due` counts them."""
        return due_of(self.headings)

    @property
    def decide(self) -> int:
        """How many of these are to be decided now."""
        return sum(self.headings[heading] for heading in ("exception", "in-time", "late"))


def summary(shard: Shard, region: Region | None) -> Summary:
    """The numbers of a council."""
    due = [row for row in shard.rows if row.due]
    own = [row for row in shard.rows if first_buyer(row) == shard.council]
    return Summary(
        council=shard.council, name=shard.name, region=region, rows=len(shard.rows),
        own=len(own), old=sum(1 for row in own if row.old),
        headings=counts(shard), own_statuses=Counter(row.status for row in own),
        services=_services(shard.rows), due_services=_services(due),
        names={slug(service): service for row in shard.rows for service in row.services},
    )  # fmt: skip


def _services(rows: Iterable[Listed]) -> Counter[str]:
    return Counter(key for row in rows for key in dict.fromkeys(map(slug, row.services)))


def first_buyer(row: Listed) -> str:
    """The council that leads, else the first of the others; '' where none is known."""
    return row.lead or next(iter(row.partners), "")


class CouncilRow(NamedTuple):
    """A council in a table of councils: how many contracts it has, how many are due, how many to decide now."""

    link: Link
    contracts: int
    due: int
    decide: int | None = None


class TableRow(NamedTuple):
    """A contract in the table of its council."""

    id: str
    title: str
    path: str
    next: tuple[str, ...]
    ends: str
    most: str
    holders: str
    act: str
    evidence: str
    old: bool


class TablePart(NamedTuple):
    """Rows under one heading; `all` counts those of other pages too."""

    title: str
    rows: tuple[TableRow, ...]
    all: int


class GoneRow(NamedTuple):
    """What is no longer listed here: since when, and where it is now."""

    title: str
    since: date
    now: Link | None


class CouncilView(NamedTuple):
    """One page of a council. `path` is its own, `data` that of the council's data, `search` its words for a filter."""

    path: str
    title: str
    intro: str
    facts: tuple[Fact, ...]
    parts: tuple[TablePart, ...]
    gone: tuple[GoneRow, ...]
    calendars: tuple[Calendar, ...]
    atom: str
    data: str
    day: date
    until: date | None
    number: int
    rows: int
    earlier: str
    later: str


def page_of(council: str, number: int = 1) -> str:
    """The address of a page of a council's table."""
    first = council_page(council) if council else f"{UNLED}.html"
    return first if number == 1 else f"{first.removesuffix('.html')}/{number}.html"


def council_views(
    shard: Shard,
    registry: Registry,
    calendars: tuple[Calendar, ...],
    atom: str,
    regions: frozenset[Region],
    most: int = MOST_ROWS,
) -> Iterator[CouncilView]:
    """The pages of a council: the first with what is known of it and its calendars, the others with the table alone."""
    counted = counts(shard)
    whole = pages(parts(shard), most)
    body = registry.authorities.get(shard.council)
    for number, found in enumerate(whole, start=1):
        yield CouncilView(
            path=page_of(shard.council, number),
            title=shard.name if number == 1 else f"{shard.name}, page {number}",
            intro=_intro(shard, counted),
            facts=council_facts(body, registry, regions) if body and number == 1 else (),
            parts=tuple(TablePart(part.title, tuple(map(_row, part.rows)), part.all) for part in found),
            gone=tuple(_gone(item, registry) for item in shard.gone) if number == 1 else (),
            calendars=calendars if number == 1 else (),
            atom=atom if number == 1 else "",
            data=shard_path(shard.council),
            day=shard.day,
            until=shard.until,
            number=number,
            rows=len(shard.rows),
            earlier=page_of(shard.council, number - 1) if number > 1 else "",
            later=page_of(shard.council, number + 1) if number < len(whole) else "",
        )


def _intro(shard: Shard, counted: Counter[Heading]) -> str:
    whose = f"that {shard.name} leads or takes part in" if shard.council else "of which no council is known"
    if not shard.rows:
        return f"The registry holds no contract {whose}. That does not mean that there is none."
    due = due_of(counted)
    rest = f"{due:,} {'is' if due == 1 else 'are'} due within 12 months, or passed with no news" if due else (
        "none is due within 12 months")  # fmt: skip
    return f"{count(len(shard.rows), 'contract')} {whose}: {rest}."


def _row(row: Listed) -> TableRow:
    more = len(row.providers) - MOST_HOLDERS
    held = "; ".join(row.providers[:MOST_HOLDERS]) + (f" and {more} more" if more > 0 else "")
    return TableRow(
        row.id, row.title, f"contracts/{row.id}.html" if row.page else "",
        tuple(filter(None, (capital(row.todo), row.tender))),
        row.shown, _most(row),
        held or ("Not let yet" if row.status in ("planned", "tendering") else "Not stated"),
        row.act, row.evidence, row.old,
    )  # fmt: skip


def _most(row: Listed) -> str:
    """The longest end, with its months cut short; '' where it is the date that is shown, or past."""
    most = " ".join(word[:3] if word in MONTHS else word for word in row.longest.split())
    return "" if row.standing in ("no-news", "over") or most == row.shown.rstrip("?") else most


def _gone(item: Gone, registry: Registry) -> GoneRow:
    if not item.now:
        return GoneRow(item.title, item.since, None)
    body = registry.authorities.get(item.now)
    council = "" if item.now == UNLED else item.now
    return GoneRow(item.title, item.since, Link(body.name if body else UNLED_NAME, f"{page_of(council)}#c-{item.id}"))


class CouncilsView(NamedTuple):
    """A region or a service: its councils, and its calendars."""

    path: str
    title: str
    intro: str
    councils: tuple[CouncilRow, ...]
    calendars: tuple[Calendar, ...]
    atom: str


def place_of(registry: Registry, name: str, paged: Collection[str]) -> str:
    """The address of a contract: its page, or its row; '' where the registry does not hold it."""
    contract = registry.by_id.get(name)
    if contract is None or name in paged:
        return contract_page(name) if contract else ""
    return f"{page_of(next(iter(contract.authorities), ''))}#c-{name}"


def council_rows(summaries: Iterable[Summary]) -> tuple[CouncilRow, ...]:
    """The councils that have contracts, by name."""
    ordered = sorted(summaries, key=lambda item: (item.name.casefold(), item.council))
    return tuple(
        CouncilRow(Link(item.name, page_of(item.council)), item.rows, item.due, item.decide)
        for item in ordered
        if item.rows
    )


def service_rows(summaries: Iterable[Summary], key: str) -> tuple[CouncilRow, ...]:
    """The councils that have contracts for a service, by name, with the numbers of these."""
    ordered = sorted(summaries, key=lambda item: (item.name.casefold(), item.council))
    return tuple(
        CouncilRow(Link(item.name, page_of(item.council)), item.services[key], item.due_services[key])
        for item in ordered
        if item.services[key]
    )


def services(summaries: Iterable[Summary]) -> dict[str, tuple[str, int]]:
    """Every service by its slug: its name, and how many contracts there are for it."""
    names: dict[str, str] = {}
    total: Counter[str] = Counter()
    for item in summaries:
        for key, name in item.names.items():
            names[key] = min(name, names.get(key, name))
        total.update(item.services)
    return {key: (names[key], total[key]) for key in sorted(names)}


def regions_of(summaries: Iterable[Summary]) -> dict[Region, list[Summary]]:
    """The councils that have contracts by region, north to south."""
    found: dict[Region, list[Summary]] = {}
    for item in summaries:
        if item.region and item.rows:
            found.setdefault(item.region, []).append(item)
    return {key: found[key] for key in REGION if key in found}


class StartView(NamedTuple):
    """The start page: numbers of all there is, and the way to it by place, service and words."""

    account: str
    contracts: int
    due: int
    decide: int
    pages: int
    councils: tuple[CouncilRow, ...]
    regions: tuple[tuple[Link, int], ...]
    services: tuple[tuple[Link, int], ...]


def start_view(summaries: tuple[Summary, ...], account: str, contracts: int, with_page: int) -> StartView:
    """The start page as values."""
    return StartView(
        account,
        contracts,
        sum(item.due for item in summaries),
        sum(item.decide for item in summaries),
        with_page,
        council_rows(summaries),
        tuple(
            (Link(REGION[key], region_page(key)), sum(item.rows for item in found))
            for key, found in regions_of(summaries).items()
        ),
        tuple((Link(name, service_page(key)), number) for key, (name, number) in services(summaries).items()),
    )
