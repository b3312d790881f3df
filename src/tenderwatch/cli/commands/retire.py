"""`tenderwatch retire`: a contract has ended."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tenderwatch.cli import clock, complete, options, upkeep
from tenderwatch.editing.apply import draft_of
from tenderwatch.editing.cited import source_edits
from tenderwatch.editing.retire import retire


def command(
    contract_id: Annotated[str, typer.Argument(metavar="ID", help="The contract's id.", autocompletion=complete.ids)],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When it ended, as exactly as the source says.")],
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help="How: expired, terminated, ... in a few words.")],
    source: upkeep.SourceOption = None,
    place: upkeep.PlaceOption = None,
    new_source: upkeep.NewSourceOption = None,
    dry_run: upkeep.DryRunOption = False,
    keep_edition: upkeep.KeepEditionOption = False,
    today: options.TodayOption = None,
    registry: upkeep.RegistryOption = None,
) -> None:
    """Record that a contract has ended, on evidence. Its record stays, as calendars and links know its id."""
    day = clock.today(today)
    found = upkeep.needed(upkeep.cited(source, place, new_source))
    ended = upkeep.date_of("--on", on)
    files = upkeep.open_files(registry)
    draft = draft_of(files, "contracts", contract_id)
    retire(draft, ended.written, how, found)
    upkeep.settle(files, (*source_edits(files, found, day), draft), day, dry_run=dry_run, keep_edition=keep_edition)
    if ended.begins_after(day):
        sys.stderr.write(f"note: {ended.text} is still to come; until then the contract counts as before\n")
