"""What has been worked out of the contracts of a large registry on a day, kept beside its compiled copy.

A database of its own, named like the copy: when the copy is another, nothing of this holds any more. Whoever works
something out for a question may put it here, and waits for nobody: where another run is writing, the disk is full or
nothing may be written, it is worked out again the next time. Each row bears a seal, and counts for nothing without it.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from tenderwatch.registry.cache import open_own, program
from tenderwatch.registry.model import Question, Worked
from tenderwatch.registry.store.tables import chunks

ENDING = ".kept"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (
    day INTEGER, horizon INTEGER, pos INTEGER, id TEXT, standing TEXT, cells TEXT, seal INTEGER,
    PRIMARY KEY (day, horizon, pos)) WITHOUT ROWID;
"""
# What an answer hangs on, besides what the copy itself does: the files of our own with these endings.
_FOLDERS = (
    ".", "answers", "formats", "labels", "law", "law/lead_times", "law/schedule", "law/timetables",
    "law/working_days", "outlook", "queries", "queries/filters",
)  # fmt: skip
_ENDINGS = (".py", ".csv", ".txt", ".yaml")
# In bytes: a question about 300,000 contracts takes half of it. Beyond that, one question alone is kept.
_LARGE = 250_000_000
# In seconds: another run writes for so long at most, and working things out again would take longer.
_WAIT = 0.5


class Kept:
    """What is kept beside one compiled copy, by the position of each contract."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_suffix(ENDING)
        self._mark = f"{database.name}\0{zlib.crc32(program(_FOLDERS, _ENDINGS))}"

    def of(self, question: Question, places: Iterable[int] | None = None) -> dict[int, Worked]:
        """What is kept for a question, of all contracts or of those at some positions. Empty where nothing can be."""
        with suppress(OSError, sqlite3.Error, UnicodeError):
            os.close(open_own(self.path))
            with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True, timeout=_WAIT)) as db:
                return dict(self._rows(db, question, places))
        return {}

    def _rows(
        self, db: sqlite3.Connection, question: Question, places: Iterable[int] | None
    ) -> Iterator[tuple[int, Worked]]:
        query = "SELECT pos, id, standing, cells, seal FROM kept WHERE day = ? AND horizon = ?"
        asked = [(query, ())] if places is None else [
            (f"{query} AND pos IN ({marks})", tuple(chunk)) for chunk, marks in chunks(sorted(places))
        ]  # fmt: skip
        days = _days(question)
        for text, given in asked:
            for pos, name, standing, cells, mark in db.execute(text, (*days, *given)):
                if mark == self._seal(*days, pos, name, standing, cells):
                    yield pos, Worked(name, standing, cells)

    def put(self, question: Question, rows: Iterable[tuple[int, Worked]]) -> None:
        """Keep what was worked out for a question. What was kept for another day goes; where that is much, all else."""
        days = _days(question)
        try:
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            os.close(open_own(self.path))
            with closing(sqlite3.connect(self.path, isolation_level=None, timeout=0)) as db:
                db.execute("PRAGMA synchronous = OFF")  # what a failing machine leaves here bears no seal
                db.execute("BEGIN IMMEDIATE")
                db.execute(_SCHEMA)
                db.execute("DELETE FROM kept WHERE day < ?1 OR day > ?1", days[:1])
                if self.path.stat().st_size > _LARGE:  # what other questions of the day have left
                    db.execute("DELETE FROM kept WHERE horizon < ?1 OR horizon > ?1", days[1:])
                db.executemany(
                    "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?, ?)",
                    ((*days, pos, *row, self._seal(*days, pos, *row)) for pos, row in rows),
                )
                db.execute("COMMIT")
        except sqlite3.OperationalError:  # another run is writing, or there is no room
            pass
        except (OSError, sqlite3.Error, UnicodeError):
            with suppress(OSError):
                self.path.unlink()

    def _seal(self, day: int, horizon: int, pos: int, name: str, standing: str, cells: str | None) -> int:
        """What tells a row that was written here from one that was damaged, or is another copy's."""
        return zlib.crc32(f"{self._mark}\0{day}\0{horizon}\0{pos}\0{name}\0{standing}\0{cells}".encode())


def _days(question: Question) -> tuple[int, int]:
    """The day and the horizon as numbers; 0 for none."""
    return question.today.toordinal(), question.horizon.toordinal() if question.horizon else 0
