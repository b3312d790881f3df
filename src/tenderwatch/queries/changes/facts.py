"""The facts of a contract as short texts by name: what is kept of it to tell later what has changed.

Dates are written by precision and bounds, for those worked out may lie beyond the years that a registry may hold;
bodies by id. Nothing here depends on the day it is looked at, except `over`: whether the contract has been replaced
or has ended by then. The source behind a change is the one that a record names for the fact as it now stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import cast, get_args
from zlib import crc32

from tenderwatch.dates import UNKNOWN, When
from tenderwatch.dates.when import Precision
from tenderwatch.outlook import Outlook
from tenderwatch.registry.model import Contract, Evidence, Registry, Source

Facts = dict[str, str]
"""Fact by name; a name that is not there says that nothing is known."""

DATE = "date:"
OPTION = "option:"
CONFLICT = "conflict:"
SUCCESSOR = "successor:"
SEEN = "seen"
"""The evidence known by then, piece by piece, as short marks: no fact of the contract, and never told."""
BETWEEN = "\n"  # between the items of a list: no text of a registry holds a line break


def facts_of(outlook: Outlook) -> Facts:
    """Everything about a contract whose change a reader should hear of."""
    contract = outlook.contract
    found = {f"{DATE}{name}": _written(when) for name, when in _dates(outlook) if when and when.known}
    found |= {
        "title": contract.title,
        "kind": contract.kind,
        "lead": contract.lead or "",
        "partners": BETWEEN.join(contract.partners),
        "portal": contract.portal or "",
        "providers": BETWEEN.join(contract.providers),
        "services": BETWEEN.join(contract.services),
        "regime": "" if contract.regime == "unknown" else contract.regime,
        "value": f"£{contract.value.amount:,.2f} ({contract.value.basis})" if contract.value else "",
        "notice": contract.notice.text if contract.notice else "",
        "breaks": BETWEEN.join(item.on.text for item in contract.breaks),
        "reviews": BETWEEN.join(item.on.text for item in contract.reviews),
        "joining": BETWEEN.join(f"{item.id}: {item.rule}" for item in contract.joining),
        "over": outlook.status if outlook.over else "",
        "open-ended": "open-ended" if contract.open_ended else "",
    }
    for step in outlook.ends.steps:
        found[f"{OPTION}{step.number}"] = f"{step.state} ({step.text})"
    for conflict in contract.conflicts:
        key = f"{CONFLICT}{conflict.about}"
        says = f"{conflict.chosen} is taken, out of {' / '.join(sorted(reading.says for reading in conflict.readings))}"
        found[key] = BETWEEN.join(filter(None, (found.get(key), says)))
    for successor in outlook.successors:
        found[f"{SUCCESSOR}{successor.id}"] = _written(successor.start or UNKNOWN)
    found[SEEN] = " ".join(sorted(mark_of(piece) for piece in contract.all_evidence))
    return {name: text for name, text in found.items() if text}


def mark_of(piece: Evidence) -> str:
    """A short mark for a piece of evidence: source, place, and what it supports."""
    return f"{crc32(BETWEEN.join((piece.source, piece.place, *piece.supports)).encode()):08x}"


def read_fact(name: str, text: str) -> When | None:
    """The date that a fact holds; None where it is not a date. Raises ValueError for a text that nobody wrote here."""
    if not name.startswith((DATE, SUCCESSOR)):
        return None
    if text == _written(UNKNOWN):
        return UNKNOWN
    precision, earliest, latest = text.split(" ")
    if precision not in get_args(Precision):
        raise ValueError(f"there is no precision '{precision}'")
    return When(cast(Precision, precision), date.fromisoformat(earliest), date.fromisoformat(latest))


def _written(when: When) -> str:
    return f"{when.precision} {when.earliest} {when.latest}" if when.known else "unknown"


def _dates(outlook: Outlook) -> Iterator[tuple[str, When | None]]:
    contract, ends, plans = outlook.contract, outlook.ends, outlook.contract.plans
    for name, end in (("end", ends.current), ("initial-end", ends.initial), ("longest-end", ends.longest)):
        yield name, end.when if end else None
    yield "start", contract.start
    yield "advertised", contract.advertised
    yield "awarded", contract.awarded
    yield "ended", contract.ended.on if contract.ended else None
    yield "tender-deadline", contract.tender_deadline
    if plans:
        yield "planned-tender", plans.tender
        yield "planned-deadline", plans.tender_deadline
        yield "planned-award", plans.award
        yield "planned-start", plans.start
    for item in contract.joining:
        yield f"joining-opens.{item.id}", item.opens
        yield f"joining-closes.{item.id}", item.closes
    portal = outlook.registry.portals.get(contract.portal or "")
    if portal and portal.until:
        yield f"portal-closes.{portal.id}", portal.until
    for name in contract.authorities:
        body = outlook.registry.authorities.get(name)
        if body and body.ceases:
            yield f"authority-ceases.{name}", When("day", body.ceases, body.ceases)


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
