"""A file of releases in the making: what was fetched so far, kept beside its target, so that a run can go on."""

import json
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Self

from tenderwatch.errors import UsageError
from tenderwatch.fetching.walk import Key, key_of
from tenderwatch.named_tuple import NamedTuple

_MOST_OF_A_STATE = 64 * 1024


class Progress(NamedTuple):
    """How far a fetch has come: the first day that is not complete, where it goes on there, and the bytes kept."""

    day: date
    going_on: str | None = None
    size: int = 0


class Partial:
    """Lines of JSON beside the target, `TARGET.part`, and how far they reach, `TARGET.part.json`.

    `about` says what is fetched; what was begun for something else is refused with a UsageError. Lines count only
    once the second file says so: what a run wrote after it was stopped is cut off.
    """

    def __init__(self, target: Path, about: dict[str, Any], since: date) -> None:
        self.target = target
        self.lines = target.with_name(f"{target.name}.part")
        self.state = target.with_name(f"{target.name}.part.json")
        self._about = about
        self.progress = self._read() or Progress(since)
        self.seen: set[Key] = set()
        self.kept = 0

    def __enter__(self) -> Self:
        self._file = self.lines.open("r+b" if self.progress.size else "wb")
        self._file.truncate(self.progress.size)
        for line in self._file if self.progress.size else ():
            self.seen.add(key_of(json.loads(line)))
            self.kept += 1
        self._file.seek(0, os.SEEK_END)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if not self.state.is_file():
            # Nothing was kept: there is nothing to go on from.
            self.lines.unlink(missing_ok=True)

    def keep(self, releases: Iterable[dict[str, Any]], day: date, going_on: str | None) -> None:
        """Add the releases of a page, and say where to go on: on that day, at that page (None: at its beginning)."""
        for release in releases:
            self._file.write(json.dumps(release, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            self.kept += 1
        self._file.flush()
        os.fsync(self._file.fileno())
        self.progress = Progress(day, going_on, self._file.tell())
        held = {**self._about, "day": day.isoformat(), "next": going_on, "size": self.progress.size}
        beside = self.state.with_name(f"{self.state.name}.new")
        beside.write_text(json.dumps(held), encoding="utf-8")
        beside.replace(self.state)

    def finish(self) -> None:
        """The whole file takes the target's place."""
        self._file.close()
        self.lines.replace(self.target)
        self.state.unlink(missing_ok=True)

    def _read(self) -> Progress | None:
        """How far an earlier run came; None if there was none."""
        if not self.state.is_file() or not self.lines.is_file():
            return None
        hint = f"delete {self.state} to begin again"
        try:
            with self.state.open(encoding="utf-8") as file:
                held = json.loads(file.read(_MOST_OF_A_STATE))
            about = {key: held.pop(key) for key in self._about}
            progress = Progress(date.fromisoformat(held["day"]), held["next"], int(held["size"]))
            whole = 0 <= progress.size <= self.lines.stat().st_size
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UsageError(f"{self.state} cannot be read", hint) from None
        if about != self._about:
            raise UsageError(f"{self.lines} is of another fetch, which was stopped", hint)
        if not whole:
            raise UsageError(f"{self.lines} is shorter than {self.state} says", hint)
        return progress
