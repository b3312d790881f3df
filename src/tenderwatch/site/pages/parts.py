"""Small values that several pages are made of: links, facts, and the calendars that carry a contract's dates."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from tenderwatch.answers.phrases import authority_name
from tenderwatch.labels.answers import AUDIENCE
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.filters import Audience
from tenderwatch.registry.model import Registry, Source
from tenderwatch.site.site import ATOM_GROUPS, Feed, FeedGroup, Site, atom_path, contract_page, council_page
from tenderwatch.text import capital


class Link(NamedTuple):
    """Words, with a path inside the site or an address outside it; neither where there is nowhere to go."""

    text: str
    path: str = ""
    address: str = ""


class Fact(NamedTuple):
    """A name and what is known under it: links in a row, then a remark."""

    name: str
    links: tuple[Link, ...]
    remark: str = ""


class Calendar(NamedTuple):
    """One feed, ready to be subscribed to. `for_whom` says whose dates it holds, and which part of them."""

    title: str
    audience: Audience
    for_whom: str
    events: int
    path: str
    https: str
    webcal: str
    google: str


def council_link(registry: Registry, name: str | None) -> Link:
    """A link to a council's page; plain words where no council is known."""
    known = name is not None and name in registry.authorities
    return Link(
        authority_name(registry, name) if name else "Lead council not known",
        council_page(name) if known and name else "",
    )


def contract_link(registry: Registry, name: str) -> Link:
    """A link to a contract's page; its bare id where the registry does not hold it."""
    found = registry.by_id.get(name)
    return Link(found.title, contract_page(name)) if found else Link(name)


def source_link(source: Source) -> Link:
    """A source by its title, with its address if it has one."""
    return Link(source.title, address=source.url or "")


def calendar(feed: Feed, base_url: str) -> Calendar:
    """The addresses under which a feed can be subscribed to."""
    https = f"{base_url}{feed.path}"
    webcal = urlsplit(https)._replace(scheme="webcal").geturl()
    google = f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe=':/')}"
    part = f", {found[0]}" if (found := _PART.findall(feed.title)) else ""
    whose = "All dates" if feed.audience == "all" else capital(AUDIENCE[feed.audience])
    return Calendar(feed.title, feed.audience, f"{whose}{part}", feed.events, feed.path, https, webcal, google)


_PART = re.compile(r", (part [0-9]+)\Z")
# What the titles of calendars have in common.
_COMMON = re.compile(r"\ACare contracts(: | on )|: care contracts\Z")


class Shelf(NamedTuple):
    """The calendars of one council, service and so on, under its name; `atom` is the path of its changes, or ''."""

    key: str
    name: str
    calendars: tuple[Calendar, ...]
    atom: str


class Calendars:
    """The feeds of a site, found by what they are about."""

    def __init__(self, site: Site) -> None:
        self._by_subject: dict[FeedGroup, dict[str, list[Calendar]]] = {}
        for feed in site.feeds:
            shelf = self._by_subject.setdefault(feed.group, {})
            shelf.setdefault(feed.key, []).append(calendar(feed, site.base_url))

    def about(self, group: FeedGroup, keys: Iterable[str]) -> tuple[Calendar, ...]:
        """The feeds of a group for some councils, services and so on, in the order of the site."""
        shelf = self._by_subject.get(group, {})
        return tuple(item for key in dict.fromkeys(keys) for item in shelf.get(key, ()))

    def shelves(self, group: FeedGroup) -> tuple[Shelf, ...]:
        """The feeds of a group, together for each council, service and so on."""
        told = group in ATOM_GROUPS
        return tuple(
            Shelf(key, capital(_COMMON.sub("", found[0].title)), tuple(found), atom_path(group, key) if told else "")
            for key, found in self._by_subject.get(group, {}).items()
        )
