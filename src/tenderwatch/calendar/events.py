"""The dates of contracts as calendar events: pure values, one for each date, in a stable order.

A UID is `<contract id>.<event kind>@tenderwatch` and never changes: a date that moves keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from tenderwatch.agenda import Agenda
from tenderwatch.dates import When
from tenderwatch.dates.words import month_text
from tenderwatch.model import Contract, Registry
from tenderwatch.outlook import Outlook
from tenderwatch.outputs.words import buyers, status_text

EventKind = Literal["end", "longest-end", "stated-tender", "tender-deadline"]
DOMAIN = "tenderwatch"


class Event(NamedTuple):
    """One all-day event. `first` and `last` are both days of it; `certain` only for a day that a source states."""

    uid: str
    kind: EventKind
    first: date
    last: date
    summary: str
    description: str
    certain: bool
    url: str | None
    categories: tuple[str, ...]


def agenda_events(agenda: Agenda) -> tuple[Event, ...]:
    """Every event of the contracts in an agenda, by UID. Contracts that are over have none."""
    found = [event for row in agenda.rows if not row.outlook.over for event in _events(row.outlook, agenda.registry)]
    return tuple(sorted(found, key=lambda event: event.uid))


def _events(outlook: Outlook, registry: Registry) -> Iterator[Event]:
    contract, ends, plans = outlook.contract, outlook.ends, outlook.contract.plans
    current, longest = ends.current, ends.longest
    if current:
        stated = current.how.endswith("as stated") and outlook.status in ("running", "extended", "awarded")
        yield from _event(outlook, registry, "end", current.when, "Ends", current.how, certain=stated)
    if longest and (current is None or longest.when != current.when):
        yield from _event(outlook, registry, "longest-end", longest.when, "Latest possible end", longest.how)
    if plans and plans.tender:
        yield from _event(outlook, registry, "stated-tender", plans.tender, "Tender planned", "the buyer's own plan")
    deadline = contract.tender_deadline or (plans.tender_deadline if plans else None)
    if deadline:
        sure = contract.tender_deadline is not None
        yield from _event(outlook, registry, "tender-deadline", deadline, "Tenders due", "as stated", certain=sure)


def _event(
    outlook: Outlook,
    registry: Registry,
    kind: EventKind,
    when: When,
    words: str,
    how: str,
    *,
    certain: bool = False,
) -> Iterator[Event]:
    if when.earliest is None or when.latest is None:
        return
    contract = outlook.contract
    exact = certain and when.precision == "day"
    said = words if when.precision == "day" else f"{words} {when.text}"
    portal = registry.portals.get(contract.portal or "")
    yield Event(
        uid=f"{contract.id}.{kind}@{DOMAIN}",
        kind=kind,
        first=when.earliest,
        last=when.latest,
        summary=f"{'' if exact else 'Est.: '}{said}: {contract.title}",
        description=_description(outlook, registry, when, f"{words}: {when.text} ({how})", exact=exact),
        certain=exact,
        url=portal.url if portal else None,
        categories=(kind, *contract.services),
    )


def _description(outlook: Outlook, registry: Registry, when: When, first: str, *, exact: bool) -> str:
    contract = outlook.contract
    lines = [first]
    if when.precision != "day":
        lines.append(f"Known only as {when.text}: shown over the whole of that time, not as a day.")
    elif not exact:
        lines.append("This day is not certain.")
    lines.append(f"Council: {buyers(registry, contract)}")
    lines.append(f"Status: {status_text(outlook)}")
    if contract.providers:
        lines.append(f"Held by: {', '.join(contract.providers)}")
    if portal := registry.portals.get(contract.portal or ""):
        lines.append(f"Portal: {portal.name}")
        if portal.url:
            lines.append(portal.url)
    lines.extend(_evidence(contract, registry))
    return "\n".join(lines)


def _evidence(contract: Contract, registry: Registry) -> Iterator[str]:
    yield f"Evidence to {month_text(registry.newest_evidence(contract))}:"
    for one in contract.evidence:
        source = registry.sources[one.source]
        yield f"- {source.title}: {one.place}"
    for address in dict.fromkeys(registry.sources[one.source].url for one in contract.evidence):
        if address:
            yield address
