"""What is typed for a command that changes a registry. What reads and writes one is imported when it is needed."""

from __future__ import annotations

import inspect
from contextlib import ExitStack
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tenderwatch.cli import clock, complete
from tenderwatch.cli.options import Shared, TodayOption, bundle, switch, text, words
from tenderwatch.cli.output import one_of
from tenderwatch.errors import UsageError
from tenderwatch.registry.draft import Cited
from tenderwatch.text import listing, plural

if TYPE_CHECKING:
    from tenderwatch.editing.files import Files
    from tenderwatch.registry.draft import Draft


class Edit(ExitStack):
    """One change of a registry: its files, locked from when they are read until the command has ended."""

    def __init__(
        self,
        registry: str | None,
        day: date,
        command: str,
        *,
        dry_run: bool,
        keep_edition: bool = True,
        lines: bool = False,
    ) -> None:
        super().__init__()
        self.registry, self.day, self.command = registry, day, command
        self.dry_run, self.keep_edition = dry_run, keep_edition
        # Whether files of JSON Lines are changed as well, as imports do.
        self.lines = lines

    @cached_property
    def files(self) -> Files:
        """The files that may be changed. Raises UsageError for those inside an installed program, OutsideError."""
        from tenderwatch.cli.upkeep import open_files

        return open_files(self)

    @property
    def folder(self) -> Path:
        """The folder of the registry that may be changed: its lock is there, and what `undo` takes back."""
        from tenderwatch.cli.context import registry_layers

        path = registry_layers(self.registry)[-1].path
        return path if path.is_dir() else path.resolve().parent

    def draft(self, name: str, section: str = "contracts") -> Draft:
        """A record as it stands. Raises UsageError if there is none."""
        return self.files.draft(section, name)

    def section_of(self, name: str, given: str | None) -> str:
        """The section that a record with this id stands in. Raises UsageError where there are several."""
        if given is not None:
            from tenderwatch.editing.files import LISTS

            return str(one_of("--in", given, LISTS))
        having = self.files.sections_with(name)
        if len(having) > 1:
            raise UsageError(f"'{name}' is an id in {' and '.join(having)}", f"say which with --in {having[0]}")
        return having[0] if having else "contracts"

    def evidence(self, source: Cited | None, lead: object, *lacking: str) -> Cited:
        """The source named, or the contract file of the lead where --own was given.

        Raises UsageError for neither, and names the flags that are `lacking` as well.
        """
        source = needed(source, *lacking)
        if not source.own:
            return source
        from tenderwatch.editing.add import own_record

        return own_record(self.files, str(lead or ""), source.place)

    def settle(self, *drafts: Draft, source: Cited | None = None) -> None:
        """Make the changes and the new `source` they cite, show the difference, and keep it if it is sound."""
        from tenderwatch.cli.upkeep import settle

        settle(self, drafts, source)


def cited(source: str | None, place: str | None, new_source: list[str] | None, *, own: bool) -> Cited | None:
    """The source named on the command line; None where none is. Raises UsageError for a description of nothing."""
    if own:
        if source or new_source:
            raise UsageError("--own is a source, so there is no other", "remove --source and --new-source, or --own")
        return Cited("", " ".join((place or "contract file").split()), own=True)
    if source is None:
        if place or new_source:
            raise UsageError("--place and --new-source need the source's id", "add --source ID")
        return None
    pairs = tuple((key, value) for key, _, value in (item.partition("=") for item in new_source or ()))
    known = ("title", "publisher", "url", "published", "read", "strength")
    for key, value in pairs:
        if key not in known or not value.strip():
            raise UsageError(f"--new-source: '{key}' is not KEY=VALUE", f"the keys are {', '.join(known)}")
    return Cited(source, " ".join((place or "").split()), pairs)


def lacking_source(source: str | None, place: str | None) -> list[str]:
    """What is not given of a source and the place in it."""
    return [flag for flag, text in (("--source", source), ("--place", place)) if not text]


def needed(source: Cited | None, *others: str) -> Cited:
    """The source and the place in it, where there have to be both. `others` are flags that are missing as well.

    Raises UsageError with everything that is missing.
    """
    own = source is not None and source.own
    lacking = [*others, *(() if own else lacking_source(source and source.source, source and source.place))]
    if lacking:
        hint = "the command's --help says what each of them is"
        if "--source" in lacking:
            hint = "--own stands for --source and --place where your own contract file says so"
        elif lacking == ["--place"]:
            hint = "say where in the source it was read: --place 'page 3'"
        why = ": nothing is recorded without evidence" if lacking == ["--source", "--place"] else ""
        raise UsageError(f"{listing(lacking)} {plural(len(lacking), 'is', 'are')} missing{why}", hint)
    assert source is not None  # noqa: S101 - it would be lacking
    return source


def _edit(*, context: typer.Context, registry: str | None, today: str | None = None, **given: bool) -> Edit:
    return Edit(registry, clock.today(today), context.command_path.partition(" ")[2], **given)


# --- The options of the commands that change a registry ---

_EDIT = {
    "context": Shared(typer.Context, inspect.Parameter.empty),
    "dry_run": switch("--dry-run", "Show the difference and write nothing."),
    "keep_edition": switch("--keep-edition", "Do not set the registry's edition to the day."),
    "today": Shared(TodayOption),
    "registry": text(
        "--registry", "PATH",
        "Registry to change: a YAML file, or a folder of them. Default: in a checkout, its data/.",
        envvar="TENDERWATCH_REGISTRY", show_envvar=True,
    ),
}  # fmt: skip
edit_options = bundle("edit", _EDIT, _edit)
undated_edit_options = bundle("edit", {name: _EDIT[name] for name in ("context", "dry_run", "registry")}, _edit)
source_options = bundle(
    "source",
    {
        "source": text("--source", "ID", "The source that says so.", complete.sources),
        "own": switch("--own", "Your own contract file says so, instead of --source and --place."),
        "place": text("--place", "TEXT", "Where in the source: page, item, paragraph, row."),
        "new_source": words(
            "--new-source", "KEY=VALUE",
            "Describe a source that the registry does not have yet: title=, publisher=, strength=; also url=, "
            "published=, read= (today if left out). Repeat for each.",
        ),
    },
    cited,
)  # fmt: skip
