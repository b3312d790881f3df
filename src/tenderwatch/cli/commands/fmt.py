"""`tenderwatch fmt`: a registry in its normal form."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tenderwatch.cli import options
from tenderwatch.errors import EXIT_FINDINGS


def command(
    path: Annotated[
        str | None, typer.Argument(metavar="[PATH]", help="Registry to set anew, instead of --registry.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; show what would change, and exit with 1 if anything would.")
    ] = False,
    dry_run: options.DryRunOption = False,
    registry: options.EditedRegistryOption = None,
) -> None:
    """Set a registry in its normal form: keys in the format's order, one entry a line, comments where they stand.

    What it says stays the same. A second run changes nothing.
    """
    from tenderwatch.cli import upkeep
    from tenderwatch.editing.difference import difference
    from tenderwatch.editing.normal_form import in_normal_form

    files = upkeep.open_files(registry if path is None else path)
    after = tuple(in_normal_form(file) for file in files)
    if check:
        sys.stdout.write(difference(files, after))
        if after != files:
            raise typer.Exit(EXIT_FINDINGS)
    elif after != files:
        upkeep.keep(files, after, dry_run=dry_run)
