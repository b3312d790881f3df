"""`tenderwatch help`: the help of a command."""

from typing import Annotated

from tenderwatch.cli import complete
from tenderwatch.cli.options import named


def command(
    names: Annotated[
        list[str] | None, named("[COMMAND]", "The command, for example due or source add.", complete.commands)
    ] = None,
) -> None:
    """Show the help of a command, or of the whole program."""  # fmt: skip
    from tenderwatch.cli.app import build

    build().main(args=[*(names or ()), "--help"], prog_name="tenderwatch", standalone_mode=False)
