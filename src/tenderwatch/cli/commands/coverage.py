"""`tenderwatch coverage`: what was searched, what was found and what not."""

from __future__ import annotations

from tenderwatch.answers.coverage import coverage_answer
from tenderwatch.cli import options
from tenderwatch.cli.output import Output
from tenderwatch.queries.coverage import coverage
from tenderwatch.queries.filters import find_authority, find_services


@options.registry
@options.output()
@options.some_filters
def command(*, selection: options.Selection, output: Output, records: options.Records) -> None:
    """Show which councils and services were searched, when and where, what was found, and what was not.

    A council without a contract for a service may have none, or nobody may have searched: each row says which.
    """
    registry, asked = records.open(), selection.filters
    found = coverage(
        registry,
        records.day,
        councils=frozenset(item for name in asked.council for item in find_authority(registry, name)),
        services=find_services(registry, asked.service),
        asked=", ".join(asked.service),
    )
    output.put(coverage_answer(found), records)
