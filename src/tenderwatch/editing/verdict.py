"""What `check` says of a registry after a change that it did not say before."""

from __future__ import annotations

import re
from collections import Counter

from tenderwatch.editing.files import Files
from tenderwatch.problems import Problem

# Messages name the lines of other records, which an edit above them moves.
_LINE = re.compile(r"(?<=:)\d+:\d+|(?<=line )\d+|(?<=:)\d+\b")


def new_faults(before: Files, after: Files) -> tuple[Problem, ...]:
    """The faults that a change brings. Those that stood there before are not its doing, and do not hold it up."""
    found = after.checked[1]
    if not found:
        return ()
    known = Counter(_what(problem) for problem in before.checked[1])
    new = []
    for problem in found:
        if known[_what(problem)]:
            known[_what(problem)] -= 1
        else:
            new.append(problem)
    return tuple(new)


def _what(problem: Problem) -> tuple[str, str, str]:
    return problem.place.file, problem.code, _LINE.sub("", problem.message)
