"""The lines and comments of a text: where each stands, whatever the line ends, and what a comment belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from tenderwatch.registry.yaml_tree import Mapping, Node, Scalar, Sequence

_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\r\n]*)")
_COMMENT = re.compile(r"#[^\r\n]*")
_EMPTY_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))")


@dataclass(slots=True)
class Entry:
    """A key with its value, or an item of a list: where it begins, and whether that is within brackets."""

    start: int
    node: Node
    flow: bool
    key: str = ""


@dataclass(slots=True)
class Comments:
    """Comments by the start of the entry they stand over or behind, or of the container at whose end they stand.

    An empty text is an empty line.
    """

    over: dict[int, list[str]] = field(default_factory=dict)
    behind: dict[int, str] = field(default_factory=dict)
    after: dict[int, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Own:
    """A comment on a line of its own, with the empty lines around it."""

    start: int
    column: int
    text: str
    gap_before: bool
    gap_after: bool


def entries(text: str, node: Node) -> list[Entry]:
    """The entries of a container, in the order written."""
    match node:
        case Mapping():
            return [Entry(key.start, value, node.flow, name) for name, (key, value) in node.pairs.items()]
        case Sequence():
            return [
                Entry(item.start if node.flow else dash_of(text, node, item), item, node.flow) for item in node.items
            ]
    return []


def every_comment(text: str, root: Node) -> list[tuple[int, str]]:
    """Each comment with the place where it begins."""
    found: list[tuple[int, str]] = []
    place = 0
    for scalar in _scalars(root):
        found += [(match.start(), match[0].rstrip()) for match in _COMMENT.finditer(text, place, scalar.start)]
        if scalar.style in ("|", ">") and (header := _HEADER.match(text, scalar.start)):
            found.append((header.start(1), header[1].rstrip()))
        place = scalar.end
    return found + [(match.start(), match[0].rstrip()) for match in _COMMENT.finditer(text, place)]


def _scalars(node: Node) -> Iterator[Scalar]:
    """Every text, keys included, in the order written."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from _scalars(item)
        case Mapping():
            for key, value in node.pairs.values():
                yield key
                yield from _scalars(value)


def comments_of(text: str, root: Node) -> Comments:
    """Every comment, given to the entry that it stands over or behind, or to the end of what it is indented with."""
    made = Comments()
    every = list(_walk(text, root))
    starts = [item.start for item in every]
    own: list[_Own] = []
    for place, words in every_comment(text, root):
        begin = line_start(text, place)
        if text[begin:place].strip():
            entry = _behind(every, bisect_left(starts, place) - 1, begin)
            made.behind[entry.start] = f"{made.behind[entry.start]}  {words}" if entry.start in made.behind else words
            continue
        end = place + len(words)
        gap_before = begin > 0 and bool(_EMPTY_LINE.search(text, max(0, len(text[:begin].rstrip())), begin))
        following = len(text) - len(text[end:].lstrip())
        gap_after = bool(_EMPTY_LINE.search(text, end, following)) and following < len(text)
        own.append(_Own(place, place - begin, words, gap_before, gap_after))
    _give(text, root, starts, own, made)
    if own:
        made.after.setdefault(root.start, []).extend(_lines(own))
    return made


def _walk(text: str, node: Node) -> Iterator[Entry]:
    for entry in entries(text, node):
        yield entry
        yield from _walk(text, entry.node)


def _behind(every: list[Entry], index: int, begin: int) -> Entry:
    """The entry that a comment at the end of a line belongs to: the last one there that is not within brackets."""
    last = index
    while index >= 0 and every[index].flow and every[index].start >= begin:
        index -= 1
    if index >= 0 and not every[index].flow and every[index].start >= begin:
        return every[index]
    return every[max(last, 0)]


def _give(text: str, node: Node, starts: list[int], own: list[_Own], made: Comments, least: int = 0) -> None:
    """Deal out the comments on lines of their own, from the first on, to this container and all within it.

    At its end a container takes those that are indented as it is, from the column `least` on: in a list that is
    level with its key, a comment in that column belongs to the key that follows.
    """
    inner = node.column if isinstance(node, Mapping) else 0
    for entry in entries(text, node):
        taken = _take(own, entry.start, 0)
        if taken:
            made.over[entry.start] = _lines(taken)
        _give(text, entry.node, starts, own, made, inner)
    if isinstance(node, Scalar):
        return
    following = bisect_right(starts, node.end - 1)
    limit = starts[following] if following < len(starts) else len(text) + 1
    taken = _take(own, node.end if node.flow else limit, 0 if node.flow else max(node.column - 1, least))
    if taken:
        made.after[node.start] = _lines(taken)


def _take(own: list[_Own], limit: int, column: int) -> list[_Own]:
    """Take away the next comments that stand before a place, at a column or deeper."""
    count = 0
    while count < len(own) and own[count].start < limit and own[count].column >= column:
        count += 1
    taken, own[:count] = own[:count], []
    return taken


def _lines(taken: list[_Own]) -> list[str]:
    lines = [""] if taken[0].gap_before else []
    for item in taken:
        lines += [item.text, ""] if item.gap_after else [item.text]
    return lines


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
