"""`tenderwatch ical`: the dates as a calendar file."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tenderwatch.cli import options
from tenderwatch.cli.feeds import alarm_days, base_address, read_previous, refuse_faults
from tenderwatch.cli.files import locked
from tenderwatch.cli.options import flag, takes
from tenderwatch.cli.output import Output, one_of
from tenderwatch.cli.streams import say, say_written
from tenderwatch.errors import UsageError
from tenderwatch.formats import Format
from tenderwatch.licence import ATTRIBUTION
from tenderwatch.queries.filters import AUDIENCES, Audience
from tenderwatch.queries.select import full_agenda
from tenderwatch.text import count, listing, plural

if TYPE_CHECKING:
    from tenderwatch.calendar.feed import Stamped
    from tenderwatch.registry.model import Registry

_ICS = Format("ics", "", "text/calendar", (".ics",))


@options.registry
@options.filters
@options.output(_ICS, only=())
def command(
    audience: options.AudienceOption = "all",
    facts_only: Annotated[
        bool, flag("--facts-only", "Leave out every date that is worked out rather than stated.")
    ] = False,
    bands: options.BandsOption = False,
    alarm: options.AlarmOption = None,
    previous: Annotated[
        str | None,
        takes(
            "--previous",
            "FILE",
            "The calendar published last, to carry its events over. Default: the file being replaced.",
        ),
    ] = None,
    base_url: Annotated[
        str | None, takes("--base-url", "URL", "Address of the published site, for links to its pages.")
    ] = None,
    allow_loss: Annotated[
        bool,
        flag(
            "--allow-loss",
            "Write over an earlier calendar even if the registry has faults, much is missing, or the day is earlier.",
        ),
    ] = False,
    *,
    output: Output,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Export the dates as an iCalendar file: ends, tenders to expect, and by when a council has to act.

    A date known only to the month is shown as that whole month, and says so; a longer span is shown on its first
    day, with the span in its title and text, unless you add --bands. An event keeps its identity when its date
    moves, and its bytes while nothing about it changes; one that is withdrawn stays as cancelled for eight
    weeks. The same registry, day and previous calendar give the same bytes. A calendar that would lose much of
    what it held is not written, unless you add --allow-loss.
    """  # fmt: skip
    days = alarm_days(alarm)
    reader: Audience = one_of("--for", audience, AUDIENCES)
    address = base_address(base_url) if base_url is not None else None
    target = output.target
    # Two runs that carry on from the same file, or from what the registry was before, would lose what the other wrote.
    with locked(target, str(target)) if target and (target.is_file() or not target.exists()) else nullcontext():
        loaded = records.load()
        registry = loaded.registry
        agenda = full_agenda(registry, records.day, selection.resolve(registry))
        before = read_previous(previous, target)
        if before is not None and not allow_loss:
            refuse_faults(loaded, "no calendar is written", {event.body.contract for event in before.values()})
        from tenderwatch.calendar.events import choose
        from tenderwatch.calendar.feed import feed_parts
        from tenderwatch.calendar.ics import write_head
        from tenderwatch.calendar.one import carry_calendar

        events = carry_calendar(
            agenda, before, lambda found: choose(found, reader, facts_only=facts_only), base_url=address, bands=bands
        )
        if before is not None and not allow_loss:
            _check_loss(before, events, registry, records.day)
        if not events:
            raise UsageError("no contract here has a date to put in a calendar", "choose with fewer filters")
        about = "Dates of care contracts, each with its evidence; “est.” marks an estimate."
        if records.path is None:  # what others keep in a registry of their own is theirs to license
            about += f" {ATTRIBUTION}"
        alarmed = (event._replace(alarm=days) for event in events)
        parts = feed_parts(write_head("Care contracts", about), alarmed)
        changed = output.put_bytes(parts, records, selection)
    _say(events, target, changed=changed)


def _check_loss(before: dict[str, Stamped], events: tuple[Stamped, ...], registry: Registry, today: date) -> None:
    """Raise UsageError where so much of an earlier calendar would be lost that it is taken for a slip.

    So it is where the earlier one is from a later day: it would say again what came to pass since.
    """
    from tenderwatch.calendar.carry import MANY, built_at_least, contracts_ahead, find_loss
    from tenderwatch.dates.words import day_text

    if (built := built_at_least(before.values())) and today < built:
        raise UsageError(
            f"the earlier calendar was written for {day_text(built)}, after {day_text(today)}",
            "is the clock right? Give a later --today; if it is intended, add --allow-loss",
        )
    had, has = contracts_ahead(before.values(), today), contracts_ahead(events, today)
    loss = find_loss(had, registry.by_id.keys() | has)
    hint = "is this the right registry, and all of it? If it is intended, add --allow-loss"
    if loss.too_much:
        raise UsageError(
            f"{len(loss.missing)} of the {count(loss.published, 'contract')} in the earlier calendar "
            f"{plural(len(loss.missing), 'is', 'are')} missing: "
            f"{listing(loss.missing[:3])}{' among them' if len(loss.missing) > 3 else ''}",
            hint,
        )
    if len(had) >= MANY and not has:
        raise UsageError(f"the calendar would lose every date ahead: {len(had)} contracts had some", hint)


def _say(events: tuple[Stamped, ...], path: Path | None, *, changed: bool) -> None:
    """How many events the file holds, and whether that is more than some calendars bear."""
    if path is None:
        return
    cancelled = sum(event.cancelled for event in events)
    of_these = f" ({cancelled} cancelled)" if cancelled else ""
    say_written(f"{count(len(events), 'event')}{of_these}", path, changed=changed)
    from tenderwatch.calendar.feed import MOST_BYTES, MOST_EVENTS

    if path.stat().st_size > MOST_BYTES or len(events) > MOST_EVENTS:
        say(
            "note: some calendars, Google's among them, are known to lose events of a file as large as this\n"
            "  choose with filters, for example --council, or let `tenderwatch publish` make several"
        )
