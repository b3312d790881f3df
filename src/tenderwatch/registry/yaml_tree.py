"""YAML text to a tree of nodes with places, walking the parser's events.

Scalars stay raw text, to be typed by field. Refused, each as a `Problem`: what the parser cannot read,
tags, anchors and aliases, second documents, depth beyond any registry's need, control characters,
duplicate keys, keys that are not plain words. The walk keeps its own stack, so hostile nesting costs nothing.
For an edit in place the nodes also say, on request, from which character to which they stand in the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tenderwatch.problems import Place, Problem
from tenderwatch.registry.decoding import CONTROL, ONLY_WHAT_SHOWS, without_control

MAX_DEPTH = 16
# Texts that say that nothing was written, unless they stand in quotes.
NOTHING = ("", "~", "null")

# What is written, without places: the form in which a draft says what a record holds.
Data = str | list["Data"] | dict[str, "Data"]


@dataclass(slots=True)
class Scalar:
    """A value as written. `style` is its quote or block mark, which tells 'null' the word from null the absence.

    `start` and `end` are characters of the text, quotes and block header included, if they were asked for.
    """

    text: str
    line: int
    column: int
    style: str = ""
    start: int = field(init=False, repr=False, compare=False)
    end: int = field(init=False, repr=False, compare=False)

    @property
    def empty(self) -> bool:
        """Whether nothing was written, or YAML's own words for nothing."""
        return not self.style and self.text in NOTHING


@dataclass(slots=True)
class Sequence:
    """A list of nodes; `flow` where it stands in brackets. In blocks, `column` is that of its dashes."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)
    flow: bool = field(init=False, repr=False, compare=False)
    start: int = field(init=False, repr=False, compare=False)
    end: int = field(init=False, repr=False, compare=False)


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in order; each key once. `broken` where the walk found a fault in or below it."""

    line: int
    column: int
    pairs: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    broken: bool = False
    flow: bool = field(init=False, repr=False, compare=False)
    start: int = field(init=False, repr=False, compare=False)
    end: int = field(init=False, repr=False, compare=False)


Node = Scalar | Sequence | Mapping


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


def node_of(value: Data, line: int) -> Node:
    """What the reader would find where this is written."""
    match value:
        case str():
            # In quotes, as it would be written: a text such as null is a text.
            return Scalar(value, line, 0, '"' if value in NOTHING else "")
        case list():
            return Sequence(line, 0, [node_of(item, line) for item in value])
        case dict():
            pairs = {key: (Scalar(key, line, 0), node_of(item, line)) for key, item in value.items()}
            return Mapping(line, 0, pairs)


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
        self.again: list[tuple[str, Node]] = []

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
            if len(self.open) == 1:
                self.again.append((key.text, node))
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

    def join_lists(self) -> None:
        """A section that is written twice is a fault, and its records are still there."""
        for key, node in self.again:
            first = self.root.pairs[key][1] if isinstance(self.root, Mapping) else None
            if isinstance(first, Sequence) and isinstance(node, Sequence):
                first.items += node.items


def read_tree(text: str, file: str, *, spans: bool = False) -> tuple[Node | None, list[Problem]]:
    """The tree of one YAML document, and every fault found on the way. The tree is None if there is none.

    With `spans` each node also says where it starts and ends in the text.
    """
    import yaml  # not for those who only make nodes: it takes a tenth of a start

    walk = _Walk(file)
    text, stand_in, problems = without_control(text, file)
    walk.problems += problems
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
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
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
                    walk.problem(mark, "control-character", message, ONLY_WHAT_SHOWS)
                if stand_in and stand_in in event.value:
                    walk.spoil()
                node = Scalar(event.value, mark.line + 1, mark.column + 1, style)
                if spans:
                    node.start, node.end = mark.index, _scalar_end(event, text)
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
                if spans:
                    _end(containers[-1], event)
                containers.pop()
                keys.pop()
            elif kind is mapping_start or kind is sequence_start:
                extras = event.tag is not None or event.anchor is not None
                if extras:
                    _refuse_extras(walk, event)
                container: Mapping | Sequence = (
                    Mapping(mark.line + 1, mark.column + 1, {}, extras)
                    if kind is mapping_start
                    else Sequence(mark.line + 1, mark.column + 1, [])
                )
                if spans:
                    container.start, container.flow = mark.index, bool(event.flow_style)
                walk.start(container, mark)
            elif kind is events.AliasEvent:
                walk.problem(mark, "alias", f"*{event.anchor} repeats another entry", "write the entry out")
                node = Scalar("", mark.line + 1, mark.column + 1, "")
                node.start = node.end = mark.index
                walk.place(node, mark)
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
    walk.join_lists()
    return walk.root, walk.problems


def _end(container: Mapping | Sequence, event: Any) -> None:
    """A container ends at its bracket, or with the last thing in it."""
    if container.flow:
        container.end = event.end_mark.index
    elif isinstance(container, Sequence):
        container.end = container.items[-1].end if container.items else container.start
    else:
        container.end = next(reversed(container.pairs.values()))[1].end if container.pairs else container.start


def _scalar_end(event: Any, text: str) -> int:
    """Where a scalar's own text ends: the parser counts the empty lines below a block of text to it."""
    start, end = event.start_mark.index, event.end_mark.index
    if event.style not in ("|", ">") or "+" in text[start : start + 3]:
        return int(end)
    return int(start + len(text[start:end].rstrip()))


def _refuse_extras(walk: _Walk, event: Any) -> None:
    if event.tag is not None:
        shown = event.tag.replace("tag:yaml.org,2002:", "!!")
        walk.problem(event.start_mark, "tag", f"the tag {shown} is not allowed", "remove it")
    if event.anchor is not None:
        walk.problem(event.start_mark, "anchor", f"the anchor &{event.anchor} is not allowed", "remove it")


def _too_deep(place: Place) -> Problem:
    return Problem(place, "too-deep", f"nested more than {MAX_DEPTH} deep", "a registry needs far less")


def _explain(walk: _Walk, error: Exception) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or str(error).splitlines()[0]
    place = Place(walk.file, mark.line + 1, mark.column + 1) if mark else Place(walk.file)
    if "nesting depth" in said:
        # Newer parsers have a limit of their own, and meet it while looking ahead: before our walk gets there.
        walk.problems.append(_too_deep(place))
        return
    hint = "look at this line and the one before: indent with spaces, put text with `: ` or ` #` in quotes"
    walk.problems.append(Problem(place, "not-yaml", f"not readable as YAML: {said}", hint))
