"""Registry files into the tables: all of them, or those that have changed."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.collecting import no_collection
from tenderwatch.registry.part import Part, read_part
from tenderwatch.registry.store import tables
from tenderwatch.registry.store.settling import Changed, settle
from tenderwatch.registry.store.tables import (
    CONTRACTS,
    IN_FILE,
    INDEXES,
    LEFT_OUT,
    SECTIONS,
    SOURCES,
    USED,
    FilePart,
    Row,
    pack,
)
from tenderwatch.registry.store.tags import TALLY


class File(NamedTuple):
    """A file to be compiled: its number, its name and layer, and how to get its bytes."""

    number: int
    name: str
    layer: str
    read: Callable[[], bytes]


@no_collection()
def compile_all(db: sqlite3.Connection, files: Iterable[File]) -> None:
    """Fill an empty database with these files."""
    tables.create(db)
    db.execute("BEGIN")  # else each row is written to the disk by itself
    changed = Changed(everything=True)
    db.execute("CREATE TEMP TABLE new_tag (kind INTEGER, word TEXT, pos INTEGER)")
    # Authorities and portals stand in YAML, as a rule, and everything else names them.
    for file in sorted(files, key=lambda file: not file.name.lower().endswith((".yaml", ".yml"))):
        _add(db, file, changed, "temp.new_tag")
    db.execute("INSERT OR IGNORE INTO tag SELECT kind, word, pos FROM temp.new_tag ORDER BY 1, 2, 3")
    db.execute("DROP TABLE temp.new_tag")
    for statement in (*INDEXES, *TALLY):
        db.execute(statement)
    settle(db, changed)
    db.execute("COMMIT")


@no_collection()
def compile_changes(db: sqlite3.Connection, gone: Iterable[int], new: Iterable[File]) -> None:
    """Take out the files with these numbers, and put these in. Raises DamagedError."""
    db.execute("BEGIN")
    changed = Changed(everything=False)
    for number in gone:
        _remove(db, number, changed)
    for file in new:
        _add(db, file, changed, "tag")
    settle(db, changed)
    db.execute("COMMIT")


def _add(db: sqlite3.Connection, file: File, changed: Changed, tags: str) -> None:
    data = file.read()
    part, _ = read_part(file.name, data)
    rows: dict[int, list[tuple[Any, ...]]] = {}
    texts: list[tuple[int, str]] = []
    named: list[tuple[int, str, int]] = []
    for pos, section, entry in _entries(part, file.number):
        state = USED if entry.sound else LEFT_OUT
        row = Row(pos, section, entry.id, entry.line, pos, state, entry.sound, entry.in_part, entry.value, None)
        rows.setdefault(section, []).append(tables.written(row))
        if not changed.everything:
            changed.added.add((section, entry.id))
        if section != CONTRACTS:
            if section == SOURCES and entry.value is not None:
                texts.append((pos, tables.text_of(section, entry.value)))
            elif section != SOURCES:
                changed.suspects.add(pos)
            continue
        for kind, word in tables.named(section, entry.value):
            named.append((kind, word, pos))
            if not changed.everything:
                changed.named.add((kind, word))
        if entry.sound:
            named += [(kind, word, pos) for kind, word in tables.words(entry.value)]
            texts.append((pos, tables.text_of(section, entry.value)))
        if not entry.sound or entry.in_part or entry.contradictions:
            own = json.dumps([list(found) for found in entry.contradictions])
            db.execute("INSERT INTO odd VALUES (?, 0, 0, 0, 0, ?)", (pos, own))
    for section, held in rows.items():
        tables.put(db, section, held)
    tables.add_text(db, texts)
    db.executemany(f"INSERT OR IGNORE INTO {tags} VALUES (?, ?, ?)", named)
    errors = sum(1 for problem in part.problems if problem.level == "error")
    about = FilePart(
        part.edition, part.edition_place is not None, part.nameless, errors, part.whole, part.read, file.layer
    )
    db.execute("INSERT INTO file VALUES (?, ?, ?)", (file.number, file.name, pack(about)))


def _entries(part: Part, number: int) -> Iterator[tuple[int, int, Any]]:
    sections = {name: place for place, name in enumerate(SECTIONS)}
    for place, entry in enumerate(part.entries):
        yield number << IN_FILE | place, sections[entry.section], entry


def _remove(db: sqlite3.Connection, number: int, changed: Changed) -> None:
    span = number << IN_FILE, (number + 1) << IN_FILE
    for table in ("contract", "other"):
        for row in list(tables.rows_at(db, table, "pos >= ? AND pos < ?", *span)):
            changed.removed.add((row.section, row.id))
            if row.section != CONTRACTS:
                continue
            recorded = row.recorded if row.recorded is not None else row.value
            tags = [*tables.named(CONTRACTS, recorded)]
            changed.replacing = changed.replacing or bool(recorded.replaces)
            if row.state == USED:
                tags += tables.words(row.value)
            db.executemany(
                "DELETE FROM tag WHERE kind = ? AND word = ? AND pos = ?",
                [(kind, word, row.pos) for kind, word in tags],
            )
        db.execute(f"DELETE FROM {table} WHERE pos >= ? AND pos < ?", span)
    db.execute("DELETE FROM odd WHERE pos >= ? AND pos < ?", span)
    db.execute("DELETE FROM file WHERE number = ?", (number,))
