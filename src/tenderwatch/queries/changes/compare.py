"""Facts compared: typed changes in a stable order, and each in a sentence, which every format shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from tenderwatch.dates import When
from tenderwatch.labels.answers import FACT
from tenderwatch.labels.label import label
from tenderwatch.labels.standing import STATUS
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook, look_at
from tenderwatch.outlook.moments_of_ends import gone_text
from tenderwatch.queries.changes.facts import (
    BETWEEN,
    CONFLICT,
    DATE,
    OPTION,
    SEEN,
    SUCCESSOR,
    Facts,
    cited,
    facts_of,
    read_fact,
    support,
)
from tenderwatch.registry.model import Authority, Portal, Registry

ChangeKind = Literal[
    "new", "entered", "left", "removed", "replaced", "successor", "ended", "abandoned", "resumed", "date", "option",
    "lead", "partners", "portal", "providers", "conflict", "other",
]  # fmt: skip
_KINDS: dict[str, ChangeKind] = {"lead": "lead", "partners": "partners", "portal": "portal", "providers": "providers"}


class Change(NamedTuple):
    """What changed in one contract: which fact, from what, to what, and the source that supports the new state.

    `before` and `after` are dates or words, None where nothing was or is known. `source` is empty where the
    registry names none for this fact.
    """

    contract: str
    title: str
    kind: ChangeKind
    fact: str
    before: When | str | None
    after: When | str | None
    source: str


class Before(NamedTuple):
    """What was known at an earlier time: the facts of the contracts chosen then, and the ids of all others."""

    facts: dict[str, Facts]
    others: frozenset[str] = frozenset()


def compare_facts(
    before: Before, chosen: Iterable[Outlook], registry: Registry, today: date, *, whole: bool
) -> tuple[Change, ...]:
    """Every change since `before` in the contracts that are chosen now or were chosen then.

    A contract that is not there has been taken out only if the registry could be read `whole`: otherwise it may
    stand in a record with a fault, and nothing is said of it.
    """
    now = {item.contract.id: item for item in chosen}
    found: list[Change] = []
    for name, outlook in now.items():
        if name in before.facts:
            found += _differences(outlook, before.facts[name])
        else:
            kind: ChangeKind = "entered" if name in before.others else "new"
            found.append(Change(name, outlook.contract.title, kind, "", None, None, cited(outlook)))
    for name in before.facts.keys() - now.keys():
        facts, contract = before.facts[name], registry.by_id.get(name)
        if contract:
            found += _differences(look_at(contract, registry, today), facts)
            found.append(Change(name, contract.title, "left", "", None, None, ""))
        elif whole:
            found.append(Change(name, facts.get("title", name), "removed", "", None, None, ""))
    return tuple(sorted(found, key=lambda change: (change.contract, change.fact)))


def _differences(outlook: Outlook, before: Facts) -> Iterator[Change]:
    after = facts_of(outlook)
    sides = {fact: (before.get(fact), after.get(fact)) for fact in sorted(before.keys() | after.keys()) if fact != SEEN}
    seen = frozenset(before[SEEN].split()) if SEEN in before else None
    differing = {fact: (old, new) for fact, (old, new) in sides.items() if old != new}
    for fact, (old, new) in differing.items():
        if not _told_with_another(fact, differing):
            yield _change(outlook, fact, old, new, seen)


def _told_with_another(fact: str, differing: dict[str, tuple[str | None, str | None]]) -> bool:
    """Whether another difference says the same: no change is reported twice."""
    sides, over = differing[fact], differing.get("over")
    if fact.startswith(SUCCESSOR):
        return over is not None and over[1] == "replaced"
    if fact == f"{DATE}ended":
        # A day that was decided is its end from then on: it is reported as that, or as over.
        moved = differing.get(f"{DATE}end")
        return (over in ((None, "ended"), ("ended", None)) or moved is not None) and None in sides
    # Also where it is not known on which day it ended.
    ended = over is not None and (f"{DATE}ended" in differing or sides[1] is None)
    if ended and fact in (f"{DATE}end", f"{DATE}longest-end"):
        return True
    return fact in (f"{DATE}initial-end", f"{DATE}longest-end") and sides == differing.get(f"{DATE}end")


def _change(outlook: Outlook, fact: str, old: str | None, new: str | None, seen: frozenset[str] | None) -> Change:
    contract, registry = outlook.contract, outlook.registry
    kind, name = _kind(fact), fact.removeprefix(DATE).replace(":", ".")
    before: When | str | None = _shown(fact, old, registry)
    after: When | str | None = _shown(fact, new, registry)
    if fact == "over":
        kind = _OVER.get(new or "", "resumed")
        if new == "replaced":
            after = ", ".join(f"{successor.title} ({successor.id})" for successor in outlook.successors)
    return Change(contract.id, contract.title, kind, name, before, after, support(outlook, fact, seen))


def _kind(fact: str) -> ChangeKind:
    for prefix, kind in _PREFIXES:
        if fact.startswith(prefix):
            return kind
    return _KINDS.get(fact, "other")


_PREFIXES: tuple[tuple[str, ChangeKind], ...] = (
    (DATE, "date"), (OPTION, "option"), (CONFLICT, "conflict"), (SUCCESSOR, "successor"),
)  # fmt: skip


_OVER: dict[str, ChangeKind] = {"replaced": "replaced", "ended": "ended", "abandoned": "abandoned"}


def _shown(fact: str, text: str | None, registry: Registry) -> When | str | None:
    """A fact as a date or in words; bodies by the names that the registry now has for them."""
    if text is None:
        return None
    if when := read_fact(fact, text):
        return when
    bodies: Mapping[str, Authority | Portal] = {}
    if fact in ("lead", "partners"):
        bodies = registry.authorities
    elif fact == "portal":
        bodies = registry.portals
    return ", ".join(bodies[part].name if part in bodies else part for part in text.split(BETWEEN))


def fact_words(fact: str) -> str:
    """A fact's name in words: 'latest possible end', 'option 1', 'joining closes (round-2)'."""
    stem, _, which = fact.partition(".")
    words = label(FACT, stem)
    if stem in ("option", "conflict", "successor", "authority-ceases", "portal-closes"):
        return f"{words} {which}"
    return f"{words} ({which})" if which else words


_HEADS = {
    "new": "new in the registry",
    "entered": "in the registry before, but left out until now",
    "left": "no longer among those chosen",
}


def change_text(change: Change, outlook: Outlook | None) -> str:
    """What changed, in words. `outlook` is the contract as it stands, None if it is no longer there."""
    name = fact_words(change.fact)
    before, after = _text(change.before), _text(change.after)
    state = f": {_state(outlook)}" if outlook else ""
    match change.kind:
        case "new" | "entered" | "left":
            return f"{_HEADS[change.kind]}{state}"
        case "removed":
            return "taken out of the registry; what became of it is not said"
        case "replaced":
            return f"replaced by {after}"
        case "ended":
            ended = outlook.contract.ended if outlook else None
            return f"ended {gone_text(ended)}" if ended else "ended"
        case "abandoned":
            gone = (outlook.contract.abandoned or outlook.contract.ended) if outlook else None
            return f"procurement abandoned {gone_text(gone)}" if gone else "procurement abandoned"
        case "resumed":
            return (
                f"no longer recorded as {before}: {_state(outlook)}" if outlook else f"no longer recorded as {before}"
            )
        case "successor":
            return _successor(change, outlook)
        case "date":
            return _moved(name, change)
        case "conflict":
            return _conflict(change.fact.partition(".")[2], before, after)
    if before and after:
        return f"{name}: was {before}, now {after}"
    return f"{name}: now {after}" if after else f"{name}: no longer {before}"


def _moved(name: str, change: Change) -> str:
    before, after = _text(change.before), _text(change.after)
    if not after:
        return f"{name}: no longer stated (was {before})"
    if not before:
        return f"{name}: {after}, not known before"
    return f"{name}: moved from {before} to {after}"


def _conflict(about: str, before: str, after: str) -> str:
    about = about.replace("_", " ")
    if not after:
        return f"sources no longer disagree about {about}: was {before}"
    return f"sources disagree about {about}: {after}{f' (was {before})' if before else ''}"


def _successor(change: Change, outlook: Outlook | None) -> str:
    name = change.fact.partition(".")[2]
    found = outlook.registry.by_id.get(name) if outlook else None
    title = f"{found.title} ({name})" if found else name
    before, after = _text(change.before), _text(change.after)
    if not after:
        return f"no longer recorded as to be replaced by {title}"
    starts = "its start is not known" if after == "not known" else f"which starts {after}"
    if before:
        return f"the start of its successor {title}: was {before}, now {after}"
    return f"to be replaced by {title}, {starts}"


def _state(outlook: Outlook) -> str:
    words = STATUS[outlook.status]
    end = outlook.next_end or outlook.ends.current
    return f"{words}, end {end.when.text}" if end and outlook.status != "open-ended" else words


def _text(side: When | str | None) -> str:
    return side.text if isinstance(side, When) else side or ""
