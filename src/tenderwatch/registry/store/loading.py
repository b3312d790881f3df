"""A large registry as what `tenderwatch.registry.load` gives, over its compiled copy."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from functools import cached_property, partial

from tenderwatch.problems import Problem
from tenderwatch.registry.files import Listing
from tenderwatch.registry.layers import Layer
from tenderwatch.registry.load import Loaded
from tenderwatch.registry.model import Registry
from tenderwatch.registry.store import tables
from tenderwatch.registry.store.asked import StoredRegistry
from tenderwatch.registry.store.opening import Source, forget, open_store
from tenderwatch.registry.store.tables import DamagedError, Head


class StoredLoaded(Loaded):
    """As `Loaded`; its faults are read from the text when they are asked for."""

    whole: Callable[[], Loaded]
    listed: Sequence[Problem]
    discard: Callable[[], None]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All faults in order of place."""
        return self.whole().problems

    def prove(self) -> tuple[Problem, ...]:
        """As `Loaded.prove`."""
        from tenderwatch.registry.store.sound import is_sound

        registry = self.registry
        assert isinstance(registry, StoredRegistry)  # noqa: S101
        if not is_sound(registry.db, registry.head):
            self.discard()
        return self.problems

    @property
    def error_count(self) -> int:
        """How many faults are errors."""
        registry = self.registry
        assert isinstance(registry, StoredRegistry)  # noqa: S101
        return registry.head.errors + sum(1 for problem in self.listed if problem.level == "error")

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The faults that are errors."""
        return tuple(problem for problem in self.problems if problem.level == "error") if self.error_count else ()

    @property
    def copies(self) -> list[str]:
        """The files that were not read, as they look like copies of others."""
        return [problem.place.file for problem in self.listed if problem.code == "conflict-copy"]


def load_stored(layers: Sequence[Layer], listings: Sequence[Listing], whole: Callable[[], Loaded]) -> Loaded | None:
    """The registry over its compiled copy; None where there can be none, or where nothing can be read."""
    files = [
        Source(name, layer.name, about)
        for layer, listing in zip(layers, listings, strict=True)
        for name, about in zip(listing.names, listing.abouts, strict=True)
    ]
    if len({source.name for source in files}) < len(files):
        return None
    key = "\0".join(f"{layer.name}\0{layer.path}\0{os.path.abspath(layer.path)}" for layer in layers)
    db = open_store(files, key)
    head = _head(db) if db else None
    if db is None or head is None:
        return None
    read = _Once(whole)

    def instead() -> Registry:
        forget(key)
        return read().registry

    registry = StoredRegistry(db, head, instead)
    unread = tuple(name for listing in listings for name in listing.unread)
    registry.unread += unread
    registry.faulty += unread
    loaded = StoredLoaded(registry, (), unreadable=False)
    loaded.discard = partial(forget, key)
    loaded.whole, loaded.listed = read, [problem for listing in listings for problem in listing.problems]
    return loaded


def _head(db: sqlite3.Connection) -> Head | None:
    try:
        (value,) = db.execute("SELECT value FROM head").fetchone()
        head = tables.unpack(value)
        (read,) = db.execute("SELECT max(number) FROM file").fetchone()
    except (sqlite3.Error, DamagedError, TypeError):
        return None
    return head if isinstance(head, Head) and read else None


class _Once:
    """The whole registry, read the first time that it is asked for."""

    def __init__(self, whole: Callable[[], Loaded]) -> None:
        self.whole = whole
        self.held: Loaded | None = None

    def __call__(self) -> Loaded:
        self.held = self.held or self.whole()
        return self.held
