"""`tenderwatch report`: what a commissioner takes to a meeting."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderwatch.cli import complete, options
from tenderwatch.cli.answer import one_of
from tenderwatch.cli.context import file_target, put
from tenderwatch.cli.files import write_atomically
from tenderwatch.errors import UsageError

if TYPE_CHECKING:
    from tenderwatch.reports.report import Report


@options.registry
@options.filters
def command(
    kind_: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            autocompletion=complete.reports,
            help="due, forward-plan, by-council, by-portal, by-service, by-provider, extensions, stale or coverage.",
        ),
    ],
    months: options.MonthsOption = 12,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="txt, md, html, csv, json or xlsx. By the ending of the file if left out, else txt.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to this file; to standard output if left out."),
    ] = None,
    *,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Write a report: what falls due, decisions for the forward plan, contracts by council, and so on.

    It begins with a summary, and accounts for every record. Every format has the same rows.
    """
    from tenderwatch.reports import render
    from tenderwatch.reports.make import KINDS, make_report

    name = one_of("KIND", kind_, tuple(KINDS))
    target = file_target(output)
    form = _format(format_, output)
    if form == "xlsx" and target is None and sys.stdout.isatty():
        raise UsageError("a workbook is not for a terminal", "name a file, for example: -o report.xlsx")
    horizon_months = options.months_ahead(months)
    registry = records.open()
    report = make_report(name, registry, records.day, horizon_months, selection.filters)
    if form == "txt" and target is None and sys.stdout.isatty():
        sys.stdout.write(_for_terminal(report))
    elif target is None:
        put(render(report, form), None)
    else:
        _write(target, render(report, form), report)


def _format(given: str | None, output: str | None) -> str:
    from tenderwatch.reports import FORMATS

    if given is not None:
        return str(one_of("--format", given, tuple(FORMATS)))
    if output is None or output == "-":
        return "txt"
    ending = Path(output).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        hint = f"end it with one of .{', .'.join(FORMATS)}, or give --format"
        raise UsageError(f"the ending of {output} names no format", hint)
    return ending


def _for_terminal(report: Report) -> str:
    """Text as wide as the terminal, headings in bold. Data goes in as `Text`: its brackets mean nothing to rich."""
    from rich.console import Console
    from rich.text import Text

    from tenderwatch.reports.plain import lines

    width = shutil.get_terminal_size().columns
    page = Text()
    for line, style in lines(report, width):
        page.append(f"{line}\n", style=style or None)
    console = Console(width=max(width, 30), highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(page, no_wrap=True, overflow="ignore", crop=False, end="")
    return captured.get()


def _write(target: Path, data: bytes, report: Report) -> None:
    from tenderwatch.outputs.words import count

    changed = write_atomically(target, data)
    rows = count(report.rows, "row")
    sys.stderr.write(f"{rows} {'written to' if changed else 'unchanged in'} {target}\n")
