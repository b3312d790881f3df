"""The commands, each in a module of its name or with its like. `tenderwatch.cli.app.COMMANDS` lists them."""
