"""What happens outside a contract and falls inside its term or its renewal: a law, a merger, a reorganisation."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tenderwatch.dates import When
from tenderwatch.labels import EVENT_STATE
from tenderwatch.registry.model import Event

if TYPE_CHECKING:
    from tenderwatch.outlook.outlook import Outlook


def events_of(outlook: Outlook) -> tuple[Event, ...]:
    """The events of the registry that touch a contract, the earliest first; none once it is over."""
    if outlook.over or not outlook.registry.events:
        return ()
    found = [event for event in outlook.registry.events if _concerns(event, outlook) and _inside(event.begins, outlook)]
    return tuple(sorted(found, key=lambda event: (event.begins.sort_key, event.id)))


def event_text(event: Event) -> str:
    """An event in words, with how certain it is: 'Northshire is abolished, 1 April 2028 (planned)'."""
    return f"{event.what.rstrip('.')}, {event.begins.text} ({EVENT_STATE[event.state]})"


def _concerns(event: Event, outlook: Outlook) -> bool:
    """Whether the contract fits everything that the event is limited to."""
    contract = outlook.contract
    return (
        (not event.authorities or bool({*event.authorities} & {*contract.authorities}))
        and (not event.services or bool({*event.services} & {*contract.services}))
        and (not event.kinds or contract.kind in event.kinds)
        and (not event.regimes or contract.regime in event.regimes)
    )


def _inside(begins: When, outlook: Outlook) -> bool:
    """Whether it may fall between the start and the latest end; a date that nobody knows may lie anywhere.

    A contract whose latest end has passed with no news may still be running.
    """
    start, longest = outlook.contract.start, outlook.ends.longest
    first = start.earliest if start and start.earliest else date.min
    ends = longest is not None and not longest.when.passed(outlook.today)
    last = (longest.when.latest if longest and ends else None) or date.max
    return (begins.latest or date.max) >= first and (begins.earliest or date.min) <= last
