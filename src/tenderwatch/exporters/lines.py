"""Contracts one a line: as the JSON of every other answer has them, and whole as a registry has them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tenderwatch.answers.record import row_json
from tenderwatch.exporters import Tally, Wanted
from tenderwatch.registry.model.recorded import with_what_it_names


def write(wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """One object a line: the keys of schema version 1, and before them the record, which an import reads back."""
    registry = wanted.listing.registry
    for row in wanted.listing:
        line = {"record": with_what_it_names(row.outlook.contract, registry), **row_json(row, registry)}
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"
        tally.written += 1
