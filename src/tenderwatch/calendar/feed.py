"""Feeds as bytes: events with their stamps, written and read again, copies of one event merged, texts cut short."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from tenderwatch.calendar.ics import BEGIN, END, FOLD, PRODID, TAIL, Body, fold
from tenderwatch.named_tuple import NamedTuple

# Google's limit is reported as 1 MB; a larger feed has lost events without a word.
MOST_BYTES, MOST_EVENTS = 900_000, 1_000

# At the start of a line: a title may be "BEGIN:VEVENT", and end one.
_BEGIN = re.compile(rb"^" + re.escape(BEGIN), re.MULTILINE)
_STAMPS = re.compile(
    rb"DTSTAMP:(\d{8})T000000Z\r\nLAST-MODIFIED:(\d{8})T000000Z\r\nSEQUENCE:(\d{1,9})\r\n", re.IGNORECASE
)
_LINE = re.compile(
    rb"(?:UID|SUMMARY|DESCRIPTION|STATUS|TRANSP|CLASS|CATEGORIES|URL|(?:DTSTART|DTEND);VALUE=DATE):[^\x00-\x1f\x7f]*\Z"
)
_ALARM = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\nTRIGGER:-P%dDT15H\r\nEND:VALARM\r\n"
_ALARMS = re.compile(re.escape(_ALARM).replace(b"%d", rb"[0-9]{1,3}") + rb"\Z")


class FeedError(ValueError):
    """A file that is no feed of ours, or a damaged one."""


class Stamped(NamedTuple):
    """An event of a feed: its text, the day it last changed, and how often it has.

    `alarm` is how many days before it a program is to remind of it at nine in the morning, 0 for never. It is how a
    feed is written, and nothing that the event says: read again, it has none.
    """

    body: Body
    modified: date
    sequence: int
    cancelled: bool = False
    alarm: int = 0

    @property
    def text(self) -> bytes:
        """The whole component. DTSTAMP is that of the last revision, as there is no METHOD."""
        day = self.modified.strftime("%Y%m%d").encode()
        stamps = b"DTSTAMP:%bT000000Z\r\nLAST-MODIFIED:%bT000000Z\r\nSEQUENCE:%d\r\n" % (day, day, self.sequence)
        alarm = _ALARM % (self.alarm - 1) if self.alarm and not self.cancelled else b""
        return b"".join((BEGIN, stamps, self.body.text, alarm, END))


def write_feed(head: bytes, events: Iterable[Stamped]) -> bytes:
    """The whole calendar."""
    return b"".join(feed_parts(head, events))


def feed_parts(head: bytes, events: Iterable[Stamped]) -> Iterator[bytes]:
    """The calendar event by event, so that a large one is never held a second time."""
    yield head
    yield from (event.text for event in events)
    yield TAIL


def count_events(data: bytes) -> int:
    """How many events a calendar holds, by its bytes alone."""
    return len(_BEGIN.findall(data))


def is_feed(data: bytes) -> bool:
    """Whether this program wrote it, sound or not."""
    return PRODID.encode() in re.split(rb"^BEGIN:VEVENT", data, maxsplit=1, flags=re.MULTILINE)[0]


def read_feed(data: bytes) -> dict[str, Stamped]:
    """The events of a feed that this program wrote, by UID. Raises FeedError where it is another's or damaged.

    Line ends that a version control system has changed are put right.
    """
    whole = re.sub(rb"\r?\n", b"\r\n", data)
    if not is_feed(whole):
        raise FeedError("it is not a calendar that tenderwatch wrote")
    if not whole.endswith(TAIL):
        raise FeedError("it is cut short")
    found: dict[str, Stamped] = {}
    for number, block in enumerate(_BEGIN.split(whole[: -len(TAIL)])[1:], start=1):
        item = _read_event(block)
        if item is None or item.body.uid in found:
            raise FeedError(f"its event {number} is damaged")
        found[item.body.uid] = item
    return found


def merge(copies: Iterable[Stamped]) -> dict[str, Stamped]:
    """One event for each UID, out of several feeds: the newest live copy, or the newest where all are cancelled.

    Its SEQUENCE is no lower than that of any copy, and higher than that of a cancelled one.
    """
    merged: dict[str, Stamped] = {}
    for item in copies:
        other = merged.setdefault(item.body.uid, item)
        if other == item:
            continue
        best, less = sorted((other, item), key=_standing)
        least = less.sequence + (less.cancelled and not best.cancelled)
        merged[item.body.uid] = best._replace(
            sequence=max(best.sequence, least), modified=max(best.modified, less.modified)
        )
    return merged


def _standing(copy: Stamped) -> tuple[bool, int, int]:
    """Live before cancelled, then the newest."""
    return (copy.cancelled, -copy.modified.toordinal(), -copy.sequence)


# The same event stands in a dozen feeds of a site.
@lru_cache(maxsize=1 << 15)
def _read_event(block: bytes) -> Stamped | None:
    stamps = _STAMPS.match(block)
    if stamps is None or not block.endswith(END):
        return None
    text = _ALARMS.sub(b"", block[stamps.end() : -len(END)])
    lines = FOLD.sub(b"", text).removesuffix(b"\r\n").split(b"\r\n")
    values = dict(line.split(b":", 1) for line in lines if _LINE.match(line))
    if len(values) != len(lines):
        return None
    try:
        text.decode()
        modified = date.fromisoformat(stamps[2].decode())
        end = date.fromisoformat(values[b"DTEND;VALUE=DATE"].decode())
        first = date.fromisoformat(values[b"DTSTART;VALUE=DATE"].decode())
        body = Body(values[b"UID"].decode("ascii"), first, end - timedelta(days=1), text)
        return Stamped(body, modified, int(stamps[3]), values[b"STATUS"] == b"CANCELLED")
    except (KeyError, ValueError, OverflowError):  # the day before 1 January of the year 1
        return None


# The same event stands in the calendars of three audiences.
@lru_cache(maxsize=1 << 15)
def shorten(event: Stamped) -> Stamped:
    """The event with the same stamps and without the list of its sources."""
    lines = FOLD.sub(b"", event.body.text).removesuffix(b"\r\n").split(b"\r\n")
    return event._replace(body=event.body._replace(text=b"".join(fold(_short(line).decode()) for line in lines)))


def _short(line: bytes) -> bytes:
    """The DESCRIPTION without its sources, the status and the remark on certainty; any other line as it is."""
    if not line.startswith(b"DESCRIPTION:"):
        return line
    kept: list[bytes] = []
    sources = False
    for part in line.split(b"\\n"):
        if part.startswith((b"http://", b"https://", b"Newest evidence: ")):
            sources = part.startswith(b"Newest")
        elif sources or part.startswith((b"This day is not certain", b"Status: ")):
            continue
        kept.append(part)
    return b"\\n".join(kept)
