"""What changed since the site was published last, told from its own events alone."""

from collections import defaultdict
from datetime import date

from tenderwatch.calendar.feed import Carried, Stamped
from tenderwatch.dates import from_bounds
from tenderwatch.labels import EVENT
from tenderwatch.site.site import Change


def find_changes(carried: Carried, today: date, titles: dict[str, str], known_before: frozenset[str]) -> list[Change]:
    """A change for each contract concerned, by id: what is new, what moved, what was withdrawn.

    `titles` are those of all contracts, published now or before; `known_before` the ids published before.
    """
    words: dict[str, dict[str, None]] = defaultdict(dict)
    for item in carried.added:
        contract = item.body.contract
        words[contract][f"{_words(item)}: {_days(item)}" if contract in known_before else "now listed"] = None
    for old, new in carried.changed:
        words[new.body.contract][_moved(old, new)] = None
    for old, _ in carried.cancelled:
        words[old.body.contract][f"{_words(old)}: {_days(old)}, withdrawn"] = None
    found = []
    for contract, said in sorted(words.items()):
        told = list(said)
        # A date that moved says more than an event whose wording changed with it.
        dates = [item for item in told if item != _REWORDED]
        found.append(Change(today, contract, titles.get(contract, contract), tuple(dates or told)))
    return found


_REWORDED = "details changed"


def _moved(old: Stamped, new: Stamped) -> str:
    if old.cancelled:
        return f"{_words(new)}: {_days(new)}, listed again"
    if (old.body.first, old.body.last) != (new.body.first, new.body.last):
        return f"{_words(new)}: {_days(old)} becomes {_days(new)}"
    return _REWORDED


def _words(stamped: Stamped) -> str:
    kind = stamped.body.uid.split("@")[0].split(".")[1]
    return EVENT.get(kind, kind)


def _days(stamped: Stamped) -> str:
    return from_bounds(stamped.body.first, stamped.body.last).text
