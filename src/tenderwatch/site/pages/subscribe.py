"""The page that tells how to subscribe: which calendar is for whom, and the steps in each program."""

from typing import NamedTuple

from tenderwatch.labels import FEED_GROUP
from tenderwatch.queries.filters import AUDIENCES
from tenderwatch.site.pages.parts import Calendar, Calendars
from tenderwatch.site.site import feed_path


class Shelf(NamedTuple):
    """The calendars of one group."""

    name: str
    id: str
    calendars: tuple[Calendar, ...]
    # What one calendar would be too large for, by the council that leads.
    parts: tuple[Calendar, ...] = ()


class SubscribeView(NamedTuple):
    """The page as values."""

    shelves: tuple[Shelf, ...]


def subscribe_view(calendars: Calendars) -> SubscribeView:
    """The page as values; groups without a calendar are left out."""
    shelves = []
    for group, name in FEED_GROUP.items():
        found = calendars.of(group)
        if found:
            wholes = {feed_path("all", "all", audience) for audience in AUDIENCES}
            parts = tuple(item for item in found if item.path not in wholes) if group == "all" else ()
            whole = tuple(item for item in found if item not in parts)
            shelves.append(Shelf(name, f"calendars-{group}", whole, parts))
    return SubscribeView(tuple(shelves))
