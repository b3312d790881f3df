"""Drafts into the files of a registry: grouped by file, spliced in together, and proved once.

Every change is spliced into the text where the parser found its place, the result is read again, and what it says is
compared with what was meant: the changes, and nothing else. A text in which that fails is left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from tenderwatch.editing.comments import NotEditableError
from tenderwatch.editing.files import LISTS, File, Files, meant
from tenderwatch.editing.splice import Splices
from tenderwatch.editing.splice_lines import LineSplices
from tenderwatch.errors import UsageError
from tenderwatch.problems import Problem, did_you_mean
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.json_lines import is_lines
from tenderwatch.registry.yaml_tree import Data, data_of
from tenderwatch.text import has_control

_BY_HAND = "change it by hand in an editor, then run `tenderwatch check`"
# Messages name the lines of other records, which an edit above them moves.
_LINE = re.compile(r"(?<=:)\d+:\d+|(?<=line )\d+|(?<=:)\d+\b")


def apply(files: Files, drafts: Sequence[Draft], edition: date | None = None) -> Files:
    """The files with these drafts in them, and with this edition, unless theirs is as late or later.

    The files themselves if no draft changes anything. Raises UsageError where a place cannot be changed safely, or an
    id is taken, and names the record.
    """
    by_file: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.changed:
            by_file[_home(files, draft).name].append(draft)
    if not by_file:
        return files
    day = edition.isoformat() if edition else ""
    dated = (files.edition_file or next((file for file in files.files if file.root), None)) if day else None
    if dated and files.edition < day:
        by_file.setdefault(dated.name, [])
    else:
        day = ""
    changed = tuple(
        _changed(file, by_file[file.name], day if file is dated else "") if file.name in by_file else file
        for file in files.files
    )
    return replace(files, files=changed)


def placed(files: Files, drafts: Sequence[Draft], file: str) -> None:
    """Send new records to the file asked for, or else beside the contracts of the same lead.

    Raises UsageError where an id is taken, in the registry or by another of the new records.
    """
    beside: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    lead = next((str(draft.data.get("lead", "")) for draft in drafts if draft.section == "contracts"), "")
    for draft in drafts:
        where = f"{draft.origin}: " if draft.origin else ""
        if (draft.section, draft.name) in seen:
            raise UsageError(f"{where}'{draft.name}' is there twice", "give one of them another id")
        seen.add((draft.section, draft.name))
        if files.knows(draft.section, draft.name):
            hint = f"choose another id, or change that record: tenderwatch set {draft.name} FIELD VALUE"
            raise UsageError(f"{where}'{draft.name}' is already the id of a record under `{draft.section}`", hint)
        own = str(draft.data.get("lead", "")) or lead
        if own not in beside:
            beside[own] = files.of_lead(own)
        draft.file, draft.beside = file, draft.beside or beside[own]


def placed_by_council(files: Files, drafts: Sequence[Draft], file_of: Callable[[str], str]) -> None:
    """Send new records to the file of the council that leads them, and what they name to that of the first of them.

    `file_of` gives the name of a council's file. Raises UsageError as `placed` does.
    """
    placed(files, drafts, "")
    leads: dict[str, str] = {}
    for draft in drafts:
        if draft.section == "contracts":
            lead = str(draft.data.get("lead", "unknown"))
            leads |= {name: lead for _, name in _texts("", draft.data) if name not in leads}
    first = next(iter(leads.values()), "unknown")
    for draft in drafts:
        lead = str(draft.data["lead"]) if draft.section == "contracts" else leads.get(draft.name, first)
        draft.file = file_of(lead)


def _home(files: Files, draft: Draft) -> File:
    """The file of a record that is there; for a new one that asked for, else one with its section, else any."""
    if not draft.new:
        file = files.having(draft.section, draft.name)
        if file is None:
            raise UsageError(f"there is no '{draft.name}' under `{draft.section}`", "`tenderwatch list` shows every id")
        return file
    if draft.file:
        named = [file for file in files.files if file.name == draft.file or file.name.endswith(f"/{draft.file}")]
        if len(named) != 1:
            names = [file.name for file in files.files]
            hint = did_you_mean(draft.file, names) or f"its files are {', '.join(names)}"
            raise UsageError(f"there is no single file '{draft.file}' in the registry", hint)
        return named[0]
    sound = [file for file in files.files if file.root]
    # A file of lines takes any record; one of another council is the last to be asked.
    having = [file for file in sound if file.root and (draft.section in file.root.pairs or is_lines(file.name))]
    having.sort(key=lambda file: not is_lines(file.name))
    if not sound:
        raise UsageError("there is no registry file to add to", "create one with `tenderwatch init`")
    return next((file for file in having if file.name == draft.beside), having[-1]) if having else sound[0]


def _changed(file: File, drafts: list[Draft], edition: str) -> File:
    """One file with its drafts and edition in it, proved by reading what has become of it."""
    root = file.root
    if root is None:
        raise UsageError(f"{file.name} is no registry file that can be added to", _BY_HAND)
    splices = LineSplices(file.text, root) if is_lines(file.name) else Splices(file.text, root)
    wanted = meant(file)
    for draft in drafts:
        for key, text in _texts("", draft.data):
            if has_control(text):
                hint = "type it again; text that is pasted may bring them"
                raise UsageError(f"'{draft.name}': `{key}` contains invisible characters", hint)
        node = None if draft.new else file.record(draft.section, draft.name)
        if node is not None:
            try:
                splices.change(node, draft)
            except NotEditableError as error:
                raise UsageError(f"{file.name}: '{draft.name}' cannot be changed here: {error}", _BY_HAND) from None
            records = wanted[draft.section]
            if isinstance(records, list):
                records[file.numbers[draft.section][draft.name]] = draft.data
    for section in LISTS:
        if fresh := [draft.data for draft in drafts if draft.new and draft.section == section]:
            splices.add(section, list(fresh))
            listed = wanted.get(section)
            wanted[section] = [*(listed if isinstance(listed, list) else []), *fresh]
    if edition:
        splices.put_top("edition", edition)
        wanted["edition"] = edition
    after = replace(file, text=splices.result())
    if data_of(after.root) != wanted:
        raise UsageError(
            f"{file.name} is written in a way that cannot be changed safely here", _unproved(after, wanted)
        )
    return after


def _texts(key: str, data: Data) -> Iterator[tuple[str, str]]:
    """Every text in a record, with the key that it stands under."""
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(f"{key}.{name}".lstrip("."), value)
    elif isinstance(data, list):
        for number, value in enumerate(data, 1):
            yield from _texts(f"{key}.{number}", value)


def _unproved(after: File, wanted: dict[str, Data]) -> str:
    """The next step, with the first record that would not read as it was meant."""
    for section in LISTS:
        listed = wanted.get(section)
        for node, record in zip(after.records(section), listed if isinstance(listed, list) else [], strict=False):
            if data_of(node) != record and isinstance(record, dict):
                return f"it begins with '{record.get('id')}': {_BY_HAND}"
    return _BY_HAND


def new_faults(before: Files, after: Files) -> tuple[Problem, ...]:
    """The faults that a change brings. Those that stood there before are not its doing, and do not hold it up."""
    found = after.checked[1]
    if not found:
        return ()
    known = Counter(_what(problem) for problem in before.checked[1])
    new = []
    for problem in found:
        if known[_what(problem)]:
            known[_what(problem)] -= 1
        else:
            new.append(problem)
    return tuple(new)


def _what(problem: Problem) -> tuple[str, str, str]:
    return problem.place.file, problem.code, _LINE.sub("", problem.message)
