"""Quartiles of observed lead times, worked out from the rows and never typed in."""

from __future__ import annotations

import csv
from datetime import date
from statistics import quantiles

from tenderwatch.law.timetables.model import LeadTimes


def read_lead_times(text: str) -> LeadTimes:
    """Quartiles of tender notice to start: exclusive method, rounded half to even, in calendar days.

    A date known only to the month counts as its first day. Raises ValueError, with the row at fault.
    """
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    days = []
    for row in csv.DictReader(lines):
        try:
            if row["tender"] and row["start"]:
                days.append((_day(row["start"]) - _day(row["tender"])).days)
        except ValueError as error:
            raise ValueError(f"lead_times.csv: {row['service']}, {row['ocid']}: {error}") from None
    lower, median, upper = (round(quantile) for quantile in quantiles(days, n=4))
    return LeadTimes(lower, median, upper, len(days))


def _day(text: str) -> date:
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01")
