"""Calculating with dates: terms stick to month ends, notice periods and horizons do not.

Every calculation moves both bounds of an uncertain date, so that it never becomes more exact.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from tenderwatch.dates.when import UNKNOWN, When, from_bounds
from tenderwatch.dates.words import last_day, shown
from tenderwatch.named_tuple import NamedTuple

Unit = Literal["months", "weeks", "days"]
_UNITS: dict[str, Unit] = {"m": "months", "w": "weeks", "d": "days"}
_LONGEST = {"months": 1200, "weeks": 5200, "days": 36500}


class Duration(NamedTuple):
    """A length of time in one unit: calendar months, weeks or calendar days. Written '3m', '12w', '28d'."""

    number: int
    unit: Unit

    @property
    def written(self) -> str:
        """The short form, as registries and flags write it."""
        return f"{self.number}{self.unit[0]}"

    @property
    def text(self) -> str:
        """The length in words: '3 months', '1 week'."""
        return f"{self.number} {self.unit[:-1] if self.number == 1 else self.unit}"


def parse_duration(text: str) -> Duration:
    """Read '3m', '12w' or '28d'; also '3 months', '2 years' (24 months). Raises ValueError."""
    match = re.fullmatch(r"\s*([0-9]{1,4})\s*(m|w|d|y|months?|weeks?|days?|years?)\s*", text.lower())
    if not match:
        raise ValueError(f"'{shown(text)}' is not a length of time")
    count, letter = int(match[1]), match[2][0]
    duration = Duration(count * 12, "months") if letter == "y" else Duration(count, _UNITS[letter])
    if not 0 < duration.number <= _LONGEST[duration.unit]:
        raise ValueError(f"'{text}' is not a length of time between a day and a hundred years")
    return duration


@lru_cache(maxsize=65536)
def clamp_months(day: date, months: int) -> date:
    """The same day of the month, `months` calendar months later (or earlier); in a shorter month, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def stick_months(day: date, months: int) -> date:
    """As `clamp_months`, but the last day of a month stays the last day: 30 June + 6 months = 31 December."""
    moved = clamp_months(day, months)
    if day.day == last_day(day.year, day.month):
        return moved.replace(day=last_day(moved.year, moved.month))
    return moved


def _moved(when: When, by: Callable[[date], date]) -> When:
    if when.earliest is None or when.latest is None:
        return UNKNOWN
    first = by(when.earliest)
    last = first if when.latest == when.earliest else by(when.latest)
    return from_bounds(first, last, when.precision)


def extend(end: When, months: int) -> When:
    """The end of a term that runs `months` calendar months past `end`. Month ends stay month ends."""
    return _moved(end, lambda day: stick_months(day, months))


def term_end(start: When, term: Duration) -> When:
    """The last day of a term that begins on `start`: the day before it, carried forward by the whole term."""
    eve = shift_days(start, -1)
    return extend(eve, term.number) if term.unit == "months" else shift(eve, term)


def shift_months(when: When, months: int) -> When:
    """Look ahead or go back by calendar months, clamped to shorter months: 3 before 30 June is 30 March."""
    return _moved(when, lambda day: clamp_months(day, months))


def shift_days(when: When, days: int) -> When:
    """Look ahead or go back by calendar days."""
    step = timedelta(days=days)
    return _moved(when, lambda day: day + step)


def shift(when: When, duration: Duration, sign: Literal[1, -1] = 1) -> When:
    """Look ahead (or, with sign -1, go back) by a duration, without stickiness."""
    match duration.unit:
        case "months":
            return shift_months(when, sign * duration.number)
        case "weeks":
            return shift_days(when, sign * 7 * duration.number)
        case _:
            return shift_days(when, sign * duration.number)
