"""One change to a text: put a key, insert an item, take either out. Only the lines concerned are touched.

Each function takes the text and the node (see `spans`) that the change is made in, and returns the new text;
the tree is to be read again after it. What other lines hold, comments included, stays to the byte.
"""

from __future__ import annotations

import re

from tenderwatch.editing import writing
from tenderwatch.editing.spans import (
    Data,
    Mapping,
    Node,
    NotEditableError,
    Scalar,
    Sequence,
    line_end,
    line_start,
    next_line,
)


def put(text: str, parent: Mapping, key: str, value: Data, order: tuple[str, ...], newline: str) -> str:
    """A key's value: in place of the one that stands there, or new, where `order` has it."""
    if key not in parent.pairs:
        return _put_new(text, parent, key, value, order, newline)
    mark, old = parent.pairs[key]
    if isinstance(old, Scalar) and isinstance(value, str):
        return _replace(text, old, value, mark.column, newline, flow=parent.flow)
    if parent.flow or (not isinstance(old, Scalar) and old.flow):
        return text[: old.start] + writing.in_flow(value) + text[old.end :]
    lines = writing.entry(key, value, mark.column)
    rest = text[old.end : line_end(text, old.end)]
    return (
        text[: mark.start] + _joined([lines[0] + rest, *lines[1:]], mark.column, newline) + text[old.end + len(rest) :]
    )


def put_item(text: str, parent: Sequence, index: int, value: str, newline: str) -> str:
    """A text in place of one that is an item of a list."""
    old = parent.items[index]
    if not isinstance(old, Scalar):
        raise NotEditableError(f"item {index + 1} is not a text")
    return _replace(text, old, value, parent.column, newline, flow=parent.flow)


def insert(text: str, parent: Sequence, index: int, value: Data, newline: str, *, apart: bool = False) -> str:
    """A new item of a list, before the one at `index` or after the last; `apart` leaves an empty line before it."""
    if parent.flow:
        ends = [item.end for item in parent.items[:index]]
        return _insert_in_flow(text, parent.start, ends, writing.in_flow(value), alone=not parent.items)
    lines = [""] * apart + writing.item(value, parent.column)
    if index == 0:
        dash = parent.start
        return text[:dash] + _joined([*lines, ""], parent.column, newline) + text[dash:]
    return _insert_lines(text, parent.items[index - 1].end, lines, parent.column, newline)


def remove(text: str, parent: Node, step: str | int) -> str:
    """Take out a key or an item, with the comment that stands on its lines."""
    nodes: list[tuple[int, int]]
    if isinstance(parent, Mapping):
        nodes = [(key.start, value.end) for key, value in parent.pairs.values()]
        index = list(parent.pairs).index(str(step))
    elif isinstance(parent, Sequence) and isinstance(step, int):
        nodes = [(item.start if parent.flow else dash_of(text, parent, item), item.end) for item in parent.items]
        index = step
    else:
        raise NotEditableError(f"there is no '{step}' here")
    start, end = nodes[index]
    if parent.flow:
        if index + 1 < len(nodes):
            return text[:start] + text[nodes[index + 1][0] :]
        before = nodes[index - 1][1] if index else start
        # A comment behind the one before stays, and with it the comma, which may end a list.
        return text[: start if "#" in text[before:start] else before] + text[end:]
    begin = line_start(text, start)
    if text[begin:start].strip():  # it stands behind a dash, and what follows it takes its place
        following = next_line(text, end)
        return text[:start] + text[following:].lstrip(" ")
    return text[:begin] + text[next_line(text, end) :]


def dash_of(text: str, parent: Sequence, item: Node) -> int:
    """Where the dash of an item stands."""
    begin = line_start(text, item.start)
    while True:
        place = begin + parent.column
        line = text[begin : line_end(text, begin)]
        if place <= item.start and line[parent.column : parent.column + 1] == "-" and not line.lstrip().startswith("#"):
            return place
        if begin <= parent.start and begin == line_start(text, parent.start):
            raise NotEditableError("the item has no dash of its own")
        begin = line_start(text, begin - 1 if text[begin - 2 : begin] != "\r\n" else begin - 2)


def _put_new(text: str, parent: Mapping, key: str, value: Data, order: tuple[str, ...], newline: str) -> str:
    """After the last key that comes before it in `order`; keys that `order` does not name come last."""
    places = {name: number for number, name in enumerate(order)}
    mine = places.get(key, len(order))
    before = [name for name in parent.pairs if places.get(name, len(order)) <= mine]
    if parent.flow:
        written = f"{key}: {writing.in_flow(value)}"
        ends = [parent.pairs[before[-1]][1].end] if before else []
        return _insert_in_flow(text, parent.start, ends, written, alone=not parent.pairs)
    lines = writing.entry(key, value, parent.column)
    if before:
        return _insert_lines(text, parent.pairs[before[-1]][1].end, lines, parent.column, newline)
    return text[: parent.start] + _joined([*lines, ""], parent.column, newline) + text[parent.start :]


def _insert_in_flow(text: str, start: int, ends: list[int], written: str, *, alone: bool) -> str:
    """Into brackets that open at `start`: after the last of `ends`, or first; `alone` if nothing else is there."""
    if ends:
        return f"{text[: ends[-1]]}, {written}{text[ends[-1] :]}"
    return f"{text[: start + 1]}{written}{'' if alone else ', '}{text[start + 1 :]}"


def _joined(lines: list[str], column: int, newline: str) -> str:
    """Lines of which the first stands where it is put, and the others at `column`."""
    return (newline + " " * column).join(lines)


def _insert_lines(text: str, end: int, lines: list[str], column: int, newline: str) -> str:
    """Whole lines after the line on which a value ends."""
    place = next_line(text, end)
    block = newline.join(" " * column + line if line else "" for line in lines)
    if text[:place].endswith(("\n", "\r")):
        return text[:place] + block + newline + text[place:]
    return text[:place] + newline + block + text[place:]


def _replace(text: str, old: Scalar, value: str, column: int, newline: str, *, flow: bool) -> str:
    """One text in place of another. Quotes stay, and so does a comment behind it."""
    block = old.style in ("|", ">")
    header = re.match(r"[|>][-+0-9]*( +#.*)?", text[old.start : line_end(text, old.start)]) if block else None
    behind = text[old.end : line_end(text, old.end)]
    gap = "" if text[old.start - 1 : old.start] in (" ", "\t", "\n", "\r", "[", "{", "") else " "
    if flow or behind.strip():
        return text[: old.start] + gap + writing.scalar(value, flow=flow, style=old.style) + text[old.end :]
    begin = line_start(text, old.start)
    # The key or dash that it stands behind counts to the width.
    head = text[begin + column : old.start].rstrip()
    own = writing.scalar(value, style=old.style)
    rest = header[1] or "" if header else ""
    if len(text[begin : old.start]) + len(own) <= writing.WIDTH or not writing.foldable(value):
        return text[: old.start] + gap + own + rest + text[old.end :]
    _, *lines = writing.folded(head, value, column)
    fresh = newline.join([f">-{rest}", *(" " * column + line for line in lines)])
    return text[: old.start] + gap + fresh + text[old.end :]
