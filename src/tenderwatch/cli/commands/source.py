"""`tenderwatch source add`: a document or notice that facts are read from."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.cli.edit import Edit, edit_options

ABOUT = "The documents and notices that facts are read from."


@edit_options
def add(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="Its id: small letters, digits and hyphens.")],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="What it is called.")],
    publisher: Annotated[str, typer.Option("--publisher", metavar="TEXT", help="Who published it.")],
    strength: Annotated[
        str,
        typer.Option(
            "--strength", metavar="WORD", help="notice, notice-data, council-page, own-record or secondary-summary."
        ),
    ],
    url: Annotated[str | None, typer.Option("--url", metavar="ADDRESS", help="Its address.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="When it was published or last updated.")
    ] = None,
    read: Annotated[
        str | None, typer.Option("--read", metavar="DAY", help="The day you read it, if not today.")
    ] = None,
    *,
    edit: Edit,
) -> None:
    """Add a source to the registry, for records to cite."""
    from tenderwatch.editing.cited import new_source

    given = {
        "title": title, "publisher": publisher, "strength": strength, "url": url, "published": published, "read": read,
    }  # fmt: skip
    about = tuple((key, value) for key, value in given.items() if value is not None)
    edit.settle(new_source(edit.files, source_id, about, edit.day))
