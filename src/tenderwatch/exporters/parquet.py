"""The table of contracts as Parquet (https://parquet.apache.org): the columns of `csv`, each with its type.

Days are dates, counts and pounds numbers, several values a list. A date as exact as its source is text, with its first
and last day beside it, as in `csv`: a column of days has no room for a month.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from tenderwatch.answers.answer import Cell, CellKind, Column
from tenderwatch.answers.fields import RECORD, cells
from tenderwatch.dates import When
from tenderwatch.exporters import Tally, Wanted, pieces_of
from tenderwatch.exporters.tables import COLUMNS, flat_kinds
from tenderwatch.formats.cells import flat
from tenderwatch.licence import ATTRIBUTION, DATA_LICENCE
from tenderwatch.registry.model import Value

# So many contracts are held at once: enough for a reader to skip groups by, few enough to take little memory.
GROUP = 20_000
_TYPES: dict[CellKind, Any] = {
    "count": pyarrow.int32(),
    "day": pyarrow.date32(),
    "money": pyarrow.float64(),
    "list": pyarrow.list_(pyarrow.string()),
}


def write(wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """The whole file, group by group."""
    fields = [(key, _TYPES.get(kind, pyarrow.string())) for column in COLUMNS for key, kind in flat_kinds(column)]
    listing = wanted.listing
    about = {
        "edition": listing.registry.edition.isoformat(), "generated_for": listing.today.isoformat(),
        "licence": DATA_LICENCE, "attribution": ATTRIBUTION,
    }  # fmt: skip
    schema = pyarrow.schema(fields, metadata=about)

    def fill(path: Path) -> None:
        with parquet.ParquetWriter(path, schema, compression="zstd") as file:
            rows = iter(listing)
            while group := [_values(cells(RECORD, row)) for row in islice(rows, GROUP)]:
                columns = [
                    pyarrow.array(column, field.type)
                    for column, field in zip(zip(*group, strict=True), schema, strict=True)
                ]
                file.write_table(pyarrow.table(columns, schema=schema))
                tally.written += len(group)

    return pieces_of(fill)


def _values(row: tuple[Cell, ...]) -> list[Any]:
    return [value for column, cell in zip(COLUMNS, row, strict=True) for value in _typed(column, cell)]


def _typed(column: Column, cell: Cell) -> tuple[Any, ...]:
    """A cell, and what stands beside it, in the types of their columns."""
    match cell:
        case Value():
            return cell.amount, cell.basis
        case When() if column.bounds:
            return cell.edtf if cell.known else None, cell.earliest, cell.latest
        case None if column.kind == "list":
            return ((),)
        case str() | When() | None:
            return tuple(text or None for text in flat(column, cell))
        case _:
            return (cell,)
