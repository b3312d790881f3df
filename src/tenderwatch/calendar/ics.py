"""Events as iCalendar bytes (RFC 5545). The same events and edition give the same bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, vText
from icalendar import Event as VEvent

from tenderwatch.calendar.events import Event

# The library's own PRODID carries its version, so that an upgrade would change every feed.
PRODID = "-//tenderwatch//feed 1//EN"
REFRESH = timedelta(hours=12)
# A control character makes strict readers refuse the whole file: none is let through.
_ESCAPES = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))) | str.maketrans(
    {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
)


class _Text(vText):
    r"""A TEXT value that reads back as it was; the library's own would turn `\N`, as in C:\New, into a line break."""

    def to_ical(self) -> bytes:
        return self.translate(_ESCAPES).encode()


def render(events: tuple[Event, ...], *, name: str, about: str, edition: date) -> bytes:
    """One calendar. DTSTAMP and LAST-MODIFIED are the registry's edition, never the time of writing."""
    stamp = datetime.combine(edition, time(), UTC)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    for key, words in (
        ("name", name),
        ("x-wr-calname", name),
        ("description", about),
        ("x-wr-caldesc", about),
    ):
        calendar.add(key, _Text(words), encode=False)
    calendar.add("x-wr-timezone", "Europe/London")
    # VALUE is spelt out: without it strict readers refuse the property.
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for event in events:
        calendar.add_component(_vevent(event, stamp))
    return bytes(calendar.to_ical())


def _vevent(event: Event, stamp: datetime) -> VEvent:
    made = VEvent()
    made.add("uid", event.uid)
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("sequence", 0)
    made.add("dtstart", event.first)
    # DTEND is the day after the last one: equal to DTSTART, some clients show an hour or nothing.
    made.add("dtend", event.last + timedelta(days=1))
    made.add("summary", _Text(event.summary), encode=False)
    made.add("description", _Text(event.description), encode=False)
    made.add("status", "CONFIRMED" if event.certain else "TENTATIVE")
    made.add("transp", "TRANSPARENT")
    made.add("class", "PUBLIC")
    made.add("categories", list(event.categories))
    if event.url:
        made.add("url", event.url)
    return made
