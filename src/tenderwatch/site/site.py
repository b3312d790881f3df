"""What a site is made of, as values; the paths of its files, which stay once published; and what a page may load."""

import re
from datetime import date
from hashlib import sha256
from typing import Literal

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.filters import Audience
from tenderwatch.queries.select import Agenda

# A page loads its own style, script and pictures, and nothing from anywhere else.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
)
# Pages of a site of many contracts read the data of their own site as well.
LARGE_POLICY = f"{PAGE_POLICY}; connect-src 'self'"
# A drawing that is opened by itself carries its style within it, and needs nothing else.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

MANIFEST = "manifest.json"
ATOM = "changes.atom"
CSV = "contracts.csv"
DATAPACKAGE = "datapackage.json"
API = "api/v1"
# Where contracts stand that no council is known of, on a site of many.
UNLED = "contracts-without-council"
# Thunderbird shows a file's name as that of the calendar, so each says what it is.
_STEM = "care-contracts"

FeedGroup = Literal["all", "region", "council", "service", "portal", "kind", "watch", "contract"]
# Whose changes are told apart, in a feed of their own.
ATOM_GROUPS: tuple[FeedGroup, ...] = ("all", "region", "council", "service")


class Feed(NamedTuple):
    """One calendar of the site. `key` is the id of the council or portal, the slug of the service, and so on."""

    path: str
    title: str
    group: FeedGroup
    key: str
    audience: Audience
    events: int


class Change(NamedTuple):
    """What changed for one contract in one build, in words: newest first in a site.

    `number` counts the builds of a day that changed it, from 1; 0 for changes of a day told together, as once was done.
    """

    day: date
    contract: str
    title: str
    words: tuple[str, ...]
    number: int = 1


class Site(NamedTuple):
    """Everything that pages and data files are made from. `base_url` ends in a slash.

    `agenda` holds every contract of the registry; `feeds` those that are published, in order.
    """

    agenda: Agenda
    base_url: str
    feeds: tuple[Feed, ...]
    changes: tuple[Change, ...]


def slug(name: str) -> str:
    """A service or a watch list as part of a path: 'children's placements' is `childrens-placements`.

    Two services whose slugs are equal share a page and a feed. A name without a Latin letter or figure goes by a
    mark of its own.
    """
    words = name.casefold().replace("&", " and ").replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") or sha256(words.encode()).hexdigest()[:12]


def board_page(number: int) -> str:
    """One page of the list of all contracts."""
    return "index.html" if number == 1 else f"contracts-{number}.html"


def contract_page(contract_id: str) -> str:
    """The page of a contract."""
    return f"contracts/{contract_id}.html"


def council_page(authority_id: str) -> str:
    """The page of a council or other buyer."""
    return f"councils/{authority_id}.html"


def region_page(region: str) -> str:
    """The page of a region."""
    return f"regions/{region}.html"


def service_page(service: str) -> str:
    """The page of a service."""
    return f"services/{slug(service)}.html"


def month_page(month: date, today: date) -> str:
    """The page of a month; that of the current one is always at the same place."""
    return "calendar.html" if (month.year, month.month) == (today.year, today.month) else f"months/{month:%Y-%m}.html"


def atom_path(group: FeedGroup, key: str) -> str:
    """The changes of a council, service or region, as Atom: `feeds/council/durham-changes.atom`."""
    return ATOM if group == "all" else f"feeds/{group}/{key}-changes.atom"


def feed_path(group: FeedGroup, key: str, audience: Audience) -> str:
    """A feed: `feeds/care-contracts.ics`, `feeds/council/durham-care-contracts-provider.ics`."""
    whose = "" if audience == "all" else f"-{audience}"
    return f"feeds/{_STEM}{whose}.ics" if group == "all" else f"feeds/{group}/{key}-{_STEM}{whose}.ics"


def part_path(path: str, part: str) -> str:
    """One part of a feed that is too large to be one: `feeds/care-contracts-durham.ics`."""
    return f"{path.removesuffix('.ics')}-{part}.ics"
