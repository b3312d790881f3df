"""`tenderwatch serve`: look at a built site in a browser on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from tenderwatch.cli.options import named
from tenderwatch.cli.streams import say
from tenderwatch.errors import UsageError


def command(
    folder: Annotated[str, named("DIR", "The folder of the site, as `publish` made it.")],
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="N", help="Port to listen on; 0 takes any free one.")
    ] = 8000,
) -> None:
    """Show a site made by `publish` in a browser on this machine. Ctrl-C stops it.

    Only this machine can reach it. To publish for others, copy the folder to any web host. The exit code is 0.
    """
    site = Path(folder)
    if not site.is_dir():
        raise UsageError(f"there is no folder {folder}", "make a site first with `tenderwatch publish`")
    if not (site / "index.html").is_file():
        raise UsageError(f"there is no index.html in {folder}", "name the folder that `tenderwatch publish` wrote to")
    from tenderwatch.site.serving import SiteServer

    with SiteServer(site, port) as server:
        try:
            say(f"{folder} is at {server.address} (stop with Ctrl-C)")
            server.serve_forever()
        except KeyboardInterrupt:
            # This is how it is meant to end; the line of ^C is ended too.
            say("")
