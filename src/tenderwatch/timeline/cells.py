"""Bars as characters: each column stands for some days, and shows the least certain of them."""

from collections.abc import Iterable
from datetime import date
from math import ceil

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.timeline.axis import Axis
from tenderwatch.timeline.bars import MARKS, Mark, Window
from tenderwatch.timeline.segments import Ink, Piece


class Glyphs(NamedTuple):
    """One character for each thing that is drawn."""

    inks: dict[Ink, str]
    end: str
    earlier: str
    later: str
    today: str
    now: str
    tick: str
    ruler: str
    renewal: str
    expected: str
    possible: str


UNICODE = Glyphs(
    {
        "initial": "█", "planned": "□", "open-ended": "■", "exercised": "▓", "authorised": "▚",
        "permitted": "░", "undecided": "?", "declined": "×", "uncertain": "≈", "open": "·",
    },
    end="┃", earlier="◀", later="▶", today="┊", now="▼", tick="┬", ruler="─", renewal="╌", expected="t", possible="◆",
)  # fmt: skip
ASCII = Glyphs(
    {
        "initial": "#", "planned": "o", "open-ended": "%", "exercised": "=", "authorised": "+",
        "permitted": "-", "undecided": "?", "declined": "x", "uncertain": "~", "open": ".",
    },
    end="|", earlier="<", later=">", today=":", now="v", tick="+", ruler="-", renewal="_", expected="t", possible="*",
)  # fmt: skip


class Cells:
    """A line of characters over an axis as many columns wide. What is painted later covers what was there."""

    def __init__(self, axis: Axis, ground: str = " ") -> None:
        self.axis = axis
        self.found = [ground] * int(axis.size)

    def paint(self, first: date | None, last: date | None, glyph: str) -> None:
        """Put the character into every column that stands for one of these days; for a single day into one."""
        if not self.axis.shows(first, last):
            return
        begin = int(self.axis.at(first)) if first else 0
        end = ceil(self.axis.after(last)) if last else len(self.found)
        wide = 1 if first and first == last else end - begin
        self.found[begin : begin + wide] = glyph * wide

    def over(self, day: date, glyph: str) -> "Cells":
        """The same with a character at a day, where nothing else is."""
        at = int(self.axis.at(day))
        if self.axis.shows(day, day) and self.found[at] == " ":
            self.found[at] = glyph
        return self

    @property
    def text(self) -> str:
        """The line, without blanks at its end."""
        return "".join(self.found).rstrip()


def bar_cells(pieces: tuple[Piece, ...], ends: Iterable[When], axis: Axis, glyphs: Glyphs, today: date) -> str:
    """The terms: first what is certain, then its ends, and over all of them what is not."""
    line = Cells(axis)
    line.paint(today, today, glyphs.today)
    for piece in pieces:
        if piece.ink not in ("open", "uncertain"):
            line.paint(piece.first, piece.last, glyphs.inks[piece.ink])
    for piece in pieces:
        if piece.ink == "open":
            line.paint(piece.first, piece.last, glyphs.inks["open"])
    known = [piece for piece in pieces if piece.ink != "open" and axis.shows(piece.first, piece.last)]
    if any(piece.first and piece.first < axis.first for piece in known):
        line.paint(axis.first, axis.first, glyphs.earlier)
    if any(piece.last is None or piece.last > axis.last for piece in known):
        line.paint(axis.last, axis.last, glyphs.later)
    for end in ends:
        if end.precision == "day":
            line.paint(end.earliest, end.latest, glyphs.end)
    for piece in pieces:
        if piece.ink == "uncertain":
            line.paint(piece.first, piece.last, glyphs.inks["uncertain"])
    return line.text


def beside_cells(marks: Iterable[Mark], windows: Iterable[Window], axis: Axis, glyphs: Glyphs, today: date) -> str:
    """What stands under a bar: windows, and dates as letters over the whole time in which each may fall.

    Empty where none of it is on the axis.
    """
    line = Cells(axis)
    for window in windows:
        glyph = glyphs.renewal if window.kind == "renewal" else glyphs.expected
        line.paint(window.opens.earliest, window.closes.latest, glyph)
    for mark in marks:
        line.paint(mark.when.earliest, mark.when.latest, MARKS[mark.kind])
    return line.over(today, glyphs.today).text if line.text else ""


def end_cells(end: When, axis: Axis, glyphs: Glyphs, today: date) -> str:
    """One possible end, over the whole time in which it may fall."""
    line = Cells(axis)
    line.paint(today, today, glyphs.today)
    line.paint(end.earliest, end.latest, glyphs.possible)
    return line.text


def axis_cells(axis: Axis, glyphs: Glyphs, today: date) -> tuple[str, str]:
    """Two lines: the years (or months) where they begin, and a ruler with today on it."""
    labels, ruler = [" "] * int(axis.size), Cells(axis, glyphs.ruler)
    for day, label in axis.ticks(1):
        at = int(axis.at(day))
        ruler.paint(day, day, glyphs.tick)
        if at + len(label) <= len(labels):
            labels[at : at + len(label)] = label
    ruler.paint(today, today, glyphs.now)
    return "".join(labels).rstrip(), ruler.text
