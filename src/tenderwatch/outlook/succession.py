"""What stands between a contract and what follows it: whether the next procurement has begun, and who ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tenderwatch.dates import When
from tenderwatch.law.terms import has_been_let
from tenderwatch.registry.model import Authority, Contract

if TYPE_CHECKING:
    from tenderwatch.outlook.outlook import Outlook


def tender_is_over(outlook: Outlook) -> bool:
    """Whether the next procurement has been seen: a successor advertised, awarded or let."""
    today = outlook.today
    return any(
        _begun(successor.advertised, today)
        or _begun(successor.awarded, today)
        or (has_been_let(successor) and _begun(successor.start, today))
        for successor in outlook.successors
    )


def stated_tender(outlook: Outlook) -> When | None:
    """The buyer's own date for a tender that has not been seen yet."""
    plans = outlook.contract.plans
    if plans and plans.tender and plans.tender.known and not planned_tender_seen(outlook, plans.tender):
        return plans.tender
    return None


def planned_tender_seen(outlook: Outlook, planned: When) -> bool:
    """Whether a planned tender has come: a successor's, the contract's own notice, or its award."""
    own, today = outlook.contract, outlook.today
    own_notice = _begun(own.advertised, today) and not _let_before(own, planned)
    return tender_is_over(outlook) or own_notice or let_by(own, planned, today)


def let_by(contract: Contract, planned: When, today: date) -> bool:
    """Whether the contract was let, as planned, at or after the date that the plan names."""
    return (
        has_been_let(contract)
        and not _let_before(contract, planned)
        and _begun(contract.awarded or contract.start, today)
    )


def ceasing_bodies(outlook: Outlook) -> Iterator[tuple[Authority, date]]:
    """The buyers that the contract may outlast, each with the first day on which it no longer exists."""
    # Where no longest end can be told, it may run past any day.
    longest = outlook.ends.longest
    for name in outlook.contract.authorities:
        body = outlook.registry.authorities.get(name)
        if body is None or body.ceases is None:
            continue
        if longest is None or (longest.when.latest and longest.when.latest >= body.ceases):
            yield body, body.ceases


def _let_before(contract: Contract, planned: When) -> bool:
    """Whether a plan speaks of the time after this contract: it was let before the plan's date."""
    first = contract.awarded or contract.start
    if not has_been_let(contract) or first is None or first.latest is None:
        return has_been_let(contract)
    return planned.earliest is not None and first.latest < planned.earliest


def _begun(when: When | None, today: date) -> bool:
    return when is not None and when.earliest is not None and when.earliest <= today
