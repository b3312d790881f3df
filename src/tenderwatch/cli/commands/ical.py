"""`tenderwatch ical`: the dates as a calendar file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tenderwatch.agenda import full_agenda
from tenderwatch.cli import clock, options
from tenderwatch.cli.context import open_registry, write_atomically
from tenderwatch.errors import UsageError


def command(
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to this file; to standard output if left out."),
    ] = None,
    council: options.CouncilOption = None,
    lead: options.LeadOption = None,
    service: options.ServiceOption = None,
    portal: options.PortalOption = None,
    provider: options.ProviderOption = None,
    kind: options.KindOption = None,
    status: options.StatusOption = None,
    text: options.TextOption = None,
    watch: options.WatchOption = None,
    today: options.TodayOption = None,
    registry: options.RegistryOption = None,
) -> None:
    """Export ends, latest possible ends and stated tender dates as an iCalendar file.

    A date known only to the month is a span of that month and says so. The same registry and day give
    the same bytes; an event keeps its identity when its date moves.
    """  # fmt: skip
    day = clock.today(today)
    records = open_registry(registry)
    chosen = options.gather(
        council=council, lead=lead, service=service, portal=portal,
        provider=provider, kind=kind, status=status, text=text, watch=watch,
    )  # fmt: skip
    agenda = full_agenda(records, day, chosen.resolve(records))
    from tenderwatch.calendar.events import agenda_events
    from tenderwatch.calendar.ics import render

    events = agenda_events(agenda)
    if not events:
        raise UsageError("no contract here has a date to put in a calendar", "choose with fewer filters")
    data = render(
        events, name="Care contracts", edition=records.edition,
        about="Ends, latest possible ends and planned tenders of care contracts, each with its evidence",
    )  # fmt: skip
    if output is None or output == "-":
        sys.stdout.buffer.write(data)
        return
    path = Path(output)
    if path.is_dir():
        raise UsageError(f"{output} is a folder", "name a file, for example care-contracts.ics")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", "make it first, or name another file")
    changed = write_atomically(path, data)
    from tenderwatch.outputs.words import count

    done = "written to" if changed else "unchanged in"
    sys.stderr.write(f"{count(len(events), 'event')} {done} {output}\n")
