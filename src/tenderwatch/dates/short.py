"""Dates in few characters, for columns: '31 Mar 2027', 'Apr 2026', 'Mar 2028 to Mar 2029'. Never made more exact."""

from __future__ import annotations

from datetime import date

from tenderwatch.dates.when import When
from tenderwatch.dates.words import MONTHS


def short_month(day: date) -> str:
    """'Mar 2027'."""
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def short_day(day: date) -> str:
    """'31 Mar 2027'."""
    return f"{day.day} {short_month(day)}"


def short_when(when: When) -> str:
    """The date with its months cut to three letters. A range of days becomes a range of months, which is vaguer."""
    first, last = when.earliest, when.latest
    if first is None or last is None:
        return when.text
    match when.precision:
        case "day":
            return short_day(first)
        case "month":
            return short_month(first)
        case "season" | "year":
            return when.text
        case "financial-year":
            return when.text.removeprefix("financial year ")
        case _:
            if (first.year, first.month) == (last.year, last.month):
                return short_month(first)
            start = MONTHS[first.month - 1][:3] if first.year == last.year else short_month(first)
            return f"{start} to {short_month(last)}"
