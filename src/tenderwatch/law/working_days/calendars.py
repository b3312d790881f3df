"""The two calendars of working days, read from a table of bank holidays inside the package.

"uk": a bank holiday in any part of the United Kingdom does not count (Procurement Act 2023). The Public
Contracts Regulations 2015, reg 2(1), name no part of it: they are read the same, cautious way.
"england": bank holidays in England only (Health Care Services (Provider Selection Regime) Regulations 2023;
council call-in and clear days). The former also name the first Monday in May: the table holds it each year
since they came into force.

The table ends. A day outside it raises `BeyondTable`, because a guess would look like a statutory date.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

Calendar = Literal["uk", "england"]

FIRST_YEAR = 2015
LAST_YEAR = 2040
# GOV.UK publishes bank holidays a few years ahead; later ones follow from the rules, but may yet be moved.
LAST_PUBLISHED = 2028

_TABLE = Path(__file__).with_name("bank_holidays.txt")
_DIVISIONS: dict[Calendar, frozenset[str]] = {
    "uk": frozenset({"ENG", "NIR", "SCT"}),
    "england": frozenset({"ENG"}),
}
_DAY = timedelta(days=1)
_SATURDAY = 5


class BeyondTable(ValueError):  # noqa: N818 - it is the table that ends, not the caller who errs
    """A working day was asked for in a year for which no bank holidays are held."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"bank holidays are held for {FIRST_YEAR} to {LAST_YEAR} only: "
            f"working days cannot be counted on {day.isoformat()}"
        )
        self.day = day


def held(day: date) -> date:
    """The day itself, if the table covers its year. Raises BeyondTable."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise BeyondTable(day)


def is_projected(day: date) -> bool:
    """Whether bank holidays of that year are projected, not yet published by GOV.UK. Raises BeyondTable."""
    return held(day).year > LAST_PUBLISHED


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether a day is neither Saturday, Sunday nor a bank holiday of the calendar. Raises BeyondTable."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BeyondTable(day)
    return day.weekday() < _SATURDAY and day not in _bank_holidays(calendar)


def on_or_after(day: date, calendar: Calendar) -> date:
    """The day itself if it is a working day, else the next one. Raises BeyondTable."""
    return day if is_working_day(day, calendar) else _walk(day, 1, calendar)


def on_or_before(day: date, calendar: Calendar) -> date:
    """The day itself if it is a working day, else the one before. Raises BeyondTable."""
    return day if is_working_day(day, calendar) else _walk(day, -1, calendar)


def nth_after(day: date, count: int, calendar: Calendar) -> date:
    """The working day so many working days strictly after a day; 0 gives the day itself, working or not.

    Raises BeyondTable, and ValueError when the count is negative.
    """
    return _walk(day, _counted(count), calendar)


def nth_before(day: date, count: int, calendar: Calendar) -> date:
    """The working day so many working days strictly before a day; 0 gives the day itself, working or not.

    Raises BeyondTable, and ValueError when the count is negative.
    """
    return _walk(day, -_counted(count), calendar)


def _counted(count: int) -> int:
    if count < 0:
        raise ValueError(f"{count} working days cannot be counted: the number must not be negative")
    return count


# Registries need the same few days again and again: month ends, and what follows from them.
@lru_cache(maxsize=65536)
def _walk(day: date, count: int, calendar: Calendar) -> date:
    """Step to the count-th working day after a day, or before it when the count is negative."""
    held(day)
    step, holidays = _DAY if count > 0 else -_DAY, _bank_holidays(calendar)
    for _ in range(abs(count)):
        day += step
        while day.weekday() >= _SATURDAY or day in holidays:
            day += step
        # A table that begins or ends on days off is left on the first day beyond it.
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise BeyondTable(day)
    return day


@cache
def _bank_holidays(calendar: Calendar) -> frozenset[date]:
    """The calendar's bank holidays that fall on a weekday."""
    wanted = _DIVISIONS[calendar]
    return frozenset(day for day, divisions in _rows() if not wanted.isdisjoint(divisions))


@cache
def _rows() -> tuple[tuple[date, list[str]], ...]:
    """Each day of the table and where it is a bank holiday. The file is read on first use, not at import."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return tuple((date.fromisoformat(line[:10]), line[11:].split()) for line in lines if line[0] != "#")
