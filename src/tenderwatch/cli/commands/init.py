"""`tenderwatch init`: a folder for a registry of one's own."""

import shlex
from datetime import date
from pathlib import Path
from typing import Annotated

from tenderwatch.cli import clock, options, streams
from tenderwatch.cli.options import flag, named
from tenderwatch.errors import UsageError

_SETTINGS = """\
# Settings of tenderwatch for this folder and those in it. `tenderwatch config` shows them all.

{registry}
# council = ["Durham"]   # only contracts of these councils
# months = 12            # how far `due` looks ahead
"""
_LAYERED = """\
# Your own records (this folder) stand over those that came with the program ("bundled").
registry = ["bundled", "."]
"""
_ALONE = """\
# Only your own records: those that came with the program are not read.
registry = "."
"""
_FIRST = """\
# Your own contracts. Commands write here: tenderwatch add, extend, set, retire.
# You can also edit it by hand; then run: tenderwatch check

# The day on which these records were last updated. Commands keep it.
edition: {today}
"""
_README = """\
# Our register of care contracts

Kept with tenderwatch. Run these in this folder:

- `tenderwatch due` lists what falls due.
- `tenderwatch show ID` shows one contract, `tenderwatch why ID` how its dates are worked out.
- `tenderwatch add --interactive` adds a contract; `extend`, `set` and `retire` record what happens to it.
- `tenderwatch undo` takes back the last change, `tenderwatch check` says what is wrong, or nothing.
- `tenderwatch config` shows which registries are read.

Our own records are in `contracts.yaml`.
"""
_IGNORED = """\
.*.tenderwatch.lock
.tenderwatch-undo/
.*.tenderwatch-new
site/
"""


def command(
    folder: Annotated[str, named("[FOLDER]", "The folder to start it in. Default: the working folder.")] = ".",
    empty: Annotated[bool, flag("--empty", "Only your own records, without those that came with the program.")] = False,
    today: options.TodayOption = None,
) -> None:
    """Start a registry of your own: a folder in which every command works at once.

    Your records come before those that came with the program: what you change is yours, and the rest stays up to
    date when you upgrade. No existing file is overwritten.
    """
    from tenderwatch.cli.files import write_atomically

    place = Path(folder)
    if place.exists() and not place.is_dir():
        raise UsageError(f"{folder} is a file", "name a folder")
    files = _files(clock.today(today), empty=empty)
    taken = [name for name in files if (place / name).exists()]
    if taken:
        raise UsageError(f"{place / taken[0]} is there already", "name another folder, or move it away first")
    place.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_atomically(place / name, text.encode())
    streams.say(f"written in {place.resolve()}: {', '.join(files)}")
    go = "" if place.resolve() == Path.cwd() else f"cd {shlex.quote(folder)}, then "
    streams.say(f"next: {go}tenderwatch {'add --interactive' if empty else 'due'}")


def _files(today: date, *, empty: bool) -> dict[str, str]:
    """The files of a new folder by name: settings, a first registry file, a README and what git is to ignore."""
    return {
        "tenderwatch.toml": _SETTINGS.format(registry=_ALONE if empty else _LAYERED),
        "contracts.yaml": _FIRST.format(today=today.isoformat()),
        "README.md": _README,
        ".gitignore": _IGNORED,
    }
