"""The days for which no contract is known: between the last end of a contract and the start of what follows it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tenderwatch.dates import UNKNOWN, When
from tenderwatch.law.terms import uncovered_buyers
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Contract

if TYPE_CHECKING:
    from tenderwatch.outlook.outlook import Outlook


class Gap(NamedTuple):
    """The first day without a contract, for whom, and what ends it."""

    since: date
    buyers: tuple[str, ...]
    successor: Contract
    start: When


def gap_of(outlook: Outlook) -> Gap | None:
    """The gap that is certain if the dates on record hold; None where options could bridge it, or a start is open."""
    longest, contract = outlook.ends.longest, outlook.contract
    if outlook.over or outlook.not_let or longest is None or longest.when.latest is None:
        return None
    starts = [(new, start_of(new)) for new in outlook.successors]
    if not all(start.known for _, start in starts):
        return None
    since = longest.when.latest + timedelta(days=1)
    in_time = [new for new, start in starts if not start.begins_after(since)]
    authorities = outlook.registry.authorities
    left = uncovered_buyers(contract, in_time, authorities) if in_time else contract.authorities
    for new, start in sorted(starts, key=lambda pair: pair[1].sort_key):
        if new not in in_time:
            served = tuple(name for name in left if name not in uncovered_buyers(contract, (new,), authorities))
            if served or not contract.authorities:
                return Gap(since, served, new, start)
    return None


def start_of(successor: Contract) -> When:
    """When what follows starts, as let or else as planned."""
    planned = successor.plans.start if successor.plans else None
    return next((start for start in (successor.start, planned) if start and start.known), UNKNOWN)
