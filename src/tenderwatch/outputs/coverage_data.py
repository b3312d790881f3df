"""Coverage for machines: JSON in the envelope of schema version 1, CSV and TSV."""

from __future__ import annotations

import json
from typing import Any

from tenderwatch.outputs.delimited import delimited
from tenderwatch.outputs.record import SCHEMA_VERSION, when_json
from tenderwatch.queries.coverage import Coverage, CoverageRow

HEAD = (
    "authority", "authority_name", "service", "contracts", "live", "known_end", "evidence_newest", "looked",
    "reaches", "silence", "places", "not_found", "notes", "ids",
)  # fmt: skip


def render(found: Coverage, name: str) -> str:
    """The rows as `json`, `csv` or `tsv`."""
    if name != "json":
        return delimited([list(HEAD), *(_cells(row) for row in found.rows)], name)
    answer = {
        "schema_version": SCHEMA_VERSION,
        "generated_for": found.today.isoformat(),
        "registry": {"edition": found.registry.edition.isoformat(), "records": found.registry.records},
        "count": len(found.rows),
        "contracts": len(found.contracts),
        "rows": [_row(row) for row in found.rows],
    }
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def _row(row: CoverageRow) -> dict[str, Any]:
    return {
        "authority": {"id": row.authority.id, "name": row.authority.name} if row.authority else None,
        "service": row.service,
        "contracts": list(row.contracts),
        "live": row.live,
        "known_end": row.known_end,
        "newest": row.newest.isoformat() if row.newest else None,
        "looked": row.looked.isoformat() if row.looked else None,
        "reaches": when_json(row.reaches),
        "silence": row.silence,
        "places": list(row.places),
        "not_found": [{"what": item.what, "contracts": list(item.contracts)} for item in row.not_found],
        "notes": list(row.notes),
    }


def _cells(row: CoverageRow) -> list[str]:
    return [
        row.authority.id if row.authority else "",
        row.authority.name if row.authority else "",
        row.service or "",
        str(len(row.contracts)),
        str(row.live),
        str(row.known_end),
        row.newest.isoformat() if row.newest else "",
        row.looked.isoformat() if row.looked else "",
        row.reaches.edtf if row.reaches and row.reaches.known else "",
        row.silence,
        "; ".join(row.places),
        "; ".join(item.what for item in row.not_found),
        "; ".join(row.notes),
        "; ".join(row.contracts),
    ]
