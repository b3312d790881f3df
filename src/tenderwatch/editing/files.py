"""The files of a registry as an edit sees them, and what is looked up in them before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tenderwatch.errors import UsageError
from tenderwatch.problems import Place, Problem, did_you_mean
from tenderwatch.registry.collecting import no_collection
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.format.sections import SECTIONS
from tenderwatch.registry.json_lines import is_lines, read_any
from tenderwatch.registry.layers import content_hash
from tenderwatch.registry.model import Contract, Registry
from tenderwatch.registry.parse import join
from tenderwatch.registry.part import part_of
from tenderwatch.registry.yaml_tree import Data, Mapping, Node, Sequence, data_of, read_tree
from tenderwatch.text import listing

# The sections that hold records.
LISTS = tuple(section for section in SECTIONS if section != "edition")
# Faults that leave a text as it can be edited: all others hide from the tree what stands in the text.
_HARMLESS = ("control-character",)
_MOVE = "move what is in its line into a YAML file of the registry, as an item of its list; `fmt` lays it out"


@dataclass(frozen=True)
class File:
    """One file of a registry: the name to show, its text with line ends as they are, and a mark before it, if any.

    `layer` names the layer that it belongs to, where a registry has several. It is read once, when it is first asked
    what it holds.
    """

    name: str
    text: str
    mark: bool = False
    layer: str = ""

    @cached_property
    def tree(self) -> tuple[Node | None, list[Problem]]:
        """The tree of the text, with characters, and what is wrong with it as YAML."""
        with no_collection():
            if is_lines(self.name):
                return read_any(self.text, self.name)
            return read_tree(self.text, self.name, spans=True)

    @property
    def data(self) -> bytes:
        """The bytes that the file has on disk."""
        return (b"\xef\xbb\xbf" if self.mark else b"") + self.text.encode()

    @property
    def root(self) -> Mapping | None:
        """The sections of the file; None where it has none, or cannot be edited."""
        root, problems = self.tree
        sound = all(problem.code in _HARMLESS for problem in problems)
        return root if sound and isinstance(root, Mapping) else None

    @cached_property
    def numbers(self) -> dict[str, dict[str, int]]:
        """Where in the list of its section a record stands, by section and id; the first of that id."""
        found: dict[str, dict[str, int]] = {section: {} for section in LISTS}
        for section in LISTS:
            for number, record in enumerate(self.records(section)):
                if isinstance(record, Mapping) and "id" in record.pairs:
                    found[section].setdefault(str(data_of(record.pairs["id"][1])), number)
        return found

    @cached_property
    def leads(self) -> frozenset[str]:
        """The authorities that lead its contracts."""
        return frozenset(self.value("contracts", name, "lead") for name in self.numbers["contracts"])

    @property
    def edition_written(self) -> str:
        """The edition as this file states it; empty if it does not."""
        return str(data_of(self.root.pairs["edition"][1])) if self.root and "edition" in self.root.pairs else ""

    def records(self, section: str) -> list[Node]:
        """What stands in the list of a section."""
        root = self.root
        listed = root.pairs[section][1] if root and section in root.pairs else None
        return listed.items if isinstance(listed, Sequence) else []

    def record(self, section: str, name: str) -> Mapping | None:
        """The record with this id."""
        number = self.numbers[section].get(name)
        node = self.records(section)[number] if number is not None else None
        return node if isinstance(node, Mapping) else None

    def value(self, section: str, name: str, key: str) -> str:
        """What stands behind a key of a record, as text; empty if nothing does."""
        node = self.record(section, name)
        return str(data_of(node.pairs[key][1])) if node and key in node.pairs else ""


@dataclass(frozen=True)
class Files:
    """All files of a registry that may be changed, and those `below`, whose records it can use.

    Below are the files of the layers beneath it, and its own of JSON Lines, which imports write and edits do not.
    """

    files: tuple[File, ...]
    below: tuple[File, ...] = ()

    @cached_property
    def checked(self) -> tuple[Registry, tuple[Problem, ...]]:
        """The sound records, and every fault as `check` finds it."""
        with no_collection():
            every = (*self.below, *self.files)
            parts = [part_of(file.name, *file.tree) for file in every]
            layers = {file.name: file.layer for file in every} if self.below else {}
            registry, problems, _ = join(parts, "", {file.name: file.tree[0] for file in every}.get, layers)
            return registry, problems

    def having(self, section: str, name: str) -> File | None:
        """The file that has the record with this id."""
        return next((file for file in self.files if name in file.numbers[section]), None)

    def beneath(self, section: str, name: str) -> File | None:
        """The file of the layers beneath that has the record with this id: of the last such layer."""
        return next((file for file in reversed(self.below) if name in file.numbers[section]), None)

    def knows(self, section: str, name: str) -> bool:
        """Whether there is a record with this id, in any layer."""
        return bool(self.having(section, name) or self.beneath(section, name))

    def sections_with(self, name: str) -> list[str]:
        """The sections that have a record with this id, in any layer."""
        return [section for section in LISTS if self.knows(section, name)]

    def draft(self, section: str, name: str) -> Draft:
        """The record with this id, as it stands; one of a layer beneath as it is to be taken over from there.

        Raises UsageError with the nearest ids.
        """
        twice = [file.name for file in self.files if name in file.numbers[section]]
        if len(twice) > 1:
            message = f"'{name}' is in {listing(twice)}"
            raise UsageError(message, "keep what is true in one of them, and delete the record from the others")
        file = self.having(section, name)
        record = data_of(file.record(section, name) if file else None)
        if isinstance(record, dict):
            return Draft.of(section, record)
        lower = self.beneath(section, name)
        record = data_of(lower.record(section, name) if lower else None)
        if lower and lower.layer == self.files[0].layer:
            raise UsageError(f"'{name}' is in {lower.name}, which was imported and is not edited", _MOVE)
        if lower and isinstance(record, dict):
            return self._taken_over(section, record, lower)
        word = {"authorities": "authority", "coverage": "look"}.get(section, section.removesuffix("s"))
        broken = ", ".join(file.name for file in self.files if file.root is None)
        hint = f"{broken} cannot be read: run `tenderwatch check`" if broken else "`tenderwatch list` shows every id"
        known = [known for file in (*self.files, *self.below) for known in file.numbers[section]]
        raise UsageError(f"there is no {word} '{name}'", did_you_mean(name, known) or hint)

    def _taken_over(self, section: str, record: dict[str, Data], lower: File) -> Draft:
        same = Files(tuple(file for file in self.below if file.layer == lower.layer))
        taken = record | {"taken_over": {"edition": same.edition, "hash": content_hash(record)}}
        return Draft(section, taken, taken=taken, beside=self.of_lead(str(record.get("lead", ""))))

    def contract(self, name: str) -> Contract:
        """One contract as it is read. Raises UsageError if it has faults."""
        registry, _ = self.checked
        contract = registry.by_id.get(name)
        if contract is None or name in registry.contradictory:
            raise UsageError(f"the record '{name}' has faults", "run `tenderwatch check`, and correct them first")
        return contract

    def of_lead(self, lead: str) -> str:
        """The name of the last file with a contract that this authority leads; empty if none has one."""
        return next((file.name for file in reversed(self.files) if lead in file.leads), "")

    def titles(self) -> dict[str, str]:
        """The titles of the sources, by id."""
        return {
            name: file.value("sources", name, "title")
            for file in (*self.below, *reversed(self.files))
            for name in file.numbers["sources"]
        }

    @property
    def edition_file(self) -> File | None:
        """The file that holds the edition."""
        return next((file for file in self.files if file.edition_written), None)

    @property
    def edition(self) -> str:
        """The edition as written; empty if it is not."""
        file = self.edition_file
        return file.edition_written if file else ""

    def changes(self, after: Files) -> Iterator[tuple[File, File]]:
        """Each file that another state of the same files has otherwise, before and after."""
        return ((old, new) for old, new in zip(self.files, after.files, strict=True) if old.text != new.text)

    def record_at(self, place: Place) -> tuple[str, str]:
        """Section and id of the record that a place stands in; empty if it stands in none."""
        for file in self.files:
            for section in LISTS if file.name == place.file else ():
                for name, number in reversed(file.numbers[section].items()):
                    record = file.records(section)[number]
                    lines = len(file.text[record.start : record.end].splitlines())
                    if record.line <= place.line <= record.line + lines:
                        return section, name
        return "", ""


def meant(file: File) -> dict[str, Data]:
    """What a file says, to be changed into what it is to say."""
    return {key: data_of(value) for key, (_, value) in file.root.pairs.items()} if file.root else {}
