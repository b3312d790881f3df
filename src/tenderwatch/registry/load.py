"""Loading a registry: every file, every fault, and the sound records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tenderwatch.errors import UnreadableError
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.problems import Place, Problem
from tenderwatch.registry.cache import compiled
from tenderwatch.registry.files import Listing, read_bytes, registry_files
from tenderwatch.registry.layers import Layer
from tenderwatch.registry.model import Registry

if TYPE_CHECKING:
    from tenderwatch.registry.yaml_tree import Node

# A folder with less than this is read as soon as a copy of each of its files.
_WORTH_PARTS = 100_000
# From so many bytes on, asking the compiled copy for what an answer looks at is faster than loading all of it.
WORTH_ASKING = 4_000_000
_Files = list[tuple[str, bytes]]


class Loaded(NamedTuple):
    """The sound records, all faults in order of place, and whether nothing at all could be read."""

    registry: Registry
    problems: tuple[Problem, ...]
    unreadable: bool

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The faults that are errors."""
        return tuple(problem for problem in self.problems if problem.level == "error")

    @property
    def error_count(self) -> int:
        """How many faults are errors."""
        return len(self.errors)

    def prove(self) -> tuple[Problem, ...]:
        """All faults. A compiled copy that was asked is looked through as well, and taken away if it is damaged."""
        return self.problems

    @property
    def copies(self) -> list[str]:
        """The files that were not read, as they look like copies of others."""
        return [problem.place.file for problem in self.problems if problem.code == "conflict-copy"]


def load(path: Path) -> Loaded:
    """The registry at a path, a file or a folder. Raises UnreadableError if there is nothing to read."""
    return load_layers((Layer(str(path), path),))


def load_layers(layers: Sequence[Layer]) -> Loaded:
    """The registry in these layers, each over those before it. Raises as `load` does.

    A large one is asked and not loaded: see `tenderwatch.registry.store`. One rule decides.
    """
    listings = [registry_files(layer.path) for layer in layers]
    if sum(listing.size for listing in listings) >= WORTH_ASKING:
        from tenderwatch.registry.store.loading import load_stored

        if stored := load_stored(layers, listings, lambda: _load(layers, listings)):
            return stored
    return _load(layers, listings)


def _load(layers: Sequence[Layer], listings: Sequence[Listing]) -> Loaded:
    """The whole registry, from its text or the copy that carries it."""
    if len(layers) == 1:
        files, problems, unread = _files(layers[0].path, listings[0])
        return _with(load_files(files, str(layers[0].path)), problems, unread)
    files = []
    problems, unread = [], []
    names: dict[str, str] = {}
    for layer, listing in zip(layers, listings, strict=True):
        held, faults, closed = _files(layer.path, listing)
        files, problems, unread = files + held, problems + faults, unread + closed
        names |= {name: layer.name for name, _ in held}
    # Which file is of which layer is a part of what the compiled copy was made from.
    mark = ("\0".join(names.values()), b"")
    folder = str(layers[-1].path)
    loaded = compiled("layers", Loaded, [*files, mark], lambda: _parse(files, folder, names))
    return _with(loaded, problems, unread)


def load_files(files: _Files, name: str) -> Loaded:
    """The registry in these files, each a name to show and its bytes; `name` is shown if there are none."""
    return compiled("registry", Loaded, files, lambda: _parse(files, name))


def load_with_places(layers: Sequence[Layer]) -> tuple[Loaded, dict[str, Place]]:
    """The registry, and where the evidence of each contract stands. Raises as `load` does."""
    from tenderwatch.registry.parse import evidence_places

    places: dict[str, Place] = {}
    for layer in layers:
        places |= evidence_places(_files(layer.path, registry_files(layer.path))[0])
    return load_layers(layers), places


def _files(path: Path, listing: Listing) -> tuple[_Files, list[Problem], list[str]]:
    """The files that could be read, the faults of those that could not, and their names."""
    files: _Files = []
    problems, unread = [*listing.problems], [*listing.unread]
    for file in listing.files:
        try:
            files.append((str(file), read_bytes(file)))
        except UnreadableError as error:
            if file == path:
                raise
            problems.append(Problem(Place(str(file)), "unreadable", str(error), error.hint))
            unread.append(str(file))
    return files, problems, unread


def _with(loaded: Loaded, problems: list[Problem], unread: list[str]) -> Loaded:
    """The registry with what could not even be opened."""
    if not problems:
        return loaded
    registry = loaded.registry
    registry.unread += tuple(unread)
    registry.faulty += tuple(unread)
    missing = tuple(problem for problem in loaded.problems if problem.code != "no-files" or not unread)
    return loaded._replace(problems=tuple(sorted((*missing, *problems))))


def _parse(files: _Files, folder: str, layers: dict[str, str] | None = None) -> Loaded:
    # YAML, the format's table and the checks are imported only when there is no compiled copy.
    from tenderwatch.registry.collecting import no_collection
    from tenderwatch.registry.parse import parse_files

    if len(files) < 2 or sum(len(data) for _, data in files) < _WORTH_PARTS:
        return Loaded(*parse_files(files, folder, layers))
    with no_collection():
        return _parse_parts(files, folder, layers)


def _parse_parts(files: _Files, folder: str, layers: dict[str, str] | None) -> Loaded:
    """As `_parse`, with a compiled copy of each file."""
    from tenderwatch.registry.parse import join, trees_of
    from tenderwatch.registry.part import Part, read_part

    trees: dict[str, Node | None] = {}

    def part_of(name: str, data: bytes) -> Part:
        part, trees[name] = read_part(name, data)
        return part

    parts = [
        compiled("part", Part, [(name, data)], lambda name=name, data=data: part_of(name, data))  # type: ignore[misc]
        for name, data in files
    ]
    return Loaded(*join(parts, folder, trees_of(files, trees), layers))
