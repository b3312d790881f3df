"""The page that tells how to subscribe: which calendar is for whom, and the steps in each program."""

from typing import NamedTuple

from tenderwatch.site.pages.parts import Calendar, Calendars
from tenderwatch.site.pages.words import GROUP_WORDS


class Shelf(NamedTuple):
    """The calendars of one group."""

    name: str
    id: str
    calendars: tuple[Calendar, ...]


class SubscribeView(NamedTuple):
    """The page as values."""

    shelves: tuple[Shelf, ...]


def subscribe_view(calendars: Calendars) -> SubscribeView:
    """The page as values; groups without a calendar are left out."""
    shelves = []
    for group, name in GROUP_WORDS.items():
        found = calendars.of(group)
        if found:
            shelves.append(Shelf(name, f"calendars-{group}", found))
    return SubscribeView(tuple(shelves))
