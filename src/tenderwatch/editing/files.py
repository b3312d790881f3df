"""The files of a registry as an edit sees them, and what is looked up in them before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tenderwatch.errors import UsageError
from tenderwatch.problems import Place, Problem, did_you_mean
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.format.sections import SECTIONS
from tenderwatch.registry.model import Contract, Registry
from tenderwatch.registry.parse import join, no_collection
from tenderwatch.registry.part import part_of
from tenderwatch.registry.yaml_tree import Data, Mapping, Node, Sequence, data_of, read_tree

# The sections that hold records.
LISTS = tuple(section for section in SECTIONS if section != "edition")
# Faults that leave a text as it can be edited: all others hide from the tree what stands in the text.
_HARMLESS = ("control-character",)


@dataclass(frozen=True)
class File:
    """One file of a registry: the name to show, its text with line ends as they are, and a mark before it, if any.

    It is read once, when it is first asked what it holds.
    """

    name: str
    text: str
    mark: bool = False

    @cached_property
    def tree(self) -> tuple[Node | None, list[Problem]]:
        """The tree of the text, with characters, and what is wrong with it as YAML."""
        with no_collection():
            return read_tree(self.text, self.name, spans=True)

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
    """All files of a registry."""

    files: tuple[File, ...]

    @cached_property
    def checked(self) -> tuple[Registry, tuple[Problem, ...]]:
        """The sound records, and every fault as `check` finds it."""
        with no_collection():
            parts = [part_of(file.name, *file.tree) for file in self.files]
            registry, problems, _ = join(parts, "", {file.name: file.tree[0] for file in self.files}.get)
            return registry, problems

    def having(self, section: str, name: str) -> File | None:
        """The file that has the record with this id."""
        return next((file for file in self.files if name in file.numbers[section]), None)

    def sections_with(self, name: str) -> list[str]:
        """The sections that have a record with this id."""
        return [section for section in LISTS if self.having(section, name)]

    def draft(self, section: str, name: str) -> Draft:
        """The record with this id, as it stands. Raises UsageError with the nearest ids."""
        file = self.having(section, name)
        node = file.record(section, name) if file else None
        record = data_of(node)
        if isinstance(record, dict):
            return Draft.of(section, record)
        word = {"authorities": "authority", "coverage": "look"}.get(section, section.removesuffix("s"))
        broken = ", ".join(file.name for file in self.files if file.root is None)
        hint = f"{broken} cannot be read: run `tenderwatch check`" if broken else "`tenderwatch list` shows every id"
        known = [known for file in self.files for known in file.numbers[section]]
        raise UsageError(f"there is no {word} '{name}'", did_you_mean(name, known) or hint)

    def contract(self, name: str) -> Contract:
        """One contract as it is read. Raises UsageError if it has faults."""
        contract = self.checked[0].by_id.get(name)
        if contract is None:
            raise UsageError(f"the record '{name}' has faults", "run `tenderwatch check`, and correct them first")
        return contract

    def of_lead(self, lead: str) -> str:
        """The name of the last file with a contract that this authority leads; empty if none has one."""
        having = (
            file.name
            for file in reversed(self.files)
            if any(file.value("contracts", name, "lead") == lead for name in file.numbers["contracts"])
        )
        return next(having, "")

    def titles(self) -> dict[str, str]:
        """The titles of the sources, by id."""
        return {
            name: file.value("sources", name, "title")
            for file in reversed(self.files)
            for name in file.numbers["sources"]
        }

    @property
    def edition_file(self) -> File | None:
        """The file that holds the edition."""
        return next((file for file in self.files if file.root and "edition" in file.root.pairs), None)

    @property
    def edition(self) -> str:
        """The edition as written; empty if it is not."""
        file = self.edition_file
        return str(data_of(file.root.pairs["edition"][1])) if file and file.root else ""

    def changes(self, after: Files) -> Iterator[tuple[File, File]]:
        """Each file that another state of the same files has otherwise, before and after."""
        return ((old, new) for old, new in zip(self.files, after.files, strict=True) if old.text != new.text)

    def record_at(self, place: Place) -> tuple[str, str]:
        """Section and id of the record that a place stands in; empty if it stands in none."""
        for file in self.files:
            for section in LISTS if file.name == place.file else ():
                for name, number in reversed(file.numbers[section].items()):
                    record = file.records(section)[number]
                    if record.line <= place.line and place.line <= record.line + _lines(file.text, record):
                        return section, name
        return "", ""


def _lines(text: str, node: Node) -> int:
    return len(text[node.start : node.end].splitlines())


def meant(file: File) -> dict[str, Data]:
    """What a file says, to be changed into what it is to say."""
    return {key: data_of(value) for key, (_, value) in file.root.pairs.items()} if file.root else {}
