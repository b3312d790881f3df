"""Periods and amounts as open procurement data prints them, with its placeholders and slips.

Dates are taken as written: the first ten characters. Times and offsets are dropped, never converted, since a
conversion to UTC moves the first day of a British summer back into the day before.
"""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from typing import Any

from tenderwatch.dates import When, on_day
from tenderwatch.importers.statement import Terms
from tenderwatch.registry.model.contract import Value

# A day of 9999, 2099 or 1900 is a placeholder; so is a term of 999 months.
_FIRST_YEAR, _LAST_YEAR = 1990, 2075
_MOST_MONTHS = 600
# Pounds that stand for "not stated".
_PLACEHOLDERS = frozenset({0.0, 0.01, 1.0})


def day_of(text: Any, remarks: list[str], what: str) -> When | None:
    """The day that a timestamp names, None if there is none or it is a placeholder (then with a remark)."""
    if not isinstance(text, str) or not text.strip():
        return None
    day = _read(text.strip()[:10])
    if isinstance(day, When):
        return day
    remarks.append(f"{what} {day} is a placeholder" if day else f"{what} '{text[:30]}' is not a date")
    return None


@lru_cache(maxsize=4096)
def _read(text: str) -> When | str:
    """The day that is written; as a text if it is a placeholder, an empty one if it is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return on_day(day) if _FIRST_YEAR <= day.year <= _LAST_YEAR else day.isoformat()


def months_of(days: Any, remarks: list[str]) -> tuple[int | None, bool]:
    """Months of a `durationInDays`, and whether it stands for 'without end'.

    Publishers count months of 30 days and years of 365; any other number of days says no number of months.
    """
    if isinstance(days, str):
        try:
            days = float(days)
        except ValueError:
            return None, False
    if isinstance(days, bool) or not isinstance(days, int | float) or days <= 0:
        return None, False
    if math.isinf(days) or math.isnan(days):
        return None, True
    for unit, months in ((365, 12), (30, 1)):
        if days % unit == 0 and days // unit * months <= _MOST_MONTHS:
            return int(days // unit) * months, False
    remarks.append(f"a length of {days:g} days is no number of months")
    return None, False


def terms_of(period: dict[str, Any], remarks: list[str]) -> Terms:
    """The terms of an OCDS period (`startDate`, `endDate`, `maxExtentDate`, `durationInDays` or `InMonths`)."""
    in_months = period.get("durationInMonths")
    months, endless = months_of(period.get("durationInDays"), remarks)
    if isinstance(in_months, int) and not isinstance(in_months, bool) and 0 < in_months <= _MOST_MONTHS:
        months = in_months
    start, end, longest = (
        day_of(period.get(key), remarks, what)
        for key, what in (("startDate", "start"), ("endDate", "end"), ("maxExtentDate", "longest end"))
    )
    if start and end and end.earliest and start.earliest and end.earliest < start.earliest:
        remarks.append(f"the end {end.text} lies before the start {start.text}")
        end = None
    if longest == end:
        longest = None
    return Terms(start, end, longest, months, open_ended=endless and end is None)


def value_of(value: Any, remarks: list[str], currency: str = "GBP") -> Value | None:
    """Pounds, net where that is given; None where not stated, a placeholder, or in another currency."""
    if not isinstance(value, dict):
        return None
    stated = value.get("currency")
    if stated not in (None, currency):
        remarks.append(f"a value in {stated} is not taken")
        return None
    for key, basis in (("amount", "total, without VAT"), ("amountGross", "total, with VAT")):
        amount = value.get(key)
        if isinstance(amount, int | float) and not isinstance(amount, bool) and math.isfinite(amount):
            if amount in _PLACEHOLDERS or amount < 0:
                continue
            return Value(round(float(amount), 2), basis)
    return None
