"""Markdown: a heading and a table for each section. Every text is escaped, so that registry text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenderwatch.answers.answer import Answer, Block, Cell, Column, Entry, Facts, Reference, Section, Table
from tenderwatch.formats import Screen
from tenderwatch.formats.cells import for_people, words

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def prose(text: str) -> str:
    """A sentence of ours, in which what stands between backquotes is to be typed."""
    if "`" not in text or text.count("`") % 2:
        return escape(text)
    return "".join(f"`{part}`" if number % 2 else _running(part) for number, part in enumerate(text.split("`")))


def _running(text: str) -> str:
    """A part of a sentence, escaped, with the spaces at its ends."""
    return f"{' ' * text.startswith(' ')}{escape(text)}{' ' * text.endswith(' ')}" if text.strip() else text


def render(answer: Answer, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - one shape for all
    """The whole answer, with the summary first."""
    parts = [] if answer.plain == "rows" else [f"# {escape(answer.title)}"]
    parts += [prose(text) for text in (answer.subtitle, answer.summary, *answer.lead) if text]
    for section in answer.ungrouped():
        parts += _section(section, apart=answer.plain == "rows")
    parts += [prose(text) for text in answer.closing]
    if answer.notes:
        parts += ["## Notes", "\n".join(f"- {prose(note)}" for note in answer.notes)]
    yield "\n\n".join(parts) + "\n"


def _section(section: Section, *, apart: bool) -> Iterator[str]:
    if section.heading:
        yield f"## {escape(section.title)}"
    for block in section.blocks:
        if text := _block(block, apart=apart):
            yield text


def _block(block: Block, *, apart: bool) -> str:
    match block:
        case str():
            return prose(block)
        case Facts():
            return "\n".join(_item(text, name) for name, text in block.pairs)
        case Table():
            return _table(block, apart=apart)
        case _:
            return "\n".join(line for entry in block for line in _entry(entry))


def _entry(entry: Entry) -> Iterator[str]:
    about = f": {escape(entry.about)}" if entry.about else ""
    yield f"- **{escape(entry.name)}** (`{entry.code}`){about}"
    yield from (f"  - {escape(item)}" for item in entry.items)


def _item(text: str, name: str) -> str:
    """A line with or without a name; one that is set in, or begins with a dash, belongs to the line before it."""
    if name:
        return f"- **{escape(name)}:** {prose(text)}"
    plain = text.strip()
    return f"  - {prose(plain.removeprefix('- '))}" if text != plain or plain.startswith("- ") else f"- {prose(plain)}"


def _table(table: Table, *, apart: bool) -> str:
    """Pipes and dashes. Ids have a column of their own if they are to stand `apart`."""
    from tabulate import tabulate

    columns, rows = for_people(table)
    wide = [column for column in columns for _ in range(1 + _has_id(column, apart))]
    names = [name for column in columns for name in ([column.name, "Id"] if _has_id(column, apart) else [column.name])]
    texts = [[text for cell in row for text in _texts(cell, apart=apart)] for row in rows]
    align = ["right" if column.kind == "count" else "left" for column in wide]
    # tabulate would turn text like 1e5 into a number, and does not escape `|` itself.
    return tabulate(texts, names, tablefmt="pipe", disable_numparse=True, colalign=align if texts else None)


def _has_id(column: Column, apart: bool) -> bool:
    return apart and column.kind == "contract"


def _texts(cell: Cell, *, apart: bool) -> list[str]:
    if apart and isinstance(cell, Reference):
        return [escape(cell.title), f"`{cell.id}`"]
    return [_cell(cell)]


def _cell(cell: Cell) -> str:
    if isinstance(cell, Reference):
        return f"{escape(cell.title)} (`{cell.id}`)"
    return escape(words(cell))
