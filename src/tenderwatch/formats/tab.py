"""TSV. It has no quoting: tabs and line ends in text become spaces."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.answers.answer import Answer
from tenderwatch.formats import Screen
from tenderwatch.formats.delimited import lines


def render(answer: Answer, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - one shape for all
    """The rows under a header."""
    for line in lines(answer):
        if not "".join(line).isprintable():
            line = [cell if cell.isprintable() else " ".join(cell.split()) for cell in line]
        yield "\t".join(line) + "\n"
