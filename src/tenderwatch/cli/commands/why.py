"""`tenderwatch why`: the sum behind each date."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated

import typer

from tenderwatch.cli import complete, options
from tenderwatch.cli.context import choose_format
from tenderwatch.dates.parsing import WhenError, parse_when
from tenderwatch.errors import UsageError
from tenderwatch.outlook import look_at
from tenderwatch.outputs import FORMATS
from tenderwatch.problems import did_you_mean
from tenderwatch.queries.explain import Explanation, explain
from tenderwatch.queries.filters import find_contract

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The contract's id.", autocompletion=complete.ids)]
DateArgument = Annotated[
    str | None,
    typer.Argument(metavar="[DATE]", help="One date only: its name (tender-notice, longest-end, ...) or the day."),
]


@options.registry
def command(
    contract_id: IdArgument,
    which: DateArgument = None,
    format_: options.FormatOption = None,
    *,
    records: options.Records,
) -> None:
    """Say why each date of a contract is what it is: the sum, the rule, the source, and what is assumed."""
    registry = records.open()
    contract = find_contract(registry, contract_id)
    found = explain(look_at(contract, registry, records.day))
    if which is not None:
        found = _chosen(found, which)
    name = choose_format(format_, tuple(FORMATS))
    from tenderwatch.outputs.why_text import render

    width = shutil.get_terminal_size().columns if name == "table" else None
    text = render(found, contract.title, contract.id, records.day, name, width)
    if not found and name not in ("json", "csv", "tsv"):
        text = f"No date of '{contract.id}' is known: no source states one.\n"
    sys.stdout.write(text)


def _chosen(found: tuple[Explanation, ...], which: str) -> tuple[Explanation, ...]:
    """The explanations of one name, or of the dates that a day may be. Raises UsageError for none."""
    named = tuple(item for item in found if item.kind == which or item.kind.partition(".")[0] == which)
    if named:
        return named
    try:
        asked = parse_when(which)
    except WhenError:
        asked = None
    if asked and asked.earliest and asked.latest:
        same = tuple(item for item in found if item.when and item.when.touches(asked.earliest, asked.latest))
        if same:
            return same
    kinds = [item.kind for item in found]
    hint = did_you_mean(which, kinds) or (f"its dates are {', '.join(kinds)}" if kinds else "no date of it is known")
    raise UsageError(f"this contract has no date '{which}'", hint)
