"""What takes the place of a contract, and for which of its buyers: docs/decisions/0013-what-counts-as-replaced.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tenderwatch.law.terms.letting import has_been_let, is_abandoned
from tenderwatch.registry.model import Authority, Contract, Registry


def standing_successors(contract: Contract, registry: Registry) -> tuple[Contract, ...]:
    """The contracts recorded as taking its place that count, planned or let: none whose procurement was given up."""
    return tuple(new for new in registry.successors.get(contract.id, ()) if not is_abandoned(new))


def started_successors(contract: Contract, registry: Registry, today: date) -> tuple[Contract, ...]:
    """Those of them that have been let and have certainly started."""
    return tuple(
        new
        for new in standing_successors(contract, registry)
        if new.start and new.start.latest and new.start.latest <= today and has_been_let(new)
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
