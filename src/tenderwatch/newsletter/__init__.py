"""A digest as text. Each format is one module with `render(digest)`; a new format is one more row here."""

from __future__ import annotations

from importlib import import_module

from tenderwatch.queries.digest import Digest

FORMATS: dict[str, str] = {
    "txt": "tenderwatch.newsletter.plain",
    "md": "tenderwatch.newsletter.markdown",
    "html": "tenderwatch.newsletter.page",
    "json": "tenderwatch.newsletter.machine",
}


def render(digest: Digest, name: str) -> str:
    """The digest in a format, its module imported only now."""
    text: str = import_module(FORMATS[name]).render(digest)
    return text
