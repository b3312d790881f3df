"""`tenderwatch due`: what runs out or must be decided, and by when."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.answers.board import GROUPS
from tenderwatch.answers.due import Detail, due_answer
from tenderwatch.answers.report import asked_text
from tenderwatch.cli import options
from tenderwatch.cli.output import Output, one_of
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.errors import EXIT_FINDINGS, UsageError
from tenderwatch.queries.select import SORTS, due_agenda
from tenderwatch.text import capital

BriefOption = Annotated[bool, typer.Option("--brief", help="One line a contract, with its id.")]
LongOption = Annotated[bool, typer.Option("--long", help="Every reason, who else buys, and the age of the evidence.")]
GroupOption = Annotated[
    list[str] | None,
    typer.Option("--group", metavar="|".join(GROUPS), help="Only this group of the board. May be repeated."),
]
ByOption = Annotated[
    str,
    typer.Option("--by", metavar="any|end", help="any: every date that asks for attention; end: ends alone."),
]
SortOption = Annotated[
    str | None,
    typer.Option("--sort", metavar="|".join(SORTS), help="The order of the rows. Default: most urgent first."),
]
ExitOption = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when anything is due.")]


@options.registry
@options.filters
@options.output(verbose=True)
def command(
    months: options.MonthsOption = 12,
    by: ByOption = "any",
    group: GroupOption = None,
    sort: SortOption = None,
    brief: BriefOption = False,
    long: LongOption = False,
    exit_code: ExitOption = False,
    *,
    output: Output,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Show what to act on: what must be decided now, what is coming, which awards are awaited, what had no news.

    A date known to the month counts from its first day, so that warnings come early. Records that are not shown
    are counted.
    """  # fmt: skip
    if brief and long:
        raise UsageError("--brief and --long contradict each other", "give one of them")
    horizon = clamp_months(records.day, options.months_ahead(months))
    which, order = one_of("--by", by, ("any", "end")), one_of("--sort", sort or "when", tuple(SORTS))
    groups = frozenset(one_of("--group", name, GROUPS) for name in group or ())
    registry = records.open()
    agenda = due_agenda(
        registry, records.day, horizon, selection.resolve(registry), by=which, sort=order, groups=groups
    )
    detail: Detail = "brief" if brief else "long" if long else "board"
    asked = capital(asked_text(selection.filters).removeprefix("council "))
    output.put(
        due_answer(agenda, verbose=output.verbose, detail=detail, asked=asked, sorted_by=sort), records, selection
    )
    if exit_code and agenda.rows:
        raise typer.Exit(EXIT_FINDINGS)
