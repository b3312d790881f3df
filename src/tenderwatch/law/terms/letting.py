"""Whether anything was let: by which route, and whether the procurement was given up."""

from __future__ import annotations

from tenderwatch.dates import When
from tenderwatch.registry.model import Contract
from tenderwatch.registry.model.contract import Route

# Routes by which a contract is awarded with no notice that calls for competition. Health Care Services (Provider
# Selection Regime) Regulations 2023, SI 2023/1348, regs 6 to 10; a call-off is open to those in the framework only.
_NO_CALL: frozenset[Route] = frozenset(
    (
        "direct-award",
        "direct-award-a",
        "direct-award-b",
        "direct-award-c",
        "most-suitable-provider",
        "below-threshold-without-competition",
        "call-off",
        "transitional",
    )
)


def called_for_competition(route: Route) -> bool | None:
    """Whether a notice called for competition on this route; None where the route is not known."""
    return None if route == "unknown" else route not in _NO_CALL


def is_abandoned(contract: Contract) -> bool:
    """Whether its procurement was given up, so that nothing was let and nothing will be.

    Said outright by `abandoned`. Also plain where something advertised or planned ended before its start, or
    is said never to have been let, with neither an award nor a provider.
    """
    if contract.abandoned:
        return True
    if contract.ended is None or contract.let or contract.awarded or contract.providers:
        return False
    if contract.let is False:
        return True
    if not (contract.advertised or contract.plans):
        return False
    # Plans beside a term of its own may be for what is to follow.
    planned = contract.plans.start if contract.plans and not _has_term(contract) else None
    start = contract.start or planned
    if start is not None and start.known:
        return _before(contract.ended.on, start)
    return not contract.advertised and not _has_term(contract)


def has_been_let(contract: Contract) -> bool:
    """Whether anything shows that it was let.

    Said outright by `let`; otherwise shown by an award, a provider, an end, or (where no tender notice stands
    without an award) by a start or an end. A record with plans and none of these is a planned procurement.
    """
    if is_abandoned(contract):
        return False
    if contract.let is not None:
        return contract.let
    if contract.awarded or contract.providers or contract.ended:
        return True
    if contract.advertised:
        return False
    return bool(contract.start or _has_term(contract) or not contract.plans)


def _has_term(contract: Contract) -> bool:
    return bool(contract.end or contract.term or contract.open_ended)


def _before(first: When, second: When) -> bool:
    return first.latest is not None and second.earliest is not None and first.latest < second.earliest
