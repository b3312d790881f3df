"""The facts of a contract as short texts by name: what is kept of it to tell later what has changed.

Dates are written as a registry writes them, bodies by id. Nothing here depends on the day it is looked at, except
`over`: whether the contract has been replaced or has ended by then.
"""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import When
from tenderwatch.dates.parsing import parse_when
from tenderwatch.outlook import Outlook

Facts = dict[str, str]
"""Fact by name; a name that is not there says that nothing is known."""

DATE = "date:"
OPTION = "option:"
CONFLICT = "conflict:"
SUCCESSOR = "successor:"
BETWEEN = "\n"  # between the items of a list: no text of a registry holds a line break


def facts_of(outlook: Outlook) -> Facts:
    """Everything about a contract whose change a reader should hear of."""
    contract = outlook.contract
    found = {f"{DATE}{name}": when.written for name, when in _dates(outlook) if when and when.known}
    found |= {
        "title": contract.title,
        "kind": contract.kind,
        "lead": contract.lead or "",
        "partners": BETWEEN.join(contract.partners),
        "portal": contract.portal or "",
        "providers": BETWEEN.join(contract.providers),
        "services": BETWEEN.join(contract.services),
        "regime": "" if contract.regime == "unknown" else contract.regime,
        "value": f"£{contract.value.amount:,.2f} ({contract.value.basis})" if contract.value else "",
        "notice": contract.notice.text if contract.notice else "",
        "breaks": BETWEEN.join(when.text for when in contract.breaks),
        "reviews": BETWEEN.join(when.text for when in contract.reviews),
        "joining": BETWEEN.join(f"{one.id}: {one.rule}" for one in contract.joining),
        "over": outlook.status if outlook.over else "",
        "open-ended": "open-ended" if contract.open_ended else "",
    }
    for step in outlook.ends.steps:
        found[f"{OPTION}{step.number}"] = f"{step.state} ({step.text})"
    for conflict in contract.conflicts:
        key = f"{CONFLICT}{conflict.about}"
        says = f"{conflict.chosen}, out of: {' / '.join(sorted(one.says for one in conflict.readings))}"
        found[key] = BETWEEN.join(filter(None, (found.get(key), says)))
    for successor in outlook.successors:
        found[f"{SUCCESSOR}{successor.id}"] = successor.start.written if successor.start else "unknown"
    return {name: text for name, text in found.items() if text}


def read_fact(name: str, text: str) -> When | None:
    """The date that a fact holds; None where it is not a date. Raises ValueError for a text that nobody wrote here."""
    return parse_when(text) if name.startswith((DATE, SUCCESSOR)) else None


def _dates(outlook: Outlook) -> Iterator[tuple[str, When | None]]:
    """Dates by name. An end that is the same as the one before it is named once."""
    contract, ends, plans = outlook.contract, outlook.ends, outlook.contract.plans
    current = ends.current.when if ends.current else None
    initial = ends.initial.when if ends.initial else None
    longest = ends.longest.when if ends.longest else None
    yield "end", current
    yield "initial-end", None if initial == current else initial
    yield "longest-end", None if longest == current else longest
    yield "start", contract.start
    yield "advertised", contract.advertised
    yield "awarded", contract.awarded
    yield "ended", contract.ended.on if contract.ended else None
    yield "tender-deadline", contract.tender_deadline
    if plans:
        yield "planned-tender", plans.tender
        yield "planned-deadline", plans.tender_deadline
        yield "planned-award", plans.award
        yield "planned-start", plans.start
    for one in contract.joining:
        yield f"joining-opens.{one.id}", one.opens
        yield f"joining-closes.{one.id}", one.closes
    portal = outlook.registry.portals.get(contract.portal or "")
    if portal and portal.until:
        yield f"portal-closes.{portal.id}", portal.until
    for name in contract.authorities:
        body = outlook.registry.authorities.get(name)
        if body and body.ceases:
            yield f"authority-ceases.{name}", When("day", body.ceases, body.ceases)
