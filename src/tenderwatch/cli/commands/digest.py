"""`tenderwatch digest`: what a reader should know since last time, as text or as a mail."""

import os
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Annotated

from tenderwatch.answers.digest import digest_answer
from tenderwatch.cli import clock, options
from tenderwatch.cli.context import open_older
from tenderwatch.cli.feeds import refuse_faults
from tenderwatch.cli.files import locked
from tenderwatch.cli.options import flag, takes
from tenderwatch.cli.output import Inputs, Output, one_of
from tenderwatch.cli.typed import day_of, length_of
from tenderwatch.dates import Duration
from tenderwatch.dates.words import day_text
from tenderwatch.errors import UsageError
from tenderwatch.formats import Format
from tenderwatch.queries.digest.make import Baseline, make_digest
from tenderwatch.queries.filters import AUDIENCES, Audience
from tenderwatch.queries.select import full_agenda

_EML = Format("eml", "", "message/rfc822", (".eml",))
_MOST_LISTED = 1_000_000
_MOST_AHEAD = {"months": 60, "weeks": 260, "days": 1826}


@options.registry
@options.filters
@options.output(_EML)
def command(
    since: Annotated[
        str | None, takes("--since", "DAY", "Report what happened since this day. Default: a week ago.")
    ] = None,
    state: Annotated[
        str | None,
        takes(
            "--state",
            "FILE",
            "Remember in this file what has been reported: a missed week is caught up, nothing is reported twice.",
        ),
    ] = None,
    against: Annotated[
        str | None,
        takes(
            "--against",
            "OLD",
            "Compare with an older registry: a file, a folder, or git:REVISION, or git:REVISION:PATH.",
        ),
    ] = None,
    ahead: Annotated[str, takes("--ahead", "LENGTH", "Report dates once they are this near: 8w, 2m, 10d.")] = "8w",
    limit: Annotated[
        int, takes("--limit", "NUMBER", "List at most so many items; the rest is counted, and follows later.")
    ] = 40,
    audience: options.AudienceOption = "all",
    to: Annotated[list[str] | None, takes("--to", "ADDRESS", "Send it as mail. May be repeated.")] = None,
    sender: Annotated[str | None, takes("--from", "ADDRESS", "The sender of the mail.")] = None,
    subject: Annotated[
        str | None, takes("--subject", "WORDS", "The mail's subject. Default: how many items it has.")
    ] = None,
    ics: Annotated[bool, flag("--ics", "Attach the events of the contracts named to the mail.")] = False,
    quiet_if_empty: Annotated[
        bool, flag("--quiet-if-empty", "Print, write or send nothing when there is nothing to report.")
    ] = False,
    allow_loss: Annotated[bool, flag("--allow-loss", "With --state: go on even if the registry has faults.")] = False,
    dry_run: Annotated[
        bool, flag("--dry-run", "Show what would be written or sent; send and remember nothing.")
    ] = False,
    *,
    output: Output,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Report what is newly overdue, what is coming, and what has changed since the last digest.

    Dates are reported when they pass and at 12, 6, 3 and 1 months before. With --state nothing is reported twice:
    an item counts as reported once it has been printed, written or sent. The first digest with --state lists what
    is to be decided and what is near; the rest follows in later ones. Changed dates need --state or --against. With
    --state, a registry with faults is refused, and a second run waits for the first.
    """  # fmt: skip
    reader: Audience = one_of("--for", audience, AUDIENCES)
    mailing = bool(to) and not output.asked
    _refuse_both(("--state", state), ("--since", since))
    _refuse_both(("--state", state), ("--against", against))
    _refuse_both(("--to", mailing or None), ("--output", output.target))
    if ics and not (mailing or output.format == _EML):
        raise UsageError("--ics attaches events to a mail", "give --to or --format eml, or use `tenderwatch ical`")
    if not 1 <= limit <= _MOST_LISTED:
        raise UsageError(f"--limit: {limit} is not between 1 and {_MOST_LISTED}", "40 fits a mail")
    reach = _ahead(ahead)
    from tenderwatch.cli.state_file import check_entry, check_place, read_entry, write_entry
    from tenderwatch.queries.digest.memory import name_of

    if state is not None:
        check_place(Path(state))
    # Two runs that read, the state or the registry, before either has written would both tell the same.
    with locked(Path(state), f"the state {state}") if state and not dry_run else nullcontext():
        loaded = records.load()
        filters = selection.resolve(loaded.registry)
        whole = not loaded.errors
        if state is not None and not allow_loss:
            refuse_faults(loaded, "the state is left as it is")
        name = name_of(
            selection.filters, reader, _beside(selection.watched, state) if selection.watched and state else None
        )
        baseline = Baseline(
            since=_since(since, records.day), old=open_older(against, records.path).registry if against else None
        )
        if state is not None:
            entry = read_entry(Path(state), name)
            if entry:
                check_entry(Path(state), entry, loaded.registry, records.day, whole=whole)
            baseline = Baseline(remembers=True, entry=entry)
        digest, after = make_digest(
            loaded.registry, records.day, filters, baseline, audience=reader, ahead=reach, limit=limit, whole=whole
        )

        read: list[Inputs | Path] = [records, selection, *(Path(item) for item in (state, against) if item)]
        output.guard(*read)
        if digest.items or not quiet_if_empty:
            if mailing or output.format == _EML:
                from tenderwatch.cli.post import addresses, post, write_letter

                author, recipients = addresses(to, sender)
                events = full_agenda(loaded.registry, records.day, filters) if ics else None
                letter = write_letter(digest, author, recipients, subject, clock.moment(records.today), events)
                post(letter, output.target, sending=mailing, dry_run=dry_run)
            else:
                answer = digest_answer(digest)
                (output._replace(target=None) if dry_run else output).put(answer, *read)
        if state is not None and not dry_run:
            write_entry(Path(state), name, after)


def _refuse_both(item: tuple[str, object], other: tuple[str, object]) -> None:
    if item[1] is not None and other[1] is not None:
        hint = {
            "--since": "a state knows when the last digest was: remove --since",
            "--against": "a state knows what it last reported: remove --against",
            "--output": "remove --to to write a file; --format eml writes the mail itself",
        }
        raise UsageError(f"{item[0]} and {other[0]} exclude each other", hint[other[0]])


def _beside(watch: str, state: str) -> str:
    """A watch file as seen from the state's folder, so that both can be moved together."""
    try:
        return Path(os.path.relpath(watch, Path(state).parent)).as_posix()
    except ValueError:  # on another drive of Windows
        return Path(watch).resolve().as_posix()


def _ahead(given: str) -> Duration:
    length = length_of("--ahead", given)
    if length.number > _MOST_AHEAD[length.unit]:
        raise UsageError(f"--ahead: {length.text} is further than five years", "8w looks eight weeks ahead")
    return length


def _since(given: str | None, today: date) -> date | None:
    if given is None:
        return None
    day = day_of("--since", given)
    if day > today:
        raise UsageError(f"--since: {day_text(day)} is after {day_text(today)}", "give an earlier day")
    return day
