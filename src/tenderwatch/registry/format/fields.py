"""The kinds of value that a registry field can hold: each reads a node and describes itself as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from tenderwatch.dates.parsing import TwoReadingsError, WhenError
from tenderwatch.registry.format.faults import Faults, Odd, Unreadable
from tenderwatch.registry.yaml_tree import NOTHING, Mapping, Node, Scalar, Sequence

MAX_TEXT = 2000
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


# Registries repeat themselves: a value that has been read once from a text need not be read again. One
# table for each kind of value; only texts that gave a value are kept, and only so many of them.
_MOST_KEPT = 50_000
_WORDS = {True: "true", False: "false"}


def _keep(kept: dict[str, Any], text: str, value: Any) -> Any:
    if len(kept) < _MOST_KEPT and text not in NOTHING:
        kept[text] = value
    return value


class FieldType(Protocol):
    """What a field can hold."""

    def read(self, node: Node, faults: Faults) -> Any:
        """The value of a node. Raises Unreadable after noting why."""

    def plain(self, value: Any) -> Any:
        """The same of what json reads, with numbers as texts. Raises Odd where a node would have to be looked at."""

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema, draft-07."""


def _scalar(node: Node, faults: Faults, what: str) -> str:
    if isinstance(node, Scalar):
        if node.empty:
            raise faults.note(node, "empty-value", f"{what} is missing after the key", "write it, or delete the line")
        return node.text
    hint = "write it on one line after the key; put text that begins with [ or { in quotes"
    raise faults.note(node, "wrong-shape", f"{what} is wanted here, not a list or a group of keys", hint)


# The classes below have no more than a constructor: what else a dataclass can have takes as long to define as all that
# stands here, with every command that reads a file.
@dataclass(slots=True, eq=False, repr=False)
class Text:
    """Words on one line."""

    what: str = "text"
    pattern: str | None = None
    most: int = MAX_TEXT
    hint: str = ""
    kept: dict[str, Any] = field(default_factory=dict)

    def read(self, node: Node, faults: Faults) -> str:  # noqa: D102
        if self.pattern and type(node) is Scalar and node.text in self.kept:
            return node.text
        text = " ".join(_scalar(node, faults, self.what).split())
        if not text:
            raise faults.note(node, "empty-value", f"{self.what} has no letters", "write it, or delete the line")
        if len(text) > self.most:
            raise faults.note(node, "too-long", f"{self.what} is longer than {self.most} characters", "shorten it")
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise faults.note(node, "bad-value", f"'{text[:60]}' is not {self.what}", self.hint)
        if self.pattern and isinstance(node, Scalar) and text == node.text and not node.style:
            _keep(self.kept, text, text)
        return text

    def plain(self, value: Any) -> str:  # noqa: D102
        if type(value) is not str:
            raise Odd
        if value in self.kept:
            return value
        text = " ".join(value.split())
        if not text or len(text) > self.most or (self.pattern and not re.fullmatch(self.pattern, text)):
            raise Odd
        return str(_keep(self.kept, text, text)) if self.pattern else text

    def schema(self) -> dict[str, Any]:  # noqa: D102
        made: dict[str, Any] = {"type": ["string", "number"] if not self.pattern else "string"}
        if self.pattern:
            made["pattern"] = f"^(?:{self.pattern})$"
        return made


@dataclass(slots=True, eq=False, repr=False)
class Slug:
    """An id, or a reference to one (`of` names the section it must stand in)."""

    of: str | None = None
    most: int = 40
    or_unknown: bool = False
    kept: dict[str, Any] = field(default_factory=dict)

    def read(self, node: Node, faults: Faults) -> str | None:  # noqa: D102
        if type(node) is Scalar and node.text in self.kept and not node.style:
            return node.text
        text = _scalar(node, faults, "an id")
        if self.or_unknown and text == "unknown":
            return None
        if not SLUG.fullmatch(text) or len(text) > self.most:
            hint = f"use small letters, digits and hyphens, at most {self.most} characters"
            raise faults.note(node, "bad-id", f"'{text[:60]}' is not an id", hint)
        if self.of:  # an id of its own comes once, a reference often
            _keep(self.kept, text, text)
        return text

    def plain(self, value: Any) -> str | None:  # noqa: D102
        if type(value) is not str:
            raise Odd
        if value in self.kept:
            return value
        if self.or_unknown and value == "unknown":
            return None
        if not SLUG.fullmatch(value) or len(value) > self.most:
            raise Odd
        return str(_keep(self.kept, value, value)) if self.of else value

    def schema(self) -> dict[str, Any]:  # noqa: D102
        return {"type": "string", "pattern": f"^{SLUG.pattern}$", "maxLength": self.most}


@dataclass(slots=True, eq=False, repr=False)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    def read(self, node: Node, faults: Faults) -> str:  # noqa: D102
        text = _scalar(node, faults, "one of a few words")
        if text not in self.options:
            hint = faults.did_you_mean(text, self.options) or f"write one of {', '.join(self.options)}"
            raise faults.note(node, "bad-value", f"'{text[:60]}' is not one of the words for this key", hint)
        return text

    def plain(self, value: Any) -> str:  # noqa: D102
        if value not in self.options:
            raise Odd
        return str(value)

    def schema(self) -> dict[str, Any]:  # noqa: D102
        return {"enum": list(self.options)}


@dataclass(slots=True, eq=False, repr=False)
class Parsed:
    """A value with its own reader, which raises ValueError on bad text: a date, a day, a duration.

    `typed` gives the registry's own form of what people type for it, and raises ValueError where it has none.
    """

    what: str
    parse: Callable[[str], Any]
    hint: str
    code: str
    json: dict[str, Any]
    typed: Callable[[str], str] | None = None
    kept: dict[str, Any] = field(default_factory=dict)

    def read(self, node: Node, faults: Faults) -> Any:  # noqa: D102
        if type(node) is Scalar and node.text in self.kept:
            return self.kept[node.text]
        text = _scalar(node, faults, self.what)
        try:
            return _keep(self.kept, text, self.parse(text))
        except ValueError as error:
            hint = error.hint if isinstance(error, WhenError) else self.hint
            raise faults.note(node, self.code, *self._meant(text, str(error), hint)) from None

    def _meant(self, text: str, message: str, hint: str) -> tuple[str, str]:
        """What is wrong with a text, and its one reading as the hint; where it has several, what they are."""
        try:
            return (message, f"write {own}") if self.typed and (own := self.typed(text)) != text else (message, hint)
        except TwoReadingsError as error:
            return str(error), error.hint
        except ValueError:
            return message, hint

    def plain(self, value: Any) -> Any:  # noqa: D102
        if type(value) is not str:
            value = _WORDS.get(value) if type(value) is bool else None
        if value in self.kept:
            return self.kept[value]
        if value is None:
            raise Odd
        return _keep(self.kept, value, self.parse(value))

    def schema(self) -> dict[str, Any]:  # noqa: D102
        return dict(self.json)


@dataclass(slots=True, eq=False, repr=False)
class ListOf:
    """A list of values, read to a tuple; bad items are noted, each at its own place."""

    item: FieldType
    least: int = 0

    def read(self, node: Node, faults: Faults) -> tuple[Any, ...]:  # noqa: D102
        if not isinstance(node, Sequence):
            raise faults.note(
                node, "wrong-shape", "a list is wanted here", "write each item on its own line after `- `"
            )
        if len(node.items) < self.least:
            least = "one item" if self.least == 1 else f"{self.least} items"
            message = "the list has only one item" if node.items else "the list has nothing in it"
            raise faults.note(node, "empty-value", message, f"write at least {least}")
        read, problems = self.item.read, faults.problems
        before, items = len(problems), []
        for child in node.items:
            try:
                items.append(read(child, faults))
            except Unreadable:
                continue
        if len(problems) > before:
            raise Unreadable
        return tuple(items)

    def plain(self, value: Any) -> tuple[Any, ...]:  # noqa: D102
        if type(value) is not list or len(value) < self.least:
            raise Odd
        return tuple(map(self.item.plain, value))

    def schema(self) -> dict[str, Any]:  # noqa: D102
        made = {"type": "array", "items": self.item.schema()}
        return made | {"minItems": self.least} if self.least else made


@dataclass(slots=True, eq=False, repr=False)
class Field:
    """One key of a record: what it holds, whether it must be there, and its meaning for a person.

    `ours` marks a key that the program keeps, and nobody fills in.
    """

    key: str
    type: FieldType
    about: str
    required: bool = False
    missing_code: str = "missing-key"
    missing_hint: str = ""
    ours: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Record:
    """A group of keys, read to one frozen value. Every key is handled: unknown ones are refused.

    `short` is the key that a plain value stands for, where a record may be written as that value alone.
    """

    name: str
    build: Callable[..., Any]
    fields: tuple[Field, ...]
    short: str | None = None
    by_key: dict[str, Field] = field(init=False, repr=False, compare=False, hash=False)
    required: tuple[Field, ...] = field(init=False, repr=False, compare=False, hash=False)
    needed: frozenset[str] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {item.key: item for item in self.fields})
        object.__setattr__(self, "required", tuple(item for item in self.fields if item.required))
        object.__setattr__(self, "needed", frozenset(item.key for item in self.required))

    @property
    def one_of_it(self) -> str:
        """Its name with an article: 'a contract', 'an option'."""
        return f"{'an' if self.name[0] in 'aeiou' else 'a'} {self.name}"

    def values(self, node: Node, faults: Faults) -> dict[str, Any]:
        """The fields that could be read. Faults are noted; none is raised unless the shape is wrong."""
        if not isinstance(node, Mapping):
            raise faults.note(
                node, "wrong-shape", f"{self.one_of_it} is wanted here", "write its keys, each as `key: value`"
            )
        values: dict[str, Any] = {}
        by_key = self.by_key
        for key, (mark, child) in node.pairs.items():
            known = by_key.get(key)
            if known is None:
                filled = ", ".join(field.key for field in self.fields if not field.ours)
                hint = faults.did_you_mean(key, by_key) or f"{self.one_of_it} has the keys {filled}"
                faults.note(mark, "unknown-key", f"'{key[:60]}' is not a key of {self.one_of_it}", hint)
                continue
            try:
                values[key] = known.type.read(child, faults)
            except Unreadable:
                continue
        for item in self.required:
            if item.key not in node.pairs:
                hint = item.missing_hint or f"add `{item.key}:` ({item.about})"
                faults.note(node, item.missing_code, f"this {self.name} has no `{item.key}`", hint)
        return values

    def read(self, node: Node, faults: Faults) -> Any:  # noqa: D102
        if self.short and isinstance(node, Scalar):
            return self.build(**{self.short: self.by_key[self.short].type.read(node, faults)})
        before = len(faults.problems)
        values = self.values(node, faults)
        if len(faults.problems) > before or (isinstance(node, Mapping) and node.broken):
            raise Unreadable
        return self.build(**values)

    def plain(self, value: Any) -> Any:  # noqa: D102
        if type(value) is str and self.short:
            value = {self.short: value}
        if type(value) is not dict or not value.keys() >= self.needed:
            raise Odd
        by_key = self.by_key
        try:
            return self.build(**{key: by_key[key].type.plain(item) for key, item in value.items()})
        except KeyError:
            raise Odd from None

    def schema(self) -> dict[str, Any]:  # noqa: D102
        properties = {item.key: item.type.schema() | {"description": item.about} for item in self.fields}
        required = [item.key for item in self.required]
        made: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
        if required:
            made["required"] = required
        return {"anyOf": [self.by_key[self.short].type.schema(), made]} if self.short else made
