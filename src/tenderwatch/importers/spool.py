"""What an import has read and found, however much it is: in memory while it is little, in a file on disk beyond that.

A year of notices or a register of a hundred thousand rows takes no more memory than a thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    import sqlite3
    from typing import IO

Item = TypeVar("Item")
MOST_HELD = 4000
# So many are written together.
_AT_ONCE = 500


class Spool(Generic[Item]):
    """Items in the order in which they were added, to be gone through any number of times."""

    def __init__(self, most_held: int = MOST_HELD) -> None:
        self._most_held = most_held
        self._held: list[Item] = []
        self._file: IO[bytes] | None = None
        self._count = 0

    def append(self, item: Item) -> None:
        """Add an item at the end."""
        self._count += 1
        self._held.append(item)
        if len(self._held) >= (_AT_ONCE if self._file else self._most_held):
            self._write()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Item]:
        if self._file:
            import pickle

            place = 0
            while True:
                # Several may go through the items at the same time, so each keeps its own place.
                self._file.seek(place)
                try:
                    items = pickle.load(self._file)  # noqa: S301 - written here, in a file that nobody else has
                except EOFError:
                    break
                place = self._file.tell()
                yield from items
        yield from self._held

    def __del__(self) -> None:
        if self._file:
            self._file.close()

    def _write(self) -> None:
        import pickle
        from tempfile import TemporaryFile

        if self._file is None:
            self._file = TemporaryFile(prefix="tenderwatch-")  # noqa: SIM115 - it is kept open as long as this is
        self._file.seek(0, 2)
        for start in range(0, len(self._held), _AT_ONCE):
            pickle.dump(self._held[start : start + _AT_ONCE], self._file, protocol=5)
        self._held = []


class Groups(Generic[Item]):
    """Items put together by a key: the groups come in the order of their keys, each in the order it was added."""

    def __init__(self, most_held: int = MOST_HELD) -> None:
        self._most_held = most_held
        self._held: list[tuple[str, Item]] = []
        self._base: sqlite3.Connection | None = None

    def add(self, key: str, item: Item) -> None:
        """Add an item to the group of a key."""
        self._held.append((key, item))
        if len(self._held) >= (_AT_ONCE if self._base else self._most_held):
            self._write()

    def __iter__(self) -> Iterator[list[Item]]:
        if self._base:
            self._write()
            yield from self._from_disk(self._base)
            return
        groups: dict[str, list[Item]] = {}
        for key, item in self._held:
            groups.setdefault(key, []).append(item)
        for key in sorted(groups):
            yield groups[key]

    def __del__(self) -> None:
        if self._base:
            self._base.close()

    def _from_disk(self, base: sqlite3.Connection) -> Iterator[list[Item]]:
        import pickle

        group: list[Item] = []
        last: Any = None
        # Bytes compare as the characters of a text do, and like them in any language of the machine.
        for key, data in base.execute("SELECT key, data FROM items ORDER BY key, rowid"):
            if group and key != last:
                yield group
                group = []
            last = key
            group.append(pickle.loads(data))  # noqa: S301 - written here, in a file that nobody else has
        if group:
            yield group

    def _write(self) -> None:
        import pickle
        import sqlite3

        if self._base is None:
            self._base = sqlite3.connect("", isolation_level=None)  # a file of its own, gone when it is closed
            self._base.execute("PRAGMA journal_mode = OFF")
            self._base.execute("PRAGMA synchronous = OFF")
            self._base.execute("PRAGMA temp_store = FILE")
            self._base.execute("CREATE TABLE items (key BLOB, data BLOB)")
        rows = ((key.encode("utf-8", "surrogatepass"), pickle.dumps(item, protocol=5)) for key, item in self._held)
        self._base.execute("BEGIN")
        self._base.executemany("INSERT INTO items VALUES (?, ?)", rows)
        self._base.execute("COMMIT")
        self._held = []
