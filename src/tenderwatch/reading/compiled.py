"""A compiled copy of a registry in the user's cache, so that start-up need not read YAML again.

The text is the truth: the copy is found by a hash of the text, of the names it was read under, and of the
program's own files, so it can never be stale. It is a pickle read by an unpickler that knows only the
registry's own value types, from a file that belongs to the user alone and begins with a hash of the rest.
Anything odd about it and the text is read instead. TENDERWATCH_CACHE names another folder, or switches it
off with `off`.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle  # the restricted unpickler below builds the registry's own value types and nothing else
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")
_KEEP = 12
_SEAL = hashlib.sha256().digest_size
_PARTS = ("dates", "model", "reading", "checks", "working_days", "timetables")
_ALLOWED_MODULES = (
    "tenderwatch.dates.when",
    "tenderwatch.dates.arithmetic",
    "tenderwatch.model.contract",
    "tenderwatch.model.registry",
    "tenderwatch.model.stages",
    "tenderwatch.problems",
    "tenderwatch.reading.load",
    "tenderwatch.timetables.model",
)


class _Unpickler(pickle.Unpickler):
    """Builds registry values and days, and refuses every other name."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("datetime", "date") or (module in _ALLOWED_MODULES and name[:1].isupper()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a compiled registry")


def compiled(kind: str, files: list[tuple[str, bytes]], build: Callable[[], _T]) -> _T:
    """The value of `build()`, from the cache if these files have been compiled before."""
    folder = _folder()
    if folder is None:
        return build()
    path = folder / f"{kind}-{_key(files)}.pickle"
    found = _read(path)
    if found is not None:
        return found  # type: ignore[no-any-return]  # the key names the kind of value
    value = build()
    with suppress(OSError):
        _write(path, value)
    return value


def _folder() -> Path | None:
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


def _key(files: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    package = Path(__file__).parent.parent
    for part in _PARTS:
        with suppress(OSError), os.scandir(package / part) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.name.endswith(".py"):
                    digest.update(f"{entry.path}\0{entry.stat().st_mtime_ns}\0".encode())
    for name, data in files:
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return digest.hexdigest()[:40]


def _read(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            if hasattr(os, "getuid"):
                about = os.fstat(file.fileno())
                if about.st_uid != os.getuid() or about.st_mode & 0o022:
                    return None
            seal, data = file.read(_SEAL), file.read()
            if hashlib.sha256(data).digest() != seal:
                return None
            return _Unpickler(io.BytesIO(data)).load()
    except (
        OSError,
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        ImportError,
        IndexError,
        TypeError,
        ValueError,
    ):
        return None


def _write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            data = pickle.dumps(value, protocol=5)
            file.write(hashlib.sha256(data).digest() + data)
        os.replace(name, path)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise
    copies = sorted(path.parent.glob("*.pickle"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in copies[_KEEP:]:
        with suppress(OSError):
            old.unlink()
