"""`tenderwatch abandon`: a procurement was given up before anything was let."""

from typing import Annotated

from tenderwatch.cli import options
from tenderwatch.cli.edit import Edit, edit_options, source_options
from tenderwatch.cli.options import takes
from tenderwatch.cli.typed import date_of
from tenderwatch.registry.draft import Cited


@edit_options
@source_options
def command(
    contract_id: options.IdArgument,
    on: Annotated[str, takes("--on", "DATE", "When it was abandoned, as the source says.")],
    how: Annotated[
        str, takes("--how", "TEXT", "How: withdrawn, no award, ... in a few words.")
    ] = "procurement abandoned, nothing let",
    *,
    source: Cited | None,
    edit: Edit,
) -> None:
    """Record that a planned or advertised procurement was abandoned, on evidence.

    What it was to replace is due again, as if it did not exist. The record stays, because calendars and links use
    its id.
    """
    from tenderwatch.editing.retire import abandon
    from tenderwatch.errors import UsageError

    abandoned = date_of("--on", on)
    if abandoned.begins_after(edit.day):
        raise UsageError(f"--on: {abandoned.text} is still to come", "give the day on which it was abandoned")
    draft = edit.draft(contract_id)
    cited = edit.evidence(source, draft.get("lead"))
    abandon(draft, abandoned, how, cited)
    edit.settle(draft, source=cited)
