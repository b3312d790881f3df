"""The ways to go on after an end, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tenderwatch.answers.answer import Answer, Cells, Column, Section, Table
from tenderwatch.answers.plan import earliest_words, end_words, law_words, plan_machine, stands_words, verdict_words
from tenderwatch.answers.record import keys_of, when_json
from tenderwatch.labels.renewal import REMEDY, STEP_SHORT, WAY
from tenderwatch.outlook.plan import Plan
from tenderwatch.outlook.ways import Way
from tenderwatch.registry.model import Registry
from tenderwatch.text import capital, count

_COLUMNS = (
    Column("way", "Way", "contract"), Column("last", "Last day", "date"), Column("left", "On the day", quiet=True),
    Column("begin", "Nothing missed if begun by", "date"), Column("helps", "What helps"),
    Column("missed", "Missed", quiet=True),
)  # fmt: skip
_SHEET = (
    Column("way", "Way"), Column("last_day", "Last day", "date"),
    Column("begin_by", "Nothing missed if begun by", "date"), Column("open", "Open"),
    Column("missed", "Missed on it", "list"), Column("helps", "What helps"),
)  # fmt: skip


def compare_answer(plan: Plan, registry: Registry | None, stands: str = "") -> Answer:
    """Each way with the last day on which starting still works, what is missed on it and what helps."""
    return Answer(
        name="compare",
        title=f"{plan.title} ({plan.id})" if plan.title else "Plan for a new contract",
        today=plan.today,
        lead=(*stands_words(stands), end_words(plan), law_words(plan), verdict_words(plan)),
        sections=lambda: (
            Section("", (Table(_COLUMNS, tuple(_cells(plan, way) for way in plan.ways)), *_notes(plan))),
        ),
        sheet=lambda: Table(_SHEET, tuple(_row(plan, way) for way in plan.ways)),
        machine=lambda: plan_machine(plan, registry, {"ways": [_json(plan, way) for way in plan.ways]}),
        size=len(plan.ways),
    )


def _cells(plan: Plan, way: Way) -> Cells:
    missed = f"Missed: {', '.join(STEP_SHORT[step] for step in way.missed)}" if way.missed else ""
    return (WAY[way.name], way.last or "none", _left(plan, way), way.begin, _helps(plan, way) or "In time", missed)


def _left(plan: Plan, way: Way) -> str:
    """How many days are left, or how long ago it was too late."""
    if way.last is None or way.last.earliest is None:
        return "not possible" if not way.open else ""
    days = (way.last.earliest - plan.today).days
    if way.open:
        return f"{count(days, 'day')} left" if days else "today"
    if days >= 0:
        return "by exception only"
    return f"too late by {count(-days, 'day')}" if way.last.passed(plan.today) else "may be too late"


def _helps(plan: Plan, way: Way) -> str:
    words = "; ".join(REMEDY[remedy] for remedy in way.helps)
    if way.assumed and plan.extension:
        words = "; ".join(filter(None, (words, f"{plan.extension.notice.text} of notice assumed")))
    return capital(words)


def _notes(plan: Plan) -> Iterator[str]:
    yield from earliest_words(plan)
    if plan.competition is False:
        yield "The last award was made without a call for competition, so the route has to be decided first."


def _row(plan: Plan, way: Way) -> Cells:
    return (way.name, way.last, way.begin, "yes" if way.open else "no", way.missed, _helps(plan, way))


def _json(plan: Plan, way: Way) -> dict[str, Any]:
    return {
        "way": way.name,
        "last_day": when_json(way.last),
        "begin_by": when_json(way.begin),
        **keys_of(way, "open", "missed", "helps", "assumed"),
        "text": _helps(plan, way),
    }
