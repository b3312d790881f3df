"""The marks of contracts in a compiled registry, by the bytes of their rows: none of them is read."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping

from tenderwatch.registry.model import Registry
from tenderwatch.registry.model.marks import chains, digest, mark_of, of_bodies, of_portals
from tenderwatch.registry.store.tables import (
    CONTRACTS,
    IN_FILE,
    NAMES_AUTHORITY,
    NAMES_CONTRACT,
    NAMES_PORTAL,
    NAMES_SOURCE,
    SOURCES,
    USED,
)


def curated_ids(db: sqlite3.Connection) -> Iterator[str]:
    """The ids of the contracts in use that stand in YAML."""
    for number, name in db.execute("SELECT number, name FROM file").fetchall():
        if not name.lower().endswith(".jsonl"):
            span = number << IN_FILE, (number + 1) << IN_FILE
            query = "SELECT id FROM contract WHERE pos >= ? AND pos < ? AND state = ?"
            yield from (found for (found,) in db.execute(query, (*span, USED)))


class StoredMarks:
    """As `tenderwatch.registry.model.marks.Marks`. What contracts name is looked up once, for all of them together."""

    def __init__(self, registry: Registry, db: sqlite3.Connection, *, several: bool) -> None:
        self._db = db
        self._order = "place" if several else "pos"
        # By position, so that it takes no more than two numbers a contract.
        self._named: defaultdict[int, int] = defaultdict(int)
        for kind, numbers in ((NAMES_AUTHORITY, of_bodies(registry)), (NAMES_PORTAL, of_portals(registry))):
            for name, number in numbers.items():
                for (pos,) in db.execute("SELECT pos FROM tag WHERE kind = ? AND word = ?", (kind, name)):
                    self._named[pos] += number
        cited = "SELECT o.value, t.pos FROM tag t JOIN other o ON o.section = ? AND o.id = t.word WHERE t.kind = ?"
        last, number = b"", 0
        for value, pos in db.execute(f"{cited} AND o.state = ? ORDER BY t.word", (SOURCES, NAMES_SOURCE, USED)):
            if value != last:
                last, number = value, digest(value or b"")
            self._named[pos] += number
        self._related()

    def _related(self) -> None:
        """What replaces and is replaced, at any remove."""
        query = "SELECT t.pos, c.pos FROM tag t JOIN contract c ON c.section = ? AND c.id = t.word WHERE t.kind = ?"
        groups = chains(self._db.execute(query, (CONTRACTS, NAMES_CONTRACT)))
        for group in set(groups.values()):
            for pos in group:
                row = self._db.execute("SELECT value, state FROM contract WHERE pos = ?", (pos,)).fetchone()
                if row and row[1] == USED:
                    for other in group - {pos}:
                        self._named[other] += digest(row[0] or b"")

    def of(self, council: str | None) -> Mapping[str, str]:
        """The contracts of a council in order, by id, each with its mark; None for those of nobody."""
        columns = "SELECT c.pos, c.id, c.value FROM contract c WHERE c.state = ? AND c.pos"
        if council:
            query = f"{columns} IN (SELECT pos FROM tag WHERE kind = ? AND word = ?) ORDER BY c.{self._order}"
            rows = self._db.execute(query, (USED, NAMES_AUTHORITY, council))
        else:
            query = f"{columns} NOT IN (SELECT pos FROM tag WHERE kind = ?) ORDER BY c.{self._order}"
            rows = self._db.execute(query, (USED, NAMES_AUTHORITY))
        return {name: mark_of((digest(value or b""), self._named.get(pos, 0))) for pos, name, value in rows}
