"""The source behind a change: the one that a record names for the fact as it now stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tenderwatch.outlook import Outlook
from tenderwatch.queries.changes.facts import CONFLICT, OPTION, SUCCESSOR, mark_of
from tenderwatch.registry.model import Contract, Evidence, Registry, Source

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


def support(outlook: Outlook, fact: str, seen: frozenset[str] | None = None) -> str:
    """The source that made a fact what it now is, by title and place; empty where none is named.

    Of several that support it, that is the one not yet `seen` at the last look, else the one read last: the others
    supported what it was before. What sources disagree about, and what several successors say, names all.
    """
    contract, registry = outlook.contract, outlook.registry
    bare = fact.partition(":")[2] or fact
    stem = bare.partition(".")[0]
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
        pieces = _supporting(contract, ("ended", "abandoned"))
    elif fact.startswith(OPTION):
        step = next((step for step in outlook.ends.steps if str(step.number) == bare), None)
        pieces = (step.option.evidence if step else ()) or _supporting(contract, ("extensions",))
    else:
        pieces = _supporting(contract, _KEYS.get(stem, (stem,)))
        if stem in ("end", "longest-end"):
            used = [step.option for step in outlook.ends.steps if step.state in ("exercised", "authorised")]
            pieces = (*pieces, *(piece for option in used for piece in option.evidence))
    return _titles(_latest(pieces, registry, seen), registry)


def _latest(pieces: Sequence[Evidence], registry: Registry, seen: frozenset[str] | None) -> Sequence[Evidence]:
    """The piece that came last, among those not seen before if there are any."""
    fresh = [piece for piece in pieces if seen is not None and mark_of(piece) not in seen] or pieces
    return (
        [max(enumerate(fresh), key=lambda pair: (*_days(registry.sources[pair[1].source]), pair[0]))[1]]
        if fresh
        else ()
    )


def _days(source: Source) -> tuple[date, date]:
    """When a source was read and when it was published, the latter at the latest."""
    published = source.published.latest if source.published else None
    return source.read, published or date.min


def cited(outlook: Outlook) -> str:
    """All the evidence for a contract."""
    return _titles(outlook.contract.evidence, outlook.registry)


def _supporting(contract: Contract, keys: tuple[str, ...]) -> tuple[Evidence, ...]:
    return tuple(piece for piece in contract.evidence if not set(keys).isdisjoint(piece.supports))


def _titles(pieces: Iterable[Evidence], registry: Registry) -> str:
    return "; ".join(dict.fromkeys(map(registry.cited, pieces)))
