"""Registry text to values: decode, walk, bind, check. Every fault is collected, none is raised."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from tenderwatch.problems import Place, Problem
from tenderwatch.registry.binding import Bound, bind
from tenderwatch.registry.checks import check_bound
from tenderwatch.registry.decoding import decode
from tenderwatch.registry.model import Registry
from tenderwatch.registry.yaml_tree import Mapping, read_tree


def parse_files(files: list[tuple[str, bytes]], folder: str) -> tuple[Registry, tuple[Problem, ...], bool]:
    """The sound records of these files, every fault, and whether nothing at all could be read.

    Each file is a name to show and its bytes; `folder` is named if there are none.
    """
    with _no_collection():
        return _parse(files, folder)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Reading makes many values and no rubbish: collecting meanwhile finds nothing and takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def evidence_places(files: list[tuple[str, bytes]]) -> dict[str, Place]:
    """Where the evidence of each contract stands, by the contract's id."""
    bound, _ = _bind_all(files)
    return {entry.id: bound.place(entry, "evidence") for entry in bound.entries["contracts"].values()}


def _bind_all(files: list[tuple[str, bytes]]) -> tuple[Bound, int]:
    """What all files hold together, before the checks, and how many of them hold nothing that can be read."""
    bound = Bound()
    unread = 0
    for name, data in files:
        text, problems = decode(data, name)
        bound.problems += problems
        tree = None
        if text is not None:
            tree, problems = read_tree(text, name)
            bound.problems += problems
        if tree is None:
            unread += 1
            if text is not None and not problems:
                hint = "a registry begins with `edition:` and a list of `contracts:`"
                bound.problems.append(Problem(Place(name), "empty", "the file holds no data", hint))
        else:
            bind(tree, name, bound)
            unread += not isinstance(tree, Mapping)
    return bound, unread


def _parse(files: list[tuple[str, bytes]], folder: str) -> tuple[Registry, tuple[Problem, ...], bool]:
    bound, unread = _bind_all(files)
    if not files:
        hint = "put registry files that end in .yaml there, or name another folder"
        bound.problems.append(Problem(Place(folder), "no-files", "there is no YAML file in this folder", hint))
    elif unread < len(files) and bound.edition_place is None:
        hint = "add `edition: YYYY-MM-DD`, the day the data was last agreed"
        bound.problems.append(Problem(Place(files[0][0]), "missing-key", "the registry has no `edition`", hint))
    found, spoilt = check_bound(bound)
    bound.problems += found
    return bound.registry(spoilt), tuple(sorted(bound.problems)), unread == len(files)
