"""Faults in data, as values beside the sound data: one bad entry never hides the rest."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

from tenderwatch.named_tuple import NamedTuple

Level = Literal["error", "warning"]


class Place(NamedTuple):
    """Where something stands in a file: line and column count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{max(self.line, 1)}:{max(self.column, 1)}"


class Problem(NamedTuple):
    """One fault: where, its stable name, what is wrong, and the edit that mends it."""

    place: Place
    code: str
    message: str
    hint: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.place}: {self.level}: {' '.join(self.message.split())} [{self.code}]"

    def lines(self) -> list[str]:
        """The fault as it is printed: one line, and the hint below it."""
        return [str(self), f"  {self.hint}"] if self.hint else [str(self)]


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words most like this one, best first: what 'did you mean' offers."""
    originals: dict[str, str] = {}
    for name in known:
        originals.setdefault(name.lower(), name)
    close = get_close_matches(word.lower(), list(originals), n=most, cutoff=0.6)
    starts = [name for name in originals if word and name.startswith(word.lower())]
    return [originals[name] for name in dict.fromkeys([*close, *starts])][:most]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """'did you mean a, b or c?', or nothing where no known word is like it."""
    names = nearest(word, known)
    if not names:
        return ""
    if len(names) == 1:
        return f"did you mean {names[0]}?"
    return f"did you mean {', '.join(names[:-1])} or {names[-1]}?"
