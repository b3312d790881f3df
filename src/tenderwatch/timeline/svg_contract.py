"""One contract's option tree as SVG: a line for each option, in text large enough to read on a phone."""

from __future__ import annotations

from tenderwatch.dates.words import day_text
from tenderwatch.outlook import Outlook
from tenderwatch.timeline.axis import Axis
from tenderwatch.timeline.chart import Drawing, Line, drawing_of
from tenderwatch.timeline.svg_frame import axis_labels, document, grid_svg, legend_svg, text_svg, today_svg
from tenderwatch.timeline.svg_shapes import cuts_svg, fold, marks_svg, paths_svg, pieces_svg, windows_svg

SIZE, SMALL = 14, 12
_MARGIN = 12
_LINE, _BAR, _GAP = 18, 14, 12


def contract_svg(outlook: Outlook, *, width: int = 520) -> str:
    """The terms of one contract as SVG, without its style: for a page that has `svg_style.style(SIZE, SMALL)`."""
    return drawing_svg(drawing_of(outlook), width=width, styled=False)


def drawing_svg(drawing: Drawing, *, width: int = 520, styled: bool = True, headed: bool = False) -> str:
    """The terms of one contract as one SVG element, for a file or within a page, `width` pixels wide.

    From top to bottom: the initial term; each option with its number, length, the end it leads to and its state;
    the next possible and the longest end; the renewal window; when the tender is expected or planned. What is
    not known is said. `headed` writes the contract's title and the day above, for a file by itself. For `styled`
    see `svg.timeline_svg`; the style sheet is `svg_style.style(SIZE, SMALL)`.
    """
    axis = Axis(drawing.first, drawing.last, width - 2 * _MARGIN)
    body, above = _heading(drawing, width) if headed else ("", 0)
    body += f'<g class="s">{axis_labels(axis, _MARGIN, above + 16, SMALL)}</g>'
    top, classes = above + 24, set[str]()
    spans: list[tuple[float, float]] = []
    for line in drawing.lines:
        words = fold(line.words, SIZE, width - 2 * _MARGIN)
        texts = "".join(text_svg(word, _MARGIN, top + _LINE * n - 4) for n, word in enumerate(words, start=1))
        top += _LINE * len(words)
        paths = _paths(line, axis, top + 2)
        classes.update(paths)
        body += texts + paths_svg(paths)
        if paths:
            spans.append((top, top + _BAR + 6))
            top += _BAR + 6
        top += _GAP
    today = axis.shows(drawing.today, drawing.today)
    legend, bottom = legend_svg(classes, width=width, top=top, size=SMALL, today=today and bool(spans))
    grid = grid_svg(axis, _MARGIN, [(above + 2, above + 22), *spans], SMALL)
    now = today_svg(axis, _MARGIN, spans, drawing.today)
    return document(
        title=f"{drawing.title}: terms and options",
        about=drawing.about,
        width=width,
        height=bottom,
        size=SIZE,
        small=SMALL,
        body=f"{grid}{body}{now}{legend}",
        classes=classes,
        styled=styled,
    )


def _heading(drawing: Drawing, width: int) -> tuple[str, int]:
    lines = fold(drawing.title, SIZE + 2, width - 2 * _MARGIN)
    text = "".join(
        text_svg(line, _MARGIN, 4 + 20 * n, name="h", size=SIZE + 2) for n, line in enumerate(lines, start=1)
    )
    below = 4 + 20 * len(lines)
    return text + text_svg(f"As known on {day_text(drawing.today)}", _MARGIN, below + 18), below + 28


def _paths(line: Line, axis: Axis, top: float) -> dict[str, str]:
    found = {
        **pieces_svg(line.pieces, axis, _MARGIN, top, _BAR),
        "c": cuts_svg(line.pieces, axis, _MARGIN, top, _BAR),
        "x": marks_svg(line.ends, axis, _MARGIN, top + 4),
        **windows_svg(line.windows, axis, _MARGIN, top + 4),
        "m": marks_svg((mark.when for mark in line.marks), axis, _MARGIN, top + 4),
    }
    return {name: path for name, path in found.items() if path}
