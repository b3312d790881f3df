"""JSON: one object, two-space indent, UTF-8. Rows are written as they are made, so that many need little memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tenderwatch.answers.answer import Answer
from tenderwatch.formats import Screen
from tenderwatch.formats import render as render_as


def render(answer: Answer, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - one shape for all
    """The machine form of the answer."""
    machine = answer.machine()
    after = dict(machine.after)
    if machine.text:
        after["text"] = b"".join(render_as(answer, "plain")).decode("utf-8", "surrogateescape")
    yield "{\n"
    for key, value in machine.before.items():
        yield f"  {json.dumps(key)}: {_indented(value, 2)},\n"
    yield f"  {json.dumps(machine.key)}: ["
    empty = True
    for row in machine.rows:
        yield f"{'' if empty else ','}\n    {_indented(row, 4)}"
        empty = False
    yield "]" if empty else "\n  ]"
    for key, value in after.items():
        yield f",\n  {json.dumps(key)}: {_indented(value, 2)}"
    yield "\n}\n"


def _indented(value: Any, spaces: int) -> str:
    """JSON whose further lines are set in by so many spaces; a line end within text is escaped by JSON itself."""
    return json.dumps(value, indent=2, ensure_ascii=False).replace("\n", f"\n{' ' * spaces}")
