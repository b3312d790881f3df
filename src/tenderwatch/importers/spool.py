"""What an import has read and found, however much it is: in memory while it is little, in a file on disk beyond that.

A year of notices or a register of a hundred thousand rows takes no more memory than a thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tenderwatch.importers.spooled import Column

if TYPE_CHECKING:
    from typing import IO

Item = TypeVar("Item")
MOST_HELD = 4000
# So many are written together.
_AT_ONCE = 500
_OF_A_RUN = 100


class Spool(Generic[Item]):
    """Items in the order in which they were added, to be gone through any number of times."""

    def __init__(self, most_held: int = MOST_HELD) -> None:
        self._most_held = most_held
        self._held: list[Item] = []
        self._file: IO[bytes] | None = None
        self._count = 0
        self._column = Column()

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
                yield from self._column.values(items)
        yield from self._held

    def __del__(self) -> None:
        if self._file:
            self._file.close()

    def _write(self) -> None:
        self._file = self._file or _new_file()
        pieces = (self._held[start : start + _AT_ONCE] for start in range(0, len(self._held), _AT_ONCE))
        _write_run(self._file, map(self._column.written, pieces))
        self._held = []


class Groups(Generic[Item]):
    """Items put together by a key: the groups come in the order of their keys, each in the order it was added.

    What is held is written in the order of its keys whenever it is much, and these runs are merged in the end.
    """

    def __init__(self, most_held: int = MOST_HELD) -> None:
        self._most_held = most_held
        # The number of an item, by which equal keys keep their order: two items are never compared themselves.
        self._held: list[tuple[str, int, Item]] = []
        self._count = 0
        self._file: IO[bytes] | None = None
        # Where in the file each run begins and ends.
        self._runs: list[tuple[int, int]] = []
        self._column = Column()

    def add(self, key: str, item: Item) -> None:
        """Add an item to the group of a key."""
        self._count += 1
        self._held.append((key, self._count, item))
        if len(self._held) >= self._most_held:
            self._write()

    def __iter__(self) -> Iterator[list[Item]]:
        from itertools import groupby
        from operator import itemgetter

        held = sorted(self._held)
        merged: Iterator[tuple[str, int, Item]] = iter(held)
        if self._file:
            from heapq import merge

            merged = merge(*(self._run(self._file, *run) for run in self._runs), held)
        for _, group in groupby(merged, key=itemgetter(0)):
            yield [item for _, _, item in group]

    def __del__(self) -> None:
        if self._file:
            self._file.close()

    def _run(self, file: IO[bytes], place: int, end: int) -> Iterator[tuple[str, int, Item]]:
        import pickle

        while place < end:
            file.seek(place)
            keys, numbers, written = pickle.load(file)  # noqa: S301 - written here, in a file that nobody else has
            place = file.tell()
            yield from zip(keys, numbers, self._column.values(written), strict=True)

    def _write(self) -> None:
        self._file = self._file or _new_file()
        self._held.sort()
        keys, numbers, items = zip(*self._held, strict=True)
        # Few together, since a piece of every run is held while they are merged.
        pieces = (slice(start, start + _OF_A_RUN) for start in range(0, len(items), _OF_A_RUN))
        written = ((keys[piece], numbers[piece], self._column.written(items[piece])) for piece in pieces)
        self._runs.append(_write_run(self._file, written))
        self._held = []


def _new_file() -> IO[bytes]:
    from tempfile import TemporaryFile

    return TemporaryFile(prefix="tenderwatch-")


def _write_run(file: IO[bytes], pieces: Iterable[Any]) -> tuple[int, int]:
    """Write pieces at the end of a file: where they begin and end. Raises OSError with the folder."""
    import pickle

    try:
        begin = file.seek(0, 2)
        for piece in pieces:
            pickle.dump(piece, file, protocol=5)
        file.flush()
    except OSError as error:
        from tempfile import gettempdir

        raise OSError(error.errno, error.strerror, gettempdir()) from None
    return begin, file.tell()
