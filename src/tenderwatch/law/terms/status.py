"""A contract's status on a day: whether anything was let, and what has taken its place since, for which buyers.

'Expired' is never guessed from silence. What counts as replaced: docs/decisions/0013-what-counts-as-replaced.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, get_args

from tenderwatch.dates import UNKNOWN, When
from tenderwatch.law.terms.ends import Ends
from tenderwatch.registry.model import Authority, Contract, Registry
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
    return not is_abandoned(contract) and _let_unless_abandoned(contract)


def _let_unless_abandoned(contract: Contract) -> bool:
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


def standing_successors(contract: Contract, registry: Registry) -> tuple[Contract, ...]:
    """The contracts recorded as taking its place that count, planned or let.

    None whose procurement was given up, and none that had started before the contract itself: that it is there shows
    nothing then, and the two are more often the wrong way round.
    """
    recorded = registry.successors.get(contract.id)
    if not recorded:
        return ()
    return tuple(new for new in recorded if not is_abandoned(new) and not started_before(new, contract))


def started_before(first: Contract, second: Contract) -> bool:
    """Whether a contract certainly started before another did."""
    return first.start is not None and second.start is not None and _before(first.start, second.start)


def started_successors(contract: Contract, registry: Registry, today: date) -> tuple[Contract, ...]:
    """Those of them that have been let and have certainly started."""
    standing = standing_successors(contract, registry)
    return standing and tuple(
        new for new in standing if new.start and new.start.latest and new.start.latest <= today and has_been_let(new)
    )


def uncovered_buyers(
    contract: Contract, successors: Iterable[Contract], authorities: Mapping[str, Authority]
) -> tuple[str, ...]:
    """The buyers, lead first, that a contract served and none of these successors serves.

    A successor that names no buyer takes the whole contract's place: its record says so, and limits it to
    nobody. One that names some serves those, whoever leads. A council that follows another serves for it.
    """
    buyers = contract.authorities
    serving: set[str] = set()
    for new in successors:
        if not new.authorities:
            return ()
        serving.update(new.authorities)
    return tuple(name for name in buyers if not _heirs(name, authorities) & serving)


def _heirs(name: str, authorities: Mapping[str, Authority]) -> set[str]:
    """A body and all that follow it, at any remove."""
    heirs: set[str] = set()
    ahead = [name]
    while ahead:
        heir = ahead.pop()
        if heir not in heirs:
            heirs.add(heir)
            body = authorities.get(heir)
            ahead += body.successors if body else ()
    return heirs


def is_replaced(contract: Contract, registry: Registry, today: date) -> bool:
    """Whether successors that have started serve every buyer that it served."""
    started = started_successors(contract, registry, today)
    return bool(started) and not uncovered_buyers(contract, started, registry.authorities)


def runs_on_for(contract: Contract, registry: Registry, today: date) -> tuple[str, ...]:
    """The buyers for whom it runs on although a successor has started for others; none where nothing has started."""
    started = started_successors(contract, registry, today)
    return uncovered_buyers(contract, started, registry.authorities) if started else ()


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
    if not _let_unless_abandoned(contract) or _signed_later(contract, today):
        return "tendering" if (contract.advertised or UNKNOWN).begun(today) else "planned"
    if contract.start and contract.start.begins_after(today):
        return "awarded"
    if ends.current is None:
        return "unknown"
    if not ends.current.when.passed(today):
        return "extended" if ends.extended else "running"
    return "unconfirmed" if ends.options_left(today) else "overrun"


def _signed_later(contract: Contract, today: date) -> bool:
    """Whether its award lies ahead. A contract that was signed after it had begun runs from its start all the same."""
    awarded, start = contract.awarded, contract.start
    if awarded is None or not awarded.begins_after(today):
        return False
    began_first = start is not None and start.latest is not None and awarded.begins_after(start.latest)
    return not (began_first and (start or UNKNOWN).begun(today))
