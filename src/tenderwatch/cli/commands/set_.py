"""`tenderwatch set`: one field of a record gets another value."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from tenderwatch.cli import clock, complete, options, upkeep
from tenderwatch.cli.answer import one_of
from tenderwatch.editing.apply import File, draft_of, sections_with, titles_of
from tenderwatch.editing.cited import source_edits
from tenderwatch.editing.set_field import Was, added, field_path, forget, keep_what_was, read_value
from tenderwatch.errors import UsageError


def command(
    record_id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="The contract's id; or that of a source, authority or portal.",
            autocompletion=complete.ids,
        ),
    ],
    field: Annotated[
        str,
        typer.Argument(metavar="FIELD", help="The key, with dots to go deeper: end, plans.tender, extensions.1.state."),
    ],
    value: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VALUE]...", help="The value; several for a list; KEY=VALUE for a group of keys."),
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Add to a list, instead of replacing it.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take the field out.")] = False,
    was: Annotated[
        str | None,
        typer.Option(
            "--was",
            metavar="slip|moved|disputed",
            help="What the value before was: our slip (nothing is kept); overtaken by the new source (a note keeps "
            "it); or in dispute with it (both become a conflict). Moved if left out and another source is named.",
        ),
    ] = None,
    because: Annotated[
        str | None,
        typer.Option("--because", metavar="TEXT", help="With --was disputed: why the new reading was chosen."),
    ] = None,
    section: Annotated[
        str | None,
        typer.Option("--in", metavar="SECTION", help="Where an id stands in several sections: contracts, ..."),
    ] = None,
    source: upkeep.SourceOption = None,
    place: upkeep.PlaceOption = None,
    new_source: upkeep.NewSourceOption = None,
    dry_run: upkeep.DryRunOption = False,
    keep_edition: upkeep.KeepEditionOption = False,
    today: options.TodayOption = None,
    registry: upkeep.RegistryOption = None,
) -> None:
    """Set one field of a record, for instance a date that has moved. Items of a list are counted from 1."""
    day = clock.today(today)
    found = upkeep.cited(source, place, new_source)
    kept: Was | None = one_of("--was", was, get_args(Was)) if was is not None else None
    words = tuple(value or ())
    if remove == bool(words) or (remove and add):
        raise UsageError("give a VALUE, or --remove", "for instance: tenderwatch set ID end 2027-03-31 --source ...")
    files = upkeep.open_files(registry)
    where = section or _section(files, record_id)
    draft, before = draft_of(files, where, record_id), draft_of(files, where, record_id)
    path, kind = field_path(draft, field)
    if path == ("id",):
        raise UsageError(
            "an id never changes once published", "add a new record, then: tenderwatch replace OLD --with NEW"
        )
    if remove:
        forget(draft, path)
    elif add:
        added(draft, path, kind, words, field)
    else:
        draft.put(path, read_value(kind, words, field))
    if where == "contracts":
        titles = titles_of(files)
        keep_what_was(draft, before, path, found, was=kept, because=because, titles=titles, today=day)
    elif found or kept or because:
        raise UsageError("--source, --was and --because are for contracts", "leave them out")
    edits = source_edits(files, found, day) if where == "contracts" else ()
    upkeep.settle(files, (*edits, draft), day, dry_run=dry_run, keep_edition=keep_edition)


def _section(files: tuple[File, ...], name: str) -> str:
    """The one section that has a record with this id."""
    having = sections_with(files, name)
    if len(having) > 1:
        raise UsageError(f"'{name}' is an id in {' and '.join(having)}", f"say which with --in {having[0]}")
    return having[0] if having else "contracts"
