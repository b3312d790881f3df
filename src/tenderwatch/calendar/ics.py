"""Events as iCalendar text (RFC 5545). Each is written once, without its stamps; feeds are put together from them."""

import re
from datetime import date, timedelta

from tenderwatch.calendar.events import Event
from tenderwatch.named_tuple import NamedTuple

PRODID = "-//tenderwatch//feed 1//EN"
# A line of a calendar may have 75 octets (RFC 5545, 3.1), the blank that begins a further one among them; how lines are
# joined again.
MOST_OCTETS = 74
FOLD = re.compile(rb"\r\n[ \t]")
_ESCAPED = re.compile(r"\\(.)")
BEGIN, END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
_ESCAPES = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))) | str.maketrans(
    {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
)


class Body(NamedTuple):
    """One event as text, without the stamps that say when it last changed: whole lines, folded, CRLF.

    `until` is the last day of what it is about, where that is a longer span than is shown; a feed does not say it.
    """

    uid: str
    first: date
    last: date
    text: bytes
    until: date = date.min

    @property
    def contract(self) -> str:
        """The id of the contract it belongs to."""
        return self.uid.partition(".")[0]

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last."""
        return self.first, self.last

    @property
    def kind(self) -> str:
        """What sort of event it is."""
        return self.uid.partition("@")[0].split(".")[1]

    @property
    def says(self) -> tuple[str, str, date, date]:
        """What it tells, whatever its UID: an end is an end, be it certain or only possible."""
        return self.contract, "end" if self.kind.endswith("-end") else self.kind, self.first, self.last


def escape(text: str) -> str:
    """A TEXT value. Control characters go: one of them makes strict readers refuse the whole file."""
    return text.translate(_ESCAPES)


def unescape(value: str) -> str:
    """The words of a TEXT value."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def fold(line: str) -> bytes:
    """One content line, cut into lines of 75 octets at most, and never within a character or an escape.

    Versions of the library differ in the last: some programs cannot read a backslash at the end of a line.
    """
    data, begin = line.encode(), 0
    lines: list[bytes] = []
    while len(data) - begin > MOST_OCTETS:
        end = begin + MOST_OCTETS
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        backslashes = end - begin - len(data[begin:end].rstrip(b"\\"))
        end -= backslashes % 2
        lines.append(data[begin:end])
        begin = end
    return b"\r\n ".join((*lines, data[begin:])) + b"\r\n"


def write_event(event: Event) -> Body:
    """The event as text. The same event gives the same bytes."""
    lines = [
        f"SUMMARY:{escape(event.summary)}",
        f"DTSTART;VALUE=DATE:{_day(event.first)}",
        # DTEND is the day after the last one: equal to DTSTART, some clients show an hour or nothing.
        f"DTEND;VALUE=DATE:{_day(event.last + timedelta(days=1))}",
        f"UID:{event.uid}",
        f"CATEGORIES:{','.join(map(escape, event.categories))}",
        "CLASS:PUBLIC",
        f"DESCRIPTION:{escape(event.description)}",
        f"STATUS:{'CONFIRMED' if event.certain else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        *([f"URL:{event.url}"] if event.url else []),
    ]
    return Body(event.uid, event.first, event.last, b"".join(map(fold, lines)), event.until)


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def write_head(name: str, about: str) -> bytes:
    """How a calendar begins: everything before its first event."""
    name, about = escape(name), escape(about)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"DESCRIPTION:{about}",
        f"X-WR-CALDESC:{about}",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        # VALUE is spelt out: without it strict readers refuse the property.
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "X-WR-TIMEZONE:Europe/London",
    ]
    return b"".join(map(fold, lines))


TAIL = b"END:VCALENDAR\r\n"
