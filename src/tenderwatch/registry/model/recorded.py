"""Records as the registry writes them, made from their values: what reading them back gives again."""

from __future__ import annotations

from datetime import date
from typing import Any

from tenderwatch.dates import Duration, When
from tenderwatch.registry.model.contract import Contract
from tenderwatch.registry.model.registry import Authority, Portal, Registry, Source

Json = dict[str, Any]
_CODES = ("ons", "ppon")


def recorded(record: Contract | Authority | Portal | Source) -> Json:
    """The keys of a record as a registry file has them. What it does not state is left out, as in a file."""
    keys = _keys(record)
    if isinstance(record, Contract):
        # A lead that nobody knows is a statement of its own.
        return {**keys, "lead": record.lead or "unknown"}
    codes = {code: keys.pop(code) for code in _CODES if code in keys} if isinstance(record, Authority) else {}
    return {**keys, "codes": codes} if codes else keys


def with_what_it_names(contract: Contract, registry: Registry) -> dict[str, Any]:
    """A contract, and the sources, authorities and portals that it names, at any remove, in the order of their ids."""
    authorities: dict[str, Authority] = {}
    ahead = [*contract.authorities]
    while ahead:
        body = registry.authorities.get(ahead.pop())
        if body and body.id not in authorities:
            authorities[body.id] = body
            ahead += body.successors
    portals: dict[str, Portal] = {}
    waiting = [contract.portal, *(body.portal for body in authorities.values())]
    while waiting:
        portal = registry.portals.get(waiting.pop() or "")
        if portal and portal.id not in portals:
            portals[portal.id] = portal
            waiting.append(portal.replaced_by)
    cited = {evidence.source for evidence in contract.all_evidence}
    cited |= {reading.source for conflict in contract.conflicts for reading in conflict.readings}
    return {
        "contract": recorded(contract),
        "authorities": [recorded(authorities[name]) for name in sorted(authorities)],
        "portals": [recorded(portals[name]) for name in sorted(portals)],
        "sources": [recorded(registry.sources[name]) for name in sorted(cited)],
    }


def _keys(value: Any) -> Json:
    defaults = value._field_defaults
    return {
        key: _written(held)
        for key, held in zip(value._fields, value, strict=True)
        if key not in defaults or held != defaults[key]
    }


def _written(value: Any) -> Any:
    match value:
        case When() | Duration():
            return value.written
        case date():
            return value.isoformat()
        case float():
            return int(value) if value == int(value) else value
        case tuple() if hasattr(value, "_fields"):
            return _keys(value)
        case tuple():
            return [_written(item) for item in value]
        case _:
            return value
