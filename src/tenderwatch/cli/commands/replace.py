"""`tenderwatch replace`: a contract was followed by another."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.cli import clock, complete, options


def command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier contract's id.", autocompletion=complete.ids)],
    new: Annotated[
        str, typer.Option("--with", metavar="NEW", help="The id of its successor.", autocompletion=complete.ids)
    ],
    source: options.SourceOption = None,
    place: options.PlaceOption = None,
    new_source: options.NewSourceOption = None,
    dry_run: options.DryRunOption = False,
    keep_edition: options.KeepEditionOption = False,
    today: options.TodayOption = None,
    registry: options.EditedRegistryOption = None,
) -> None:
    """Record that one contract takes the place of another. Both have to be in the registry; both stay."""
    from tenderwatch.cli import upkeep
    from tenderwatch.editing.cited import edits_of
    from tenderwatch.editing.files import draft_of
    from tenderwatch.editing.retire import replace
    from tenderwatch.editing.verdict import sound_registry

    day = clock.today(today)
    found = upkeep.cited(source, place, new_source)
    files = upkeep.open_files(registry)
    draft_of(files, "contracts", old)
    draft = draft_of(files, "contracts", new)
    replace(draft, old, sound_registry(files), found)
    edits = edits_of(files, found, day, draft)
    upkeep.settle(files, edits, day, dry_run=dry_run, keep_edition=keep_edition)
