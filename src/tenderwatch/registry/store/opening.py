"""The compiled copy of a large registry in the user's cache: found, brought up to date, or made again.

A seal beside it names the database and says what it was made from: the program, and each file by its entry on the
disk. A database is never changed once it has its name: a change is made in a copy, which then takes its place with a
new seal. So whoever reads goes on reading what it began with, and a run that is killed leaves the last good copy.
"""

import os
import pickle
import re
import sqlite3
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tenderwatch.errors import UnreadableError
from tenderwatch.locks import lock_now
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.cache import NOT_READABLE, Unpickler, cache_folder, open_own, program, types_in
from tenderwatch.registry.files import read_bytes
from tenderwatch.registry.store.stamps import Stamp, digest, identity, is_settled, stamp
from tenderwatch.registry.store.tables import GAP, DamagedError

_MARK = b"tenderwatch store\n"
_NEW = ".new-store-"
_TRIES = 3
# Where more than one file in so many has changed, all are read again.
_FEW = 3


class Known(NamedTuple):
    """A file as it was compiled: its number and its stamp."""

    number: int
    stamp: Stamp


class Seal(NamedTuple):
    """What a database was made from, its name, and its own entry on the disk."""

    program: bytes
    database: str
    identity: tuple[int, int, int, int]
    files: dict[str, Known]


class Source(NamedTuple):
    """A file of the registry: its path, which is the name to show, the layer, and its entry on the disk."""

    name: str
    layer: str
    about: os.stat_result

    def read(self) -> bytes:
        """The bytes of the file. Raises UnreadableError."""
        return read_bytes(Path(self.name))


def open_store(files: Sequence[Source], key: str) -> sqlite3.Connection | None:
    """The compiled copy of these files, up to date; None where there can be none. `key` tells registries apart."""
    folder = cache_folder()
    if folder is None:
        return None
    base = folder / f"store-{zlib.crc32(key.encode('utf-8', 'surrogateescape')):08x}"
    copy = _Copy(base, files, key)
    for fresh in (False, True):
        try:
            return copy.open(fresh=fresh)
        except (OSError, sqlite3.Error, DamagedError, UnreadableError, MemoryError):
            if copy.compiled_all:  # it would fail again, and takes long
                break
    return None


def forget(key: str) -> None:
    """Take away the seal of a copy that was found to be damaged: the next run makes another."""
    folder = cache_folder()
    if folder:
        with suppress(OSError):
            (folder / f"store-{zlib.crc32(key.encode('utf-8', 'surrogateescape')):08x}.seal").unlink()


class _Copy:
    """One registry's copy in the cache."""

    def __init__(self, base: Path, files: Sequence[Source], key: str) -> None:
        self.base, self.files = base, files
        self.compiled_all = False
        self.path = base.with_suffix(".seal")
        self.program = key.encode("utf-8", "surrogateescape") + b"\0" + program()

    def open(self, *, fresh: bool) -> sqlite3.Connection:
        """The database, brought up to date or made again."""
        for _ in range(_TRIES):
            known = None if fresh else self._seal()
            if known is None:
                break
            try:
                return self._current(known)
            except FileNotFoundError:  # another run has put a newer one in its place
                continue
        return self._build()

    def _current(self, known: Seal) -> sqlite3.Connection:
        same = known.files.keys() == {source.name for source in self.files}
        if same and all(is_settled(source.about, known.files[source.name].stamp) for source in self.files):
            return self._connect(known)
        # Before any file is read: what is written from now on is newer.
        with suppress(OSError), _new_file(self.base.parent) as (path, now):
            return self._changed(known, path, now)
        unsettled = [
            source
            for source in self.files
            if not is_settled(source.about, (found := known.files.get(source.name)) and found.stamp)
        ]
        if same and all(digest(source.read()) == known.files[source.name].stamp.hash for source in unsettled):
            return self._connect(known)  # a cache that cannot be written to, and no file has changed
        raise OSError("the copy cannot be brought up to date")

    def _changed(self, known: Seal, path: Path, now: int) -> sqlite3.Connection:
        """Read the files that may have changed, and bring a copy up to date if any has."""
        held: dict[str, Known] = {}
        changed: list[tuple[Source, bytes, Stamp]] = []
        for source in self.files:
            found = known.files.get(source.name)
            if found and is_settled(source.about, found.stamp):
                held[source.name] = found
                continue
            data = source.read()
            new = stamp(source.about, data, now)
            if found and new.hash == found.stamp.hash:
                held[source.name] = Known(found.number, new)
            else:
                changed.append((source, data, new))
        gone = [found.number for name, found in known.files.items() if name not in held]
        if not changed and not gone:
            db = self._connect(known)
            self._write(known._replace(files={source.name: held[source.name] for source in self.files}), path)
            return db
        numbers = self._numbers(known, held, [source.name for source, _, _ in changed])
        if numbers is None or len(changed) * _FEW > len(self.files):
            raise sqlite3.DatabaseError("so much has changed that all is compiled again")
        return self._update(known, held, changed, numbers, gone)

    def _numbers(self, known: Seal, held: dict[str, Known], changed: list[str]) -> dict[str, int] | None:
        """The number of each changed file, between those of its neighbours; None where there is no room."""
        numbers = {name: held[name].number for name in held}
        order = [source.name for source in self.files]
        for place, name in enumerate(order):
            if name in numbers:
                continue
            if name in known.files:
                numbers[name] = known.files[name].number
                continue
            before = numbers[order[place - 1]] if place else 0
            after = next((known.files[later].number for later in order[place + 1 :] if later in known.files), None)
            numbers[name] = before + GAP if after is None else (before + after) // 2
            if numbers[name] in (before, after):
                return None
        placed = [numbers[name] for name in order]
        return {name: numbers[name] for name in changed} if placed == sorted(set(placed)) else None

    def _update(
        self,
        known: Seal,
        held: dict[str, Known],
        changed: list[tuple[Source, bytes, Stamp]],
        numbers: dict[str, int],
        gone: list[int],
    ) -> sqlite3.Connection:
        import shutil

        from tenderwatch.registry.store.compiling import File, compile_changes

        self._connect(known).close()
        with _new_file(self.base.parent) as (path, _):
            shutil.copyfile(self.base.parent / known.database, path)
            files = [File(numbers[source.name], source.name, source.layer, lambda d=data: d)  # type: ignore[misc]
                     for source, data, _ in changed]  # fmt: skip
            with closing(_writable(path)) as db:
                compile_changes(db, gone, files)
            new = held | {source.name: Known(numbers[source.name], mark) for source, _, mark in changed}
            return self._place(path, {source.name: new[source.name] for source in self.files})

    def _build(self) -> sqlite3.Connection:
        from tenderwatch.registry.store.compiling import File, compile_all

        self.compiled_all = True
        self.base.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear(self.base.parent)
        stamps: dict[str, Known] = {}
        with _new_file(self.base.parent) as (path, now):

            def file_of(place: int, source: Source) -> File:
                def read() -> bytes:
                    about = os.stat(source.name)
                    data = source.read()
                    stamps[source.name] = Known(number, stamp(about, data, now))
                    return data

                number = (place + 1) * GAP
                return File(number, source.name, source.layer, read)

            with closing(_writable(path)) as db:
                db.execute("PRAGMA cache_size = -65536")
                db.execute("PRAGMA temp_store = FILE")
                compile_all(db, [file_of(place, source) for place, source in enumerate(self.files)])
            return self._place(path, {source.name: stamps[source.name] for source in self.files})

    def _place(self, path: Path, files: dict[str, Known]) -> sqlite3.Connection:
        """Give a database its name and a seal, and take the older ones away."""
        database = self.base.parent / f"{self.base.name}-{path.name.removeprefix(_NEW)}.sqlite"
        os.replace(path, database)
        seal = Seal(self.program, database.name, identity(os.stat(database)), files)
        db = self._connect(seal)
        try:
            with _new_file(self.base.parent) as (new, _):
                self._write(seal, new)
        except OSError:
            database.unlink()
            raise
        for older in self.base.parent.glob(f"{self.base.name}-*"):
            if older.name.partition(".")[0] != database.stem:  # with what was kept beside it
                with suppress(OSError):
                    older.unlink()
        return db

    def _connect(self, seal: Seal) -> sqlite3.Connection:
        """The database of a seal. Raises FileNotFoundError if it is gone, OSError if it is another or not ours."""
        path = self.base.parent / seal.database
        handle = open_own(path)
        try:
            if identity(os.fstat(handle)) != tuple(seal.identity):
                raise sqlite3.DatabaseError("the file has been changed since it was sealed")
            # Nobody changes it, so nothing has to be locked.
            address = f"{_address(path)}?mode=ro&immutable=1"
            db = sqlite3.connect(address, uri=True, isolation_level=None, factory=_Connection)
            db.execute("PRAGMA cache_size = -8192")
        finally:
            os.close(handle)
        return db

    def _seal(self) -> Seal | None:
        """The seal, if it is sound and of this program."""
        try:
            with open(open_own(self.path), "rb") as file:
                if file.read(len(_MARK)) != _MARK:
                    return None
                mark, data = file.read(4), file.read()
            if zlib.crc32(data).to_bytes(4, "big") != mark:
                return None
            value = Unpickler(data, types_in(Seal)).load()
        except (OSError, *NOT_READABLE):
            return None
        return value if isinstance(value, Seal) and value.program == self.program else None

    def _write(self, seal: Seal, path: Path) -> None:
        """Put a seal in place by way of a new file."""
        data = pickle.dumps(seal, protocol=5)
        path.write_bytes(_MARK + zlib.crc32(data).to_bytes(4, "big") + data)
        os.replace(path, self.path)


class _Connection(sqlite3.Connection):
    """A connection that lasts as long as somebody has a registry that reads from it, and is then closed."""

    def __del__(self) -> None:
        self.close()


def _address(path: Path) -> str:
    """The path as the address that SQLite takes. What escapes it costs time at each start, and is seldom needed."""
    whole = os.path.abspath(path)
    return f"file:{whole}" if re.fullmatch(r"[/\w.-]+", whole, re.ASCII) else Path(whole).as_uri()


def _writable(path: Path) -> sqlite3.Connection:
    """A database that nobody else knows of yet: if this run ends, so does the file."""
    db = sqlite3.connect(path, isolation_level=None, factory=_Connection)
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    return db


@contextmanager
def _new_file(folder: Path) -> Iterator[tuple[Path, int]]:
    """A new file of ours alone, locked while it is written, and the time of the file system. It goes if it stays."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=folder, prefix=_NEW)
    path, now = Path(name), os.fstat(handle).st_mtime_ns
    try:
        if sys.platform == "win32":  # an open file can neither be moved there nor deleted
            os.close(handle)
        else:
            lock_now(handle)
        yield path, now
    finally:
        if sys.platform != "win32":
            os.close(handle)
        with suppress(OSError):
            path.unlink()


def _clear(folder: Path) -> None:
    """Delete what killed runs have left: what another run is writing is locked."""
    for path in folder.glob(f"{_NEW}*"):
        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            dead = lock_now(handle)
            os.close(handle)
            if dead:
                path.unlink()
