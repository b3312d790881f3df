"""What somebody keeps an eye on: a list of their own, kept in a file beside the registry."""

from datetime import date
from typing import NamedTuple


class Aside(NamedTuple):
    """A contract that is not to be on the board up to and with a day, and why."""

    id: str
    until: date
    why: str


class Watch(NamedTuple):
    """Contracts by id, councils and services by any of their names, and words. One that fits is enough.

    `aside` chooses nothing: it takes contracts off the board for a time.
    """

    name: str
    contracts: tuple[str, ...] = ()
    councils: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
