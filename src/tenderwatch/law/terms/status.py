"""A contract's status on a day. 'Expired' is never guessed from silence."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from tenderwatch.dates import When
from tenderwatch.law.terms.ends import Ends
from tenderwatch.law.terms.letting import has_been_let, is_abandoned
from tenderwatch.law.terms.successors import is_replaced
from tenderwatch.registry.model import Contract, Registry

Status = Literal[
    "replaced",
    "abandoned",
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
STATUSES: tuple[Status, ...] = get_args(Status)
STATUS_WORDS: dict[Status, str] = {
    "replaced": "replaced: a successor has started",
    "abandoned": "abandoned: the procurement was given up, nothing was let",
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
# Nothing about these is left to do: what takes their place, or what they would have replaced, has its own row.
OVER: frozenset[Status] = frozenset(("replaced", "abandoned", "ended"))


def contract_status(contract: Contract, ends: Ends, registry: Registry, today: date) -> Status:
    """The first status that fits: `STATUSES` in order, and `abandoned` before `replaced`."""
    # What was never let served nobody: nothing can take its place, not even the procurement that was run again.
    if is_abandoned(contract):
        return "abandoned"
    if is_replaced(contract, registry, today):
        return "replaced"
    if contract.ended and (contract.ended.on.passed(today) or not contract.ended.on.known):
        return "ended"
    # What is called open-ended but has an end, by notice or by law, runs until then.
    if contract.open_ended and ends.current is None:
        return "open-ended"
    if not has_been_let(contract) or _signed_later(contract, today):
        return "tendering" if _begun(contract.advertised, today) else "planned"
    if contract.start and contract.start.begins_after(today):
        return "awarded"
    if ends.current is None:
        return "unknown"
    if not ends.current.when.passed(today):
        return "extended" if any(step.state == "exercised" for step in ends.steps) else "running"
    return "unconfirmed" if ends.options_left(today) else "overrun"


def _begun(when: When | None, today: date) -> bool:
    """Whether it may already have come: known, and not wholly ahead of today."""
    return when is not None and when.earliest is not None and when.earliest <= today


def _signed_later(contract: Contract, today: date) -> bool:
    """Whether its award lies ahead. A contract that was signed after it had begun runs from its start all the same."""
    awarded, start = contract.awarded, contract.start
    if awarded is None or not awarded.begins_after(today):
        return False
    began_first = start is not None and start.latest is not None and awarded.begins_after(start.latest)
    return not (began_first and _begun(start, today))
