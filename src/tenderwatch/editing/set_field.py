"""Setting one field of a record, and what becomes of what stood there."""

from __future__ import annotations

from datetime import date
from typing import Literal

from tenderwatch.checks.evidence import DATED
from tenderwatch.dates.parsing import parse_when
from tenderwatch.dates.words import day_text
from tenderwatch.editing.cited import Cited, support
from tenderwatch.editing.draft import Draft, Path
from tenderwatch.editing.order import item_of, kind_at
from tenderwatch.editing.spans import Data
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean
from tenderwatch.reading.fields import Faults, FieldType, Record, Unreadable
from tenderwatch.reading.written import WHEN
from tenderwatch.reading.yaml_tree import Scalar

# What became of the value before: we had misread it, the source has been overtaken, or two sources disagree.
Was = Literal["slip", "moved", "disputed"]


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
    ids = [str(one["id"]) for one in items if isinstance(one, dict) and "id" in one]
    for number, one in enumerate(items):
        if word == str(number + 1) or (isinstance(one, dict) and one.get("id") == word):
            return number
    shown = f"the items are 1 to {len(items)}" if items else "add one with --add"
    raise UsageError(f"`{path[-1]}` has no item '{word}'", f"{shown}{', or ' + ', '.join(ids) if ids else ''}")


def read_value(kind: FieldType, words: tuple[str, ...], field: str) -> Data:
    """What was typed, as the value of a field. Raises UsageError where the format would not take it.

    A list takes one word or quoted phrase for each item; a group of keys takes KEY=VALUE.
    """
    inner = item_of(kind)
    if inner is not None:
        if isinstance(inner, Record):
            raise UsageError(
                f"`{field}` is a list of groups of keys", f"add one with --add, or name an item: {field}.1.KEY"
            )
        return [_one(inner, word, field) for word in words]
    if isinstance(kind, Record):
        return _group(kind, words, field)
    if len(words) != 1:
        raise UsageError(f"`{field}` takes one value, not {len(words)}", "put a value of several words in quotes")
    return _one(kind, words[0], field)


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
    if isinstance(kind, Record) or item_of(kind) is not None:
        raise UsageError(f"`{field}` is too deep for one command", "set its parts one by one")
    faults = Faults("")
    try:
        kind.read(Scalar(word, 0, 0, quoted=bool(word)), faults)
    except Unreadable:
        problem = faults.problems[0]
        raise UsageError(f"{field}: {problem.message}", problem.hint) from None
    return parse_when(word).written if kind is WHEN else word


def added(draft: Draft, path: Path, kind: FieldType, words: tuple[str, ...], field: str) -> None:
    """Add one item (or several words) to a list. Raises UsageError where the field is no list."""
    inner = item_of(kind)
    if inner is None:
        raise UsageError(f"`{field}` is no list", "leave --add out")
    if isinstance(inner, Record):
        draft.append(path, _group(inner, words, field))
        return
    for word in words:
        value = _one(inner, word, field)
        if value in draft.items(*path):
            raise UsageError(f"`{field}` has '{value}' already", "there is nothing to do")
        draft.append(path, value)


def keep_what_was(
    draft: Draft,
    before: Draft,
    path: Path,
    cited: Cited | None,
    *,
    was: Was | None,
    because: str | None,
    titles: dict[str, str],
    today: date,
) -> None:
    """Deal with the reading that stood in a field of a contract, and let the source cited support the new one.

    `slip`: we had misread it, and nothing of it is kept. `moved`: its source has been overtaken, and a note keeps
    what was stated; the old evidence no longer supports the field. `disputed`: both readings become a conflict.
    If nothing is said it is a slip with the same source, and moved with another; a date never changes without
    either. `titles` are those of the sources, by id. Raises UsageError where something is missing.
    """
    key, old, new = str(path[0]), before.get(*path), draft.get(*path)
    option = path[:2] if path[0] == "extensions" and len(path) > 2 else ()
    earlier = [] if option else _supporting(before, key)
    if was in ("moved", "disputed") and cited is None:
        raise UsageError(f"--was {was} needs the source that says so now", "add --source and --place")
    if cited is None and was is None and key in DATED and old is not None and old != new and new is not None:
        hint = "name the source that says so now (--source, --place), or say --was slip if we had misread the old one"
        raise UsageError(f"`{_label(path)}` has a value already: why does it change?", hint)
    if because and was != "disputed":
        raise UsageError("--because is the reason for a choice between readings", "add --was disputed")
    others = [one for one in earlier if cited and one[0] != cited.source]
    moved = old != new and bool(others)
    if was == "disputed":
        _dispute(draft, path, old, earlier, cited, because)
    elif moved and isinstance(old, str) and was != "slip":
        if len(path) == 1:
            _overtake(draft, key, cited)
        named = "; ".join(f"{titles.get(source, source)}: {place}" for source, place in others)
        note = f"Stated earlier: {_label(path)} {_words(draft, path, old)} ({named}). Superseded on {day_text(today)}."
        draft.append(("notes",), note)
    if cited and draft.get(*path) is not None:
        support(draft, cited, (str(path[2]),) if option else (key,), option)
    if key in DATED and draft.get(key) is not None and not _supporting(draft, key):
        hint = "name the source: --source ID --place 'page, row or item'"
        raise UsageError(f"nothing supports `{key}`: a date needs its evidence", hint)


def forget(draft: Draft, path: Path) -> None:
    """Take a field out, and its key out of the evidence where nothing of it is left."""
    if draft.get(*path) is None:
        raise UsageError(f"`{'.'.join(map(str, path))}` is not there", "there is nothing to remove")
    draft.remove(path)
    where: Path = path[:2] if path[0] == "extensions" and len(path) > 2 else ()
    key = str(path[len(where)])
    if draft.get(*where, key) is None:
        for number in range(len(draft.items(*where, "evidence"))):
            _unsupport(draft, (*where, "evidence", number), key)


def _supporting(draft: Draft, key: str) -> list[tuple[str, str]]:
    """Source and place of each piece of evidence that supports a key."""
    return [
        (str(one.get("source", "")), str(one.get("place", "")))
        for number, one in enumerate(draft.items("evidence"))
        if isinstance(one, dict) and key in draft.items("evidence", number, "supports")
    ]


def _overtake(draft: Draft, key: str, cited: Cited | None) -> None:
    for number, one in enumerate(draft.items("evidence")):
        if isinstance(one, dict) and cited and one.get("source") != cited.source:
            _unsupport(draft, ("evidence", number), key)


def _unsupport(draft: Draft, piece: Path, key: str) -> None:
    supports = draft.items(*piece, "supports")
    if key in supports:
        draft.remove((*piece, "supports", supports.index(key)))


def _dispute(
    draft: Draft, path: Path, old: Data | None, earlier: list[tuple[str, str]], cited: Cited | None, because: str | None
) -> None:
    """Both readings as a conflict, with the new one chosen."""
    if not because or cited is None:
        raise UsageError("a choice between readings needs its reason", "add --because 'why this reading was chosen'")
    new = draft.get(*path)
    if not isinstance(old, str) or not earlier or not isinstance(new, str):
        raise UsageError(f"`{_label(path)}` has no earlier reading to disagree with", "leave --was out")
    readings: list[Data] = [
        {"says": f"{_label(path)} {_words(draft, path, text)}", "source": source, "place": place}
        for text, source, place in (*((old, *one) for one in earlier), (new, cited.source, cited.place))
    ]
    conflict: Data = {
        "about": str(path[0]), "readings": readings, "chosen": _words(draft, path, new), "because": because,
    }  # fmt: skip
    draft.append(("conflicts",), conflict)


def _label(path: Path) -> str:
    return " ".join(str(one + 1) if isinstance(one, int) else one.replace("_", " ") for one in path)


def _words(draft: Draft, path: Path, value: str) -> str:
    """A value as people say it."""
    if kind_at(draft.section, path) is not WHEN:
        return value
    try:
        return parse_when(value).text
    except ValueError:
        return f"'{value}'"
