"""`tenderwatch confirm`: a record was checked again and is unchanged."""

from typing import Annotated

from tenderwatch.cli import complete, options
from tenderwatch.cli.edit import Edit, edit_options
from tenderwatch.cli.options import takes
from tenderwatch.cli.typed import past_day


@edit_options
def command(
    contract_id: options.IdArgument,
    source: Annotated[
        list[str] | None,
        takes(
            "--source",
            "ID",
            "The source you looked at again. Repeat for each; may be left out where the record has only one.",
            complete.sources,
        ),
    ] = None,
    on: Annotated[str | None, takes("--on", "DAY", "The day you looked, if not today.")] = None,
    *,
    edit: Edit,
) -> None:
    """Note that a record was checked again and found unchanged.

    Every piece of its evidence from the source gets `checked:` with the day, so that its age counts from then.
    """  # fmt: skip
    from tenderwatch.editing.confirm import confirm

    looked = past_day("--on", on, edit.day)
    draft = edit.draft(contract_id)
    confirm(draft, tuple(source or ()), looked)
    edit.settle(draft)
