"""Proposals held against a registry: what is the same, what changed, what is new, and what a person must decide.

A proposal meets a record by ocid, by notice number, by the council's own reference; failing these by buyer, title
and dates, with a score that is shown. What meets by a score alone is doubtful, never taken for the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal, NamedTuple

from tenderwatch.dates import When
from tenderwatch.dates.parsing import parse_when
from tenderwatch.importers.fields import Record
from tenderwatch.importers.folding import Proposal
from tenderwatch.importers.statement import Buyer, Statement
from tenderwatch.law.terms import contract_ends
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.model import Authority, Contract, Registry
from tenderwatch.registry.yaml_tree import Data

Outcome = Literal["same", "changed", "new", "doubtful"]
# Alike enough that a person should look; found by trying pairs of records on one service of one council.
DOUBTFUL_FROM = 0.62
# Keys that a source settles; in others the registry's own words are better than a notice's.
COMPARED = (
    "start", "end", "term", "open_ended", "advertised", "tender_deadline", "awarded", "ended", "abandoned",
    "providers", "value", "extensions", "plans", "department", "owner", "reviews",
)  # fmt: skip
_STOP = frozenset(re.findall("[a-z]+", """
    the of for and in to an at on with service services provision contract contracts council framework
"""))  # fmt: skip


Written = Callable[[str], Draft]
"""A contract of the registry as it is written, by its id; a draft of its own each time."""


class Difference(NamedTuple):
    """One field of a record as the registry has it, and as the source has it."""

    field: str
    before: Data | None
    after: Data


class Match(NamedTuple):
    """What a proposal came to. `by` says how it met the record; `score` is below 1 where it met by likeness."""

    proposal: Proposal
    outcome: Outcome
    record: str | None = None
    by: str = ""
    score: float = 1.0
    differences: tuple[Difference, ...] = ()
    successor_of: tuple[str, ...] = ()


class Index:
    """A registry as proposals look things up in it."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.by_ocid: dict[str, list[Contract]] = defaultdict(list)
        self.by_number: dict[str, list[Contract]] = defaultdict(list)
        self.by_reference: dict[tuple[str, str], list[Contract]] = defaultdict(list)
        self.by_lead: dict[str, list[Contract]] = defaultdict(list)
        for contract in registry.contracts:
            for ocid in (contract.ocid, *contract.related_ocids):
                if ocid:
                    self.by_ocid[ocid].append(contract)
            for notice in contract.notices:
                if notice.number:
                    self.by_number[notice.number].append(contract)
            if contract.reference:
                self.by_reference[contract.lead or "", contract.reference].append(contract)
            for authority in contract.authorities or ("",):
                self.by_lead[authority].append(contract)
        self._codes = {body.ppon: body for body in registry.authorities.values() if body.ppon}
        self._names: dict[str, set[str]] = defaultdict(set)
        for body in registry.authorities.values():
            for name in (body.name, body.id, *body.aliases):
                self._names[plain_name(name)].add(body.id)

    def authority(self, buyer: Buyer) -> Authority | None:
        """The body of a code, else of a name that is this one's alone."""
        if buyer.code and buyer.code in self._codes:
            return self._codes[buyer.code]
        found = self._names.get(plain_name(buyer.name), set())
        return self.registry.authorities[next(iter(found))] if len(found) == 1 else None

    def authority_id(self, statement: Statement) -> set[str]:
        """The ids of the buyers of a statement that the registry knows."""
        return {body.id for buyer in statement.buyers if (body := self.authority(buyer))}

    def compare(self, proposal: Proposal, record: str, by: str, written: Written) -> Match:
        """A proposal that is surely this record, field by field."""
        stated = proposal.statements[-1].published
        contract = self.registry.by_id[record]
        differences = tuple(
            difference
            for difference in _differences(proposal, contract, written(record).data)
            if stated is None or not _newer_held(contract, difference.field, stated, self.registry)
        )
        if differences and record in self.registry.contradictory:
            # What it says must be put right by a person before anything is added to it.
            return Match(proposal, "doubtful", record, f"{by}, whose facts contradict each other")
        return Match(proposal, "changed" if differences else "same", record, by, differences=differences)


def plain_name(name: str) -> str:
    """A name for comparison: small letters, no marks, 'and' for '&'."""
    words = re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and "))
    return " ".join(word for word in words.split() if word not in ("the", "of"))


def reconcile(proposals: Iterable[Proposal], index: Index, written: Written) -> list[Match]:
    """What each proposal comes to, in the order of their keys, whatever the order of the files."""
    return [_match(proposal, index, written) for proposal in sorted(proposals, key=lambda proposal: proposal.key)]


def _match(proposal: Proposal, index: Index, written: Written) -> Match:
    found, by = _sure(proposal, index)
    if len(found) > 1:
        alike = [contract for contract in found if _identical(proposal, contract)]
        found = alike if len(alike) == 1 else found
    if len(found) == 1:
        return index.compare(proposal, found[0].id, by, written)
    if len(found) > 1:
        # One process, several records (its lots): the record whose title and dates are most like it, if one is.
        scored = sorted(((likeness(proposal, contract), contract.id) for contract in found), reverse=True)
        return Match(
            proposal, "doubtful", scored[0][1], f"{by}, which {len(found)} records share", round(scored[0][0], 2)
        )
    near = list(
        {contract.id: contract for lead in _leads(proposal, index) for contract in index.by_lead[lead]}.values()
    )
    identical = [contract for contract in near if _identical(proposal, contract)]
    if len(identical) == 1:
        return index.compare(proposal, identical[0].id, "buyer, title and dates, all equal", written)
    score, record = max(((likeness(proposal, contract), contract.id) for contract in near), default=(0.0, ""))
    if score >= DOUBTFUL_FROM:
        return Match(proposal, "doubtful", record, "buyer, title and dates", round(score, 2))
    return Match(proposal, "new", successor_of=_replaced(proposal, near))


def _newer_held(contract: Contract, field: str, stated: date, registry: Registry) -> bool:
    """Whether the registry's own evidence for a field is younger than the notice: then that is no news."""
    held = [registry.evidence_day(piece) for piece in contract.all_evidence if field in piece.supports]
    return bool(held) and max(held) > stated


def _sure(proposal: Proposal, index: Index) -> tuple[list[Contract], str]:
    """The records that share an identifier, and which one."""
    if proposal.ocid and proposal.ocid in index.by_ocid:
        return list({c.id: c for c in index.by_ocid[proposal.ocid]}.values()), f"process {proposal.ocid}"
    for number in proposal.numbers:
        if number in index.by_number:
            return list({c.id: c for c in index.by_number[number]}.values()), f"notice {number}"
    for lead in _leads(proposal, index) if proposal.reference else ():
        if found := index.by_reference.get((lead, str(proposal.reference))):
            return found, f"reference {proposal.reference}"
    return [], ""


def _leads(proposal: Proposal, index: Index) -> list[str]:
    """The ids of the buyers that the registry knows; an empty one stands for a buyer that is not named."""
    if not proposal.buyers:
        return [""]
    return list(dict.fromkeys(body.id for buyer in proposal.buyers if (body := index.authority(buyer))))


def _identical(proposal: Proposal, contract: Contract) -> bool:
    """Whether title and dates are the same, where no identifier is shared and none differs."""
    if proposal.ocid and contract.ocid and proposal.ocid != contract.ocid:
        return False
    if proposal.reference and contract.reference and proposal.reference != contract.reference:
        return False
    return proposal.data.get("title") == contract.title and all(
        _date(proposal.data.get(key)) == getattr(contract, key) for key in ("start", "end")
    )


def likeness(proposal: Proposal, contract: Contract) -> float:
    """From 0 to 1: words of the titles (six tenths), and the dates (four tenths) where both state them."""
    title = _overlap(_words(proposal.title), _words(contract.title) | {w for s in contract.services for w in _words(s)})
    dates = [
        _near(_date(proposal.data.get(key)), getattr(contract, key)) for key in ("start", "end")
        if proposal.data.get(key) and getattr(contract, key)
    ]  # fmt: skip
    return 0.6 * title + 0.4 * (sum(dates) / len(dates)) if dates else 0.8 * title


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9]{2,}", text.lower()) if word not in _STOP}


def _overlap(first: set[str], second: set[str]) -> float:
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _date(value: Data | None) -> When | None:
    return parse_when(value) if isinstance(value, str) else None


def _near(first: When | None, second: When | None) -> float:
    """1 where two dates overlap, falling to 0 over a year."""
    if first is None or second is None or first.earliest is None or second.earliest is None:
        return 0.0
    if first.latest is None or second.latest is None:
        return 0.0
    gap = max((second.earliest - first.latest).days, (first.earliest - second.latest).days, 0)
    return max(0.0, 1 - gap / 365)


def _differences(proposal: Proposal, contract: Contract, record: Record) -> Iterable[Difference]:
    """The fields that a newer source states otherwise. A coarser date than the registry's says nothing new."""
    for field in COMPARED:
        after = proposal.data.get(field)
        before = record.get(field)
        if after is None or after == before or (field == "plans" and _is_let(record)):
            continue
        if field in ("start", "end", "advertised", "tender_deadline", "awarded") and _agrees(before, after):
            continue
        if field == "extensions" and proposal.extended_to:
            if _leads_on(contract, proposal.extended_to):
                yield Difference(field, before, [{"until": proposal.extended_to, "state": "exercised"}])
            continue
        if field == "extensions" and not _options_differ(before, after):
            continue
        if field in ("value", "awarded") and before:
            continue  # values differ in their bases, awards in decision and signature: a person chose what is held
        if field in ("department", "owner") and plain_name(str(before or "")) == plain_name(str(after)):
            continue
        if field == "reviews" and isinstance(before, list) and isinstance(after, list):
            dates = [review.get("on") for review in before if isinstance(review, dict)]
            if all(isinstance(review, dict) and review.get("on") in dates for review in after):
                continue
        if field == "providers" and isinstance(before, list) and isinstance(after, list):
            known = {plain_name(str(name)) for name in before}
            if all(plain_name(str(name)) in known for name in after):
                continue
        yield Difference(field, before, after)


def _leads_on(contract: Contract, to: str) -> bool:
    """Whether an end lies after the one that the registry has now."""
    ends, end = contract_ends(contract), parse_when(to)
    current = ends.current.when if ends.current else None
    return not ends.decided and (current is None or _after(end, current))


def _after(end: When, other: When) -> bool:
    return bool(end.latest and other.latest and end.latest > other.latest)


def _is_let(record: dict[str, Data]) -> bool:
    return any(key in record for key in ("awarded", "providers", "ended"))


def _agrees(before: Data | None, after: Data) -> bool:
    held, stated = _date(before), _date(after)
    if held is None or stated is None:
        return False
    if not (held.known and stated.known):
        return not stated.known
    # A registry's month that holds the stated day is made more exact by it; a stated month says no more than a day.
    return held.precision == "day" and stated.precision != "day" and _holds(stated, held)


def _holds(wide: When, day: When) -> bool:
    """Whether a coarser date has this day in it."""
    return bool(wide.earliest and wide.latest and day.earliest and wide.earliest <= day.earliest <= wide.latest)


def _options_differ(before: Data | None, after: Data) -> bool:
    """Whether options say something else. A decision that the registry holds is not undone by an older notice."""
    if not isinstance(before, list) or not before:
        return True
    if _decided(before):
        return False
    return _decided(after) or 0 < _lengths(after) != _lengths(before)


def _decided(options: Data) -> bool:
    """Whether any of the options is known to have been used, refused or agreed."""
    states = (
        [option.get("state") for option in options if isinstance(option, dict)] if isinstance(options, list) else []
    )
    return any(state not in (None, "permitted", "unknown") for state in states)


def _lengths(options: Data) -> int:
    """The months of a list of options, once each; 0 where one has none."""
    total = 0
    for option in options if isinstance(options, list) else ():
        if not isinstance(option, dict) or not str(option.get("months", "")).isdigit():
            return 0
        total += int(str(option["months"])) * int(str(option.get("times", "1")))
    return total


def _replaced(proposal: Proposal, near: list[Contract]) -> tuple[str, ...]:
    """Records that a new one may take the place of: alike in title, ending when it starts. A proposal to a person."""
    start = _date(proposal.data.get("start"))
    if start is None:
        return ()
    return tuple(
        contract.id
        for contract in near
        if contract.end
        and contract.end.earliest
        and start.earliest
        and abs((start.earliest - contract.end.earliest).days) <= 366
        and _overlap(_words(proposal.title), _words(contract.title)) >= 0.5
    )
