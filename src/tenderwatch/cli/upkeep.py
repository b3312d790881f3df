"""What the upkeep commands share: the files to edit, the source named, and the change shown and kept, or refused."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from tenderwatch.cli.answer import one_of
from tenderwatch.cli.context import registry_path, write_atomically
from tenderwatch.dates import When, on_day
from tenderwatch.dates.parsing import WhenError, parse_when
from tenderwatch.editing.apply import Addition, apply, with_edition
from tenderwatch.editing.cited import Cited
from tenderwatch.editing.difference import difference
from tenderwatch.editing.draft import Draft
from tenderwatch.editing.fields import in_words
from tenderwatch.editing.files import LISTS, File, edition_file, edition_of, sections_with
from tenderwatch.editing.verdict import faults, holds_up, new_faults
from tenderwatch.errors import OutsideError, TenderwatchError, UsageError
from tenderwatch.registry.decoding import decode
from tenderwatch.registry.files import read_bytes, registry_files


def open_files(given: str | None) -> tuple[File, ...]:
    """The files of a registry that may be changed. Raises UsageError for the one inside an installed program."""
    path = registry_path(given)
    found = registry_files(path)
    if any(item.resolve().is_relative_to(Path(__file__).resolve().parents[1]) for item in found):
        raise UsageError(
            "the registry that came with the program is not edited: the next update would undo it",
            "name one of your own with --registry (how to begin one: docs/how-to/use-your-own-registry.md)",
        )
    files = []
    for item in found:
        if not item.is_file():
            raise UsageError(f"{item} is no ordinary file", "name a file or a folder with --registry")
        name = str(_shown(item))
        data = read_bytes(item)
        text, problems = decode(data, name)
        if text is None:
            raise UsageError(f"cannot edit {problems[0].place}: {problems[0].message}", problems[0].hint)
        files.append(File(name, text, data.startswith(b"\xef\xbb\xbf")))
    if not files:
        raise UsageError(f"there is no YAML file in {path}", "name another folder with --registry")
    return tuple(files)


def _shown(path: Path) -> Path:
    """A path as a person in this folder would type it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def cited(source: str | None, place: str | None, about: list[str] | None) -> Cited | None:
    """The source named on the command line; None where none is. Raises UsageError where half of it is missing."""
    if source is None:
        if place or about:
            raise UsageError("--place and --new-source need the source's id", "add --source ID")
        return None
    if not (place or "").strip():
        raise UsageError("--place is missing: where in the source was it read?", "add --place 'page 3' or the like")
    pairs = tuple((key, value) for key, _, value in (item.partition("=") for item in about or ()))
    known = ("title", "publisher", "url", "published", "read", "strength")
    for key, value in pairs:
        if key not in known or not value.strip():
            raise UsageError(f"--new-source: '{key}' is not KEY=VALUE", f"the keys are {', '.join(known)}")
    return Cited(source, " ".join(str(place).split()), pairs)


def date_of(flag: str, text: str) -> When:
    """A date on the command line. Raises UsageError with the forms there are."""
    try:
        return parse_when(text)
    except WhenError as error:
        raise UsageError(f"{flag}: {error}", error.hint) from None


def past_day(flag: str, text: str | None, today: date) -> date:
    """A day on the command line that has come, or today. Raises UsageError for a vaguer or a later one."""
    when = date_of(flag, text) if text is not None else on_day(today)
    if when.precision != "day" or when.earliest is None:
        raise UsageError(f"{flag}: '{text}' is not a day", "write it as 2027-03-31")
    if when.earliest > today:
        raise UsageError(f"{flag}: {when.text} is still to come", "give a day that has been")
    return when.earliest


def needed(found: Cited | None) -> Cited:
    """The source named, where there has to be one."""
    if found is None:
        raise UsageError("--source is missing: nothing is recorded without evidence", "add --source ID --place TEXT")
    return found


def section_of(files: tuple[File, ...], name: str, given: str | None) -> str:
    """The section that a record with this id stands in. Raises UsageError where there are several."""
    if given is not None:
        return str(one_of("--in", given, LISTS))
    having = sections_with(files, name)
    if len(having) > 1:
        raise UsageError(f"'{name}' is an id in {' and '.join(having)}", f"say which with --in {having[0]}")
    return having[0] if having else "contracts"


def settle(
    before: tuple[File, ...], edits: tuple[Draft | Addition, ...], day: date, *, dry_run: bool, keep_edition: bool
) -> None:
    """Make the edits, show the difference, and keep it unless `check` would find a new fault or it is a dry run."""
    first = apply(before, edits)
    if first == before:
        raise UsageError("this changes nothing", "the registry says so already: see `tenderwatch show`")
    after = first if keep_edition else with_edition(first, day)
    keep(before, after, dry_run=dry_run)
    if not keep_edition and (edition := edition_of(after)) and edition > day.isoformat():
        sys.stderr.write(f"the edition stays at {in_words(edition)}, which is later than the change\n")


def keep(before: tuple[File, ...], after: tuple[File, ...], *, dry_run: bool) -> None:
    """Show what differs, and write it whole or not at all. Raises UsageError where it brings a fault."""
    new = new_faults(before, after)
    if held := [item for item in new if holds_up(item)]:
        first, *others = held
        also = [f"also: {other.message} [{other.code}]" for other in others]
        raise UsageError(
            f"nothing is written, as `check` would refuse it: {first.message} [{first.code}]",
            "\n  ".join(filter(None, (first.hint, *also))),
        )
    changed = [(old, fresh) for old, fresh in zip(before, after, strict=True) if old != fresh]
    if not dry_run:
        for old, _ in changed:
            _may_be_written(Path(old.name))
        _write(changed, edition_file(before))
    # Only now, so that a reader who leaves early does not keep the change from being made.
    sys.stdout.write(difference(before, after))
    sys.stdout.flush()
    if dry_run:
        sys.stderr.write("nothing is written: this was a dry run\n")
        return
    sys.stderr.write(f"written: {' and '.join(fresh.name for _, fresh in changed)}\n")
    for item in new:
        sys.stderr.write(f"warning: {item.message} [{item.code}]\n")
    if left := len(faults(after)) - len(new):
        said = "an older fault is" if left == 1 else f"{left} older faults are"
        sys.stderr.write(f"{said} still in the registry: run `tenderwatch check`\n")


def _may_be_written(path: Path) -> None:
    """Raises UsageError for a file marked as read-only, which a new one put in its place would slip past."""
    if not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
        raise UsageError(f"{path} is read-only", "if you mean to change it, give it the right to be written first")


def _write(changed: list[tuple[File, File]], last: str) -> None:
    """Every file whole: records first, then the one with the edition. If one fails, those before it are put back."""
    done: list[File] = []
    for old, new in sorted(changed, key=lambda pair: pair[0].name == last):
        if read_bytes(Path(old.name)) != _bytes(old):
            raise OutsideError(f"{old.name} was changed by somebody else meanwhile", "run the command again")
        try:
            write_atomically(Path(new.name), _bytes(new))
        except TenderwatchError:
            for item in done:
                write_atomically(Path(item.name), _bytes(item))
            raise
        done.append(old)


def _bytes(file: File) -> bytes:
    return (b"\xef\xbb\xbf" if file.mark else b"") + file.text.encode()
