"""A digest as values: items in sections, in the order in which a reader needs them, and which it has room for."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

from tenderwatch.dates import UNKNOWN, Duration, When
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


# What is told first where not all can be: what is to be decided, news, and what others wait for.
_FIRST: tuple[Heading, ...] = (
    "decide", "contracts", "changed", "tenders", "coming", "awaiting", "no-news", "end-unknown", "stale",
)  # fmt: skip


class Unit(NamedTuple):
    """What is reported together or not at all: one thing that stands, or every change of a contract.

    `keys` are those by which a thing is remembered; changes have none. `waited` says that it stood at the last digest
    already, and was left out.
    """

    contract: str
    items: tuple[Item, ...]
    keys: tuple[str, ...] = ()
    waited: bool = False


def is_urgent(item: Item, until: date) -> bool:
    """Whether a first digest lists it: a date, late or near, of what is to be decided or coming."""
    if item.section not in ("overdue", "coming", "tenders") or item.group not in ("decide", "coming"):
        return False
    return item.section == "overdue" or bool(item.when and item.when.earliest and item.when.earliest <= until)


def choose(units: Iterable[Unit], limit: int | None) -> tuple[list[Unit], list[Unit]]:
    """What to tell, at most so many items, and what is left: news before what waited, then by urgency.

    The first is reported whatever its size, so that nothing waits for ever.
    """
    ordered = sorted(units, key=_urgency)
    if limit is None:
        return ordered, []
    room, number = limit, 0
    for unit in ordered:
        room -= len(unit.items)
        if room < 0 and number:
            break
        number += 1
    return ordered[:number], ordered[number:]


def count_left(units: Iterable[Unit]) -> tuple[tuple[Heading, int], ...]:
    """How many items are left, by heading."""
    found = Counter(item.heading for unit in units for item in unit.items)
    return tuple((heading, found[heading]) for heading in HEADINGS if found[heading])


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items by heading, then contract by contract as on the board, then by date."""
    items = tuple(items)
    ranks: dict[tuple[Heading, str], tuple[int, int, int]] = {}
    for item in items:
        place = (item.heading, item.contract)
        ranks[place] = min(ranks.get(place, _rank(item)), _rank(item))
    return tuple(sorted(items, key=lambda item: (
        HEADINGS.index(item.heading), ranks[item.heading, item.contract], item.contract, _date(item), item.kind,
        item.fact, item.text,
    )))  # fmt: skip


def _urgency(unit: Unit) -> tuple[object, ...]:
    first = min(unit.items, key=lambda item: _FIRST.index(item.heading))
    return (unit.waited, _FIRST.index(first.heading), _rank(first), unit.contract, _date(first), first.kind, unit.keys)


def _rank(item: Item) -> tuple[int, int, int]:
    """Where an item draws its contract to: by what can still be done and the day to act, by date, or newest first."""
    reach = 0
    if item.heading == "decide" and item.feasible:
        reach = {"short-by-exception": 0, "hold-over": 2}.get(item.feasible, 1)
        item = item._replace(when=item.act_by or item.when)
    early, late = _date(item)
    if item.heading in ("awaiting", "no-news"):
        return (reach, -late.toordinal(), -early.toordinal())
    return (reach, early.toordinal(), late.toordinal())


def _date(item: Item) -> tuple[date, date]:
    return (item.when or UNKNOWN).sort_key
