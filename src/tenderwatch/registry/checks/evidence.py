"""Evidence must name facts that the record really states."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.problems import did_you_mean
from tenderwatch.registry.checks.finding import Finding
from tenderwatch.registry.checks.references import Known
from tenderwatch.registry.format.contract import CONTRACT
from tenderwatch.registry.model import Contract

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
)


def evidence_supports(contract: Contract, _known: Known) -> Iterator[Finding]:
    """Each `supports` names a key that is there; each dated fact is supported."""
    supported: set[str] = set()
    for item, evidence in enumerate(contract.evidence):
        for key in evidence.supports:
            if key not in CONTRACT.by_key:
                hint = did_you_mean(key, CONTRACT.by_key) or "name keys of this record"
                yield Finding("evidence", "unknown-key", f"'{key}' is not a key of a contract", hint, item)
            elif not getattr(contract, key) and key != "lead":
                message = f"the evidence supports '{key}', which this record does not state"
                yield Finding("evidence", "supports-nothing", message, "add the fact, or take the key out", item)
        supported.update(evidence.supports)
    for key in DATED:
        if getattr(contract, key) and key not in supported:
            hint = f"add `{key}` to the `supports` of the evidence it was read in"
            yield Finding(key, "missing-evidence", f"no evidence supports `{key}`", hint)
