"""A field of a record named on the command line, and the value typed for it."""

from __future__ import annotations

from contextlib import suppress

from tenderwatch.dates import When
from tenderwatch.dates.parsing import WhenError, parse_when
from tenderwatch.dates.typed import read_when
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean
from tenderwatch.registry.draft import Draft, Path
from tenderwatch.registry.format.contract import VALUE
from tenderwatch.registry.format.faults import Faults, Unreadable
from tenderwatch.registry.format.fields import FieldType, Parsed, Record
from tenderwatch.registry.format.paths import item_of, kind_at
from tenderwatch.registry.format.written import AMOUNT
from tenderwatch.registry.yaml_tree import Data, Scalar


def field_path(draft: Draft, field: str) -> tuple[Path, FieldType]:
    """The place of a field named with dots (`plans.tender`, `extensions.1.state`) and what it holds.

    Items of a list are counted from 1, or named by their id. Raises UsageError with what there is.
    """
    path: Path = ()
    for word in field.split("."):
        kind = kind_at(draft.section, path)
        if isinstance(kind, Record):
            if word not in kind.by_key:
                known = ", ".join(kind.by_key)
                raise UsageError(
                    f"'{word}' is not a key of a {kind.name}",
                    did_you_mean(word, kind.by_key) or f"its keys are {known}",
                )
            path = (*path, word)
        elif kind is not None and item_of(kind) is not None:
            path = (*path, _position(draft, path, word))
        else:
            raise UsageError(f"`{'.'.join(map(str, path))}` has no parts, so no '{word}'", "name the key alone")
    kind = kind_at(draft.section, path)
    assert kind is not None  # noqa: S101 - every step was found in the format
    return path, kind


def _position(draft: Draft, path: Path, word: str) -> int:
    items = draft.items(*path)
    ids = [str(item["id"]) for item in items if isinstance(item, dict) and "id" in item]
    for number, item in enumerate(items):
        if word == str(number + 1) or (isinstance(item, dict) and item.get("id") == word):
            return number
    whole = f"the items are 1 to {len(items)}" if len(items) > 1 else "its only item is 1"
    shown = whole if items else "add one with ⟨add⟩"
    raise UsageError(f"`{path[-1]}` has no item '{word}'", f"{shown}{', or ' + ', '.join(ids) if ids else ''}")


def typed_when(flag: str, text: str) -> When:
    """A date as it was typed for an argument. Raises UsageError."""
    try:
        return read_when(text)
    except WhenError as error:
        raise UsageError(f"{flag}: {error}", error.hint) from None


def in_words(written: str) -> str:
    """A date as people say it; as it is written, where it is none."""
    try:
        return parse_when(written).text
    except ValueError:
        return f"'{written}'"


def read_value(kind: FieldType, words: tuple[str, ...], field: str) -> Data:
    """What was typed, as the value of a field. Raises UsageError where the format would not take it.

    A list takes one word or quoted phrase for each item; a group of keys takes KEY=VALUE.
    """
    inner = item_of(kind)
    if inner is not None:
        if isinstance(inner, Record) and not inner.short:
            raise UsageError(
                f"`{field}` is a list of groups of keys", f"add one with ⟨add⟩, or name an item: {field}.1.KEY"
            )
        return [_one(inner, word, field) for word in words]
    if kind is VALUE and len(words) == 1 and "=" not in words[0]:
        return worth(words[0], field)
    if isinstance(kind, Record):
        return _group(kind, words, field)
    if len(words) != 1:
        raise UsageError(f"`{field}` takes one value, not {len(words)}", "put a value of several words in quotes")
    return _one(kind, words[0], field)


def worth(text: str, field: str) -> Data:
    """'£550,000 a year' as an amount and what it covers. Raises UsageError where either is missing."""
    amount, _, basis = text.strip().replace("£ ", "£").partition(" ")
    if not basis.strip():
        raise UsageError(f"{field}: '{text}' does not say what it covers", "write it as '£550,000 a year'")
    return {"amount": as_written(AMOUNT, amount), "basis": basis}


def _group(kind: Record, words: tuple[str, ...], field: str) -> Data:
    made: dict[str, Data] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in kind.by_key:
            hint = did_you_mean(key, kind.by_key) or f"its keys are {', '.join(kind.by_key)}"
            raise UsageError(f"`{field}` is a {kind.name}, written as KEY=VALUE, not '{word}'", hint)
        made[key] = read_value(kind.by_key[key].type, (value,), f"{field}.{key}")
    return made


def _one(kind: FieldType, word: str, field: str) -> str:
    if isinstance(kind, Record) and kind.short:
        kind = kind.by_key[kind.short].type
    if isinstance(kind, Record) or item_of(kind) is not None:
        raise UsageError(f"`{field}` is too deep for one command", "set its parts one by one")
    word, faults = as_written(kind, word), Faults("")
    try:
        kind.read(Scalar(word, 0, 0, '"' if word else ""), faults)
    except Unreadable:
        problem = faults.problems[0]
        raise UsageError(f"{field}: {problem.message}", problem.hint) from None
    return word


def as_written(kind: FieldType | None, word: str) -> str:
    """What was typed in the form that a registry has for it; the word itself where it has no such reading."""
    if isinstance(kind, Parsed) and kind.typed:
        with suppress(ValueError):
            return kind.typed(word)
    return word


def added(draft: Draft, path: Path, kind: FieldType, words: tuple[str, ...], field: str) -> None:
    """Add one item (or several words) to a list. Raises UsageError where the field is no list."""
    inner = item_of(kind)
    if inner is None:
        raise UsageError(f"`{field}` is no list", "remove ⟨add⟩")
    if isinstance(inner, Record) and not (inner.short and "=" not in words[0]):
        draft.append(path, _group(inner, words, field))
        return
    for word in words:
        value = _one(inner, word, field)
        if value in draft.items(*path):
            raise UsageError(f"`{field}` has '{value}' already", "there is nothing to do")
        draft.append(path, value)
