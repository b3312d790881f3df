"""The walk through a window of time, day by day and page by page, until it is known to be complete."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tenderwatch.errors import OutsideError
from tenderwatch.fetching.asking import Ask
from tenderwatch.fetching.services import Service
from tenderwatch.named_tuple import NamedTuple

Key = tuple[str, str]
_ROUNDS = 5


class Step(NamedTuple):
    """The new releases of one page. `following` is where that day goes on; None once the day is complete."""

    day: date
    releases: tuple[dict[str, Any], ...]
    following: str | None


def walk(
    service: Service,
    address: str,
    ask: Ask,
    since: date,
    until: date,
    seen: set[Key],
    *,
    going_on: str | None = None,
) -> Iterator[Step]:
    """Every release of the days from `since` to `until`, both included, that is not in `seen`, each once.

    `going_on` is the page of the first day to begin with. A day counts as complete when asking for what lies before
    the oldest and after the newest release seen brings nothing new: a page that has lost its link to the next one is
    noticed. Raises OutsideError where a day does not come to an end.
    """
    day = since
    while day <= until:
        yield from _day(service, address, ask, day, seen, going_on)
        going_on = None
        day += timedelta(days=1)


def _day(service: Service, address: str, ask: Ask, day: date, seen: set[Key], going_on: str | None) -> Iterator[Step]:
    begin, end = f"{day}T00:00:00", f"{day}T23:59:59"
    moments: set[str] = set()
    pages = [going_on or service.first_page(address, begin, end)]
    for number in range(_ROUNDS):
        new = 0
        for first in pages:
            following: str | None = first
            while following:
                page = ask(following)
                if page.following == following:
                    raise OutsideError(f"{service.name} sends us round in a circle", "try again later")
                fresh = tuple(_unseen(page.releases, seen))
                new += len(fresh)
                moments.update(moment for release in page.releases if begin <= (moment := _moment(release)) <= end)
                following = page.following
                # The day stays open until it is known to be complete.
                yield Step(day, fresh, following or first)
        if not moments or (number and not new):
            yield Step(day, (), None)
            return
        # What a lost link hides lies beyond the oldest seen, or beyond the newest where the order is the other one.
        pages = [
            service.first_page(address, begin, min(moments)),
            service.first_page(address, max(moments), end),
        ]
    raise OutsideError(f"{service.name} gives more on {day} each time it is asked", "try again later")


def _unseen(releases: tuple[dict[str, Any], ...], seen: set[Key]) -> Iterator[dict[str, Any]]:
    for release in releases:
        key = key_of(release)
        if key not in seen:
            seen.add(key)
            yield release


def key_of(release: dict[str, Any]) -> Key:
    """What tells one release from another."""
    return str(release.get("ocid", "")), str(release.get("id", ""))


def _moment(release: dict[str, Any]) -> str:
    """When it was published, local, to the second: the first 19 characters of what the service prints."""
    said = release.get("date")
    return said[:19] if isinstance(said, str) and len(said) >= 19 else ""
