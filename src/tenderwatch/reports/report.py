"""A report as a value: rows of typed cells under headings, and an account of every record. Formats only render it.

Every kind of report has the same shape, so that each format is written once and all of them agree.
"""

from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from tenderwatch.dates import When
from tenderwatch.queries.filters import ResolvedFilters
from tenderwatch.queries.select import Agenda, Row
from tenderwatch.registry.model import Contract, Registry, Value

CellKind = Literal["text", "date", "money", "count", "contract"]


class Reference(NamedTuple):
    """A contract, to be looked up by its id."""

    id: str
    title: str


Cell = str | int | When | Value | Reference | None
"""None where the thing does not apply or nobody states it; the unknown `When` where there is a date nobody knows."""
Cells = tuple[Cell, ...]


class Column(NamedTuple):
    """What stands in one place of every row: its key for machines, its name for people, the kind of its cells."""

    key: str
    name: str
    kind: CellKind


class Section(NamedTuple):
    """Rows under a heading, in order. `note` sums them up; `late` marks what should have been done already."""

    heading: str
    rows: tuple[Cells, ...]
    note: str = ""
    late: bool = False


LeftOut = Literal["faulty", "filtered", "not-due", "no-decision", "no-option", "fresh"]
LEFT_OUT_WORDS: dict[LeftOut, str] = {
    "not-due": "not due",
    "no-decision": "with no decision to put a date to in that time",
    "no-option": "with no option left to decide on",
    "fresh": "with evidence that still serves",
    "filtered": "left out by the filters",
    "faulty": "left out for faults",
}


class Report(NamedTuple):
    """A report on a day. Records in = `contracts` + all `left_out`: nothing is dropped silently.

    `contracts` counts those listed, each once; `rows` may be more where a contract stands in several.
    `asked` are the filters in words, empty where there are none.
    """

    kind: str
    title: str
    asked: str
    today: date
    horizon: date
    edition: date
    records: int
    summary: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    contracts: int
    left_out: tuple[tuple[LeftOut, int], ...]
    faulty: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows there are, in all sections."""
        return sum(len(section.rows) for section in self.sections)


class Question(NamedTuple):
    """What a report is made from: the contracts asked about, each with what makes it due, and how far to look.

    `filters` are those that chose the contracts.
    """

    agenda: Agenda
    months: int
    horizon: date
    filters: ResolvedFilters

    @property
    def today(self) -> date:
        """The day to reckon from."""
        return self.agenda.today

    @property
    def registry(self) -> Registry:
        """What the contracts are in."""
        return self.agenda.registry


class Body(NamedTuple):
    """What one kind of report has of its own. `reason` says why contracts asked about are not among the rows."""

    summary: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    listed: frozenset[str]
    reason: LeftOut
    notes: tuple[str, ...] = ()


class Field(NamedTuple):
    """A column whose cells are told from a contract as it stands."""

    column: Column
    cell: Callable[[Row], Cell]


def field(key: str, name: str, kind: CellKind, cell: Callable[[Row], Cell]) -> Field:
    """A field in one line."""
    return Field(Column(key, name, kind), cell)


def columns_of(fields: tuple[Field, ...]) -> tuple[Column, ...]:
    """The columns of some fields."""
    return tuple(item.column for item in fields)


def cells_of(fields: tuple[Field, ...], row: Row) -> Cells:
    """The cells of a contract."""
    return tuple(item.cell(row) for item in fields)


def reference(contract: Contract) -> Reference:
    """A contract as a cell."""
    return Reference(contract.id, contract.title)


def ids_of(rows: list[Row]) -> frozenset[str]:
    """The contracts of some rows."""
    return frozenset(row.outlook.contract.id for row in rows)
