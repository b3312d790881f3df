"""Loading a registry: every file, every fault, and the sound records."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tenderwatch.problems import Place, Problem
from tenderwatch.registry.cache import compiled
from tenderwatch.registry.files import read_bytes, registry_files
from tenderwatch.registry.model import Registry


class Loaded(NamedTuple):
    """The sound records, all faults in order of place, and whether nothing at all could be read."""

    registry: Registry
    problems: tuple[Problem, ...]
    unreadable: bool

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The faults that are errors."""
        return tuple(problem for problem in self.problems if problem.level == "error")


def load(path: Path) -> Loaded:
    """The registry at a path, a file or a folder. Raises UnreadableError if there is nothing to read."""
    return load_files(_files(path), str(path))


def load_files(files: list[tuple[str, bytes]], name: str) -> Loaded:
    """The registry in these files, each a name to show and its bytes; `name` is shown if there are none."""
    loaded = compiled("registry", files, lambda: _parse(files, name))
    return loaded if isinstance(loaded, Loaded) else _parse(files, name)


def load_with_places(path: Path) -> tuple[Loaded, dict[str, Place]]:
    """The registry read from its text, and where the evidence of each contract stands. Raises as `load` does."""
    from tenderwatch.registry.parse import evidence_places

    files = _files(path)
    return _parse(files, str(path)), evidence_places(files)


def _files(path: Path) -> list[tuple[str, bytes]]:
    return [(_shown(file, path), read_bytes(file)) for file in registry_files(path)]


def _parse(files: list[tuple[str, bytes]], folder: str) -> Loaded:
    # YAML, the format's table and the checks are imported only when there is no compiled copy.
    from tenderwatch.registry.parse import parse_files

    registry, problems, unreadable = parse_files(files, folder)
    return Loaded(registry, problems, unreadable)


def _shown(file: Path, path: Path) -> str:
    return str(path) if file == path else str(path / file.relative_to(path))
