"""What a check found, before it is given its place in the file."""

from __future__ import annotations

from dataclasses import dataclass

from tenderwatch.problems import Level


@dataclass(frozen=True)
class Finding:
    """A fault of one contract: the key it stands at, the rule's name, what is wrong, what mends it."""

    key: str | None
    code: str
    message: str
    hint: str
    item: int | None = None
    level: Level = "error"
