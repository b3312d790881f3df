"""`tenderwatch export`: the registry in the formats that others read."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from tenderwatch.cli import options
from tenderwatch.cli.context import file_target
from tenderwatch.cli.files import write_atomically
from tenderwatch.cli.output import one_of, refuse_input
from tenderwatch.cli.streams import say
from tenderwatch.errors import UsageError
from tenderwatch.exporters import EXPORTS, export
from tenderwatch.queries.select import full_agenda
from tenderwatch.text import count

OutputOption = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")]


@options.registry
@options.filters
def command(
    what: Annotated[str, typer.Argument(metavar="WHAT", help=f"What to write: {', '.join(EXPORTS)}.")],
    output: OutputOption,
    *,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Write the registry in a format that other programs read: open contracting, a council's register, a database.

    What a format cannot carry is counted, with the reason. A date that is not known to the day is in no field for days.
    """
    what = one_of("WHAT", what, tuple(EXPORTS))
    target = file_target(output)
    if target is None:
        raise UsageError("export writes a file, not to standard output", "name one with -o")
    endings = EXPORTS[what].writers
    if target.suffix.lower() not in endings:
        raise UsageError(f"the ending of {target} does not fit {what}", f"end it with {' or '.join(endings)}")
    registry = records.open()
    refuse_input(target, [*records.inputs(), *selection.inputs()])
    agenda = full_agenda(registry, records.day, selection.resolve(registry), sort="id")
    found = export(what, target.suffix.lower(), agenda)
    changed = write_atomically(target, b"".join(found.pieces))
    written = len(agenda.rows) - len(found.left_out)
    say(f"{count(written, 'contract')} {'written to' if changed else 'unchanged in'} {target}")
    for why, number in Counter(why for _, why in found.left_out).items():
        say(f"{count(number, 'contract')} left out: {why}")
