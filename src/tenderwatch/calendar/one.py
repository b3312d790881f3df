"""One calendar that is written again and again over itself, for whatever filters."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from tenderwatch.calendar.carry import TOMBSTONE, Vanished, carry_over
from tenderwatch.calendar.events import Event, contract_events
from tenderwatch.calendar.feed import Stamped
from tenderwatch.calendar.ics import write_event
from tenderwatch.calendar.identity import choose_uids
from tenderwatch.outlook import look_at
from tenderwatch.queries.select import Agenda


def carry_calendar(
    agenda: Agenda,
    before: dict[str, Stamped] | None,
    choose: Callable[[Iterable[Event]], tuple[Event, ...]],
    *,
    base_url: str | None = None,
    bands: bool = False,
) -> tuple[Stamped, ...]:
    """The events that `choose` keeps of an agenda, stamped by the calendar `before`.

    What was in it and still holds, but is no longer chosen, is not cancelled: it stays as it is by now until eight
    weeks after it last changed. `bands` shows long spans over the whole of their time.
    """
    registry, today, published = agenda.registry, agenda.today, before or {}
    outlooks = {row.outlook.contract.id: row.outlook for row in agenda.rows}
    for name in sorted({event.body.contract for event in published.values()} - outlooks.keys()):
        if name in registry.by_id:
            outlooks[name] = look_at(registry.by_id[name], registry, today)
    found = (
        event
        for outlook in outlooks.values()
        for event in contract_events(outlook.again(), base_url=base_url, bands=bands)  # what it works out is not kept
    )
    events = choose_uids(found, before, today)
    rows = {row.outlook.contract.id for row in agenda.rows}
    chosen = {event.uid for event in choose(event for event in events if event.contract in rows)}
    # A file does not say when it was written: on the day of its newest change, and perhaps as late as yesterday.
    built = [max(event.modified for event in published.values()), today - timedelta(days=1)] if published else []
    vanished = Vanished(registry, today, built)
    carried = carry_over(
        (write_event(event) for event in events if event.uid in chosen or event.uid in published),
        before,
        today=today,
        edition=registry.edition,
        fate=vanished.of,
    )
    others = {event.uid for event in events} - chosen
    return tuple(
        event
        for event in carried.events
        if event.body.uid not in others or event.cancelled or today - event.modified < TOMBSTONE
    )
