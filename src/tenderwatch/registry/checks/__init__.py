"""Checks between the facts of a registry. Each module is one family of rules; a new check is one more row.

A check takes one contract and the bound registry, and yields findings: the key (and item) it is about,
the rule's stable name, what is wrong and the edit that mends it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tenderwatch.problems import Problem
from tenderwatch.registry.binding import Bound
from tenderwatch.registry.checks.addresses import tracking_addresses
from tenderwatch.registry.checks.dates_in_order import dates_in_order
from tenderwatch.registry.checks.evidence import evidence_supports
from tenderwatch.registry.checks.finding import Finding
from tenderwatch.registry.checks.ledger import looks_in_order, unused_sources
from tenderwatch.registry.checks.options import options_make_sense
from tenderwatch.registry.checks.references import Known, references_exist, stray_references
from tenderwatch.registry.model import Contract

CONTRACT_CHECKS: tuple[Callable[[Contract, Known], Iterator[Finding]], ...] = (
    references_exist,
    dates_in_order,
    options_make_sense,
    evidence_supports,
)


def check_bound(bound: Bound) -> tuple[list[Problem], set[str]]:
    """Every finding as a problem with its place, and the ids of the contracts that errors have spoilt."""
    known = Known({section: frozenset(entries) for section, entries in bound.entries.items()})
    problems, spoilt = stray_references(bound, known), set()
    for entry in bound.entries["contracts"].values():
        # Of a record that could not be read in full, only the references can be judged.
        checks = CONTRACT_CHECKS if entry.value is not None else (references_exist,)
        for check in checks:
            for finding in check(entry.value or entry.draft, known):
                place = bound.place(entry, finding.key, finding.item)
                problems.append(Problem(place, finding.code, finding.message, finding.hint, finding.level))
                if finding.level == "error":
                    spoilt.add(entry.id)
    problems += [*looks_in_order(bound), *tracking_addresses(bound)]
    # Any other fault may be why nothing names a source, and so may be that no contract has been written yet.
    if bound.entries["contracts"] and not problems and not bound.problems:
        problems += unused_sources(bound)
    return problems, spoilt
