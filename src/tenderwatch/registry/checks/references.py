"""Every id that is named must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tenderwatch.problems import Problem, did_you_mean
from tenderwatch.registry.binding import Bound
from tenderwatch.registry.checks.finding import Finding
from tenderwatch.registry.model import Authority, Contract, Extension, Look, Portal


class Known(NamedTuple):
    """The ids of each section, sound or faulty."""

    ids: dict[str, frozenset[str]]

    def missing(self, section: str, name: str | None) -> bool:
        """Whether a name is given but does not exist."""
        return name is not None and name not in self.ids[section]

    def hint(self, section: str, name: str) -> str:
        """The nearest ids, or how to add one."""
        return did_you_mean(name, self.ids[section]) or f"add it under `{section}:`"


_SINGULAR = {"authorities": "authority", "portals": "portal", "sources": "source", "contracts": "contract"}


def _finding(known: Known, key: str, section: str, name: str, item: int | None = None) -> Finding:
    word = _SINGULAR[section]
    return Finding(key, f"unknown-{word}", f"there is no {word} '{name}'", known.hint(section, name), item)


def _option_sources(options: Iterable[Extension]) -> Iterator[str]:
    for option in options:
        yield from (evidence.source for evidence in option.evidence)
        for branch in option.alternatives:
            yield from _option_sources(branch)


def references_exist(contract: Contract, known: Known) -> Iterator[Finding]:
    """Authorities, portals, sources and contracts that a contract names."""
    if contract.lead and known.missing("authorities", contract.lead):
        yield _finding(known, "lead", "authorities", contract.lead)
    if contract.portal and known.missing("portals", contract.portal):
        yield _finding(known, "portal", "portals", contract.portal)
    for key, section, names in (
        ("partners", "authorities", contract.partners),
        ("replaces", "contracts", contract.replaces),
        ("evidence", "sources", tuple(evidence.source for evidence in contract.evidence)),
    ):
        for item, name in enumerate(names):
            if known.missing(section, name):
                yield _finding(known, key, section, name, item)
    for item, option in enumerate(contract.extensions):
        for name in _option_sources((option,)):
            if known.missing("sources", name):
                yield _finding(known, "extensions", "sources", name, item)
    for item, conflict in enumerate(contract.conflicts):
        for reading in conflict.readings:
            if known.missing("sources", reading.source):
                yield _finding(known, "conflicts", "sources", reading.source, item)
    if contract.id in contract.replaces:
        yield Finding("replaces", "replaces-itself", "a contract cannot replace itself", "name the earlier one")
    if contract.lead and contract.lead in contract.partners:
        message = f"'{contract.lead}' is both lead and partner"
        yield Finding("partners", "lead-is-partner", message, "name it once")


def stray_references(bound: Bound, known: Known) -> list[Problem]:
    """References among authorities and portals, and from the ledger of looking."""
    problems = []
    for section in ("authorities", "portals", "coverage"):
        for entry in bound.entries[section].values():
            for key, target, name in _links(entry.value):
                if known.missing(target, name):
                    finding = _finding(known, key, target, name)
                    problems.append(Problem(bound.place(entry, key), finding.code, finding.message, finding.hint))
    return problems


def _links(value: Authority | Portal | Look | None) -> Iterator[tuple[str, str, str]]:
    if value is None:
        return
    if isinstance(value, Look):
        yield "authority", "authorities", value.authority
        for name in value.sources:
            yield "sources", "sources", name
        return
    if isinstance(value, Portal):
        if value.replaced_by:
            yield "replaced_by", "portals", value.replaced_by
        return
    if value.portal:
        yield "portal", "portals", value.portal
    for name in value.successors:
        yield "successors", "authorities", name
