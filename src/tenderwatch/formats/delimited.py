"""CSV (RFC 4180) and TSV: the sheet of an answer as text. What a spreadsheet would run gets an apostrophe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
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
    written = writer_of(sheet.columns)
    yield from sheet.texts(written) if sheet.texts else map(written, sheet.rows)


def heading(columns: Iterable[Column]) -> list[str]:
    """The keys of the columns."""
    return [key for column in columns for key in keys(column)]


def writer_of(columns: Iterable[Column]) -> Callable[[Cells], list[str]]:
    """What writes the cells of one row, for any number of rows."""
    known = tuple((column, ("",) * len(keys(column)), column.kind == "date" and column.bounds) for column in columns)

    def line(row: Iterable[Any]) -> list[str]:
        texts: list[str] = []
        for (column, blank, bounds), cell in zip(known, row, strict=True):
            kind = type(cell)  # asked once: a sheet has more cells than all else
            if kind is str:  # by far the most common, and seldom with anything to defuse
                texts.append(cell if cell[:1].isalnum() else defuse(cell))
            elif cell is None or cell == ():
                texts += blank
            elif kind is date:
                texts.append(cell.isoformat())
            elif kind is When and not bounds:
                texts.append(cell.edtf if cell.known else "")
            elif kind is tuple:
                texts.append(defuse("; ".join(cell)))
            elif isinstance(cell, (When, int)):  # no formula, even where it begins with a minus
                texts += flat(column, cell)
            else:
                texts += map(defuse, flat(column, cell))
        return texts

    return line


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
