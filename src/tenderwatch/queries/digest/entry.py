"""What one digest remembers, so that the next tells nothing twice and loses nothing."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from tenderwatch.queries.changes import Before, Facts
from tenderwatch.queries.digest.standing import Standing
from tenderwatch.registry.model import Registry

# What no longer stands is forgotten after so many days. Until then a record that is mended is not told anew.
FORGET_DAYS = 400
Told = dict[str, dict[str, date]]
"""For each contract, what was told of it (a key with its mark) and when last it stood."""


class Entry(NamedTuple):
    """What is remembered of the digests told so far: the last day, what was told, and the facts as they were then."""

    last: date
    edition: date
    told: Told
    before: Before


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
    *,
    whole: bool,
) -> Entry:
    """What to remember once this has been told: what stands, the facts, and what was remembered before."""
    oldest = today - timedelta(days=FORGET_DAYS)
    told: Told = {}
    for name, keys in (entry.told if entry else {}).items():
        if kept := {key: day for key, day in keys.items() if day >= oldest}:
            told[name] = kept
    for name, things in stands.items():
        if standing_now := [key for _, keys in keyed(things) for key in keys]:
            told.setdefault(name, {}).update(dict.fromkeys(standing_now, today))
    every = {*registry.by_id, *registry.faulty}
    if entry and not whole:
        held = {name: old for name, old in entry.before.facts.items() if name not in registry.by_id}
        facts = {**held, **facts}
        every |= entry.before.others
    return Entry(today, registry.edition, told, Before(facts, frozenset(every - facts.keys())))
