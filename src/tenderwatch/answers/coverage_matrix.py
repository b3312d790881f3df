"""Council by service: what is held, what was searched for in vain, and what to read next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tenderwatch.answers.answer import Answer, Cells, Column, Machine, Section, Table
from tenderwatch.answers.phrases import short_name
from tenderwatch.answers.record import head_of, keys_of
from tenderwatch.labels.standing import MATRIX
from tenderwatch.queries.coverage import CoverageRow, Matrix, MatrixRow, Silence
from tenderwatch.registry.model import ReadNext
from tenderwatch.text import capital, count, plural

_EMPTY: tuple[Silence, ...] = ("looked-at", "not-looked")
_COLUMNS = (
    Column("service", "Service"),
    Column("held", "Held by", "list"),
    Column("in_house", "In-house", "list"),
    Column("looked_for", "Not found", "list"),
    Column("empty", "Not looked at", "list"),
)
_COMPLETE = (
    Column("council", "Council"),
    Column("score", "Score"),
    Column("services", "Services known"),
    Column("ends", "Ends known"),
    Column("evidence", "Evidence recent"),
)
_SCORE = (
    "The score is the mean of three shares: services that are held or run in-house, live contracts whose end is known, "
    "and live contracts whose evidence needs no new check. It says how much is known here, not how well a council buys."
)
_NEXT = (Column("page", "Page"), Column("councils", "For (empty cells)", "list"))


def matrix_answer(matrix: Matrix) -> Answer:
    """Every service that several councils have, and where a contract for it may still be found."""
    return Answer(
        name="coverage-matrix",
        title="Councils by service",
        today=matrix.today,
        sections=lambda: (
            Section("Services", (Table(_COLUMNS, tuple(_cells(matrix, row) for row in matrix.rows)),)),
            Section("How complete", (_SCORE, Table(_COMPLETE, tuple(_complete(matrix))))),
            Section("What to read next", (Table(_NEXT, tuple(_next(matrix))),)),
        ),
        sheet=lambda: _sheet(matrix),
        machine=lambda: _machine(matrix),
        size=len(matrix.rows),
        summary=_summary(matrix),
    )


def _complete(matrix: Matrix) -> Iterator[Cells]:
    """The least complete first."""
    scored = zip(matrix.councils, matrix.complete, strict=True)
    for council, known in sorted(scored, key=lambda pair: (pair[1].score, pair[0].name)):
        yield (
            short_name(matrix.registry, council.id), f"{known.score} %", f"{known.services} of {known.of_services}",
            f"{known.known_end} of {known.live}", f"{known.fresh} of {known.live}",
        )  # fmt: skip


def _summary(matrix: Matrix) -> str:
    cells = [cell.silence for row in matrix.rows for cell in row.cells]
    held, empty = cells.count("found"), sum(cells.count(silence) for silence in _EMPTY)
    in_house, looked_for = cells.count("in-house"), cells.count("looked-for")
    return (
        f"{count(len(matrix.councils), 'council')} by {count(len(matrix.rows), 'service')}: {held} of "
        f"{count(len(cells), 'cell')} {plural(held, 'holds', 'hold')} a contract, {in_house} "
        f"{plural(in_house, 'is', 'are')} run in-house, {looked_for} {plural(looked_for, 'was', 'were')} searched "
        f"for and not found, {empty} {plural(empty, 'was', 'were')} not looked at by name."
    )


def _cells(matrix: Matrix, row: MatrixRow) -> Cells:
    def names(*silences: Silence) -> tuple[str, ...]:
        return tuple(_named(matrix, cell) for cell in row.cells if cell.silence in silences)

    return (capital(row.service), names("found"), names("in-house"), names("looked-for"), names(*_EMPTY))


def _named(matrix: Matrix, cell: CoverageRow) -> str:
    """A council, with the number of its contracts where it has several."""
    name = short_name(matrix.registry, cell.authority.id if cell.authority else None)
    return f"{name} ({len(cell.contracts)})" if len(cell.contracts) > 1 else name


def _next(matrix: Matrix) -> Iterator[Cells]:
    """Each page, and the councils for which it may fill empty cells."""
    pages: dict[ReadNext, list[str]] = {}
    for place, council in enumerate(matrix.councils):
        empty = [row for row in matrix.rows if row.cells[place].silence in _EMPTY]
        name = f"{short_name(matrix.registry, council.id)} ({len(empty)})"
        for page in dict.fromkeys(page for row in empty for page in row.read_next[place]):
            pages.setdefault(page, []).append(name)
    return ((_page(page), tuple(councils)) for page, councils in pages.items())


def _page(page: ReadNext) -> str:
    only = f" (for {', '.join(page.services)})" if page.services else ""
    return capital(f"{page.what}{only}{f': {page.url}' if page.url else ''}")


def _sheet(matrix: Matrix) -> Table:
    """The matrix itself: a column for each council."""
    columns = (Column(council.id, council.name) for council in matrix.councils)
    rows = ((row.service, *(_mark(cell) for cell in row.cells)) for row in matrix.rows)
    return Table((Column("service", "Service"), *columns), tuple(rows))


def _mark(cell: CoverageRow) -> str:
    return count(len(cell.contracts), "contract") if cell.contracts else MATRIX[cell.silence]


def _machine(matrix: Matrix) -> Machine:
    before = head_of(matrix.today, matrix.registry) | {
        "count": len(matrix.rows) * len(matrix.councils),
        "completeness": [
            {"authority": council.id, "score": known.score, **known._asdict()}
            for council, known in zip(matrix.councils, matrix.complete, strict=True)
        ],
    }
    return Machine(before, "rows", (cell for row in matrix.rows for cell in _json(row)))


def _json(row: MatrixRow) -> Iterator[dict[str, Any]]:
    for cell, pages in zip(row.cells, row.read_next, strict=True):
        yield {
            "authority": cell.authority and keys_of(cell.authority, "id", "name"),
            "service": row.service,
            **keys_of(cell, "silence", "contracts"),
            "read_next": [page._asdict() for page in pages] if cell.silence in _EMPTY else [],
        }
