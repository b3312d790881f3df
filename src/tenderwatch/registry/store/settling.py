"""What becomes of records beside the others: the same outcome as `tenderwatch.registry.parse.join`, in the tables.

Only those that may be touched by a change are looked at: what names an id that has come or gone, what is recorded
twice, what replaces another in a circle, and whatever was odd before. Warnings are not looked for: `check` reads the
text for them.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tenderwatch.registry.checks import Whole, across
from tenderwatch.registry.checks.contradictions import READINGS, Contradiction, read_carefully
from tenderwatch.registry.model import Contract
from tenderwatch.registry.store import tables
from tenderwatch.registry.store.tables import (
    CONTRACTS,
    HIDDEN,
    IN_FILE,
    LEFT_OUT,
    NAMED,
    NAMES_CONTRACT,
    SECTIONS,
    SOURCES,
    USED,
    FilePart,
    Head,
    Row,
    rows_at,
    table_of,
)

# Why a record is not used: there is another with its id in its layer, or in one over it.
_TWICE, _BENEATH = 1, 2


@dataclass
class Changed:
    """What a change touches: ids that came and went, ids that are named, and positions to look at in any case.

    Of everything, no id is noted: the tables hold them all.
    """

    everything: bool
    added: set[tuple[int, str]] = field(default_factory=set)
    removed: set[tuple[int, str]] = field(default_factory=set)
    named: set[tuple[int, str]] = field(default_factory=set)
    suspects: set[int] = field(default_factory=set)
    replacing: bool = False


def settle(db: sqlite3.Connection, changed: Changed) -> None:
    """Work out what each record that a change may touch is to an answer, and what is known of the whole."""
    files = {number: tables.unpack(part) for number, part in db.execute("SELECT number, part FROM file")}
    settling = _Settling(db, files)
    suspects = changed.suspects | {pos for (pos,) in db.execute("SELECT pos FROM odd")}
    suspects |= {pos for (pos,) in db.execute("SELECT pos FROM other WHERE section != ?", (SOURCES,))}
    suspects |= settling.naming_what_changed(changed)
    if changed.everything or changed.replacing or any(kind == NAMES_CONTRACT for kind, _ in changed.named):
        suspects |= settling.in_circles()
    suspects |= settling.twice(changed)
    for pos in sorted(suspects):
        settling.outcome(pos)
    db.execute("DELETE FROM odd WHERE errors = 0 AND twice = 0 AND torn = 0 AND contradictory = 0 AND own = ''")
    for section in tables.IN_ONE_PIECE:
        tables.put_section(db, section)
    head = settling.head()
    db.execute("DELETE FROM head")
    db.execute("INSERT INTO head VALUES (?)", (tables.pack(head),))


class _Records(dict[str, Any]):
    """The records of a section by id, as they are recorded: looked up when asked for, and kept."""

    def __init__(self, db: sqlite3.Connection, section: int) -> None:
        super().__init__()
        self.db, self.section = db, section
        self.known: dict[str, bool] = {}

    def __contains__(self, name: object) -> bool:
        if name not in self.known:
            query = f"SELECT 1 FROM {table_of(self.section)} WHERE section = ? AND id = ? LIMIT 1"
            self.known[str(name)] = self.db.execute(query, (self.section, name)).fetchone() is not None
        return self.known[str(name)]

    def get(self, name: str, default: Any = None) -> Any:
        rows = rows_at(
            self.db, table_of(self.section), "section = ? AND id = ? AND state != ?", self.section, name, HIDDEN
        )
        return next((_recorded(row) for row in rows), default)

    def values(self) -> Any:
        rows = rows_at(
            self.db, table_of(self.section), "section = ? AND state != ? ORDER BY place", self.section, HIDDEN
        )
        return [_recorded(row) for row in rows]


class _Asked(Whole):
    """The whole registry as the checks ask for it, without what only warnings need."""

    uncited = frozenset()
    same_dates = {}  # noqa: RUF012

    def __init__(self, db: sqlite3.Connection, edition: date | None) -> None:
        records: dict[str, dict[str, Any]] = {name: _Records(db, place) for place, name in enumerate(SECTIONS)}
        super().__init__(records, edition, complete=False)

    def hint(self, section: str, name: str) -> str:  # noqa: ARG002
        return ""


class _Settling:
    def __init__(self, db: sqlite3.Connection, files: dict[int, FilePart]) -> None:
        self.db, self.files = db, dict(sorted(files.items()))
        first: dict[str, FilePart] = {}
        for part in self.files.values():
            if part.has_edition:
                first.setdefault(part.layer, part)
        self.stated = max((part.edition for part in first.values() if part.edition), default=None)
        self.whole = _Asked(db, self.stated)

    def naming_what_changed(self, changed: Changed) -> set[int]:
        """The contracts that name an id that nothing has, or that has come or gone."""
        words: set[tuple[int, str]] = set()
        if changed.everything:
            for kind, section in NAMED.items():
                ids = f"SELECT word FROM tag WHERE kind = ? EXCEPT SELECT id FROM {table_of(section)} WHERE section = ?"
                words.update((kind, name) for (name,) in self.db.execute(ids, (kind, section)))
        else:
            records = self.whole.records
            words = {(kind, name) for kind, name in changed.named if name not in records[SECTIONS[NAMED[kind]]]}
            kinds = {section: kind for kind, section in NAMED.items()}
            turned = changed.added ^ changed.removed
            words |= {(kinds[section], name) for section, name in turned if section in kinds}
        found: set[int] = set()
        for kind, name in words:
            found |= {
                pos for (pos,) in self.db.execute("SELECT pos FROM tag WHERE kind = ? AND word = ?", (kind, name))
            }
        return found

    def in_circles(self) -> set[int]:
        """The contracts that may replace each other in a circle: what is left once all chains are taken off."""
        query = "SELECT c.id, t.word, c.pos FROM tag t JOIN contract c ON c.pos = t.pos WHERE t.kind = ?"
        edges = [(new, old) for new, old, _ in self.db.execute(query, (NAMES_CONTRACT,))]
        while True:
            older, newer = {old for _, old in edges}, {new for new, _ in edges}
            kept = [(new, old) for new, old in edges if new in older and old in newer]
            if len(kept) == len(edges):
                break
            edges = kept
        ids = {new for new, _ in edges}
        return {pos for new, _, pos in self.db.execute(query, (NAMES_CONTRACT,)) if new in ids}

    # --- Records with one id ---

    def twice(self, changed: Changed) -> set[int]:
        """Settle which of several records with an id is used; the positions of those that are, or are alone again."""
        again: set[tuple[int, str]] = set()
        for table in ("contract", "other"):
            if changed.everything:
                again |= set(self.db.execute(f"SELECT section, id FROM {table} GROUP BY 1, 2 HAVING count(*) > 1"))
            else:
                query = f"SELECT section, id FROM {table} t JOIN odd o ON o.pos = t.pos WHERE o.twice"
                again |= set(self.db.execute(query))
        if not changed.everything:
            again |= {item for item in changed.added | changed.removed if self._is_again(*item)}
        found: set[int] = set()
        for section, name in again:
            rows = list(rows_at(self.db, table_of(section), "section = ? AND id = ? ORDER BY pos", section, name))
            if rows:
                found.add(self._settle_rows(rows))
        return found

    def _is_again(self, section: int, name: str) -> bool:
        """Whether there are several records with an id, or there were."""
        query = (
            "SELECT count(*), max(t.pos != place OR o.pos IS NOT NULL) "
            f"FROM {table_of(section)} t LEFT JOIN odd o ON o.pos = t.pos WHERE section = ? AND id = ?"
        )
        number, odd = self.db.execute(query, (section, name)).fetchone()
        return number > 1 or bool(odd)

    def _settle_rows(self, rows: list[Row]) -> int:
        used, torn = rows[0], False
        for row in rows[1:]:
            if self._layer(row.pos) != self._layer(used.pos):
                self._hide(used, _BENEATH)
                used = row
                continue
            torn = torn or (row.section == CONTRACTS and _recorded(row) != _recorded(used))
            self._hide(row, _TWICE)
        table = table_of(used.section)
        state = LEFT_OUT if used.state == HIDDEN else used.state
        self.db.execute(
            f"UPDATE {table} SET place = ?, {tables.RESEALED} WHERE pos = ?",
            (rows[0].pos, state, state, used.pos),
        )
        self._note(used.pos, 0, torn=torn)
        return used.pos

    def _layer(self, pos: int) -> str:
        return self.files[pos >> IN_FILE].layer

    def _hide(self, row: Row, twice: int) -> None:
        if row.state == USED and row.section == CONTRACTS:
            self._words(row, add=False)
        table = table_of(row.section)
        self.db.execute(f"UPDATE {table} SET {tables.RESEALED}, place = pos WHERE pos = ?", (HIDDEN, HIDDEN, row.pos))
        self._note(row.pos, twice, torn=False)

    def _note(self, pos: int, twice: int, *, torn: bool) -> None:
        self.db.execute("INSERT OR IGNORE INTO odd VALUES (?, 0, 0, 0, 0, '')", (pos,))
        self.db.execute("UPDATE odd SET twice = ?, torn = ? WHERE pos = ?", (twice, torn, pos))

    def _words(self, row: Row, *, add: bool) -> None:
        tags = [(kind, word, row.pos) for kind, word in tables.words(row.value)]
        if add:
            self.db.executemany("INSERT OR IGNORE INTO tag VALUES (?, ?, ?)", tags)
            tables.add_text(self.db, [(row.pos, tables.text_of(CONTRACTS, row.value))])
        else:
            self.db.executemany("DELETE FROM tag WHERE kind = ? AND word = ? AND pos = ?", tags)

    # --- One record ---

    def outcome(self, pos: int) -> None:
        """What the checks that compare records make of one."""
        row = next(rows_at(self.db, "contract", "pos = ?", pos), None) or next(
            rows_at(self.db, "other", "pos = ?", pos), None
        )
        if row is None:
            return
        if row.state == HIDDEN:
            self.db.execute("UPDATE odd SET errors = 0, contradictory = 0 WHERE pos = ?", (pos,))
            return
        odd = self.db.execute("SELECT torn, own FROM odd WHERE pos = ?", (pos,)).fetchone() or (0, "")
        recorded, faulty, errors = _recorded(row), not row.sound or bool(odd[0]), 0
        found = [Contradiction(*item) for item in json.loads(odd[1] or "[]")]
        section = SECTIONS[row.section]
        if recorded is not None:
            for check, finding in across(section, recorded, self.whole, in_part=row.in_part):
                if check.level == "error":
                    errors += 1
                    faulty = faulty or check.code not in READINGS
                    found.append(Contradiction(check.code, finding.item, finding.message))
        if row.section != CONTRACTS:
            self._write(row, USED if row.sound else LEFT_OUT, row.value, None)
            self._odd(pos, errors, contradictory=False, own=odd[1])
            return
        careful = bool(found) and not faulty
        value = read_carefully(recorded, tuple(found)) if careful else recorded
        self._write(row, LEFT_OUT if faulty else USED, value, recorded if careful else None)
        self._odd(pos, errors, contradictory=careful, own=odd[1])

    def _write(self, row: Row, state: int, value: Any, recorded: Contract | None) -> None:
        if (row.state, row.value, row.recorded) == (state, value, recorded):
            return
        if row.section == CONTRACTS and row.state == USED:
            self._words(row, add=False)
        new = row._replace(state=state, value=value, recorded=recorded)
        tables.put(self.db, row.section, [tables.written(new)])
        if row.section == CONTRACTS and state == USED:
            self._words(new, add=True)

    def _odd(self, pos: int, errors: int, *, contradictory: bool, own: str) -> None:
        if errors or contradictory or own:
            self.db.execute("INSERT OR IGNORE INTO odd VALUES (?, 0, 0, 0, 0, '')", (pos,))
        self.db.execute("UPDATE odd SET errors = ?, contradictory = ? WHERE pos = ?", (errors, contradictory, pos))

    # --- The whole ---

    def head(self) -> Head:
        """What is known of the registry as a whole."""
        nameless: list[str] = []
        unread: list[str] = []
        errors, editions = 0, dict[str, int]()
        again: dict[int, list[str]] = {}
        for pos, line, name in self.db.execute(
            "SELECT c.pos, c.line, f.name FROM contract c JOIN odd o ON o.pos = c.pos "
            f"JOIN file f ON f.number = c.pos >> {IN_FILE} WHERE o.twice = ? ORDER BY c.pos",
            (_TWICE,),
        ):
            again.setdefault(pos >> IN_FILE, []).append(f"{name}:{line}")
        names = dict(self.db.execute("SELECT number, name FROM file"))
        for number, part in self.files.items():
            errors += part.errors
            nameless += [*part.nameless, *again.get(number, ())]
            unread += [] if part.whole else [names[number]]
            if part.has_edition:
                errors += part.layer in editions
                editions[part.layer] = 1
        if self.files and not editions and any(part.read for part in self.files.values()):
            errors += 1
        errors += self.db.execute("SELECT total(errors) + total(twice = ?) FROM odd", (_TWICE,)).fetchone()[0]
        # A record that is not used is odd: no other need be looked at.
        odd = "SELECT c.id FROM contract c JOIN odd o ON o.pos = c.pos WHERE c.state = ? ORDER BY c.place"
        faulty = [name for (name,) in self.db.execute(odd, (LEFT_OUT,))]
        hidden = len(self.db.execute(odd, (HIDDEN,)).fetchall())
        against = self.db.execute(
            "SELECT c.id FROM contract c JOIN odd o ON o.pos = c.pos WHERE o.contradictory ORDER BY c.place"
        )
        (count,) = self.db.execute("SELECT count(*) FROM contract").fetchone()
        return Head(
            edition=self.stated or self._newest(),
            contracts=count - len(faulty) - hidden,
            faulty=(*faulty, *nameless, *unread),
            unread=tuple(unread),
            contradictory=tuple(name for (name,) in against),
            errors=int(errors),
            several=len({part.layer for part in self.files.values()}) > 1,
            quiet=tables.quiet_sums(self.db),
        )

    def _newest(self) -> date:
        sources = rows_at(self.db, "other", "section = ? AND state = ?", SOURCES, USED)
        return max((row.value.read for row in sources), default=date(1970, 1, 1))


def _recorded(row: Row) -> Any:
    return row.value if row.recorded is None else row.recorded
