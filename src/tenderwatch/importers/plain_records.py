"""Drafts to the records that a registry would read from them, where nothing is wrong with them.

The reader of a registry walks nodes, which say where a fault stands. A draft without faults needs none of them, and of
a hundred thousand drafts most values have been read before: each is read once, as far as values are kept.
"""

from __future__ import annotations

from typing import Any

from tenderwatch.registry.format.faults import Faults, Unreadable
from tenderwatch.registry.format.fields import FieldType, ListOf, Record
from tenderwatch.registry.yaml_tree import Data, Mapping, Node, Scalar, Sequence

_NOTHING = ("", "~", "null")
# Values kept of each kind: more than a register repeats, and no more memory than a few thousand rows.
_MOST_KEPT = 4000
_LONGEST_KEPT = 250


class PlainRecords:
    """Reads drafts; `record` gives None for one that has to be read with care."""

    def __init__(self) -> None:
        # What was read of each kind of value, and for each kind of record what its keys hold.
        self._kept: dict[int, dict[Any, Any]] = {}
        self._keys: dict[int, dict[str, tuple[FieldType, dict[Any, Any]]]] = {}
        self._faults = Faults("")

    def record(self, shape: Record, data: dict[str, Data]) -> Any | None:
        """The record of a draft; None where a fault has to be found and named."""
        try:
            return self._record(shape, data)
        except Unreadable:
            self._faults = Faults("")
            return None

    def value(self, kind: FieldType, value: Data) -> Any:
        """What is read from one value. Raises Unreadable where a fault has to be found and named."""
        try:
            return self._value(kind, value, self._kept.setdefault(id(kind), {}))
        except Unreadable:
            self._faults = Faults("")
            raise

    def _record(self, shape: Record, data: dict[str, Data]) -> Any:
        values: dict[str, Any] = {}
        keys = self._keys.get(id(shape))
        if keys is None:
            keys = {field.key: (field.type, self._kept.setdefault(id(field.type), {})) for field in shape.fields}
            self._keys[id(shape)] = keys
        for key, value in data.items():
            if key not in keys:
                raise Unreadable
            kind, kept = keys[key]
            if type(value) is str and value in kept:
                values[key] = kept[value]
            else:
                values[key] = self._value(kind, value, kept)
        for field in shape.required:
            if field.key not in values:
                raise Unreadable
        return shape.build(**values)

    def _value(self, kind: FieldType, value: Data, kept: dict[Any, Any]) -> Any:
        known: Any = value
        if isinstance(value, dict):
            return self._record(kind, value) if isinstance(kind, Record) else self._read(kind, value)
        if isinstance(value, list):
            if isinstance(kind, ListOf) and isinstance(kind.item, Record) and value and isinstance(value[0], dict):
                if len(value) < kind.least:
                    raise Unreadable
                kept = self._kept.setdefault(id(kind.item), {})
                return tuple([self._value(kind.item, item, kept) for item in value])
            known = tuple(value)
            try:
                if known in kept:
                    return kept[known]
            except TypeError:  # lists or groups of keys among the items
                return self._read(kind, value)
        read = self._read(kind, value)
        if (len(value) if isinstance(value, str) else sum(map(len, value))) <= _LONGEST_KEPT:
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            kept[known] = read
        return read

    def _read(self, kind: FieldType, value: Data) -> Any:
        read = kind.read(node_of(value, 0), self._faults)
        if self._faults.problems:
            raise Unreadable
        return read


def node_of(value: Data, line: int) -> Node:
    """What the reader would find where this is written."""
    match value:
        case str():
            # In quotes, as it would be written: a text such as null is a text.
            return Scalar(value, line, 0, '"' if value in _NOTHING else "")
        case list():
            return Sequence(line, 0, [node_of(item, line) for item in value])
        case dict():
            pairs = {key: (Scalar(key, line, 0), node_of(item, line)) for key, item in value.items()}
            return Mapping(line, 0, pairs)
