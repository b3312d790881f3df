"""`tenderwatch show`: everything that is known of one contract."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated

import typer

from tenderwatch.cli import clock, complete, options
from tenderwatch.cli.answer import answer
from tenderwatch.cli.context import choose_format, open_registry
from tenderwatch.outlook import look_at
from tenderwatch.outputs import FORMATS
from tenderwatch.queries.agenda import Agenda, Exclusion, Row
from tenderwatch.queries.filters import find_contract


def command(
    contract_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="The contract's id, as `list` shows it.", autocompletion=complete.ids),
    ],
    format_: options.FormatOption = None,
    today: options.TodayOption = None,
    registry: options.RegistryOption = None,
) -> None:
    """Show one contract in full: ends and options, plans, conflicts, and where each fact was read."""
    day = clock.today(today)
    records = open_registry(registry)
    outlook = look_at(find_contract(records, contract_id), records, day)
    name = choose_format(format_, tuple(FORMATS))
    if name in ("table", "plain"):
        from tenderwatch.outputs.detail import render

        width = shutil.get_terminal_size().columns if name == "table" else None
        sys.stdout.write(render(outlook, records, width))
        return
    excluded: list[tuple[str, Exclusion]] = [(faulty_id, "faulty") for faulty_id in records.faulty]
    excluded += [(contract.id, "filtered") for contract in records.contracts if contract.id != contract_id]
    unknown = (outlook,) if outlook.end_unknown else ()
    sys.stdout.write(answer(Agenda(records, day, None, (Row(outlook, ()),), unknown, tuple(excluded)), name))
