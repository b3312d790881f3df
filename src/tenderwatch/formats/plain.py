"""Plain text: one row a line with nothing cut off, what a pipe gets; or a page to read, folded if it is for a mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tenderwatch.answers.answer import Answer, Block, Cell, Cells, Column, Facts, Reference, Table
from tenderwatch.formats import Screen
from tenderwatch.formats.cells import for_people, words
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
