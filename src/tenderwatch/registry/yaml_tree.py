"""YAML text to a tree of nodes with places, walking the parser's events.

Scalars stay raw text, to be typed by field. Refused, each as a `Problem`: what the parser cannot read,
tags, anchors and aliases, second documents, depth beyond any registry's need, control characters,
duplicate keys, keys that are not plain words. The walk keeps its own stack, so hostile nesting costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from tenderwatch.problems import Place, Problem
from tenderwatch.registry.decoding import CONTROL

MAX_DEPTH = 16

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    """A value as written; `quoted` tells 'null' the word from null the absence."""

    text: str
    line: int
    column: int
    quoted: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was written, or YAML's own words for nothing."""
        return not self.quoted and self.text in ("", "~", "null")


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in order; each key once. `broken` where the walk found a fault in or below it."""

    line: int
    column: int
    pairs: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    broken: bool = False


Node = Scalar | Sequence | Mapping


class _StopReading(Exception):  # noqa: N818 - not an error: it ends the walk where going on is useless
    """Raised inside the walk, when the rest of the file cannot be understood."""


class _Walk:
    """Builds the tree from events, keeping the open containers and the key that waits for its value."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.open: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []

    def problem(self, mark: Any, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(Place(self.file, mark.line + 1, mark.column + 1), code, message, hint))
        self.spoil()

    def spoil(self) -> None:
        """A fault here spoils every record around it: none may pass as sound without what was refused."""
        for node in self.open:
            if isinstance(node, Mapping):
                node.broken = True

    def place(self, node: Node, mark: Any) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            if not isinstance(node, Scalar):
                self.problem(mark, "bad-key", "a key must be a plain word", "write `key: value`")
                raise _StopReading
            self.keys[-1] = node
            return
        self.keys[-1] = None
        if key.text in parent.pairs:
            first = parent.pairs[key.text][0]
            self.problems.append(
                Problem(
                    Place(self.file, key.line, key.column),
                    "duplicate-key",
                    f"'{key.text}' is written twice here (first on line {first.line})",
                    "keep one of the two",
                )
            )
            self.spoil()
            return
        parent.pairs[key.text] = (key, node)

    def start(self, node: Sequence | Mapping, mark: Any) -> None:
        self.place(node, mark)
        if len(self.open) >= MAX_DEPTH:
            self.problems.append(_too_deep(Place(self.file, mark.line + 1, mark.column + 1)))
            self.spoil()
            raise _StopReading
        self.open.append(node)
        self.keys.append(None)


def read_tree(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree of one YAML document, and every fault found on the way. The tree is None if there is none."""
    walk = _Walk(file)
    containers, keys = walk.open, walk.keys
    # This runs for every word of a registry: names are local, and the commonest events are met without a call.
    events = yaml.events
    scalar_event, mapping_start, sequence_start = (
        events.ScalarEvent,
        events.MappingStartEvent,
        events.SequenceStartEvent,
    )
    ends = (events.MappingEndEvent, events.SequenceEndEvent)
    documents = 0
    loader = _LOADER(text)
    get_event = loader.get_event
    try:
        while True:
            event = get_event()
            mark = event.start_mark
            kind = type(event)
            if kind is scalar_event:
                if event.tag is not None or event.anchor is not None:
                    _refuse_extras(walk, event)
                style = event.style
                if style == '"' and (found := CONTROL.search(event.value)):
                    message = f"control character U+{ord(found[0]):04X}, written as an escape"
                    walk.problem(mark, "control-character", message, "delete it; text holds only what shows")
                node = Scalar(event.value, mark.line + 1, mark.column + 1, bool(style))
                parent = containers[-1] if containers else None
                if type(parent) is Mapping:
                    key = keys[-1]
                    if key is None:
                        keys[-1] = node
                        continue
                    if key.text not in parent.pairs:
                        parent.pairs[key.text] = (key, node)
                        keys[-1] = None
                        continue
                elif type(parent) is Sequence:
                    parent.items.append(node)
                    continue
                walk.place(node, mark)
            elif kind in ends:
                containers.pop()
                keys.pop()
            elif kind is mapping_start or kind is sequence_start:
                extras = event.tag is not None or event.anchor is not None
                if extras:
                    _refuse_extras(walk, event)
                if kind is mapping_start:
                    walk.start(Mapping(mark.line + 1, mark.column + 1, {}, extras), mark)
                else:
                    walk.start(Sequence(mark.line + 1, mark.column + 1, []), mark)
            elif kind is events.AliasEvent:
                walk.problem(mark, "alias", f"*{event.anchor} repeats another entry", "write the entry out")
                walk.place(Scalar("", mark.line + 1, mark.column + 1), mark)
            elif kind is events.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    walk.problem(mark, "second-document", "a second document begins here", "remove the line `---`")
                    break
            elif kind is events.StreamEndEvent:
                break
    except _StopReading:
        walk.root = None
    except yaml.YAMLError as error:
        walk.root = None
        _explain(walk, error)
    finally:
        loader.dispose()
    return walk.root, walk.problems


def _refuse_extras(walk: _Walk, event: Any) -> None:
    if event.tag is not None:
        shown = event.tag.replace("tag:yaml.org,2002:", "!!")
        walk.problem(event.start_mark, "tag", f"the tag {shown} is not allowed", "remove it")
    if event.anchor is not None:
        walk.problem(event.start_mark, "anchor", f"the anchor &{event.anchor} is not allowed", "remove it")


def _too_deep(place: Place) -> Problem:
    return Problem(place, "too-deep", f"nested more than {MAX_DEPTH} deep", "a registry needs far less")


def _explain(walk: _Walk, error: yaml.YAMLError) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or str(error).splitlines()[0]
    place = Place(walk.file, mark.line + 1, mark.column + 1) if mark else Place(walk.file)
    if "nesting depth" in said:
        # Newer parsers have a limit of their own, and meet it while looking ahead: before our walk gets there.
        walk.problems.append(_too_deep(place))
        return
    hint = "look at this line and the one before: indent with spaces, put text with `: ` or ` #` in quotes"
    walk.problems.append(Problem(place, "not-yaml", f"not readable as YAML: {said}", hint))
