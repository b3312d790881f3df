"""Files written whole or not at all, and a lock that keeps two runs from changing the same files at once."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tenderwatch.cli import streams
from tenderwatch.errors import OutsideError
from tenderwatch.locks import lock_now

_LOCK = "tenderwatch.lock"
_UNFINISHED = ".tenderwatch-new"
_TRIES, _PAUSE = 200, 0.05  # ten seconds


@contextmanager
def locked(subject: Path, what: str) -> Iterator[None]:
    """Keep other runs from changing a file or folder meanwhile; wait ten seconds for one that does.

    The lock has a name of its own beside its subject, so that runs with other subjects pass. It belongs to the process:
    of one that crashed only an empty name is left, which holds nobody up. Raises OutsideError, which names the other
    run; `what` says what it is changing.
    """
    subject = subject.resolve()
    path = subject.with_name(f".{_short(subject.name)}.{_LOCK}")
    try:
        handle = _taken(path)
    except OSError as error:
        raise OutsideError(f"cannot write in {subject.parent}: {error.strerror}", "check the folder's rights") from None
    if handle is None:
        raise OutsideError(
            f"another run{_holder(path)} is changing {what}", "wait until it has finished, and try again"
        )
    try:
        yield
    finally:
        _remove(path, handle)


def _remove(path: Path, handle: int) -> None:
    """Delete a file while its lock is still held, so that nobody takes it in between. Windows wants it closed first."""
    if sys.platform == "win32":
        os.close(handle)
    with suppress(OSError):
        path.unlink()
    if sys.platform != "win32":
        os.close(handle)


def _short(name: str) -> str:
    """A file's name, or a mark of its own where it is too long to have something added."""
    from hashlib import sha256

    return name if len(os.fsencode(name)) <= 150 else sha256(os.fsencode(name)).hexdigest()


def _taken(path: Path) -> int | None:
    """The open lock file, once nobody else has it; None if somebody keeps it."""
    from time import sleep

    for _ in range(_TRIES):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        # Whoever had it takes its name away: then this is a file that nobody else will look at.
        if lock_now(handle) and _still_there(path, handle):
            with suppress(OSError):  # a full disk has no room for the number, which only a message needs
                os.truncate(handle, 0)
                os.write(handle, b"%d" % os.getpid())
            return handle
        os.close(handle)
        sleep(_PAUSE)
    return None


def _still_there(path: Path, handle: int) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), path.stat())
    return False


def _holder(path: Path) -> str:
    with suppress(OSError):
        number = path.read_bytes()[:20]
        if number.isdigit():
            return f" (process {number.decode()})"
    return ""


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> bool:
    """Put a file in place whole or not at all, also where it comes in pieces. False if it holds the same bytes already.

    A link keeps pointing to its file; a pipe or device is written to. Raises OutsideError.
    """
    pieces = (data,) if isinstance(data, bytes) else data
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.writelines(pieces)
            return True
        return _write(path.resolve(), pieces)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutsideError(f"cannot write {path}: {error.strerror}", "check the folder's rights and space") from None


def _write(path: Path, pieces: Iterable[bytes]) -> bool:
    from filecmp import cmp

    _clear_unfinished(path)
    if isinstance(pieces, tuple) and path.is_file() and path.read_bytes() == b"".join(pieces):
        return False
    handle, name = _begin(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        if not isinstance(pieces, tuple) and path.is_file() and cmp(path, name, shallow=False):
            os.unlink(name)
            return False
        if path.exists():
            _as_before(path, name)
        else:
            os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    return True


def _begin(path: Path) -> tuple[int, str]:
    """A new file beside another, open and locked: whoever can lock it knows that the run that began it is dead."""
    import tempfile

    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{_short(path.name)}.", suffix=_UNFINISHED)
        if lock_now(handle) and _still_there(Path(name), handle):
            return handle, name
        os.close(handle)


def _clear_unfinished(path: Path) -> None:
    """Delete what killed runs left beside a file, and nothing that a run is still writing."""
    unfinished = re.compile(rf"\.{re.escape(_short(path.name))}\.[^.]+{re.escape(_UNFINISHED)}")
    names: list[str] = []
    with suppress(OSError):  # a folder may be written to and not listed
        names = os.listdir(path.parent)
    for name in filter(unfinished.fullmatch, names):
        with suppress(OSError):
            left = path.with_name(name)
            handle = os.open(left, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            if lock_now(handle):
                _remove(left, handle)
            else:
                os.close(handle)


def _as_before(path: Path, name: str) -> None:
    """Give a new file the owner, the rights and the further attributes of the one that it replaces."""
    about = path.stat()
    if hasattr(os, "chown") and (about.st_uid, about.st_gid) != (os.geteuid(), os.getegid()):
        try:
            os.chown(name, about.st_uid, about.st_gid)
        except PermissionError:
            streams.say(f"note: {path} now belongs to you; only its owner or root could keep it as it was")
    os.chmod(name, about.st_mode & 0o777)
    for key in os.listxattr(path) if hasattr(os, "listxattr") else ():
        with suppress(OSError):  # the system's own attributes are its own to set
            os.setxattr(name, key, os.getxattr(path, key))
    if about.st_nlink > 1:
        streams.say(f"note: {path} had another name (a hard link), which keeps what was there before")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
