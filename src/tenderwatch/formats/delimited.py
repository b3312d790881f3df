"""CSV (RFC 4180) and TSV: the sheet of an answer as text. What a spreadsheet would run gets an apostrophe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from tenderwatch.answers.answer import Answer, Cells, Column
from tenderwatch.dates import When
from tenderwatch.formats import Screen
from tenderwatch.formats.cells import flat, keys
from tenderwatch.text import defuse


def lines(answer: Answer) -> Iterator[Sequence[str]]:
    """The header, then every row. ISO dates; '; ' between several values."""
    sheet = answer.sheet()
    yield heading(sheet.columns)
    written = partial(line, sheet.columns)
    yield from sheet.texts(written) if sheet.texts else map(written, sheet.rows)


def heading(columns: Iterable[Column]) -> list[str]:
    """The keys of the columns."""
    return [key for column in columns for key in keys(column)]


def line(columns: Iterable[Column], row: Cells) -> list[str]:
    """The cells of one row."""
    texts: list[str] = []
    for column, cell in zip(columns, row, strict=True):
        if isinstance(cell, str):  # by far the most common, and seldom with anything to defuse
            texts.append(cell if cell[:1].isalnum() else defuse(cell))
        elif not cell and cell != 0:  # nothing, or an empty list
            texts += _BLANK[len(keys(column))]
        elif isinstance(cell, (When, date, int)):  # such a text begins with a letter or digit
            texts += flat(column, cell)
        else:
            texts += map(defuse, flat(column, cell))
    return texts


_BLANK = [("",) * size for size in range(4)]


class _Line:
    """What a writer of CSV writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


@cache
def _writer() -> Any:
    from csv import writer

    return writer(_Line(), lineterminator="\r\n")


def written(cells: Iterable[str]) -> str:
    """One line of CSV."""
    return str(_writer().writerow(cells))


def csv(answer: Answer, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - one shape for all
    """The rows under a header."""
    return map(written, lines(answer))


def tsv(answer: Answer, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - one shape for all
    """The rows under a header. It has no quoting: tabs and line ends in text become spaces."""
    for cells in lines(answer):
        if not "".join(cells).isprintable():
            cells = [cell if cell.isprintable() else " ".join(cell.split()) for cell in cells]
        yield "\t".join(cells) + "\n"
