"""CSV and TSV. A cell that a spreadsheet would run as a formula is made plain text with an apostrophe."""

from __future__ import annotations

from tenderwatch.outputs.columns import COLUMNS, cells
from tenderwatch.queries.select import Agenda

# With the wide forms, which some spreadsheets take for the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def defuse(cell: str) -> str:
    """The cell, harmless to a spreadsheet. Taking one apostrophe off again gives back what it was."""
    # What looks defused already gets an apostrophe too: otherwise nobody could tell which was there before.
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def _one_line(cell: str) -> str:
    return cell if cell.isprintable() else " ".join(cell.split())


def render(agenda: Agenda, name: str = "csv", *, verbose: bool = False) -> str:  # noqa: ARG001 - one shape for all
    """The rows under a header."""
    return delimited([list(COLUMNS), *(cells(row, agenda.registry) for row in agenda.rows)], name)


def delimited(rows: list[list[str]], name: str) -> str:
    """Cells as `csv` or `tsv`, made harmless. TSV has no quoting: tabs and line ends in text become spaces."""
    table = [[defuse(cell) for cell in row] for row in rows]
    if name == "tsv":
        return "".join("\t".join(_one_line(cell) for cell in line) + "\n" for line in table)
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(table)
    return out.getvalue()
