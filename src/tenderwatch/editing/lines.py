"""Where the lines of a text begin and end, whatever its line ends."""

from __future__ import annotations

from tenderwatch.registry.yaml_tree import Node, Sequence


class NotEditableError(Exception):
    """The text stands in a way that cannot be changed safely in place."""


def line_start(text: str, place: int) -> int:
    """Where the line of a place begins."""
    while place > 0 and text[place - 1] not in "\r\n":
        place -= 1
    return place


def line_end(text: str, place: int) -> int:
    """Where the line of a place ends, before its line end."""
    while place < len(text) and text[place] not in "\r\n":
        place += 1
    return place


def next_line(text: str, place: int) -> int:
    """Where the line after that of a place begins; the end of the text after the last."""
    place = line_end(text, place)
    if text.startswith("\r\n", place):
        return place + 2
    return min(place + 1, len(text))


def newline_of(text: str) -> str:
    """The line end of a text: that of its first line."""
    end = line_end(text, 0)
    return text[end : next_line(text, end)] or "\n"


def dash_of(text: str, parent: Sequence, item: Node) -> int:
    """Where the dash of an item stands. Raises NotEditableError if it has none of its own."""
    column, begin = parent.column - 1, line_start(text, item.start)
    while True:
        place = begin + column
        line = text[begin : line_end(text, begin)]
        if place <= item.start and line[column : column + 1] == "-" and not line.lstrip().startswith("#"):
            return place
        if begin <= parent.start and begin == line_start(text, parent.start):
            raise NotEditableError("the item has no dash of its own")
        begin = line_start(text, begin - 1 if text[begin - 2 : begin] != "\r\n" else begin - 2)
