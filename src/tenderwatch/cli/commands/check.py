"""`tenderwatch check`: find everything wrong with a registry."""

import shlex
from datetime import date
from typing import Annotated

import typer

from tenderwatch.answers.findings import findings_answer
from tenderwatch.cli import options
from tenderwatch.cli.context import registry_layers
from tenderwatch.cli.options import flag, named
from tenderwatch.cli.output import Output
from tenderwatch.errors import EXIT_FINDINGS
from tenderwatch.problems import Problem
from tenderwatch.registry.layers import Layer
from tenderwatch.registry.load import load_layers


@options.registry
@options.output(only=("plain", "csv", "tsv", "json", "jsonl", "xlsx"), usual="plain")
def command(
    path: Annotated[str | None, named("[PATH]", "Registry to check, instead of --registry.")] = None,
    strict: Annotated[
        bool, flag("--strict", "Also warn of old and weak evidence, and exit with 1 on any warning.")
    ] = False,
    *,
    output: Output,
    records: options.Records,
) -> None:
    """Check a registry. Silent when all is well; otherwise each finding with its place, and exit 1 on an error."""
    records = records._replace(path=path or records.path)
    problems = _problems(registry_layers(records.path), records.day if strict else None, named=bool(records.path))
    output.put(findings_answer(problems, records.day), records)
    if any(strict or problem.level == "error" for problem in problems):
        raise typer.Exit(EXIT_FINDINGS)


def _problems(layers: tuple[Layer, ...], day: date | None, *, named: bool) -> tuple[Problem, ...]:
    """Every fault of the registry; on a day, old and weak evidence with them. All in order of place."""
    if day is None:
        return load_layers(layers).prove()
    from tenderwatch.queries.freshness import freshness_problems
    from tenderwatch.registry.load import load_with_places

    loaded, places = load_with_places(layers)
    registry = f" --registry {shlex.quote(str(layers[0].path))}" if named and len(layers) == 1 else ""
    return tuple(sorted((*loaded.prove(), *freshness_problems(loaded.registry, day, places, registry))))
