"""Rows as short paragraphs, so that any width will do: what leads the row, then every cell by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tenderwatch.answers.answer import Block, Cells, Column, Facts, Reference, Table
from tenderwatch.formats.cells import for_people, words

Styled = tuple[str, str]
"""A line, and its style."""
Fold = Callable[[str, int], list[str]]
"""A text as lines of at most so many columns."""


def blocks(block: Block, width: int, fold: Fold, *, apart: bool = False) -> Iterator[Styled]:
    """Any part of a section as lines folded to the width; ids on lines of their own if they are to stand `apart`."""
    match block:
        case str():
            yield from folded(block, width, fold)
        case Facts():
            names = max((len(name) for name, _ in block.pairs), default=0) + 2
            for name, text in block.pairs:
                whole = f"{f'{name}:':<{min(names, 13)}} {text}" if name else text
                inner = len(whole) - len(whole.lstrip())
                yield from folded(whole.strip(), width, fold, indent=2 + inner, hang=2)
        case Table():
            columns, rows = for_people(block)
            for number, row in enumerate(rows):
                if number:
                    yield "", ""
                yield from paragraph(columns, row, width, fold, apart=apart)
        case _:
            for number, entry in enumerate(block):
                if number:
                    yield "", ""
                yield from folded(
                    f"{entry.name} [{entry.code}]{f': {entry.about}' if entry.about else ''}", width, fold
                )
                for item in entry.items:
                    yield from folded(f"- {item}", width, fold, indent=2, hang=2)


def paragraph(
    columns: tuple[Column, ...], row: Cells, width: int, fold: Fold, *, apart: bool = False
) -> Iterator[Styled]:
    """What leads the row, up to the contract; then every cell that is not empty by its name; dates share a line."""
    ids = [cell.id for cell in row if apart and isinstance(cell, Reference)]
    cells = (cell.title if apart and isinstance(cell, Reference) else words(cell) for cell in row)
    shown = [(column, text) for column, text in zip(columns, cells, strict=True) if text]
    leading = next((number for number, (column, _) in enumerate(shown, start=1) if column.kind == "contract"), 1)
    yield from folded(" | ".join(text for _, text in shown[:leading]), width, fold, indent=2, style="strong")
    for name in ids:
        yield from folded(name, width, fold, indent=4, style="code")
    short: list[str] = []
    for column, text in shown[leading:]:
        named = f"{column.name}: {text}"
        if column.kind in ("date", "count"):
            short.append(named)
            continue
        yield from _shared(short, width, fold)
        short = []
        style = "quiet" if column.quiet else ""
        # A quiet cell that begins with the name of its column says by itself what it is.
        alone = column.quiet and text.lower().startswith(column.name.lower())
        yield from folded(text if alone else named, width, fold, indent=4, hang=2, style=style)
    yield from _shared(short, width, fold)


def _shared(short: list[str], width: int, fold: Fold) -> Iterator[Styled]:
    """Short cells on one line, or on as many as they need."""
    if short:
        yield from folded("; ".join(short), width, fold, indent=4, hang=2)


def folded(text: str, width: int, fold: Fold, *, indent: int = 0, hang: int = 0, style: str = "") -> Iterator[Styled]:
    """Text in lines of the width, after so many spaces; further lines after `hang` more."""
    for number, line in enumerate(fold(text, width - indent - hang)):
        yield " " * (indent + (hang if number else 0)) + line, style
