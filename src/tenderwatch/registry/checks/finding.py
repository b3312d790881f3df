"""What a check found, before it is given its place in the file."""

from __future__ import annotations

from typing import NamedTuple

from tenderwatch.problems import Level


class Finding(NamedTuple):
    """A fault of one contract: the key it stands at, the rule's name, what is wrong, what mends it."""

    key: str | None
    code: str
    message: str
    hint: str
    item: int | None = None
    level: Level = "error"
