"""The tags by which records are found, and a tally of them, which shows where some are missing."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from tenderwatch.registry.store.tables import DamagedError, chunks

# How many tags there are of each word, and a sum of their positions, so that one that was damaged is missed. Once all
# tags are in, triggers keep it: nothing that writes a tag can forget it.
_SUM_OF = 2_147_483_647
_COUNTED = f"SELECT kind, word, count(*), sum(pos % {_SUM_OF}) FROM tag GROUP BY 1, 2"
TALLY = (
    """CREATE TABLE tally (
        kind INTEGER, word TEXT, number INTEGER NOT NULL, places INTEGER NOT NULL, PRIMARY KEY (kind, word)
    ) WITHOUT ROWID""",
    f"INSERT INTO tally {_COUNTED}",
    f"""CREATE TRIGGER tag_came AFTER INSERT ON tag BEGIN
    INSERT INTO tally VALUES (new.kind, new.word, 1, new.pos % {_SUM_OF})
    ON CONFLICT DO UPDATE SET number = number + 1, places = places + excluded.places;
END""",
    f"""CREATE TRIGGER tag_went AFTER DELETE ON tag BEGIN
    UPDATE tally SET number = number - 1, places = places - old.pos % {_SUM_OF}
    WHERE kind = old.kind AND word = old.word;
    DELETE FROM tally WHERE kind = old.kind AND word = old.word AND number = 0;
END""",
)

# Words whose tally is not that of their tags.
_KEPT = "SELECT kind, word, number, places FROM tally"
WRONG = f"SELECT * FROM ({_COUNTED} EXCEPT {_KEPT}) UNION ALL SELECT * FROM ({_KEPT} EXCEPT {_COUNTED}) LIMIT 1"


def tagged(db: sqlite3.Connection, kind: int, word: str) -> list[int]:
    """The positions of the records with a tag. Raises DamagedError where some are missing."""
    places = [pos for (pos,) in db.execute("SELECT pos FROM tag WHERE kind = ? AND word = ?", (kind, word))]
    row = db.execute("SELECT number, places FROM tally WHERE kind = ? AND word = ?", (kind, word)).fetchone()
    if (row or (0, 0)) != (len(places), sum(pos % _SUM_OF for pos in places)):
        raise DamagedError
    return places


def tags_of(db: sqlite3.Connection, kind: int) -> list[tuple[str, int]]:
    """Every tag of a kind, with its position. Raises DamagedError where some are missing."""
    tags = db.execute("SELECT word, pos FROM tag WHERE kind = ?", (kind,)).fetchall()
    sums = db.execute("SELECT total(number), total(places) FROM tally WHERE kind = ?", (kind,)).fetchone()
    if sums != (len(tags), sum(pos % _SUM_OF for _, pos in tags)):
        raise DamagedError
    return tags


def words_tagged(db: sqlite3.Connection, kind: int, among: Iterable[str] | None = None) -> list[str]:
    """The words of a kind, or those among some, in order. Raises DamagedError where some are missing."""
    words: list[Any] = []
    tallied: list[Any] = []
    if among is None:
        tallied = [word for (word,) in db.execute("SELECT word FROM tally WHERE kind = ? ORDER BY word", (kind,))]
        # From one word to the next: most are those of thousands of contracts.
        query = "SELECT word FROM tag WHERE kind = ? AND word > ? ORDER BY word LIMIT 1"
        while row := db.execute(query, (kind, words[-1] if words else "")).fetchone():
            words.append(row[0])
    else:
        for chunk, marks in chunks(among):
            where = f"FROM {{}} WHERE kind = ? AND word IN ({marks}) ORDER BY word"
            words += db.execute("SELECT DISTINCT word " + where.format("tag"), (kind, *chunk)).fetchall()
            tallied += db.execute("SELECT word " + where.format("tally"), (kind, *chunk)).fetchall()
        words, tallied = ([word for (word,) in rows] for rows in (words, tallied))
    if words != tallied:
        raise DamagedError
    return words
