"""`tenderwatch check`: every fault in a registry, or silence; with --strict, warnings count as faults too."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated

import typer

from tenderwatch.cli import clock, options
from tenderwatch.cli.context import choose_format, registry_layers
from tenderwatch.errors import EXIT_FINDINGS
from tenderwatch.problems import Problem
from tenderwatch.registry.layers import Layer
from tenderwatch.registry.load import load_layers

# A registry with more findings than this is broken in one place that the first of them show.
MOST_SHOWN = 200


def command(
    path: Annotated[
        str | None, typer.Argument(metavar="[PATH]", help="Registry to check, instead of --registry.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Also warn of old and weak evidence, and exit with 1 on any warning.")
    ] = False,
    format_: Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="plain or json.")] = None,
    today: options.TodayOption = None,
    registry: options.RegistryOption = None,
) -> None:
    """Check a registry. Silent when all is well; otherwise each finding with its place, and exit 1 on an error."""
    form = choose_format(format_, ("plain", "json"))
    day = clock.today(today)
    given = path or registry
    problems = _problems(registry_layers(given), day if strict else None, named=bool(given))
    if form == "json":
        import json

        found = [
            {"file": p.place.file, "line": max(p.place.line, 1), "column": max(p.place.column, 1),
             "level": p.level, "code": p.code, "message": p.message, "hint": p.hint}
            for p in problems[:MOST_SHOWN]
        ]  # fmt: skip
        sys.stdout.write(json.dumps({"schema_version": 1, "count": len(problems), "problems": found}, indent=2) + "\n")
    else:
        for problem in problems[:MOST_SHOWN]:
            sys.stdout.write("".join(f"{line}\n" for line in problem.lines()))
        if len(problems) > MOST_SHOWN:
            sys.stdout.write(f"and {len(problems) - MOST_SHOWN:,} more findings: correct these first\n")
    if any(strict or problem.level == "error" for problem in problems):
        raise typer.Exit(EXIT_FINDINGS)


def _problems(layers: tuple[Layer, ...], day: date | None, *, named: bool) -> tuple[Problem, ...]:
    """Every fault of the registry; on a day, old and weak evidence with them. All in order of place."""
    if day is None:
        return load_layers(layers).problems
    import shlex

    from tenderwatch.queries.freshness import freshness_problems
    from tenderwatch.registry.load import load_with_places

    loaded, places = load_with_places(layers)
    options = f" --registry {shlex.quote(str(layers[0].path))}" if named and len(layers) == 1 else ""
    return tuple(sorted((*loaded.problems, *freshness_problems(loaded.registry, day, places, options))))
