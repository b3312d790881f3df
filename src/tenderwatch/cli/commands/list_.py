"""`tenderwatch list`: every contract, or those that the filters keep."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tenderwatch.cli import options
from tenderwatch.cli.answer import answer, one_of
from tenderwatch.queries.select import SORTS, full_agenda


@options.registry
@options.filters
def command(
    sort: Annotated[str, typer.Option("--sort", metavar="|".join(SORTS), help="The order of the rows.")] = "end",
    format_: options.FormatOption = None,
    verbose: options.VerboseOption = False,
    *,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """List every contract in the registry, with its status on the day."""
    registry = records.open()
    filters = selection.resolve(registry)
    agenda = full_agenda(registry, records.day, filters, sort=one_of("--sort", sort, tuple(SORTS)))
    sys.stdout.write(answer(agenda, format_, verbose=verbose))
