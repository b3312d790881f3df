"""The sheet of an answer as harmless text cells. What a spreadsheet would run as a formula gets an apostrophe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenderwatch.answers.answer import Answer, Cells, Column
from tenderwatch.formats.cells import flat, keys
from tenderwatch.text import defuse


def lines(answer: Answer) -> Iterator[list[str]]:
    """The header, then every row. ISO dates; '; ' between several values."""
    sheet = answer.sheet()
    yield heading(sheet.columns)
    for row in sheet.rows:
        yield line(sheet.columns, row)


def heading(columns: Iterable[Column]) -> list[str]:
    """The keys of the columns."""
    return [key for column in columns for key in keys(column)]


def line(columns: Iterable[Column], row: Cells) -> list[str]:
    """The cells of one row."""
    return [
        text if isinstance(cell, int) else defuse(text)
        for column, cell in zip(columns, row, strict=True)
        for text in flat(column, cell)
    ]
