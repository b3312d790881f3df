"""Plain text: one row a line with nothing cut off, what a pipe gets; or a page to read, folded if it is for a mail."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.answers.answer import Answer, Block, Cell, Column, Facts, Reference, Table
from tenderwatch.formats import Screen
from tenderwatch.formats.cells import words
from tenderwatch.formats.paragraphs import Fold, blocks, folded
from tenderwatch.text import fold


def render(answer: Answer, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - one shape for all
    """Rows divided by ` | `, or the page. An answer without rows says so in words."""
    if answer.plain == "lines":
        return (f"{line}\n" for line in answer.lead)
    if answer.plain == "rows":
        return _lines(answer)
    lines = _page(answer, answer.plain, fold) if isinstance(answer.plain, int) else _whole(answer)
    return (f"{line}\n" for line in lines)


def _lines(answer: Answer) -> Iterator[str]:
    empty = True
    for section in answer.ungrouped():
        for block in section.blocks:
            for line in _rows(block):
                yield f"{line}\n"
                empty = False
    if empty:
        yield f"{answer.summary}\n"


def _rows(block: Block) -> Iterator[str]:
    match block:
        case Table():
            for row in block.rows:
                cells = (_cell(column, cell) for column, cell in zip(block.columns, row, strict=True))
                yield " | ".join(cell for cell in cells if cell)
        case str() | Facts():
            return
        case _:
            for entry in block:
                yield " | ".join((f"{entry.code}: {entry.about}", *entry.items))


def _cell(column: Column, cell: Cell) -> str:
    """A cell in words; a number or a date among several is named."""
    if isinstance(cell, Reference):
        return f"{cell.id} | {cell.title}"
    text = words(cell)
    return f"{column.name}: {text}" if text and (column.kind == "count" or column.bounds) else text


def _page(answer: Answer, width: int, fold: Fold) -> Iterator[str]:
    yield from fold(answer.title, width)
    yield from fold(answer.subtitle, width)
    for text in (answer.summary, *answer.lead):
        if text:
            yield ""
            yield from fold(text, width)
    for section in answer.sections():
        if section.heading:
            yield ""
            yield from fold(section.title, width)
        for block in section.blocks:
            if not isinstance(block, str):
                yield ""
            yield from (line for line, _ in blocks(block, width, fold))
    if answer.notes:
        yield from ("", "Notes")
        for note in answer.notes:
            yield from (line for line, _ in folded(f"- {note}", width, fold, hang=2))


def _whole(answer: Answer) -> Iterator[str]:
    """The page with every line left whole, rows divided by ` | `."""
    yield from (text for text in (answer.title, answer.subtitle) if text)
    yield from (text for text in (answer.summary, *answer.lead) if text)
    for section in answer.sections():
        yield ""
        if section.heading:
            yield f"{section.title}"
        for block in section.blocks:
            if isinstance(block, Table):
                yield from _rows(block)
            elif isinstance(block, str):
                yield block
            else:
                yield from (line for line, _ in blocks(block, 1_000_000, lambda text, _: [text]))
    yield from (f"- {note}" for note in answer.notes)
