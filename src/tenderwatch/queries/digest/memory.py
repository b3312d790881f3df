"""What digests remember, so that the next tells nothing twice and loses nothing; and the same as text.

The text is one JSON file for any number of digests, each under the name of what it is about. Nothing in it is guessed:
a file that is damaged, foreign or of a newer version is refused, so that it is never overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.own_json import DamageError, read_own_json
from tenderwatch.queries.changes.compare import Before
from tenderwatch.queries.changes.facts import Facts, read_fact
from tenderwatch.queries.digest.item import Unit
from tenderwatch.queries.digest.standing import Standing
from tenderwatch.queries.filters import Audience, Filters
from tenderwatch.registry.model import Registry
from tenderwatch.text import folded

WHAT = "tenderwatch digest state"
VERSION = 1
# Ten thousand contracts take about 8 MB.
MAX_BYTES = 64 * 1024 * 1024


def name_of(filters: Filters, audience: Audience, watch_file: str | None = None) -> str:
    """The name under which a digest is remembered: its audience and filters, in a fixed order.

    A watch list goes by its file, so that a list that grows is still the same.
    """
    parts = [f"for={audience}"]
    for field in Filters._fields:
        words: tuple[str, ...] = getattr(filters, field) if field != "watch" else ()
        if words:
            parts.append(f"{field}={'|'.join(sorted(set(map(folded, words))))}")
    if watch_file:
        parts.append(f"watch={watch_file}")
    return "; ".join(parts)


def parse_memory(text: bytes) -> dict[str, Any]:
    """Every entry of a state file, unread, by name. Raises DamageError."""
    whole = read_own_json(text)
    if not isinstance(whole, dict) or whole.get("what") != WHAT:
        raise DamageError("it is not a state of a digest")
    version = whole.get("version")
    if version != VERSION:
        newer = isinstance(version, int) and version > VERSION
        raise DamageError("it was written by a newer version of tenderwatch" if newer else "its version is not known")
    digests = whole.get("digests")
    if not isinstance(digests, dict):
        raise DamageError("it is damaged: it lists no digests")
    return digests


def parse_entry(raw: Any) -> Entry:
    """One entry of a state file. Raises DamageError."""
    try:
        facts = _facts(raw["facts"])
        told: Told = {
            name: {key: date.fromisoformat(day) for key, day in keys.items()} for name, keys in raw["told"].items()
        }
        others = raw["others"]
        if not isinstance(others, list) or not all(isinstance(other, str) for other in others):
            raise TypeError
        last, edition = date.fromisoformat(raw["last"]), date.fromisoformat(raw["edition"])
        # A state from before there was a limit has left nothing out.
        return Entry(last, edition, told, Before(facts, frozenset(others)), int(raw.get("waiting", 0)))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise DamageError("it is damaged: an entry has not the shape of one") from None


def format_memory(digests: dict[str, Any]) -> bytes:
    """A state file with these entries, one a line: the same entries give the same bytes."""
    lines = [
        f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(entry, ensure_ascii=False, sort_keys=True)}"
        for name, entry in sorted(digests.items())
    ]
    head = f'{{"what": "{WHAT}", "version": {VERSION}, "digests": {{\n'
    return (head + ",\n".join(lines) + "\n}}\n").encode()


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as JSON values; `parse_entry` reads it back equal."""
    return {
        "last": entry.last.isoformat(),
        "edition": entry.edition.isoformat(),
        "told": {
            name: {key: day.isoformat() for key, day in sorted(keys.items())} for name, keys in entry.told.items()
        },
        "facts": entry.before.facts,
        "others": sorted(entry.before.others),
    } | ({"waiting": entry.waiting} if entry.waiting else {})


def _facts(raw: Any) -> dict[str, dict[str, str]]:
    for facts in raw.values():
        for name, text in facts.items():
            if not isinstance(text, str):
                raise TypeError
            read_fact(name, text)  # a date that cannot be read is found now, not in the middle of a digest
    return dict(raw)


# --- What is remembered ---

# What no longer stands is forgotten after so many days. Until then a record that is mended is not told anew.
FORGET_DAYS = 400
Told = dict[str, dict[str, date]]
"""For each contract, what was reported of it (a key with its mark) and when last it stood."""


class Entry(NamedTuple):
    """What is remembered of the digests so far: the last day, what they reported, and the facts as they were then.

    `waiting` is how many items were left out of the last.
    """

    last: date
    edition: date
    told: Told
    before: Before
    waiting: int = 0


def keyed(stands: tuple[Standing, ...]) -> Iterable[tuple[Standing, list[str]]]:
    """Each thing with the keys by which it is remembered, one for each mark crossed. Equal ones are numbered."""
    seen: dict[str, int] = {}
    for stand in stands:
        seen[stand.stem] = seen.get(stand.stem, 0) + 1
        number = f"#{seen[stand.stem]}" if seen[stand.stem] > 1 else ""
        yield stand, [f"{stand.stem}{number}|{stand.section}|{mark}" for mark in stand.crossed]


def remember(
    stands: dict[str, tuple[Standing, ...]],
    facts: dict[str, Facts],
    registry: Registry,
    today: date,
    entry: Entry | None,
    told_now: Iterable[Unit],
    left: Iterable[Unit],
    *,
    whole: bool,
) -> Entry:
    """What to remember once this has gone out: what was reported and stands, the facts, and what was remembered before.

    Of a contract whose changes are left the facts stay as they were.
    """
    oldest = today - timedelta(days=FORGET_DAYS)
    told: Told = {}
    earlier = entry.told if entry else {}
    for name, keys in earlier.items():
        if kept := {key: day for key, day in keys.items() if day >= oldest}:
            told[name] = kept
    fresh: dict[str, set[str]] = {}
    for unit in told_now:
        fresh.setdefault(unit.contract, set()).update(unit.keys)
    for name, things in stands.items():
        # What still stands is kept, however long ago it was told.
        known = fresh.get(name, set()) | earlier.get(name, {}).keys()
        if standing_now := [key for _, keys in keyed(things) for key in keys if key in known]:
            told.setdefault(name, {}).update(dict.fromkeys(standing_now, today))
    every = {*registry.by_id, *registry.faulty}
    left, facts = tuple(left), dict(facts)
    for unit in left:
        if entry and not unit.keys:
            facts.pop(unit.contract, None)
            if unit.contract in entry.before.facts:
                facts[unit.contract] = entry.before.facts[unit.contract]
            elif unit.contract not in entry.before.others:
                every.discard(unit.contract)  # it is new to the reader, and stays so
    if entry and not whole:
        held = {name: old for name, old in entry.before.facts.items() if name not in registry.by_id}
        facts = {**held, **facts}
        every |= entry.before.others
    before = Before(facts, frozenset(every - facts.keys()))
    return Entry(today, registry.edition, told, before, sum(len(unit.items) for unit in left))
