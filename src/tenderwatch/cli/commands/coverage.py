"""`tenderwatch coverage`: what was searched, what was found and what not."""

from typing import Annotated

from tenderwatch.answers.coverage import coverage_answer
from tenderwatch.answers.coverage_matrix import matrix_answer
from tenderwatch.cli import options
from tenderwatch.cli.options import flag
from tenderwatch.cli.output import Output
from tenderwatch.queries.coverage import coverage
from tenderwatch.queries.coverage import matrix as find_matrix
from tenderwatch.queries.filters.resolving import find_authority, find_services


@options.registry
@options.output()
@options.some_filters
def command(
    *,
    matrix: Annotated[
        bool, flag("--matrix", "Councils by service: what is held, and what to read next where nothing is.")
    ] = False,
    selection: options.Selection,
    output: Output,
    records: options.Records,
) -> None:
    """Show which councils and services were searched, when and where, what was found, and what was not.

    A council without a contract for a service may have none, or nobody may have searched: each row says which.
    With --matrix, every council beside every service that several of them have.
    """
    registry, asked = records.open(), selection.filters
    councils = frozenset(item for name in asked.council for item in find_authority(registry, name))
    services = find_services(registry, asked.service)
    if matrix:
        by_service = find_matrix(registry, records.day, councils=councils, services=services)
        output.put(matrix_answer(by_service), records)
        return
    found = coverage(registry, records.day, councils=councils, services=services, asked=", ".join(asked.service))
    output.put(coverage_answer(found), records)
