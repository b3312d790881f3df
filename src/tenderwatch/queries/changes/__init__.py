"""What changed in a registry since it was last looked at: the facts of each contract compared, each with its source.

`compare_facts` compares the contracts of today with what was kept of them earlier (`facts_of`).
"""

from tenderwatch.queries.changes.change import Change, ChangeKind, fact_words
from tenderwatch.queries.changes.compare import Before, compare_facts
from tenderwatch.queries.changes.facts import Facts, facts_of, read_fact

__all__ = [
    "Before",
    "Change",
    "ChangeKind",
    "Facts",
    "compare_facts",
    "fact_words",
    "facts_of",
    "read_fact",
]
