"""`tenderwatch portal add`: an e-tendering portal."""

from typing import Annotated

from tenderwatch.cli.edit import Edit, edit_options
from tenderwatch.cli.options import named, takes

ABOUT = "The portals on which tenders are published."


@edit_options
def add(
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
