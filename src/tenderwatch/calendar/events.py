"""The dates of contracts as calendar events: pure values, one for each date, in a stable order.

A UID is `<contract id>.<event kind>[.<id of the option, window or body>]@tenderwatch` and never changes: a date
that moves keeps it. The text of an event says nothing that changes from one day to the next by itself.
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
# More sources than this are on the contract's page; an event stays readable on a telephone.
MOST_PLACES = 3


class Event(NamedTuple):
    """One all-day event. `first` and `last` are both days of it; `certain` only for a day that nothing known moves.

    `fact` where a source or the law states the date, however vaguely; else it is reckoned.
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


def contract_events(outlook: Outlook, *, base_url: str | None = None) -> tuple[Event, ...]:
    """Every event of one contract, by UID, but those that passed more than `HISTORY` ago.

    With the address of a published site, each event links to the contract's page there.
    """
    link = _link(outlook.contract, outlook.registry, base_url)
    about = _about(outlook, link)
    events = (
        _event(moment, kind, outlook, about, link)
        for moment in outlook.moments
        if (kind := moment.event) and moment.when.latest and moment.when.latest >= outlook.today - HISTORY
    )
    # Of two alike (a key given to nothing but one of them), the first counts.
    return tuple(sorted({event.uid: event for event in reversed(tuple(events))}.values()))


def choose(events: Iterable[Event], audience: Audience = "all", *, facts_only: bool = False) -> tuple[Event, ...]:
    """The events for an audience; `facts_only` leaves out every date that was reckoned."""
    return tuple(event for event in events if is_for(event.kind, audience) and (event.fact or not facts_only))


def _event(moment: Moment, kind: EventKind, outlook: Outlook, about: str, link: str | None) -> Event:
    contract, when = outlook.contract, moment.when
    if when.earliest is None or when.latest is None:
        raise ValueError(f"{contract.id}: an event needs a date")
    exact = moment.sure and when.precision == "day"
    words = "Ended" if kind == "end" and outlook.over else moment.name_of(kind)
    summary = words if when.precision == "day" else f"{words} {when.text}"
    key = f".{moment.key}" if moment.key else ""
    return Event(
        uid=f"{contract.id}.{kind}{key}@{DOMAIN}",
        kind=kind,
        contract=contract.id,
        first=when.earliest,
        last=when.latest,
        summary=f"{'' if exact else 'Est.: '}{summary}: {contract.title}",
        description="\n".join([*_date_lines(moment, words, exact=exact), about]),
        certain=exact,
        fact=moment.fact,
        url=link,
        categories=(kind, *contract.services),
    )


def _date_lines(moment: Moment, words: str, *, exact: bool) -> Iterator[str]:
    yield f"{words}: {moment.when.text}"
    yield f"Why: {moment.why}"
    if moment.when.precision != "day":
        yield f"Known only as {moment.when.text}: shown over the whole of that time, not as a day."
    elif not moment.fact:
        yield "This day is not certain: it is worked out, and no source states it."
    elif not exact:
        yield "This day is not certain."


def _about(outlook: Outlook, link: str | None) -> str:
    """What all events of a contract say: who buys, how it stands, who holds it, its portal and its evidence."""
    contract, registry = outlook.contract, outlook.registry
    lines = [f"Council: {buyers(registry, contract)}", f"Status: {status_text(outlook)}"]
    if contract.providers:
        lines.append(f"Held by: {', '.join(contract.providers)}")
    if portal := registry.portals.get(contract.portal or ""):
        checked = contract.portal_checked or portal.checked
        lines.append(f"Portal: {portal.name}{f' (checked {day_text(checked)})' if checked else ''}")
        if portal.url:
            lines.append(portal.url)
    lines.extend(_evidence(contract, registry))
    # On a line of its own: programs that do not know URL still make it a link.
    lines += [link] if link and link not in lines else []
    return "\n".join(lines)


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
