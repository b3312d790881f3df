"""Where things stand in the site: the paths of pages, and slugs of services. A path, once published, stays."""

from __future__ import annotations

import re


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
