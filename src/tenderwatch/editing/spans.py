"""YAML text to a tree that knows where each part of it stands, character by character.

The reader's own tree says what is written and on which line; an edit in place also needs to know where a value
begins and ends, and whether it is written in blocks (one entry a line) or in flow (`{...}`, `[...]`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from tenderwatch.registry.yaml_tree import MAX_DEPTH

# What is written, without places: the form in which an edit says what it means to change.
Data = str | list["Data"] | dict[str, "Data"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotEditableError(Exception):
    """The text is not one sound YAML document, or stands in a way that cannot be changed safely in place."""


@dataclass(slots=True)
class Scalar:
    """A word or text: `start` to `end` of the text, quotes and block header included. `style` is YAML's own mark."""

    start: int
    end: int
    column: int
    text: str
    style: str = ""


@dataclass(slots=True)
class Sequence:
    """A list. In blocks, `column` is that of its dashes."""

    start: int
    end: int
    column: int
    flow: bool
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values in the order written. In blocks, `column` is that of its keys."""

    start: int
    end: int
    column: int
    flow: bool
    pairs: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def spans(text: str) -> Node | None:
    """The tree of one document; None where it holds no data. Raises NotEditableError if it cannot be read."""
    loader = _LOADER(text)
    try:
        return _root(_events(loader), text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}: " if mark else ""
        raise NotEditableError(place + str(error).splitlines()[0]) from None
    finally:
        loader.dispose()


def _events(loader: Any) -> Iterator[Any]:
    while loader.check_event():
        yield loader.get_event()


def _root(events: Iterator[Any], text: str) -> Node | None:
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.AliasEvent | yaml.DocumentStartEvent) and root is not None:
            raise NotEditableError("a second document begins")
        if isinstance(event, yaml.NodeEvent):
            root = _node(event, events, text)
    return root


def _node(event: Any, events: Iterator[Any], text: str, depth: int = 0) -> Node:
    """The node that begins with an event; the events of what is in it are taken as well."""
    mark = event.start_mark
    if depth > MAX_DEPTH:
        raise NotEditableError(f"line {mark.line + 1} is nested too deep")
    if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
        raise NotEditableError(f"line {mark.line + 1} uses an anchor, an alias or a tag")
    if isinstance(event, yaml.ScalarEvent):
        end = _scalar_end(event, text)
        return Scalar(mark.index, end, mark.column, event.value, event.style or "")
    flow = bool(event.flow_style)
    start, column, inner = mark.index, mark.column, depth + 1
    if isinstance(event, yaml.SequenceStartEvent):
        listed = Sequence(start, start, column, flow)
        while type(event := next(events)) is not yaml.SequenceEndEvent:
            listed.items.append(_node(event, events, text, inner))
            listed.end = listed.items[-1].end
        listed.end = _end(event, listed.end, flow=flow)
        return listed
    mapped = Mapping(start, start, column, flow)
    while type(event := next(events)) is not yaml.MappingEndEvent:
        key = _node(event, events, text, inner)
        if not isinstance(key, Scalar) or key.text in mapped.pairs:
            raise NotEditableError(f"line {event.start_mark.line + 1}: a key is no plain word, or is written twice")
        mapped.pairs[key.text] = (key, _node(next(events), events, text, inner))
        mapped.end = mapped.pairs[key.text][1].end
    mapped.end = _end(event, mapped.end, flow=flow)
    return mapped


def _end(event: Any, last: int, *, flow: bool) -> int:
    """Where a container ends: at its bracket, or with the last thing in it."""
    return int(event.end_mark.index) if flow else last


def _scalar_end(event: Any, text: str) -> int:
    """Where a scalar's own text ends: the parser counts the empty lines below a block of text to it."""
    start, end = event.start_mark.index, event.end_mark.index
    if event.style not in ("|", ">") or "+" in text[start : start + 3]:
        return int(end)
    return int(start + len(text[start:end].rstrip()))


def data_of(node: Node | None) -> Data:
    """What a tree says, without its places. Nothing at all is an empty text."""
    match node:
        case None:
            return ""
        case Scalar():
            return node.text
        case Sequence():
            return [data_of(item) for item in node.items]
        case Mapping():
            return {key: data_of(value) for key, (_, value) in node.pairs.items()}


def at(node: Node, path: tuple[str | int, ...]) -> Node:
    """The node at a path of keys and positions. Raises NotEditableError if there is none."""
    for step in path:
        match node:
            case Mapping() if step in node.pairs:
                node = node.pairs[str(step)][1]
            case Sequence() if isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            case _:
                raise NotEditableError(f"there is no '{step}' here")
    return node


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
