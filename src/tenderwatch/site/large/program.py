"""What tells this version of the program from others: what another has made is made again."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable


def program_mark() -> str:
    """What stands for this version of the program: its own files, whenever and wherever they were installed."""
    found = sha256()
    for path in sorted(_resources(files("tenderwatch")), key=str):
        found.update(path.read_bytes())
    return found.hexdigest()[:20]


def _resources(folder: Traversable) -> Iterator[Traversable]:
    """The program's own files that what is published can hang on."""
    for item in folder.iterdir():
        if item.is_dir():
            yield from _resources(item)
        elif item.name.endswith((".py", ".html", ".css", ".js", ".yaml", ".csv", ".txt")):
            yield item
