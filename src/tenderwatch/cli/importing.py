"""An import from the files named to what is written: previewed against a registry, or kept in one."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tenderwatch.cli import streams
from tenderwatch.cli.context import file_target, registry_layers
from tenderwatch.cli.edit import Edit
from tenderwatch.cli.files import write_atomically
from tenderwatch.cli.options import Records
from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.formats import BYTE_ORDER_MARK
from tenderwatch.formats.delimited import written
from tenderwatch.importers.drafting import slug
from tenderwatch.importers.fields import Record
from tenderwatch.importers.mapping import mapping_text, read_mapping
from tenderwatch.importers.proving import registry_of
from tenderwatch.importers.reading import Layout
from tenderwatch.importers.reconcile import Written
from tenderwatch.importers.run import Choice, Import, run_import
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.files import registry_files
from tenderwatch.registry.model import Registry
from tenderwatch.text import count

if TYPE_CHECKING:
    from tenderwatch.editing.files import Files

STANDARD_INPUT = "standard input"


class Wanted(NamedTuple):
    """What is asked of an import. `choice` is made once the registry is known."""

    files: tuple[str, ...]
    kind: str | None
    layout: Layout
    choice: Callable[[Registry], Choice]
    day: date
    source: str | None
    mapping: Path | None


def preview(records: Records, wanted: Wanted, *, listed_only: bool) -> Import:
    """The import held against a registry that stays as it is; with `listed_only` no more of it than a page lists."""

    @cache
    def files() -> "Files":  # only an import that meets records needs their text
        from tenderwatch.cli.upkeep import read_files

        return read_files(records.path, lines=True)

    return _import(wanted, records.open(), lambda name: files().draft("contracts", name), listed_only=listed_only)


def read_alone(wanted: Wanted) -> tuple[Import, Registry]:
    """The import held against nothing, and the registry of what came of it."""
    nothing = Registry(edition=wanted.day, portals={}, authorities={}, sources={}, contracts=())

    def none(name: str) -> Draft:
        raise LookupError(name)  # an import that meets no record needs none

    result = _import(wanted, nothing, none, keep_drafts=True)
    return result, registry_of(result.drafts, wanted.day)


def write_into(folder: str, wanted: Wanted, *, lines: bool = False) -> Import:
    """The import, written into the registry of a folder, or into a new one there. Raises UsageError, OutsideError.

    With `lines` new records go into a file of JSON Lines for each council.
    """
    # What writes is imported only here: a preview is asked for far more often.
    from tenderwatch.cli.upkeep import keep, shown, with_new_files
    from tenderwatch.editing.apply import apply, placed, placed_by_council

    if not folder.strip():
        raise UsageError("--write names no folder", "name the folder of your registry")
    with (
        _begun(registry_layers(folder)[-1].path, wanted.day),
        Edit(folder, wanted.day, "import", dry_run=False, keep_edition=False, lines=True) as edit,
    ):
        files = edit.files
        result = _import(wanted, files.checked[0], lambda name: files.draft("contracts", name), keep_drafts=True)
        new = [draft for draft in result.drafts if draft.new]
        if lines:
            place = _folder_for_lines(folder)
            placed_by_council(files, new, lambda lead: shown(place / f"{lead}.jsonl"))
            files = edit.files = with_new_files(files, (Path.cwd() / draft.file for draft in new))
        else:
            placed(files, new, "")
        after = apply(files, result.drafts, wanted.day if result.drafts else None)
        if after is files:
            streams.say("nothing to write: the registry says all of this already")
        else:
            keep(edit, after, result.drafts, show=False)
        return result


def layout_of(sheet: str, heading: int, lead: str | None, mapping: Path | None) -> Layout:
    """What a person says of a table, on the command line and in a file, if that is there. Raises UnreadableError."""
    layout = Layout(sheet, heading, {}, lead.strip() or None if lead is not None else None)
    return read_mapping(mapping, layout) if mapping and mapping.exists() else layout


def side_file(flag: str, given: str | None) -> Path | None:
    """A file beside the answer, such as that of the rejected rows. Raises UsageError where no file can be put."""
    if given == "-":
        raise UsageError(f"{flag} needs a file of its own", "name one; the answer goes to standard output")
    try:
        return file_target(given)
    except UsageError as error:
        raise UsageError(f"{flag}: {error}", error.hint) from None


def put_rejects(path: Path | None, result: Import) -> None:
    """Write the rejected rows to a CSV file, also if there are none."""
    if path is None:
        return
    rows = [("file", "row", "id", "column", "value", "reason")]
    for reject in result.rejects:
        place = reject.place
        rows.append((place.file, str(place.row), reject.id, place.path, reject.value, reject.reason))
    write_atomically(path, BYTE_ORDER_MARK + "".join(map(written, rows)).encode())
    streams.say(f"{count(len(result.rejects), 'rejected row')} written to {path}")


def _import(
    wanted: Wanted, registry: Registry, written: Written, *, keep_drafts: bool = False, listed_only: bool = False
) -> Import:
    with ExitStack() as held:
        files = list(_named(wanted.files, held))
        try:
            result = run_import(
                files, registry, written, kind=wanted.kind, layout=wanted.layout, choice=wanted.choice(registry),
                today=wanted.day, source=_source(wanted, registry), keep_drafts=keep_drafts,
                listed_only=listed_only,
            )  # fmt: skip
        except UnreadableError as error:
            # What came through standard input lies in a file of ours, whose name says nothing to anybody.
            own = next((str(path) for path, name in files if name == STANDARD_INPUT), "")
            raise UnreadableError(str(error).replace(own, STANDARD_INPUT) if own else str(error), error.hint) from None
    tables = [opened for _, opened in result.opened if opened.columns]
    if wanted.mapping and not wanted.mapping.exists() and tables:
        write_atomically(wanted.mapping, mapping_text(tables[0].columns, tables[0].sheet, tables[0].heading).encode())
        streams.say(f"the meaning of the columns is written to {wanted.mapping}: correct it there")
    return result


def _named(names: Sequence[str], held: ExitStack) -> Iterator[tuple[Path, str]]:
    """Each file once, with the name to show: its own, or the whole path where two have the same."""
    paths = list(dict.fromkeys(names))
    own = [Path(name).name for name in paths]
    for name in paths:
        shown = Path(name).name if own.count(Path(name).name) == 1 else name
        yield held.enter_context(readable(name)), STANDARD_INPUT if name == "-" else shown


@contextmanager
def readable(name: str) -> Iterator[Path]:
    """A file by its name. What comes through a pipe is kept as a file meanwhile, since it is looked at twice.

    Raises UnreadableError.
    """
    if name != "-" and not Path(name).is_fifo():
        yield Path(name)
        return
    from tempfile import TemporaryDirectory  # few things come through a pipe

    with TemporaryDirectory(prefix="tenderwatch-") as folder:
        path = Path(folder) / "input"
        try:
            with path.open("wb") as file, nullcontext(sys.stdin.buffer) if name == "-" else open(name, "rb") as piped:
                while piece := piped.read(1 << 20):
                    file.write(piece)
        except OSError as error:
            if name == "-":
                raise
            raise UnreadableError.of_file(name, error) from None
        yield path


def _source(wanted: Wanted, registry: Registry) -> Callable[[str], Record]:
    """The source that rows of a register are cited from, by the name of its file."""
    from tenderwatch.registry.format.fields import SLUG

    if wanted.source is not None and not SLUG.fullmatch(wanted.source):
        message = f"--source: '{wanted.source}' is not an id"
        raise UsageError(message, "use small letters, digits and hyphens, such as northshire-register-2027")
    lead = wanted.layout.lead or ""
    publisher = registry.authorities[lead].name if lead in registry.authorities else lead

    @cache
    def source(file: str) -> Record:
        stem = re.sub(r"\.[A-Za-z0-9]{2,5}$", "", Path(file).name)
        return {
            "id": wanted.source or slug(f"register-{stem}", 40),
            "title": f"Contracts register: {Path(file).name}"[:300],
            "publisher": publisher or "the council itself",
            "read": wanted.day.isoformat(),
            "strength": "council-page",
        }

    return source


def _folder_for_lines(folder: str) -> Path:
    place = registry_layers(folder)[-1].path
    if not place.is_dir():
        raise UsageError(f"--lines keeps a file for each council, and {place} is a file", "name a folder with --write")
    return place


@contextmanager
def _begun(folder: Path, day: date) -> Iterator[None]:
    """A folder with a registry in it. One that is begun here is taken away again if nothing comes into it."""
    if folder.is_file() or (folder.is_dir() and registry_files(folder).files):
        yield
        return
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--write: {folder} is not a folder", "name the folder of your registry")
    was_there = folder.is_dir()
    folder.mkdir(parents=True, exist_ok=True)
    first = folder / "contracts.yaml"
    empty = f"edition: {day.isoformat()}\n".encode()
    write_atomically(first, empty)
    try:
        yield
    finally:
        if first.read_bytes() == empty and list(registry_files(folder).files) == [first]:
            first.unlink()
            if not was_there:
                folder.rmdir()
