"""Single dates of a contract to add to a calendar, and the dates of all contracts month by month."""

from calendar import Calendar as Weeks
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from tenderwatch.calendar.events import Event, choose
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import day_text, month_text
from tenderwatch.labels.standing import EVENT
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.site.pages.parts import Link
from tenderwatch.site.site import contract_page, month_page
from tenderwatch.text import count

# So many months have a page, the current one among them.
MONTHS_AHEAD = 24
# More dates than this in a day are counted, so that a page stays light.
MOST_IN_A_DAY = 40


class DateRow(NamedTuple):
    """One date ahead of a contract, with addresses that add it to a calendar."""

    name: str
    when: str
    google: str
    outlook: str


class Day(NamedTuple):
    """One day of a month: its number, the dates that begin on it, and how many more do."""

    number: int
    name: str
    dates: tuple[Link, ...]
    more: str
    today: bool


class MonthView(NamedTuple):
    """One month as weeks from Monday; None for days of other months. `other` are the pages of all months.

    `note` says what is not in it, '' where all is.
    """

    path: str
    name: str
    weeks: tuple[tuple[Day | None, ...], ...]
    dates: int
    earlier: Link | None
    later: Link | None
    other: tuple[Link, ...]
    note: str = ""


def date_rows(events: Iterable[Event], today: date) -> tuple[DateRow, ...]:
    """What lies ahead for a provider, the soonest first."""
    ahead = sorted((event.first, event) for event in choose(events, "provider") if event.first >= today)
    return tuple(_date_row(event) for _, event in ahead)


def _date_row(event: Event) -> DateRow:
    text = event.description.split("\n")
    when = next(line.removeprefix("When: ") for line in text if line.startswith("When: "))
    after = event.last + timedelta(days=1)
    days = f"{event.first:%Y%m%d}/{after:%Y%m%d}"
    details = "\n".join(line for line in text if line.startswith(("http", "When: ")))
    google = {"action": "TEMPLATE", "text": event.summary, "dates": days, "details": details}
    outlook = {
        "subject": event.summary, "startdt": event.first, "enddt": after, "allday": "true", "body": details,
        "path": "/calendar/action/compose", "rru": "addevent",
    }  # fmt: skip
    return DateRow(
        EVENT[event.kind], when,
        f"https://calendar.google.com/calendar/render?{urlencode(google)}",
        f"https://outlook.office.com/calendar/0/deeplink/compose?{urlencode(outlook)}",
    )  # fmt: skip


def month_views(events: Iterable[Event], today: date) -> Iterator[MonthView]:
    """The current month and those after it, with what is of use to a provider; a long span on its first day."""
    by_day: dict[date, list[Event]] = defaultdict(list)
    for event in choose(events, "provider"):
        by_day[event.first].append(event)
    first = today.replace(day=1)
    months = [clamp_months(first, number) for number in range(MONTHS_AHEAD)]
    links = [Link(month_text(month), month_page(month, today)) for month in months]
    for number, month in enumerate(months):
        weeks = tuple(
            tuple(_day(day, by_day, today) if day.month == month.month else None for day in week)
            for week in Weeks().monthdatescalendar(month.year, month.month)
        )
        yield MonthView(
            path=links[number].path,
            name=month_text(month),
            weeks=weeks,
            dates=sum(len(found) for day, found in by_day.items() if day.replace(day=1) == month),
            earlier=links[number - 1] if number else None,
            later=links[number + 1] if number + 1 < len(links) else None,
            other=tuple(links),
        )


def _day(day: date, by_day: dict[date, list[Event]], today: date) -> Day:
    found = sorted(by_day.get(day, ()), key=lambda event: (event.summary.casefold(), event.uid))
    shown = found[:MOST_IN_A_DAY]
    more = len(found) - len(shown)
    return Day(
        day.day, day_text(day), tuple(Link(event.summary, contract_page(event.contract)) for event in shown),
        f"and {count(more, 'more date')}" if more else "", day == today,
    )  # fmt: skip
