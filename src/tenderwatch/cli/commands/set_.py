"""`tenderwatch set`: one field of a record gets another value."""

from typing import Annotated, get_args

from tenderwatch.cli import complete, streams
from tenderwatch.cli.edit import Edit, edit_options, source_options
from tenderwatch.cli.options import flag, named, takes
from tenderwatch.cli.output import one_of
from tenderwatch.errors import UsageError
from tenderwatch.registry.draft import Cited


@edit_options
@source_options
def command(
    record_id: Annotated[
        str, named("ID", "The contract's id; or that of a source, authority or portal.", complete.ids)
    ],
    field: Annotated[str, named("FIELD", "The key, with dots to go deeper: end, plans.tender, extensions.1.state.")],
    value: Annotated[
        list[str] | None, named("[VALUE]...", "The value; several for a list; KEY=VALUE for a group of keys.")
    ] = None,
    add: Annotated[bool, flag("--add", "Add to a list, instead of replacing it.")] = False,
    remove: Annotated[bool, flag("--remove", "Take the field out.")] = False,
    was: Annotated[
        str | None,
        takes(
            "--was",
            "slip|moved|disputed",
            "What the old value was: our slip (nothing is kept); overtaken by the new source (a note keeps it); "
            "or in dispute with it (both become a conflict). Default where another source is named: moved.",
        ),
    ] = None,
    typo: Annotated[bool, flag("--typo", "The old value was only mistyped: the same as --was slip.")] = False,
    because: Annotated[
        str | None, takes("--because", "TEXT", "With --was disputed: why the new reading was chosen.")
    ] = None,
    section: Annotated[
        str | None, takes("--in", "SECTION", "If an id is in several sections, which one: contracts, ...")
    ] = None,
    *,
    source: Cited | None,
    edit: Edit,
) -> None:
    """Set one field of a record, for instance a date that has moved. Items of a list are counted from 1."""
    from tenderwatch.editing.earlier import Was, about_conflicts, forget, keep_what_was
    from tenderwatch.editing.fields import added, field_path, read_value

    if typo and was is not None:
        raise UsageError("--typo and --was both say what the old value was", "remove one of them")
    was = "slip" if typo else was
    kept: Was | None = one_of("--was", was, get_args(Was)) if was is not None else None
    words = tuple(value or ())
    if remove == bool(words) or (remove and add):
        raise UsageError("give a VALUE, or --remove", "for instance: tenderwatch set ID end 2027-03-31 --source ...")
    where = edit.section_of(record_id, section)
    draft, before = edit.draft(record_id, where), edit.draft(record_id, where)
    cited = edit.evidence(source, draft.get("lead")) if source else None
    path, kind = field_path(draft, field)
    if path == ("id",):
        raise UsageError(
            "an id never changes once published", "add a new record, then: tenderwatch replace OLD --with NEW"
        )
    if where != "contracts" and (cited or kept or because):
        raise UsageError("--source, --was, --typo and --because are for contracts", "remove them")
    if remove:
        forget(draft, path)
    elif add:
        added(draft, path, kind, words, field)
    else:
        draft.put(path, read_value(kind, words, field))
    if where == "contracts":
        titles = edit.files.titles()
        keep_what_was(draft, before, path, cited, was=kept, because=because, titles=titles, today=edit.day)
    edit.settle(draft, source=cited)
    for remark in about_conflicts(draft, before, path):
        streams.say(f"note: {remark}")
