"""JSON: the envelope of schema version 1."""

from __future__ import annotations

import json

from tenderwatch.outputs.record import envelope, row_json
from tenderwatch.queries.select import Agenda


def render(agenda: Agenda, name: str = "json", *, verbose: bool = False) -> str:  # noqa: ARG001 - one shape for all
    """The answer as JSON, two-space indent, UTF-8."""
    rows = [row_json(row, agenda.registry) for row in agenda.rows]
    return json.dumps(envelope(agenda, rows, verbose=verbose), indent=2, ensure_ascii=False) + "\n"
