"""`tenderwatch list`: every contract."""

from typing import Annotated

from tenderwatch.answers.due import due_answer
from tenderwatch.cli import options
from tenderwatch.cli.options import takes
from tenderwatch.cli.output import Output, one_of
from tenderwatch.queries.select import SORTS, full_agenda


@options.registry
@options.filters
@options.output(verbose=True)
def command(
    sort: Annotated[str, takes("--sort", "|".join(SORTS), "The order of the rows.")] = "end",
    *,
    output: Output,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """List every contract in the registry, with its status on the day."""
    order = one_of("--sort", sort, tuple(SORTS))
    registry = records.open()
    agenda = full_agenda(
        registry, records.day, selection.resolve(registry), sort=order, as_sheet=output.format.as_sheet
    )
    output.put(due_answer(agenda, verbose=output.verbose), records, selection)
