"""`tenderwatch ical`: the dates as a calendar file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderwatch.cli import options
from tenderwatch.cli.answer import one_of
from tenderwatch.cli.context import file_target
from tenderwatch.cli.feeds import base_address, read_previous
from tenderwatch.cli.files import write_atomically
from tenderwatch.errors import UsageError
from tenderwatch.licence import ATTRIBUTION
from tenderwatch.queries.filters import AUDIENCES, Audience
from tenderwatch.queries.select import full_agenda

if TYPE_CHECKING:
    from tenderwatch.calendar.feed import Stamped


@options.registry
@options.filters
def command(
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to this file; to standard output if left out."),
    ] = None,
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
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Export the dates as an iCalendar file: ends, tenders to expect, and by when a council has to act.

    A date known only to the month is a span of that month and says so. An event keeps its identity when its
    date moves, and its bytes while nothing about it changes; one that is withdrawn stays as cancelled for
    eight weeks. The same registry, day and previous calendar give the same bytes.
    """  # fmt: skip
    reader: Audience = one_of("--for", audience, AUDIENCES)
    path = file_target(output)
    registry = records.open()
    agenda = full_agenda(registry, records.day, selection.resolve(registry))
    address = base_address(base_url) if base_url is not None else None
    before = read_previous(previous, path)
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
    _put(write_feed(write_head("Care contracts", about), carried.events), carried.events, path)


def _put(data: bytes, events: tuple[Stamped, ...], path: Path | None) -> None:
    if path is None:
        sys.stdout.buffer.write(data)
        return
    changed = write_atomically(path, data)
    from tenderwatch.outputs.words import count

    cancelled = sum(event.cancelled for event in events)
    told = f" ({cancelled} cancelled)" if cancelled else ""
    done = "written to" if changed else "unchanged in"
    sys.stderr.write(f"{count(len(events), 'event')}{told} {done} {path}\n")
    from tenderwatch.calendar.feed import MOST_BYTES, MOST_EVENTS

    if len(data) > MOST_BYTES or len(events) > MOST_EVENTS:
        sys.stderr.write(
            "note: some calendars, Google's among them, are known to lose events of a file as large as this\n"
            "  choose with filters, for example --council, or let `tenderwatch publish` make several\n"
        )
