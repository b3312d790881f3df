"""One contract as the JSON row of schema version 1. Additive changes only: see docs/reference/json.md."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tenderwatch.answers.answer import SCHEMA_VERSION, Machine
from tenderwatch.dates import When
from tenderwatch.law.terms import End, Step
from tenderwatch.outlook import Outlook
from tenderwatch.queries.freshness import freshness
from tenderwatch.queries.row import Row
from tenderwatch.queries.select import Agenda, Exclusion
from tenderwatch.registry.model import Event, Evidence, Registry, Value
from tenderwatch.registry.model.contract import PLAIN_KEYS


def json_of(value: Any) -> Any:
    """A value as JSON holds it: a date as an object (null where nothing is known), a record key by key."""
    if isinstance(value, When):
        return when_json(value)
    if isinstance(value, Value):
        whole = int(value.amount) if value.amount == int(value.amount) else value.amount
        return {"amount": whole, "currency": "GBP", "basis": value.basis}
    if isinstance(value, tuple):
        fields: tuple[str, ...] = getattr(value, "_fields", ())
        return {key: json_of(getattr(value, key)) for key in fields} if fields else [json_of(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


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


def head_of(today: date, registry: Registry | None) -> dict[str, Any]:
    """How an answer begins: for which day, and from which registry (null for none)."""
    about = {"edition": registry.edition.isoformat(), "records": registry.records} if registry else None
    return {"schema_version": SCHEMA_VERSION, "generated_for": today.isoformat(), "registry": about}


def machine_of(agenda: Agenda, *, verbose: bool = False) -> Machine:
    """The contracts row by row, and an account of every record that is not among them."""
    rows = (row_json(row.once(), agenda.registry) for row in agenda.rows)
    after = {
        "unknown_end": [keys_of(row.outlook.contract, "id", "title") for row in agenda.end_unknown],
        "excluded": _excluded(agenda, verbose=verbose),
        "aside": [
            keys_of(row.outlook.contract, "id", "title") | {"group": row.outlook.group, **_aside(row)}
            for row in agenda.aside
        ],
    }
    before = head_of(agenda.today, agenda.registry) | {"count": len(agenda.rows)}
    return Machine(before, "rows", rows, after)


def envelope(agenda: Agenda, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The whole answer as one object, around other rows than its own."""
    machine = machine_of(agenda)
    held = list(rows)
    return {**machine.before, "count": len(held), machine.key: held, **machine.after}


def _excluded(agenda: Agenda, *, verbose: bool) -> list[dict[str, Any]]:
    if verbose:
        return [{"id": name, "reason": why} for name, why in agenda.every_excluded()]
    named = [{"id": name, "reason": why} for name, why in agenda.excluded if why == "faulty"]
    reasons: tuple[Exclusion, ...] = ("aside", "outside-scope", "within", "filtered", "not-due")
    return named + [{"reason": why, "count": agenda.left_out(why)} for why in reasons if agenda.left_out(why)]


def row_json(row: Row, registry: Registry) -> dict[str, Any]:
    """One row, every key always present."""
    outlook, contract = row.outlook, row.outlook.contract
    ends, fresh, portal = outlook.ends, freshness(outlook), registry.portals.get(contract.portal or "")
    return {
        **keys_of(contract, "id", "title", "kind", "services", "user_groups"),
        "lead": _body(outlook, contract.lead) if contract.lead else None,
        "partners": [_body(outlook, partner) for partner in contract.partners],
        **keys_of(contract, "providers", "ocid", "related_ocids", *PLAIN_KEYS),
        "layer": registry.layer_of(contract.id),
        "portal": portal
        and keys_of(portal, "id", "name", "url") | {"checked": json_of(contract.portal_checked or portal.checked)},
        **keys_of(contract, "regime", "value"),
        "status": outlook.status,
        "start": when_json(contract.start),
        "initial_end": _end(ends.initial),
        "end": _end(ends.current),
        "next_end": _end(outlook.next_end),
        "next_end_how": outlook.next_how,
        "longest_end": _end(ends.longest),
        "extensions": [_option(outlook, step) for step in ends.steps],
        "renewal_window": _window(outlook),
        "tender_windows": [
            keys_of(window, "scenario", "when", "possible", "basis", "sample") | {"class": window.window_class}
            for window in outlook.tender_windows
        ],
        "next_action": _next_action(row),
        "due_because": list(dict.fromkeys(reason.kind for reason in row.due)),
        **keys_of(outlook, "group", "act_by", "feasible"),
        "aside": _aside(row) or None,
        "joining": [keys_of(item, "id", "rule", "opens", "closes", "note") for item in contract.joining],
        "notices": [keys_of(notice, "number", "kind", "date", "url") for notice in contract.notices],
        "breaks": [when_json(item.on) for item in contract.breaks],
        "reviews": [when_json(review.on) for review in contract.reviews],
        "replaces": list(contract.replaces),
        "replaced_by": sorted(successor.id for successor in outlook.successors),
        "runs_on_for": [_body(outlook, name) for name in outlook.runs_on_for],
        "events": [event_json(event) for event in outlook.events],
        "conflicts": [keys_of(conflict, "about", "readings", "chosen", "because") for conflict in contract.conflicts],
        "evidence": {
            "sources": [_evidence(registry, evidence) for evidence in contract.all_evidence],
            "newest": fresh.newest.isoformat(),
            "age_days": fresh.age_days,
        },
        "freshness": keys_of(fresh, "verdict", "strength", "strongest")
        | {"rule": fresh.rule.id, "serves_months": fresh.rule.months, "reason": fresh.reason},
        "notes": [*_worked_out(outlook), *contract.notes],
    }


def _aside(row: Row) -> dict[str, str]:
    return {"until": row.aside.until.isoformat(), "why": row.aside.why} if row.aside else {}


def event_json(event: Event) -> dict[str, Any]:
    """Something outside the contract that falls inside its term."""
    return keys_of(event, "id", "what", "begins", "state", "source", "place", "note")


def keys_of(value: Any, *keys: str) -> dict[str, Any]:
    """Some fields of a value: those of schema version 1, whatever else it may come to hold."""
    return {key: json_of(getattr(value, key)) for key in keys}


def _option(outlook: Outlook, step: Step) -> dict[str, Any]:
    """An option; once it can no longer be used it leads to no end, and `closed` says why."""
    closed = outlook.why_closed(step)
    option = keys_of(step, "number", "text", "months", "to", "state")
    return (
        option
        | ({"to": None} if closed else {})
        | {
            "closed": closed or None,
            "decided": json_of(step.decided),
            "taken_to": json_of(step.taken_to),
        }
    )


def _end(end: End | None) -> dict[str, Any] | None:
    return when_json(end.when) if end else None


def _evidence(registry: Registry, evidence: Evidence) -> dict[str, Any]:
    source = registry.sources[evidence.source]
    strength = {"strength": evidence.strength or source.strength}
    return keys_of(source, "id", "title", "url") | keys_of(evidence, "place", "supports") | strength


def _body(outlook: Outlook, name: str) -> dict[str, str]:
    return {"id": name, "name": outlook.name_of(name)}


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


def _worked_out(outlook: Outlook) -> list[str]:
    """What the reader must know about how a date came about."""
    ways = [("Initial end", outlook.ends.initial), ("Longest end", outlook.ends.longest)]
    return [
        f"{name} {end.when.text}: {end.how}."
        for name, end in ways
        if end and end.how.startswith(("worked out", "lapses"))
    ]
