"""Every field of a source is used, ignored by name, or reported: nothing that a publisher adds passes unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

_NAMES = Path(__file__).with_name("known_fields.txt")
# A publisher's own additions beyond so many are counted, not named.
_MOST_NAMED = 20


@cache
def known(what: str) -> frozenset[str]:
    """The names known of `keys` (of a release) or `columns` (of an export of Contracts Finder), used or not."""
    names: set[str] = set()
    taken = False
    for line in _NAMES.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            taken = line.startswith(f"[{what} ")
        elif taken and line:
            names.add(line)
    return frozenset(names)


_NESTED = (dict, list)


class Unknown:
    """The fields met that nobody knows here, each with how often; filled while a file is read."""

    def __init__(self) -> None:
        self._met: Counter[str] = Counter()
        self._values: Counter[str] = Counter()
        self._shapes: dict[tuple[str, ...], tuple[str, ...]] = {}

    def see(self, value: Any) -> None:
        """Note what a release holds. Blocks of one shape are looked at once."""
        shapes = self._shapes
        waiting = [value] if type(value) in _NESTED else []
        while waiting:
            block = waiting.pop()
            if isinstance(block, dict):
                shape = tuple(block)
                if (unknown := shapes.get(shape)) is None:
                    unknown = shapes[shape] = tuple(key for key in shape if key not in known("keys"))
                if unknown:
                    self._met.update(unknown)
                block = block.values()
            waiting += [item for item in block if type(item) in _NESTED]

    def see_columns(self, headings: Iterable[object]) -> None:
        """Note the columns of an export of Contracts Finder."""
        names = (str(heading or "").strip() for heading in headings)
        self._met.update(name for name in names if name and name not in known("columns"))

    def see_value(self, heading: str, value: str) -> None:
        """Note what a cell of a known column holds, where it means nothing that a registry knows."""
        self._values[f"{heading} '{value[:60]}'"] += 1

    @property
    def counts(self) -> dict[str, int]:
        """Each field and how often it was met, in order."""
        return dict(sorted(self._met.items()))

    def remarks(self) -> Iterator[str]:
        """A sentence on the fields, and one on the values; nothing where all of them are known."""
        if self._met:
            yield f"fields not known, and not used: {_named(self.counts)}"
        if self._values:
            yield f"not understood, and left out: {_named(dict(sorted(self._values.items())))}"


def _named(counts: dict[str, int]) -> str:
    named = [f"{name} ({number})" for name, number in list(counts.items())[:_MOST_NAMED]]
    more = f" and {len(counts) - _MOST_NAMED} more" if len(counts) > _MOST_NAMED else ""
    return ", ".join(named) + more
