"""`tenderwatch coverage`: where was looked, what was found and what not."""

from __future__ import annotations

import shutil
import sys

from tenderwatch.cli import clock, options
from tenderwatch.cli.context import choose_format, open_registry
from tenderwatch.outputs import FORMATS
from tenderwatch.queries.coverage import coverage
from tenderwatch.queries.filters import find_authority, find_services


def command(
    council: options.CouncilOption = None,
    service: options.ServiceOption = None,
    format_: options.FormatOption = None,
    today: options.TodayOption = None,
    registry: options.RegistryOption = None,
) -> None:
    """Show which councils and services were looked at, when and where, what was found, and what was not.

    A council without a contract for a service may have none, or nobody may have looked: each row says which.
    """
    day = clock.today(today)
    records = open_registry(registry)
    found = coverage(
        records,
        day,
        councils=frozenset(item for name in council or () for item in find_authority(records, name)),
        services=find_services(records, tuple(service or ())),
        asked=", ".join(service or ()),
    )
    name = choose_format(format_, tuple(FORMATS))
    if name in ("json", "csv", "tsv"):
        from tenderwatch.outputs.coverage_data import render as render_data

        sys.stdout.write(render_data(found, name))
        return
    from tenderwatch.outputs.coverage_text import render

    sys.stdout.write(render(found, name, shutil.get_terminal_size().columns))
