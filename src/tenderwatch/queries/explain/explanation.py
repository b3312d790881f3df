"""One date and everything behind it."""

from collections.abc import Iterable

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Contract, Evidence, Registry

PRACTICE = "assumption: common practice, no published source"
STATED = "none: it is stated"


class Explanation(NamedTuple):
    """One date and everything behind it. `source` ends in a named source or in an assumption called one.

    `reason` is the kind of reason for which it makes the contract due, and `due` that reason in words, both empty where
    it does not; `stands` what has been seen since, such as what has settled it.
    """

    kind: str
    name: str
    when: When | None
    sum: str
    rule: str
    source: str
    changes: str
    assumed: str = ""
    stands: str = ""
    reason: str = ""
    due: str = ""


def evidence_for(contract: Contract, registry: Registry, *keys: str) -> str:
    """The sources of a fact, by title and place."""
    backing = [evidence for evidence in contract.evidence if any(key in evidence.supports for key in keys)]
    return cited(backing or contract.evidence[:1], registry)


def cited(evidence: Iterable[Evidence], registry: Registry) -> str:
    """Pieces of evidence by title and place."""
    return "; ".join(map(registry.cited, evidence))
