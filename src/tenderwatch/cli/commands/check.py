"""`tenderwatch check`: every fault in a registry, or silence."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tenderwatch.cli import options
from tenderwatch.cli.context import choose_format, registry_path
from tenderwatch.errors import EXIT_FINDINGS
from tenderwatch.reading.load import load


def command(
    path: Annotated[
        str | None, typer.Argument(metavar="[PATH]", help="Registry to check, instead of --registry.")
    ] = None,
    format_: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="plain or json.")] = None,
    registry: options.RegistryOption = None,
) -> None:
    """Check a registry. Silent and 0 when all is well; otherwise each fault with its place, and exit 1."""
    form = choose_format(format_, ("plain", "json"))
    loaded = load(registry_path(path or registry))
    if form == "json":
        import json

        found = [
            {"file": p.place.file, "line": max(p.place.line, 1), "column": max(p.place.column, 1),
             "level": p.level, "code": p.code, "message": p.message, "hint": p.hint}
            for p in loaded.problems
        ]  # fmt: skip
        sys.stdout.write(json.dumps({"schema_version": 1, "count": len(found), "problems": found}, indent=2) + "\n")
    else:
        for problem in loaded.problems:
            sys.stdout.write("".join(f"{line}\n" for line in problem.lines()))
    if loaded.problems:
        raise typer.Exit(EXIT_FINDINGS)
