"""`tenderwatch source add`: a document or notice that facts are read from."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.cli import clock, options
from tenderwatch.cli.answer import one_of


def command(
    action: Annotated[str, typer.Argument(metavar="add", help="What to do: add.")],
    source_id: Annotated[str, typer.Argument(metavar="ID", help="Its id: small letters, digits and hyphens.")],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="What it is called.")],
    publisher: Annotated[str, typer.Option("--publisher", metavar="TEXT", help="Who published it.")],
    strength: Annotated[
        str,
        typer.Option("--strength", metavar="WORD", help="notice, notice-data, council-page or secondary-summary."),
    ],
    url: Annotated[str | None, typer.Option("--url", metavar="ADDRESS", help="Its address.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="When it was published or last updated.")
    ] = None,
    read: Annotated[
        str | None, typer.Option("--read", metavar="DAY", help="The day you read it, if not today.")
    ] = None,
    dry_run: options.DryRunOption = False,
    keep_edition: options.KeepEditionOption = False,
    today: options.TodayOption = None,
    registry: options.EditedRegistryOption = None,
) -> None:
    """Add a source to the registry, so that records can rest on it."""
    from tenderwatch.cli import upkeep
    from tenderwatch.editing.cited import new_source

    one_of("source", action, ("add",))
    day = clock.today(today)
    given = {
        "title": title,
        "publisher": publisher,
        "strength": strength,
        "url": url,
        "published": published,
        "read": read,
    }
    files = upkeep.open_files(registry)
    addition = new_source(files, source_id, tuple((key, item) for key, item in given.items() if item is not None), day)
    upkeep.settle(files, (addition,), day, dry_run=dry_run, keep_edition=keep_edition)
