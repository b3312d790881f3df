"""One contract as the JSON row of schema version 1. Additive changes only: see docs/reference/json.md."""

from __future__ import annotations

from typing import Any

from tenderwatch.dates import When
from tenderwatch.law.schedule import TenderWindow
from tenderwatch.law.terms import Step
from tenderwatch.outlook import Outlook
from tenderwatch.queries.freshness import Freshness, freshness
from tenderwatch.queries.select import Agenda, Exclusion, Row
from tenderwatch.registry.model import Conflict, Contract, Event, Evidence, Joining, Notice, Registry

SCHEMA_VERSION = 1


def when_json(when: When | None) -> dict[str, Any] | None:
    """A date as an object, or None where nothing is known."""
    if when is None or not when.known:
        return None
    return {
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
        "precision": when.precision,
        "text": when.text,
        "edtf": when.edtf,
    }


def envelope(agenda: Agenda, rows: list[dict[str, Any]], *, verbose: bool = False) -> dict[str, Any]:
    """The whole answer: the rows, and an account of every record that is not among them."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generated_for": agenda.today.isoformat(),
        "registry": {"edition": agenda.registry.edition.isoformat(), "records": agenda.registry.records},
        "count": len(rows),
        "rows": rows,
        "unknown_end": [{"id": item.contract.id, "title": item.contract.title} for item in agenda.end_unknown],
        "excluded": _excluded(agenda, verbose=verbose),
    }


def _excluded(agenda: Agenda, *, verbose: bool) -> list[dict[str, Any]]:
    named = [{"id": name, "reason": why} for name, why in agenda.excluded if verbose or why == "faulty"]
    if verbose:
        return named
    reasons: tuple[Exclusion, ...] = ("filtered", "not-due")
    return named + [{"reason": why, "count": agenda.left_out(why)} for why in reasons if agenda.left_out(why)]


def row_json(row: Row, registry: Registry) -> dict[str, Any]:
    """One row, every key always present."""
    outlook, contract = row.outlook, row.outlook.contract
    ends, fresh = outlook.ends, freshness(outlook)
    return {
        "id": contract.id,
        "title": contract.title,
        "kind": contract.kind,
        "services": list(contract.services),
        "user_groups": list(contract.user_groups),
        "lead": _body(registry, contract.lead) if contract.lead else None,
        "partners": [_body(registry, partner) for partner in contract.partners],
        "providers": list(contract.providers),
        "ocid": contract.ocid,
        "related_ocids": list(contract.related_ocids),
        "portal": _portal(registry, contract),
        "regime": contract.regime,
        "value": _value(contract),
        "status": outlook.status,
        "start": when_json(contract.start),
        "initial_end": when_json(ends.initial.when if ends.initial else None),
        "end": when_json(ends.current.when if ends.current else None),
        "next_end": when_json(outlook.next_end.when if outlook.next_end else None),
        "next_end_how": outlook.next_how,
        "longest_end": when_json(ends.longest.when if ends.longest else None),
        "extensions": [_step(step) for step in ends.steps],
        "renewal_window": _window(outlook),
        "tender_windows": [_tender_window(window) for window in outlook.tender_windows],
        "next_action": _next_action(row),
        "due_because": list(dict.fromkeys(reason.kind for reason in row.due)),
        "group": outlook.group,
        "act_by": when_json(outlook.act_by),
        "feasible": outlook.feasible,
        "joining": [_joining(item) for item in contract.joining],
        "notices": [_notice(notice) for notice in contract.notices],
        "breaks": [when_json(item.on) for item in contract.breaks],
        "reviews": [when_json(review.on) for review in contract.reviews],
        "replaces": list(contract.replaces),
        "replaced_by": sorted(successor.id for successor in outlook.successors),
        "runs_on_for": [_body(registry, name) for name in outlook.runs_on_for],
        "events": [event_json(event) for event in outlook.events],
        "conflicts": [_conflict(conflict) for conflict in contract.conflicts],
        "evidence": {
            "sources": [_evidence(registry, evidence) for evidence in contract.all_evidence],
            "newest": fresh.newest.isoformat(),
            "age_days": fresh.age_days,
        },
        "freshness": _freshness(fresh),
        "notes": [*_worked_out(row), *contract.notes],
    }


def event_json(event: Event) -> dict[str, Any]:
    """Something outside the contract that falls inside its term."""
    return {
        "id": event.id,
        "what": event.what,
        "begins": when_json(event.begins),
        "state": event.state,
        "source": event.source,
        "place": event.place,
        "note": event.note,
    }


def _evidence(registry: Registry, evidence: Evidence) -> dict[str, Any]:
    source = registry.sources[evidence.source]
    return {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "place": evidence.place,
        "supports": list(evidence.supports),
        "strength": evidence.strength or source.strength,
    }


def _freshness(item: Freshness) -> dict[str, Any]:
    return {
        "verdict": item.verdict,
        "strength": item.strength,
        "strongest": item.strongest,
        "rule": item.rule.id,
        "serves_months": item.rule.months,
        "reason": item.reason,
    }


def _body(registry: Registry, name: str) -> dict[str, str]:
    body = registry.authorities.get(name)
    return {"id": name, "name": body.name if body else name}


def _portal(registry: Registry, contract: Contract) -> dict[str, Any] | None:
    portal = registry.portals.get(contract.portal or "")
    if portal is None:
        return None
    checked = contract.portal_checked or portal.checked
    return {
        "id": portal.id,
        "name": portal.name,
        "url": portal.url,
        "checked": checked.isoformat() if checked else None,
    }


def _value(contract: Contract) -> dict[str, Any] | None:
    if contract.value is None:
        return None
    amount = contract.value.amount
    whole = int(amount) if amount == int(amount) else amount
    return {"amount": whole, "currency": "GBP", "basis": contract.value.basis}


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "text": step.text,
        "months": step.months,
        "to": when_json(step.to),
        "state": step.state,
    }


def _tender_window(tender_window: TenderWindow) -> dict[str, Any]:
    return {"scenario": tender_window.scenario, "when": when_json(tender_window.when), "basis": tender_window.basis}


def _window(outlook: Outlook) -> dict[str, Any] | None:
    renewal = outlook.renewal
    if renewal is None:
        return None
    return {
        "opens": when_json(renewal.by("planning")),
        "tender_notice_by": when_json(renewal.by("tender-notice")),
        "closes": when_json(renewal.end),
    }


def _next_action(row: Row) -> dict[str, Any] | None:
    reasons = row.due or row.outlook.reasons
    if not reasons:
        return None
    first = reasons[0]
    return {"kind": first.kind, "by": when_json(first.when), "basis": first.basis, "text": first.text}


def _notice(notice: Notice) -> dict[str, Any]:
    return {"number": notice.number, "kind": notice.kind, "date": when_json(notice.date), "url": notice.url}


def _joining(joining: Joining) -> dict[str, Any]:
    return {
        "id": joining.id,
        "rule": joining.rule,
        "opens": when_json(joining.opens),
        "closes": when_json(joining.closes),
        "note": joining.note,
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "about": conflict.about,
        "readings": [{"says": r.says, "source": r.source, "place": r.place} for r in conflict.readings],
        "chosen": conflict.chosen,
        "because": conflict.because,
    }


def _worked_out(row: Row) -> list[str]:
    """What the reader must know about how a date came about."""
    ends = row.outlook.ends
    ways = [("Initial end", ends.initial), ("Longest end", ends.longest)]
    return [
        f"{name} {end.when.text}: {end.how}."
        for name, end in ways
        if end and end.how.startswith(("worked out", "lapses"))
    ]
