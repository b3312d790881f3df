"""A record as it is to become: what it says now, and the changes that lead from what it said."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from tenderwatch.editing.spans import Data

Path = tuple[str | int, ...]


class Change(NamedTuple):
    """One change at a path of keys and positions (from 0): a value put there, an item inserted, or either removed."""

    action: Literal["put", "insert", "remove"]
    path: Path
    value: Data = ""


class Draft:
    """One record of a section. Each method changes `data` and notes in `changes` the least that has to be done.

    Texts are kept with single spaces between their words, as the reader reads them.
    """

    def __init__(self, section: str, name: str, data: dict[str, Data]) -> None:
        self.section, self.name = section, name
        self.data: Data = deepcopy(data)
        self.changes: list[Change] = []

    def get(self, *path: str | int) -> Data | None:
        """What stands at a path; None where nothing does."""
        found: Data = self.data
        for step in path:
            if isinstance(found, dict) and step in found:
                found = found[str(step)]
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found

    def items(self, *path: str | int) -> list[Data]:
        """The list at a path; an empty one where there is none."""
        found = self.get(*path)
        return found if isinstance(found, list) else []

    def put(self, path: Path, value: Data) -> None:
        """Make this the value at a path, with the groups of keys that lead there. An empty list is not kept."""
        value = _clean(value)
        while len(path) > 1 and isinstance(key := path[-1], str) and self.get(*path[:-1]) in (None, ""):
            path, value = path[:-1], {key: value}
        old = self.get(*path)
        if old == value:
            return
        if isinstance(old, dict) and isinstance(value, dict) and value:
            for key in [key for key in old if key not in value]:
                self.remove((*path, key))
            for key, item in value.items():
                self.put((*path, key), item)
        elif isinstance(old, list) and isinstance(value, list) and old and value:
            self._put_list(path, old, value)
        elif value in ([], {}):
            if old is not None:
                self.remove(path)
        elif old is not None and isinstance(path[-1], int) and not (isinstance(old, str) and isinstance(value, str)):
            self._remove(path)
            self.insert(path, value)
        else:
            self._note("put", path, value)

    def insert(self, path: Path, value: Data) -> None:
        """Put a new item before the one at this position, or after the last."""
        self._note("insert", path, _clean(value))

    def append(self, path: Path, value: Data) -> None:
        """Add an item to the list at a path, which is begun if it is not there."""
        if self.items(*path):
            self.insert((*path, len(self.items(*path))), value)
        else:
            self.put(path, [value])

    def remove(self, path: Path) -> None:
        """Take out what stands at a path, and with the last key or item what held it."""
        while len(path) > 1 and len(_container(self.get(*path[:-1]))) == 1:
            path = path[:-1]
        self._remove(path)

    def _remove(self, path: Path) -> None:
        self._note("remove", path)

    def _put_list(self, path: Path, old: list[Data], new: list[Data]) -> None:
        """Item by item, from the last, so that positions stay right."""
        matcher = SequenceMatcher(None, [repr(item) for item in old], [repr(item) for item in new], autojunk=False)
        for action, first, last, begin, stop in reversed(matcher.get_opcodes()):
            if action == "equal":
                continue
            if last - first == stop - begin:
                for at, item in zip(range(first, last), new[begin:stop], strict=True):
                    self.put((*path, at), item)
                continue
            # What comes is put in before what was there goes, so that the list is never empty on the way.
            for item in reversed(new[begin:stop]):
                self.insert((*path, last), item)
            for at in reversed(range(first, last)):
                self._remove((*path, at))

    def _note(self, action: Literal["put", "insert", "remove"], path: Path, value: Data = "") -> None:
        self.data = changed(self.data, path, action, value)
        self.changes.append(Change(action, path, value))


def changed(data: Data, path: Path, action: str, value: Data) -> Data:
    """The data after one change; what it does not concern is the same."""
    data, step, deeper = deepcopy(data), path[0], path[1:]
    if isinstance(data, dict) and isinstance(step, str):
        if deeper:
            data[step] = changed(data[step], deeper, action, value)
        elif action == "remove":
            del data[step]
        else:
            data[step] = deepcopy(value)
    elif isinstance(data, list) and isinstance(step, int):
        if deeper:
            data[step] = changed(data[step], deeper, action, value)
        elif action == "insert":
            data.insert(step, deepcopy(value))
        elif action == "remove":
            del data[step]
        else:
            data[step] = deepcopy(value)
    else:
        raise LookupError(f"no place {path!r} in {type(data).__name__}")
    return data


def _container(value: Data | None) -> Sequence[object] | dict[str, Data]:
    return value if isinstance(value, (dict, list)) else ()


def _clean(value: Data) -> Data:
    match value:
        case str():
            return " ".join(value.split())
        case list():
            return [_clean(item) for item in value]
        case dict():
            return {key: _clean(item) for key, item in value.items()}
