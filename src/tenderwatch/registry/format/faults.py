"""The faults of one file, and the signals of a reader that found one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tenderwatch.problems import Place, Problem, did_you_mean
from tenderwatch.registry.yaml_tree import Node

_MOST_SUGGESTIONS = 200


class Unreadable(Exception):  # noqa: N818 - a signal between reader and binder, not an error of the program
    """The value could not be read; the problem has been noted."""


class Odd(ValueError):  # noqa: N818 - not an error: the line is read again, with care
    """Raised where what json read may be faulty: what is wrong, and where, is not looked for."""


@dataclass(slots=True)
class Faults:
    """Collects the problems of one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    suggestions: int = 0

    def note(self, node: Node, code: str, message: str, hint: str = "") -> Unreadable:
        """Record a problem at a node; the result can be raised."""
        self.problems.append(Problem(Place(self.file, node.line, node.column), code, message, hint))
        return Unreadable()

    def did_you_mean(self, word: str, known: Iterable[str]) -> str:
        """The nearest known words; looked for only so many times in a file, as that takes longer than all else."""
        self.suggestions += 1
        return did_you_mean(word[:60], known) if self.suggestions <= _MOST_SUGGESTIONS else ""
