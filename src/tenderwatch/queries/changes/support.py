"""The sources behind a change: those that a record names for the fact as it now stands."""

from __future__ import annotations

from collections.abc import Iterable

from tenderwatch.outlook import Outlook
from tenderwatch.queries.changes.facts import CONFLICT, DATE, OPTION, SUCCESSOR
from tenderwatch.registry.model import Evidence, Registry

# The keys of a record that may be named as support for a fact, where they differ from the fact's own name.
_KEYS: dict[str, tuple[str, ...]] = {
    "end": ("end", "term", "extensions"),
    "initial-end": ("end", "term"),
    "longest-end": ("extensions", "end", "term"),
    "tender-deadline": ("tender_deadline",),
    "planned-tender": ("plans",),
    "planned-deadline": ("plans",),
    "planned-award": ("plans",),
    "planned-start": ("plans",),
    "joining-opens": ("joining",),
    "joining-closes": ("joining",),
    "open-ended": ("open_ended",),
}


def support(outlook: Outlook, fact: str) -> str:
    """The sources that support a fact as it now stands, by title and place; empty where none is named."""
    contract, registry = outlook.contract, outlook.registry
    bare = fact.partition(":")[2] or fact
    stem = bare.partition(".")[0]
    if fact.startswith(OPTION):
        step = next((step for step in outlook.ends.steps if str(step.number) == bare), None)
        decided = step.option.evidence if step else ()
        return _titles(decided, registry) or cited(outlook, ("extensions",))
    if fact.startswith(CONFLICT):
        conflicts = [conflict for conflict in contract.conflicts if conflict.about == bare]
        return "; ".join(
            dict.fromkeys(
                registry.sources[reading.source].title for conflict in conflicts for reading in conflict.readings
            )
        )
    if fact.startswith(SUCCESSOR) or fact == "over":
        new = outlook.successors
        if new and (fact != "over" or outlook.status == "replaced"):
            return "; ".join(dict.fromkeys(_titles(item.evidence, registry) for item in new))
        return cited(outlook, ("ended", "abandoned"))
    named = cited(outlook, _KEYS.get(stem, (stem,)))
    if fact == f"{DATE}end":
        used = [
            evidence for step in outlook.ends.steps if step.state == "exercised" for evidence in step.option.evidence
        ]
        return _titles(used, registry) or named
    return named


def cited(outlook: Outlook, keys: tuple[str, ...] = ()) -> str:
    """The evidence that supports these keys; all of it where no key is asked for."""
    pieces = [
        evidence for evidence in outlook.contract.evidence if not keys or not set(keys).isdisjoint(evidence.supports)
    ]
    return _titles(pieces, outlook.registry)


def _titles(pieces: Iterable[Evidence], registry: Registry) -> str:
    return "; ".join(dict.fromkeys(f"{registry.sources[piece.source].title} ({piece.place})" for piece in pieces))
