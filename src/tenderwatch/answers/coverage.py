"""What was searched and what was found, council by council, so that silence can be read."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from tenderwatch.answers.answer import Answer, Cells, Column, Machine, Section, Table
from tenderwatch.answers.fields import month_of
from tenderwatch.answers.record import head_of, keys_of
from tenderwatch.dates import on_day
from tenderwatch.labels.standing import SILENCE
from tenderwatch.queries.coverage import Coverage, CoverageRow, Missing
from tenderwatch.text import capital, count

COLUMNS = (
    Column("service", "Service"),
    Column("contracts", "Contracts", "count"),
    Column("live", "Live", "count"),
    Column("known_end", "Known end", "count"),
    Column("evidence", "Evidence to", "date", bounds=True),
    Column("looked", "Searched on", "date", bounds=True),
    Column("reaches", "Newest seen", "date", bounds=True),
    Column("silence", "Why none"),
    Column("not_found", "Not found"),
)
_BUYER = Column("buyer", "Buyer", "code")
_SHEET = (
    Column("authority", "Authority"), Column("authority_name", "Name"), Column("service", "Service"),
    Column("contracts", "Contracts", "count"), Column("live", "Live", "count"),
    Column("known_end", "Known end", "count"),
    Column("evidence_newest", "Evidence to", "day"), Column("looked", "Searched on", "day"),
    Column("reaches", "Newest seen", "date"), Column("silence", "Silence"), Column("places", "Places", "list"),
    Column("not_found", "Not found", "list"), Column("notes", "Notes", "list"), Column("ids", "Ids", "list"),
)  # fmt: skip


def coverage_answer(coverage: Coverage) -> Answer:
    """Every council and service asked about."""
    return Answer(
        name="coverage",
        title="What was searched",
        today=coverage.today,
        sections=lambda: tuple(
            Section(capital(heading), (*_notes(rows), _table(heading, rows)))
            for heading, rows in by_buyer(coverage).items()
        ),
        sheet=lambda: Table(_SHEET, tuple(_sheet_row(row) for row in coverage.rows)),
        machine=lambda: _machine(coverage),
        size=len(coverage.rows),
        summary=summary(coverage),
        plain="rows",
    )


def by_buyer(coverage: Coverage) -> dict[str, list[CoverageRow]]:
    """The rows of each buyer under its name, in order."""
    groups = groupby(coverage.rows, key=lambda row: row.authority.name if row.authority else "lead not known")
    return {name: list(rows) for name, rows in groups}


def summary(coverage: Coverage) -> str:
    """One sentence: how many contracts, of how many buyers, and how many of those were searched."""
    buyers = {row.authority.id for row in coverage.rows if row.authority}
    searched = {row.authority.id for row in coverage.rows if row.authority and row.looked}
    return (
        f"{count(len(coverage.contracts), 'contract')} in the registry for {count(len(buyers), 'buyer')}, "
        f"{len(searched)} of them searched; a contract of several counts for each."
    )


def cells(row: CoverageRow) -> Cells:
    """One row in the order of `COLUMNS`."""
    return (
        row.service or "all services",
        len(row.contracts),
        row.live,
        row.known_end,
        month_of(row.newest) if row.newest else None,
        on_day(row.looked) if row.looked else None,
        row.reaches,
        "" if row.contracts else SILENCE[row.silence],
        "; ".join(_missing(item) for item in row.not_found),
    )


def places(rows: list[CoverageRow]) -> str:
    """Where a buyer was looked for, and what else is noted of that."""
    where = list(dict.fromkeys(place for row in rows for place in row.places))
    return f"Looked in: {'; '.join(where)}." if where else "No search is recorded."


def _notes(rows: list[CoverageRow]) -> tuple[str, ...]:
    return (places(rows), *dict.fromkeys(note for row in rows for note in row.notes))


def notes(rows: list[CoverageRow]) -> str:
    """The same as one paragraph."""
    return " ".join(_notes(rows))


def _table(heading: str, rows: list[CoverageRow]) -> Table:
    return Table((_BUYER, *COLUMNS), tuple((heading, *cells(row)) for row in rows))


def _missing(item: Missing) -> str:
    """What was not found, and for which contracts."""
    return f"{item.what} ({', '.join(item.contracts)})" if item.contracts else item.what


def _sheet_row(row: CoverageRow) -> Cells:
    return (
        row.authority.id if row.authority else "", row.authority.name if row.authority else "", row.service,
        len(row.contracts), row.live, row.known_end, row.newest, row.looked, row.reaches, row.silence, row.places,
        tuple(item.what for item in row.not_found), row.notes, row.contracts,
    )  # fmt: skip


def _machine(coverage: Coverage) -> Machine:
    counts = {"count": len(coverage.rows), "contracts": len(coverage.contracts)}
    return Machine(head_of(coverage.today, coverage.registry) | counts, "rows", (_row(row) for row in coverage.rows))


def _row(row: CoverageRow) -> dict[str, Any]:
    authority = row.authority and keys_of(row.authority, "id", "name")
    return {"authority": authority} | keys_of(
        row, "service", "contracts", "live", "known_end", "newest", "looked", "reaches", "silence", "places",
        "not_found", "notes",
    )  # fmt: skip
