"""The source that a change cites, apart from all that reads a registry: the command line starts with it."""

from __future__ import annotations

from typing import NamedTuple


class Cited(NamedTuple):
    """A source, the place in it, and, where the registry does not have it yet, what it is.

    `about` are the keys of the new source as they are written, empty for one that is there. `own` stands for the
    contract file of the council that leads the record, which has a source of its own.
    """

    source: str
    place: str
    about: tuple[tuple[str, str], ...] = ()
    own: bool = False
