"""Cells as text: in words for people, in ISO dates for spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from tenderwatch.answers.answer import Cell, Cells, Column, Reference, Table
from tenderwatch.dates import When
from tenderwatch.dates.words import day_text
from tenderwatch.registry.model import Value
from tenderwatch.text import pounds


def words(cell: Cell) -> str:
    """A cell in words; empty where the thing does not apply or nobody states it."""
    match cell:
        case None:
            return ""
        case When():
            return cell.text
        case Value():
            return f"{pounds(cell.amount)} ({cell.basis})"
        case Reference():
            return f"{cell.title} ({cell.id})"
        case date():
            return day_text(cell)
        case str() | int():
            return str(cell)
        case _:
            return "; ".join(cell)


def for_people(table: Table) -> tuple[tuple[Column, ...], Iterator[Cells]]:
    """The columns that people are shown, and the rows without the others."""
    places = [number for number, column in enumerate(table.columns) if column.kind != "code" and not column.extra]
    return tuple(table.columns[place] for place in places), (
        tuple(row[place] for place in places) for row in table.rows
    )


_SECOND = {"money": "basis", "contract": "title"}


@cache
def keys(column: Column) -> tuple[str, ...]:
    """The flat columns of one column: a date may have bounds, a sum its basis, a contract its title."""
    if column.kind == "date" and column.bounds:
        return (column.key, f"{column.key}_earliest", f"{column.key}_latest")
    more = _SECOND.get(column.kind)
    return (column.key, f"{column.key}_{more}") if more else (column.key,)


def flat(column: Column, cell: Cell) -> tuple[str, ...]:
    """A cell for programs, one text for each of `keys`."""
    if isinstance(cell, str):
        return (cell,)
    if cell is None:
        return ("",) * len(keys(column))
    match cell:
        case When():
            text = cell.edtf if cell.known else ""
            if not column.bounds:
                return (text,)
            return text, *(bound.isoformat() if bound else "" for bound in (cell.earliest, cell.latest))
        case date():
            return (cell.isoformat(),)
        case Value():
            return f"{cell.amount:.2f}".removesuffix(".00"), cell.basis
        case Reference():
            return cell.id, cell.title
        case int():
            return (str(cell),)
        case _:
            return ("; ".join(cell),)


Below = list[tuple[str, str]]
"""The quiet cells that go below another, each with the name of its column."""


def stacked(table: Table) -> tuple[list[tuple[Column, Below]], Iterator[list[tuple[Cell, Below]]]]:
    """The columns that have a place of their own, and the rows; each with what goes below it."""
    columns, rows = for_people(table)
    heads: list[tuple[Column, Below]] = []
    for column in columns:
        if not column.quiet:
            heads.append((column, []))
        elif heads:
            heads[-1][1].append((column.name, column.name))
    return heads, (_below(columns, row) for row in rows)


def _below(columns: tuple[Column, ...], row: Cells) -> list[tuple[Cell, Below]]:
    cells: list[tuple[Cell, Below]] = []
    for column, cell in zip(columns, row, strict=True):
        if not column.quiet:
            cells.append((cell, []))
        elif cells and (text := words(cell)):
            cells[-1][1].append((column.name, text))
    return cells


def pieces(text: str) -> list[tuple[str, bool]]:
    """A sentence in pieces, and whether each is something to type: what stands between backquotes."""
    if text.count("`") % 2:
        return [(text, False)]
    return [(part, number % 2 == 1) for number, part in enumerate(text.split("`"))]
