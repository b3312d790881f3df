"""One date and everything behind it; and in words what has been seen of the next procurement, which many dates name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenderwatch.dates import When
from tenderwatch.law.terms import is_abandoned, uncovered_buyers
from tenderwatch.law.terms.status import started_successors
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.moments_of_ends import gone_text
from tenderwatch.outlook.succession import begun_successors
from tenderwatch.registry.model import Contract, Evidence, Registry
from tenderwatch.text import listing

PRACTICE = "assumption: common practice, no published source"
STATED = "none: it is stated"


class Explanation(NamedTuple):
    """One date and everything behind it. `source` ends in a named source or in an assumption called one.

    `reason` is the kind of reason for which it makes the contract due, and `due` that reason in words, both empty where
    it does not; `stands` what has been seen since, such as what has settled it.
    """

    kind: str
    name: str
    when: When | None
    sum: str
    rule: str
    source: str
    changes: str
    assumed: str = ""
    stands: str = ""
    reason: str = ""
    due: str = ""


def evidence_for(contract: Contract, registry: Registry, *keys: str) -> str:
    """The sources of a fact, by title and place."""
    backing = [evidence for evidence in contract.evidence if any(key in evidence.supports for key in keys)]
    return cited(backing or contract.evidence[:1], registry)


def cited(evidence: Iterable[Evidence], registry: Registry) -> str:
    """Pieces of evidence by title and place."""
    return "; ".join(map(registry.cited, evidence))


NOTHING_LET = (
    "a procurement that was given up counts for nothing: what it was to replace stands as if it were not there"
)


def next_procurement(outlook: Outlook) -> str:
    """What has been seen of the next procurement; empty where nothing has."""
    begun = begun_successors(outlook)
    parts = list(_given_up(outlook))
    if begun:
        seen = "; ".join(f"{_named(new)} {_seen(new)}" for new in begun)
        waiting = uncovered_buyers(outlook.contract, begun, outlook.registry.authorities)
        rest = listing(outlook.name_of(name) for name in waiting)
        parts.insert(
            0,
            f"the next procurement has begun for some: {seen}; it is still to come for {rest}"
            if rest
            else f"the next procurement has begun: {seen}",
        )
    return "; ".join(parts)


def runs_on(outlook: Outlook) -> str:
    """For whom it runs on although others have moved to what follows; empty where it runs for all."""
    if not outlook.runs_on_for:
        return ""
    started = started_successors(outlook.contract, outlook.registry, outlook.today)
    moved = "; ".join(
        f"{_named(new)} started {new.start.text if new.start else ''} for "
        f"{listing(outlook.name_of(name) for name in new.authorities)}"
        for new in started
    )
    return f"{moved}; it runs on for {listing(outlook.name_of(name) for name in outlook.runs_on_for)}"


def _given_up(outlook: Outlook) -> Iterator[str]:
    for new in outlook.registry.successors.get(outlook.contract.id, ()):
        if is_abandoned(new):
            gone = new.abandoned or new.ended
            when = f" {gone_text(gone)}" if gone else ""
            yield f"{_named(new)}, which was to follow, was abandoned{when}: it counts for nothing"


def _named(contract: Contract) -> str:
    return f"{contract.title} ({contract.id})"


def _seen(new: Contract) -> str:
    """The furthest that it is known to have come."""
    if new.awarded:
        return f"was awarded {new.awarded.text}" if new.awarded.known else "was awarded, on a day that is not known"
    if new.let or new.providers:
        start = f" and starts {new.start.text}" if new.start else ""
        return f"has been let{start}; the day of its award is not known"
    return f"was advertised {new.advertised.text}" if new.advertised else "has started"
