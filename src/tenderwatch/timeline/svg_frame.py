"""What both drawings share: the SVG element around them, the axis with its grid, and the legend."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from tenderwatch.labels.answers import SEGMENT
from tenderwatch.timeline.axis import Axis
from tenderwatch.timeline.segments import Ink, Piece
from tenderwatch.timeline.svg_shapes import box, number, path_svg, paths_svg, pieces_svg, safe, width_of
from tenderwatch.timeline.svg_style import INK_CLASS, patterns, style

# The width of a letter or digit in parts of the text size, on the safe side.
_LETTER = 0.66

# Words for what stands beside the terms, by the class of its shape.
BESIDE = {
    "t": "end known to the day",
    "c": "runs on beyond the drawing",
    "y": "today",
    "r": "renewal window",
    "w": "tender expected",
    "m": "date of a procurement, or of the end",
    "x": "next or longest end",
}


def document(
    *,
    title: str,
    about: str,
    width: int,
    height: float,
    size: int,
    small: int,
    body: str,
    classes: Collection[str],
    styled: bool = True,
) -> str:
    """The whole SVG element. It names itself to screen readers, paints its own paper, and asks for nothing outside."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tw" role="img" aria-labelledby="tw-title tw-desc" '
        f'viewBox="0 0 {width} {number(height)}" width="{width}" height="{number(height)}">'
        f'<title id="tw-title">{safe(title)}</title><desc id="tw-desc">{safe(about)}</desc>'
        f"{f'<style>{style(size, small)}</style>' if styled else ''}{patterns(classes)}"
        f"{path_svg('b', box(0, 0, width, height))}{body}</svg>\n"
    )


def text_svg(text: str, x: float, y: float, *, name: str = "", size: int | None = None) -> str:
    """A line of text, escaped. It has to fit: see `svg_text.cut` and `fold`."""
    look = f' class="{name}"' if name else ""
    high = f' font-size="{size}"' if size else ""
    return f'<text{look}{high} x="{number(x)}" y="{number(y)}">{safe(text)}</text>'


def axis_labels(axis: Axis, left: float, y: float, size: int) -> str:
    """The years (or months) beside their ticks, where there is room for the words."""
    letter = size * _LETTER
    return "".join(
        f'<text x="{number(left + axis.at(day) + 3)}" y="{number(y)}">{label}</text>'
        for day, label in axis.ticks(letter)
        if axis.at(day) + 3 + letter * len(label) <= axis.size
    )


def grid_svg(axis: Axis, left: float, spans: Iterable[tuple[float, float]], size: int) -> str:
    """Upright lines at the ticks, through each of the spans from its top to its bottom."""
    ticks = [round(left + axis.at(day)) for day, _ in axis.ticks(size * _LETTER)]
    return path_svg("g", "".join(f"M{x} {number(top)}V{number(bottom)}" for top, bottom in spans for x in ticks))


def today_svg(axis: Axis, left: float, spans: Iterable[tuple[float, float]], today: date) -> str:
    """An upright line where today begins, through each of the spans; none where the axis does not show today."""
    if not axis.shows(today, today):
        return ""
    x = round(left + axis.at(today))
    return path_svg("y", "".join(f"M{x} {number(top)}V{number(bottom)}" for top, bottom in spans))


def legend_svg(classes: Collection[str], *, width: int, top: float, size: int, today: bool) -> tuple[str, float]:
    """Samples of the classes that are drawn, with words, in as many lines as they need; and where they end."""
    middle = number(size / 2)
    samples = [(_sample(ink, size), SEGMENT[ink]) for ink, name in INK_CLASS.items() if name in classes]
    shapes = {
        "t": f"M12 0v{size}",
        "c": f"M8 0v{size}l7-{middle}z",
        "y": f"M12 0v{size}",
        "r": f"M0 {middle}H24M0 {middle}v4M24 {middle}v4",
        "w": box(0, size / 2 - 3, 24, 6),
        "m": f"M7 {middle}l5-5 5 5-5 5z",
        "x": f"M7 {middle}l5-5 5 5-5 5z",
    }
    shown = {*classes, "y"} if today else classes
    samples += [(path_svg(name, shapes[name]), words) for name, words in BESIDE.items() if name in shown]
    out, x, y = "", 10.0, top
    for drawing, words in samples:
        wide = 30 + width_of(words, size) + 14
        if x > 10 and x + wide > width:
            x, y = 10.0, y + size + 9
        out += (
            f'<g transform="translate({number(x)} {number(y)})">{drawing}{text_svg(words, 30, size - 1, size=size)}</g>'
        )
        x += wide
    return out, y + size + 8


def _sample(ink: Ink, size: int) -> str:
    axis = Axis(date(2000, 1, 1), date(2000, 1, 24), 24)
    return paths_svg(pieces_svg((Piece(axis.first, axis.last, ink),), axis, 0, 0, size))
