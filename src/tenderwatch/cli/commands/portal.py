"""`tenderwatch portal add`: an e-tendering portal."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.cli.edit import Edit, edit_options

ABOUT = "The portals on which tenders are published."


@edit_options
def add(
    portal_id: Annotated[str, typer.Argument(metavar="ID", help="Its id: small letters, digits and hyphens.")],
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="Its name.")],
    url: Annotated[str | None, typer.Option("--url", metavar="ADDRESS", help="Its address.")] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", metavar="NAME", help="Another name people use. May be repeated.")
    ] = None,
    checked: Annotated[
        str | None, typer.Option("--checked", metavar="DAY", help="The day you checked the address.")
    ] = None,
    *,
    edit: Edit,
) -> None:
    """Add a portal to the registry, for contracts and authorities to name."""
    from tenderwatch.editing.add import from_values

    given = {"id": portal_id, "name": name, "url": url, "aliases": alias, "checked": checked}
    edit.settle(from_values(edit.files, "portals", given))
