"""A table for the terminal: columns where there is room for them, else short paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from tenderwatch.answers.answer import Answer, Cell, Column, Reference, Section, Table
from tenderwatch.formats import Screen
from tenderwatch.formats.cells import Below, for_people, stacked, words
from tenderwatch.formats.columns import Line, flowing, fold, side_by_side
from tenderwatch.formats.compact import compact
from tenderwatch.formats.plain import blocks, folded
from tenderwatch.text import count
from tenderwatch.text import fold as whole_words

# More than this no one reads on a terminal: a filter or a file serves better, and the rest is counted.
MOST_ROWS = 400
NARROW = 88
# How much room each kind of cell needs, and the most that it is given before others get more.
_LEAST = {"date": 18, "count": 5, "contract": 26, "money": 14}
_GAP = 2
_STYLES = {
    "strong": "1", "late": "1;31", "soon": "1;33", "head": "4", "code": "36", "quiet": "2",
}  # fmt: skip


def render(answer: Answer, screen: Screen) -> Iterator[str]:
    """The answer as wide as the screen."""
    width = max(screen.width, 30)
    for pieces in _lines(answer, width):
        text = "".join(
            f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if style and screen.styled else text for text, style in pieces
        )
        yield f"{text}\n"


def _lines(answer: Answer, width: int) -> Iterator[Line]:
    page = answer.plain != "rows"
    if page:
        yield from _folded(answer.title, width, "strong")
        yield from _folded(answer.subtitle, width, "quiet") if answer.subtitle else ()
    for number, text in enumerate((answer.summary, *answer.lead)):
        if text:
            yield from [[("", "")]] if page and number < 2 and (number == 0 or not answer.summary) else []
            yield from _barred(text, width, "strong" if number == 0 and not page else "")
    left, more = (None if page else MOST_ROWS), 0
    heads: tuple[Column, ...] = ()
    paragraphs = False
    for section in answer.sections():
        cut, left, hidden = _cut(section, left)
        more += hidden
        if hidden and not any(True for table in cut.tables() if table.rows):
            continue
        yield from _section(cut, section.title, width, heads)
        heads = heads or next((table.columns for table in cut.tables() if table.lines), ())
        paragraphs = any(type(block) is tuple for block in section.blocks)
    # Paragraphs want a blank line before what closes them; a table does not.
    yield from [[]] if paragraphs and answer.closing else []
    *sentences, last = answer.closing or ("",)
    for text in (*sentences, f"{last} {answer.hint}".strip()):
        yield from _folded(text, width, "quiet") if text else ()
    if answer.notes:
        yield []
        yield from _folded("Notes", width, "strong")
        for note in answer.notes:
            yield from ([line] for line in folded(f"- {note}", width, fold, hang=2))
    if more:
        yield []
        yield from _folded(f"{count(more, 'more row')}: choose with filters, or use another format", width, "")


def _cut(section: Section, left: int | None) -> tuple[Section, int | None, int]:
    """A section with no more rows than are left, what is left after it, and how many rows are not shown."""
    if left is None:
        return section, left, 0
    shown: list[object] = []
    hidden = 0
    for block in section.blocks:
        if isinstance(block, Table):
            rows = block.rows[:left]
            hidden += len(block.rows) - len(rows)
            left -= len(rows)
            block = block._replace(rows=rows)
        shown.append(block)
    return section._replace(blocks=tuple(shown)), left, hidden  # type: ignore[arg-type]


def _section(section: Section, title: str, width: int, heads: tuple[Column, ...]) -> Iterator[Line]:
    yield []
    if section.heading:
        style = "late" if section.late else "soon" if section.soon else "strong"
        close = any(table.lines for table in section.tables())
        head = title.upper() if close else title
        if section.advice and cell_len(head) + _GAP + cell_len(section.advice) <= width:
            yield [(head, style), (f"{' ' * _GAP}{section.advice}", "")]
        else:
            yield from (line for text in (head, section.advice) if text for line in _folded(text, width, style))
    for number, block in enumerate(section.blocks):
        if isinstance(block, Table) and block.lines:
            yield from compact(block, width, heads=not heads, beside=section.tables())
            heads = heads or block.columns
        elif isinstance(block, Table) and (widths := _widths(block, width)):
            yield from _columns(block, widths)
        else:
            before = section.blocks[number - 1] if number else None
            if (isinstance(before, Table) and not before.lines) or (before and type(block) is tuple):
                yield []
            # An address is copied from a terminal: only the rows of a table are cut to the width.
            yield from (
                [line] for line in blocks(block, width, fold if isinstance(block, Table) else whole_words, apart=True)
            )


def _barred(text: str, width: int, style: str) -> Iterator[Line]:
    """A text folded; what stands between bars is kept in one piece, if it has room."""
    for line in flowing(text.split(" | "), width, " | "):
        yield from _folded(line, width, style)


def _folded(text: str, width: int, style: str) -> Iterator[Line]:
    return ([(line, style)] for line in fold(text, width))


def _widths(table: Table, width: int) -> list[int] | None:
    """A width for each column that has a place of its own; None where they do not fit beside each other."""
    columns, rows = for_people(table)
    held = [number for number, column in enumerate(columns) if not column.quiet]
    texts = [[_lengths(row[number]) for number in held] for row in rows]
    widest = [
        max([cell_len(columns[number].name), *(max(cell) for cell in column)])
        for number, column in zip(held, zip(*texts, strict=True) if texts else [()] * len(held), strict=True)
    ]
    room = width - _GAP * (len(held) - 1)
    if sum(widest) <= room and not any(column.quiet for column in columns):
        return widest
    if width < NARROW or not any(column.kind == "contract" for column in columns):
        return None
    least = [min(most, _LEAST.get(columns[number].kind, 19)) for number, most in zip(held, widest, strict=True)]
    # An id cut in two cannot be copied: its column is as wide as the longest, where there is room.
    for place, number in enumerate(held):
        if columns[number].kind == "contract":
            longest = max(
                (cell_len(cell.id) for row in table.rows for cell in row if isinstance(cell, Reference)), default=0
            )
            least[place] = max(least[place], min(longest, room // 3))
    spare = room - sum(least)
    if spare < 0:
        return None
    means = [sum(min(max(cell), 60) for cell in column) // max(len(texts), 1) for column in zip(*texts, strict=True)]
    wants = [max(mean - base, 0) if most > base else 0 for mean, base, most in zip(means, least, widest, strict=True)]
    whole = sum(wants) or 1
    return [base + spare * want // whole for base, want in zip(least, wants, strict=True)]


def _lengths(cell: Cell) -> tuple[int, ...]:
    if isinstance(cell, Reference):
        return cell_len(cell.title), cell_len(cell.id)
    return (cell_len(words(cell)),)


def _columns(table: Table, widths: list[int]) -> Iterator[Line]:
    heads, rows = stacked(table)
    yield from side_by_side([[(column.name, "head")] for column, _ in heads], widths, _GAP)
    tall = any(below or column.kind == "contract" for column, below in heads)
    for number, row in enumerate(rows):
        if number and tall:
            yield []
        yield from side_by_side([_cell(cell, below) for cell, below in row], widths, _GAP)


def _cell(cell: Cell, below: Below) -> list[tuple[str, str]]:
    """The lines of a cell: an id below its title, and what is quiet below both."""
    quiet = [(text, "quiet") for _, text in below]
    if isinstance(cell, Reference):
        return [(cell.title, ""), (cell.id, "code"), *quiet]
    return [(words(cell), ""), *quiet]
