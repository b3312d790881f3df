"""One contract as a bar: its pieces, its ends, dates and windows beside them, and the same in words."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from tenderwatch.answers.phrases import end_text, status_text
from tenderwatch.dates import When, from_bounds
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.kinds import MomentKind
from tenderwatch.outlook.succession import begun_successors
from tenderwatch.timeline.segments import Piece, chain_of, cut_at, lanes_of, pieces_of

MarkKind = Literal["tender", "tenders-due", "award", "new-start", "over"]
WindowKind = Literal["renewal", "tender"]

# The letter that stands for each on a terminal.
MARKS: dict[MarkKind, str] = {"tender": "T", "tenders-due": "D", "award": "A", "new-start": "S", "over": "E"}


_DRAWN: dict[MomentKind, MarkKind] = {
    "advertised": "tender",
    "tenders-due": "tenders-due",
    "awarded": "award",
    "stated-tender": "tender",
    "tender-deadline-planned": "tenders-due",
    "stated-award": "award",
    "stated-start": "new-start",
    "over": "over",
}


class Mark(NamedTuple):
    """One date, drawn over the whole of the time in which it may fall."""

    kind: MarkKind
    when: When
    words: str


class Window(NamedTuple):
    """A time in which something is to be done or expected: from the earliest day it may begin to the latest."""

    kind: WindowKind
    opens: When
    closes: When
    words: str


def marks_of(outlook: Outlook) -> tuple[Mark, ...]:
    """The stated dates of its own procurement and of the next, and when it was over."""
    drawn = {kind: [moment for moment in outlook.moments if moment.kind == kind] for kind in _DRAWN}
    return tuple(Mark(_DRAWN[kind], moment.when, moment.text) for kind, found in drawn.items() for moment in found)


def over_on(outlook: Outlook) -> Mark | None:
    """When it was over, where that is certain: ended on evidence, or replaced by what started then."""
    return next((mark for mark in marks_of(outlook) if mark.kind == "over"), None) if outlook.over else None


def last_day(outlook: Outlook) -> When | None:
    """The day past which nothing is drawn that was foreseen: when it was over, or the end that was decided on.

    Where it is over, and nobody says since when, any day between its start and today.
    """
    if over := over_on(outlook):
        return over.when
    current, start = outlook.ends.current, outlook.contract.start
    if outlook.ends.decided and current:
        return current.when
    if not outlook.over:
        return None
    since = start.latest if start and start.latest and start.latest < outlook.today else outlook.today
    return from_bounds(since, outlook.today)


def windows_of(outlook: Outlook) -> tuple[Window, ...]:
    """The renewal window towards the next possible end, and the times in which a tender is to be expected.

    A date that the buyer has stated for the tender is a mark, and no window.
    """
    windows: list[Window] = []
    renewal = outlook.renewal if not outlook.not_let else None
    opens = renewal.by("planning") if renewal else None
    if renewal and opens:
        notice = renewal.by("tender-notice")
        then = f", tender notice {notice.by_text}" if notice else ""
        words = f"renewal window: planning {opens.by_text}{then}, to the end {renewal.end.text}"
        windows.append(Window("renewal", opens, renewal.end, words))
    expected = (moment for moment in outlook.moments if moment.kind == "tender-window")
    return (*windows, *(Window("tender", moment.when, moment.when, moment.text) for moment in expected))


class Bar(NamedTuple):
    """A contract drawn as one line.

    `ends` are those of its terms, in order, `says` the end to read beside it, and `words` all of it in a sentence.
    """

    id: str
    title: str
    says: str
    words: str
    pieces: tuple[Piece, ...]
    ends: tuple[When, ...]
    marks: tuple[Mark, ...]
    windows: tuple[Window, ...]

    @property
    def days(self) -> tuple[tuple[date | None, date | None], ...]:
        """The first and last day of everything that is drawn."""
        marks = ((mark.when.earliest, mark.when.latest) for mark in self.marks)
        windows = ((window.opens.earliest, window.closes.latest) for window in self.windows)
        return (*((piece.first, piece.last) for piece in self.pieces), *marks, *windows)


def bar_of(outlook: Outlook) -> Bar:
    """The bar of one contract. Without any known date it has no pieces and no marks."""
    marks = marks_of(outlook)
    pieces, ends = _drawn(outlook)
    pieces = (*pieces, *_silence(outlook, pieces, marks))
    words = "; ".join(_words(outlook, marks, silent=bool(pieces) and pieces[-1].ink == "open"))
    title = outlook.contract.title
    windows = windows_of(outlook)
    return Bar(outlook.contract.id, title, _says(outlook, marks), f"{title}: {words}", pieces, ends, marks, windows)


def running_since(outlook: Outlook) -> date | None:
    """A day on which it is known to run, though its start is not: today, where its current end lies ahead."""
    return outlook.today if outlook.status in ("running", "extended") else None


def _drawn(outlook: Outlook) -> tuple[tuple[Piece, ...], tuple[When, ...]]:
    chain = chain_of(outlook)
    pieces = pieces_of(lanes_of(outlook)[0].start, chain, runs_on=running_since(outlook))
    ends = tuple(segment.end for segment in chain if segment.end and segment.end.known)
    if (last := last_day(outlook)) and last.latest:
        ends = tuple(end for end in ends if end.latest and end.latest <= last.latest)
        pieces = cut_at(pieces, last)
    return pieces, ends


def _silence(outlook: Outlook, pieces: tuple[Piece, ...], marks: tuple[Mark, ...]) -> Iterator[Piece]:
    """From the last known date to today, where nothing says what has happened since."""
    if outlook.over:
        return
    known = [*(piece.last for piece in pieces), *(mark.when.latest for mark in marks)]
    days = [day for day in known if day]
    if days and len(days) == len(known) and max(days) < outlook.today:
        yield Piece(max(days) + timedelta(days=1), outlook.today, "open")


# What to read beside a procurement that has not led to a contract yet: the first that is known.
_TELLING = ("tender", "tenders-due", "new-start", "award")
_TELLING_ONCE_ADVERTISED = ("tenders-due", "tender", "new-start", "award")


def _says(outlook: Outlook, marks: tuple[Mark, ...]) -> str:
    """The one end to read beside the bar, never without what it depends on."""
    if outlook.over:
        over = over_on(outlook)
        return over.words if over else status_text(outlook)
    if outlook.status in ("planned", "tendering"):
        kinds = _TELLING_ONCE_ADVERTISED if outlook.status == "tendering" else _TELLING
        return next((mark.words for kind in kinds for mark in marks if mark.kind == kind), end_text(outlook))
    longest, coming = outlook.ends.longest, outlook.next_end
    if outlook.status == "overrun":
        passed = longest or outlook.ends.current
        silent = "" if begun_successors(outlook) else ", no news since"
        return f"{passed.when.text}{silent}" if passed else end_text(outlook)
    said = f"{end_text(outlook)} if extended" if outlook.status == "unconfirmed" else end_text(outlook)
    return f"{said}, at most {longest.when.text}" if longest and coming and longest.when != coming.when else said


def _words(outlook: Outlook, marks: tuple[Mark, ...], *, silent: bool) -> Iterator[str]:
    yield status_text(outlook)
    ends, contract = outlook.ends, outlook.contract
    if not outlook.over:
        if outlook.next_end and outlook.next_how != "current":
            yield f"next possible end {outlook.next_end.when.text}"
        elif ends.current and outlook.status not in ("running", "extended"):
            yield f"end {ends.current.when.text}"
        known = outlook.next_end or ends.current
        if ends.longest and known and ends.longest.when != known.when:
            yield f"longest end {ends.longest.when.text}"
    if (ends.initial or ends.current) and not (contract.start and contract.start.known):
        yield "start not stated"
    yield from (mark.words for mark in marks)
    if silent and outlook.status in ("planned", "tendering"):
        yield "no news since"
