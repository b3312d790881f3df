"""Compiled copies of registry files in the user's cache, so that start-up need not read YAML again.

The text is the truth: a copy carries the very bytes it was made from, the names they were read under and
the age of the program's own files, and serves only while all of these are the same. It is a pickle read by
an unpickler that builds only the types that the wanted value is declared to hold, from a file that belongs to
the user alone. Anything odd about it and the text is read instead. TENDERWATCH_CACHE names another folder, or
switches it off with `off`.
"""

from __future__ import annotations

import io
import os
import stat
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from tenderwatch.named_tuple import rebuilt

# The restricted unpickler below builds the registry's own value types and nothing else. This is what `pickle` gives,
# which takes longer to import than this whole module.
try:
    from _pickle import Unpickler as _Unpickler
    from _pickle import UnpicklingError
except ImportError:  # a Python of another make
    from pickle import Unpickler as _Unpickler
    from pickle import UnpicklingError

_REBUILT = rebuilt.__module__, rebuilt.__qualname__
_T = TypeVar("_T")
_Files = list[tuple[str, bytes]]
# So many copies are kept of each kind: a folder of files has one for each.
_KEEP = {"part": 500}
_KEEP_OTHERS = 12
_PARTS = (
    "dates", "registry", "registry/model", "registry/format", "registry/checks", "registry/store",
    "law/terms", "law/lead_times", "law/timetables",
)  # fmt: skip
_MARK = b"tenderwatch "
# What stands between the names of an annotation.
_BETWEEN_NAMES = dict.fromkeys(map(ord, "[](),|.'\""), " ")
# What reading a pickle raises that is damaged, or holds something else than was expected.
NOT_READABLE = (
    UnpicklingError, EOFError, AttributeError, ImportError, LookupError, TypeError, ValueError,
)  # fmt: skip


class Unpickler(_Unpickler):
    """Builds the types that a value is declared to hold, and refuses every other name."""

    def __init__(self, data: bytes, types: dict[tuple[str, str], type]) -> None:
        self.data = io.BytesIO(data)
        super().__init__(self.data)
        self.types = types

    def find_class(self, module: str, name: str) -> Any:
        """The class of this name, if it has a place in the value; what makes named tuples of such a class."""
        if (module, name) == _REBUILT:
            return tuple.__new__
        # A dotted name would reach through a module to anything it imports: none is in the table.
        if (module, name) in self.types:
            return self.types[module, name]
        raise UnpicklingError(f"{module}.{name} has no place in a compiled registry")


def compiled(kind: str, of: type[_T], files: _Files, build: Callable[[], _T]) -> _T:
    """The value of `build()`, of the type `of`, from the cache if these very files have been compiled before."""
    folder = cache_folder()
    if folder is None:
        return build()
    names = "\0".join(name for name, _ in files).encode("utf-8", "surrogateescape")
    path = folder / f"{kind}-{zlib.crc32(names):08x}.pickle"
    head = _head(kind, files, names)
    value: _T | None = _read(path, head, of)
    if value is not None:
        return value
    value = build()
    with suppress(OSError):
        _write(path, head, value)
        _prune(folder, kind)
    return value


def cache_folder() -> Path | None:
    """The folder of the compiled copies; None if they are switched off."""
    named = os.environ.get("TENDERWATCH_CACHE", "")
    if named == "off":
        return None
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "tenderwatch" if base and os.path.isabs(base) else None


@cache
def types_in(of: Any) -> dict[tuple[str, str], type]:
    """Every class of ours that a value of this type can hold, and days, by module and name."""
    found: dict[tuple[str, str], type] = {("datetime", "date"): date}
    ahead: list[Any] = [of]
    seen: set[Any] = set()
    while ahead:
        item = ahead.pop()
        if item in seen:
            continue
        seen.add(item)
        ahead += get_args(item)
        if isinstance(item, type) and item.__module__.startswith("tenderwatch."):
            found[item.__module__, item.__qualname__] = item
            made_of = item if hasattr(item, "_fields") else vars(item)["__init__"]
            for written in made_of.__annotations__.values():
                ahead += _named(written, item.__module__)
    return found


def _named(written: Any, module: str) -> list[Any]:
    """What an annotation names; `typing.get_type_hints` would take longer than all else."""
    text = getattr(written, "__forward_arg__", written)
    if isinstance(text, str):
        return [getattr(sys.modules[module], word, None) for word in text.translate(_BETWEEN_NAMES).split()]
    return [written]


@cache
def program(folders: tuple[str, ...] = _PARTS, endings: tuple[str, ...] = (".py",)) -> bytes:
    """What tells this version of the program from another: Python's version and the ages of our own files.

    `folders` are those whose files matter. What is compiled hangs on what reads a registry alone.
    """
    package, parts = os.path.dirname(os.path.dirname(__file__)), [sys.version.encode()]
    for folder in folders:
        with suppress(OSError), os.scandir(os.path.join(package, folder)) as entries:
            ages = sorted(
                [f"{entry.path} {entry.stat().st_mtime_ns}" for entry in entries if entry.name.endswith(endings)]
            )
            parts.append("\n".join(ages).encode("utf-8", "surrogateescape"))
    return b"".join(b"%d:%b" % (len(part), part) for part in parts)


def _head(kind: str, files: _Files, names: bytes) -> bytes:
    """Everything that must be the same for a copy to serve. It begins with our mark."""
    parts = [program(), names, *(data for _, data in files)]
    return _MARK + kind.encode() + b"\n" + b"".join(b"%d:%b" % (len(part), part) for part in parts)


def _read(path: Path, head: bytes, of: type[_T]) -> _T | None:
    """The value of a copy with this head; None if there is none, or anything about it is odd."""
    try:
        with open(open_own(path), "rb") as file:
            if file.read(len(head)) != head:
                return None
            seal, data = file.read(4), file.read()
        if zlib.crc32(data).to_bytes(4, "big") != seal:
            return None
        value = Unpickler(data, types_in(of)).load()  # type: ignore[arg-type]  # a type is hashable
    except (OSError, *NOT_READABLE):
        return None
    return value if isinstance(value, of) else None


def open_own(path: Path) -> int:
    """A handle to read a file of the cache by. Raises OSError if there is none, or it is not ours alone.

    Whatever stands at the name, opening it does not wait, and nothing is read of another's file.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    about = os.fstat(handle)
    others = hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & 0o022)
    if others or not stat.S_ISREG(about.st_mode):
        os.close(handle)
        raise OSError(f"{path} is not ours alone")
    return handle


def _write(path: Path, head: bytes, value: Any) -> None:
    import pickle
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    data = pickle.dumps(value, protocol=5)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(head + zlib.crc32(data).to_bytes(4, "big") + data)
        os.replace(name, path)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise


def _prune(folder: Path, kind: str) -> None:
    """Delete the oldest copies of a kind beyond so many: only files that bear our name and our mark."""
    copies = []
    for path in folder.glob(f"{kind}-{'[0-9a-f]' * 8}.pickle"):
        with suppress(OSError):
            copies.append((path.stat().st_mtime, path))
    for _, path in sorted(copies, reverse=True)[_KEEP.get(kind, _KEEP_OTHERS) :]:
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    ours = file.read(len(_MARK)) == _MARK
                if ours:
                    path.unlink()
