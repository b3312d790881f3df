"""What `check` says of a registry after a change that it did not say before."""

from __future__ import annotations

import re
from collections import Counter

from tenderwatch.editing.files import File
from tenderwatch.errors import UsageError
from tenderwatch.problems import Problem
from tenderwatch.registry.model import Contract, Registry
from tenderwatch.registry.parse import parse_files

# Messages name the lines of other records, which an edit above them moves.
_LINE = re.compile(r"(?<=:)\d+:\d+|(?<=line )\d+|(?<=:)\d+\b")


def faults(files: tuple[File, ...]) -> tuple[Problem, ...]:
    """Every fault of these files, as `check` finds them."""
    return parse_files([(file.name, file.text.encode()) for file in files], "")[1]


def new_faults(before: tuple[File, ...], after: tuple[File, ...]) -> tuple[Problem, ...]:
    """The faults that a change brings. Those that stood there before are not its doing, and do not hold it up."""
    found = faults(after)
    if not found:
        return ()
    known = Counter(_what(fault) for fault in faults(before))
    new = []
    for item in found:
        if known[_what(item)]:
            known[_what(item)] -= 1
        else:
            new.append(item)
    return tuple(new)


def holds_up(problem: Problem) -> bool:
    """Whether a change that brings this fault is refused: a warning is shown, and stops nothing."""
    return problem.level == "error"


def sound_registry(files: tuple[File, ...]) -> Registry:
    """The sound records of these files."""
    return parse_files([(file.name, file.text.encode()) for file in files], "")[0]


def sound_contract(files: tuple[File, ...], name: str) -> Contract:
    """One contract as it is read. Raises UsageError if there is none, or it has faults."""
    registry = sound_registry(files)
    found = registry.by_id.get(name)
    if found is None:
        raise UsageError(f"the record '{name}' has faults", "run `tenderwatch check`, and mend them first")
    return found


def _what(problem: Problem) -> tuple[str, str, str]:
    return problem.place.file, problem.code, _LINE.sub("", problem.message)
