"""What `check` finds in a registry, in order of place."""

from __future__ import annotations

from datetime import date

from tenderwatch.answers.answer import SCHEMA_VERSION, Answer, Column, Machine, Section, Table
from tenderwatch.problems import Problem
from tenderwatch.text import count

# A registry with more findings than this is broken in one place that the first of them show.
MOST_SHOWN = 200
_KEYS = ("file", "line", "column", "level", "code", "message", "hint")
_COLUMNS = tuple(Column(key, key.capitalize(), "count" if key in ("line", "column") else "text") for key in _KEYS)


def findings_answer(problems: tuple[Problem, ...], today: date) -> Answer:
    """The findings, of very many only the first. As plain text each is a line with its hint below, and none is none."""
    shown, more = problems[:MOST_SHOWN], len(problems) - MOST_SHOWN
    rows = [
        (item.place.file, max(item.place.line, 1), max(item.place.column, 1), item.level, item.code, item.message,
         item.hint)
        for item in shown
    ]  # fmt: skip
    lines = [line for item in shown for line in item.lines()]
    table = Table(_COLUMNS, tuple(rows))
    return Answer(
        name="check",
        title="What was found",
        today=today,
        sections=lambda: (Section("", (table,)),),
        sheet=lambda: table,
        machine=lambda: Machine(
            {"schema_version": SCHEMA_VERSION, "count": len(problems)},
            "problems",
            (dict(zip(_KEYS, row, strict=True)) for row in rows),
        ),
        size=len(problems),
        lead=(*lines, *((f"and {count(more, 'more finding')}: correct the above first",) if more > 0 else ())),
        account=f"{count(len(problems), 'finding')}{f', of which {MOST_SHOWN} are shown' if more > 0 else ''}.",
        plain="lines",
    )
