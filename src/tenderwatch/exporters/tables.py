"""Contracts one a line, as a table or as JSON; and what the columns of the table hold, as a Table Schema.

See https://specs.frictionlessdata.io/table-schema/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tenderwatch.answers.answer import CellKind, Column
from tenderwatch.answers.fields import RECORD, cells
from tenderwatch.answers.record import row_json
from tenderwatch.exporters import Tally, Wanted
from tenderwatch.formats import BYTE_ORDER_MARK
from tenderwatch.formats.cells import keys
from tenderwatch.formats.delimited import heading, writer_of, written
from tenderwatch.licence import DATA_LICENCE, DATA_LICENCE_ID, DATA_LICENCE_URL
from tenderwatch.registry.model.recorded import with_what_it_names

COLUMNS: tuple[Column, ...] = tuple(item.column for item in RECORD)
_TYPES: dict[CellKind, tuple[str, str]] = {
    "count": ("integer", ""),
    "day": ("date", ""),
    "date": ("string", "a date as exact as its source, in EDTF (ISO 8601-2)"),
    "money": ("number", "pounds"),
    "list": ("string", "several, with semicolons between"),
}


def write(wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """The same bytes as the list in that format."""
    yield BYTE_ORDER_MARK + written(heading(COLUMNS)).encode()
    line = writer_of(COLUMNS)
    for row in wanted.listing:
        yield written(line(cells(RECORD, row))).encode("utf-8", "surrogateescape")
        tally.written += 1


def schema(wanted: Wanted, tally: Tally) -> Iterator[bytes]:  # noqa: ARG001 - the same for any contracts
    """The schema of that table; the key is the contract's id."""
    held = {
        "fields": [field for column in COLUMNS for field in _fields(column)],
        "primaryKey": "id",
        "missingValues": [""],
        "licenses": [{"name": DATA_LICENCE_ID, "title": DATA_LICENCE, "path": DATA_LICENCE_URL}],
    }
    yield json.dumps(held, indent=2, ensure_ascii=False).encode() + b"\n"


def flat_kinds(column: Column) -> Iterator[tuple[str, CellKind]]:
    """The columns of the table that a column of the answer becomes, each with what it holds."""
    for number, key in enumerate(keys(column)):
        yield key, column.kind if number == 0 else "day" if column.kind == "date" else "text"


def _fields(column: Column) -> Iterator[dict[str, Any]]:
    for key, kind in flat_kinds(column):
        sort, about = _TYPES.get(kind, ("string", ""))
        field: dict[str, Any] = {"name": key, "title": column.name, "type": sort}
        if about:
            field["description"] = about
        if key == "id":
            field["constraints"] = {"required": True, "unique": True}
        yield field


def lines(wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """One object a line: the keys of schema version 1, and before them the record, which an import reads back."""
    registry = wanted.listing.registry
    for row in wanted.listing:
        line = {"record": with_what_it_names(row.outlook.contract, registry), **row_json(row, registry)}
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"
        tally.written += 1
