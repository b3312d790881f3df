"""The shapes of a bar: one path for each ink, so that files stay small. Places are whole pixels or tenths."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor

from tenderwatch.dates import When
from tenderwatch.timeline.axis import Axis
from tenderwatch.timeline.marks import Window
from tenderwatch.timeline.pieces import Piece
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
            paths[name] = paths.get(name, "") + f"M{round(begin)} {number(top + height / 2)}H{round(end)}"
        elif piece.ink == "uncertain":
            # Rounded outwards: never less than what is not known.
            wide = max(ceil(end) - floor(begin), _LEAST)
            paths[name] = paths.get(name, "") + box(min(floor(begin), left + axis.size - wide), top, wide, height)
        else:
            paths[name] = paths.get(name, "") + box(round(begin), top, max(round(end) - round(begin), 1), height)
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
