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
        self._ours: frozenset[str] | None = None

    def before(self, path: str) -> bytes | None:
        """What the file holds in the folder as it stands; None if there is no such file."""
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

    def keep_others(self, ours: frozenset[str]) -> list[str]:
        """Keep what stands in the folder beside our files, also what is put there while the build runs.

        Gives what is there by now, by path: whole folders where nothing in them is ours.
        """
        self._ours = ours
        return _others(self._target, ours)

    def finish(self) -> None:
        """The new state in place of the old. Raises OSError."""
        if self._target.exists():
            shutil.copymode(self._target, self._aside)
        self._carry(self._target, self._aside)
        _sync(self._aside, self.written)
        standing_in_it = self._target.exists() and _is_working_folder(self._target)
        _swap(self._aside, self._target)
        # What was put there between the last look and the swap.
        self._carry(self._aside, self._target)
        if standing_in_it:
            # A shell that stands in the folder is to find itself in it still, and not in one that is deleted.
            _empty(self._aside)
            shutil.copytree(self._target, self._aside, symlinks=True, copy_function=_link_or_copy, dirs_exist_ok=True)
            _swap(self._aside, self._target)

    def _carry(self, old: Path, new: Path) -> None:
        for path in _others(old, self._ours) if self._ours is not None else ():
            _carry(old / path, new / path)


def _others(folder: Path, ours: frozenset[str]) -> list[str]:
    found: list[str] = []
    folders = {str(parent) for path in ours for parent in PurePosixPath(path).parents} | {"."}
    for name in sorted(folders):
        place = folder / name
        entries = os.listdir(place) if place.is_dir() else []
        paths = (entry if name == "." else f"{name}/{entry}" for entry in sorted(entries))
        found += [path for path in paths if path not in ours and path not in folders]
    return found


def _carry(old: Path, new: Path) -> None:
    """Something that is not ours, kept as it is: a folder with all that is in it, a file, a link."""
    if old.is_dir() and not old.is_symlink():
        if not new.is_dir():
            new.mkdir(parents=True)
            shutil.copystat(old, new)
        for name in os.listdir(old):
            _carry(old / name, new / name)
    elif (old.is_symlink() or old.is_file()) and not _is_same(old, new):
        new.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        _link_or_copy(old, new)


def _is_same(old: Path, new: Path) -> bool:
    if not os.path.lexists(new):
        return False
    was, now = old.lstat(), new.lstat()
    return os.path.samestat(was, now) or (was.st_size, was.st_mtime_ns) == (now.st_size, now.st_mtime_ns)


def _sync(folder: Path, paths: list[str]) -> None:
    """The files written through to the disk, and no others: other programs have theirs to wait for."""
    for path in paths:
        with (folder / path).open("r+b") as file:
            os.fsync(file.fileno())


def _is_working_folder(folder: Path) -> bool:
    try:
        return folder.samefile(".")
    except OSError:
        return False


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


@contextmanager
def building(target: Path) -> Iterator[Building]:
    """A new state of the folder, in place once the block ends without an error; else the old one stands.

    For one run at a time. Raises OutsideError where the folder cannot be replaced.
    """
    aside = target.parent / f".{target.name}.building"
    try:
        _recover(target)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            made = Building(target, aside)
            yield made
            if made.written or _count(aside) != _count(target):
                made.finish()
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        hint = "name a folder inside one that you may write to, with room to spare on its disk"
        raise OutsideError(f"cannot publish to {target}: {error.strerror or error}", hint) from None


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
