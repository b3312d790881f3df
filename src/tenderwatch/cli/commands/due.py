"""`tenderwatch due`: what runs out or must be decided, and by when."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.answers.due import due_answer
from tenderwatch.cli import options
from tenderwatch.cli.output import Output, one_of
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.errors import EXIT_FINDINGS
from tenderwatch.queries.select import SORTS, due_agenda


@options.registry
@options.filters
@options.output(verbose=True)
def command(
    months: options.MonthsOption = 12,
    by: Annotated[
        str,
        typer.Option("--by", metavar="any|end", help="any: every date that asks for attention; end: ends alone."),
    ] = "any",
    sort: Annotated[str, typer.Option("--sort", metavar="|".join(SORTS), help="The order of the rows.")] = "when",
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when anything is due.")] = False,
    *,
    output: Output,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """List what falls due: ends, planned tenders, deadlines, and dates that passed with no news since.

    A date known to the month counts from its first day, so that warnings come early. Records that are not shown
    are counted, and contracts whose end is not known are named.
    """  # fmt: skip
    horizon = clamp_months(records.day, options.months_ahead(months))
    which, order = one_of("--by", by, ("any", "end")), one_of("--sort", sort, tuple(SORTS))
    registry = records.open()
    agenda = due_agenda(registry, records.day, horizon, selection.resolve(registry), by=which, sort=order)
    output.put(due_answer(agenda, verbose=output.verbose), records, selection)
    if exit_code and agenda.rows:
        raise typer.Exit(EXIT_FINDINGS)
