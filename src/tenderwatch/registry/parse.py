"""The files of a registry to its values: each file read, the records put together, and compared with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Mapping_
from datetime import date
from typing import Any

from tenderwatch.problems import Place, Problem
from tenderwatch.registry.checks import Whole, across
from tenderwatch.registry.checks.contradictions import READINGS, Contradiction, read_carefully
from tenderwatch.registry.collecting import no_collection
from tenderwatch.registry.format.sections import RECORDS
from tenderwatch.registry.json_lines import is_lines
from tenderwatch.registry.layers import drift
from tenderwatch.registry.model import Registry
from tenderwatch.registry.part import Entry, Part, place_in, read_part, tree_of
from tenderwatch.registry.yaml_tree import Mapping, Node, Scalar, Sequence, data_of

# Finds the tree of a file, by the file's name.
Trees = Callable[[str], Node | None]


@no_collection()
def parse_files(
    files: list[tuple[str, bytes]], folder: str, layers: Mapping_[str, str] | None = None
) -> tuple[Registry, tuple[Problem, ...], bool]:
    """The sound records of these files, every fault, and whether nothing at all could be read.

    Each file is a name to show and its bytes; `folder` is named if there are none.
    """
    read = [read_part(name, data) for name, data in files]
    trees = {part.file: root for part, root in read}
    return join([part for part, _ in read], folder, trees_of(files, trees), layers)


def trees_of(files: Iterable[tuple[str, bytes]], known: dict[str, Node | None]) -> Trees:
    """Finds the trees of these files: those that are `known`, and the rest when they are asked for."""
    held = dict(files)

    def tree(name: str) -> Node | None:
        if known.get(name) is None:
            known[name] = tree_of(name, held[name])
        return known[name]

    return tree


def join(
    parts: list[Part], folder: str, trees: Trees, layers: Mapping_[str, str] | None = None
) -> tuple[Registry, tuple[Problem, ...], bool]:
    """The parts as one registry, as `parse_files` gives it. `trees` are asked only where a fault needs a place.

    `layers` names the layer of each file, by the file's name; a later layer's records take the place of earlier ones.
    """
    joined = _Joined(trees, layers or {})
    for part in parts:
        joined.add(part)
    read = [part for part in parts if part.read]
    if not parts:
        hint = "put registry files that end in .yaml or .jsonl there, or name another folder"
        joined.problems.append(Problem(Place(folder), "no-files", "there is no registry file in this folder", hint))
    elif read and not joined.edition_places:
        hint = "add `edition: YYYY-MM-DD`, the day the data was last updated"
        joined.problems.append(Problem(Place(parts[0].file), "missing-key", "the registry has no `edition`", hint))
    joined.check()
    return joined.registry(), tuple(sorted(joined.problems)), not read


class _Joined:
    """Puts the parts of a registry together, and finds what is wrong between them."""

    def __init__(self, trees: Trees, layers: Mapping_[str, str]) -> None:
        self.trees, self.layers = trees, layers
        # Records that one of a later layer has taken the place of, by section and id.
        self.beneath: dict[tuple[str, str], tuple[str, Entry]] = {}
        self.nodes: dict[str, dict[tuple[int, int], Mapping]] = {}
        self.edition: date | None = None
        self.edition_places: dict[str, Place] = {}
        self.entries: dict[str, dict[str, tuple[str, Entry]]] = {section: {} for section in RECORDS}
        self.left_out: list[str] = []
        self.torn: set[str] = set()
        self.nameless: list[str] = []
        self.unread: list[str] = []
        self.problems: list[Problem] = []
        self.contradictions: dict[str, tuple[Contradiction, ...]] = {}

    def add(self, part: Part) -> None:
        self.problems += part.problems
        self.nameless += part.nameless
        if not part.whole:
            self.unread.append(part.file)
        if part.edition_place:
            layer = self.layers.get(part.file, "")
            if layer in self.edition_places:
                message = f"the edition is written twice (first at {self.edition_places[layer]})"
                self.problems.append(Problem(part.edition_place, "duplicate-key", message, "keep it in one file"))
            else:
                self.edition_places[layer] = part.edition_place
                self.edition = max(filter(None, (self.edition, part.edition)), default=None)
        for entry in part.entries:
            others = self.entries[entry.section]
            if entry.id not in others:
                others[entry.id] = part.file, entry
                continue
            if self.layers.get(others[entry.id][0]) != self.layers.get(part.file):
                self.beneath[entry.section, entry.id] = others[entry.id]
                others[entry.id] = part.file, entry
                continue
            self._twice(part.file, entry)

    def _twice(self, file: str, entry: Entry) -> None:
        """A second record with an id. Of two contracts that say different things neither is used: which one is true
        is not for the name of a file to decide."""
        other = self.entries[entry.section][entry.id]
        message = f"'{entry.id}' is already the id of a record at {self.place(*other, 'id')}"
        hint = "give one of them another id"
        if entry.section == "contracts":
            self.nameless.append(f"{file}:{entry.line}")
            if entry.value != other[1].value:
                self.torn.add(entry.id)
                message += ", which says something else"
                hint = "if it is the same contract, keep what is true in one record; until then neither is used"
        self.problems.append(Problem(self.place(file, entry, "id"), "duplicate-id", message, hint))

    def check(self) -> None:
        records = {
            section: {name: entry.value for name, (_, entry) in others.items()}
            for section, others in self.entries.items()
        }
        errors = any(problem.level == "error" for problem in self.problems)
        whole = Whole(records, self.edition, complete=not errors)
        for section, others in self.entries.items():
            for name, (file, entry) in others.items():
                faulty, contradictions = not entry.sound, list(entry.contradictions)
                if entry.value is not None:
                    for check, finding in across(section, entry.value, whole, in_part=entry.in_part):
                        place = self.place(file, entry, finding.key, finding.item)
                        problem = Problem(place, check.code, finding.message, finding.hint, check.level)
                        self.problems.append(problem)
                        if check.level == "error":
                            faulty = faulty or check.code not in READINGS
                            contradictions.append(Contradiction(check.code, finding.item, finding.message))
                if section != "contracts":
                    continue
                if faulty or name in self.torn:
                    self.left_out.append(name)
                elif contradictions:
                    self.contradictions[name] = tuple(contradictions)
        self._compare_layers()

    def _compare_layers(self) -> None:
        """What has come apart between the records of a later layer and those that they were taken over from."""
        lowest = next(iter(self.layers.values()), "")
        for section, name, file, entry in [
            (section, name, *where) for section, others in self.entries.items() for name, where in others.items()
        ]:
            if entry.value is None or self.layers.get(file, lowest) == lowest:
                continue
            beneath = self.beneath.get((section, name))
            data = data_of(self._node(*beneath)) if beneath else None
            for code, message, hint, level in drift(name, entry.value.taken_over, data):
                place = self.place(file, entry, "taken_over" if entry.value.taken_over else "id")
                self.problems.append(Problem(place, code, message, hint, level))

    def _node(self, file: str, entry: Entry) -> Mapping | None:
        if file not in self.nodes:
            root = self.trees(file)
            listed = [_items(root, section) for section in RECORDS]
            self.nodes[file] = {(node.line, node.column): node for nodes in listed for node in nodes}
        return self.nodes[file].get((entry.line, entry.column))

    def place(self, file: str, entry: Entry, key: str | None = None, item: int | None = None) -> Place:
        node = self._node(file, entry)
        return place_in(file, node, key, item) if node else Place(file, entry.line, entry.column)

    def registry(self) -> Registry:
        values: dict[str, dict[str, Any]] = {
            section: {name: entry.value for name, (_, entry) in others.items() if entry.sound}
            for section, others in self.entries.items()
        }
        for name in self.left_out:
            values["contracts"].pop(name, None)
        for name, found in self.contradictions.items():
            values["contracts"][name] = read_carefully(values["contracts"][name], found)
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
            contradictory=tuple(self.contradictions),
            coverage=tuple(values["coverage"].values()),
            events=tuple(values["events"].values()),
            layers={
                name: self.layers[file]
                for name, (file, _) in self.entries["contracts"].items()
                if len(set(self.layers.values())) > 1 and name in values["contracts"]
            },
            imported=frozenset(
                name
                for name, (file, _) in self.entries["contracts"].items()
                if is_lines(file) and name in values["contracts"]
            ),
        )


def evidence_places(files: Iterable[tuple[str, bytes]]) -> dict[str, Place]:
    """Where the evidence of each contract stands, by the contract's id."""
    found: dict[str, Place] = {}
    for name, data in files:
        for node in _items(tree_of(name, data), "contracts"):
            _, mark = node.pairs.get("id", (None, None))
            if isinstance(mark, Scalar):
                found.setdefault(mark.text, place_in(name, node, "evidence"))
    return found


def _items(root: Node | None, section: str) -> list[Mapping]:
    """The records in the list of a section."""
    listed = root.pairs[section][1] if isinstance(root, Mapping) and section in root.pairs else None
    return [node for node in listed.items if isinstance(node, Mapping)] if isinstance(listed, Sequence) else []
