"""A folder that is replaced whole or not at all: built aside, then swapped in by one call to the system.

Until the swap the old folder stands untouched, whatever happens. Files that have not changed are not written again
(they are the same files, linked), and what others keep in the folder (CNAME, .git) is carried along.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from tenderwatch.errors import OutsideError

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class Building:
    """A new state of a folder in the making. `put` every file of it, then leave the rest to `building`."""

    def __init__(self, target: Path, aside: Path) -> None:
        self._target, self._aside = target, aside
        self.written: list[str] = []
        self._folders: set[Path] = set()

    def before(self, path: str) -> bytes | None:
        """What the file holds in the folder as it stands; None where there is none."""
        try:
            return (self._target / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def put(self, path: str, data: bytes) -> None:
        """One file of the new state."""
        new = self._aside / path
        if new.parent not in self._folders:
            new.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(new.parent)
        if self.before(path) == data and _link(self._target / path, new):
            return
        new.write_bytes(data)
        self.written.append(path)

    def others(self, ours: frozenset[str]) -> list[str]:
        """What stands in the folder beside our files, by path: whole folders where nothing in them is ours."""
        found: list[str] = []
        folders = {str(parent) for path in ours for parent in PurePosixPath(path).parents} | {"."}
        for folder in sorted(folders):
            place = self._target / folder
            names = os.listdir(place) if place.is_dir() else []
            paths = (name if folder == "." else f"{folder}/{name}" for name in sorted(names))
            found += [path for path in paths if path not in ours and path not in folders]
        return found

    def carry(self, entry: str) -> None:
        """Something in the folder that is not ours: kept as it is."""
        old, new = self._target / entry, self._aside / entry
        new.parent.mkdir(parents=True, exist_ok=True)
        if old.is_dir() and not old.is_symlink():
            shutil.copytree(old, new, symlinks=True, copy_function=_link_or_copy)
        elif old.is_symlink() or old.is_file():
            _link_or_copy(old, new)


@contextmanager
def building(target: Path) -> Iterator[Building]:
    """A new state of the folder, in place once the block ends without an error; else the old one stands.

    One build at a time: another waits. Raises OutsideError where the folder cannot be replaced.
    """
    target = target.resolve()
    parent = target.parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with _locked(parent):
            _recover(target)
            aside = parent / f".{target.name}.building"
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir()
            try:
                made = Building(target, aside)
                yield made
                if made.written or _count(aside) != _count(target):
                    if target.exists():
                        shutil.copymode(target, aside)
                    os.sync()
                    _swap(aside, target)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        hint = "name a folder inside one that you may write to, with room to spare on its disk"
        raise OutsideError(f"cannot publish to {target}: {error.strerror or error}", hint) from None


@contextmanager
def _locked(parent: Path) -> Iterator[None]:
    """Alone in the parent folder, where the system can lock one."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _swap(aside: Path, target: Path) -> None:
    """The new folder in place of the old, which is left aside."""
    if not target.exists():
        aside.rename(target)
    elif not _exchange(aside, target):
        # Two steps where the system knows no exchange; `_recover` mends what stops between them.
        kept = _kept(target)
        target.rename(kept)
        aside.rename(target)
        kept.rename(aside)


def _count(folder: Path) -> int:
    """How many files there are: with none written, as many as before means the same ones."""
    return sum(len(files) for _, _, files in os.walk(folder))


def _exchange(path: Path, other: Path) -> bool:
    """Swap two folders at once (Linux 3.15, glibc 2.28 or newer); False where that cannot be."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(path), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(number, os.strerror(number), str(other))


def _kept(target: Path) -> Path:
    return target.with_name(f".{target.name}.before")


def _recover(target: Path) -> None:
    """Put the old folder back where a swap in two steps was stopped half-way."""
    kept = _kept(target)
    if kept.exists():
        if target.exists():
            shutil.rmtree(kept, ignore_errors=True)
        else:
            kept.rename(target)


def _link(old: Path, new: Path) -> bool:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        return False
    return True


def _link_or_copy(old: str | Path, new: str | Path) -> None:
    if not _link(Path(old), Path(new)):
        shutil.copy2(old, new, follow_symlinks=False)
