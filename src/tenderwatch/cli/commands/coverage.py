"""`tenderwatch coverage`: where was looked, what was found and what not."""

from __future__ import annotations

import shutil
import sys

from tenderwatch.cli import options
from tenderwatch.cli.context import choose_format
from tenderwatch.outputs import FORMATS
from tenderwatch.queries.coverage import coverage
from tenderwatch.queries.filters import find_authority, find_services


@options.registry
@options.some_filters
def command(
    format_: options.FormatOption = None,
    *,
    selection: options.Selection,
    records: options.Records,
) -> None:
    """Show which councils and services were looked at, when and where, what was found, and what was not.

    A council without a contract for a service may have none, or nobody may have looked: each row says which.
    """
    registry = records.open()
    found = coverage(
        registry,
        records.day,
        councils=frozenset(item for name in selection.filters.council for item in find_authority(registry, name)),
        services=find_services(registry, selection.filters.service),
        asked=", ".join(selection.filters.service),
    )
    name = choose_format(format_, tuple(FORMATS))
    if name in ("json", "csv", "tsv"):
        from tenderwatch.outputs.coverage_data import render as render_data

        sys.stdout.write(render_data(found, name))
        return
    from tenderwatch.outputs.coverage_text import render

    sys.stdout.write(render(found, name, shutil.get_terminal_size().columns))
