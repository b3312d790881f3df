"""The sheets of a workbook (XLSX, XLS, ODS), read with python-calamine, which the extra `import` installs.

A workbook is a zip file that can hold far more than its size says: what it unpacks to is looked at before it is
opened, and so is the area that its cells span, since every cell of that area takes memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tenderwatch.errors import UnreadableError
from tenderwatch.importers.tables import Cell, Row

MOST_UNPACKED = 400 * 1024 * 1024
MOST_TIMES_PACKED = 200
MOST_CELLS = 20_000_000
_TEXT = frozenset({str})
_ROW = re.compile(rb'<row [^>]*?r="([0-9]{1,7})"')
_COLUMNS = re.compile(rb'r="([A-Z]{1,3})[0-9]+"')


class Book:
    """An open workbook: `shown` are its visible sheets in order, `hidden` the others. Raises UnreadableError."""

    def __init__(self, path: Path) -> None:
        self._book = _open(path)
        self.shown = tuple(
            sheet.name
            for sheet in self._book.sheets_metadata
            if str(sheet.visible).endswith("Visible") and str(sheet.typ).endswith("WorkSheet")
        )
        self.hidden = tuple(sheet.name for sheet in self._book.sheets_metadata if sheet.name not in self.shown)

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of one sheet, which become Python's one at a time.

        Merged cells hold their text in the first; formulas give what they came to.
        """
        sheet = self._book.get_sheet_by_name(name)
        # Rows begin at the first column that holds anything.
        before = (None,) * (sheet.start[1] if sheet.start else 0)
        return _rows(sheet.iter_rows(), before)


def _rows(rows: Iterable[list[Any]], before: tuple[Cell, ...]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        if not _TEXT.issuperset(map(type, cells)):
            cells = [cell if type(cell) is str else _cell(cell) for cell in cells]
        row = (*before, *cells)
        if row.count("") + row.count(None) < len(row):
            yield Row(number, row)


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, date):
        return value
    text = "" if value is None else str(value)
    return text or None


def _open(path: Path):  # type: ignore[no-untyped-def]  # python-calamine is imported only here
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise UnreadableError(
            f"{path} is a workbook, and what reads workbooks is not installed",
            "pip install 'tenderwatch[import]', or save the sheet as CSV",
        ) from None
    _check_size(path)
    try:
        # Not by its ending, which may be wrong: by its first bytes.
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError(f"cannot read the workbook {path}: {error}", "open it and save it again") from None


def _check_size(path: Path) -> None:
    """Refuse a workbook that would unpack to more than any register needs. Raises UnreadableError."""
    if not zipfile.is_zipfile(path):
        return  # the old XLS format is not packed
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > MOST_UNPACKED or unpacked > MOST_TIMES_PACKED * max(path.stat().st_size, 100_000):
                raise UnreadableError(
                    f"{path} would unpack to {unpacked >> 20} MiB", "export the sheet with the contracts alone, as CSV"
                )
            for member in members:
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename):
                    _check_area(path, packed, member)
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise UnreadableError(f"cannot read the workbook {path}: {error}", "open it and save it again") from None


def _check_area(path: Path, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    last, widest, kept = 0, 0, b""
    with packed.open(member) as sheet:
        while piece := sheet.read(1 << 20):
            text = kept + piece
            last = max((int(number) for number in _ROW.findall(text)), default=last)
            widest = max([widest, *(_column(letters) for letters in set(_COLUMNS.findall(text)))])
            kept = piece[-40:]
    if last * widest > MOST_CELLS:
        raise UnreadableError(
            f"{path}: a sheet reaches to row {last:,} and column {widest}",
            "delete the empty rows and columns at its end, or save it as CSV",
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
