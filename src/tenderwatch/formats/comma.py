"""CSV (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from tenderwatch.answers.answer import Answer
from tenderwatch.formats import Screen
from tenderwatch.formats.delimited import lines


class _Line:
    """What a writer of CSV writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


_WRITER = csv.writer(_Line(), lineterminator="\r\n")


def written(cells: Iterable[str]) -> str:
    """One line of CSV."""
    return str(_WRITER.writerow(cells))


def render(answer: Answer, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - one shape for all
    """The rows under a header."""
    for line in lines(answer):
        yield written(line)
