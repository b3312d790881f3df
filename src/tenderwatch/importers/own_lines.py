"""What `export jsonl` wrote: a contract on each line, with its record as a registry has it under `record`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tenderwatch.importers.own import Record, data_in, own_statement
from tenderwatch.importers.statement import Own, Place, Reading, Reject
from tenderwatch.registry.yaml_tree import Data

_BEGINS = re.compile(rb'\{\s*"record"\s*:')
# A record with hundreds of options and sources has less than a tenth of this.
MOST_OF_A_LINE = 1 << 22
_NAMED = ("sources", "authorities", "portals")


def readings(path: Path, name: str, head: bytes) -> Iterator[Reading] | None:
    """What each line states; None for another file."""
    return _read(path, name) if _BEGINS.match(head) else None


def _read(path: Path, name: str) -> Iterator[Reading]:
    number = 0
    with path.open("rb") as file:
        while line := file.readline(MOST_OF_A_LINE):
            number += 1
            place = Place(name, number)
            if len(line) == MOST_OF_A_LINE and not line.endswith(b"\n"):
                while (rest := file.readline(MOST_OF_A_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield Reject(place, "", "", f"the line has more than {MOST_OF_A_LINE >> 20} MiB")
            elif not line.isspace():
                yield _statement(line, place)


def _statement(line: bytes, place: Place) -> Reading:
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=_refuse)
        record = data_in(value.get("record")) if isinstance(value, dict) else None
    except (ValueError, RecursionError) as error:
        return Reject(place, "", "", f"the line is not JSON: {str(error)[:100]}")
    contract = record.get("contract") if isinstance(record, dict) else None
    if not isinstance(record, dict) or not isinstance(contract, dict):
        return Reject(place, "", "", "the line has no contract under `record`")
    # What the record was taken over from is of another registry.
    kept = {key: item for key, item in contract.items() if key != "taken_over"}
    sources, authorities, portals = (_records(record.get(key)) for key in _NAMED)
    return own_statement(place, Own(kept, sources, authorities, portals))


def _records(value: Data | None) -> tuple[Record, ...]:
    items = value if isinstance(value, list) else []
    return tuple(
        {key: held for key, held in item.items() if key != "taken_over"}
        for item in items
        if isinstance(item, dict) and isinstance(item.get("id"), str)
    )


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is no number")
