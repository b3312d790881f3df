"""A registry that is asked, not loaded: what an answer looks at is read from the compiled copy when it does.

Where the copy turns out to be damaged, the text is read instead, and everything from then on comes from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

from tenderwatch.registry.collecting import no_collection
from tenderwatch.registry.model import (
    Authority,
    Contract,
    Event,
    Look,
    Near,
    Portal,
    Question,
    Reach,
    Registry,
    Source,
    Wanted,
    Worked,
)
from tenderwatch.registry.store import tables
from tenderwatch.registry.store.kept import Kept
from tenderwatch.registry.store.marked import StoredMarks, curated_ids
from tenderwatch.registry.store.near import Nearest
from tenderwatch.registry.store.records import Layers, Records, Successors
from tenderwatch.registry.store.tables import (
    AUTHORITIES,
    CONTRACTS,
    COVERAGE,
    DEPARTMENT,
    EVENTS,
    IN_FILE,
    KIND,
    LEADS,
    NAMES_AUTHORITY,
    NAMES_CONTRACT,
    NAMES_PORTAL,
    NAMES_SOURCE,
    PORTALS,
    PROVIDER,
    SERVICE,
    SOURCES,
    USED,
    WORDS_OF,
    DamagedError,
    Head,
    chunks,
    section_of,
    values_at,
)
from tenderwatch.registry.store.tags import tagged, words_tagged

_T = TypeVar("_T")
_ODD = (sqlite3.Error, DamagedError)


class StoredRegistry(Registry):
    """As `Registry`, over a compiled copy. `whole` reads the text instead, where that turns out to be needed."""

    def __init__(self, db: sqlite3.Connection, head: Head, whole: Callable[[], Registry]) -> None:
        self.db, self.head, self._read_whole = db, head, whole
        self._rest: Registry | None = None
        self.read_at: dict[int, Contract] = {}  # the contracts that have been read, by place
        self._uncited: list[Contract] = []
        self._unfollowed: list[str] = []
        self.edition = head.edition
        self.faulty, self.unread, self.contradictory = head.faulty, head.unread, head.contradictory
        self.portals: Mapping[str, Portal] = Records(self, PORTALS, "portals")
        self.authorities: Mapping[str, Authority] = Records(self, AUTHORITIES, "authorities")
        self.sources: Mapping[str, Source] = Records(self, SOURCES, "sources")
        self.layers: Mapping[str, str] = Layers(self) if head.several else {}

    def ask(self, query: Callable[[], _T], otherwise: Callable[[Registry], _T]) -> _T:
        """The answer of the copy; that of the text where the copy cannot be believed."""
        if self._rest is None:
            try:
                return query()
            except _ODD:
                self._rest = self._read_whole()
        return otherwise(self._rest)

    @cached_property
    def contracts(self) -> tuple[Contract, ...]:  # type: ignore[override]
        """Every contract that can be used."""
        with no_collection():
            return self.ask(self._every, lambda rest: rest.contracts)

    def _every(self) -> tuple[Contract, ...]:
        # By position they need not be sorted, and that is their order where there are no layers.
        order = "place" if self.head.several else "pos"
        found = tuple(contract for contract in self._where(f"state = ? ORDER BY {order}", USED) if contract)
        if len(found) != self.count:  # a row that was damaged so that it is not found
            raise DamagedError
        return found

    @property
    def all_read(self) -> bool:
        """Whether every contract has been read: then what they name is better read all at once as well."""
        return "contracts" in self.__dict__

    @property
    def count(self) -> int:
        """How many contracts can be used."""
        return self.head.contracts

    @property
    def ids(self) -> Iterable[str]:
        """The ids of the contracts, in their order."""
        query = f"SELECT id FROM contract WHERE state = ? ORDER BY {'place' if self.head.several else 'pos'}"
        return self.ask(lambda: [name for (name,) in self.db.execute(query, (USED,))], lambda rest: list(rest.ids))

    @cached_property
    def coverage(self) -> tuple[Look, ...]:  # type: ignore[override]
        """Where was looked for contracts."""
        return self.ask(lambda: self._others(COVERAGE), lambda rest: rest.coverage)

    @cached_property
    def events(self) -> tuple[Event, ...]:  # type: ignore[override]
        """What falls in from outside the contracts."""
        return self.ask(lambda: self._others(EVENTS), lambda rest: rest.events)

    @cached_property
    def by_id(self) -> Mapping[str, Contract]:
        """Contracts by id."""
        return Records(self, CONTRACTS, "by_id")

    @cached_property
    def successors(self) -> Mapping[str, tuple[Contract, ...]]:
        """For each contract id, the contracts recorded as replacing it."""
        return Successors(self)

    def words(self, key: Literal["services", "providers", "department", "kind"]) -> tuple[str, ...]:
        """Everything that contracts hold under a key, in order."""
        kind = WORDS_OF[key]
        return self.ask(lambda: tuple(sorted(words_tagged(self.db, kind))), lambda rest: rest.words(key))

    def wanted(self, wanted: Wanted) -> tuple[Contract, ...]:
        """At least the contracts that fit, in their order."""
        if not any(wanted):
            return self.contracts
        places = self.ask(lambda: self._places(wanted), lambda _: None)
        return self.contracts if places is None else self.ask(lambda: self.at(places), lambda rest: rest.contracts)

    def _places(self, wanted: Wanted) -> set[int] | None:
        """Where the contracts are that fit, and no others where one thing is asked; None where that is not known."""
        asked = (
            (NAMES_AUTHORITY, wanted.authorities), (LEADS, wanted.lead), (NAMES_PORTAL, wanted.portal),
            (SERVICE, wanted.services), (PROVIDER, wanted.providers), (DEPARTMENT, wanted.department),
            (KIND, wanted.kind),
        )  # fmt: skip
        places: set[int] | None = None
        counted = sorted((self._number(kind, words), kind, words) for kind, words in asked if words is not None)
        if wanted.texts is not None:
            places = self._with_texts(wanted.texts)
        for number, kind, words in counted:
            # A set that is much larger than what is left costs more than it spares.
            if places is None or number < 4 * len(places) + 1000:
                found = set(self.tagged(kind, words))
                places = found if places is None else places & found
        return places

    def near(self, reach: Callable[[], Reach], today: date, wanted: Wanted, question: Question | None = None) -> Near:
        """As `Registry.near`: the others are not even read."""
        return self.ask(
            lambda: Nearest(self, reach, today, question).found(self._places(wanted) if any(wanted) else None),
            lambda rest: Near(rest.contracts),
        )

    def known(
        self, question: Question, contracts: tuple[Contract, ...]
    ) -> tuple[Mapping[str, Worked], Mapping[str, int]]:
        """As `Registry.known`."""
        if self._rest is not None:
            return {}, {}
        places = self.places_of(contracts)
        worked = {item.id: item for item in self.kept.of(question, places.values()).values()}
        return worked, {name: place for name, place in places.items() if name not in worked}

    def places_of(self, contracts: Iterable[Contract]) -> dict[str, int]:
        """Where contracts stand that have been read, by id."""
        at = {contract.id: place for place, contract in self.read_at.items()}
        return {contract.id: at[contract.id] for contract in contracts}

    def keep(self, question: Question, worked: Iterable[tuple[int, Worked]]) -> None:
        """As `Registry.keep`."""
        if self._rest is None:
            self.kept.put(question, worked)

    @cached_property
    def kept(self) -> Kept:
        """What has been worked out and kept."""
        return Kept(Path(self.db.execute("PRAGMA database_list").fetchone()[2]))

    def _number(self, kind: int, words: frozenset[str]) -> int:
        query = "SELECT total(number) FROM tally WHERE kind = ? AND word = ?"
        return sum(int(self.db.execute(query, (kind, word)).fetchone()[0]) for word in words)

    def tagged(self, kind: int, words: Iterable[str]) -> Iterator[int]:
        """Where the records are that name any of these words."""
        for word in words:
            yield from tagged(self.db, kind, word)

    def _with_texts(self, texts: tuple[str, ...]) -> set[int] | None:
        """Where any of the texts may be, in a contract or in a source that it cites; None where that is not known."""
        places: set[int] = set()
        for text in texts:
            query = tables.text_query(text)
            if query is None:
                return None
            found = {pos for (pos,) in self.db.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (query,))}
            contracts, others = (list(self._among(table, found)) for table in ("contract", "other"))
            # The index of texts still names what has gone; and what is missing.
            if len(contracts) + len(others) < len(found) and tables.quiet_sums(self.db) != self.head.quiet:
                raise DamagedError
            places.update(pos for pos, _ in contracts)
            places.update(self.tagged(NAMES_SOURCE, [name for _, name in others]))
        return places

    def _among(self, table: str, places: set[int]) -> Iterator[tuple[int, str]]:
        """The rows of a table at any of these positions."""
        for chunk, marks in chunks(sorted(places)):
            yield from self.db.execute(f"SELECT pos, id FROM {table} WHERE pos IN ({marks})", chunk)

    def at(self, places: set[int]) -> tuple[Contract, ...]:
        """The contracts at these positions that are used, in order. Each has a row, whatever its state."""
        held = self.read_at
        for chunk, marks in chunks(sorted(pos for pos in places if pos not in held)):
            if len(list(self._where(f"pos IN ({marks})", *chunk))) != len(chunk):
                raise DamagedError
        if self.head.several:
            query = "SELECT pos FROM contract WHERE state = ? ORDER BY place"
            return tuple(held[pos] for (pos,) in self.db.execute(query, (USED,)) if pos in places)
        return tuple(held[pos] for pos in sorted(places) if pos in held)

    def _where(self, where: str, *given: Any) -> Iterator[Contract | None]:
        for pos, name, value in values_at(self.db, "contract", where, *given):
            if value is not None and pos not in self.read_at:
                self.read_at[pos] = value
                self._uncited.append(value)
                self._unfollowed.append(name)
            yield self.read_at.get(pos)

    def cited_by_now(self) -> set[str]:
        """The sources that contracts cite, of those that have been read since this was asked for last."""
        cited = set().union(*map(tables.sources_of, self._uncited))
        self._uncited.clear()
        return cited

    def read_by_now(self) -> list[str]:
        """The ids of the contracts that have been read since this was asked for last."""
        names, self._unfollowed = self._unfollowed, []
        return names

    def _others(self, section: int) -> tuple[Any, ...]:
        return tuple(value for _, value in section_of(self.db, section))

    def replacing(self, name: str) -> tuple[Contract, ...]:
        """The contracts recorded as replacing one."""
        found = self.at(set(self.tagged(NAMES_CONTRACT, (name,))))
        return tuple(new for new in found if name in new.replaces for _ in range(new.replaces.count(name)))

    @cached_property
    def curated(self) -> frozenset[str]:
        """The ids of the contracts that are kept by hand, in YAML."""
        return self.ask(lambda: frozenset(curated_ids(self.db)), lambda rest: rest.curated)

    def marks(self, council: str | None) -> Mapping[str, str]:
        """The contracts of a council by id, each with its mark."""
        return self.ask(lambda: self._marked.of(council), lambda rest: rest.marks(council))

    @cached_property
    def _marked(self) -> StoredMarks:
        return StoredMarks(self, self.db, several=self.head.several)

    def forget(self) -> None:
        """Let go of contracts and sources that have been read and can be read again."""
        for read in (self.read_at, self._uncited, self._unfollowed):
            read.clear()
        for records in (self.by_id, self.sources):
            if isinstance(records, Records) and not records.whole:
                records.held.clear()
        if isinstance(self.successors, Successors):
            self.successors.held.clear()

    def layer(self, name: str) -> str | None:
        """The layer that a contract comes from."""
        query = (
            f"SELECT part FROM file JOIN contract c ON number = c.pos >> {IN_FILE} "
            f"WHERE c.section = {CONTRACTS} AND c.id = ? AND c.state = ?"
        )
        for (part,) in self.db.execute(query, (name, USED)):
            return str(tables.unpack(part).layer)
        return None
