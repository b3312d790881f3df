"""`tenderwatch extend`: an option to extend was used."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.cli import complete, options, streams
from tenderwatch.cli.edit import Edit, needed
from tenderwatch.editing.citation import Cited


@options.edit
@options.source
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
    *,
    source: Cited | None,
    edit: Edit,
) -> None:
    """Record that a contract was extended: the option was used, on the evidence you name.

    The end as first let stays as it is; the program adds the option. If an option can be used in parts, --to says
    how far. What makes no sense is refused, and the options are listed.
    """  # fmt: skip
    from tenderwatch.editing.extend import extend_by

    cited = needed(source)
    draft = edit.draft(contract_id)
    remark = extend_by(draft, edit.files.contract(contract_id), option, to, decided, cited, edit.day)
    edit.settle(draft, source=cited)
    if remark:
        streams.say(f"note: {remark}")
