"""The file in which digests are remembered. Read before the work begins, written once the digest has been delivered."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from tenderwatch.cli.files import write_atomically
from tenderwatch.dates.words import day_text
from tenderwatch.errors import OutsideError, UnreadableError, UsageError
from tenderwatch.own_json import DamageError
from tenderwatch.queries.digest.memory import (
    MAX_BYTES,
    Entry,
    entry_json,
    format_memory,
    parse_entry,
    parse_memory,
)
from tenderwatch.registry.model import Registry
from tenderwatch.text import has_control

_HINT = "it is left as it is: move it away to begin again, or name another file with --state"


def check_place(path: Path) -> None:
    """Refuse a place where no state could be written, before anything is reported. Raises UsageError, OutsideError."""
    if path.is_dir():
        raise UsageError(f"--state: {path} is a folder", "name a file, for example digest-state.json")
    if not path.parent.is_dir():
        raise UsageError(f"--state: there is no folder {path.parent}", "make it first, or name another file")
    if path.exists() and not path.is_file():
        raise UsageError(f"--state: {path} is not an ordinary file", "name a file, for example digest-state.json")
    if not os.access(path.resolve().parent, os.W_OK):
        raise OutsideError(f"cannot write in the folder of {path}", "check the folder's rights, or name another file")


def read_entry(path: Path, name: str) -> Entry | None:
    """What is remembered under a name; None for a first digest. Raises UnreadableError, UsageError."""
    if has_control(name):
        raise UsageError("--state: filters with invisible characters cannot be remembered", "type them again")
    raw = _read(path).get(name)
    if raw is None:
        return None
    try:
        return parse_entry(raw)
    except DamageError as error:
        raise UnreadableError(f"cannot use the state {path}: {error}", _HINT) from None


def check_entry(path: Path, entry: Entry, registry: Registry, today: date, *, whole: bool) -> None:
    """Refuse a state that cannot be of this registry or lies ahead of the day. Raises UsageError."""
    if today < entry.last:
        raise UsageError(
            f"the last digest in {path} is of {day_text(entry.last)}, after {day_text(today)}",
            "give a later --today, or name another file with --state",
        )
    known = {*registry.by_id, *registry.faulty}
    if whole and entry.before.facts and known.isdisjoint(entry.before.facts):
        raise UsageError(
            f"the state {path} is of another registry: not one of its contracts is in this one",
            "name the same registry as before, or another file with --state",
        )


def write_entry(path: Path, name: str, entry: Entry) -> None:
    """Remember a digest that has been delivered. Other digests in the file are kept as they are by now.

    Raises UnreadableError, UsageError and OutsideError.
    """
    data = format_memory({**_read(path), name: entry_json(entry)})
    if len(data) > MAX_BYTES:  # what could not be read again is not written
        message = f"cannot keep the state {path}: it would be larger than {MAX_BYTES >> 20} MiB"
        raise UsageError(message, "keep each digest in a file of its own")
    write_atomically(path, data)


def _read(path: Path) -> dict[str, Any]:
    try:
        if not path.exists():
            return {}
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(f"cannot use the state {path}: it is larger than {MAX_BYTES >> 20} MiB", _HINT)
        return parse_memory(path.read_bytes())
    except DamageError as error:
        raise UnreadableError(f"cannot use the state {path}: {error}", _HINT) from None
    except OSError as error:
        raise UnreadableError(f"cannot read the state {path}: {error.strerror}", "check its rights") from None
