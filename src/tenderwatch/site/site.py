"""What a site is made of, as values: the registry on a day, its feeds, and what changed of late."""

from datetime import date
from typing import Literal, NamedTuple

from tenderwatch.queries.filters import Audience
from tenderwatch.queries.select import Agenda

FeedGroup = Literal["all", "council", "service", "portal", "kind", "watch"]


class Feed(NamedTuple):
    """One calendar of the site. `key` is the id of the council or portal, the slug of the service, and so on."""

    path: str
    title: str
    group: FeedGroup
    key: str
    audience: Audience
    events: int


class Change(NamedTuple):
    """What changed for one contract in one build, in words: newest first in a site."""

    day: date
    contract: str
    title: str
    words: tuple[str, ...]


class Site(NamedTuple):
    """Everything that pages and data files are made from. `base_url` ends in a slash.

    `agenda` holds every contract of the registry; `feeds` those that are published, in order.
    """

    agenda: Agenda
    base_url: str
    feeds: tuple[Feed, ...]
    changes: tuple[Change, ...]
