"""Reading the timetables and lead times that come with the program, once in a process, from a compiled copy."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tenderwatch.law.timetables.model import Timetables
from tenderwatch.registry.cache import compiled

_FILES = ("timetables.yaml", "lead_times.csv")


@cache
def bundled() -> Timetables:
    """The timetables that come with the program."""
    files = [(name, Path(__file__).with_name(name).read_bytes()) for name in _FILES]

    def build() -> Timetables:
        from tenderwatch.law.timetables.parse import parse_timetables

        return parse_timetables(files[0][1].decode(), files[1][1].decode())

    return compiled("timetables", Timetables, files, build)
