"""One table of contracts, and what its columns hold (https://specs.frictionlessdata.io/table-schema/)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tenderwatch.answers.answer import CellKind, Column
from tenderwatch.answers.due import due_answer
from tenderwatch.exporters import Exported
from tenderwatch.formats import Screen, render
from tenderwatch.formats.cells import keys
from tenderwatch.licence import DATA_LICENCE, DATA_LICENCE_ID, DATA_LICENCE_URL
from tenderwatch.queries.select import Agenda

_TYPES: dict[CellKind, tuple[str, str]] = {
    "count": ("integer", ""),
    "day": ("date", ""),
    "date": ("string", "a date as exact as its source, in EDTF (ISO 8601-2)"),
    "money": ("number", "pounds"),
    "list": ("string", "several, with semicolons between"),
}


def write(agenda: Agenda) -> Exported:
    """The same bytes as the list in that format."""
    return Exported(render(due_answer(agenda), "csv", Screen(80, styled=False)))


def schema(agenda: Agenda) -> Exported:
    """The schema of that table; the key is the contract's id."""
    columns = due_answer(agenda).sheet().columns
    held = {
        "fields": [field for column in columns for field in _fields(column)],
        "primaryKey": "id",
        "missingValues": [""],
        "licenses": [{"name": DATA_LICENCE_ID, "title": DATA_LICENCE, "path": DATA_LICENCE_URL}],
    }
    return Exported(iter((json.dumps(held, indent=2, ensure_ascii=False).encode() + b"\n",)))


def _fields(column: Column) -> Iterator[dict[str, Any]]:
    """A column of the answer is one of the table, and where it needs them others beside it."""
    for number, key in enumerate(keys(column)):
        kind: CellKind = column.kind if number == 0 else "day" if column.kind == "date" else "text"
        sort, about = _TYPES.get(kind, ("string", ""))
        field: dict[str, Any] = {"name": key, "title": column.name, "type": sort}
        if about:
            field["description"] = about
        if key == "id":
            field["constraints"] = {"required": True, "unique": True}
        yield field
