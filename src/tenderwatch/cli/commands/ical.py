"""`tenderwatch ical`: the dates as a calendar file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderwatch.cli import options
from tenderwatch.cli.feeds import base_address, read_previous
from tenderwatch.cli.output import Output, one_of
from tenderwatch.cli.streams import say
from tenderwatch.errors import UsageError
from tenderwatch.formats import Format
from tenderwatch.licence import ATTRIBUTION
from tenderwatch.queries.filters import AUDIENCES, Audience
from tenderwatch.queries.select import full_agenda

if TYPE_CHECKING:
    from tenderwatch.calendar.feed import Stamped

_ICS = Format("ics", "", "text/calendar", (".ics",))


@options.registry
@options.filters
@options.output(_ICS, only=())
def command(
    audience: options.AudienceOption = "all",
    facts_only: Annotated[
        bool, typer.Option("--facts-only", help="Leave out every date that is worked out rather than stated.")
    ] = False,
    previous: Annotated[
        str | None,
        typer.Option(
            "--previous",
            metavar="FILE",
            help="The calendar published last, to carry its events over. The file being replaced if left out.",
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", metavar="URL", help="Address of the published site, for links to its pages."),
    ] = None,
    *,
    output: Output,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Export the dates as an iCalendar file: ends, tenders to expect, and by when a council has to act.

    A date known only to the month is a span of that month and says so. An event keeps its identity when its
    date moves, and its bytes while nothing about it changes; one that is withdrawn stays as cancelled for
    eight weeks. The same registry, day and previous calendar give the same bytes.
    """  # fmt: skip
    reader: Audience = one_of("--for", audience, AUDIENCES)
    registry = records.open()
    agenda = full_agenda(registry, records.day, selection.resolve(registry))
    address = base_address(base_url) if base_url is not None else None
    before = read_previous(previous, output.target)
    from tenderwatch.calendar.events import choose, contract_events
    from tenderwatch.calendar.feed import carry_over, write_feed
    from tenderwatch.calendar.ics import write_event, write_head

    found = (event for row in agenda.rows for event in contract_events(row.outlook, base_url=address))
    bodies = [write_event(event) for event in choose(found, reader, facts_only=facts_only)]
    carried = carry_over(bodies, before, today=records.day, edition=registry.edition, contracts=registry.by_id)
    if not carried.events:
        raise UsageError("no contract here has a date to put in a calendar", "choose with fewer filters")
    about = "Dates of care contracts, each with its evidence. Est. marks a date that is not certain."
    if records.path is None:  # what others keep in a registry of their own is theirs to license
        about += f" {ATTRIBUTION}"
    data = write_feed(write_head("Care contracts", about), carried.events)
    changed = output.put_bytes(data, records, selection)
    _say(data, carried.events, output.target, changed=changed)


def _say(data: bytes, events: tuple[Stamped, ...], path: Path | None, *, changed: bool) -> None:
    """How many events the file holds, and whether that is more than some calendars bear."""
    if path is None:
        return
    from tenderwatch.text import count

    cancelled = sum(event.cancelled for event in events)
    of_these = f" ({cancelled} cancelled)" if cancelled else ""
    done = "written to" if changed else "unchanged in"
    say(f"{count(len(events), 'event')}{of_these} {done} {path}")
    from tenderwatch.calendar.feed import MOST_BYTES, MOST_EVENTS

    if len(data) > MOST_BYTES or len(events) > MOST_EVENTS:
        say(
            "note: some calendars, Google's among them, are known to lose events of a file as large as this\n"
            "  choose with filters, for example --council, or let `tenderwatch publish` make several"
        )
