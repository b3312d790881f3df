"""A contract's status on a day. 'Expired' is never guessed from silence."""

from __future__ import annotations

from datetime import date
from typing import Literal

from tenderwatch.dates import When
from tenderwatch.law.terms.ends import Ends
from tenderwatch.registry.model import Contract

Status = Literal[
    "replaced",
    "ended",
    "open-ended",
    "planned",
    "tendering",
    "awarded",
    "running",
    "extended",
    "unconfirmed",
    "overrun",
    "unknown",
]

STATUS_WORDS: dict[Status, str] = {
    "replaced": "replaced: a successor has started",
    "ended": "ended, on evidence",
    "open-ended": "open-ended",
    "planned": "planned: nothing let yet",
    "tendering": "advertised, no award seen",
    "awarded": "let, not yet started",
    "running": "running",
    "extended": "running on an extension",
    "unconfirmed": "end passed, options left: not known whether extended",
    "overrun": "last known end passed, nothing seen since",
    "unknown": "end not known",
}


def has_been_let(contract: Contract) -> bool:
    """Whether anything shows that it was let.

    Said outright by `let`; otherwise shown by an award, a provider, or (where no tender notice stands
    without an award) by a start or an end. A record with plans and none of these is a planned procurement.
    """
    if contract.let is not None:
        return contract.let
    if contract.awarded or contract.providers or contract.ended:
        return True
    if contract.advertised:
        return False
    return bool(contract.start or contract.end or contract.term or contract.open_ended or not contract.plans)


def _begun(when: When | None, today: date) -> bool:
    """Whether it may already have come: known, and not wholly ahead of today."""
    return when is not None and when.earliest is not None and when.earliest <= today


def _certainly_begun(when: When | None, today: date) -> bool:
    return when is not None and when.latest is not None and when.latest <= today


def contract_status(contract: Contract, ends: Ends, successors: tuple[Contract, ...], today: date) -> Status:
    """The first status that fits, in the order of `STATUS_WORDS`."""
    if any(has_been_let(successor) and _certainly_begun(successor.start, today) for successor in successors):
        return "replaced"
    if contract.ended and _begun(contract.ended.on, today):
        return "ended"
    if contract.open_ended:
        return "open-ended"
    awarded_later = contract.awarded is not None and contract.awarded.begins_after(today)
    if not has_been_let(contract) or awarded_later:
        return "tendering" if _begun(contract.advertised, today) else "planned"
    if contract.start and contract.start.begins_after(today):
        return "awarded"
    if ends.current is None:
        return "unknown"
    if not ends.current.when.passed(today):
        return "extended" if any(step.state == "exercised" for step in ends.steps) else "running"
    return "unconfirmed" if ends.options_left(today) else "overrun"
