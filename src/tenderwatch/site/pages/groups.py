"""A council's page and a service's page: their contracts, their next dates, their calendars."""

from collections.abc import Iterable
from typing import NamedTuple

from tenderwatch.dates.words import day_text
from tenderwatch.outlook import Outlook
from tenderwatch.registry.model import Authority, Registry
from tenderwatch.site.pages.coming import Coming, Line, coming, in_order
from tenderwatch.site.pages.parts import Calendar, Calendars, Fact, Link, council_link
from tenderwatch.site.site import council_page, service_page, slug
from tenderwatch.text import capital

MOST_COMING = 8


class GroupView(NamedTuple):
    """A page about one council or one service."""

    path: str
    title: str
    intro: str
    facts: tuple[Fact, ...]
    coming: tuple[Coming, ...]
    lines: tuple[Line, ...]
    calendars: tuple[Calendar, ...]


class Subject(NamedTuple):
    """A council or a service with its contracts: `key` is its id or slug."""

    key: str
    name: str
    outlooks: tuple[Outlook, ...]

    @property
    def contracts(self) -> int:
        """How many contracts it has."""
        return len(self.outlooks)


def by_council(registry: Registry, outlooks: Iterable[Outlook]) -> tuple[Subject, ...]:
    """Every authority of the registry with the contracts in which it leads or takes part, by name."""
    found: dict[str, list[Outlook]] = {name: [] for name in registry.authorities}
    for outlook in outlooks:
        for name in dict.fromkeys(outlook.contract.authorities):
            found.setdefault(name, []).append(outlook)
    subjects = [Subject(key, registry.authorities[key].name, tuple(ones)) for key, ones in found.items()]
    return tuple(sorted(subjects, key=lambda subject: (subject.name.casefold(), subject.key)))


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
    return tuple(Subject(key, names[key], tuple(found[key])) for key in sorted(found))


def council_view(subject: Subject, registry: Registry, lines: dict[str, Line], calendars: Calendars) -> GroupView:
    """The page of one authority."""
    body = registry.authorities[subject.key]
    has = f"Contracts that {body.name} leads or takes part in."
    none = f"The registry holds no contract of {body.name}. That does not mean that there is none."
    return GroupView(
        path=council_page(body.id),
        title=body.name,
        intro=has if subject.outlooks else none,
        facts=_council_facts(body, registry),
        coming=coming(subject.outlooks, MOST_COMING),
        lines=_lines(subject, lines),
        calendars=calendars.about("council", (body.id,)),
    )


def service_view(subject: Subject, lines: dict[str, Line], calendars: Calendars) -> GroupView:
    """The page of one service."""
    return GroupView(
        path=service_page(subject.name),
        title=capital(subject.name),
        intro=f"Contracts for {subject.name}, whoever the council.",
        facts=(),
        coming=coming(subject.outlooks, MOST_COMING),
        lines=_lines(subject, lines),
        calendars=calendars.about("service", (subject.key,)),
    )


def _lines(subject: Subject, lines: dict[str, Line]) -> tuple[Line, ...]:
    return tuple(lines[item.contract.id] for item in in_order(subject.outlooks))


def _council_facts(body: Authority, registry: Registry) -> tuple[Fact, ...]:
    portal = registry.portals.get(body.portal or "")
    checked = body.portal_checked or (portal.checked if portal else None)
    remark = f"checked on {day_text(checked)}" if checked else "not checked since it was stated"
    before = [authority for authority in registry.authorities.values() if body.id in authority.successors]
    facts = (
        Fact("Also known as", tuple(Link(aliase) for aliase in body.aliases)),
        Fact("Usual tendering website", (Link(portal.name, address=portal.url or ""),) if portal else (), remark),
        Fact("Ceases to exist on", (Link(day_text(body.ceases)),) if body.ceases else ()),
        Fact("What takes its place", tuple(council_link(registry, successor) for successor in body.successors)),
        Fact("Takes the place of", tuple(Link(item.name, council_page(item.id)) for item in before)),
    )
    return tuple(fact for fact in facts if fact.links)
