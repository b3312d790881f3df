"""Why a contract is due: each kind of date that asks for attention, and when it is resolved.

A new reason is one function and one row in `REASONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from tenderwatch.dates import When, on_day
from tenderwatch.model import Contract, Registry
from tenderwatch.terms import End, Ends, Status, has_been_let

ReasonKind = Literal[
    "end", "stated-tender", "tender-deadline", "joining-closes", "authority-ceases"
]  # fmt: skip
Basis = Literal["stated", "computed", "assumed", "statute"]


@dataclass(frozen=True)
class Reason:
    """One date that asks for attention: what it is, when, on what basis, and a line of words."""

    kind: ReasonKind
    when: When
    basis: Basis
    text: str


class _Facts(NamedTuple):
    contract: Contract
    registry: Registry
    ends: Ends
    status: Status
    next_end: End | None
    today: date


def _end(facts: _Facts) -> Iterator[Reason]:
    """The next possible end; or the end that has passed without a word of what followed."""
    current, coming = facts.ends.current, facts.next_end
    if current is None or facts.status in ("planned", "tendering"):
        return
    basis: Basis = "stated" if current.how.endswith("as stated") else "computed"
    if facts.status == "unconfirmed":
        yield Reason("end", current.when, basis, f"end passed ({current.when.text}); not known whether extended")
    elif facts.status == "overrun":
        last = facts.ends.longest.when if facts.ends.longest else current.when
        yield Reason("end", last, basis, f"last known end passed ({last.text}); nothing seen since")
    elif coming:
        yield Reason("end", coming.when, basis, f"ends {coming.when.text}")


def _stated_tender(facts: _Facts) -> Iterator[Reason]:
    plans = facts.contract.plans
    if plans and plans.tender and plans.tender.known and not _tender_seen(facts, plans.tender):
        yield Reason("stated-tender", plans.tender, "stated", f"tender planned for {plans.tender.text}")


def _tender_deadline(facts: _Facts) -> Iterator[Reason]:
    plans = facts.contract.plans
    deadline = facts.contract.tender_deadline or (plans.tender_deadline if plans else None)
    if deadline and deadline.known and not _let_by(facts, deadline):
        yield Reason("tender-deadline", deadline, "stated", f"tenders due {deadline.text}")


def _joining_closes(facts: _Facts) -> Iterator[Reason]:
    for window in facts.contract.joining:
        if window.closes and window.closes.known and not window.closes.passed(facts.today):
            yield Reason("joining-closes", window.closes, "stated", f"joining closes {window.closes.text}")


def _authority_ceases(facts: _Facts) -> Iterator[Reason]:
    lead = facts.registry.authorities.get(facts.contract.lead or "")
    if lead is None or lead.ceases is None or facts.status in ("planned", "tendering"):
        return
    longest = facts.ends.longest or facts.ends.current
    if longest is None or (longest.when.latest and longest.when.latest >= lead.ceases):
        ceases = on_day(lead.ceases)
        yield Reason("authority-ceases", ceases, "statute", f"{lead.name} ceases to exist on {ceases.text}")


REASONS: dict[ReasonKind, Callable[[_Facts], Iterator[Reason]]] = {
    "end": _end,
    "stated-tender": _stated_tender,
    "tender-deadline": _tender_deadline,
    "joining-closes": _joining_closes,
    "authority-ceases": _authority_ceases,
}


def _begun(when: When | None, today: date) -> bool:
    return when is not None and when.earliest is not None and when.earliest <= today


def _tender_seen(facts: _Facts, planned: When) -> bool:
    """Whether the planned tender has come: its own notice, its award, or a successor's."""
    own, today = facts.contract, facts.today
    successors = facts.registry.successors.get(own.id, ())
    if any(_begun(one.advertised, today) or _begun(one.awarded, today) for one in successors):
        return True
    return (_begun(own.advertised, today) and not _let_before(own, planned)) or _let_by(facts, planned)


def _let_before(contract: Contract, planned: When) -> bool:
    """Whether the plan speaks of the time after this contract: it was let before the plan's date."""
    first = contract.awarded or contract.start
    return has_been_let(contract) and (
        first is None or first.latest is None or (planned.earliest is not None and first.latest < planned.earliest)
    )


def _let_by(facts: _Facts, planned: When) -> bool:
    """Whether the contract was let, as planned, at or after the date that the plan names."""
    contract = facts.contract
    return (
        has_been_let(contract)
        and not _let_before(contract, planned)
        and _begun(contract.awarded or contract.start, facts.today)
    )


def find_reasons(
    contract: Contract,
    registry: Registry,
    ends: Ends,
    status: Status,
    next_end: End | None,
    today: date,
) -> tuple[Reason, ...]:
    """Every reason that is not resolved, earliest first. A contract that is over has none."""
    if status in ("replaced", "ended"):
        return ()
    facts = _Facts(contract, registry, ends, status, next_end, today)
    found = [reason for find in REASONS.values() for reason in find(facts)]
    return tuple(sorted(found, key=lambda reason: reason.when.sort_key))
