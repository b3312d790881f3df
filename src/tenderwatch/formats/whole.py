"""JSON: one object, two-space indent, UTF-8. Rows are written as they are made, so that many need little memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Any

from tenderwatch.answers.answer import Answer
from tenderwatch.formats import Screen
from tenderwatch.formats import render as render_as

_encode = json.JSONEncoder(ensure_ascii=False).encode


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


def lines(answer: Answer, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - one shape for all
    """JSON Lines: the rows alone, one object a line."""
    return (f"{_encode(row)}\n" for row in answer.machine().rows)


def _indented(value: Any, spaces: int) -> str:
    """As `json.dumps` with an indent of 2, set in by so many spaces.

    Its own encoder leaves a ring of functions behind at every call, and with many rows their memory is felt.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if not value or not isinstance(value, dict | list | tuple):
        return _encode(value)
    begin, end = f"\n{' ' * (spaces + 2)}", f"\n{' ' * spaces}"
    if isinstance(value, dict):
        items = [f"{begin}{encode_basestring(key)}: {_indented(item, spaces + 2)}" for key, item in value.items()]
        return f"{{{','.join(items)}{end}}}"
    return f"[{','.join([begin + _indented(item, spaces + 2) for item in value])}{end}]"
