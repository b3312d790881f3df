"""A report as JSON, in the envelope of schema version 1."""

from __future__ import annotations

import json
from typing import Any

from tenderwatch.dates import When
from tenderwatch.outputs.record import SCHEMA_VERSION, when_json
from tenderwatch.registry.model import Value
from tenderwatch.reports.report import Cell, Reference, Report


def render(report: Report) -> str:
    """The whole report, two-space indent, UTF-8. Each row names its section, as in CSV."""
    answer = {
        "schema_version": SCHEMA_VERSION,
        "generated_for": report.today.isoformat(),
        "registry": {"edition": report.edition.isoformat(), "records": report.records},
        "report": report.kind,
        "title": report.title,
        "asked": report.asked,
        "horizon": report.horizon.isoformat(),
        "summary": report.summary,
        "columns": [column._asdict() for column in report.columns],
        "sections": [
            {"heading": section.heading, "count": len(section.rows), "note": section.note, "late": section.late}
            for section in report.sections
        ],
        "count": report.rows,
        "contracts": report.contracts,
        "rows": [
            {"section": section.heading}
            | {column.key: _cell(cell) for column, cell in zip(report.columns, row, strict=True)}
            for section in report.sections
            for row in section.rows
        ],
        "excluded": [
            *({"id": name, "reason": "faulty"} for name in report.faulty),
            *({"reason": why, "count": number} for why, number in report.left_out if why != "faulty"),
        ],
        "notes": list(report.notes),
    }
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def _cell(cell: Cell) -> Any:
    match cell:
        case When():
            return when_json(cell)
        case Value():
            amount = int(cell.amount) if cell.amount == int(cell.amount) else cell.amount
            return {"amount": amount, "currency": "GBP", "basis": cell.basis}
        case Reference():
            return {"id": cell.id, "title": cell.title}
        case _:
            return cell
