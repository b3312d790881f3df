"""`tenderwatch retire`: a contract has ended."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tenderwatch.cli import clock, complete, options


def command(
    contract_id: Annotated[str, typer.Argument(metavar="ID", help="The contract's id.", autocompletion=complete.ids)],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When it ended, as exactly as the source says.")],
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help="How: expired, terminated, ... in a few words.")],
    source: options.SourceOption = None,
    place: options.PlaceOption = None,
    new_source: options.NewSourceOption = None,
    dry_run: options.DryRunOption = False,
    keep_edition: options.KeepEditionOption = False,
    today: options.TodayOption = None,
    registry: options.EditedRegistryOption = None,
) -> None:
    """Record that a contract has ended, on evidence. Its record stays, as calendars and links know its id."""
    from tenderwatch.cli import upkeep
    from tenderwatch.editing.cited import edits_of
    from tenderwatch.editing.files import draft_of
    from tenderwatch.editing.retire import retire

    day = clock.today(today)
    found = upkeep.needed(upkeep.cited(source, place, new_source))
    ended = upkeep.date_of("--on", on)
    files = upkeep.open_files(registry)
    draft = draft_of(files, "contracts", contract_id)
    retire(draft, ended.written, how, found)
    edits = edits_of(files, found, day, draft)
    upkeep.settle(files, edits, day, dry_run=dry_run, keep_edition=keep_edition)
    if ended.begins_after(day):
        sys.stderr.write(f"note: {ended.text} is still to come; until then the contract counts as before\n")
