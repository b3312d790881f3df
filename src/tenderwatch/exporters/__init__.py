"""The registry in the formats that others read. To add one: a module, and a row in `EXPORTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple

from tenderwatch.queries.select import Agenda


class Export(NamedTuple):
    """One export: what it is, and the endings of its files with what writes each."""

    about: str
    writers: dict[str, str]


class Exported(NamedTuple):
    """The pieces of a file, and the contracts that it cannot carry, each with the reason."""

    pieces: Iterator[bytes]
    left_out: tuple[tuple[str, str], ...] = ()


EXPORTS: dict[str, Export] = {
    "ocds": Export(
        "Open Contracting Data Standard 1.1: a record package, or one record a line",
        {".json": "ocds:package", ".jsonl": "ocds:lines"},
    ),
    "register": Export(
        "the contracts register that the Local Government Transparency Code asks a council to publish",
        {".csv": "register:write"},
    ),
    "csv": Export("every contract as `list` has it, in one table", {".csv": "tables:write"}),
    "table-schema": Export(
        "what the columns of `csv` hold, as a Frictionless Table Schema", {".json": "tables:schema"}
    ),
    "jsonl": Export("every contract as `list` has it in JSON, one a line", {".jsonl": "lines:write"}),
    "sqlite": Export(
        "a database with tables of contracts, ends, options, dates and evidence, for SQLite or Datasette",
        {".db": "database:write", ".sqlite": "database:write", ".sqlite3": "database:write"},
    ),
    "datasette": Export("titles and licence of that database, as Datasette's metadata", {".json": "database:metadata"}),
}


def export(kind: str, ending: str, agenda: Agenda) -> Exported:
    """The contracts of an agenda in one of `EXPORTS`, for a file with one of its endings."""
    module, _, function = EXPORTS[kind].writers[ending].partition(":")
    writer: Callable[[Agenda], Exported] = getattr(import_module(f"tenderwatch.exporters.{module}"), function)
    return writer(agenda)
