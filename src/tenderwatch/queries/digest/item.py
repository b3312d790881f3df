"""A digest as values: items in sections, in the order in which a reader needs them."""

from datetime import date
from typing import Literal, NamedTuple

from tenderwatch.dates import Duration, When
from tenderwatch.queries.filters import Audience

Section = Literal["overdue", "coming", "tenders", "changed", "contracts", "stale", "end-unknown"]

SECTIONS: dict[Section, str] = {
    "overdue": "Newly overdue",
    "coming": "Coming up",
    "tenders": "Tenders to expect",
    "changed": "What changed",
    "contracts": "New, replaced and ended",
    "stale": "Evidence gone stale",
    "end-unknown": "End not known",
}


class Item(NamedTuple):
    """One thing to know about one contract.

    `mark` is the last mark that its date has crossed (`12m`, `6m`, `3m`, `1m`, or the reach of `--ahead`), empty
    where there is none. `before`, `after` and `fact` are set for changes, `source` where the registry names one.
    """

    section: Section
    kind: str
    contract: str
    title: str
    council: str
    text: str
    when: When | None = None
    mark: str = ""
    basis: str = ""
    fact: str = ""
    before: When | str | None = None
    after: When | str | None = None
    source: str = ""


class Digest(NamedTuple):
    """A digest for a day. Records in the registry = `considered` + `filtered` + `faulty`: nothing is dropped silently.

    `since` is the day of the last digest, or the day given; None for the first of a memory, which tells all that
    stands. `notes` are what the reader must know about the digest itself, such as what it cannot tell.
    """

    today: date
    since: date | None
    audience: Audience
    ahead: Duration
    edition: date
    records: int
    considered: int
    filtered: int
    faulty: tuple[str, ...]
    changes: Literal["state", "against", "not-known"]
    items: tuple[Item, ...]
    notes: tuple[str, ...]

    def of(self, section: Section) -> tuple[Item, ...]:
        """The items of a section, in order."""
        return tuple(item for item in self.items if item.section == section)
