"""`tenderwatch due`: what runs out or must be decided, and by when."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tenderwatch.cli import options
from tenderwatch.cli.answer import answer, one_of
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.errors import EXIT_FINDINGS
from tenderwatch.queries.select import SORTS, due_agenda


@options.registry
@options.filters
def command(
    months: options.MonthsOption = 12,
    by: Annotated[
        str,
        typer.Option("--by", metavar="any|end", help="any: every date that asks for attention; end: ends alone."),
    ] = "any",
    sort: Annotated[str, typer.Option("--sort", metavar="|".join(SORTS), help="The order of the rows.")] = "when",
    format_: options.FormatOption = None,
    verbose: options.VerboseOption = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when anything is due.")] = False,
    *,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """List what falls due: ends, planned tenders, deadlines, and dates that passed with nothing known since.

    A date known to the month counts from its first day, so that warnings come early. Records left out are
    counted, and contracts whose end is not known are named.
    """  # fmt: skip
    ahead = options.months_ahead(months)
    registry = records.open()
    filters = selection.resolve(registry)
    agenda = due_agenda(
        registry, records.day, clamp_months(records.day, ahead), filters,
        by=one_of("--by", by, ("any", "end")), sort=one_of("--sort", sort, tuple(SORTS)),
    )  # fmt: skip
    sys.stdout.write(answer(agenda, format_, verbose=verbose))
    if exit_code and agenda.rows:
        raise typer.Exit(EXIT_FINDINGS)
