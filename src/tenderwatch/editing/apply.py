"""Drafts and new records into the texts of a registry, each proved by reading the text again.

An edit is spliced into the text where the parser found its place, the result is read again, and what it says is
compared with what was meant: the change, and nothing else. A text in which that fails is left alone.
"""

from datetime import date
from typing import NamedTuple

from tenderwatch.editing import splice
from tenderwatch.editing.draft import Change, Draft
from tenderwatch.editing.files import File, edition_file, edition_of, records_in, root_of, tree_of
from tenderwatch.editing.order import APART, in_order, keys_of, kind_at
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
from tenderwatch.registry.format.sections import SECTIONS

_BY_HAND = "change it by hand in an editor, then run `tenderwatch check`"


class Addition(NamedTuple):
    """A new record of a section: in the file of this name, or, if that is empty, best `beside` what is in that one."""

    section: str
    data: Data
    file: str = ""
    beside: str = ""


def apply(files: tuple[File, ...], edits: tuple[Draft | Addition, ...]) -> tuple[File, ...]:
    """The files after these edits, in the order given. Raises UsageError where a place cannot be changed safely."""
    for edit in edits:
        files = _added(files, edit) if isinstance(edit, Addition) else _changed(files, edit)
    return files


def with_edition(files: tuple[File, ...], day: date) -> tuple[File, ...]:
    """The files with this edition, unless theirs is as late or later; written in the first file where none has one."""
    name = edition_file(files)
    file, root = next(
        ((file, root) for file in files if (root := root_of(file)) and name in ("", file.name)), (None, None)
    )
    if file is None or root is None or edition_of(files) >= day.isoformat():
        return files
    newline = newline_of(file.text)
    text = splice.put(file.text, root, "edition", day.isoformat(), tuple(SECTIONS), newline)
    meant = _meant(file) | {"edition": day.isoformat()}
    return _proved(files, file, text, meant)


def _meant(file: File) -> dict[str, Data]:
    root = root_of(file)
    return {key: data_of(value) for key, (_, value) in root.pairs.items()} if root else {}


def _proved(files: tuple[File, ...], file: File, text: str, meant: Data) -> tuple[File, ...]:
    """The files with this text in place of one, if the text says what is meant."""
    if data_of(tree_of(text)) != meant:
        raise UsageError(f"{file.name} is written in a way that cannot be changed safely here", _BY_HAND)
    return tuple(item._replace(text=text) if item.name == file.name else item for item in files)


def _changed(files: tuple[File, ...], draft: Draft) -> tuple[File, ...]:
    """The files with one record as its draft has it. Only the record's own part of the text is looked at."""
    for file in files:
        root = root_of(file)
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
    root, newline, meant = root_of(file), newline_of(file.text), _meant(file)
    data = in_order(new.data, kind_at(new.section, ()))
    if root is None:
        raise UsageError(f"{file.name} is no registry file that can be added to", _BY_HAND)
    listed = root.pairs[new.section][1] if new.section in root.pairs else None
    if isinstance(listed, Sequence) and listed.items:
        apart = new.section in APART and not listed.flow
        text = splice.insert(file.text, listed, len(listed.items), data, newline, apart=apart)
        meant[new.section] = [*records_in(file, new.section), data]
    else:
        text = splice.put(file.text, root, new.section, [data], tuple(SECTIONS), newline)
        meant[new.section] = [data]
    return _proved(files, file, text, meant)


def _home(files: tuple[File, ...], new: Addition) -> File:
    """Where a new record goes: the file asked for, else one with its section, `beside` before the last, else any."""
    if new.file:
        found = [file for file in files if file.name == new.file or file.name.endswith(f"/{new.file}")]
        if len(found) != 1:
            names = ", ".join(file.name for file in files)
            raise UsageError(f"there is no one file '{new.file}' in the registry", f"its files are {names}")
        return found[0]
    having = [file for file in files if (root := root_of(file)) and new.section in root.pairs]
    roots = [file for file in files if root_of(file)]
    if not (having or roots):
        raise UsageError("there is no registry file to add to", "begin one: docs/how-to/use-your-own-registry.md")
    return next((item for item in having if item.name == new.beside), having[-1]) if having else roots[0]
