"""`tenderwatch undo`: the last change of the commands that record facts is taken back."""

from datetime import date
from typing import Annotated

from tenderwatch.cli import streams
from tenderwatch.cli.edit import Edit, undated_edit_options
from tenderwatch.cli.options import flag


@undated_edit_options
def command(
    listed: Annotated[
        bool, flag("--list", "List the changes that can be taken back, the last first, and stop.")
    ] = False,
    *,
    edit: Edit,
) -> None:
    """Take back the last change that a command made to your registry. Run it again for the one before.

    The last 50 changes are kept in the folder .tenderwatch-undo beside the registry. A file that has been
    changed by hand since is left alone.
    """
    from tenderwatch.cli.undo_folder import steps
    from tenderwatch.cli.upkeep import take_back
    from tenderwatch.dates.words import day_text

    edit.lines = True
    if not listed:
        take_back(edit)
        return
    edit.dry_run = True
    for _, step in steps(edit.folder):
        names = ", ".join(changed.name for changed in step.files)
        streams.write(f"{day_text(date.fromisoformat(step.day))}: {step.what} ({names})\n")
