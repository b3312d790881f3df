"""A report as text: for a terminal, a mail, or a file. Each row is a short paragraph, so that any width will do."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.outputs.columns_layout import Styled, fold
from tenderwatch.reports.report import Cells, Column, Report
from tenderwatch.reports.words import as_of, cell_text, heading, notes

WIDTH = 80
_LEAST = 30


def render(report: Report) -> str:
    """The report in lines of at most 80 columns."""
    return "".join(f"{text}\n" for text, _ in lines(report, WIDTH))


def lines(report: Report, width: int) -> Iterator[Styled]:
    """Every line with its style, folded to the width: headings are bold, what is late is bold and red."""
    width = max(width, _LEAST)
    yield from _folded(report.title, width, style="bold")
    yield from _folded(as_of(report), width)
    yield "", ""
    yield from _folded(report.summary, width)
    for number, section in enumerate(report.sections):
        yield "", ""
        yield from _folded(heading(report, number), width, style="bold red" if section.late else "bold")
        yield from _folded(section.note, width) if section.note else ()
        for row in section.rows:
            yield "", ""
            yield from _row(report.columns, row, width)
    yield "", ""
    yield from _folded("Notes", width, style="bold")
    for note in notes(report):
        yield from _folded(f"- {note}", width, hang=2)


def _row(columns: tuple[Column, ...], row: Cells, width: int) -> Iterator[Styled]:
    """What leads the row, up to the contract; then every cell that is not empty by its name; dates share a line."""
    told = [(column, text) for column, cell in zip(columns, row, strict=True) if (text := cell_text(cell))]
    leading = next((number for number, (column, _) in enumerate(told, start=1) if column.kind == "contract"), 1)
    yield from _folded(" | ".join(text for _, text in told[:leading]), width, indent=2)
    short: list[str] = []
    for column, text in told[leading:]:
        named = f"{column.name}: {text}"
        if column.kind in ("date", "count"):
            short.append(named)
            continue
        yield from _shared(short, width)
        short = []
        yield from _folded(named, width, indent=4, hang=2)
    yield from _shared(short, width)


def _shared(short: list[str], width: int) -> Iterator[Styled]:
    """Short cells on one line, or on as many as they need."""
    if short:
        yield from _folded("; ".join(short), width, indent=4, hang=2)


def _folded(text: str, width: int, *, indent: int = 0, hang: int = 0, style: str = "") -> Iterator[Styled]:
    """Text in lines of the width, after so many spaces; further lines after `hang` more."""
    for number, line in enumerate(fold(text, width - indent - hang)):
        yield " " * (indent + (hang if number else 0)) + line, style
