"""`tenderwatch authority add`: a council or other body that buys."""

from typing import Annotated

from tenderwatch.cli import complete
from tenderwatch.cli.edit import Edit, edit_options
from tenderwatch.cli.options import named, takes

ABOUT = "The councils and other bodies that buy."


@edit_options
def add(
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
