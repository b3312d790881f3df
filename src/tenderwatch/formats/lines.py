"""JSON Lines: the rows of the JSON form, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tenderwatch.answers.answer import Answer
from tenderwatch.formats import Screen


def render(answer: Answer, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - one shape for all
    """Every row."""
    for row in answer.machine().rows:
        yield f"{json.dumps(row, ensure_ascii=False)}\n"
