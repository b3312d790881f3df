"""`tenderwatch retire`: a contract has ended, or is to."""

from typing import Annotated

from tenderwatch.cli import options, streams
from tenderwatch.cli.edit import Edit, edit_options, source_options
from tenderwatch.cli.options import takes
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
