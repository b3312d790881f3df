"""Which items a digest tells where there are more than it may, and in which order they stand."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from tenderwatch.dates import UNKNOWN
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.digest.item import HEADINGS, Heading, Item

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
