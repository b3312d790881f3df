"""The files of a registry to its values: each file read, the records put together, and compared with each other."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from tenderwatch.problems import Place, Problem
from tenderwatch.registry.checks import Whole, across
from tenderwatch.registry.decoding import decode
from tenderwatch.registry.model import Registry
from tenderwatch.registry.part import RECORDS, Entry, Part, place_in, read_part
from tenderwatch.registry.yaml_tree import Mapping, Node, Scalar, Sequence, read_tree

# Finds the tree of a file, by the file's name.
Trees = Callable[[str], Node | None]


def parse_files(files: list[tuple[str, bytes]], folder: str) -> tuple[Registry, tuple[Problem, ...], bool]:
    """The sound records of these files, every fault, and whether nothing at all could be read.

    Each file is a name to show and its bytes; `folder` is named if there are none.
    """
    with no_collection():
        read = [read_part(name, data) for name, data in files]
        trees = {part.file: root for part, root in read}
        return join([part for part, _ in read], folder, trees.get)


@contextmanager
def no_collection() -> Iterator[None]:
    """Reading makes many values and no rubbish: collecting meanwhile finds nothing and takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def join(parts: list[Part], folder: str, trees: Trees) -> tuple[Registry, tuple[Problem, ...], bool]:
    """The parts as one registry, as `parse_files` gives it. `trees` are asked only where a fault needs a place."""
    joined = _Joined(trees)
    for part in parts:
        joined.add(part)
    read = [part for part in parts if part.read]
    if not parts:
        hint = "put registry files that end in .yaml there, or name another folder"
        joined.problems.append(Problem(Place(folder), "no-files", "there is no YAML file in this folder", hint))
    elif read and joined.edition_place is None:
        hint = "add `edition: YYYY-MM-DD`, the day the data was last updated"
        joined.problems.append(Problem(Place(parts[0].file), "missing-key", "the registry has no `edition`", hint))
    joined.check()
    return joined.registry(), tuple(sorted(joined.problems)), not read


class _Joined:
    """Puts the parts of a registry together, and finds what is wrong between them."""

    def __init__(self, trees: Trees) -> None:
        self.trees = trees
        self.nodes: dict[str, dict[tuple[int, int], Mapping]] = {}
        self.edition: date | None = None
        self.edition_place: Place | None = None
        self.entries: dict[str, dict[str, tuple[str, Entry]]] = {section: {} for section in RECORDS}
        self.left_out: list[str] = []
        self.nameless: list[str] = []
        self.unread: list[str] = []
        self.problems: list[Problem] = []

    def add(self, part: Part) -> None:
        self.problems += part.problems
        self.nameless += part.nameless
        if not part.whole:
            self.unread.append(part.file)
        if part.edition_place:
            if self.edition_place:
                message = f"the edition is written twice (first at {self.edition_place})"
                self.problems.append(Problem(part.edition_place, "duplicate-key", message, "keep it in one file"))
            else:
                self.edition, self.edition_place = part.edition, part.edition_place
        for entry in part.entries:
            others = self.entries[entry.section]
            if entry.id not in others:
                others[entry.id] = part.file, entry
                continue
            first = self.place(*others[entry.id], "id")
            message = f"'{entry.id}' is already the id of a record at {first}"
            place = self.place(part.file, entry, "id")
            self.problems.append(Problem(place, "duplicate-id", message, "give one of them another id"))
            if entry.section == "contracts":
                self.nameless.append(f"{part.file}:{entry.line}")

    def check(self) -> None:
        records = {
            section: {name: entry.value for name, (_, entry) in others.items()}
            for section, others in self.entries.items()
        }
        errors = any(problem.level == "error" for problem in self.problems)
        whole = Whole(records, self.edition, complete=not errors)
        for section, others in self.entries.items():
            for name, (file, entry) in others.items():
                faulty = not entry.sound
                if entry.value is not None:
                    for check, finding in across(section, entry.value, whole, in_part=entry.in_part):
                        place = self.place(file, entry, finding.key, finding.item)
                        problem = Problem(place, check.code, finding.message, finding.hint, check.level)
                        self.problems.append(problem)
                        faulty = faulty or check.level == "error"
                if faulty and section == "contracts":
                    self.left_out.append(name)

    def place(self, file: str, entry: Entry, key: str | None = None, item: int | None = None) -> Place:
        if file not in self.nodes:
            root = self.trees(file)
            listed = [_items(root, section) for section in RECORDS]
            self.nodes[file] = {(node.line, node.column): node for nodes in listed for node in nodes}
        node = self.nodes[file].get((entry.line, entry.column))
        return place_in(file, node, key, item) if node else Place(file, entry.line, entry.column)

    def registry(self) -> Registry:
        values: dict[str, dict[str, Any]] = {
            section: {name: entry.value for name, (_, entry) in others.items() if entry.sound}
            for section, others in self.entries.items()
        }
        for name in self.left_out:
            values["contracts"].pop(name, None)
        sources = values["sources"].values()
        newest = max((source.read for source in sources), default=date(1970, 1, 1))
        return Registry(
            edition=self.edition or newest,
            portals=values["portals"],
            authorities=values["authorities"],
            sources=values["sources"],
            contracts=tuple(values["contracts"].values()),
            faulty=tuple(self.left_out + self.nameless + self.unread),
            unread=tuple(self.unread),
            coverage=tuple(values["coverage"].values()),
            events=tuple(values["events"].values()),
        )


def evidence_places(files: Iterable[tuple[str, bytes]]) -> dict[str, Place]:
    """Where the evidence of each contract stands, by the contract's id."""
    found: dict[str, Place] = {}
    for name, data in files:
        text, _ = decode(data, name)
        for node in _items(read_tree(text, name)[0] if text is not None else None, "contracts"):
            _, mark = node.pairs.get("id", (None, None))
            if isinstance(mark, Scalar):
                found.setdefault(mark.text, place_in(name, node, "evidence"))
    return found


def _items(root: Node | None, section: str) -> list[Mapping]:
    """The records in the list of a section."""
    listed = root.pairs[section][1] if isinstance(root, Mapping) and section in root.pairs else None
    return [node for node in listed.items if isinstance(node, Mapping)] if isinstance(listed, Sequence) else []
