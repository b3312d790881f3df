"""`tenderwatch backtest`: how often tender windows have come true."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenderwatch.answers.backtest import backtest_answer
from tenderwatch.cli import clock, options
from tenderwatch.cli.output import Output
from tenderwatch.cli.streams import say
from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.formats import Format
from tenderwatch.law.lead_times.procurement import COLUMNS, Procurements, read_procurements
from tenderwatch.law.timetables.load import shipped_procurements
from tenderwatch.queries.backtest import Backtest, backtest

_SVG = Format("svg", "", "image/svg+xml", (".svg",))
FileArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]", show_default=False,
        help="A CSV file of finished procurements, with the columns of the shipped one. Default: the shipped one.",
    ),
]  # fmt: skip
FromShippedOption = Annotated[
    bool,
    typer.Option(
        "--from-shipped",
        help="Predict what FILE holds from the shipped procurements, as the program itself would, not from each other.",
    ),
]


@options.output(_SVG)
def command(file: FileArgument = None, *, from_shipped: FromShippedOption = False, output: Output) -> None:
    """Say how often tender windows have come true: predict finished procurements, and count.

    Each is predicted from the others, without those of the same buyer. 'Likely' is meant to hold about half of the
    tender notices, 'possible' about nine in ten.
    """
    result = _result(file, from_shipped=from_shipped)
    read = (file,) if file else ()
    if output.format is not _SVG:
        output.put(backtest_answer(result, clock.today(None)), *read)
        return
    from tenderwatch.formats.backtest_svg import render

    changed = output.put_bytes(render(result).encode(), *read)
    if output.target:
        say(f"{'written to' if changed else 'unchanged in'} {output.target}")


def _result(file: Path | None, *, from_shipped: bool) -> Backtest:
    if file is None:
        return backtest(shipped_procurements())
    read = _read(file)
    if not read.finished:
        raise UsageError(
            f"{file}: no row has both a tender notice and a start", f"the columns are {', '.join(COLUMNS)}"
        )
    known = shipped_procurements() if from_shipped else None
    try:
        return backtest(read.finished, known, unfinished=read.unfinished)
    except ValueError as error:
        hint = f"tenderwatch backtest {file} --from-shipped predicts them from the shipped ones"
        raise UsageError(f"{file}: {error}", hint) from None


def _read(file: Path) -> Procurements:
    try:
        return read_procurements(file.read_text(encoding="utf-8-sig"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UnreadableError(f"{file}: cannot be read: {said}") from None
    except ValueError as error:
        raise UnreadableError(str(error)) from None
