"""A report as CSV: one table, its section in the first column; ISO dates, with the bounds of each beside it."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import When
from tenderwatch.outputs.delimited import delimited
from tenderwatch.registry.model import Value
from tenderwatch.reports.report import Cell, Column, Reference, Report


def render(report: Report) -> str:
    """The rows under a header. Cells that a spreadsheet would run are made harmless."""
    head = ["section", *(key for column in report.columns for key in keys(column))]
    rows = [
        [
            section.heading,
            *(text for column, cell in zip(report.columns, row, strict=True) for text in _cells(column, cell)),
        ]
        for section in report.sections
        for row in section.rows
    ]
    return delimited([head, *rows], "csv")


def keys(column: Column) -> tuple[str, ...]:
    """The flat columns of one column: a date has bounds, a sum its basis, a contract its title."""
    match column.kind:
        case "date":
            return (column.key, f"{column.key}_earliest", f"{column.key}_latest")
        case "money":
            return (column.key, f"{column.key}_basis")
        case "contract":
            return (column.key, f"{column.key}_title")
        case _:
            return (column.key,)


def _cells(column: Column, cell: Cell) -> Iterator[str]:
    match cell:
        case None:
            yield from ("" for _ in keys(column))
        case When():
            yield cell.edtf if cell.known else ""
            yield from (bound.isoformat() if bound else "" for bound in (cell.earliest, cell.latest))
        case Value():
            yield f"{cell.amount:.2f}".removesuffix(".00")
            yield cell.basis
        case Reference():
            yield from cell
        case _:
            yield str(cell)
