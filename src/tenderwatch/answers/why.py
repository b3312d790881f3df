"""Explanations: how each date of a contract comes about."""

from __future__ import annotations

from datetime import date

from tenderwatch.answers.answer import SCHEMA_VERSION, Answer, Cells, Column, Entry, Machine, Section, Table
from tenderwatch.answers.record import json_of
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.queries.explain import Explanation
from tenderwatch.text import count, plural

_PARTS = {
    "due": "Asks for attention",
    "sum": "How it is worked out",
    "rule": "Rule",
    "source": "Based on",
    "assumed": "Assumed",
    "stands": "How it stands",
    "changes": "What would change it",
}
# What several dates of one contract often have in common.
COMMON = (_PARTS["assumed"], _PARTS["changes"])
# As programs have known them, and what came later after these.
_SHEET = ("sum", "rule", "source", "assumed", "changes", "stands", "due")
_COLUMNS = (
    Column("kind", "Code"), Column("name", "Date"), Column("when", "When", "date"),
    *(Column(key, _PARTS[key]) for key in _SHEET), Column("reason", "Reason"),
)  # fmt: skip
# How far ahead people look, in calendar months, unless they ask for every date.
_AHEAD = 12


def why_answer(
    explanations: tuple[Explanation, ...], title: str, contract_id: str, today: date, *, everything: bool = True
) -> Answer:
    """The explanations of one contract. Unless they ask for `everything`, people get those that make it due.

    These are the dates that ask for attention within twelve months, else all that ask for it later.
    """
    due = tuple(item for item in explanations if item.due)
    near = tuple(item for item in due if item.when and not item.when.begins_after(clamp_months(today, _AHEAD)))
    shown = explanations if everything or not due else near or due
    rest = [item.kind for item in explanations if item not in shown]
    named = f"{count(len(rest), 'more date')}: {', '.join(rest)}"
    more = f"{named}. `tenderwatch why {contract_id} ⟨all⟩` explains {plural(len(rest), 'it', 'them')}."
    before = {
        "schema_version": SCHEMA_VERSION, "generated_for": today.isoformat(), "id": contract_id,
        "count": len(explanations),
    }  # fmt: skip
    nothing = "" if explanations else f"No date of '{contract_id}' is known: no source states one."
    return Answer(
        name="why",
        title=f"{title} ({contract_id})",
        today=today,
        sections=lambda: (Section("", (tuple(_entry(item) for item in shown),)),) if shown else (),
        sheet=lambda: Table(_COLUMNS, tuple(_cells(item) for item in explanations)),
        machine=lambda: Machine(before, "rows", (json_of(item) for item in explanations)),
        size=len(explanations),
        summary=nothing,
        closing=(more,) if rest else (),
        account=more if rest else "",
        lead=(f"{title} ({contract_id})",),
        plain="rows",
    )


def parts_of(item: Explanation) -> tuple[tuple[str, str], ...]:
    """What there is to say of a date, each part with its name."""
    return tuple((name, text) for key, name in _PARTS.items() if (text := getattr(item, key)))


def _entry(item: Explanation) -> Entry:
    parts = tuple(f"{name}: {text}" for name, text in parts_of(item))
    return Entry(item.name, item.kind, item.when.text if item.when else "not known", parts)


def _cells(item: Explanation) -> Cells:
    return (item.kind, item.name, item.when, *(getattr(item, key) for key in _SHEET), item.reason)
