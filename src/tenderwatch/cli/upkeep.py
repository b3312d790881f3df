"""A change of a registry from its files to its files: read, made, checked, shown and kept, each once."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tenderwatch.cli import streams
from tenderwatch.cli.context import is_ours, registry_layers
from tenderwatch.cli.edit import Edit
from tenderwatch.cli.files import clear_unfinished, locked, write_atomically
from tenderwatch.editing.add import MOST_NAMED
from tenderwatch.editing.apply import apply
from tenderwatch.editing.citation import Cited
from tenderwatch.editing.cited import with_source
from tenderwatch.editing.difference import difference
from tenderwatch.editing.fields import in_words
from tenderwatch.editing.files import File, Files
from tenderwatch.editing.verdict import new_faults
from tenderwatch.errors import OutsideError, TenderwatchError, UsageError
from tenderwatch.problems import Problem
from tenderwatch.registry.decoding import decode
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.files import read_bytes, registry_files
from tenderwatch.registry.layers import BUNDLED
from tenderwatch.text import count


def open_files(edit: Edit) -> Files:
    """The files that may be changed, locked until the edit ends unless it is a dry run.

    Raises UsageError for those inside an installed program, and OutsideError while another run changes them.
    """
    path = registry_layers(edit.registry)[-1].path
    found = registry_files(path).files
    if any(is_ours(file) for file in found):
        raise UsageError(
            "the registry that came with the program is not edited: the next update would undo it",
            "begin one of your own over it: tenderwatch init my-register",
        )
    if not found:
        raise UsageError(f"there is no YAML file in {path}", "name another folder with --registry")
    if not edit.dry_run:
        # By the folders of its files, in one order: a run that names a folder and one that names a file of it meet.
        for folder in sorted({file.resolve().parent for file in found}):
            edit.held.enter_context(locked(folder / "registry", str(path)))
    return read_files(edit.registry)


def read_files(registry: str | None) -> Files:
    """The files of a registry and of the layers beneath it, to look at what is written in them."""
    *beneath, own = registry_layers(registry)
    below = [_opened(file, layer.name) for layer in beneath for file in registry_files(layer.path).files]
    return Files(tuple(_opened(file, own.name) for file in registry_files(own.path).files), tuple(below))


def settle(edit: Edit, drafts: tuple[Draft, ...], source: Cited | None) -> None:
    """Make the changes, show the difference, and keep it unless it brings an error or this is a dry run.

    A `source` that the registry does not have yet is added with them.
    """
    if source:
        drafts = with_source(edit.files, source, edit.day, drafts[0]) + drafts[1:]
    after = apply(edit.files, drafts, None if edit.keep_edition else edit.day)
    if after is edit.files:
        raise UsageError("this changes nothing", "the registry says so already: see `tenderwatch show`")
    keep(edit.files, after, drafts, dry_run=edit.dry_run)
    for draft in drafts:
        if draft.taken and draft.changed:
            lower = edit.files.beneath(draft.section, draft.name)
            streams.say(f"note: '{draft.name}' was taken over from {_named(lower)}, and is yours from now on")
    if not edit.keep_edition and after.edition > edit.day.isoformat():
        streams.say(f"the edition stays at {in_words(after.edition)}, which is later than the change")


def keep(before: Files, after: Files, drafts: Sequence[Draft] = (), *, dry_run: bool, show: bool = True) -> None:
    """Show what differs if `show`, and write it whole or not at all. Raises UsageError where it brings an error."""
    new = new_faults(before, after)
    errors = [problem for problem in new if problem.level == "error"]
    if errors:
        first, *others = [f"{_record(problem, after, drafts)}{problem.message} [{problem.code}]" for problem in errors]
        also = [f"also: {other}" for other in others[:MOST_NAMED]]
        if len(others) > MOST_NAMED:
            also.append(f"and {len(others) - MOST_NAMED:,} more")
        raise UsageError(
            f"nothing is written, as `check` would refuse it: {first}",
            "\n  ".join(filter(None, (errors[0].hint, *also))),
        )
    changed = list(before.changes(after))
    if not dry_run:
        _write(changed, before.edition_file)
    # Only now, so that a reader who leaves early does not keep the change from being made.
    if show:
        streams.write(difference(before, after))
        streams.finish()
    if dry_run:
        streams.say("nothing is written: this was a dry run")
        return
    streams.say(f"written: {' and '.join(file.name for _, file in changed)}")
    for problem in new[:MOST_NAMED]:
        streams.say(f"warning: {problem.message} [{problem.code}]")
    older = Counter(problem.level for problem in after.checked[1]) - Counter(problem.level for problem in new)
    if errors_left := older["error"]:
        said = "an older fault is" if errors_left == 1 else f"{count(errors_left, 'older fault')} are"
        streams.say(f"{said} still in the registry: run `tenderwatch check`")


def _named(file: File | None) -> str:
    layer = file.layer if file else ""
    return "the registry that came with the program" if layer == BUNDLED else layer


def _opened(path: Path, layer: str) -> File:
    here, data = Path.cwd(), read_bytes(path)
    name = str(
        path.relative_to(here) if path.is_relative_to(here) else path
    )  # as a person in this folder would type it
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
        if not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):  # a new file would slip past that
            raise UsageError(f"{path} is read-only", "if you mean to change it, give it the right to be written first")
    done: list[File] = []
    for old, new in sorted(changed, key=lambda pair: pair[0] is last):
        if read_bytes(Path(old.name)) != _bytes(old):
            raise OutsideError(f"{old.name} was changed by somebody else meanwhile", "run the command again")
        try:
            clear_unfinished(Path(new.name).resolve())
            write_atomically(Path(new.name), _bytes(new))
        except TenderwatchError:
            for file in done:
                write_atomically(Path(file.name), _bytes(file))
            raise
        done.append(old)


def _bytes(file: File) -> bytes:
    return (b"\xef\xbb\xbf" if file.mark else b"") + file.text.encode()
