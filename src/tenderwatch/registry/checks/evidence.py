"""Evidence must name facts that the record really states, and a source is there to be cited."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.problems import did_you_mean
from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.format.contract import CONTRACT
from tenderwatch.registry.model import Contract, Source

# Every dated fact must be supported by some piece of evidence.
DATED = (
    "start",
    "end",
    "term",
    "extensions",
    "notice",
    "advertised",
    "tender_deadline",
    "awarded",
    "plans",
    "ended",
    "abandoned",
    "calloffs_until",
)


def unknown_key(contract: Contract, _: Whole) -> Iterator[Finding]:
    """Each `supports` names a key of a contract."""
    for item, evidence in enumerate(contract.evidence):
        for key in evidence.supports:
            if key not in CONTRACT.by_key:
                hint = did_you_mean(key, CONTRACT.by_key) or "name keys of this record"
                yield Finding(f"'{key}' is not a key of a contract", hint, "evidence", item)


def supports_nothing(contract: Contract, _: Whole) -> Iterator[Finding]:
    """Each `supports` names a key that this record has; an unknown lead is a fact too."""
    for item, evidence in enumerate(contract.evidence):
        for key in evidence.supports:
            if key in CONTRACT.by_key and getattr(contract, key) in (None, ()) and key != "lead":
                message = f"the evidence supports '{key}', which this record does not state"
                yield Finding(message, "add the fact, or take the key out", "evidence", item)


def missing_evidence(contract: Contract, _: Whole) -> Iterator[Finding]:
    """Each dated fact is supported by some evidence."""
    supported = set().union(*(evidence.supports for evidence in contract.evidence))
    for key in DATED:
        if key not in supported and getattr(contract, key):
            hint = f"add `{key}` to the `supports` of the evidence it was read in"
            yield Finding(f"no evidence supports `{key}`", hint, key)


def unused_source(source: Source, whole: Whole) -> Iterator[Finding]:
    """Each source is cited somewhere."""
    if source.id in whole.uncited:
        hint = "name it in the evidence that it gives or in the look that read it, or delete it"
        yield Finding(f"source '{source.id}' is never cited", hint, "id")
