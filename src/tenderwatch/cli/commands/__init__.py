"""One command, one module. `tenderwatch.cli.app.COMMANDS` lists them."""
