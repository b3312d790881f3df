"""What one digest remembers, so that the next tells nothing twice and loses nothing."""

from collections.abc import Iterable
from datetime import date, timedelta

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.changes.compare import Before
from tenderwatch.queries.changes.facts import Facts
from tenderwatch.queries.digest.choose import Unit
from tenderwatch.queries.digest.standing import Standing
from tenderwatch.registry.model import Registry

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
