"""Where the last changes of a registry are kept beside it, so that `undo` can take them back."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from tenderwatch.cli.files import write_atomically
from tenderwatch.editing.difference import Step, changed, read_step
from tenderwatch.editing.files import File
from tenderwatch.errors import UsageError

NAME = ".tenderwatch-undo"
# So many changes are kept.
MOST = 50


def name_of(file: File, folder: Path) -> str:
    """A file's name from the registry's folder, the same from wherever a command is run."""
    path = Path(file.name).resolve()
    try:
        return Path(os.path.relpath(path, folder.resolve())).as_posix()
    except ValueError:  # a link to another drive of Windows
        return path.as_posix()


def remember(folder: Path, what: str, day: str, pairs: Sequence[tuple[File, File]]) -> Path:
    """Keep what a change is about to do, and forget the oldest beyond `MOST`; the file it is in. Raises OutsideError.

    It is written before the files are: of a change that never came about, `undo` finds the files as they were.
    """
    place = folder / NAME
    if not place.is_dir():
        with suppress(FileExistsError):
            place.mkdir()
        write_atomically(place / ".gitignore", b"*\n")  # what was taken out of a registry is not for its repository
    kept = _kept(place)
    path = place / f"{int(kept[-1].stem) + 1 if kept else 1:06}.json"
    step = Step(what, day, tuple(changed(name_of(old, folder), old, new) for old, new in pairs))
    write_atomically(path, step.text().encode())
    # It holds lines of the files, so nobody may read it who may not read them.
    mode = 0o666
    for old, _ in pairs:
        if Path(old.name).exists():  # one that the change begins has no rights yet
            mode &= Path(old.name).stat().st_mode
    path.chmod(mode)
    for oldest in kept[: max(0, len(kept) + 1 - MOST)]:
        oldest.unlink(missing_ok=True)
    return path


def steps(folder: Path) -> Iterator[tuple[Path, Step]]:
    """The changes that are kept, the last first. Raises UsageError for one that cannot be read."""
    for path in reversed(_kept(folder / NAME)):
        try:
            yield path, read_step(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise UsageError(f"{path} cannot be read, so the change cannot be taken back", "delete that file") from None


def _kept(place: Path) -> list[Path]:
    return sorted(path for path in place.glob("*.json") if path.stem.isascii() and path.stem.isdigit())
