"""Tables as people keep them: CSV in any delimiter and encoding, and the sheets of a workbook, row by row.

A row's number is the one that a spreadsheet shows: the heading of a plain CSV file is row 1. A stray quote in a
CSV file costs the row that it stands in, never the rows after it.
"""

import csv
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import compress, count, islice, repeat
from pathlib import Path

from tenderwatch.errors import UnreadableError
from tenderwatch.importers.decoding import encoding_of
from tenderwatch.named_tuple import NamedTuple

Cell = str | date | float | None
# One cell holds a description at most; more is a damaged file.
MOST_IN_A_CELL = 200_000
_DELIMITERS = ",;\t|"
# A row this wide is read wrongly if one of its lines is a whole row of its own.
_TELLING_WIDTH = 3
# The first rows say how wide a table is.
_FIRST = 20
# Behind those in which the heading is looked for, so many lines are read together.
_ONE_BY_ONE, _AT_ONCE = 30, 500


class Row(NamedTuple):
    """One row: its number and its cells. `fault` says why it cannot be read."""

    number: int
    cells: tuple[Cell, ...]
    fault: str = ""


def read_csv(path: Path) -> tuple[Iterator[Row], tuple[str, ...]]:
    """The rows of a CSV file, and remarks on its encoding.

    Raises UnreadableError where it is empty or no text.
    """
    encoding = encoding_of(path)
    try:
        with path.open(encoding=encoding.name, newline="", errors="strict") as file:
            sample = file.read(65536)
    except UnicodeDecodeError:
        raise UnreadableError(f"{path} is not a text file", "name a CSV file, a workbook or open data") from None
    if not sample.strip():
        raise UnreadableError(f"{path} is empty", "export the table again")
    if sample.count("\0") > 8:
        raise UnreadableError(f"{path} is not a text file", "name a CSV file, or a workbook by its own ending")
    delimiter = _delimiter(sample)
    remarks = (encoding.remark,) if encoding.remark else ()
    return _csv_rows(path, encoding.name, delimiter), remarks


def _delimiter(sample: str) -> str:
    """The separator that gives the first lines the most columns of the same number."""
    lines = [line for line in sample.splitlines() if line.strip()][:20]

    def columns(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        common = max(set(widths), key=lambda width: (widths.count(width), width)) if widths else 0
        return (widths.count(common) if common > 1 else 0, common)

    return max(_DELIMITERS, key=columns)


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    """Rows in order. Lines that a stray quote has swallowed are given back and read again."""
    csv.field_size_limit(MOST_IN_A_CELL * 10)
    with path.open(encoding=encoding, newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter)
        width = number = 0
        while True:
            if number >= _ONE_BY_ONE and not lines.again:
                some = list(islice(file, _AT_ONCE))
                rows = _one_on_each(some, delimiter)
                numbered = zip(count(number + 1), map(tuple, rows), repeat(""))
                yield from compress(map(partial(tuple.__new__, Row), numbered), rows)
                number += len(rows)
                if rows:
                    continue
                lines.give_back(some)
            taken = lines.begin()
            fault = ""
            try:
                cells = next(reader, None)
            except csv.Error as error:
                cells, fault = [], f"the row cannot be read: {error}"
                reader = csv.reader(lines, delimiter=delimiter)
            if cells is None:
                return
            number += 1
            if not cells and not fault:
                continue
            if len(taken) > 1 and width >= _TELLING_WIDTH and _swallowed(taken, len(cells), width, delimiter):
                lines.give_back(taken[1:])
                cells, fault = (
                    next(csv.reader([taken[0][:MOST_IN_A_CELL]], delimiter=delimiter)),
                    "a quotation mark opens and does not close",
                )
            width = max(width, len(cells)) if number <= _FIRST else width
            if sum(map(len, taken)) > MOST_IN_A_CELL and any(len(cell) > MOST_IN_A_CELL for cell in cells):
                yield Row(number, (), f"a cell has more than {MOST_IN_A_CELL:,} characters")
                continue
            yield Row(number, tuple(cells), fault)


def _one_on_each(lines: list[str], delimiter: str) -> list[list[str]]:
    """The cells of lines of which each is a row; none where one is not, and all are to be looked at one by one."""
    if not lines or max(map(len, lines)) > MOST_IN_A_CELL:
        return []
    try:
        # A last line of our own: if a quotation mark is still open, it is no row.
        rows = list(csv.reader([*lines, "end"], delimiter=delimiter))
    except csv.Error:
        return []
    return rows[:-1] if len(rows) == len(lines) + 1 else []


class _Lines:
    """Lines of a file, which can be given back (`again`); those taken since the last `begin` are kept."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.again: list[str] = []
        self._taken: list[str] = []

    def begin(self) -> list[str]:
        """A new list, in which the lines that are taken from now on are kept."""
        self._taken = []
        return self._taken

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.again.pop() if self.again else next(self._lines)
        self._taken.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        """Put lines back, to be taken again in the same order."""
        self.again.extend(reversed(lines))


def _swallowed(lines: list[str], cells: int, width: int, delimiter: str) -> bool:
    """Whether a record of several lines holds rows that are whole by themselves."""
    whole = sum(
        1
        for line in lines[1:]
        if line.count('"') % 2 == 0
        and len(line) <= MOST_IN_A_CELL
        and len(next(csv.reader([line], delimiter=delimiter), [])) == width
    )
    return whole > 0 if cells != width else whole > 1


def find_heading(rows: list[Row]) -> int | None:
    """Which of the first rows is the heading: the first with the most cells of words, none of them a number."""

    def words(row: Row) -> int:
        texts = [cell.strip() for cell in row.cells if isinstance(cell, str) and cell.strip()]
        plain = [text for text in texts if len(text) <= 120 and not text.replace("/", "").replace(".", "").isdigit()]
        return len(set(plain)) if len(plain) == len([cell for cell in row.cells if cell not in (None, "")]) else 0

    best = max(range(len(rows)), key=lambda index: (min(words(rows[index]), 60), -index), default=None)
    return best if best is not None and words(rows[best]) > 1 else None
