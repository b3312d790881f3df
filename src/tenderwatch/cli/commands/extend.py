"""`tenderwatch extend`: an option to extend was used."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tenderwatch.cli import clock, complete, options


def command(
    contract_id: Annotated[str, typer.Argument(metavar="ID", help="The contract's id.", autocompletion=complete.ids)],
    option: Annotated[int, typer.Option("--option", metavar="N", help="The option used, as `show` numbers them.")],
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="DATE", help="The new end. Needed where an option is used in parts; else a check."
        ),
    ] = None,
    decided: Annotated[
        str | None, typer.Option("--decided", metavar="DATE", help="When it was decided, if the source says so.")
    ] = None,
    source: options.SourceOption = None,
    place: options.PlaceOption = None,
    new_source: options.NewSourceOption = None,
    dry_run: options.DryRunOption = False,
    keep_edition: options.KeepEditionOption = False,
    today: options.TodayOption = None,
    registry: options.EditedRegistryOption = None,
) -> None:
    """Record that a contract was extended: the option becomes exercised, on the evidence you name.

    The end as first let stays as it is; the program adds the option. Of an option that can be used in parts,
    --to says how far. What makes no sense is refused, and the options are listed.
    """  # fmt: skip
    from tenderwatch.cli import upkeep
    from tenderwatch.editing.cited import edits_of
    from tenderwatch.editing.extend import extend_by
    from tenderwatch.editing.files import draft_of
    from tenderwatch.editing.verdict import sound_contract

    day = clock.today(today)
    found = upkeep.needed(upkeep.cited(source, place, new_source))
    files = upkeep.open_files(registry)
    draft = draft_of(files, "contracts", contract_id)
    remark = extend_by(draft, sound_contract(files, contract_id), option, to, decided, found, day)
    edits = edits_of(files, found, day, draft)
    upkeep.settle(files, edits, day, dry_run=dry_run, keep_edition=keep_edition)
    if remark:
        sys.stderr.write(f"note: {remark}\n")
