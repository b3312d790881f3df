"""`tenderwatch source add`, `authority add` and `portal add`: records that contracts name."""

from typing import Annotated

from tenderwatch.cli import complete
from tenderwatch.cli.edit import Edit, edit_options
from tenderwatch.cli.options import named, takes

ABOUT = {
    "source": "The documents and notices that facts are read from.",
    "authority": "The councils and other bodies that buy.",
    "portal": "The portals on which tenders are published.",
}


@edit_options
def source_add(
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


@edit_options
def authority_add(
    authority_id: Annotated[str, named("ID", "Its id: small letters, digits and hyphens.")],
    name: Annotated[str, takes("--name", "TEXT", "Its full name.")],
    kind: Annotated[str, takes("--kind", "KIND", "council, icb, joint-body or other.")] = "council",
    alias: Annotated[list[str] | None, takes("--alias", "NAME", "Another name people use. May be repeated.")] = None,
    portal: Annotated[str | None, takes("--portal", "ID", "The portal it usually uses.", complete.portals)] = None,
    region: Annotated[
        str | None, takes("--region", "ID", "Its region of England: north-east.", complete.regions)
    ] = None,
    ons: Annotated[str | None, takes("--ons", "CODE", "Its ONS code.")] = None,
    *,
    edit: Edit,
) -> None:
    """Add an authority to the registry, for contracts to name."""
    from tenderwatch.editing.add import from_values

    given = {
        "id": authority_id, "name": name, "kind": kind, "region": region, "ons": ons, "aliases": alias,
        "portal": portal,
    }  # fmt: skip
    edit.settle(from_values(edit.files, "authorities", given))


@edit_options
def portal_add(
    portal_id: Annotated[str, named("ID", "Its id: small letters, digits and hyphens.")],
    name: Annotated[str, takes("--name", "TEXT", "Its name.")],
    url: Annotated[str | None, takes("--url", "ADDRESS", "Its address.")] = None,
    alias: Annotated[list[str] | None, takes("--alias", "NAME", "Another name people use. May be repeated.")] = None,
    checked: Annotated[str | None, takes("--checked", "DAY", "The day you checked the address.")] = None,
    *,
    edit: Edit,
) -> None:
    """Add a portal to the registry, for contracts and authorities to name."""
    from tenderwatch.editing.add import from_values

    given = {"id": portal_id, "name": name, "url": url, "aliases": alias, "checked": checked}
    edit.settle(from_values(edit.files, "portals", given))
