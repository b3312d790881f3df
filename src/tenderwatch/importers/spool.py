"""What an import has read and found, however much it is: in memory while it is little, in a file on disk beyond that.

A year of notices or a register of a hundred thousand rows takes no more memory than a thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tenderwatch.named_tuple import NamedTuple

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
                yield from _rows(items)
        yield from self._held

    def __del__(self) -> None:
        if self._file:
            self._file.close()

    def _write(self) -> None:
        self._file = self._file or _new_file()
        _write_run(self._file, self._held, _AT_ONCE)
        self._held = []


class Groups(Generic[Item]):
    """Items put together by a key: the groups come in the order of their keys, each in the order it was added.

    What is held is written in the order of its keys whenever it is much, and these runs are merged in the end.
    """

    def __init__(self, most_held: int = MOST_HELD) -> None:
        self._most_held = most_held
        self._held: list[tuple[str, Item]] = []
        self._file: IO[bytes] | None = None
        # Where in the file each run begins and ends.
        self._runs: list[tuple[int, int]] = []

    def add(self, key: str, item: Item) -> None:
        """Add an item to the group of a key."""
        self._held.append((key, item))
        if len(self._held) >= self._most_held:
            self._write()

    def __iter__(self) -> Iterator[list[Item]]:
        from itertools import groupby
        from operator import itemgetter

        first = itemgetter(0)
        held = sorted(self._held, key=first)
        merged: Iterator[tuple[str, Item]] = iter(held)
        if self._file:
            from heapq import merge

            # Of equal keys the earlier run comes first.
            merged = merge(*(self._run(self._file, *run) for run in self._runs), held, key=first)
        for _, group in groupby(merged, key=first):
            yield [item for _, item in group]

    def __del__(self) -> None:
        if self._file:
            self._file.close()

    @staticmethod
    def _run(file: IO[bytes], place: int, end: int) -> Iterator[tuple[str, Item]]:
        import pickle

        while place < end:
            file.seek(place)
            items = pickle.load(file)  # noqa: S301 - written here, in a file that nobody else has
            place = file.tell()
            yield from _rows(items)

    def _write(self) -> None:
        from operator import itemgetter

        self._file = self._file or _new_file()
        self._held.sort(key=itemgetter(0))
        # Few together, since a piece of every run is held while they are merged.
        self._runs.append(_write_run(self._file, self._held, _OF_A_RUN))
        self._held = []


class _Columns(NamedTuple):
    """Tuples of one kind, field by field: they take a third of the time to write and to read."""

    kind: type[Any]
    fields: list[Any]


def _columns(items: Sequence[Any]) -> Any:
    """The items as they are written: tuples of one kind and length as columns, and so those in them."""
    kind = type(items[0])
    if issubclass(kind, tuple) and len(items[0]) and {*map(type, items)} == {kind} and len({*map(len, items)}) == 1:
        return _Columns(kind, [_columns(column) for column in zip(*items, strict=True)])
    return items


def _rows(written: Any) -> Iterable[Any]:
    """The items again."""
    if type(written) is not _Columns:
        return written  # type: ignore[no-any-return]
    return map(partial(tuple.__new__, written.kind), zip(*map(_rows, written.fields), strict=True))


def _new_file() -> IO[bytes]:
    from tempfile import TemporaryFile

    return TemporaryFile(prefix="tenderwatch-")


def _write_run(file: IO[bytes], items: list[Any], at_once: int) -> tuple[int, int]:
    """Write items at the end of a file, so many together: where they begin and end. Raises OSError with the folder."""
    import pickle

    try:
        begin = file.seek(0, 2)
        for start in range(0, len(items), at_once):
            pickle.dump(_columns(items[start : start + at_once]), file, protocol=5)
        file.flush()
    except OSError as error:
        from tempfile import gettempdir

        raise OSError(error.errno, error.strerror, gettempdir()) from None
    return begin, file.tell()
