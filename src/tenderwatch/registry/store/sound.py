"""Whether a whole database is as it was written: `check` has the time to look, and takes one away that is not."""

import sqlite3

from tenderwatch.registry.store.tables import DamagedError, Head, quiet_sums, values_at
from tenderwatch.registry.store.tags import WRONG


def is_sound(db: sqlite3.Connection, head: Head) -> bool:
    """Whether SQLite finds no fault in it, every record can be read, and all that is counted adds up."""
    try:
        (said,) = db.execute("PRAGMA integrity_check(1)").fetchone()
        for table in ("contract", "other"):
            for _ in values_at(db, table, "1"):
                pass
        return said == "ok" and quiet_sums(db) == head.quiet and not db.execute(WRONG).fetchone()
    except (sqlite3.Error, DamagedError):
        return False
