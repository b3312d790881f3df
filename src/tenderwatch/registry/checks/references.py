"""Every id that is named must exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tenderwatch.law.terms import started_before
from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.model import Authority, Contract, Event, Look, Portal

# The sections that ids are named of, and what one record of each is called.
WORDS = {"authorities": "authority", "portals": "portal", "sources": "source", "contracts": "contract"}
# The sections whose records name ids.
SECTIONS = ("contracts", "authorities", "portals", "coverage", "events")
# The key of a record, the item of its list, and the id that it names.
_Link = tuple[str, int | None, str | None]
_Linking = Contract | Authority | Portal | Look | Event


def unknown(section: str) -> Callable[[_Linking, Whole], Iterator[Finding]]:
    """The check that every id named of this section exists."""
    links, word = _LINKS[section], WORDS[section]

    def find(record: _Linking, whole: Whole) -> Iterator[Finding]:
        for key, item, name in links(record):
            if name is not None and whole.missing(section, name):
                yield Finding(f"there is no {word} '{name}'", whole.hint(section, name), key, item)

    return find


def replaces_itself(contract: Contract, _: Whole) -> Iterator[Finding]:
    """A contract does not replace itself."""
    if contract.id in contract.replaces:
        yield Finding("a contract cannot replace itself", "name the earlier one", "replaces")


def replaces_in_circle(contract: Contract, whole: Whole) -> Iterator[Finding]:
    """What a contract replaces does not, at any remove, replace it."""
    contracts = whole.records["contracts"]
    for item, old in enumerate(contract.replaces):
        seen: set[str] = set()
        ahead = [old]
        while ahead and old != contract.id:
            record = contracts.get(ahead.pop())
            earlier = set(record.replaces if record else ()) - seen
            if contract.id in earlier:
                message = f"'{contract.id}' replaces '{old}', and '{old}' replaces '{contract.id}' in turn"
                yield Finding(message, "take out the one that is the wrong way round", "replaces", item)
                break
            seen |= earlier
            ahead += earlier


def replaces_younger(contract: Contract, whole: Whole) -> Iterator[Finding]:
    """What takes the place of a contract does not start before it."""
    for item, name in enumerate(contract.replaces):
        old = whole.records["contracts"].get(name)
        if old and contract.start and old.start and started_before(contract, old):
            message = f"it started ({contract.start.text}) before what it replaces ('{name}', {old.start.text})"
            hint = f"exchange the two if they are the wrong way round; '{name}' counts as not replaced by it"
            yield Finding(message, hint, "replaces", item)


def lead_is_partner(contract: Contract, _: Whole) -> Iterator[Finding]:
    """The lead is not named as a partner as well."""
    if contract.lead and contract.lead in contract.partners:
        yield Finding(f"'{contract.lead}' is both lead and partner", "name it once", "partners")


def _each(key: str, names: Iterable[str]) -> Iterator[_Link]:
    return ((key, item, name) for item, name in enumerate(names))


def _authorities(record: _Linking) -> Iterator[_Link]:
    match record:
        case Contract():
            yield "lead", None, record.lead
            yield from _each("partners", record.partners)
        case Look():
            yield "authority", None, record.authority
        case Event():
            yield from _each("authorities", record.authorities)
        case Authority():
            yield from (("successors", None, name) for name in record.successors)


def _portals(record: _Linking) -> Iterator[_Link]:
    match record:
        case Contract() | Authority():
            yield "portal", None, record.portal
        case Portal():
            yield "replaced_by", None, record.replaced_by


def _contracts(record: _Linking) -> Iterator[_Link]:
    return _each("replaces", record.replaces if isinstance(record, Contract) else ())


def _sources(record: _Linking) -> Iterator[_Link]:
    match record:
        case Contract():
            for item, evidence in enumerate(record.evidence):
                yield "evidence", item, evidence.source
            for item, option in enumerate(record.extensions):
                yield from (("extensions", item, evidence.source) for evidence in option.all_evidence)
            for item, conflict in enumerate(record.conflicts):
                yield from (("conflicts", item, reading.source) for reading in conflict.readings)
        case Look():
            yield from (("sources", None, name) for name in record.sources)
        case Event():
            yield "source", None, record.source


_LINKS: dict[str, Callable[[_Linking], Iterator[_Link]]] = {
    "authorities": _authorities,
    "portals": _portals,
    "sources": _sources,
    "contracts": _contracts,
}
