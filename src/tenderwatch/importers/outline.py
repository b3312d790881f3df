"""What the checks see of a record that is to be new, which says whether it is sound before it is made.

The checks of one record look at which keys it has, at a few of their values, and at the order of its dates. Two records
that are alike in these are sound both or neither, whatever their titles, references and days are. So once a record of
an outline has been proved, others of the same outline need not be made for a preview to say that they could be written.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tenderwatch.importers.options import DATELESS
from tenderwatch.registry.format.contract import CONTRACT
from tenderwatch.registry.format.faults import Odd
from tenderwatch.registry.yaml_tree import Data

# Keys of which the checks of one record ask no more than whether they are there; so with the place of its evidence.
UNCHECKED = (
    "title", "services", "user_groups", "providers", "reference", "department", "owner", "cpv", "value", "portal",
    "ocid", "notices", "reviews",
)  # fmt: skip
# Dates of which the checks compare nothing but which of two comes first.
_COMPARED = (
    ("end", "start"), ("tender_deadline", "advertised"), ("awarded", "advertised"), ("awarded", "tender_deadline"),
)  # fmt: skip
_DAYS = frozenset(key for pair in _COMPARED for key in pair)
_UNSEEN = frozenset(UNCHECKED)
# Those among them of which hardly two records have the same: nothing is gained by keeping what was read.
_NEVER_TWICE = frozenset({"title", "ocid", "notices", "reference"})
# What has no other date in it that one of those could be compared with.
_DATELESS = frozenset({"kind", "regime", "route", "term", "open_ended", "extensions", "lead", "partners"})
MOST_KEPT = 4000
_LONGEST_KEPT = 250

Outline = tuple[Any, ...]


class Outlines:
    """Outlines of records, and those of which one has been found sound."""

    def __init__(self) -> None:
        self._sound: set[Outline] = set()
        self._kept: dict[str, dict[Any, Any]] = {}
        self._types = {field.key: field.type for field in CONTRACT.fields}
        self._required = tuple(field.key for field in CONTRACT.required if field.key not in ("id", "evidence"))

    def of(self, data: dict[str, Data], supports: Iterable[tuple[str, ...]]) -> Outline | None:
        """The outline of a record without its id and evidence, which supports these keys; None if it has a fault."""
        exact: list[Any] = []
        days: dict[str, Any] = {}
        for key, value in data.items():
            if key in _NEVER_TWICE:
                if not self.reads(key, value):
                    return None
                continue
            kept = self._kept.get(key)
            known = value if type(value) is str else _hashable(value)
            if kept is None or known not in kept:
                try:
                    read = self._read(key, value, known)
                except ValueError:
                    return None
            else:
                read = kept[known]
            if key in _DAYS:
                days[key] = read
            elif key not in _UNSEEN:
                exact.append((key, known))
        if any(key not in data for key in self._required):
            return None
        order: tuple[Any, ...]
        if all(key in _DATELESS for key, _ in exact) and _without_days(data.get("extensions")):
            order = tuple(
                later in days and earlier in days and days[later].before(days[earlier]) for later, earlier in _COMPARED
            )
        else:
            order = tuple(days.items())
        return tuple(data), tuple(exact), order, tuple(supports)

    def reads(self, key: str, value: Data) -> bool:
        """Whether a registry can hold this value of a key."""
        try:
            self._types[key].plain(value)
        except ValueError:
            return False
        return True

    def learn(self, outline: Outline) -> None:
        """Note that a record of this outline is sound."""
        if len(self._sound) >= MOST_KEPT:
            self._sound.clear()
        self._sound.add(outline)

    def sound(self, outline: Outline) -> bool:
        """Whether a record of this outline was found sound."""
        return outline in self._sound

    def _read(self, key: str, value: Data, known: Any) -> Any:
        """What a registry reads from the value of a key. Raises ValueError."""
        kind = self._types.get(key)
        if kind is None:
            raise Odd
        read = kind.plain(value)
        if type(known) is not str or len(known) <= _LONGEST_KEPT:
            kept = self._kept.setdefault(key, {})
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[known] = read
        return read


def _hashable(value: Data) -> Any:
    if isinstance(value, list):
        return tuple([item if type(item) is str else _hashable(item) for item in value])
    if isinstance(value, dict):
        return tuple([(key, item if type(item) is str else _hashable(item)) for key, item in value.items()])
    return value


def _without_days(options: Data | None) -> bool:
    """Whether options name no day."""
    return not isinstance(options, list) or all(
        isinstance(option, dict) and DATELESS.issuperset(option) for option in options
    )
