"""The page of a council, a service or a region: their contracts as a board, and their calendars."""

from collections.abc import Callable, Iterable

from tenderwatch.dates.words import day_text
from tenderwatch.labels.records import REGION
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.registry.model import Authority, Registry
from tenderwatch.registry.model.registry import Region
from tenderwatch.site.pages.board import BoardGroup, BoardRow, board
from tenderwatch.site.pages.parts import Calendar, Calendars, Fact, Link, council_link
from tenderwatch.site.site import FeedGroup, atom_path, council_page, region_page, service_page, slug
from tenderwatch.text import capital


class GroupView(NamedTuple):
    """A page about one council, service or region; `search` asks the start page for the same contracts."""

    path: str
    title: str
    intro: str
    facts: tuple[Fact, ...]
    groups: tuple[BoardGroup, ...]
    calendars: tuple[Calendar, ...]
    atom: str
    search: str


class Subject(NamedTuple):
    """A council, a service or a region with its contracts: `key` is its id or slug."""

    group: FeedGroup
    key: str
    name: str
    outlooks: tuple[Outlook, ...]

    @property
    def contracts(self) -> int:
        """How many contracts it has."""
        return len(self.outlooks)

    @property
    def path(self) -> str:
        """Its page."""
        pages: dict[str, Callable[[str], str]] = {"council": council_page, "region": region_page}
        return pages.get(self.group, service_page)(self.key)


def by_council(registry: Registry, outlooks: Iterable[Outlook]) -> tuple[Subject, ...]:
    """Every authority of the registry with the contracts in which it leads or takes part, by name."""
    found: dict[str, list[Outlook]] = {name: [] for name in registry.authorities}
    for outlook in outlooks:
        for name in dict.fromkeys(outlook.contract.authorities):
            found.setdefault(name, []).append(outlook)
    subjects = [Subject("council", key, registry.authorities[key].name, tuple(held)) for key, held in found.items()]
    return tuple(sorted(subjects, key=lambda subject: (subject.name.casefold(), subject.key)))


def by_region(registry: Registry, outlooks: Iterable[Outlook]) -> tuple[Subject, ...]:
    """Every region that has a contract, north to south."""
    found: dict[str, list[Outlook]] = {}
    for outlook in outlooks:
        for region in registry.regions_of(outlook.contract):
            found.setdefault(region, []).append(outlook)
    return tuple(Subject("region", key, name, tuple(found[key])) for key, name in REGION.items() if key in found)


def by_service(outlooks: Iterable[Outlook]) -> tuple[Subject, ...]:
    """Every service with its contracts, by name. Services that share a slug are one, under the first of their names."""
    found: dict[str, list[Outlook]] = {}
    names: dict[str, str] = {}
    for outlook in outlooks:
        slugs = {service: slug(service) for service in outlook.contract.services}
        for service, key in slugs.items():
            names[key] = min(service, names.get(key, service))
        for key in dict.fromkeys(slugs.values()):
            found.setdefault(key, []).append(outlook)
    return tuple(Subject("service", key, names[key], tuple(found[key])) for key in sorted(found))


def group_view(subject: Subject, registry: Registry, rows: dict[str, BoardRow], calendars: Calendars) -> GroupView:
    """The page of one of them."""
    facts: tuple[Fact, ...] = ()
    match subject.group:
        case "council":
            intro = f"Contracts that {subject.name} leads or takes part in."
            if not subject.outlooks:
                intro = f"The registry holds no contract of {subject.name}. That does not mean that there is none."
            facts = council_facts(registry.authorities[subject.key], registry, registry.regions)
        case "region":
            intro = f"Contracts of councils in this region: {subject.name}."
        case _:
            intro = f"Contracts for {subject.name}, whoever the council."
    return GroupView(
        path=subject.path,
        title=capital(subject.name),
        intro=intro,
        facts=facts,
        groups=board(subject.outlooks, rows),
        calendars=calendars.about(subject.group, (subject.key,)),
        atom=atom_path(subject.group, subject.key) if subject.outlooks else "",
        search=f"{subject.group}={subject.key}",
    )


def council_facts(body: Authority, registry: Registry, regions: frozenset[Region]) -> tuple[Fact, ...]:
    """What is known of a buyer; `regions` have a page."""
    portal = registry.portals.get(body.portal or "")
    checked = body.portal_checked or (portal.checked if portal else None)
    remark = f"checked on {day_text(checked)}" if checked else "not checked since it was stated"
    before = [authority for authority in registry.authorities.values() if body.id in authority.successors]
    region = body.region
    facts = (
        Fact("Also known as", tuple(Link(aliase) for aliase in body.aliases)),
        Fact("Region", (Link(REGION[region], region_page(region)),) if region and region in regions else ()),
        Fact("Usual tendering website", (Link(portal.name, address=portal.url or ""),) if portal else (), remark),
        Fact("Ceases to exist on", (Link(day_text(body.ceases)),) if body.ceases else ()),
        Fact("What takes its place", tuple(council_link(registry, successor) for successor in body.successors)),
        Fact("Takes the place of", tuple(Link(item.name, council_page(item.id)) for item in before)),
    )
    return tuple(fact for fact in facts if fact.links)
