"""The answer as flat columns, for spreadsheets and scripts. ISO dates; '; ' between several values."""

from __future__ import annotations

from collections.abc import Callable

from tenderwatch.dates import When
from tenderwatch.law.terms import End
from tenderwatch.queries.freshness import freshness
from tenderwatch.queries.select import Row
from tenderwatch.registry.model import Registry, Value
from tenderwatch.registry.model.stages import StageKind

_Cell = Callable[[Row, Registry], str]


def _edtf(when: When | None) -> str:
    return when.edtf if when and when.known else ""


def _early(when: When | None) -> str:
    return when.earliest.isoformat() if when and when.earliest else ""


def _late(when: When | None) -> str:
    return when.latest.isoformat() if when and when.latest else ""


def _when(end: End | None) -> When | None:
    return end.when if end else None


def _amount(value: Value | None) -> str:
    """Pounds, with pence only where there are any."""
    return f"{value.amount:.2f}".removesuffix(".00") if value else ""


def _stage(row: Row, kind: StageKind) -> When | None:
    return row.outlook.renewal.by(kind) if row.outlook.renewal else None


def _age(row: Row, registry: Registry) -> int:
    return (row.outlook.today - registry.newest_evidence(row.outlook.contract)).days


def _first(row: Row) -> When | None:
    reasons = row.due or row.outlook.reasons
    return reasons[0].when if reasons else None


COLUMNS: dict[str, _Cell] = {
    "id": lambda row, _: row.outlook.contract.id,
    "title": lambda row, _: row.outlook.contract.title,
    "kind": lambda row, _: row.outlook.contract.kind,
    "services": lambda row, _: "; ".join(row.outlook.contract.services),
    "user_groups": lambda row, _: "; ".join(row.outlook.contract.user_groups),
    "lead": lambda row, _: row.outlook.contract.lead or "",
    "partners": lambda row, _: "; ".join(row.outlook.contract.partners),
    "providers": lambda row, _: "; ".join(row.outlook.contract.providers),
    "ocid": lambda row, _: row.outlook.contract.ocid or "",
    "portal": lambda row, _: row.outlook.contract.portal or "",
    "regime": lambda row, _: row.outlook.contract.regime,
    "value": lambda row, _: _amount(row.outlook.contract.value),
    "value_basis": lambda row, _: row.outlook.contract.value.basis if row.outlook.contract.value else "",
    "status": lambda row, _: row.outlook.status,
    "start": lambda row, _: _edtf(row.outlook.contract.start),
    "initial_end": lambda row, _: _edtf(_when(row.outlook.ends.initial)),
    "end": lambda row, _: _edtf(_when(row.outlook.ends.current)),
    "next_end": lambda row, _: _edtf(_when(row.outlook.next_end)),
    "next_end_earliest": lambda row, _: _early(_when(row.outlook.next_end)),
    "next_end_latest": lambda row, _: _late(_when(row.outlook.next_end)),
    "next_end_how": lambda row, _: row.outlook.next_how or "",
    "longest_end": lambda row, _: _edtf(_when(row.outlook.ends.longest)),
    "longest_end_earliest": lambda row, _: _early(_when(row.outlook.ends.longest)),
    "longest_end_latest": lambda row, _: _late(_when(row.outlook.ends.longest)),
    "window_opens": lambda row, _: _edtf(_stage(row, "planning")),
    "tender_notice_by": lambda row, _: _edtf(_stage(row, "tender-notice")),
    "tender_expected": lambda row, _: _edtf(next((window.when for window in row.outlook.tender_windows), None)),
    "next_action": lambda row, _: next((r.kind for r in row.due or row.outlook.reasons), ""),
    "next_action_by": lambda row, _: _edtf(_first(row)),
    "next_action_by_earliest": lambda row, _: _early(_first(row)),
    "due_because": lambda row, _: "; ".join(dict.fromkeys(reason.kind for reason in row.due)),
    "why": lambda row, _: "; ".join(reason.text for reason in row.due),
    "evidence_newest": lambda row, registry: registry.newest_evidence(row.outlook.contract).isoformat(),
    "evidence_age_days": lambda row, registry: str(_age(row, registry)),
    "conflicts": lambda row, _: str(len(row.outlook.contract.conflicts)),
    "freshness": lambda row, _: freshness(row.outlook).verdict,
}


def cells(row: Row, registry: Registry) -> list[str]:
    """One row as text cells, in the order of `COLUMNS`."""
    return [cell(row, registry) for cell in COLUMNS.values()]
