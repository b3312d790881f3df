"""JSON Lines to the same tree as YAML: one record a line, under the name of its kind: `{"contract": {...}}`.

A registry that was imported is mostly such files. A line of which nothing is to be noted goes from what json reads
straight to its record, without a tree; only where something is wrong with it is it read again, with columns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tenderwatch.problems import Place, Problem, did_you_mean
from tenderwatch.registry.decoding import CONTROL, ONLY_WHAT_SHOWS, without_control
from tenderwatch.registry.yaml_tree import MAX_DEPTH, NOTHING, Mapping, Node, Scalar, Sequence, read_tree
from tenderwatch.text import uncapital

ENDING = ".jsonl"
KINDS = {
    "edition": "edition",
    "portal": "portals",
    "authority": "authorities",
    "source": "sources",
    "contract": "contracts",
    "look": "coverage",
    "event": "events",
}
_ONE_A_LINE = 'write one record on each line: {"contract": {"id": ...}}'
# Escapes that stand for what a text may not hold, or that may do: the line is then read with care.
_ESCAPES = re.compile(r"\\u(00[0189][0-9a-f]|007f|20[26][0-9a-f]|d[89a-f]|ff)|\\[bf]", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\r]*")
_STRING = json.JSONDecoder().raw_decode
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null")


def is_lines(name: str) -> bool:
    """Whether a file of this name holds JSON Lines."""
    return name.lower().endswith(ENDING)


def read_any(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a registry file of either kind, with every fault found on the way."""
    return read_lines(text, file) if is_lines(file) else read_tree(text, file)


# Takes a record as json reads it: its section, its value with numbers as texts, its line and its column. Raises
# ValueError if it is not certainly sound.
Taking = Callable[[str, Any, int, int], None]


def read_lines(text: str, file: str, take: Taking | None = None) -> tuple[Mapping, list[Problem]]:
    """The tree of a file of JSON Lines, with every fault found on the way. What `take` takes has no place in it."""
    reader = _Lines(file, *without_control(text, file))
    for number, line in enumerate(reader.text.split("\n"), 1):
        if line and not line.isspace() and not (take and reader.quickly(line, number, take)):
            reader.carefully(line, number)
    pairs = reader.root.pairs
    reader.root.pairs = {section: pairs[section] for section in KINDS.values() if section in pairs}
    return reader.root, reader.problems


def _group(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """What json read as a group of keys."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key is written twice")
    return made


def _refuse(_: str) -> Any:
    """NaN and Infinity, which Python would read and JSON does not have."""
    raise ValueError("not a number")


_DECODE = json.JSONDecoder(object_pairs_hook=_group, parse_int=str, parse_float=str, parse_constant=_refuse).raw_decode


class _Lines:
    """Builds the tree line by line."""

    def __init__(self, file: str, text: str, stand_in: str, problems: list[Problem]) -> None:
        self.file, self.text, self.stand_in, self.problems = file, text, stand_in, problems
        self.root = Mapping(1, 1)
        self.line = ""
        self.number = 0

    def quickly(self, line: str, number: int, take: Taking) -> bool:
        """Whether a line has nothing odd in it, and was taken."""
        if (self.stand_in and self.stand_in in line) or ("\\" in line and _ESCAPES.search(line)):
            return False
        try:
            top, end = _DECODE(line)
            if end < len(line) and line[end:].strip(" \t\r"):
                return False
            ((name, value),) = top.items()
            take(KINDS[name], value, number, line.index("{", line.index(":")) + 1)
        except (ValueError, KeyError, AttributeError, RecursionError):
            return False
        return True

    def carefully(self, line: str, number: int) -> None:
        """Read a line, every node at its column."""
        self.line, self.number = line, number
        before = len(self.problems)
        try:
            json.loads(line, parse_constant=_refuse)
            top, _ = self._node(_BLANKS.match(line).end(), 1)  # type: ignore[union-attr]
        except json.JSONDecodeError as error:
            self._note(error.pos, "not-json", f"not readable as JSON: {uncapital(error.msg)}", _ONE_A_LINE)
            return
        except ValueError:
            self._note(0, "not-json", "not readable as JSON: NaN and Infinity are not numbers", "delete the key")
            return
        except RecursionError:
            self._note(0, "too-deep", f"nested more than {MAX_DEPTH} deep", "a registry needs far less")
            return
        if len(self.problems) > before and self.problems[-1].code == "too-deep":
            return
        if not isinstance(top, Mapping) or len(top.pairs) != 1:
            message = "a line is one record under the name of its kind"
            self.problems.append(Problem(Place(self.file, number, top.column), "not-json", message, _ONE_A_LINE))
            return
        ((name, (mark, node)),) = top.pairs.items()
        if top.broken and isinstance(node, Mapping):
            node.broken = True
        if name in KINDS:
            self._place(mark, node)
            return
        hint = did_you_mean(name[:60], KINDS) or f"a line begins with {', '.join(KINDS)}"
        place = Place(self.file, number, mark.column)
        self.problems.append(Problem(place, "unknown-key", f"'{name[:60]}' is not a kind of record", hint))

    def _place(self, mark: Scalar, node: Node) -> None:
        """Put a record in the list of its section."""
        section, pairs = KINDS[mark.text], self.root.pairs
        if section == "edition":
            if section in pairs:
                first = pairs[section][0].line
                message = f"'edition' is written twice here (first on line {first})"
                place = Place(self.file, mark.line, mark.column)
                self.problems.append(Problem(place, "duplicate-key", message, "keep one of the two"))
            pairs.setdefault(section, (mark, node))
            return
        if section not in pairs:
            pairs[section] = mark, Sequence(mark.line, 1)
        pairs[section][1].items.append(node)  # type: ignore[union-attr]

    # --- The line is known to be JSON ---

    def _node(self, at: int, depth: int) -> tuple[Node, int]:
        line, first = self.line, self.line[at]
        if first == '"':
            text, end = _STRING(line, at)
            return Scalar(text, self.number, at + 1, '"' if text in NOTHING else ""), end
        if first not in "{[":
            end = _PLAIN.match(line, at).end()  # type: ignore[union-attr]
            return Scalar(line[at:end], self.number, at + 1), end
        if depth > MAX_DEPTH:
            raise RecursionError
        return self._mapping(at, depth) if first == "{" else self._sequence(at, depth)

    def _sequence(self, at: int, depth: int) -> tuple[Node, int]:
        made, at = Sequence(self.number, at + 1), self._skip(at + 1)
        while self.line[at] != "]":
            node, at = self._node(self._skip(at), depth + 1)
            self._check_text(node)
            made.items.append(node)
            at = self._after(at)
        return made, at + 1

    def _mapping(self, at: int, depth: int) -> tuple[Node, int]:
        made, at = Mapping(self.number, at + 1), self._skip(at + 1)
        while self.line[at] != "}":
            begin = self._skip(at)
            name, at = _STRING(self.line, begin)
            mark = Scalar(name, self.number, begin + 1)
            broken = self._check_text(mark)
            node, at = self._node(self._skip(self._skip(at) + 1), depth + 1)
            broken |= self._check_text(node)
            if name in made.pairs:
                self._note(begin, "duplicate-key", f"'{name[:60]}' is written twice here", "keep one of the two")
                broken = True
            else:
                made.pairs[name] = mark, node
            made.broken |= broken or _has_broken(node)
            at = self._after(at)
        return made, at + 1

    def _check_text(self, node: Node) -> bool:
        """Whether a text holds what none may; the fault is noted."""
        if not isinstance(node, Scalar):
            return False
        if found := CONTROL.search(node.text) or _SURROGATE.search(node.text):
            message = f"control character U+{ord(found[0]):04X}, written as an escape"
            self._note(node.column - 1, "control-character", message, ONLY_WHAT_SHOWS)
            return True
        return bool(self.stand_in) and self.stand_in in node.text

    def _skip(self, at: int) -> int:
        return _BLANKS.match(self.line, at).end()  # type: ignore[union-attr]

    def _after(self, at: int) -> int:
        """Where the next item or the closing bracket stands."""
        at = self._skip(at)
        return self._skip(at + 1) if self.line[at] == "," else at

    def _note(self, at: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Place(self.file, self.number, at + 1), code, message, hint))


def _has_broken(node: Node) -> bool:
    if isinstance(node, Sequence):
        return any(_has_broken(item) for item in node.items)
    return isinstance(node, Mapping) and node.broken
