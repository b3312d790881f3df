"""An answer as an Excel workbook: its sheet with real dates and filters, and a sheet of notes.

Nothing from the registry is ever written as a formula or a link. The same answer gives the same bytes.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from tenderwatch.answers.answer import Answer, Cells, Column, Reference, Section, Table
from tenderwatch.dates import When
from tenderwatch.dates.words import day_text
from tenderwatch.formats import Screen
from tenderwatch.licence import DATA_LICENCE, DATA_LICENCE_URL
from tenderwatch.registry.model import Value
from tenderwatch.text import count

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# Excel holds no longer text in a cell.
_MOST_LETTERS = 32_767
_WIDTHS = {"text": 28, "list": 28, "code": 20, "date": 17, "day": 17, "money": 16, "count": 10, "contract": 34}
_LINE = 13.5  # points, at the size of the letters
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

_Written = str | int | float | date | None


def render(answer: Answer, screen: Screen) -> Iterator[bytes]:  # noqa: ARG001 - one shape for all
    """The workbook."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, _OPTIONS)
    book.set_properties(
        {
            "title": f"{answer.title}, {day_text(answer.today)}",
            "comments": answer.account or answer.summary,
            # Excel writes the time of saving; ours is the day calculated for, so that the bytes repeat.
            "created": datetime.combine(answer.today, time()),
        }
    )
    _rows(book, answer.sheet())
    _notes(book, answer)
    book.close()
    yield out.getvalue()


def heads(columns: tuple[Column, ...]) -> list[str]:
    """The header: what people read first, then ids and the bounds of every date."""
    return [*(name for column in columns for name in _names(column)), *_more_names(columns)]


def _names(column: Column) -> tuple[str, ...]:
    return (column.name, f"{column.name}: basis") if column.kind == "money" else (column.name,)


def _more_names(columns: tuple[Column, ...]) -> Iterator[str]:
    for column in columns:
        if column.kind == "contract":
            yield "Id"
        elif column.bounds:
            yield f"{column.name}: earliest"
            yield f"{column.name}: latest"


def _rows(book: Workbook, table: Table) -> None:
    sheet = book.add_worksheet("Report")
    base = {"font_size": 10, "text_wrap": True, "valign": "top"}
    formats = {
        date: book.add_format(base | {"num_format": "d mmmm yyyy", "align": "left"}),
        float: book.add_format(base | {"num_format": "£#,##0.00"}),
        int: book.add_format(base | {"num_format": "0", "align": "left"}),
        str: book.add_format(base),
    }
    head = book.add_format(base | {"bold": True, "bottom": 2})
    names, widths = heads(table.columns), list(_widths(table.columns))
    for number, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, name, head)
    sheet.set_row(0, _height(tuple(names), widths))
    lines = [tuple(_cells(table.columns, row)) for row in table.rows]
    for line, values in enumerate(lines, start=1):
        # Not every program finds the height of a row by itself.
        sheet.set_row(line, _height(values, widths))
        for number, value in enumerate(values):
            _write(sheet, line, number, value, formats)
    last, shown = max(len(lines), 1), len(names) - sum(1 for _ in _more_names(table.columns))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(names) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # Ids and bounds are to filter and look up by: paper shows what people read.
    sheet.print_area(0, 0, last, shown - 1)
    sheet.set_footer("&L&A&R&P of &N")


def _cells(columns: tuple[Column, ...], row: Cells) -> Iterator[_Written]:
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
                yield cell.title
            case str() | int() | date():
                yield cell
            case _:
                yield "; ".join(cell)
    for column, cell in zip(columns, row, strict=True):
        if isinstance(cell, Reference):
            yield cell.id
        elif column.bounds:
            yield from (cell.earliest, cell.latest) if isinstance(cell, When) else (None, None)


def _height(values: tuple[_Written, ...], widths: list[int]) -> float:
    """Points for the longest text of a row in its column; Excel knows no higher row than 409."""
    texts = ((value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str))
    lines = max((math.ceil(len(text) / width) for text, width in texts), default=1)
    return min(_LINE * max(lines, 1) + 2, 409.0)


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
    for column in columns:
        yield 16 if column.key == "section" else _WIDTHS[column.kind]
        yield from (20 for _ in _names(column)[1:])
    yield from (38 if name == "Id" else _WIDTHS["date"] for name in _more_names(columns))


def _notes(book: Workbook, answer: Answer) -> None:
    """What was asked, on which day, what the numbers are, and what the reader must know."""
    sheet = book.add_worksheet("Notes")
    strong = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sections = (section for section in answer.sections() if section.heading and section.size is not None)
    lines = [
        *(answer.facts or (("Answer", answer.title), ("As known on", day_text(answer.today)))),
        ("Summary", answer.summary),
        *((section.heading, _about(section)) for section in sections),
        *(("Note", note) for note in (*answer.lead, *answer.notes)),
        ("Licence", f"{DATA_LICENCE}: {DATA_LICENCE_URL}"),
    ]
    for line, (name, text) in enumerate(lines):
        sheet.write_string(line, 0, _cut(name), strong)
        sheet.write_string(line, 1, _cut(text), wrap)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 110)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _about(section: Section) -> str:
    """How many rows a section has, and what is noted of it."""
    return " ".join(
        (f"{count(section.size or 0, 'row')}.", *(block for block in section.blocks if isinstance(block, str)))
    )
