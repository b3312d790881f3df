"""The page of calendars: all of them, to be searched, and the steps in each program."""

from tenderwatch.labels.answers import FEED_GROUP
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.site.pages.parts import Calendars, Shelf
from tenderwatch.site.site import FeedGroup

# With more calendars than this the page names only the pages of councils and services, which have theirs.
MOST_CALENDARS = 320
_PAGES: dict[FeedGroup, str] = {"council": "councils", "service": "services"}


class ShelfGroup(NamedTuple):
    """The calendars of one group. `pages` is the folder of pages that hold them, where there are too many for here."""

    name: str
    key: FeedGroup
    shelves: tuple[Shelf, ...]
    pages: str


def subscribe_view(calendars: Calendars) -> tuple[ShelfGroup, ...]:
    """The groups on the page; those without a calendar are left out."""
    found = {group: calendars.shelves(group) for group in _ORDER}
    many = sum(len(shelf.calendars) for shelves in found.values() for shelf in shelves) > MOST_CALENDARS
    return tuple(
        ShelfGroup(FEED_GROUP[group], group, shelves, _PAGES.get(group, "") if many else "")
        for group, shelves in found.items()
        if shelves
    )


_ORDER: tuple[FeedGroup, ...] = ("all", "region", "service", "council", "portal", "kind", "watch")
