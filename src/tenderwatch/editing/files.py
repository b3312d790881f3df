"""The files of a registry as an edit sees them, and what is looked up in them before anything is changed."""

from functools import lru_cache
from typing import NamedTuple

from tenderwatch.editing.draft import Draft
from tenderwatch.editing.spans import Data, Mapping, Node, NotEditableError, Sequence, data_of, spans
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean
from tenderwatch.registry.format.sections import SECTIONS

# The sections that hold records.
LISTS = tuple(section for section in SECTIONS if section != "edition")


class File(NamedTuple):
    """One file of a registry: the name to show, its text with line ends as they are, and a mark before it, if any."""

    name: str
    text: str
    mark: bool = False


def root_of(file: File) -> Mapping | None:
    """The sections of a file; None where it has none, or cannot be edited."""
    tree = tree_of(file.text)
    return tree if isinstance(tree, Mapping) else None


@lru_cache(maxsize=64)
def tree_of(text: str) -> Node | None:
    """The tree of a text, None where it cannot be edited. One edit asks for the same text many times."""
    try:
        return spans(text)
    except NotEditableError:
        return None


def records_in(file: File, section: str) -> list[Data]:
    """What stands in the list of a section, in a file."""
    root = root_of(file)
    node = root.pairs[section][1] if root and section in root.pairs else None
    return [data_of(item) for item in node.items] if isinstance(node, Sequence) else []


def draft_of(files: tuple[File, ...], section: str, name: str) -> Draft:
    """The record with this id, as it stands. Raises UsageError with the nearest ids."""
    known: list[str] = []
    for _, record in _records(files, section):
        if record.get("id") == name:
            return Draft(section, name, record)
        known.append(str(record.get("id", "")))
    word = {"authorities": "authority", "coverage": "look"}.get(section, section.removesuffix("s"))
    broken = ", ".join(file.name for file in files if tree_of(file.text) is None)
    hint = f"{broken} cannot be read: run `tenderwatch check`" if broken else "`tenderwatch list` shows every id"
    raise UsageError(f"there is no {word} '{name}'", did_you_mean(name, known) or hint)


def sections_with(files: tuple[File, ...], name: str) -> list[str]:
    """The sections that have a record with this id."""
    return [section for section in LISTS if file_of(files, section, name)]


def file_of(files: tuple[File, ...], section: str, name: str) -> str:
    """The name of the file that has the record with this id; empty if none has."""
    return next((file.name for file, record in _records(files, section) if record.get("id") == name), "")


def file_of_lead(files: tuple[File, ...], lead: str) -> str:
    """The name of the last file with a contract that this authority leads; empty if none has one."""
    names = [file.name for file, record in _records(files, "contracts") if record.get("lead") == lead]
    return names[-1] if names else ""


def titles_of(files: tuple[File, ...]) -> dict[str, str]:
    """The titles of the sources, by id."""
    return {str(record.get("id")): str(record.get("title")) for _, record in _records(files, "sources")}


def edition_file(files: tuple[File, ...]) -> str:
    """The name of the file that holds the edition; empty if none does."""
    return next((file.name for file in files if (root := root_of(file)) and "edition" in root.pairs), "")


def edition_of(files: tuple[File, ...]) -> str:
    """The edition as written; empty if it is not."""
    roots = (root for file in files if (root := root_of(file)))
    return next((str(data_of(root.pairs["edition"][1])) for root in roots if "edition" in root.pairs), "")


def _records(files: tuple[File, ...], section: str) -> list[tuple[File, dict[str, Data]]]:
    return [(file, item) for file in files for item in records_in(file, section) if isinstance(item, dict)]
