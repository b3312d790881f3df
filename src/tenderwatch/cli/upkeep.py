"""A change of a registry from its files to its files: read, made, checked, shown and kept, each once."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from tenderwatch.cli import streams
from tenderwatch.cli.context import is_ours, registry_layers
from tenderwatch.cli.edit import Edit
from tenderwatch.cli.files import locked, write_atomically
from tenderwatch.cli.undo_folder import name_of, remember, steps
from tenderwatch.editing.add import MOST_NAMED, with_source
from tenderwatch.editing.apply import apply, new_faults
from tenderwatch.editing.difference import Step, content_hash, difference
from tenderwatch.editing.fields import in_words
from tenderwatch.editing.files import File, Files
from tenderwatch.errors import OutsideError, TenderwatchError, UsageError
from tenderwatch.problems import Problem
from tenderwatch.registry.decoding import decode
from tenderwatch.registry.draft import Cited, Draft
from tenderwatch.registry.files import read_bytes, registry_files
from tenderwatch.registry.json_lines import is_lines
from tenderwatch.registry.layers import BUNDLED
from tenderwatch.text import count, few, plural

# What stands for the advice to write a missing record by hand.
_ADDING = {
    "add it under `authorities:`": "add it first: tenderwatch authority add ID --name NAME",
    "add it under `portals:`": "add it first: tenderwatch portal add ID --name NAME",
}
# So many records are named in the name of a change.
_MOST_IN_NAME = 3
# So many files are named after a change.
_MOST_FILES = 5


def open_files(edit: Edit) -> Files:
    """The files that may be changed, locked until the edit ends unless it is a dry run.

    Raises UsageError for those inside an installed program, and OutsideError while another run changes them.
    """
    path = registry_layers(edit.registry)[-1].path
    every = registry_files(path).files
    found = [file for file in every if edit.lines or not is_lines(file.name)]
    if any(is_ours(file) for file in found):
        raise UsageError(
            "the registry that came with the program is not edited: the next update would undo it",
            "start one of your own on top of it: tenderwatch init my-register",
        )
    if every and not found:
        said = f"{path} is of JSON Lines" if path.is_file() else f"all files in {path} are of JSON Lines"
        raise UsageError(f"{said}, which are imported and not edited", "create a YAML file beside them")
    if not found:
        raise UsageError(f"there is no YAML file in {path}", "name another folder with --registry")
    if not edit.dry_run:
        # By the folders of its files, in one order: a run that names a folder and one that names a file of it meet.
        for folder in sorted({file.resolve().parent for file in found}):
            edit.enter_context(locked(folder / "registry", str(path)))
    return read_files(edit.registry, lines=edit.lines)


def read_files(registry: str | None, *, lines: bool = False) -> Files:
    """The files of a registry and of the layers beneath it, to look at what is written in them.

    With `lines` those of JSON Lines are among the files that may be changed.
    """
    *beneath, own = registry_layers(registry)
    below = [_opened(file, layer.name) for layer in beneath for file in registry_files(layer.path).files]
    files = [_opened(file, own.name) for file in registry_files(own.path).files]
    edited = tuple(file for file in files if lines or not is_lines(file.name))
    return Files(edited, (*below, *(file for file in files if file not in edited)))


def with_new_files(files: Files, paths: Iterable[Path]) -> Files:
    """The files, and a new empty one for each path that has none yet. It is written with the change."""
    there, layer = {file.name for file in files.files}, files.files[0].layer
    fresh = [File(name, "", layer=layer) for name in dict.fromkeys(map(shown, paths)) if name not in there]
    return replace(files, files=(*files.files, *fresh))


def settle(edit: Edit, drafts: tuple[Draft, ...], source: Cited | None) -> None:
    """Make the changes, show the difference, and keep it unless it brings an error or this is a dry run.

    A `source` that the registry does not have yet is added with them.
    """
    if source:
        drafts = with_source(edit.files, source, edit.day, drafts[0]) + drafts[1:]
    after = apply(edit.files, drafts, None if edit.keep_edition else edit.day)
    if after is edit.files:
        raise UsageError("this changes nothing", "the registry says so already: see `tenderwatch show`")
    keep(edit, after, drafts)
    for draft in drafts:
        if draft.taken and draft.changed:
            lower = edit.files.beneath(draft.section, draft.name)
            said, since = ("would be", "") if edit.dry_run else ("was", " it is yours from now on, and")
            streams.say(
                f"note: '{draft.name}' {said} taken over from {_named(lower)}:{since} only what differs is shown"
            )
    if not edit.keep_edition and after.edition > edit.day.isoformat():
        streams.say(f"the edition stays at {in_words(after.edition)}, which is later than the change")


def keep(edit: Edit, after: Files, drafts: Sequence[Draft] = (), *, show: bool = True) -> None:
    """Show what differs if `show`, and write it whole or not at all. Raises UsageError where it brings an error."""
    before = edit.files
    new = new_faults(before, after)
    errors = [problem for problem in new if problem.level == "error"]
    if errors:
        first, *others = [f"{_record(problem, after, drafts)}{problem.message} [{problem.code}]" for problem in errors]
        also = [f"also: {other}" for other in others[:MOST_NAMED]]
        if len(others) > MOST_NAMED:
            also.append(f"and {len(others) - MOST_NAMED:,} more")
        raise UsageError(
            f"nothing is written, as `check` would refuse it: {first}",
            "\n  ".join(filter(None, (_ADDING.get(errors[0].hint, errors[0].hint), *also))),
        )
    changed = list(before.changes(after))
    if not edit.dry_run:
        kept = remember(edit.folder, _what(edit, drafts), edit.day.isoformat(), changed)
        try:
            _write(changed, before.edition_file)
        except TenderwatchError:
            kept.unlink()
            raise
    if not _shown(edit, changed, difference(_with_taken(before, drafts), after) if show else ""):
        return
    for problem in new[:MOST_NAMED]:
        streams.say(f"warning: {problem.message} [{problem.code}]")
    older = Counter(problem.level for problem in after.checked[1]) - Counter(problem.level for problem in new)
    if errors_left := older["error"]:
        said = f"{count(errors_left, 'older fault')} {plural(errors_left, 'is', 'are')}"
        streams.say(f"{said} still in the registry: run `tenderwatch check`")


def _with_taken(files: Files, drafts: Sequence[Draft]) -> Files:
    """The files as if they already held what was taken over, so that a difference shows what was changed in it."""
    taken = [
        Draft(draft.section, draft.taken, file=draft.file, beside=draft.beside)
        for draft in drafts
        if draft.taken and draft.changed
    ]
    return apply(files, taken) if taken else files


def take_back(edit: Edit) -> None:
    """Undo the last change that is kept, whole or not at all. Raises UsageError where a file has changed since."""
    for kept, step in steps(edit.folder):
        after = _before(edit, step)
        if changed := list(edit.files.changes(after)):
            if not edit.dry_run:
                _write(changed, None)
                kept.unlink()
            if _shown(edit, changed, difference(edit.files, after)):
                streams.say(f"taken back: {step.what}")
            return
        if not edit.dry_run:  # a run that was stopped before it had written anything
            kept.unlink()
    raise UsageError(
        "there is nothing to take back", "every change that was kept has been taken back, or none was made"
    )


def _before(edit: Edit, step: Step) -> Files:
    """The files as they were before a change. Raises UsageError where they are not as it left them."""
    files = {name_of(file, edit.folder): file for file in edit.files.files}
    hint = "take that back first, or correct the record with `tenderwatch set`"
    for changed in step.files:
        if changed.name not in files:
            message = f"{changed.name}, which '{step.what}' changed, is no longer in this registry"
            raise UsageError(message, "put it back, or name the registry that it is in with --registry")
        file = files[changed.name]
        state = content_hash(file.data)
        if state == changed.after:
            files[changed.name] = replace(file, text=changed.taken_back(file.text))
        elif state != changed.before:
            raise UsageError(f"{file.name} was changed by something else since '{step.what}', so it stays", hint)
    return replace(edit.files, files=tuple(files.values()))


def _what(edit: Edit, drafts: Sequence[Draft]) -> str:
    """A change as a person would name it: the command, and the records that it was about."""
    changed = [draft for draft in drafts if draft.changed]
    names = [draft.name for draft in changed if draft.section == "contracts"] or [draft.name for draft in changed]
    more = f" and {len(names) - _MOST_IN_NAME:,} more" if len(names) > _MOST_IN_NAME else ""
    return f"{edit.command} {', '.join(names[:_MOST_IN_NAME])}".rstrip() + more


def _shown(edit: Edit, changed: list[tuple[File, File]], lines: str) -> bool:
    """Show a change that was made, and say where; whether it was made at all.

    Only when it has been made, so that a reader who leaves early does not keep it from being made.
    """
    streams.write(lines)
    streams.finish()
    if edit.dry_run:
        streams.say("nothing is written: this was a dry run")
    else:
        streams.say(f"written: {few([file.name for _, file in changed], _MOST_FILES)}")
    return not edit.dry_run


def _named(file: File | None) -> str:
    layer = file.layer if file else ""
    return "the registry that came with the program" if layer == BUNDLED else layer


def shown(path: Path) -> str:
    """A path as a person in this folder would type it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _opened(path: Path, layer: str) -> File:
    data, name = read_bytes(path), shown(path)
    text, problems = decode(data, name)
    if text is None:
        raise UsageError(f"cannot edit {problems[0].place}: {problems[0].message}", problems[0].hint)
    return File(name, text, data.startswith(b"\xef\xbb\xbf"), layer)


def _record(problem: Problem, after: Files, drafts: Sequence[Draft]) -> str:
    """Where the record that a fault stands in was read, and its id, if it came from a file of new records."""
    origins = {(draft.section, draft.name): draft.origin for draft in drafts if draft.origin}
    section, name = after.record_at(problem.place) if origins else ("", "")
    origin = origins.get((section, name))
    return f"{origin}: '{name}': " if origin else ""


def _write(changed: list[tuple[File, File]], last: File | None) -> None:
    """Every file whole: records first, then the one with the edition. If one fails, those before it are put back."""
    for old, _ in changed:
        path = Path(old.name)
        if path.exists() and not (
            path.stat().st_mode & 0o222 and os.access(path, os.W_OK)
        ):  # a new file would slip past that
            raise UsageError(f"{path} is read-only", "if you mean to change it, give it the right to be written first")
    done: list[File] = []
    fresh = {old.name for old, _ in changed if not Path(old.name).exists()}
    for old, new in sorted(changed, key=lambda pair: pair[0] is last):
        path = Path(old.name)
        if (read_bytes(path) if path.exists() else b"") != old.data:
            raise OutsideError(f"{old.name} was changed by somebody else meanwhile", "run the command again")
        try:
            if new.data or not is_lines(new.name):
                write_atomically(path, new.data)
            else:  # the change that began it is taken back
                path.unlink()
        except TenderwatchError:
            for file in done:
                if file.data or file.name not in fresh:
                    write_atomically(Path(file.name), file.data)
                else:
                    Path(file.name).unlink()
            raise
        done.append(old)
