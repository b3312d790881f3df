"""A plan as JSON: the envelope of schema version 1 around one row."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from tenderwatch.dates import on_day
from tenderwatch.law.schedule import ExtensionDates, Stage
from tenderwatch.outlook.plan import Plan
from tenderwatch.outputs.record import SCHEMA_VERSION, event_json, when_json
from tenderwatch.registry.model import Registry


def plan_row(plan: Plan) -> dict[str, Any]:
    """The row of one plan, every key always present."""
    return {
        "id": plan.id,
        "end": when_json(plan.end),
        "end_how": plan.end_how,
        "regime": plan.regime,
        "regime_assumed": plan.regime_assumed,
        "timetable": plan.timetable,
        "from_today": plan.from_today,
        "stages": [_stage(stage, plan) for stage in plan.stages],
        "extension": _extension(plan.extension),
        "earliest_key_decision": _day(plan.earliest_key_decision),
        "feasible": plan.feasible,
        "pipeline_notice": _pipeline(plan),
        "planned_notice": _planned(plan),
        "competition": plan.competition,
        "events": [event_json(event) for event in plan.events],
    }


def _day(day: date | None) -> dict[str, Any] | None:
    return when_json(on_day(day)) if day else None


def _pipeline(plan: Plan) -> dict[str, Any] | None:
    if plan.pipeline is None:
        return None
    return {"by": [_day(day) for day in plan.pipeline.by], "binds": plan.pipeline.binds}


def _planned(plan: Plan) -> dict[str, Any] | None:
    if plan.planned_notice is None:
        return None
    return {"opens": when_json(plan.planned_notice.opens), "closes": when_json(plan.planned_notice.closes)}


def _stage(stage: Stage, plan: Plan) -> dict[str, Any]:
    return {
        "kind": stage.kind,
        "by": when_json(stage.by),
        "unit": stage.unit,
        "basis": stage.basis,
        "missed": stage.missed(plan.today),
        "projected": stage.projected,
        "law_by": when_json(stage.law_by),
        "why": stage.why,
    }


def _extension(extension: ExtensionDates | None) -> dict[str, Any] | None:
    if extension is None:
        return None
    return {
        "notice": extension.notice.written,
        "assumed": extension.assumed,
        "corresponding": when_json(extension.corresponding),
        "serve_by": when_json(extension.serve_by),
        "key_decision_by": when_json(extension.key_decision_by),
        "officer_decision_by": when_json(extension.officer_decision_by),
        "forward_plan_by": when_json(extension.forward_plan_by),
        "strategic_by": when_json(extension.strategic_by),
        "forward_plan_law_by": when_json(extension.forward_plan_law_by),
    }


def render(plan: Plan, registry: Registry | None) -> str:
    """The plan as JSON, two-space indent. Without a registry (a plan for a bare date) it is null."""
    excluded: list[dict[str, Any]] = []
    if registry:
        excluded = [{"id": name, "reason": "faulty"} for name in registry.faulty]
        if others := len(registry.contracts) - 1:
            excluded.append({"reason": "filtered", "count": others})
    about = {"edition": registry.edition.isoformat(), "records": registry.records} if registry else None
    whole = {
        "schema_version": SCHEMA_VERSION,
        "generated_for": plan.today.isoformat(),
        "registry": about,
        "count": 1,
        "rows": [plan_row(plan)],
        "unknown_end": [],
        "excluded": excluded,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
