"""A compiled copy of a registry in the user's cache, so that start-up need not read YAML again.

The text is the truth: the copy carries the very bytes it was made from, the names they were read under and
the age of the program's own files, and serves only while all of these are the same. It is a pickle read by
an unpickler that knows only the registry's own value types, from a file that belongs to the user alone.
Anything odd about it and the text is read instead. TENDERWATCH_CACHE names another folder, or switches it
off with `off`.
"""

from __future__ import annotations

import io
import os
import pickle  # the restricted unpickler below builds the registry's own value types and nothing else
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")
_Files = list[tuple[str, bytes]]
_KEEP = 12
_PARTS = ("dates", "registry", "registry/model", "registry/format", "registry/checks", "law/terms", "law/timetables")
_ALLOWED: dict[str, frozenset[str]] = {
    "datetime": frozenset({"date"}),
    "tenderwatch.dates.when": frozenset({"When"}),
    "tenderwatch.dates.arithmetic": frozenset({"Duration"}),
    "tenderwatch.registry.model.contract": frozenset(
        {
            "Abandoned",
            "Conflict",
            "Contract",
            "Ended",
            "Evidence",
            "Extension",
            "Joining",
            "KeyDate",
            "Notice",
            "Plans",
            "Reading",
            "Value",
        }
    ),
    "tenderwatch.registry.model.coverage": frozenset({"Look", "NotFound"}),
    "tenderwatch.registry.model.registry": frozenset({"Authority", "Event", "Portal", "Registry", "Source"}),
    "tenderwatch.registry.model.stages": frozenset({"TimetableChange"}),
    "tenderwatch.problems": frozenset({"Place", "Problem"}),
    "tenderwatch.registry.load": frozenset({"Loaded"}),
    "tenderwatch.law.timetables.model": frozenset(
        {
            "DecisionRule",
            "ExtensionRule",
            "LeadTimes",
            "PipelineRule",
            "PlannedNoticeRule",
            "RuleSource",
            "StageRule",
            "StandstillRule",
            "Timetable",
            "Timetables",
        }
    ),
}


class _Unpickler(pickle.Unpickler):
    """Builds registry values and days, and refuses every other name."""

    def find_class(self, module: str, name: str) -> Any:
        # A dotted name would reach through a module to anything it imports: none is in the table.
        if name in _ALLOWED.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a compiled registry")


def compiled(kind: str, files: _Files, build: Callable[[], _T]) -> _T:
    """The value of `build()`, from the cache if these very files have been compiled before."""
    folder = _folder()
    if folder is None:
        return build()
    names = "\0".join(name for name, _ in files).encode("utf-8", "surrogateescape")
    path = folder / f"{kind}-{zlib.crc32(names):08x}.pickle"
    head = _head(files, names)
    found = _read(path, head)
    if found is not None:
        return found  # type: ignore[no-any-return]  # the file's name says what kind of value it holds
    value = build()
    with suppress(OSError):
        _write(path, head, value)
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


def _head(files: _Files, names: bytes) -> bytes:
    """Everything that must be the same for a copy to serve."""
    package, parts = Path(__file__).parent.parent, [sys.version.encode(), names]
    for part in _PARTS:
        with suppress(OSError), os.scandir(package / part) as entries:
            ages = sorted(f"{entry.path} {entry.stat().st_mtime_ns}" for entry in entries if entry.name.endswith(".py"))
            parts.append("\n".join(ages).encode("utf-8", "surrogateescape"))
    parts += [data for _, data in files]
    return b"".join(b"%d:%b" % (len(part), part) for part in parts)


def _read(path: Path, head: bytes) -> Any:
    """The value of a copy with this head; None if there is none, or anything about it is odd."""
    try:
        with path.open("rb") as file:
            if hasattr(os, "getuid"):
                about = os.fstat(file.fileno())
                if about.st_uid != os.getuid() or about.st_mode & 0o022:
                    return None
            if file.read(len(head)) != head:
                return None
            seal, data = file.read(4), file.read()
            if zlib.crc32(data).to_bytes(4, "big") != seal:
                return None
            return _Unpickler(io.BytesIO(data)).load()
    except (
        OSError,
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        ImportError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
    ):
        return None


def _write(path: Path, head: bytes, value: Any) -> None:
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
    copies = sorted(path.parent.glob("*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in copies[_KEEP:]:
        with suppress(OSError):
            old.unlink()
