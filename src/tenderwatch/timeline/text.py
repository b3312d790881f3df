"""Timelines for a terminal: no line wider than asked, no colour, and every sign explained."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from tenderwatch.dates.words import day_text
from tenderwatch.formats.columns import flowing, fold
from tenderwatch.labels.answers import MARK, SEGMENT
from tenderwatch.timeline.axis import Axis
from tenderwatch.timeline.bars import MARKS, Bar
from tenderwatch.timeline.cells import ASCII, UNICODE, Glyphs, axis_cells, bar_cells, beside_cells, end_cells
from tenderwatch.timeline.chart import Drawing, Line, Timeline

LEAST = 40
# Narrower than this, the words stand above their bar and not beside it.
_BESIDE = 88
_GAP = 2


def render(timeline: Timeline, width: int, *, ascii_only: bool = False) -> str:
    """The timeline in lines of at most `width` columns (40 or more), as a terminal counts them.

    With `ascii_only` it is drawn in ASCII; words from the registry keep their letters.
    """
    glyphs = ASCII if ascii_only else UNICODE
    labels = min(44, width * 2 // 5) if width >= _BESIDE else 0
    axis = Axis(timeline.first, timeline.last, width - labels - (_GAP if labels else 0))
    charts = {bar.id: list(_chart(bar, axis, glyphs, timeline)) for bar in timeline.bars}
    out = fold(timeline.heading, width)
    if charts:
        drawn = "".join(line for lines in charts.values() for line in lines)
        out += ["", *_legend(drawn, glyphs, width, today=axis.shows(timeline.today, timeline.today))]
    for heading, bars in timeline.groups:
        out += ["", *fold(f"{heading} ({len(bars)})", width)]
        out += _side_by_side([], list(axis_cells(axis, glyphs, timeline.today)), labels)
        for bar in bars:
            words = [
                *fold(bar.title, (labels or width)),
                *(f"  {line}" for line in fold(bar.says, (labels or width) - 2)),
            ]
            out += _side_by_side(words, charts[bar.id], labels) if labels else [*words, *charts[bar.id]]
            out += [] if bar is bars[-1] else [""]
    if timeline.account:
        out += ["", *fold(timeline.account, width)]
    return _joined(out)


def render_one(drawing: Drawing, width: int, *, ascii_only: bool = False) -> str:
    """One contract line by line: its options, its ends, what is to come. For the width see `render`."""
    glyphs = ASCII if ascii_only else UNICODE
    axis = Axis(drawing.first, drawing.last, width)
    charts = [list(_line(line, axis, glyphs, drawing)) for line in drawing.lines]
    out = [*fold(drawing.title, width), f"As known on {day_text(drawing.today)}.", ""]
    out += axis_cells(axis, glyphs, drawing.today)
    for line, chart in zip(drawing.lines, charts, strict=True):
        out += [*fold(line.words, width), *chart]
    drawn = "".join(line for chart in charts for line in chart)
    out += ["", *_legend(drawn, glyphs, width, today=axis.shows(drawing.today, drawing.today))]
    return _joined(out)


def _chart(bar: Bar, axis: Axis, glyphs: Glyphs, timeline: Timeline) -> Iterator[str]:
    yield bar_cells(bar.pieces, bar.ends, axis, glyphs, timeline.today)
    if under := beside_cells(bar.marks, bar.windows, axis, glyphs, timeline.today):
        yield under


def _line(line: Line, axis: Axis, glyphs: Glyphs, drawing: Drawing) -> Iterator[str]:
    if line.pieces:
        yield bar_cells(line.pieces, (), axis, glyphs, drawing.today)
    yield from (end_cells(end, axis, glyphs, drawing.today) for end in line.ends)
    if under := beside_cells(line.marks, line.windows, axis, glyphs, drawing.today):
        yield under


def _side_by_side(words: list[str], chart: list[str], labels: int) -> list[str]:
    """Words at the left and their chart at the right; without room for words only the chart."""
    if not labels:
        return chart
    lines = max(len(words), len(chart))
    pairs = zip(words + [""] * (lines - len(words)), chart + [""] * (lines - len(chart)), strict=True)
    return [word + " " * (labels + _GAP - cell_len(word)) + drawn for word, drawn in pairs]


def _legend(drawn: str, glyphs: Glyphs, width: int, *, today: bool) -> list[str]:
    """What the signs mean that have been drawn, as many on a line as there is room for."""
    signs = [(glyph, SEGMENT[ink]) for ink, glyph in glyphs.inks.items()]
    signs += [
        (glyphs.end, "end known to the day"),
        (glyphs.earlier, "began earlier"),
        (glyphs.later, "runs on"),
        (glyphs.possible, "next or longest end"),
        (glyphs.renewal, "renewal window"),
        (glyphs.expected, "tender expected"),
        *((letter, MARK[kind]) for kind, letter in MARKS.items()),
    ]
    shown = [f"{glyph} {words}" for glyph, words in signs if glyph in drawn]
    return list(flowing([*shown, f"{glyphs.now} today"] if today else shown, width, "   "))


def _joined(lines: list[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)
