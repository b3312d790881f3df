"""One contract, line by line: the initial term, each option with the end it leads to, the ends, what is to come."""

from collections.abc import Iterator
from datetime import date

from tenderwatch.answers.phrases import status_text
from tenderwatch.dates import When
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.text import capital
from tenderwatch.timeline.bars import Bar, bar_of, running_since
from tenderwatch.timeline.marks import Mark, Window, over_on
from tenderwatch.timeline.pieces import Piece, cut_at, pieces_of
from tenderwatch.timeline.segments import lanes_of


class Line(NamedTuple):
    """One line of the drawing: words, and what is drawn under them."""

    words: str
    pieces: tuple[Piece, ...] = ()
    ends: tuple[When, ...] = ()
    marks: tuple[Mark, ...] = ()
    windows: tuple[Window, ...] = ()


class Drawing(NamedTuple):
    """A contract as lines on one axis, from `first` to `last`."""

    title: str
    today: date
    first: date
    last: date
    lines: tuple[Line, ...]

    @property
    def about(self) -> str:
        """All that is drawn, in words."""
        return " ".join(f"{line.words}." for line in self.lines)


def drawing_of(outlook: Outlook) -> Drawing:
    """The option tree of one contract, its next and longest end, and its windows, each on a line of its own."""
    bar = bar_of(outlook)
    lines = tuple(_lines(outlook, bar))
    shown = [(piece.first, piece.last) for line in lines for piece in line.pieces]
    days = [day for pair in (*bar.days, *shown) for day in pair if day]
    first, last = min([*days, outlook.today]), max([*days, outlook.today])
    # Room on the side on which no one knows how far it reaches, and never less than a year.
    if any(go is None for go, _ in (*bar.days, *shown)):
        first = clamp_months(min(first, clamp_months(outlook.today, -6)), -6)
    if any(stop is None for _, stop in (*bar.days, *shown)):
        last = clamp_months(last, 12)
    return Drawing(outlook.contract.title, outlook.today, first, max(last, clamp_months(first, 12)), lines)


def _lines(outlook: Outlook, bar: Bar) -> Iterator[Line]:
    over = over_on(outlook)
    for lane in lanes_of(outlook):
        since = running_since(outlook) if lane.first_term else None
        pieces = pieces_of(lane.start, lane.segments, runs_on=since, after_end=not lane.first_term)
        yield Line(f"{lane.name}: {lane.words}", cut_at(pieces, over.when) if over else pieces)
    yield from _ends(outlook)
    for window in bar.windows:
        yield Line(capital(window.words), windows=(window,))
    for mark in bar.marks:
        yield Line(capital(mark.words), marks=(mark,))


def _ends(outlook: Outlook) -> Iterator[Line]:
    """The next possible and the longest end; or why there is none to draw."""
    coming, longest = outlook.next_end, outlook.ends.longest
    if outlook.over or (outlook.status in ("planned", "tendering") and coming is None):
        return
    if coming:
        yield Line(f"Next possible end: {coming.when.text}, {coming.how}", ends=(coming.when,))
    else:
        yield Line(f"Next possible end: none known ({status_text(outlook)})")
    if longest:
        yield Line(f"Longest end: {longest.when.text}, {longest.how}", ends=(longest.when,))
    elif outlook.ends.current:
        yield Line("Longest end: not known, an option has no stated length")
