"""What stands between a contract and what follows it: whether the next procurement has begun, who ends, and a gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from tenderwatch.dates import UNKNOWN, When
from tenderwatch.law.terms import has_been_let, uncovered_buyers
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Authority, Contract
from tenderwatch.text import words_of

if TYPE_CHECKING:
    from tenderwatch.outlook.outlook import Outlook


# Notices that look ahead to a tender, by code or in words, in the old law's and the new law's names; not those of
# an arrangement that opens again to newcomers, and not those that take such a notice back.
_PLANNING_CODES = frozenset({"uk1", "uk2", "uk3", "f1", "f01", "f4", "f04", "pin"})
_PLANNING = ("plann", "prior information", "engagement", "pipeline", "early notice")
_OTHER = (
    "reopen", "open again", "opens again", "opening", "cancel", "terminat", "withdraw", "contract award",
    "award notice",
)  # fmt: skip


class StatedTender(NamedTuple):
    """A tender date that the buyer has stated: in the contract's own record, or in that of what is to follow it."""

    when: When
    successor: Contract | None = None


def tender_is_over(outlook: Outlook) -> bool:
    """Whether the next procurement has been seen for every buyer: successors advertised, awarded or let."""
    begun = begun_successors(outlook)
    return bool(begun) and not uncovered_buyers(outlook.contract, begun, outlook.registry.authorities)


def begun_successors(outlook: Outlook) -> tuple[Contract, ...]:
    """The successors whose procurement has been seen."""
    if not outlook.successors:
        return ()
    return tuple(new for new in outlook.successors if _procurement_begun(new, outlook.today))


def still_to_tender(outlook: Outlook) -> tuple[str, ...]:
    """The buyers for whom the next procurement has been neither seen nor dated, where it has for others; else none."""
    seen = _seen_or_stated(outlook) if outlook.successors else ()
    return uncovered_buyers(outlook.contract, seen, outlook.registry.authorities) if seen else ()


def _seen_or_stated(outlook: Outlook) -> tuple[Contract, ...]:
    stated = tuple(tender.successor for tender in stated_tenders(outlook) if tender.successor)
    return (*begun_successors(outlook), *stated)


def tender_is_stated(outlook: Outlook) -> bool:
    """Whether the buyer's own dates, or procurements that have begun, leave no buyer for a calculated one."""
    stated = stated_tenders(outlook)
    if not stated:
        return False
    if any(tender.successor is None for tender in stated):
        return True
    return not uncovered_buyers(outlook.contract, _seen_or_stated(outlook), outlook.registry.authorities)


def stated_tenders(outlook: Outlook) -> tuple[StatedTender, ...]:
    """The buyer's own dates for a tender that has not been seen yet; they stand instead of any that is worked out."""
    own, successors = outlook.contract.plans, outlook.successors
    if not own and not successors:
        return ()
    stated = []
    if own and own.tender and own.tender.known and not planned_tender_seen(outlook, own.tender):
        stated.append(StatedTender(own.tender))
    for successor in successors:
        plans = successor.plans
        if plans and plans.tender and plans.tender.known and not _procurement_begun(successor, outlook.today):
            stated.append(StatedTender(plans.tender, successor))
    return tuple(stated)


def planning_notices(outlook: Outlook) -> Iterator[date]:
    """The days of planning, engagement and pipeline notices of the next procurement, seen by today.

    Those of its successors that have not begun, and those in its own record after it was let. A notice known only to
    the month counts from its first day.
    """
    own, today = outlook.contract, outlook.today
    for record in (own, *outlook.successors):
        for notice in record.notices:
            day = notice.date.earliest if notice.date else None
            if day is None or day > today or (record is own and not _after_let(own, day)):
                continue
            if _looks_ahead(notice.kind or ""):
                yield day


def _after_let(contract: Contract, day: date) -> bool:
    """Whether a day lies after all that is known of how it was let."""
    let = [when.latest for when in (contract.advertised, contract.awarded, contract.start) if when and when.latest]
    return bool(let) and day > max(let)


@cache
def _looks_ahead(kind: str) -> bool:
    """Whether a notice of this kind looks ahead to a tender."""
    words = words_of(kind.lower())
    text = " ".join(words)
    planning = any(phrase in text for phrase in _PLANNING) or not _PLANNING_CODES.isdisjoint(words)
    return planning and not any(phrase in text for phrase in _OTHER)


def planned_tender_seen(outlook: Outlook, planned: When) -> bool:
    """Whether a planned tender has come: a successor's, the contract's own notice, or its award."""
    own, today = outlook.contract, outlook.today
    own_notice = (own.advertised or UNKNOWN).begun(today) and not _let_before(own, planned)
    return tender_is_over(outlook) or own_notice or let_by(own, planned, today)


def let_by(contract: Contract, planned: When, today: date) -> bool:
    """Whether the contract was let, as planned, at or after the date that the plan names."""
    return (
        has_been_let(contract)
        and not _let_before(contract, planned)
        and (contract.awarded or contract.start or UNKNOWN).begun(today)
    )


def _procurement_begun(successor: Contract, today: date) -> bool:
    """Whether it has been advertised, awarded (on whatever day), or let.

    A start shows nothing by itself until it has certainly come: a provider, an award or `let` must stand beside it.
    """
    if (successor.advertised or UNKNOWN).begun(today):
        return True
    if successor.awarded:
        return not successor.awarded.begins_after(today)
    if not has_been_let(successor):
        return False
    start = successor.start
    certain = start is not None and start.latest is not None and start.latest <= today
    return bool(successor.let or successor.providers) or certain


def ceasing_bodies(outlook: Outlook) -> Iterator[tuple[Authority, date]]:
    """The buyers that the contract may outlast, each with the first day on which it no longer exists."""
    ceasing = outlook.registry.ceasing
    if not ceasing:
        return
    for name in outlook.contract.authorities:
        body = ceasing.get(name)
        if body and body.ceases:
            # Where no longest end can be told, it may run past any day.
            longest = outlook.ends.longest
            if longest is None or (longest.when.latest and longest.when.latest >= body.ceases):
                yield body, body.ceases


def _let_before(contract: Contract, planned: When) -> bool:
    """Whether a plan speaks of the time after this contract: it was let, or was to start, before the plan's date."""
    first = contract.awarded or contract.start
    if first is None or first.latest is None:
        return has_been_let(contract)
    return planned.earliest is not None and first.latest < planned.earliest


class Gap(NamedTuple):
    """Days for which no contract is known: the first of them, for whom, and what ends it."""

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
