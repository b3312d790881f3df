"""The account of an import: what became of every release or row, so that nothing is lost without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from tenderwatch.importers.reconcile import Match
from tenderwatch.importers.statement import Place, Reading, Reject

_WEIGHT = ("rejected", "new", "changed", "doubtful", "same", "set aside")
OUTCOMES = ("same", "changed", "new", "doubtful", "set aside", "rejected")


class Account(NamedTuple):
    """How many releases or rows came in, and what each of them became. The numbers add up, always."""

    rows: int
    counts: dict[str, int]

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for once."""
        return self.rows == sum(self.counts.values())


def settle_account(rows: int, readings: Iterable[Reading], matches: Iterable[Match]) -> Account:
    """The account of so many rows. A row that states several contracts counts for the one that matters most."""
    rank = {outcome: number for number, outcome in enumerate(_WEIGHT)}
    outcomes: dict[tuple[str, int], str] = {}

    def note(place: Place, outcome: str) -> None:
        key = (place.file, place.row)
        if key not in outcomes or rank[outcome] < rank[outcomes[key]]:
            outcomes[key] = outcome

    for reading in readings:
        note(reading.place, "rejected" if isinstance(reading, Reject) else "set aside")
    for each in matches:
        for place in each.proposal.places:
            note(place, each.outcome)
    counts = Counter(outcomes.values())
    return Account(rows, {outcome: counts[outcome] for outcome in OUTCOMES})
