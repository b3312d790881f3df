"""The records of a compiled registry by id, its successors and its layers: each read when it is looked at, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tenderwatch.registry.collecting import no_collection
from tenderwatch.registry.model import Contract, Registry
from tenderwatch.registry.store.tables import (
    CONTRACTS,
    NAMES_CONTRACT,
    SOURCES,
    USED,
    DamagedError,
    chunks,
    quiet_sums,
    section_of,
    values_at,
)
from tenderwatch.registry.store.tags import tags_of, words_tagged

if TYPE_CHECKING:
    from tenderwatch.registry.store.asked import StoredRegistry


# Of so many ids it is faster to read all that contracts name than to look for each.
_MANY = 5000


class Records(Mapping[str, Any]):
    """The records of a section by id."""

    def __init__(self, registry: StoredRegistry, section: int, name: str) -> None:
        self.registry, self.section, self.name = registry, section, name
        self.held: dict[str, Any] = {}
        self.whole = False

    def __getitem__(self, name: str) -> Any:
        if name not in self.held:
            if self.whole or self.section not in (CONTRACTS, SOURCES) or self.registry.all_read:
                return self._all()[name]
            self._fetch(name)
        if (value := self.held[name]) is None:
            raise KeyError(name)
        return value

    def _fetch(self, name: str) -> None:
        """Read a record; of the sources, with those that the contracts cite that have been read by now."""
        names = {name, *self.registry.cited_by_now()} if self.section == SOURCES else {name}
        names.difference_update(self.held)
        self.held |= self.registry.ask(
            lambda: self._read(names),
            lambda rest: {name: getattr(rest, self.name).get(name) for name in names},
        )

    def _read(self, names: Iterable[str]) -> dict[str, Any]:
        table, values = ("contract" if self.section == CONTRACTS else "other"), dict.fromkeys(names)
        for chunk, marks in chunks(values):
            where = f"section = ? AND id IN ({marks})"
            rows = list(values_at(self.registry.db, table, where, self.section, *chunk))
            values |= {name: value for _, name, value in rows if value is not None}
            self._missed({*chunk} - {name for _, name, _ in rows}, table)
        return values

    def _missed(self, names: set[str], table: str) -> None:
        """Raises DamagedError where a record is lost. A name that nothing has is rare."""
        for chunk, marks in chunks(names):
            query = f"SELECT count(*) FROM {table} NOT INDEXED WHERE section = ? AND id IN ({marks})"
            if self.registry.db.execute(query, (self.section, *chunk)).fetchone()[0]:
                raise DamagedError
            if quiet_sums(self.registry.db) != self.registry.head.quiet:
                raise DamagedError

    def _all(self) -> dict[str, Any]:
        if not self.whole:
            with no_collection():
                self.held = self.registry.ask(self._read_all, lambda rest: dict(getattr(rest, self.name)))
            self.whole = True
        return self.held

    def _read_all(self) -> dict[str, Any]:
        if self.section == CONTRACTS:
            return {contract.id: contract for contract in self.registry.contracts}
        if self.section != SOURCES:
            return dict(section_of(self.registry.db, self.section))
        where = "section = ? AND state = ? ORDER BY place"
        return {name: value for _, name, value in values_at(self.registry.db, "other", where, self.section, USED)}

    def __iter__(self) -> Iterator[str]:
        if self.section == CONTRACTS and not self.whole:
            return iter(self.registry.ids)
        return iter(self._all())

    def __len__(self) -> int:
        if self.section == CONTRACTS:
            return self.registry.count
        if self.section != SOURCES or self.whole:
            return len(self._all())
        return self.registry.ask(self._count, lambda rest: len(rest.sources))

    def _count(self) -> int:
        query = "SELECT count(*) FROM other WHERE section = ? AND state = ?"
        (number,) = self.registry.db.execute(query, (SOURCES, USED)).fetchone()
        return int(number)

    def values(self) -> Any:
        """Every record, in order."""
        return self._all().values()

    def items(self) -> Any:
        """Every id with its record, in order."""
        return self._all().items()


class Successors(Mapping[str, tuple[Contract, ...]]):
    """What replaces each contract."""

    def __init__(self, registry: StoredRegistry) -> None:
        self.registry = registry
        self.held: dict[str, tuple[Contract, ...]] = {}

    @cached_property
    def every(self) -> Mapping[str, tuple[Contract, ...]]:
        """All of them, by the contract that each replaces."""
        return Registry.successors.func(self.registry)  # type: ignore[attr-defined, no-any-return]

    def __getitem__(self, name: str) -> tuple[Contract, ...]:
        if self.registry.all_read:
            return self.every[name]
        if name not in self.held:
            names = {name, *self.registry.read_by_now()}.difference(self.held)
            self.held |= self.registry.ask(
                lambda: self._read(names), lambda rest: {name: rest.successors.get(name, ()) for name in names}
            )
        if not self.held[name]:
            raise KeyError(name)
        return self.held[name]

    def _read(self, names: set[str]) -> dict[str, tuple[Contract, ...]]:
        """Of each id, the contracts recorded as replacing it: they are looked for among the ids that contracts name."""
        replaced: dict[str, tuple[Contract, ...]] = dict.fromkeys(names, ())
        if len(names) < _MANY:
            named = words_tagged(self.registry.db, NAMES_CONTRACT, names)
        else:
            named = [*names.intersection(name for name, _ in tags_of(self.registry.db, NAMES_CONTRACT))]
        return replaced | {name: self.registry.replacing(name) for name in named}

    def __iter__(self) -> Iterator[str]:
        return iter(self.every)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Layers(Mapping[str, str]):
    """The layer that each contract comes from."""

    def __init__(self, registry: StoredRegistry) -> None:
        self.registry = registry

    def __getitem__(self, name: str) -> str:
        registry = self.registry
        layer = registry.ask(lambda: registry.layer(name), lambda rest: rest.layers.get(name))
        if layer is None:
            raise KeyError(name)
        return layer

    def __iter__(self) -> Iterator[str]:
        return iter(self.registry.ids)

    def __len__(self) -> int:
        return self.registry.count
