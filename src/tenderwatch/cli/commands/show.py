"""`tenderwatch show`: everything that is known of one contract."""

from typing import Annotated

from tenderwatch.answers.show import show_answer
from tenderwatch.cli import complete, options
from tenderwatch.cli.options import named
from tenderwatch.cli.output import Output
from tenderwatch.outlook import look_at
from tenderwatch.queries.filters.resolving import find_contract


@options.registry
@options.output()
def command(
    contract_id: Annotated[str, named("ID", "The contract's id, as `list` shows it.", complete.ids)],
    *,
    output: Output,
    records: options.Records,
) -> None:
    """Show one contract in full: ends and options, plans, conflicts, and where each fact was read."""
    registry = records.open()
    output.put(show_answer(look_at(find_contract(registry, contract_id), registry, records.day)), records)
