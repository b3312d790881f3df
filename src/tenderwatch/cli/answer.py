"""From an agenda to text on stdout, and the words a user may choose from."""

from __future__ import annotations

import sys
from typing import Any

from tenderwatch.cli.context import choose_format
from tenderwatch.errors import UsageError
from tenderwatch.outputs import FORMATS, renderer
from tenderwatch.problems import did_you_mean
from tenderwatch.queries.select import Agenda


def one_of(flag: str, given: str, known: tuple[str, ...]) -> Any:
    """The word given, if it is one of those known. Raises UsageError with the nearest."""
    if given not in known:
        hint = did_you_mean(given, known) or f"write one of {', '.join(known)}"
        raise UsageError(f"{flag}: '{given}' is not a choice", hint)
    return given


def answer(agenda: Agenda, format_: str | None, *, verbose: bool = False) -> str:
    """The agenda in the format asked for. Rows that a spreadsheet format cannot name are counted on stderr."""
    name = choose_format(format_, tuple(FORMATS))
    text: str = renderer(name).render(agenda, name, verbose=verbose)
    if name in ("csv", "tsv"):
        from tenderwatch.outputs.words import summary

        sys.stderr.write(f"{summary(agenda)}\n")
    return text
