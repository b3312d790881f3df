"""JSON Lines to the same tree as YAML: one record a line, under the name of its kind: `{"contract": {...}}`.

A registry that was imported is mostly such files. A line is read twice only where something is wrong with it: the
first time fast and with the line as its place, then with columns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from typing import Any

from tenderwatch.problems import Place, Problem, did_you_mean
from tenderwatch.registry.decoding import CONTROL, ONLY_WHAT_SHOWS, without_control
from tenderwatch.registry.yaml_tree import MAX_DEPTH, Mapping, Node, Scalar, Sequence, read_tree
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
# Texts that would mean that nothing was written, were they not in quotes.
_NOTHING = ("", "~", "null")


def is_lines(name: str) -> bool:
    """Whether a file of this name holds JSON Lines."""
    return name.lower().endswith(ENDING)


def read_any(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a registry file of either kind, with every fault found on the way."""
    return read_lines(text, file) if is_lines(file) else read_tree(text, file)


def read_lines(text: str, file: str, *, quick: Collection[int] | None = None) -> tuple[Mapping, list[Problem]]:
    """The tree of a file of JSON Lines, with every fault found on the way.

    With `quick`, the nodes of all lines but those have no columns of their own.
    """
    text, stand_in, problems = without_control(text, file)
    reader = _Lines(file, stand_in, problems)
    # Not a part of the reader: in a circle they would be kept until garbage is collected.
    decode = json.JSONDecoder(
        object_pairs_hook=reader.group, parse_int=reader.number_of, parse_float=reader.number_of, parse_constant=_refuse
    ).decode
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.isspace():
            reader.read(line, number, decode if quick is not None and number not in quick else None)
    return reader.root, reader.problems


class _Odd(Exception):  # noqa: N818 - not an error: the line is read again, with care
    """Raised where a line cannot be read the fast way."""


class _Lines:
    """Builds the tree line by line."""

    def __init__(self, file: str, stand_in: str, problems: list[Problem]) -> None:
        self.file, self.stand_in, self.problems = file, stand_in, problems
        self.root = Mapping(1, 1)
        self.line = ""
        self.number = 0
        self.key = Scalar("", 1, 1)

    def read(self, line: str, number: int, decode: Callable[[str], Any] | None) -> None:
        """Read one line: fast with `decode`, if it is given and nothing is odd."""
        self.line, self.number = line, number
        self.key = Scalar("", number, 1)
        if decode and not (self.stand_in and self.stand_in in line) and not _ESCAPES.search(line):
            try:
                top = decode(line)
                ((name, (_, node)),) = top.pairs.items()
                if name in KINDS and (name == "edition") is (type(node) is Scalar):
                    node.column = line.index("{" if name != "edition" else '"', line.index(":")) + 1
                    self._place(Scalar(name, number, 2), node)
                    return
            except (_Odd, ValueError, AttributeError, RecursionError):
                pass
        self._carefully(line, number)

    def _carefully(self, line: str, number: int) -> None:
        before = len(self.problems)
        try:
            json.loads(line, parse_constant=_refuse)
            top, _ = self._node(_BLANKS.match(line).end(), 1)  # type: ignore[union-attr]
        except json.JSONDecodeError as error:
            self._note(error.pos, "not-json", f"not readable as JSON: {uncapital(error.msg)}", _ONE_A_LINE)
            return
        except (_Odd, ValueError):
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

    # --- The fast way: json makes the nodes ---

    def group(self, pairs: list[tuple[str, Any]]) -> Mapping:
        """What json read as a group of keys."""
        key, number = self.key, self.number
        made: dict[str, tuple[Scalar, Node]] = {}
        for name, value in pairs:
            kind = type(value)
            if kind is str:
                made[name] = key, Scalar(value, number, 1, '"' if value in _NOTHING else "")
            elif kind is list:
                made[name] = key, self._list(value)
            elif kind is Mapping or kind is Scalar:
                made[name] = key, value
            else:
                made[name] = key, self._word(value)
        if len(made) < len(pairs):
            raise _Odd
        return Mapping(number, 1, made)

    def _list(self, values: list[Any]) -> Sequence:
        number = self.number
        items: list[Node] = []
        for value in values:
            kind = type(value)
            if kind is str:
                items.append(Scalar(value, number, 1, '"' if value in _NOTHING else ""))
            elif kind is list:
                items.append(self._list(value))
            else:
                items.append(value if kind is Mapping or kind is Scalar else self._word(value))
        return Sequence(number, 1, items)

    def _word(self, value: bool | None) -> Scalar:
        return Scalar("null" if value is None else "true" if value else "false", self.number, 1)

    def number_of(self, text: str) -> Scalar:
        """What json read as a number."""
        return Scalar(text, self.number, 1)

    # --- With care: every node at its column. The line is known to be JSON ---

    def _node(self, at: int, depth: int) -> tuple[Node, int]:
        line, first = self.line, self.line[at]
        if first == '"':
            text, end = _STRING(line, at)
            return Scalar(text, self.number, at + 1, '"' if text in _NOTHING else ""), end
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


def _refuse(_: str) -> Any:
    """NaN and Infinity, which Python would read and JSON does not have."""
    raise _Odd
