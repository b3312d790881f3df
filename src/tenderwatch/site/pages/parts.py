"""Small values that several pages are made of: links, facts, and the calendars that carry a contract's dates."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from tenderwatch.answers.phrases import authority_name
from tenderwatch.registry.model import Registry, Source
from tenderwatch.site.site import Feed, FeedGroup, Site, contract_page, council_page


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
    """One feed, ready to be subscribed to."""

    title: str
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
    return Calendar(feed.title, feed.events, feed.path, https, webcal, google)


class Calendars:
    """The feeds of a site, found by what they are about."""

    def __init__(self, site: Site) -> None:
        self._by_subject: dict[tuple[FeedGroup, str], list[Calendar]] = {}
        for feed in site.feeds:
            self._by_subject.setdefault((feed.group, feed.key), []).append(calendar(feed, site.base_url))

    def about(self, group: FeedGroup, keys: Iterable[str]) -> tuple[Calendar, ...]:
        """The feeds of a group for some councils, services and so on, in the order of the site."""
        return tuple(item for key in dict.fromkeys(keys) for item in self._by_subject.get((group, key), ()))

    def of(self, group: str) -> tuple[Calendar, ...]:
        """Every feed of a group, in the order of the site."""
        return tuple(feed for (name, _), feeds in self._by_subject.items() if name == group for feed in feeds)
