"""One change of the registry, and its kind."""

from typing import Literal

from tenderwatch.dates import When
from tenderwatch.labels.answers import FACT
from tenderwatch.named_tuple import NamedTuple

ChangeKind = Literal[
    "new", "entered", "left", "removed", "replaced", "successor", "ended", "abandoned", "resumed", "date", "option",
    "lead", "partners", "portal", "providers", "conflict", "other",
]  # fmt: skip


def fact_words(fact: str) -> str:
    """A fact's name in words: 'latest possible end', 'option 1', 'joining closes (round-2)'."""
    stem, _, which = fact.partition(".")
    words = FACT.get(stem, stem.replace("-", " ").replace("_", " "))
    if stem in ("option", "conflict", "successor", "authority-ceases", "portal-closes"):
        return f"{words} {which}"
    return f"{words} ({which})" if which else words


class Change(NamedTuple):
    """What changed in one contract: which fact, from what, to what, and the source that supports the new state.

    `before` and `after` are dates or words, None where nothing was or is known. `source` is empty where the
    registry names none for this fact.
    """

    contract: str
    title: str
    kind: ChangeKind
    fact: str
    before: When | str | None
    after: When | str | None
    source: str
