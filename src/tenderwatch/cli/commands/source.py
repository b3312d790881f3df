"""`tenderwatch source add`: a document or notice that facts are read from."""

from typing import Annotated

from tenderwatch.cli.edit import Edit, edit_options
from tenderwatch.cli.options import named, takes

ABOUT = "The documents and notices that facts are read from."


@edit_options
def add(
    source_id: Annotated[str, named("ID", "Its id: small letters, digits and hyphens.")],
    title: Annotated[str, takes("--title", "TEXT", "What it is called.")],
    publisher: Annotated[str, takes("--publisher", "TEXT", "Who published it.")],
    strength: Annotated[
        str, takes("--strength", "WORD", "notice, notice-data, council-page, own-record or secondary-summary.")
    ],
    url: Annotated[str | None, takes("--url", "ADDRESS", "Its address.")] = None,
    published: Annotated[str | None, takes("--published", "DATE", "When it was published or last updated.")] = None,
    read: Annotated[str | None, takes("--read", "DAY", "The day you read it, if not today.")] = None,
    *,
    edit: Edit,
) -> None:
    """Add a source to the registry, for records to cite."""
    from tenderwatch.editing.add import new_source

    given = {
        "title": title, "publisher": publisher, "strength": strength, "url": url, "published": published, "read": read,
    }  # fmt: skip
    about = tuple((key, value) for key, value in given.items() if value is not None)
    edit.settle(new_source(edit.files, source_id, about, edit.day))
