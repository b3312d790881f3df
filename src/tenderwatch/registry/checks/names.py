"""Names by which people ask: no two authorities, and no two portals, may go by the same."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.registry.checks.finding import Finding, Whole, plain_name
from tenderwatch.registry.model import Authority, Portal


def ambiguous_name(record: Authority | Portal, whole: Whole) -> Iterator[Finding]:
    """Each name and alias leads to one record only, however it is written."""
    section = "authorities" if isinstance(record, Authority) else "portals"
    owners = whole.owners(section)
    for key, item, name in _names(record):
        if others := sorted(owners.get(plain_name(name), frozenset()) - {record.id}):
            hint = "take it out of one of them; a filter by it could mean either"
            yield Finding(f"'{name}' is also a name of {' and '.join(others)}", hint, key, item)


def _names(record: Authority | Portal) -> Iterator[tuple[str, int | None, str]]:
    yield "name", None, record.name
    yield from (("aliases", item, alias) for item, alias in enumerate(record.aliases))
