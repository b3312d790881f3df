"""`tenderwatch show`: everything that is known of one contract."""

from typing import Annotated

from tenderwatch.answers.show import show_answer
from tenderwatch.cli import complete, options
from tenderwatch.cli.options import named
from tenderwatch.cli.output import Output


@options.registry
@options.output()
def command(
    contract_id: Annotated[str, named("ID", "The contract's id, as `list` shows it.", complete.ids)],
    *,
    output: Output,
    records: options.Records,
) -> None:
    """Show one contract in full: ends and options, plans, conflicts, and where each fact was read."""
    output.put(show_answer(records.look(contract_id)), records)
