"""`tenderwatch confirm`: a record was checked again and is unchanged."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.cli import clock, complete, options


def command(
    contract_id: Annotated[str, typer.Argument(metavar="ID", help="The contract's id.", autocompletion=complete.ids)],
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="ID",
            autocompletion=complete.sources,
            help="The source you looked at again. Repeat for each; may be left out where the record has only one.",
        ),
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day you looked, if not today.")] = None,
    dry_run: options.DryRunOption = False,
    keep_edition: options.KeepEditionOption = False,
    today: options.TodayOption = None,
    registry: options.EditedRegistryOption = None,
) -> None:
    """Note that a record was checked again and found unchanged.

    Every piece of its evidence from the source gets `checked:` with the day, so that its age counts from then.
    """  # fmt: skip
    from tenderwatch.cli import upkeep
    from tenderwatch.editing.confirm import confirm
    from tenderwatch.editing.files import draft_of

    day = clock.today(today)
    looked = upkeep.past_day("--on", on, day)
    files = upkeep.open_files(registry)
    draft = draft_of(files, "contracts", contract_id)
    confirm(draft, tuple(source or ()), looked)
    upkeep.settle(files, (draft,), day, dry_run=dry_run, keep_edition=keep_edition)
