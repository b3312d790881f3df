"""Feeds through time: what an event's stamps are, told from the feed published before, with no other memory.

An event that has not changed keeps its stamps and its bytes. One that has changed is stamped with the day and
counted up. One that was withdrawn stays as CANCELLED for eight weeks, so that every subscriber hears of it; one
that has passed stays as history.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from tenderwatch.calendar.events import HISTORY
from tenderwatch.calendar.ics import BEGIN, END, PRODID, TAIL, Body, fold

# How long a withdrawn event is shown as cancelled (calendar days).
TOMBSTONE = timedelta(days=56)
# Google's limit is reported as 1 MB; a larger feed has lost events without a word.
MOST_BYTES, MOST_EVENTS = 900_000, 1_000

# At the start of a line: a title may be "BEGIN:VEVENT", and end one.
_BEGIN = re.compile(rb"^" + re.escape(BEGIN), re.MULTILINE)
_FOLD = re.compile(rb"\r\n[ \t]")
_STAMPS = re.compile(
    rb"DTSTAMP:(\d{8})T000000Z\r\nLAST-MODIFIED:(\d{8})T000000Z\r\nSEQUENCE:(\d{1,9})\r\n", re.IGNORECASE
)
_LINE = re.compile(
    rb"(?:UID|SUMMARY|DESCRIPTION|STATUS|TRANSP|CLASS|CATEGORIES|URL|(?:DTSTART|DTEND);VALUE=DATE):[^\x00-\x1f\x7f]*\Z"
)


class FeedError(ValueError):
    """A file that is no feed of ours, or a damaged one."""


class Stamped(NamedTuple):
    """An event of a feed: its text, the day it last changed, and how often it has."""

    body: Body
    modified: date
    sequence: int
    cancelled: bool = False

    @property
    def text(self) -> bytes:
        """The whole component. DTSTAMP is that of the last revision, as there is no METHOD."""
        day = self.modified.strftime("%Y%m%d").encode()
        stamps = b"DTSTAMP:%bT000000Z\r\nLAST-MODIFIED:%bT000000Z\r\nSEQUENCE:%d\r\n" % (day, day, self.sequence)
        return b"".join((BEGIN, stamps, self.body.text, END))


class Carried(NamedTuple):
    """A feed's events by UID, and what became of them: pairs of before and after where there were both."""

    events: tuple[Stamped, ...]
    added: tuple[Stamped, ...] = ()
    changed: tuple[tuple[Stamped, Stamped], ...] = ()
    cancelled: tuple[tuple[Stamped, Stamped], ...] = ()

    @property
    def live(self) -> int:
        """How many events are not cancelled."""
        return sum(1 for event in self.events if not event.cancelled)


def carry_over(
    bodies: Iterable[Body],
    previous: dict[str, Stamped] | None,
    *,
    today: date,
    edition: date,
    contracts: Collection[str],
    elsewhere: Mapping[str, Stamped] = MappingProxyType({}),
) -> Carried:
    """The events of a new feed, stamped by what the previous one held.

    Without a previous feed the stamps are the edition's. `contracts` are the ids that the registry knows:
    a past event of one of these is history; of any other contract it is withdrawn. An event that is new here
    takes the stamps it has `elsewhere`, in another feed of the same site.
    """
    events: list[Stamped] = []
    added, changed, cancelled = [], [], []
    before = previous or {}
    seen = set()
    for body in bodies:
        seen.add(body.uid)
        old = before.get(body.uid)
        if old is None:
            new = elsewhere.get(body.uid) or Stamped(body, today if previous is not None else edition, 0)
            added.append(new)
        elif old.cancelled or not _alike(old.body, body):
            new = Stamped(body, max(today, old.modified), old.sequence + 1)
            changed.append((old, new))
        else:
            new = old._replace(body=body)
        events.append(new)
    for uid, old in before.items():
        if uid in seen:
            continue
        if old.cancelled:
            events += [old] if today - old.modified < TOMBSTONE else []
        elif old.body.last < today - HISTORY:
            continue
        elif old.body.last < today and old.body.contract in contracts:
            events.append(old)
        else:
            new = _cancel(old, today)
            cancelled.append((old, new))
            events.append(new)
    events.sort(key=lambda event: event.body.uid)
    return Carried(tuple(events), tuple(added), tuple(changed), tuple(cancelled))


def write_feed(head: bytes, events: Iterable[Stamped]) -> bytes:
    """The whole calendar."""
    return b"".join((head, *(event.text for event in events), TAIL))


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


# The same event stands in a dozen feeds of a site.
@lru_cache(maxsize=1 << 15)
def _read_event(block: bytes) -> Stamped | None:
    stamps = _STAMPS.match(block)
    if stamps is None or not block.endswith(END):
        return None
    text = block[stamps.end() : -len(END)]
    lines = _FOLD.sub(b"", text).removesuffix(b"\r\n").split(b"\r\n")
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


def _alike(body: Body, other: Body) -> bool:
    """Whether they say the same: where lines are folded is no change."""
    return body.text == other.text or _unfolded(body) == _unfolded(other)


def _unfolded(body: Body) -> bytes:
    """The lines whole."""
    return _FOLD.sub(b"", body.text)


def _cancel(old: Stamped, today: date) -> Stamped:
    lines = _unfolded(old.body).removesuffix(b"\r\n").split(b"\r\n")
    text = b"".join(_cancelled_lines(lines))
    return Stamped(old.body._replace(text=text), max(today, old.modified), old.sequence + 1, cancelled=True)


def _cancelled_lines(lines: list[bytes]) -> Iterator[bytes]:
    """Said in the name too, since most programs do not show STATUS."""
    for line in lines:
        if line.startswith(b"STATUS:"):
            line = b"STATUS:CANCELLED"
        elif line.startswith(b"SUMMARY:"):
            line = b"SUMMARY:CANCELLED: " + line.removeprefix(b"SUMMARY:")
        yield fold(line.decode())
