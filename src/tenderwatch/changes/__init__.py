"""What changed between two states of a registry: the facts of each contract compared, each difference with its source.

`compare` takes two registries; `compare_facts` takes what an earlier run kept of one (`snapshot`).
"""

from tenderwatch.changes.change import KIND_WORDS, Change, ChangeKind, fact_words
from tenderwatch.changes.compare import Before, compare, compare_facts, snapshot
from tenderwatch.changes.facts import Facts, facts_of, read_fact

__all__ = [
    "KIND_WORDS",
    "Before",
    "Change",
    "ChangeKind",
    "Facts",
    "compare",
    "compare_facts",
    "fact_words",
    "facts_of",
    "read_fact",
    "snapshot",
]
