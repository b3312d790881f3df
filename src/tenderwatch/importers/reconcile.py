"""Proposals held against a registry: what is the same, what changed, what is new, and what a person must decide.

A proposal meets a record by ocid, by notice number, by the council's own reference; failing these by buyer, title
and dates, with a score that is shown. What meets by a score alone is doubtful, never taken for the same.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Literal

from tenderwatch.importers.differences import Difference, date_of, differences, newer_held
from tenderwatch.importers.folding import Proposal
from tenderwatch.importers.index import Index, Look, likeness, overlap, words_of
from tenderwatch.importers.own import data_in
from tenderwatch.importers.statement import Statement
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.model import Contract
from tenderwatch.registry.model.recorded import recorded

Outcome = Literal["same", "changed", "new", "doubtful"]
# Alike enough that a person should look; found by trying pairs of records on one service of one council.
DOUBTFUL_FROM = 0.62

Written = Callable[[str], Draft]
"""A contract of the registry as it is written, by its id; a draft of its own each time."""


class Match(NamedTuple):
    """What a proposal came to. `by` says how it met the record; `score` is below 1 where it met by likeness.

    `record` is the id of the record that it met; of a new one the id that it gets.
    """

    proposal: Proposal
    outcome: Outcome
    record: str | None = None
    by: str = ""
    score: float = 1.0
    differences: tuple[Difference, ...] = ()
    successor_of: tuple[str, ...] = ()


def reconcile(proposal: Proposal, index: Index, written: Written) -> Match:
    """What a proposal comes to."""
    if proposal.own and (doubt := _doubt(proposal, proposal.own.id, index)):
        return Match(proposal, "doubtful", proposal.own.id, doubt)
    found, by = _sure(proposal, index)
    if len(found) > 1:
        alike = [contract for contract in found if _identical(proposal, contract)]
        found = alike if len(alike) == 1 else found
    if len(found) == 1:
        match = compare(proposal, found[0].id, by, index, written)
        if match.outcome == "changed" and proposal.ocid in found[0].related_ocids:
            # A process beside its own: an earlier notice of the same contract, or another contract that goes with it.
            return Match(proposal, "doubtful", found[0].id, f"{by}, which is only related to it")
        return match
    if len(found) > 1:
        look = _look(proposal)
        # One process, several records (its lots): the record whose title and dates are most like it, if one is.
        score, record = max((likeness(look, index.look(contract)), contract.id) for contract in found)
        return Match(proposal, "doubtful", record, f"{by}, which {len(found)} records share", round(score, 2))
    near = list(
        {contract.id: contract for lead in _leads(proposal, index) for contract in index.by_lead[lead]}.values()
    )
    if not near:
        return Match(proposal, "new")
    look = _look(proposal)
    identical = [contract for contract in near if _identical(proposal, contract)]
    if len(identical) == 1:
        return compare(proposal, identical[0].id, "buyer, title and dates, all equal", index, written)
    score, record = max(((likeness(look, index.look(contract)), contract.id) for contract in near), default=(0.0, ""))
    if score >= DOUBTFUL_FROM:
        return Match(proposal, "doubtful", record, "buyer, title and dates", round(score, 2))
    return Match(proposal, "new", successor_of=_replaced(look, near))


def _doubt(proposal: Proposal, name: str, index: Index) -> str:
    """Why the id of a record does not say which contract it is; empty where it does."""
    if any(statement.own != proposal.statements[-1].own for statement in proposal.statements):
        return f"id {name}, which several rows have, each with other facts"
    contract = index.registry.by_id.get(name)
    if contract and contract.ocid and proposal.ocid and contract.ocid != proposal.ocid:
        return f"id {name}, which is of process {contract.ocid} in the registry"
    return ""


def compare(proposal: Proposal, record: str, by: str, index: Index, written: Written) -> Match:
    """A proposal that is surely this record, field by field."""
    stated, registry = proposal.statements[-1].published, index.registry
    contract = registry.by_id[record]
    # Both sides as they would be written, where the source is a file of ours.
    held = data_in(recorded(contract)) if proposal.own else written(record).data
    different = tuple(
        difference
        for difference in differences(proposal, contract, held)
        if stated is None or not newer_held(contract, difference.field, stated, registry)
    )
    if different and record in registry.contradictory:
        # What it says must be put right by a person before anything is added to it.
        return Match(proposal, "doubtful", record, f"{by}, whose facts contradict each other")
    return Match(proposal, "changed" if different else "same", record, by, differences=different)


def at_odds(matches: Sequence[Match]) -> list[Match]:
    """The matches, with those doubtful that would write different things into one record: a person must choose.

    Otherwise each import would write what the one before it had overwritten.
    """
    meeting: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if match.record and match.outcome in ("same", "changed"):
            meeting[match.record].append(match)
    torn = {
        record: len(found)
        for record, found in meeting.items()
        if len(found) > 1 and len({repr(match.differences) for match in found}) > 1
    }
    return [
        match._replace(
            outcome="doubtful", by=f"{match.by}, which {torn[match.record]} rows share, each with other facts"
        )
        if match.outcome == "changed" and match.record in torn
        else match
        for match in matches
    ]


def _sure(proposal: Proposal, index: Index) -> tuple[list[Contract], str]:
    """The records that share an identifier, and which one."""
    if proposal.own and (contract := index.registry.by_id.get(proposal.own.id)):
        return [contract], f"id {contract.id}"
    if proposal.ocid and proposal.ocid in index.by_ocid:
        sharing = list({c.id: c for c in index.by_ocid[proposal.ocid]}.values())
        # Records of one process, such as its lots, are told apart by reference, or by id in files of our own.
        own = [c for c in sharing if len(sharing) > 1 and proposal.reference in (c.reference, c.id)]
        return own or sharing, f"process {proposal.ocid}"
    for number in proposal.numbers:
        if number in index.by_number:
            return list({c.id: c for c in index.by_number[number]}.values()), f"notice {number}"
    for lead in _leads(proposal, index) if proposal.reference else ():
        if named := index.by_reference.get((lead, str(proposal.reference))):
            return named, f"reference {proposal.reference}"
    return [], ""


def meets_nothing(row: Statement, index: Index) -> bool:
    """Whether its buyers have no record that a row of a register without an ocid could be held against."""
    return index.leads.isdisjoint(_leads(row, index))


def _leads(proposal: Proposal | Statement, index: Index) -> list[str]:
    """The ids of the buyers that the registry knows; an empty one stands for a buyer that is not named."""
    if not proposal.buyers:
        return [""]
    return list(dict.fromkeys(body.id for buyer in proposal.buyers if (body := index.authority(buyer))))


def _identical(proposal: Proposal, contract: Contract) -> bool:
    """Whether title and dates are the same, where no identifier is shared and none differs."""
    if proposal.data.get("title") != contract.title:
        return False
    if proposal.ocid and contract.ocid and proposal.ocid != contract.ocid:
        return False
    if proposal.reference and contract.reference and proposal.reference != contract.reference:
        return False
    return all(date_of(proposal.data.get(key)) == getattr(contract, key) for key in ("start", "end"))


def _look(proposal: Proposal) -> Look:
    data = proposal.data
    return Look(words_of(proposal.title), date_of(data.get("start")), date_of(data.get("end")))


def _replaced(look: Look, near: list[Contract]) -> tuple[str, ...]:
    """Records that a new one may take the place of: alike in title, ending when it starts. A proposal to a person."""
    start = look.start
    if start is None:
        return ()
    return tuple(
        contract.id
        for contract in near
        if contract.end
        and contract.end.earliest
        and start.earliest
        and abs((start.earliest - contract.end.earliest).days) <= 366
        and overlap(look.words, words_of(contract.title)) >= 0.5
    )
