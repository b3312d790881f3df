"""Which contracts of a compiled registry can ask for attention, and which of them have been worked out before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tenderwatch.registry.model import Near, Question, Reach
from tenderwatch.registry.store.tables import (
    CONTRACTS,
    NAMES_AUTHORITY,
    NAMES_CONTRACT,
    NEAR,
    USED,
    DamagedError,
    chunks,
    quiet_sums,
    sealed_at,
)
from tenderwatch.registry.store.tags import tags_of, words_tagged

if TYPE_CHECKING:
    from tenderwatch.registry.store.asked import StoredRegistry


class Nearest:
    """What a question is about, of a registry, on a day: see `Registry.near`."""

    def __init__(self, registry: StoredRegistry, reach: Reach, today: date, question: Question | None) -> None:
        self.registry, self.db = registry, registry.db
        self.days = reach.end.toordinal(), today.toordinal()
        self.ceasing = reach.ceasing
        self.question = question

    def found(self, places: set[int] | None) -> Near:
        """Of the contracts at these places, or of all."""
        return self._of(self._all()) if places is None else self._among(places)

    def _all(self) -> set[int]:
        far = quiet_sums(self.db, f"NOT {NEAR}", *self.days)
        rows = self.db.execute(f"SELECT pos, ends, since FROM contract WHERE state = {USED} AND {NEAR}", self.days)
        near = rows.fetchall()
        sums = len(near), sum(row[1] for row in near), sum(row[2] for row in near)
        if tuple(map(sum, zip(far, sums, strict=True))) != self.registry.head.quiet:
            raise DamagedError
        places = {pos for pos, _, _ in near}
        for chunk, marks in chunks({name for name, _ in tags_of(self.db, NAMES_CONTRACT)}):
            query = f"SELECT pos FROM contract WHERE section = ? AND id IN ({marks})"
            places.update(pos for (pos,) in self.db.execute(query, (CONTRACTS, *chunk)))
        places.update(self.registry.tagged(NAMES_AUTHORITY, self.ceasing))
        return places

    def _among(self, places: set[int]) -> Near:
        end, since = self.days
        quiet: dict[str, int] = {}
        for chunk, marks in chunks(sorted(places)):
            rows = list(sealed_at(self.db, "contract", f"pos IN ({marks})", *chunk))
            if len(rows) != len(chunk):
                raise DamagedError
            quiet |= {row[2]: row[0] for row in rows if row[3] == USED and row[4] >= end and row[5] <= since}
        replaced = words_tagged(self.db, NAMES_CONTRACT, quiet)
        ceasing = set(self.registry.tagged(NAMES_AUTHORITY, self.ceasing))
        far = {name: pos for name, pos in quiet.items() if name not in replaced and pos not in ceasing}
        return self._of(places.difference(far.values()), among=True)._replace(far=tuple(far))

    def _of(self, places: set[int], *, among: bool = False) -> Near:
        """What was worked out before of the contracts at these places, and the others, read."""
        if self.question is None:
            return Near(self.registry.at(places))
        kept = self.registry.kept.of(self.question, places if among else None)
        held = self.registry.at(places.difference(kept))
        at = {contract.id: place for place, contract in self.registry.read_at.items()}
        return Near(
            held,
            worked=tuple(worked for place, worked in kept.items() if place in places),
            places=tuple(at[contract.id] for contract in held),
        )
