"""Ends so far ahead that nothing about them can fall due yet, found without a schedule for each contract.

A later end never gives an earlier stage. So one binary search for a horizon shows that every contract which
ends later still has its dates beyond the horizon.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from tenderwatch.dates import Duration
from tenderwatch.law.schedule.back import latest_day
from tenderwatch.law.schedule.extension import key_decision_day
from tenderwatch.law.timetables import ExtensionRule, Timetable
from tenderwatch.registry.model.stages import StageKind

_DAY = timedelta(days=1)
# How far ahead of the horizon the search goes; contracts that end later are worked out one by one.
_SEARCHED_DAYS = 4096


@lru_cache(maxsize=1024)
def stage_ends_beyond(horizon: date, timetable: Timetable, kind: StageKind) -> date:
    """The first end whose stage is after the horizon; so is that of every later end."""
    return _first(horizon, lambda end: latest_day(end + _DAY, timetable, kind))


@lru_cache(maxsize=1024)
def extension_ends_beyond(horizon: date, notice: Duration, rule: ExtensionRule) -> date:
    """The first end whose key decision to extend is after the horizon; so is that of every later end."""
    return _first(horizon, lambda end: key_decision_day(end, notice, rule))


def _first(horizon: date, day_for: Callable[[date], date | None]) -> date:
    low, high = horizon.toordinal(), horizon.toordinal() + _SEARCHED_DAYS
    while low < high:
        middle = (low + high) // 2
        day = day_for(date.fromordinal(middle))
        if day is not None and day > horizon:
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(low)
