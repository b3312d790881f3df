"""`tenderwatch show`: everything that is known of one contract."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated

import typer

from tenderwatch.cli import complete, options
from tenderwatch.cli.answer import answer
from tenderwatch.cli.context import choose_format
from tenderwatch.outlook import look_at
from tenderwatch.outputs import FORMATS
from tenderwatch.queries.filters import find_contract
from tenderwatch.queries.select import Agenda, Exclusion, Row


@options.registry
def command(
    contract_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="The contract's id, as `list` shows it.", autocompletion=complete.ids),
    ],
    format_: options.FormatOption = None,
    *,
    records: options.Records,
) -> None:
    """Show one contract in full: ends and options, plans, conflicts, and where each fact was read."""
    registry = records.open()
    outlook = look_at(find_contract(registry, contract_id), registry, records.day)
    name = choose_format(format_, tuple(FORMATS))
    if name in ("table", "plain"):
        from tenderwatch.outputs.detail import render

        width = shutil.get_terminal_size().columns if name == "table" else None
        sys.stdout.write(render(outlook, registry, width))
        return
    excluded: list[tuple[str, Exclusion]] = [(faulty_id, "faulty") for faulty_id in registry.faulty]
    excluded += [(contract.id, "filtered") for contract in registry.contracts if contract.id != contract_id]
    unknown = (outlook,) if outlook.end_unknown else ()
    sys.stdout.write(answer(Agenda(registry, records.day, None, (Row(outlook, ()),), unknown, tuple(excluded)), name))
