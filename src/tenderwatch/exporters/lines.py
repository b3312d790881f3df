"""Contracts one a line, as the JSON of every other answer has them."""

from __future__ import annotations

import json

from tenderwatch.answers.record import row_json
from tenderwatch.exporters import Exported
from tenderwatch.queries.select import Agenda


def write(agenda: Agenda) -> Exported:
    """One object a line, with the keys of schema version 1."""
    rows = (row_json(row, agenda.registry) for row in agenda.rows)
    return Exported(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
