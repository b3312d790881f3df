"""Where things stand in the site: the paths of its files, and slugs of services. A path, once published, stays."""

from __future__ import annotations

import re

from tenderwatch.queries.filters import Audience
from tenderwatch.site.site import FeedGroup

MANIFEST = "manifest.json"
ATOM = "changes.atom"
CSV = "contracts.csv"
DATAPACKAGE = "datapackage.json"
API = "api/v1"
# Thunderbird shows a file's name as that of the calendar, so each says what it is.
_STEM = "care-contracts"


def slug(service: str) -> str:
    """A service as part of a path: 'children's placements' is `childrens-placements`.

    Two services whose slugs are equal share a page and a feed.
    """
    words = service.casefold().replace("&", " and ").replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")


def contract_page(contract_id: str) -> str:
    """The page of a contract."""
    return f"contracts/{contract_id}.html"


def council_page(authority_id: str) -> str:
    """The page of a council or other buyer."""
    return f"councils/{authority_id}.html"


def service_page(service: str) -> str:
    """The page of a service."""
    return f"services/{slug(service)}.html"


def feed_path(group: FeedGroup, key: str, audience: Audience) -> str:
    """A feed: `feeds/care-contracts.ics`, `feeds/council/durham-care-contracts-provider.ics`."""
    whose = "" if audience == "all" else f"-{audience}"
    return f"feeds/{_STEM}{whose}.ics" if group == "all" else f"feeds/{group}/{key}-{_STEM}{whose}.ics"


def part_path(path: str, part: str) -> str:
    """One part of a feed that is too large to be one: `feeds/care-contracts-durham.ics`."""
    return f"{path.removesuffix('.ics')}-{part}.ics"
