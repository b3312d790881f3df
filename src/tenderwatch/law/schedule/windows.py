"""When a service is likely to be tendered: a range from observed lead times, or the buyer's own date."""

from datetime import timedelta
from typing import Literal, NamedTuple

from tenderwatch.dates import When, from_bounds
from tenderwatch.law.timetables import LeadTimes

Scenario = Literal["not-extended", "longest"]
WindowBasis = Literal["observed", "stated"]


class TenderWindow(NamedTuple):
    """When to expect the tender notice, if the contract is not extended or runs to its longest end."""

    scenario: Scenario
    when: When
    basis: WindowBasis


def observed_window(end: When, lead: LeadTimes) -> When | None:
    """From the earliest start less the upper quartile to the latest start less the lower, in calendar days."""
    if end.earliest is None or end.latest is None:
        return None
    day = timedelta(days=1)
    return from_bounds(end.earliest + day - timedelta(days=lead.upper), end.latest + day - timedelta(days=lead.lower))
