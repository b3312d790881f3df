"""The page of changes: what changed of late, day by day."""

from datetime import date
from itertools import groupby

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.site.pages.parts import Link, contract_link
from tenderwatch.site.site import Site


class Changed(NamedTuple):
    """What changed for one contract, in words."""

    contract: Link
    words: tuple[str, ...]


class ChangeDay(NamedTuple):
    """The changes of one day."""

    day: date
    changes: tuple[Changed, ...]


def changes_view(site: Site) -> tuple[ChangeDay, ...]:
    """The days on which something changed, the newest first. A contract that has gone keeps its title."""
    registry = site.agenda.registry

    def link(name: str, title: str) -> Link:
        return contract_link(registry, name) if name in registry.by_id else Link(title)

    newest_first = sorted(site.changes, key=lambda change: change.day, reverse=True)
    return tuple(
        ChangeDay(day, tuple(Changed(link(item.contract, item.title), item.words) for item in ones))
        for day, ones in groupby(newest_first, key=lambda item: item.day)
    )
