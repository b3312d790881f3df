"""A report as Markdown: a heading and a table for each section."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.outputs.markdown import escape
from tenderwatch.reports.report import Cell, Reference, Report
from tenderwatch.reports.words import as_of, cell_text, heading, notes


def render(report: Report) -> str:
    """The whole report. Every cell is escaped, so that registry text stays text."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield f"# {escape(report.title)}"
    yield from ("", escape(as_of(report)), "", escape(report.summary))
    for number, section in enumerate(report.sections):
        yield from ("", f"## {escape(heading(report, number))}", "")
        if section.note:
            yield from (escape(section.note), "")
        yield _line([column.name for column in report.columns])
        yield _line(["---:" if column.kind == "count" else "---" for column in report.columns])
        for row in section.rows:
            yield _line([_cell(cell) for cell in row])
    yield from ("", "## Notes", "")
    yield from (f"- {escape(note)}" for note in notes(report))


def _cell(cell: Cell) -> str:
    if isinstance(cell, Reference):
        return f"{escape(cell.title)} (`{cell.id}`)"
    return escape(cell_text(cell))


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
