"""`tenderwatch retire`, `abandon` and `replace`: a contract has ended, was given up, or is followed by another."""

from typing import Annotated

from tenderwatch.cli import complete, options, streams
from tenderwatch.cli.edit import Edit, edit_options, source_options
from tenderwatch.cli.options import named, takes
from tenderwatch.cli.typed import date_of
from tenderwatch.registry.draft import Cited


@edit_options
@source_options
def command(
    contract_id: options.IdArgument,
    on: Annotated[str, takes("--on", "DATE", "When it ended or is to end, as exactly as the source says.")],
    how: Annotated[str, takes("--how", "TEXT", "How: expired, terminated, ... in a few words.")],
    *,
    source: Cited | None,
    edit: Edit,
) -> None:
    """Record that a contract has ended, or is to end on a day that was decided, on evidence.

    A day in the future becomes its end at once, and no option leads past it. The record stays, because calendars
    and links use its id.
    """
    from tenderwatch.editing.retire import refuse_later, retire

    ended, draft = date_of("--on", on), edit.draft(contract_id)
    cited = edit.evidence(source, draft.get("lead"))
    retire(draft, ended, how, cited)
    if contract := edit.files.checked[0].by_id.get(contract_id):
        refuse_later(contract, ended, edit.day)
    edit.settle(draft, source=cited)
    if ended.known and not ended.passed(edit.day):
        streams.say(
            f"note: {ended.text} is its end from now on, and no option leads past it; "
            "it counts as ended once that has passed"
        )


@edit_options
@source_options
def abandon(
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
    from tenderwatch.editing import retire
    from tenderwatch.errors import UsageError

    abandoned = date_of("--on", on)
    if abandoned.begins_after(edit.day):
        raise UsageError(f"--on: {abandoned.text} is still to come", "give the day on which it was abandoned")
    draft = edit.draft(contract_id)
    cited = edit.evidence(source, draft.get("lead"))
    retire.abandon(draft, abandoned, how, cited)
    edit.settle(draft, source=cited)


@edit_options
@source_options
def replace(
    old: Annotated[str, named("OLD", "The earlier contract's id.", complete.ids)],
    new: Annotated[str, takes("--with", "NEW", "The id of its successor.", complete.ids)],
    *,
    source: Cited | None,
    edit: Edit,
) -> None:
    """Record that one contract takes the place of another. Both have to be in the registry, and both stay."""
    from tenderwatch.editing import retire

    edit.draft(old)
    draft = edit.draft(new)
    cited = edit.evidence(source, draft.get("lead")) if source else None
    retire.replace(draft, old, edit.files, cited)
    edit.settle(draft, source=cited)
