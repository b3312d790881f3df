"""`tenderwatch init`: a folder for a registry of one's own."""

import shlex
from pathlib import Path
from typing import Annotated

from tenderwatch.cli import clock, options, streams
from tenderwatch.cli.options import flag, named
from tenderwatch.errors import UsageError


def command(
    folder: Annotated[str, named("[FOLDER]", "The folder to begin it in. Default: the working folder.")] = ".",
    empty: Annotated[bool, flag("--empty", "Only your own records, without those that came with the program.")] = False,
    today: options.TodayOption = None,
) -> None:
    """Begin a registry of your own: a folder in which every command works at once.

    Your records stand over those that came with the program: what you change is yours, and the rest stays up to
    date when you upgrade. Nothing that is there already is overwritten.
    """
    from tenderwatch.cli.files import write_atomically
    from tenderwatch.cli.own_folder import files_of

    place = Path(folder)
    if place.exists() and not place.is_dir():
        raise UsageError(f"{folder} is a file", "name a folder")
    files = files_of(clock.today(today), empty=empty)
    taken = [name for name in files if (place / name).exists()]
    if taken:
        raise UsageError(f"{place / taken[0]} is there already", "name another folder, or move it away first")
    place.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_atomically(place / name, text.encode())
    streams.say(f"written in {place.resolve()}: {', '.join(files)}")
    go = "" if place.resolve() == Path.cwd() else f"cd {shlex.quote(folder)}, then "
    streams.say(f"next: {go}tenderwatch {'add --interactive' if empty else 'due'}")
