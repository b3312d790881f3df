"""The shapes of a bar, one path for each ink, so that files stay small; and words that fit beside it.

Places are whole pixels or tenths. The width of words is estimated, since no font can be asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from math import ceil, floor
from unicodedata import combining, east_asian_width

from tenderwatch.dates import When
from tenderwatch.text import fold_by
from tenderwatch.timeline.axis import Axis
from tenderwatch.timeline.bars import Window
from tenderwatch.timeline.segments import Piece
from tenderwatch.timeline.svg_style import INK_CLASS

# An uncertain span has to be seen, however short it is on the page.
_LEAST = 4


def pieces_svg(pieces: Iterable[Piece], axis: Axis, left: float, top: float, height: float) -> dict[str, str]:
    """The pieces that the axis shows: for each class the path that draws it. What is uncertain comes last."""
    paths: dict[str, str] = {}
    for piece in sorted(pieces, key=lambda piece: piece.ink == "uncertain"):
        if not axis.shows(piece.first, piece.last):
            continue
        name = INK_CLASS[piece.ink]
        begin = left + (axis.at(piece.first) if piece.first else 0)
        end = left + (axis.after(piece.last) if piece.last else axis.size)
        if piece.ink == "open":
            path = f"M{round(begin)} {number(top + height / 2)}H{round(end)}"
        elif piece.ink == "uncertain":
            # Rounded outwards: never less than what is not known.
            wide = max(ceil(end) - floor(begin), _LEAST)
            path = box(min(floor(begin), left + axis.size - wide), top, wide, height)
        else:
            path = box(round(begin), top, max(round(end) - round(begin), 1), height)
        paths[name] = paths.get(name, "") + path
    return paths


def cuts_svg(pieces: tuple[Piece, ...], axis: Axis, left: float, top: float, height: float) -> str:
    """Arrows where a bar runs on beyond the axis; none where nothing is known there."""
    known = [piece for piece in pieces if piece.ink != "open" and axis.shows(piece.first, piece.last)]
    middle, path = number(top + height / 2), ""
    if any(piece.first and piece.first < axis.first for piece in known):
        path += f"M{number(left)} {number(top)}v{number(height)}L{number(left - 6)} {middle}z"
    if any(piece.last is None or piece.last > axis.last for piece in known):
        right = left + axis.size
        path += f"M{number(right)} {number(top)}v{number(height)}L{number(right + 6)} {middle}z"
    return path


def ticks_svg(ends: Iterable[When], axis: Axis, left: float, top: float, height: float) -> str:
    """A line at each end that is known to the day."""
    days = dict.fromkeys(
        end.latest for end in ends if end.latest and end.earliest == end.latest and axis.shows(end.earliest, end.latest)
    )
    return "".join(f"M{round(left + axis.after(day))} {number(top)}v{number(height)}" for day in days)


def windows_svg(windows: Iterable[Window], axis: Axis, left: float, top: float) -> dict[str, str]:
    """Renewal windows as a line with two feet, tender windows as a band on it."""
    paths: dict[str, str] = {}
    for window in windows:
        first, last = window.opens.earliest, window.closes.latest
        if first is None or last is None or not axis.shows(first, last):
            continue
        begin, end = round(left + axis.at(first)), round(left + axis.after(last))
        if window.kind == "renewal":
            foot = f"M{begin} {number(top)}v6" if first >= axis.first else ""
            foot += f"M{end} {number(top)}v6" if last <= axis.last else ""
            paths["r"] = paths.get("r", "") + f"M{begin} {number(top + 3)}H{end}{foot}"
        else:
            paths["w"] = paths.get("w", "") + box(begin, top, max(end - begin, _LEAST), 6)
    return paths


def marks_svg(dates: Iterable[When], axis: Axis, left: float, top: float) -> str:
    """A lozenge on a day; over a longer time a flat one, as long as the time in which the date may fall."""
    path, middle = "", number(top + 3)
    for when in dates:
        first, last = when.earliest, when.latest
        if first is None or last is None or not axis.shows(first, last):
            continue
        begin, end = floor(left + axis.at(first)), ceil(left + axis.after(last))
        if end - begin <= 10:
            path += f"M{(begin + end) // 2 - 5} {middle}l5-5 5 5-5 5z"
        else:
            path += f"M{begin} {middle}l5-5H{end - 5}l5 5-5 5H{begin + 5}z"
    return path


def box(x: float, y: float, wide: float, high: float) -> str:
    """A rectangle."""
    return f"M{number(x)} {number(y)}h{number(wide)}v{number(high)}h{number(-wide)}z"


def number(value: float) -> str:
    """At most one decimal, and none where it is a nought."""
    return f"{value:.1f}".removesuffix(".0")


def paths_svg(paths: dict[str, str]) -> str:
    """Paths by class, in their order."""
    return "".join(path_svg(name, path) for name, path in paths.items())


def path_svg(name: str, path: str) -> str:
    """A path of one class; nothing for an empty one."""
    return f'<path class="{name}" d="{path}"/>' if path else ""


# Characters that XML 1.0 forbids. The reader refuses them already; a file that no one can open is worse than a gap.
_FORBIDDEN = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
)
# Widths in parts of the text size, on the safe side of common sans-serif fonts.
_WIDTHS = {**dict.fromkeys("iljtfrI.,:;'!|()[]/ ", 0.4), **dict.fromkeys("mwMW@%", 1.0)}


def safe(text: str) -> str:
    """Text as it can stand in an element or an attribute."""
    return escape(text.translate(_FORBIDDEN))


def width_of(text: str, size: float) -> float:
    """How many pixels wide a text is at most, near enough."""
    return size * sum(map(_em, text))


def _em(char: str) -> float:
    if combining(char):
        return 0
    if char in _WIDTHS:
        return _WIDTHS[char]
    if char.isascii():
        return 0.75 if char.isupper() else 0.6
    return 1.1 if east_asian_width(char) in "WF" else 0.8


def cut(text: str, size: float, width: float) -> str:
    """The text, or its beginning and an ellipsis where it is wider than so many pixels."""
    if width_of(text, size) <= width:
        return text
    room = width - width_of("…", size)
    kept = 0.0
    for index, char in enumerate(text):
        kept += size * _em(char)
        if kept > room:
            return text[:index].rstrip() + "…"
    return text


def fold(text: str, size: float, width: float) -> list[str]:
    """Lines of whole words, each within so many pixels; a longer word is broken, never lost."""

    def head(word: str, width: float) -> str:
        fitting = (n for n in range(len(word) - 1, 1, -1) if width_of(word[:n], size) <= width)
        return word[: next(fitting, 1)]

    return fold_by(text, width, lambda words: width_of(words, size), head)
