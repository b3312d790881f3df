"""A report as an Excel workbook: the rows with real dates and filters, and a sheet of notes.

Nothing from the registry is ever written as a formula or a link. The same report gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from tenderwatch.dates import When
from tenderwatch.dates.words import day_text
from tenderwatch.errors import UsageError
from tenderwatch.licence import DATA_LICENCE, DATA_LICENCE_URL
from tenderwatch.model import Value
from tenderwatch.reports.report import Cell, Column, Reference, Report
from tenderwatch.reports.words import account, notes

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# Excel holds no longer text in a cell.
_MOST_LETTERS = 32_767
_WIDTHS = {"text": 32, "date": 19, "money": 14, "count": 10, "contract": 38}
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

_Written = str | int | float | date | None


def render(report: Report) -> bytes:
    """The workbook. Raises UsageError where the library that writes it is not installed."""
    try:
        from xlsxwriter import Workbook
    except ImportError:
        hint = "install it with: pip install 'tenderwatch[xlsx]'"
        raise UsageError("Excel workbooks need the library xlsxwriter, which is not installed", hint) from None
    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    book.set_properties(
        {
            "title": f"{report.title}, {day_text(report.today)}",
            "comments": account(report),
            # Excel writes the time of saving; ours is the day reckoned from, so that the bytes repeat.
            "created": datetime.combine(report.today, time()),
        }
    )
    _rows(book, report)
    _notes(book, report)
    book.close()
    return out.getvalue()


def heads(columns: tuple[Column, ...]) -> list[str]:
    """The header: what people read first, then the bounds of every date."""
    first = [name for column in columns for name in _names(column)]
    dates = [column.name for column in columns if column.kind == "date"]
    return ["Section", *first, *(f"{name}: {bound}" for name in dates for bound in ("earliest", "latest"))]


def _names(column: Column) -> tuple[str, ...]:
    match column.kind:
        case "contract":
            return (column.name, "Id")
        case "money":
            return (column.name, f"{column.name}: basis")
        case _:
            return (column.name,)


def _rows(book: Workbook, report: Report) -> None:
    sheet = book.add_worksheet("Report")
    wrap = {"text_wrap": True, "valign": "top"}
    formats = {
        date: book.add_format(wrap | {"num_format": "d mmmm yyyy", "align": "left"}),
        float: book.add_format(wrap | {"num_format": "£#,##0.00"}),
        int: book.add_format(wrap | {"num_format": "0"}),
        str: book.add_format(wrap),
    }
    head = book.add_format(wrap | {"bold": True, "bottom": 2})
    names = heads(report.columns)
    for number, name in enumerate(names):
        sheet.write_string(0, number, name, head)
    line = 0
    for section in report.sections:
        for row in section.rows:
            line += 1
            for number, value in enumerate((section.heading, *_cells(report.columns, row))):
                _write(sheet, line, number, value, formats)
    for number, width in enumerate(_widths(report.columns)):
        sheet.set_column(number, number, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(line, 1), len(names) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # The bounds are for filtering and sums: paper shows what people read.
    sheet.print_area(0, 0, max(line, 1), len(names) - 1 - 2 * sum(one.kind == "date" for one in report.columns))
    sheet.set_footer("&L&A&R&P of &N")


def _cells(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> Iterator[_Written]:
    for column, cell in zip(columns, row, strict=True):
        match cell:
            case None:
                yield from (None for _ in _names(column))
            case When():
                yield cell.earliest if cell.precision == "day" else cell.text
            case Value():
                yield float(cell.amount)
                yield cell.basis
            case Reference():
                yield from (cell.title, cell.id)
            case _:
                yield cell
    for column, cell in zip(columns, row, strict=True):
        if column.kind == "date":
            yield from (cell.earliest, cell.latest) if isinstance(cell, When) else (None, None)


def _write(sheet: Any, line: int, number: int, value: _Written, formats: dict[type, Any]) -> None:
    match value:
        case None:
            return
        case date():
            sheet.write_datetime(line, number, value, formats[date])
        case str():
            sheet.write_string(line, number, _cut(value), formats[str])
        case _:
            sheet.write_number(line, number, value, formats[type(value)])


def _cut(text: str) -> str:
    """Text that fits into a cell; what does not fit is counted, not lost in silence."""
    if len(text) <= _MOST_LETTERS:
        return text
    kept = text[: _MOST_LETTERS - 40]
    return f"{kept} ... ({len(text) - len(kept)} more letters)"


def _widths(columns: tuple[Column, ...]) -> Iterator[int]:
    yield 24
    for column in columns:
        yield _WIDTHS[column.kind]
        yield from (24 for _ in _names(column)[1:])
    yield from (_WIDTHS["date"] for column in columns if column.kind == "date" for _ in range(2))


def _notes(book: Workbook, report: Report) -> None:
    """What was asked, on which day, what the numbers are, and what the reader must know."""
    sheet = book.add_worksheet("Notes")
    strong = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    told = [
        ("Report", report.title),
        ("As known on", day_text(report.today)),
        ("Looks ahead to", day_text(report.horizon)),
        ("Only", report.asked or "everything in the registry"),
        ("Summary", report.summary),
        *((section.heading, f"{len(section.rows)} rows. {section.note}".strip()) for section in report.sections),
        *(("Note", note) for note in notes(report)),
        ("Licence", f"{DATA_LICENCE}: {DATA_LICENCE_URL}"),
    ]
    for line, (name, text) in enumerate(told):
        sheet.write_string(line, 0, _cut(name), strong)
        sheet.write_string(line, 1, _cut(text), wrap)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 110)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
