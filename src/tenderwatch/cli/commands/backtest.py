"""`tenderwatch backtest`: how often tender windows have come true."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated

from tenderwatch.answers.backtest import backtest_answer
from tenderwatch.cli import clock, options
from tenderwatch.cli.options import flag, named
from tenderwatch.cli.output import Output
from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.formats import Format
from tenderwatch.importers.statement import Reading
from tenderwatch.law.lead_times.procurement import COLUMNS, Procurements, read_procurements
from tenderwatch.law.timetables import shipped_procurements
from tenderwatch.queries.backtest.predict import backtest
from tenderwatch.queries.backtest.result import Backtest, account

_SVG = Format("svg", "", "image/svg+xml", (".svg",))


@options.output(_SVG)
def command(
    files: Annotated[
        list[Path] | None,
        named(
            "[FILE]...",
            "Notices that `import` can read (OCDS packages, JSON Lines, Contracts Finder exports), or CSV files of "
            "finished procurements with the columns of the shipped one; - is standard input. "
            "Default: the shipped one.",
        ),
    ] = None,
    *,
    from_shipped: Annotated[
        bool,
        flag(
            "--from-shipped",
            "Predict what FILE holds from the shipped procurements, as the program itself would, not from each other.",
        ),
    ] = False,
    today: options.TodayOption = None,
    output: Output,
) -> None:
    """Show how often predicted tender windows came true, tried on finished procurements.

    Each is predicted from the others, without those of the same buyer. 'Likely' is meant to hold about half of the
    tender notices, 'possible' about nine in ten. Notices that share an ocid count as one procurement. What cannot be
    predicted, such as a tender with no award yet, is counted with the reason.
    """
    read = tuple(file for file in dict.fromkeys(files or ()) if str(file) != "-")
    day = clock.today(today)
    result = _result(tuple(dict.fromkeys(files or ())), day, from_shipped=from_shipped)
    if output.format is not _SVG:
        output.put(backtest_answer(result, day), *read)
        return
    from tenderwatch.formats.backtest_svg import render

    output.put_drawing(render(result).encode(), *read)


def _result(files: Sequence[Path], today: date, *, from_shipped: bool) -> Backtest:
    if not files:
        return backtest(shipped_procurements())
    read = _read(files, today)
    names = " ".join(map(str, files))
    if not read.finished:
        left = f"; {account(read.left_out)}" if read.left_out else ""
        raise UsageError(
            f"{names}: no procurement has both a tender notice and a start{left}",
            f"name more files of the same notices, or a CSV file with the columns {', '.join(COLUMNS)}",
        )
    known = shipped_procurements() if from_shipped else None
    try:
        result = backtest(read.finished, known)
    except ValueError as error:
        hint = f"tenderwatch backtest {names} --from-shipped predicts them from the shipped ones"
        raise UsageError(f"{names}: {error}", hint) from None
    return result._replace(left_out=read.left_out, read=read.read)


def _read(files: Sequence[Path], today: date) -> Procurements:
    """What all files hold together: the notices of one procurement may stand in several."""
    from tenderwatch.cli.importing import STANDARD_INPUT, readable
    from tenderwatch.importers.finished import finished_procurements

    readings: list[Iterator[Reading]] = []
    tables = []
    with ExitStack() as held:
        for file in files:
            path = held.enter_context(readable(str(file)))
            name = STANDARD_INPUT if str(file) == "-" else str(file)
            notices = _notices(path, name)
            if notices is None:
                tables.append(_table(path, name))
            else:
                readings.append(notices)
        parts = [*tables, finished_procurements(chain.from_iterable(readings), today)]
    return Procurements(
        tuple(item for part in parts for item in part.finished),
        tuple(item for part in parts for item in part.left_out),
        sum(part.read for part in parts),
    )


def _notices(file: Path, name: str) -> Iterator[Reading] | None:
    """The notices of a file; None where it is a CSV file of finished procurements, or means to be one."""
    from tenderwatch.importers.contracts_finder import recognise_export
    from tenderwatch.importers.reading import Layout, open_file
    from tenderwatch.importers.tables import read_csv

    try:
        with file.open("rb") as opened:
            head = opened.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        raise UnreadableError.of_file(name, error) from None
    if head[:1] in (b"{", b"["):
        return open_file(file, name, "ocds", Layout()).readings
    rows, _ = read_csv(file)
    first = next(rows, None)
    if first is None or recognise_export(first.cells) is None:
        return None
    return open_file(file, name, "contracts-finder-csv", Layout()).readings


def _table(file: Path, name: str) -> Procurements:
    try:
        return read_procurements(file.read_text(encoding="utf-8-sig"), name)
    except OSError as error:
        raise UnreadableError.of_file(name, error) from None
    except UnicodeDecodeError:
        raise UnreadableError(f"{name} is not UTF-8 text", "save it as UTF-8 and try again") from None
    except ValueError as error:
        raise UnreadableError(str(error), "correct it in the file, and try again") from None
