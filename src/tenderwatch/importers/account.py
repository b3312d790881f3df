"""The account of an import: what became of every release or row, so that nothing is lost without a word."""

from collections import defaultdict
from collections.abc import Iterable

from tenderwatch.importers.statement import Place
from tenderwatch.named_tuple import NamedTuple

OUTCOMES = ("same", "changed", "new", "doubtful", "set aside", "rejected")
# Of what a row came to, the one that matters most counts. A row is a byte: 0 was not read, 1 has come to nothing yet.
_WEIGHT = ("", "unaccounted", "set aside", "same", "doubtful", "changed", "new", "rejected")
_RANK = {outcome: rank for rank, outcome in enumerate(_WEIGHT)}


class Account(NamedTuple):
    """How many releases or rows came in, and what each of them became. The numbers add up, always."""

    rows: int
    counts: dict[str, int]

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for once."""
        return self.rows == sum(self.counts.values())


class Tally:
    """Takes note of the rows of each file as they are read, and of what they come to."""

    def __init__(self) -> None:
        self._files: dict[str, bytearray] = defaultdict(bytearray)

    def read(self, place: Place) -> None:
        """Note that a row has been read."""
        self.note_rows(place, 1, "unaccounted")

    def note(self, places: Iterable[Place], outcome: str) -> None:
        """Note what rows came to. One that states several contracts counts for the outcome that matters most."""
        for place in places:
            self.note_rows(place, 1, outcome)

    def note_rows(self, place: Place, count: int, outcome: str) -> None:
        """Note what so many rows came to, from a place on."""
        file, first, _ = place
        rows, rank = self._files[file], _RANK[outcome]
        after = first + count
        if after > len(rows):
            rows.extend(bytes(after - len(rows)))
        for row in range(first, after):
            if rows[row] < rank:
                rows[row] = rank

    def account(self) -> Account:
        """The account of all rows."""
        counts = {outcome: sum(rows.count(_RANK[outcome]) for rows in self._files.values()) for outcome in OUTCOMES}
        return Account(sum(len(rows) - rows.count(0) for rows in self._files.values()), counts)
