"""The dates of contracts as calendar events: pure values, one for each date, in a stable order.

A UID is `<contract id>.<event kind>[.<id of the option, window or body>]@tenderwatch` and never changes: a date that
moves keeps it. Where it would name another occasion than before, the cycle is added: the key of the end that the event
hangs on (see `tenderwatch.calendar.identity`). The text of an event says nothing that changes from
one day to the next by itself.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from tenderwatch.calendar.wording import about_contract, text, title
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Moment, Outlook
from tenderwatch.outlook.kinds import EventKind, is_for
from tenderwatch.queries.filters import Audience
from tenderwatch.registry.model import Contract, Registry

DOMAIN = "tenderwatch"
# An event that has passed stays this long as history (calendar days).
HISTORY = timedelta(days=90)
# A longer span is shown on its first day: as a band it would lie over all else for months (calendar days).
LONGEST_BAND = timedelta(days=31)


class Event(NamedTuple):
    """One all-day event. `first` and `last` are both days of it; `certain` only for a day that nothing known moves.

    `until` is the last day of what it is about, which may be a longer span than is shown. `uid` is that of a first
    publication, `base` the same without the `cycle`. `fact` where a source or the law states the date, however
    vaguely; else it is worked out.
    """

    uid: str
    kind: EventKind
    contract: str
    first: date
    last: date
    summary: str
    description: str
    certain: bool
    fact: bool
    url: str | None
    categories: tuple[str, ...]
    base: str = ""
    cycle: str = ""
    until: date = date.min

    @property
    def own(self) -> str:
        """The UID with the cycle, which names no other occasion."""
        base = self.base.removesuffix(f"@{DOMAIN}")
        between = "-" if base.count(".") > 1 else "."
        return f"{base}{between}{self.cycle}@{DOMAIN}" if self.cycle else self.base

    def shown_on(self, first: date, last: date) -> bool:
        """Whether it is shown on these days, be it as a band or on its first day."""
        return self.first == first and last in (self.last, self.until)


def contract_events(outlook: Outlook, *, base_url: str | None = None, bands: bool = False) -> tuple[Event, ...]:
    """Every event of one contract, by UID, but those that passed more than `HISTORY` ago.

    With the address of a published site, each event links to the contract's page there. `bands` shows long spans over
    the whole of their time.
    """
    link = _link(outlook.contract, outlook.registry, base_url)
    about = about_contract(outlook)
    events = (
        _event(moment, kind, outlook, about, link, bands=bands)
        for moment in outlook.moments
        if (kind := moment.event) and moment.when.latest and moment.when.latest >= outlook.today - HISTORY
    )
    # Of two alike (a key given to nothing but one of them), the first counts.
    alone = {event.own: event for event in reversed(tuple(events))}
    # Of several that differ only in their cycle, one can do without: that of the initial end, if there is one.
    without = {
        event.base: event.own for event in sorted(alone.values(), key=lambda event: event.cycle != "", reverse=True)
    }
    return tuple(
        sorted(event if without[event.base] == event.own else event._replace(uid=event.own) for event in alone.values())
    )


def choose(events: Iterable[Event], audience: Audience = "all", *, facts_only: bool = False) -> tuple[Event, ...]:
    """The events for an audience; `facts_only` leaves out every date that was worked out."""
    return tuple(event for event in events if is_for(event.kind, audience) and (event.fact or not facts_only))


def _event(
    moment: Moment, kind: EventKind, outlook: Outlook, about: tuple[str, ...], link: str | None, *, bands: bool
) -> Event:
    contract, first, until = outlook.contract, moment.when.earliest, moment.when.latest
    if first is None or until is None:
        raise ValueError(f"{contract.id}: an event needs a date")
    last = until if bands or until - first < LONGEST_BAND else first
    base = f"{'.'.join(filter(None, (contract.id, kind, moment.key)))}@{DOMAIN}"
    return Event(
        uid=base,
        kind=kind,
        contract=contract.id,
        first=first,
        last=last,
        summary=title(moment, kind, outlook),
        description=text(moment, kind, outlook, about, link, (last - first).days + 1),
        certain=moment.sure and moment.when.precision == "day",
        fact=moment.fact,
        url=link,
        categories=(kind, *contract.services),
        base=base,
        cycle=moment.cycle,
        until=until,
    )


def _link(contract: Contract, registry: Registry, base_url: str | None) -> str | None:
    """The contract's page; without a site, the newest notice or document that has an address, else the portal."""
    if base_url:
        return f"{base_url}contracts/{contract.id}.html"
    newest = sorted(contract.all_evidence, key=registry.evidence_day, reverse=True)
    portal = registry.portals.get(contract.portal or "")
    known = [
        *(notice.url for notice in contract.notices[::-1]),
        *(registry.sources[item.source].url for item in newest),
    ]
    return next((url for url in known if url), portal.url if portal else None)
