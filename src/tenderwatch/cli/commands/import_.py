"""`tenderwatch import`: notices and registers, held against a registry and written into one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenderwatch.cli import complete, options
from tenderwatch.cli.options import flag, named, takes
from tenderwatch.cli.output import Output, one_of, refuse_input
from tenderwatch.errors import UsageError

if TYPE_CHECKING:
    from tenderwatch.importers.run import Choice
    from tenderwatch.registry.model import Registry

_AREAS = ("care",)
# Formats for people, which list so many of a kind and count the rest.
_PAGES = ("table", "plain", "md", "html")


@options.output(verbose=False)
@options.registry
def command(
    files: Annotated[list[str], named("FILE...", "Files to read; - reads one from standard input.")],
    kind: Annotated[
        str | None,
        takes(
            "--as",
            "KIND",
            "What the files are: ocds, contracts-finder-csv, register, csv or jsonl (as `export` writes "
            "them). Default: recognised by its content.",
        ),
    ] = None,
    write: Annotated[
        str | None,
        takes(
            "--write",
            "FOLDER",
            "Compare with the registry in this folder, and write into it. A new one is started if there is none.",
        ),
    ] = None,
    lines: Annotated[
        bool, flag("--lines", "Write new records as JSON Lines, a file for each council: for thousands of them.")
    ] = False,
    diff: Annotated[bool, flag("--diff", "Show each change field by field.")] = False,
    accept: Annotated[
        list[str] | None,
        takes("--accept", "ID", "A doubtful row is this record: treat it as a change. May be repeated.", complete.ids),
    ] = None,
    only: Annotated[str | None, takes("--only", "care", "Only health and social care, by codes and words.")] = None,
    council: Annotated[
        list[str] | None,
        takes(
            "--council", "NAME", "Only what this council buys: name, alias or id. May be repeated.", complete.councils
        ),
    ] = None,
    lead: options.LeadOption = None,
    source: Annotated[
        str | None, takes("--source", "ID", "Id of the source for a register. Default: from the file's name.")
    ] = None,
    map_: options.MapOption = None,
    sheet: options.SheetOption = "",
    heading: options.HeadingOption = 0,
    rejects: options.RejectsOption = None,
    strict: options.StrictOption = False,
    *,
    records: options.Records,
    output: Output,
) -> None:
    """Read notices or a register, and show what it would add to a registry or change in it; --write writes it.

    Every row is accounted for: same, changed, new, doubtful, set aside, or rejected with the reason. What is not
    fully understood is left open, never guessed. Importing the same file again changes nothing.
    """  # fmt: skip
    from tenderwatch.answers.imports import account_text, import_answer
    from tenderwatch.cli.importing import Wanted, layout_of, preview, put_rejects, side_file, write_into
    from tenderwatch.importers.reading import KINDS
    from tenderwatch.importers.run import Choice

    if lines and write is None:
        raise UsageError("--lines says how records are written", "add --write FOLDER")
    known: str | None = one_of("--as", kind, KINDS) if kind is not None else None
    if only is not None:
        one_of("--only", only, _AREAS)
    mapping, rejected = side_file("--map", map_), side_file("--rejects", rejects)
    layout = layout_of(sheet, heading, lead, mapping)

    def choice(registry: Registry) -> Choice:
        ids = frozenset(_council(registry, name) for name in council or ())
        for name in accept or ():
            if name not in registry.by_id:
                raise UsageError(f"--accept: there is no contract '{name}'", "`tenderwatch list` shows every id")
        return Choice(only == "care", ids, frozenset(accept or ()))

    wanted = Wanted(tuple(files), known, layout, choice, records.day, source, mapping)
    read = [Path(name) for name in files if name != "-"]
    output.guard(*read, *((Path(write),) if write else (records,)))
    if rejected:  # before anything is written
        refuse_input(rejected, read)
    pages = output.format.name in _PAGES
    result = (
        write_into(write, wanted, lines=lines) if write is not None else preview(records, wanted, listed_only=pages)
    )
    output.put(import_answer(result, records.day, diff=diff, written=write is not None))
    put_rejects(rejected, result)
    if not result.account.adds_up:
        raise AssertionError(f"the account does not add up: {account_text(result)}")
    if strict and result.rejects:
        raise typer.Exit(1)


def _council(registry: Registry, name: str) -> str:
    """The id of a council. Raises UsageError with the nearest names."""
    from tenderwatch.queries.filters import Filters

    return next(iter(Filters(council=(name,)).resolve(registry).council))
