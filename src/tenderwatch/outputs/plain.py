"""Plain lines, one record a line, nothing cut off: what a pipe gets."""

from __future__ import annotations

from tenderwatch.outputs.words import buyers, due_text, summary, why_text
from tenderwatch.queries.freshness import evidence_text
from tenderwatch.queries.select import Agenda, Row


def render(agenda: Agenda, name: str = "plain", *, verbose: bool = False) -> str:  # noqa: ARG001 - one shape for all
    """Date, id, title, buyers, why and the age of the evidence, divided by ` | `. An empty answer says so in words."""
    lines = [_line(row, agenda) for row in agenda.rows]
    shown = {row.outlook.contract.id for row in agenda.rows}
    if agenda.horizon:
        lines += [_line(Row(item, ()), agenda) for item in agenda.end_unknown if item.contract.id not in shown]
    return "".join(f"{line}\n" for line in lines or [summary(agenda)])


def _line(row: Row, agenda: Agenda) -> str:
    contract = row.outlook.contract
    who, age = buyers(agenda.registry, contract), evidence_text(row.outlook)
    parts = (due_text(row), contract.id, contract.title, who, why_text(row), age)
    return " | ".join(parts)
