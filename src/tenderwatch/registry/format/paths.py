"""The order of keys: that of the registry's format, from the very table that the reader works by."""

from __future__ import annotations

from tenderwatch.registry.draft import Path
from tenderwatch.registry.format.contract import Alternatives
from tenderwatch.registry.format.fields import FieldType, ListOf, Record
from tenderwatch.registry.format.sections import SECTIONS
from tenderwatch.registry.yaml_tree import Data

# Sections whose records are long enough to have an empty line between them.
APART = ("contracts", "coverage", "events")


def kind_at(section: str, path: Path) -> FieldType | None:
    """What the format lets stand at a path in a record of a section; None for what it does not know."""
    kind = kind_of_record(section)
    for step in path:
        if isinstance(kind, Record) and step in kind.by_key:
            kind = kind.by_key[str(step)].type
        elif kind is not None and isinstance(step, int):
            kind = item_of(kind)
        else:
            return None
    return kind


def kind_of_record(section: str) -> FieldType | None:
    """The records of a section."""
    return item_of(SECTIONS[section][1])


def kind_of_key(kind: FieldType | None, key: str) -> FieldType | None:
    """What stands behind a key of a group of keys; None for what the format does not know."""
    return kind.by_key[key].type if isinstance(kind, Record) and key in kind.by_key else None


def item_of(kind: FieldType) -> FieldType | None:
    """What a list of this kind holds; None for what is no list."""
    return kind.item if isinstance(kind, ListOf | Alternatives) else None


def keys_of(kind: FieldType | None) -> tuple[str, ...]:
    """The keys of a group of keys, in the format's order."""
    return tuple(kind.by_key) if isinstance(kind, Record) else ()


def in_order(value: Data, kind: FieldType | None) -> Data:
    """The same value with its keys in the format's order; keys that the format does not know come last."""
    match value:
        case dict() if isinstance(kind, Record):
            known = [key for key in kind.by_key if key in value]
            keys = [*known, *(key for key in value if key not in kind.by_key)]
            return {key: in_order(value[key], kind_of_key(kind, key)) for key in keys}
        case list() if kind is not None:
            return [in_order(item, item_of(kind)) for item in value]
        case _:
            return value
