"""The tables of a compiled registry, and what stands in their rows.

Each record has a position: the number of its file, and its place in the file. Positions order everything, and the
records of one file are a range of them.
"""

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any, TypeVar

from tenderwatch.law.terms.quiet import quiet
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.cache import NOT_READABLE, types_in
from tenderwatch.registry.model import Authority, Contract, Event, Look, Portal, Source
from tenderwatch.registry.model.contract import PLAIN_KEYS
from tenderwatch.registry.store.packing import Packing

# Files are numbered with gaps, so that one that is added finds a place between two others.
GAP = 1 << 12
IN_FILE = 24
SECTIONS = ("contracts", "portals", "authorities", "sources", "coverage", "events")
CONTRACTS, PORTALS, AUTHORITIES, SOURCES, COVERAGE, EVENTS = range(6)
TYPES = (Contract, Portal, Authority, Source, Look, Event)
# These are so few that each is also kept in one piece, which is read faster than its rows.
IN_ONE_PIECE = (PORTALS, AUTHORITIES, COVERAGE, EVENTS)
# What a record is to an answer: used, left out for a fault, or another record with its id stands in its place.
USED, LEFT_OUT, HIDDEN = range(3)
# Tags: ids that a record names, whatever its state, and words of the contracts that are used.
NAMES_AUTHORITY, NAMES_PORTAL, NAMES_SOURCE, NAMES_CONTRACT, LEADS, SERVICE, PROVIDER, DEPARTMENT, KIND = range(9)
# The section that each kind of id is of.
NAMED = {NAMES_AUTHORITY: AUTHORITIES, NAMES_PORTAL: PORTALS, NAMES_SOURCE: SOURCES, NAMES_CONTRACT: CONTRACTS}
WORDS_OF = {"services": SERVICE, "providers": PROVIDER, "department": DEPARTMENT, "kind": KIND}

_RECORD = """
CREATE TABLE {0} (
    pos INTEGER PRIMARY KEY, section INTEGER NOT NULL, id TEXT NOT NULL, line INTEGER NOT NULL,
    place INTEGER NOT NULL, state INTEGER NOT NULL, sound INTEGER NOT NULL, in_part INTEGER NOT NULL,
    ends INTEGER NOT NULL, since INTEGER NOT NULL, seal INTEGER NOT NULL, value BLOB, recorded BLOB);
"""
SCHEMA = f"""
PRAGMA page_size = 8192;
{_RECORD.format("contract")}
{_RECORD.format("other")}
CREATE TABLE tag (kind INTEGER, word TEXT, pos INTEGER, PRIMARY KEY (kind, word, pos)) WITHOUT ROWID;
CREATE TABLE section (number INTEGER PRIMARY KEY, value BLOB NOT NULL, seal INTEGER NOT NULL);
CREATE TABLE odd (
    pos INTEGER PRIMARY KEY, errors INTEGER NOT NULL, twice INTEGER NOT NULL, torn INTEGER NOT NULL,
    contradictory INTEGER NOT NULL, own TEXT NOT NULL);
CREATE TABLE file (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, part BLOB NOT NULL);
CREATE TABLE head (value BLOB NOT NULL);
"""
# Made once all rows are in: each is then sorted once.
INDEXES = (
    "CREATE INDEX contract_id ON contract (section, id)",
    "CREATE INDEX other_id ON other (section, id)",
    f"CREATE INDEX quiet ON contract (ends, since, state) WHERE state = {USED}",
)
# Contents are not kept, and rows are not taken out: it may name too many records, and each is looked at again.
_TEXTS = """
CREATE VIRTUAL TABLE texts USING fts5(
    body, content='', detail='none', columnsize=0, tokenize='trigram case_sensitive 1');
"""


class DamagedError(Exception):
    """Raised where a compiled registry does not hold what it must."""


class Row(NamedTuple):
    """A record as a row. `place` orders the answers: of a record that replaces one of a lower layer, that one's."""

    pos: int
    section: int
    id: str
    line: int
    place: int
    state: int
    sound: bool
    in_part: bool
    value: Any
    recorded: Any


class FilePart(NamedTuple):
    """What is kept of a file besides its records: as `Part`, with the number of its errors and its layer."""

    edition: date | None
    has_edition: bool
    nameless: tuple[str, ...]
    errors: int
    whole: bool
    read: bool
    layer: str


class Head(NamedTuple):
    """What is known of the registry as a whole: as `Registry` has it, and the number of errors.

    `several` says whether it has several layers. `quiet` is what `quiet_sums` gives for all contracts that are used.
    """

    edition: date
    contracts: int
    faulty: tuple[str, ...]
    unread: tuple[str, ...]
    contradictory: tuple[str, ...]
    errors: int
    several: bool
    quiet: tuple[int, int, int]


def create(db: sqlite3.Connection) -> None:
    """Make the tables. Raises sqlite3.Error where this SQLite cannot."""
    db.executescript(SCHEMA + _TEXTS)


def table_of(section: int) -> str:
    """The table that the records of a section are in."""
    return "contract" if section == CONTRACTS else "other"


@cache
def _packing() -> Packing:
    types: dict[tuple[str, str], type] = {}
    for of in (*TYPES, FilePart, Head):
        types |= types_in(of)
    return Packing(types)


def pack(value: Any) -> bytes:
    """A value as it stands in a row."""
    return _packing().pack(value)


def unpack(data: bytes) -> Any:
    """The value. Raises DamagedError."""
    try:
        return _packing().unpack(data)
    except NOT_READABLE:
        _packing.cache_clear()  # the rest of a damaged row may be in its way
        raise DamagedError from None


def seal(
    pos: int, value: bytes | None, recorded: bytes | None, quiet: tuple[int, int] = (0, 0), state: int = USED
) -> int:
    """What tells a row that was written from one that was damaged, or stands in another's place.

    The state is above the checksum's 32 bits, where RESEALED can change it.
    """
    ends, since = quiet
    start = (pos ^ ends << 8 ^ since << 4) & 0xFFFFFFFF
    return zlib.crc32(recorded or b"", zlib.crc32(value or b"", start)) | state << 32


# Another state, given twice.
RESEALED = "state = ?, seal = (seal & 4294967295) | (? << 32)"


def quiet_days(section: int, value: Any) -> tuple[int, int]:
    """The days of `tenderwatch.law.terms.quiet` as numbers; the first is 0 if there is none."""
    days = quiet(value) if section == CONTRACTS and value is not None else None
    return (days.end.toordinal(), days.since.toordinal()) if days else (0, 0)


# What may ask for attention: by the first end that is beyond a question's reach, and its day.
NEAR = "(ends < ? OR since > ?)"


def quiet_sums(db: sqlite3.Connection, which: str = "1", *given: Any) -> tuple[int, int, int]:
    """How many contracts that are used fit, and the sums of their days: what was damaged does not add up."""
    sums = "count(*), coalesce(sum(ends), 0), coalesce(sum(since), 0)"
    # The state stands in the query: only then is the index by these days taken, and it is taken nowhere else.
    query = f"SELECT {sums} FROM contract WHERE state = {USED} AND {which}"
    number, ends, since = db.execute(query, given).fetchone()
    return int(number), int(ends), int(since)


# --- Writing ---


def put(db: sqlite3.Connection, section: int, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows as `written` gives them."""
    db.executemany(f"INSERT OR REPLACE INTO {table_of(section)} VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", rows)


def written(row: Row) -> tuple[Any, ...]:
    """A record as it is written."""
    value, recorded = (None if item is None else pack(item) for item in (row.value, row.recorded))
    days = quiet_days(row.section, row.value)
    return (*row[:8], *days, seal(row.pos, value, recorded, days, row.state), value, recorded)


def add_text(db: sqlite3.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Index the texts of records, by position."""
    db.executemany("INSERT INTO texts(rowid, body) VALUES (?, ?)", rows)


# --- Reading ---

_Item = TypeVar("_Item")
_FIGURE = re.compile("[0-9]")
# So many pieces with figures tell a text from others as well as all of it.
_TELLING = 3
# So many values are asked for at once.
_CHUNK = 500


def chunks(values: Iterable[_Item]) -> Iterator[tuple[list[_Item], str]]:
    """Values in portions, each with the question marks that stand for it."""
    ordered = list(values)
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        yield chunk, ",".join("?" * len(chunk))


_COLUMNS = "pos, section, id, line, place, state, sound, in_part, ends, since, value, recorded, seal"


def rows_at(db: sqlite3.Connection, table: str, where: str, *given: Any) -> Iterator[Row]:
    """The rows that fit, sound ones alone: raises DamagedError for another."""
    for pos, section, name, line, place, state, sound, in_part, ends, since, value, recorded, mark in db.execute(
        f"SELECT {_COLUMNS} FROM {table} WHERE {where}",
        given,
    ):
        if seal(pos, value, recorded, (ends, since), state) != mark:
            raise DamagedError
        read, as_recorded = (None if blob is None else unpack(blob) for blob in (value, recorded))
        yield Row(pos, section, name, line, place, state, bool(sound), bool(in_part), read, as_recorded)


def sealed_at(db: sqlite3.Connection, table: str, where: str, *given: Any) -> Iterator[tuple[Any, ...]]:
    """Of the rows that fit: position, section, id, state, quiet days and value, unread. Raises DamagedError."""
    for pos, section, name, state, ends, since, value, recorded, mark in db.execute(
        f"SELECT pos, section, id, state, ends, since, value, recorded, seal FROM {table} WHERE {where}", given
    ):
        if seal(pos, value, recorded, (ends, since), state) != mark:
            raise DamagedError
        yield pos, section, name, state, ends, since, value


def values_at(db: sqlite3.Connection, table: str, where: str, *given: Any) -> Iterator[tuple[int, str, Any]]:
    """Of the rows that fit: position, id and value; None for its value if it is not used. Raises DamagedError."""
    for pos, _, name, state, _, _, value in sealed_at(db, table, where, *given):
        yield pos, name, unpack(value) if state == USED else None


def put_section(db: sqlite3.Connection, section: int) -> None:
    """Keep the records of a section that are used in one piece."""
    rows = values_at(db, "other", "section = ? AND state = ? ORDER BY place", section, USED)
    data = pack(tuple((name, value) for _, name, value in rows))
    db.execute("INSERT OR REPLACE INTO section VALUES (?, ?, ?)", (section, data, seal(section, data, None)))


def section_of(db: sqlite3.Connection, section: int) -> tuple[tuple[str, Any], ...]:
    """The records of a section that are used, each with its id, in order. Raises DamagedError."""
    for data, mark in db.execute("SELECT value, seal FROM section WHERE number = ?", (section,)):
        if seal(section, data, None) == mark:
            return tuple(unpack(data))
    raise DamagedError


# --- What is kept of a record to find it by ---


def named(section: int, value: Any) -> Iterator[tuple[int, str]]:
    """The ids that a record names, with the kind of each."""
    if section == CONTRACTS:
        yield from ((NAMES_AUTHORITY, name) for name in value.authorities)
        if value.portal:
            yield NAMES_PORTAL, value.portal
        yield from ((NAMES_SOURCE, name) for name in sources_of(value))
        yield from ((NAMES_CONTRACT, name) for name in value.replaces)


def sources_of(contract: Contract) -> set[str]:
    """The sources that a contract cites."""
    cited = {piece.source for piece in contract.all_evidence}
    return cited.union(*((reading.source for reading in conflict.readings) for conflict in contract.conflicts))


def words(contract: Contract) -> Iterator[tuple[int, str]]:
    """The words that a contract is asked for by, with the kind of each."""
    yield KIND, contract.kind
    if contract.lead:
        yield LEADS, contract.lead
    if contract.department:
        yield DEPARTMENT, contract.department
    yield from ((SERVICE, word) for word in contract.services)
    yield from ((PROVIDER, word) for word in contract.providers)


def text_of(section: int, value: Any) -> str:
    """Everything that a search for words looks at in a record, in small letters."""
    if section == SOURCES:
        return "\n".join((value.id, value.title, value.url or "")).casefold()
    parts = [
        value.id, value.title, *value.services, *value.user_groups, *value.providers, *value.notes,
        *(text for key in PLAIN_KEYS for text in value.texts(key)),
        value.ocid or "", *value.related_ocids, *(notice.number or "" for notice in value.notices),
        *(piece.place for piece in value.all_evidence),
    ]  # fmt: skip
    return "\n".join(parts).casefold()


def text_query(text: str) -> str | None:
    """What to ask of the index for a text in small letters; None where it cannot say."""
    if len(text) < 3 or not {"\0", "\n"}.isdisjoint(text) or re.search("[\ud800-\udfff]", text):
        return None
    pieces = dict.fromkeys(text[start : start + 3] for start in range(min(len(text) - 2, 60)))
    # Of a reference, letters stand in nearly every record: its figures alone are found several times as fast.
    with_figures = [piece for piece in pieces if _FIGURE.search(piece)]
    if len(with_figures) >= _TELLING:
        pieces = dict.fromkeys(with_figures)
    return " AND ".join('"{}"'.format(piece.replace('"', '""')) for piece in pieces)
