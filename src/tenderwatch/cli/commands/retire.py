"""`tenderwatch retire`: a contract has ended."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.cli import complete, options, streams
from tenderwatch.cli.edit import Edit, date_of, needed
from tenderwatch.editing.citation import Cited


@options.edit
@options.source
def command(
    contract_id: Annotated[str, typer.Argument(metavar="ID", help="The contract's id.", autocompletion=complete.ids)],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When it ended, as exactly as the source says.")],
    how: Annotated[str, typer.Option("--how", metavar="TEXT", help="How: expired, terminated, ... in a few words.")],
    *,
    source: Cited | None,
    edit: Edit,
) -> None:
    """Record that a contract has ended, on evidence. Its record stays, as calendars and links know its id."""
    from tenderwatch.editing.retire import retire

    cited, ended = needed(source), date_of("--on", on)
    draft = edit.draft(contract_id)
    retire(draft, ended.written, how, cited)
    edit.settle(draft, source=cited)
    if ended.begins_after(edit.day):
        streams.say(f"note: {ended.text} is still to come; until then the contract counts as before")
