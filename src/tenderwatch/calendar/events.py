"""The dates of contracts as calendar events: pure values, one for each date, in a stable order.

A UID is `<contract id>.<event kind>[.<id of the option, window or body>]@tenderwatch` and never changes: a date that
moves keeps it. Where it would name another occasion than before, the cycle is added: the key of the end that the event
hangs on (see `tenderwatch.calendar.identity`). The text of an event says nothing that changes from
one day to the next by itself.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from tenderwatch.answers.phrases import buyers, status_text
from tenderwatch.dates.words import day_text, month_text
from tenderwatch.outlook import Moment, Outlook
from tenderwatch.outlook.kinds import EventKind, is_for
from tenderwatch.queries.filters import Audience
from tenderwatch.registry.model import Contract, Registry

DOMAIN = "tenderwatch"
# An event that has passed stays this long as history (calendar days).
HISTORY = timedelta(days=90)
# More providers than this are on the contract's page.
MOST_PROVIDERS = 5
# An event's text, in octets; and the room in which it is still worth to begin a line.
MOST_OCTETS, MOST_LETTERS = 900, 80
# More sources than this are on the contract's page; an event stays readable on a telephone.
MOST_PLACES = 3


class Event(NamedTuple):
    """One all-day event. `first` and `last` are both days of it; `certain` only for a day that nothing known moves.

    `uid` is that of a first publication, `base` the same without the `cycle`. `fact` where a source or the law states
    the date, however vaguely; else it is worked out.
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

    @property
    def own(self) -> str:
        """The UID with the cycle, which names no other occasion."""
        base = self.base.removesuffix(f"@{DOMAIN}")
        between = "-" if base.count(".") > 1 else "."
        return f"{base}{between}{self.cycle}@{DOMAIN}" if self.cycle else self.base


def contract_events(outlook: Outlook, *, base_url: str | None = None) -> tuple[Event, ...]:
    """Every event of one contract, by UID, but those that passed more than `HISTORY` ago.

    With the address of a published site, each event links to the contract's page there.
    """
    link = _link(outlook.contract, outlook.registry, base_url)
    about = _about(outlook)
    events = (
        _event(moment, kind, outlook, about, link)
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
    """The events for an audience; `facts_only` leaves out every date that was reckoned."""
    return tuple(event for event in events if is_for(event.kind, audience) and (event.fact or not facts_only))


def _event(moment: Moment, kind: EventKind, outlook: Outlook, about: list[str], link: str | None) -> Event:
    contract, when = outlook.contract, moment.when
    if when.earliest is None or when.latest is None:
        raise ValueError(f"{contract.id}: an event needs a date")
    exact = moment.sure and when.precision == "day"
    words = "Ended" if kind == "end" and outlook.over else moment.name_of(kind)
    base = ".".join(filter(None, (contract.id, kind, moment.key)))
    summary = words if when.precision == "day" else f"{words} {when.text}"
    return Event(
        uid=f"{base}@{DOMAIN}",
        kind=kind,
        contract=contract.id,
        first=when.earliest,
        last=when.latest,
        summary=f"{'' if exact else 'Est.: '}{summary}: {contract.title}",
        description=_bounded([*_date_lines(moment, words, exact=exact), *about], link),
        certain=exact,
        fact=moment.fact,
        url=link,
        categories=(kind, *contract.services),
        base=f"{base}@{DOMAIN}",
        cycle=moment.cycle,
    )


def _bounded(lines: list[str], link: str | None) -> str:
    """The lines as one text of at most `MOST_OCTETS`, the link last: what there is no room for is on its page."""
    # On a line of its own: programs that do not know URL still make it a link.
    last = [link] if link and (link not in lines or len("\n".join(lines).encode()) > MOST_OCTETS) else []
    room = MOST_OCTETS - sum(len(line.encode()) + 1 for line in last)
    kept: list[str] = []
    for line in lines:
        size = len(line.encode()) + 1
        if size > room:
            shortened = line.encode()[: max(room - 4, 0)].decode(errors="ignore")
            kept += [] if line.startswith("http") or room < MOST_LETTERS else [f"{shortened.rstrip()}…"]
            break
        kept.append(line)
        room -= size
    return "\n".join([*kept, *last])


def _date_lines(moment: Moment, words: str, *, exact: bool) -> Iterator[str]:
    yield f"{words}: {moment.when.text}"
    yield f"Why: {moment.why}"
    if moment.when.precision != "day":
        yield f"Known only as {moment.when.text}: shown over the whole of that time, not as a day."
    elif not moment.fact:
        yield "This day is not certain: it is worked out, and no source states it."
    elif not exact:
        yield "This day is not certain."


def _about(outlook: Outlook) -> list[str]:
    """What all events of a contract say: who buys, how it stands, who holds it, its portal and its evidence."""
    contract, registry = outlook.contract, outlook.registry
    lines = [f"Council: {buyers(registry, contract)}", f"Status: {status_text(outlook)}"]
    if contract.providers:
        more = len(contract.providers) - MOST_PROVIDERS
        named = ", ".join(contract.providers[:MOST_PROVIDERS] if more > 1 else contract.providers)
        lines.append(f"Held by: {named}{f' and {more} more' if more > 1 else ''}")
    if portal := registry.portals.get(contract.portal or ""):
        checked = contract.portal_checked or portal.checked
        lines.append(f"Portal: {portal.name}{f' (checked {day_text(checked)})' if checked else ''}")
        if portal.url:
            lines.append(portal.url)
    lines.extend(_evidence(contract, registry))
    return lines


def _evidence(contract: Contract, registry: Registry) -> Iterator[str]:
    """The newest evidence by month, not by its age: an age would change the event every month."""
    yield f"Newest evidence: {month_text(registry.newest_evidence(contract))}"
    newest = sorted(contract.all_evidence, key=registry.evidence_day, reverse=True)
    sources = {item.source: f"- {registry.sources[item.source].title}: {item.place}" for item in reversed(newest)}
    places = list(reversed(sources.values()))
    yield from places[:MOST_PLACES]
    if len(places) > MOST_PLACES:
        yield f"and {len(places) - MOST_PLACES} more"


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
