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
    texts: list[str] = []
    for column, cell in zip(columns, row, strict=True):
        if isinstance(cell, str):  # by far the most common, and seldom with anything to defuse
            texts.append(cell if cell[:1].isalnum() else defuse(cell))
        elif cell is None or isinstance(cell, int):
            texts += flat(column, cell)
        else:
            texts += map(defuse, flat(column, cell))
    return texts
