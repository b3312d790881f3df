"""Events as iCalendar text (RFC 5545). Each is written once, without its stamps; feeds are put together from them."""

from datetime import date, timedelta
from typing import NamedTuple

from icalendar import Calendar, vText
from icalendar import Event as VEvent
from icalendar.parser import Contentline

from tenderwatch.calendar.events import Event

# The library's own PRODID carries its version, so that an upgrade would change every feed.
PRODID = "-//tenderwatch//feed 1//EN"
REFRESH = timedelta(hours=12)
BEGIN, END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
# A control character makes strict readers refuse the whole file: none is let through.
_ESCAPES = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))) | str.maketrans(
    {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
)


class Body(NamedTuple):
    """One event as text, without the stamps that say when it last changed: whole lines, folded, CRLF."""

    uid: str
    first: date
    last: date
    text: bytes

    @property
    def contract(self) -> str:
        """The id of the contract it belongs to."""
        return self.uid.partition(".")[0]


class _Text(vText):
    r"""A TEXT value that reads back as it was; the library's own would turn `\N`, as in C:\New, into a line break."""

    def to_ical(self) -> bytes:
        return self.translate(_ESCAPES).encode()


def write_event(event: Event) -> Body:
    """The event as text. The same event gives the same bytes."""
    made = VEvent()
    made.add("uid", event.uid)
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
    whole = bytes(made.to_ical())
    return Body(event.uid, event.first, event.last, whole.removeprefix(BEGIN).removesuffix(END))


def fold(line: str) -> bytes:
    """One content line, cut at 75 octets and never within a character."""
    return Contentline(line).to_ical() + b"\r\n"  # type: ignore[no-any-return, no-untyped-call]  # the library's own


def write_head(name: str, about: str) -> bytes:
    """How a calendar begins: everything before its first event."""
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
    return bytes(calendar.to_ical()).removesuffix(TAIL)


TAIL = b"END:VCALENDAR\r\n"
