"""Reckon the renewals of many contracts with fewer distinct ends, and print the seconds of the processor that took.

For each contract: its ends, every stage of the default and the short timetable, the extension and the
tender windows. Schedules depend on the start day alone, so each is worked out once.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta

from tenderwatch.dates import on_day
from tenderwatch.law.timetables import bundled
from tenderwatch.outlook import look_at
from tenderwatch.registry.model import Contract, Evidence, Extension, Registry

FIRST_END = date(2026, 1, 1)
TODAY = date(2026, 11, 22)


def contracts(count: int, ends: int) -> tuple[Contract, ...]:
    """So many contracts, a day's end each, no more than `ends` of them distinct; every second has an option."""
    return tuple(
        Contract(
            id=f"contract-{number}",
            title=f"Contract {number}",
            kind="contract",
            services=("home care",),
            evidence=(Evidence("source", "page 1"),),
            start=on_day(date(2020, 1, 1)),
            end=on_day(FIRST_END + timedelta(days=number % ends)),
            extensions=(Extension(state="permitted", months=12),) if number % 2 else (),
        )
        for number in range(count)
    )


def main(count: int, ends: int) -> tuple[float, int]:
    """Seconds of the processor for all of them, and how many dates were found."""
    made = contracts(count, ends)
    registry = Registry(edition=TODAY, portals={}, authorities={}, sources={}, contracts=made)
    bundled()
    found, before = 0, time.process_time()
    for contract in made:
        outlook = look_at(contract, registry, TODAY)
        renewal = outlook.renewal
        if renewal:
            found += sum(stage.by is not None for stage in (*renewal.stages("default"), *renewal.stages("short")))
            found += renewal.extension is not None
        found += len(outlook.tender_windows) + len(outlook.reasons)
    return time.process_time() - before, found


if __name__ == "__main__":
    print(*main(int(sys.argv[1]), int(sys.argv[2])))
