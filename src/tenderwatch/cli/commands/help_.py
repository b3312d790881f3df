"""`tenderwatch help`: the help of a command."""

from __future__ import annotations

from typing import Annotated

import typer

from tenderwatch.cli import complete


def command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COMMAND]", help="The command, for example due or source add.", autocompletion=complete.commands
        ),
    ] = None,
) -> None:
    """Show the help of a command, or of the whole program."""  # fmt: skip
    from tenderwatch.cli.app import build

    build().main(args=[*(names or ()), "--help"], prog_name="tenderwatch", standalone_mode=False)
