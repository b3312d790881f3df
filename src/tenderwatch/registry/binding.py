"""The trees of a registry's files to one registry, with the place of every record kept for the checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tenderwatch.problems import Place, Problem, did_you_mean
from tenderwatch.registry.format.contract import CONTRACT
from tenderwatch.registry.format.fields import Faults, Record, Unreadable
from tenderwatch.registry.format.sections import AUTHORITY, LOOK, PORTAL, SECTIONS, SOURCE
from tenderwatch.registry.format.written import DAY
from tenderwatch.registry.model import Authority, Contract, Look, Portal, Registry, Source
from tenderwatch.registry.yaml_tree import Mapping, Node, Scalar, Sequence

_RECORDS: dict[str, Record] = {
    "portals": PORTAL,
    "authorities": AUTHORITY,
    "sources": SOURCE,
    "contracts": CONTRACT,
    "coverage": LOOK,
}
# An authority, portal or source with a fault still serves the contracts that name it. A contract with a
# fault serves nobody, but what could be read of it is checked all the same. A look with a fault is left out:
# half of it might claim more than was looked at.
_STAND_IN: dict[str, dict[str, Any]] = {
    "portals": {},
    "authorities": {"kind": "other"},
    "sources": {"publisher": "not read", "read": date(1970, 1, 1), "strength": "secondary-summary"},
    "contracts": {"title": "not read", "kind": "contract", "services": (), "evidence": ()},
}


@dataclass(slots=True)
class Entry:
    """One record as read: its file, its node, and its value unless a fault spoilt it; then a `draft` of the rest."""

    id: str
    file: str
    node: Mapping
    value: Any = None
    draft: Any = None


@dataclass(slots=True)
class Bound:
    """All files together, before the checks between records."""

    edition: date | None = None
    edition_place: Place | None = None
    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: {key: {} for key in _RECORDS})
    nameless: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def place(self, entry: Entry, key: str | None = None, item: int | None = None) -> Place:
        """Where a record, one of its keys, or an item of that key's list stands."""
        node: Node = entry.node
        if key and key in entry.node.pairs:
            node = entry.node.pairs[key][1]
            if item is not None and isinstance(node, Sequence) and item < len(node.items):
                node = node.items[item]
        return Place(entry.file, node.line, node.column)

    def registry(self, faulty: set[str]) -> Registry:
        """The sound records. `faulty` are the contract ids that a check has spoilt."""
        values: dict[str, dict[str, Any]] = {
            key: {entry.id: entry.value for entry in entries.values() if entry.value is not None}
            for key, entries in self.entries.items()
        }
        contracts: dict[str, Contract] = values["contracts"]
        sources: dict[str, Source] = values["sources"]
        portals: dict[str, Portal] = values["portals"]
        authorities: dict[str, Authority] = values["authorities"]
        looks: dict[str, Look] = values["coverage"]
        sound = tuple(contract for contract in contracts.values() if contract.id not in faulty)
        spoilt = [entry.id for entry in self.entries["contracts"].values() if entry.value is None or entry.id in faulty]
        newest = max((source.read for source in sources.values()), default=date(1970, 1, 1))
        return Registry(
            edition=self.edition or newest,
            portals=portals,
            authorities=authorities,
            sources=sources,
            contracts=sound,
            faulty=tuple(spoilt + self.nameless),
            coverage=tuple(looks.values()),
        )


def bind(root: Node, file: str, bound: Bound) -> None:
    """Add one file's records to what has been bound so far; faults are collected, never raised."""
    faults = Faults(file)
    if not isinstance(root, Mapping):
        hint = "a registry begins with `edition:` and a list of `contracts:`"
        faults.note(root, "not-a-registry", "this is not a registry", hint)
        bound.problems += faults.problems
        return
    for key, (mark, node) in root.pairs.items():
        if key not in SECTIONS:
            hint = did_you_mean(key, SECTIONS) or f"a registry has the keys {', '.join(SECTIONS)}"
            faults.note(mark, "unknown-key", f"'{key[:60]}' is not a key of a registry", hint)
        elif key == "edition":
            _edition(node, faults, bound)
        elif isinstance(node, Sequence):
            for item in node.items:
                _record(key, item, faults, bound)
        elif not (isinstance(node, Scalar) and node.empty):
            faults.note(node, "wrong-shape", f"`{key}` is a list of records", "begin each record with `- id: ...`")
    bound.problems += faults.problems


def _edition(node: Node, faults: Faults, bound: Bound) -> None:
    if bound.edition_place:
        message = f"the edition is written twice (first at {bound.edition_place})"
        faults.note(node, "duplicate-key", message, "keep it in one file")
        return
    bound.edition_place = Place(faults.file, node.line, node.column)
    try:
        bound.edition = DAY.read(node, faults)
    except Unreadable:
        return


def _record(section: str, node: Node, faults: Faults, bound: Bound) -> None:
    shape, entries = _RECORDS[section], bound.entries[section]
    before = len(faults.problems)
    try:
        values = shape.values(node, faults)
    except Unreadable:
        _unnamed(section, node, faults, bound)
        return
    assert isinstance(node, Mapping)  # noqa: S101 - `values` has just refused any other node
    name = values.get("id")
    if name is None:
        _unnamed(section, node, faults, bound)
        return
    if name in entries:
        first = bound.place(entries[name], "id")
        mark = node.pairs["id"][1]
        faults.note(
            mark,
            "duplicate-id",
            f"'{name}' is already the id of a record at {first}",
            "give one of them another id",
        )
        _unnamed(section, node, faults, bound)
        return
    entry = entries[name] = Entry(name, faults.file, node)
    if len(faults.problems) == before and not node.broken and all(item.key in values for item in shape.required):
        entry.value = shape.build(**values)
    elif section == "contracts":
        entry.draft = shape.build(**(_STAND_IN[section] | values))
    elif section != "coverage":
        names = {"title": name} if section == "sources" else {"name": name}
        entry.value = shape.build(**(_STAND_IN[section] | names | values))


def _unnamed(section: str, node: Node, faults: Faults, bound: Bound) -> None:
    if section == "contracts":
        bound.nameless.append(f"{faults.file}:{node.line}")
