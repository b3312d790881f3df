"""`tenderwatch fmt`: a registry in its normal form."""

from dataclasses import replace
from typing import Annotated

import typer

from tenderwatch.cli import streams
from tenderwatch.cli.edit import Edit, undated_edit_options
from tenderwatch.cli.options import flag, named
from tenderwatch.errors import EXIT_FINDINGS


@undated_edit_options
def command(
    path: Annotated[str | None, named("[PATH]", "Registry to reformat, instead of --registry.")] = None,
    check: Annotated[
        bool, flag("--check", "Write nothing; show what would change, and exit with 1 if anything would.")
    ] = False,
    *,
    edit: Edit,
) -> None:
    """Reformat a registry: keys in the format's order, one entry a line, comments kept.

    What it says stays the same. A second run changes nothing.
    """
    from tenderwatch.cli.upkeep import keep
    from tenderwatch.editing.difference import difference
    from tenderwatch.editing.normal_form import in_normal_form

    edit.registry = edit.registry if path is None else path
    edit.dry_run = edit.dry_run or check
    after = replace(edit.files, files=tuple(in_normal_form(file) for file in edit.files.files))
    if check:
        streams.write(difference(edit.files, after))
        if after != edit.files:
            raise typer.Exit(EXIT_FINDINGS)
    elif after != edit.files:
        keep(edit, after)
