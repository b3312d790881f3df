"""Facts compared: typed changes in a stable order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from tenderwatch.changes.change import Change, ChangeKind
from tenderwatch.changes.facts import BETWEEN, CONFLICT, DATE, OPTION, SUCCESSOR, Facts, facts_of, read_fact
from tenderwatch.dates import When
from tenderwatch.model import Evidence, Registry
from tenderwatch.outlook import Outlook, look_at

# Facts that name bodies: shown by their names.
_KINDS: dict[str, ChangeKind] = {"lead": "lead", "partners": "partners", "portal": "portal", "providers": "providers"}
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


class Before(NamedTuple):
    """What was known at an earlier time: the facts of the contracts chosen then, and the ids of all others."""

    facts: dict[str, Facts]
    others: frozenset[str] = frozenset()


def snapshot(outlooks: Iterable[Outlook], registry: Registry) -> Before:
    """What to keep of the contracts chosen, and the ids of the rest of the registry, faulty ones included."""
    facts = {one.contract.id: facts_of(one) for one in outlooks}
    every = {*registry.by_id, *registry.faulty}
    return Before(facts, frozenset(every - facts.keys()))


def compare(old: Registry, new: Registry, today: date, then: date | None = None) -> tuple[Change, ...]:
    """Every change from one registry to another, by contract and fact.

    Both are looked at on `today`; or the old one on the earlier day `then`, so that a successor which has started
    in between shows too.
    """
    before = snapshot((look_at(one, old, then or today) for one in old.contracts), old)
    return compare_facts(before, (look_at(one, new, today) for one in new.contracts), new, today, whole=not new.faulty)


def compare_facts(
    before: Before, chosen: Iterable[Outlook], registry: Registry, today: date, *, whole: bool
) -> tuple[Change, ...]:
    """Every change since `before` in the contracts that are chosen now or were chosen then.

    A contract that is not there has been taken out only if the registry could be read `whole`: otherwise it may
    stand in a record with a fault, and nothing is said of it.
    """
    now = {one.contract.id: one for one in chosen}
    found: list[Change] = []
    for name, outlook in now.items():
        if name in before.facts:
            found += _differences(outlook, before.facts[name])
        else:
            kind: ChangeKind = "entered" if name in before.others else "new"
            found.append(Change(name, outlook.contract.title, kind, "", None, None, _cited(outlook, ())))
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
    over = after.get("over")
    for fact in sorted(before.keys() | after.keys()):
        old, new = before.get(fact), after.get(fact)
        if old == new:
            continue
        if fact.startswith(SUCCESSOR) and over == "replaced" != before.get("over"):
            continue  # told with the replacement
        yield _change(outlook, fact, old, new)


def _change(outlook: Outlook, fact: str, old: str | None, new: str | None) -> Change:
    contract, registry = outlook.contract, outlook.registry
    kind, name = _kind(fact), fact.removeprefix(DATE).replace(":", ".")
    before: When | str | None = _shown(fact, old, registry)
    after: When | str | None = _shown(fact, new, registry)
    if fact == "over":
        kind = "replaced" if new == "replaced" else "ended" if new == "ended" else "resumed"
        if new == "replaced":
            after = ", ".join(f"{one.title} ({one.id})" for one in registry.successors.get(contract.id, ()))
    return Change(contract.id, contract.title, kind, name, before, after, _support(outlook, fact))


def _kind(fact: str) -> ChangeKind:
    for prefix, kind in _PREFIXES:
        if fact.startswith(prefix):
            return kind
    return _KINDS.get(fact, "other")


_PREFIXES: tuple[tuple[str, ChangeKind], ...] = (
    (DATE, "date"), (OPTION, "option"), (CONFLICT, "conflict"), (SUCCESSOR, "successor"),
)  # fmt: skip


def _shown(fact: str, text: str | None, registry: Registry) -> When | str | None:
    """A fact as a date or in words; bodies by the names that the registry now has for them."""
    if text is None:
        return None
    if when := read_fact(fact, text):
        return when
    names: Callable[[str], str] = str
    if fact in ("lead", "partners"):
        names = lambda one: registry.authorities[one].name if one in registry.authorities else one  # noqa: E731
    elif fact == "portal":
        names = lambda one: registry.portals[one].name if one in registry.portals else one  # noqa: E731
    return ", ".join(names(one) for one in text.split(BETWEEN))


def _support(outlook: Outlook, fact: str) -> str:
    """The sources that support a fact as it now stands, by title and place; empty where none is named."""
    contract, registry = outlook.contract, outlook.registry
    bare = fact.partition(":")[2] or fact
    stem = bare.partition(".")[0]
    if fact.startswith(OPTION):
        step = next((one for one in outlook.ends.steps if str(one.number) == bare), None)
        decided = step.option.evidence if step else ()
        return _titles(decided, registry) or _cited(outlook, ("extensions",))
    if fact.startswith(CONFLICT):
        conflicts = [one for one in contract.conflicts if one.about == bare]
        return "; ".join(
            dict.fromkeys(registry.sources[reading.source].title for one in conflicts for reading in one.readings)
        )
    if fact.startswith(SUCCESSOR) or fact == "over":
        new = registry.successors.get(contract.id, ())
        if new and (fact != "over" or outlook.status == "replaced"):
            return "; ".join(dict.fromkeys(_titles(one.evidence, registry) for one in new))
        return _cited(outlook, ("ended",))
    cited = _cited(outlook, _KEYS.get(stem, (stem,)))
    if fact == f"{DATE}end":
        used = [one for step in outlook.ends.steps if step.state == "exercised" for one in step.option.evidence]
        return _titles(used, registry) or cited
    return cited


def _cited(outlook: Outlook, keys: tuple[str, ...]) -> str:
    """The evidence that supports these keys; all of it where no key is asked for."""
    pieces = [one for one in outlook.contract.evidence if not keys or not set(keys).isdisjoint(one.supports)]
    return _titles(pieces, outlook.registry)


def _titles(pieces: Iterable[Evidence], registry: Registry) -> str:
    return "; ".join(dict.fromkeys(f"{registry.sources[one.source].title} ({one.place})" for one in pieces))
