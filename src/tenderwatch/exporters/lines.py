"""Contracts one a line, as the JSON of every other answer has them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tenderwatch.answers.record import row_json
from tenderwatch.exporters import Tally, Wanted


def write(wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """One object a line, with the keys of schema version 1."""
    for row in wanted.listing:
        yield json.dumps(row_json(row, wanted.listing.registry), ensure_ascii=False).encode() + b"\n"
        tally.count()
