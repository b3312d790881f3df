"""What somebody keeps an eye on: a list of their own, kept in a file beside the registry."""

from typing import NamedTuple


class Watch(NamedTuple):
    """Contracts by id, councils and services by any of their names, and words. One that fits is enough."""

    name: str
    contracts: tuple[str, ...] = ()
    councils: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
