"""The ledger of looking: which councils and services were looked at, when and where, and what was not found.

What was found is never written here: it is the registry's own contracts.
"""

from datetime import date

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.contract import TakenOver


class NotFound(NamedTuple):
    """One thing that was looked for and not found, in our words.

    `service` is the kind of service it would belong to; `ocid` the procurement that it would have continued.
    """

    what: str
    service: str | None = None
    ocid: str | None = None


class InHouse(NamedTuple):
    """A service that the authority runs itself, so that no contract for it is to be expected; `what` in our words."""

    service: str
    what: str


class Unread(NamedTuple):
    """Something published that was seen and not read: a lead, of which nothing is known but what `what` says."""

    what: str
    ocid: str | None = None
    url: str | None = None


class ReadNext(NamedTuple):
    """A page or register in which the authority's other contracts may stand; for all services if none is named."""

    what: str
    url: str | None = None
    services: tuple[str, ...] = ()


class Look(NamedTuple):
    """One look at one authority on one day.

    `places` are where it looked, in words; `sources` the ids of documents read through. `services` were looked
    for by name: with none, whatever care service turned up was taken. `reaches` is how recent the newest of
    what was seen is: nothing later can have been noticed.
    """

    id: str
    authority: str
    looked: date
    places: tuple[str, ...]
    services: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reaches: When | None = None
    not_found: tuple[NotFound, ...] = ()
    in_house: tuple[InHouse, ...] = ()
    unread: tuple[Unread, ...] = ()
    read_next: tuple[ReadNext, ...] = ()
    note: str | None = None
    taken_over: TakenOver | None = None
