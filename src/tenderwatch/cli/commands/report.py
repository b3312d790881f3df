"""`tenderwatch report`: what a commissioner takes to a meeting."""

from typing import Annotated

from tenderwatch.answers.report import REPORTS, report_answer
from tenderwatch.cli import complete, options
from tenderwatch.cli.options import named
from tenderwatch.cli.output import Output, one_of
from tenderwatch.text import listing


@options.registry
@options.filters
@options.output()
def command(
    kind_: Annotated[str, named("KIND", f"{listing(REPORTS, 'or')}.", complete.reports)],
    months: options.MonthsOption = 12,
    year: options.YearOption = None,
    *,
    output: Output,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Write a report: what falls due, decisions for the forward plan, contracts by council, and so on.

    It starts with a summary and accounts for every record. Every format has the same rows.
    """
    name, ahead = one_of("KIND", kind_, tuple(REPORTS)), options.months_ahead(months)
    options.refuse_year(name, year)
    answer = report_answer(name, records.open(), records.day, ahead, selection.filters, year=year)
    output.put(answer, records, selection)
