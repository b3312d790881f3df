"""Drafts and new records into the texts of a registry, each proved by reading the text again.

An edit is spliced into the text where the parser found its place, the result is read again, and what it says is
compared with what was meant: the change, and nothing else. A text in which that fails is left alone.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tenderwatch.editing import splice
from tenderwatch.editing.draft import Change, Draft
from tenderwatch.editing.order import in_order, keys_of, kind_at
from tenderwatch.editing.spans import (
    Data,
    Mapping,
    Node,
    NotEditableError,
    Sequence,
    at,
    data_of,
    line_start,
    newline_of,
    next_line,
    spans,
)
from tenderwatch.errors import UsageError
from tenderwatch.problems import did_you_mean
from tenderwatch.reading.sections import SECTIONS

_BY_HAND = "change it by hand in an editor, then run `tenderwatch check`"
_LISTS = tuple(section for section in SECTIONS if section != "edition")


class File(NamedTuple):
    """One file of a registry: the name to show, its text with line ends as they are, and a mark before it, if any."""

    name: str
    text: str
    mark: bool = False


class Addition(NamedTuple):
    """A new record of a section, in the file of this name; where the section is best kept if that is empty."""

    section: str
    data: Data
    file: str = ""


def draft_of(files: tuple[File, ...], section: str, name: str) -> Draft:
    """The record with this id, as it stands. Raises UsageError with the nearest ids."""
    known: list[str] = []
    for file in files:
        for one in _records(_tree(file), section):
            if isinstance(one, dict):
                if one.get("id") == name:
                    return Draft(section, name, one)
                known.append(str(one.get("id", "")))
    word = {"authorities": "authority"}.get(section, section.removesuffix("s"))
    raise UsageError(f"there is no {word} '{name}'", did_you_mean(name, known) or "`tenderwatch list` shows every id")


def sections_with(files: tuple[File, ...], name: str) -> list[str]:
    """The sections that have a record with this id."""
    trees = [_tree(file) for file in files]
    return [
        section
        for section in _LISTS
        if any(isinstance(one, dict) and one.get("id") == name for tree in trees for one in _records(tree, section))
    ]


def titles_of(files: tuple[File, ...]) -> dict[str, str]:
    """The titles of the sources, by id."""
    sources = [one for file in files for one in _records(_tree(file), "sources") if isinstance(one, dict)]
    return {str(one.get("id")): str(one.get("title")) for one in sources}


def apply(files: tuple[File, ...], edits: tuple[Draft | Addition, ...]) -> tuple[File, ...]:
    """The files after these edits, in the order given. Raises UsageError where a place cannot be changed safely."""
    for edit in edits:
        files = _added(files, edit) if isinstance(edit, Addition) else _changed(files, edit)
    return files


def with_edition(files: tuple[File, ...], day: date) -> tuple[File, ...]:
    """The files with this edition, unless theirs is as late or later; written in the first file where none has one."""
    name = edition_file(files)
    file = next((one for one in files if _root(one) and name in ("", one.name)), None)
    if file is None or edition_of(files) >= day.isoformat():
        return files
    root = _root(file)
    assert root  # noqa: S101 - the file has just been chosen for it
    newline = newline_of(file.text)
    text = splice.put(file.text, root, "edition", day.isoformat(), tuple(SECTIONS), newline)
    meant = _meant(file) | {"edition": day.isoformat()}
    return _proved(files, file, text, meant)


def edition_file(files: tuple[File, ...]) -> str:
    """The name of the file that holds the edition; empty if none does."""
    return next((file.name for file in files if (root := _root(file)) and "edition" in root.pairs), "")


def edition_of(files: tuple[File, ...]) -> str:
    """The edition as written; empty if it is not."""
    return next(
        (str(data_of(root.pairs["edition"][1])) for file in files if (root := _root(file)) and "edition" in root.pairs),
        "",
    )


def _tree(file: File) -> Node | None:
    return _spans(file.text)


@lru_cache(maxsize=64)
def _spans(text: str) -> Node | None:
    """The tree of a text, None where it cannot be edited. One edit asks for the same text many times."""
    try:
        return spans(text)
    except NotEditableError:
        return None


def _root(file: File) -> Mapping | None:
    tree = _tree(file)
    return tree if isinstance(tree, Mapping) else None


def _records(tree: Node | None, section: str) -> list[Data]:
    node = tree.pairs[section][1] if isinstance(tree, Mapping) and section in tree.pairs else None
    return [data_of(one) for one in node.items] if isinstance(node, Sequence) else []


def _meant(file: File) -> dict[str, Data]:
    found = data_of(_tree(file))
    return found if isinstance(found, dict) else {}


def _proved(files: tuple[File, ...], file: File, text: str, meant: Data) -> tuple[File, ...]:
    """The files with this text in place of one, if the text says what is meant."""
    if data_of(_spans(text)) != meant:
        raise UsageError(f"{file.name} is written in a way that cannot be changed safely here", _BY_HAND)
    return tuple(one._replace(text=text) if one.name == file.name else one for one in files)


def _changed(files: tuple[File, ...], draft: Draft) -> tuple[File, ...]:
    """The files with one record as its draft has it. Only the record's own part of the text is looked at."""
    for file in files:
        root = _root(file)
        listed = root.pairs[draft.section][1] if root and draft.section in root.pairs else None
        for number, node in enumerate(listed.items if isinstance(listed, Sequence) else ()):
            if not (
                isinstance(node, Mapping) and data_of(node.pairs["id"][1] if "id" in node.pairs else None) == draft.name
            ):
                continue
            assert isinstance(listed, Sequence)  # noqa: S101 - it has items
            start, end = node.start, node.end
            if not listed.flow:
                start = line_start(file.text, splice.dash_of(file.text, listed, node))
                end = next_line(file.text, end)
            try:
                part = _spliced(file.text[start:end], draft, newline_of(file.text))
            except NotEditableError as error:
                raise UsageError(f"{file.name}: '{draft.name}' cannot be changed here: {error}", _BY_HAND) from None
            meant = _meant(file)
            records = meant[draft.section]
            assert isinstance(records, list)  # noqa: S101 - it is the list that was just walked
            meant[draft.section] = [*records[:number], draft.data, *records[number + 1 :]]
            return _proved(files, file, file.text[:start] + part + file.text[end:], meant)
    raise UsageError(f"there is no '{draft.name}' under `{draft.section}`", "`tenderwatch list` shows every id")


def _spliced(part: str, draft: Draft, newline: str) -> str:
    """The text of one record after every change of its draft, one after the other."""
    for change in draft.changes:
        tree = spans(part)
        record = tree.items[0] if isinstance(tree, Sequence) else tree
        if record is None:
            raise NotEditableError("it is empty")
        part = _one(part, record, change, draft.section, newline)
    return part


def _one(part: str, record: Node, change: Change, section: str, newline: str) -> str:
    *above, step = change.path
    parent = at(record, tuple(above))
    value = in_order(change.value, kind_at(section, change.path))
    if change.action == "remove":
        return splice.remove(part, parent, step)
    if isinstance(parent, Mapping) and isinstance(step, str):
        order = keys_of(kind_at(section, tuple(above)))
        return splice.put(part, parent, step, value, order, newline)
    if isinstance(parent, Sequence) and isinstance(step, int):
        if change.action == "insert":
            return splice.insert(part, parent, step, value, newline)
        if isinstance(value, str):
            return splice.put_item(part, parent, step, value, newline)
    raise NotEditableError(f"'{step}' has no place there")


def _added(files: tuple[File, ...], new: Addition) -> tuple[File, ...]:
    """The files with one more record at the end of its section."""
    file = _home(files, new)
    root, newline, meant = _root(file), newline_of(file.text), _meant(file)
    data = in_order(new.data, kind_at(new.section, ()))
    if root is None:
        raise UsageError(f"{file.name} is no registry file that can be added to", _BY_HAND)
    listed = root.pairs[new.section][1] if new.section in root.pairs else None
    if isinstance(listed, Sequence) and listed.items:
        apart = new.section == "contracts" and not listed.flow
        text = splice.insert(file.text, listed, len(listed.items), data, newline, apart=apart)
        meant[new.section] = [*_records(root, new.section), data]
    else:
        text = splice.put(file.text, root, new.section, [data], tuple(SECTIONS), newline)
        meant[new.section] = [data]
    return _proved(files, file, text, meant)


def _home(files: tuple[File, ...], new: Addition) -> File:
    """Where a new record goes: the file asked for, else the last that has its section, else the first."""
    if new.file:
        found = [one for one in files if one.name == new.file or one.name.endswith(f"/{new.file}")]
        if len(found) != 1:
            names = ", ".join(one.name for one in files)
            raise UsageError(f"there is no one file '{new.file}' in the registry", f"its files are {names}")
        return found[0]
    having = [one for one in files if (root := _root(one)) and new.section in root.pairs]
    roots = [one for one in files if _root(one)]
    if not (having or roots):
        raise UsageError("there is no registry file to add to", "begin one: docs/how-to/use-your-own-registry.md")
    return having[-1] if having else roots[0]
