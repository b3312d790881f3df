"""`tenderwatch show`: everything that is known of one contract."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.answers.show import show_answer
from tenderwatch.cli import complete, options
from tenderwatch.cli.output import Output
from tenderwatch.outlook import look_at
from tenderwatch.queries.filters import find_contract


@options.registry
@options.output()
def command(
    contract_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="The contract's id, as `list` shows it.", autocompletion=complete.ids),
    ],
    *,
    output: Output,
    records: options.Records,
) -> None:
    """Show one contract in full: ends and options, plans, conflicts, and where each fact was read."""
    registry = records.open()
    output.put(show_answer(look_at(find_contract(registry, contract_id), registry, records.day)), records)
