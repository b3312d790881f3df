"""Which contracts of a compiled registry can ask for attention, and which of them have been worked out before."""

from __future__ import annotations

from collections.abc import Callable
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

    def __init__(
        self, registry: StoredRegistry, reach: Callable[[], Reach], today: date, question: Question | None
    ) -> None:
        self.registry, self.db = registry, registry.db
        self.reach, self.today, self.question = reach, today, question

    def found(self, places: set[int] | None) -> Near:
        """Of the contracts at these places, or of all."""
        if self.question is None:
            return self._read(self._all()) if places is None else self._among(places)
        kept = self.registry.kept.of(self.question, places)
        if places is None:
            places = self._all()
            kept = {place: worked for place, worked in kept.items() if place in places}
            near = self._read(places.difference(kept))
        else:
            near = self._among(places.difference(kept))
        return near._replace(worked=tuple(kept.values()))

    def _all(self) -> set[int]:
        reach = self.reach()
        days = reach.end.toordinal(), self.today.toordinal()
        far = quiet_sums(self.db, f"NOT {NEAR}", *days)
        rows = self.db.execute(f"SELECT pos, ends, since FROM contract WHERE state = {USED} AND {NEAR}", days)
        near = rows.fetchall()
        sums = len(near), sum(row[1] for row in near), sum(row[2] for row in near)
        if tuple(map(sum, zip(far, sums, strict=True))) != self.registry.head.quiet:
            raise DamagedError
        places = {pos for pos, _, _ in near}
        for chunk, marks in chunks({name for name, _ in tags_of(self.db, NAMES_CONTRACT)}):
            query = f"SELECT pos FROM contract WHERE section = ? AND id IN ({marks})"
            places.update(pos for (pos,) in self.db.execute(query, (CONTRACTS, *chunk)))
        places.update(self.registry.tagged(NAMES_AUTHORITY, reach.ceasing))
        return places

    def _among(self, places: set[int]) -> Near:
        used: dict[str, tuple[int, int, int]] = {}
        for chunk, marks in chunks(sorted(places)):
            rows = list(sealed_at(self.db, "contract", f"pos IN ({marks})", *chunk))
            if len(rows) != len(chunk):
                raise DamagedError
            used |= {name: (pos, ends, since) for pos, _, name, state, ends, since, _ in rows if state == USED}
        if not used:  # all that can be used was kept
            return Near(())
        reach = self.reach()
        end, day = reach.end.toordinal(), self.today.toordinal()
        quiet = {name: pos for name, (pos, ends, since) in used.items() if ends >= end and since <= day}
        replaced = words_tagged(self.db, NAMES_CONTRACT, quiet)
        ceasing = set(self.registry.tagged(NAMES_AUTHORITY, reach.ceasing))
        far = {name: pos for name, pos in quiet.items() if name not in replaced and pos not in ceasing}
        return self._read(places.difference(far.values()))._replace(far=far)

    def _read(self, places: set[int]) -> Near:
        """The contracts at these places that are used."""
        held = self.registry.at(places)
        if self.question is None:
            return Near(held)
        return Near(held, places=self.registry.places_of(held))
