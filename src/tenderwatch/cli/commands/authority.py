"""`tenderwatch authority add`: a council or other body that buys."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.cli import complete
from tenderwatch.cli.edit import Edit, edit_options

ABOUT = "The councils and other bodies that buy."


@edit_options
def add(
    authority_id: Annotated[str, typer.Argument(metavar="ID", help="Its id: small letters, digits and hyphens.")],
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="Its full name.")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="council, icb, joint-body or other.")] = "council",
    alias: Annotated[
        list[str] | None, typer.Option("--alias", metavar="NAME", help="Another name people use. May be repeated.")
    ] = None,
    portal: Annotated[
        str | None,
        typer.Option("--portal", metavar="ID", help="The portal it usually uses.", autocompletion=complete.portals),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region", metavar="ID", help="Its region of England: north-east.", autocompletion=complete.regions
        ),
    ] = None,
    ons: Annotated[str | None, typer.Option("--ons", metavar="CODE", help="Its ONS code.")] = None,
    *,
    edit: Edit,
) -> None:
    """Add an authority to the registry, for contracts to name."""
    from tenderwatch.editing.add import from_values

    given = {
        "id": authority_id,
        "name": name,
        "kind": kind,
        "region": region,
        "ons": ons,
        "aliases": alias,
        "portal": portal,
    }
    edit.settle(from_values(edit.files, "authorities", given))
