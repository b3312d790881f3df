"""A digest as values: items in sections, in the order in which a reader needs them."""

from datetime import date
from typing import Literal, get_args

from tenderwatch.dates import Duration, When
from tenderwatch.law.schedule.feasibility import Feasible
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook.prospects import Group
from tenderwatch.queries.filters import Audience
from tenderwatch.registry.model import Aside

Section = Literal["overdue", "coming", "tenders", "changed", "contracts", "stale", "end-unknown"]

Heading = Literal["decide", "coming", "awaiting", "no-news", "tenders", "changed", "contracts", "stale", "end-unknown"]

SECTIONS: tuple[Section, ...] = get_args(Section)
HEADINGS: tuple[Heading, ...] = get_args(Heading)


class Item(NamedTuple):
    """One thing to know about one contract.

    `mark` is the last mark that its date has crossed (`12m`, `6m`, `3m`, `1m`, or the reach of `ahead`), empty if
    none was. `before`, `after` and `fact` are set for changes, `source` where the registry names one.
    `group` is where the contract stands on the board; `act_by` and `feasible` say of what is to be decided by when to
    act, and what is still possible.
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
    group: Group | None = None
    act_by: When | None = None
    feasible: Feasible | None = None

    @property
    def heading(self) -> Heading:
        """What it stands under: a date under the group of its contract, all else under a heading of its own."""
        match self.section:
            case "overdue" | "coming":
                return self.group or "no-news"
            case section:
                return section


class Digest(NamedTuple):
    """A digest for a day. Records in the registry = `considered` + `filtered` + `faulty`: nothing is dropped silently.

    `since` is the day of the last digest, or the day given; None for the `first` of a memory, which tells what is to be
    decided or near. `left` counts by heading what would be reported but for that, or for the limit; `aside` are the
    contracts that the reader has set aside, with their titles. `notes` are what the reader must know about the digest
    itself, such as what it cannot tell.
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
    left: tuple[tuple[Heading, int], ...] = ()
    aside: tuple[tuple[str, Aside], ...] = ()
    first: bool = False

    @property
    def waiting(self) -> int:
        """How many items are left out, by the limit or because it is the first digest."""
        return sum(number for _, number in self.left)

    def of(self, section: Section) -> tuple[Item, ...]:
        """The items of a section, in order."""
        return tuple(item for item in self.items if item.section == section)

    def under(self, heading: Heading) -> tuple[Item, ...]:
        """The items under a heading, in order."""
        return tuple(item for item in self.items if item.heading == heading)
