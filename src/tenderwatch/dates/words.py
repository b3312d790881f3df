"""A date in words for people, in EDTF for machines, and as it is written in a registry."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def last_day(year: int, month: int) -> int:
    """The number of the last day of a month: 28 to 31."""
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _LENGTHS[month - 1]


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# EDTF level 1 gives the seasons 21 to 24, level 2 the quarters 33 to 36.
SEASON_CODES = {3: 21, 6: 22, 9: 23, 12: 24}


def shown(text: str) -> str:
    """A text that could not be read, as a message quotes it."""
    return text if len(text) <= 60 else f"{text[:57]}..."


def day_text(day: date) -> str:
    """'31 March 2027'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_text(day: date) -> str:
    """'March 2027'."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def weekday_text(day: date) -> str:
    """'Wednesday 31 March 2027'."""
    return f"{WEEKDAYS[day.weekday()]} {day_text(day)}"


def days_in_words(text: str) -> str:
    """A sentence with each full day as people say it: '31 March 2027, with an option' for '2027-03-31, with an option'.

    A year and a month stay as they are, since '2010-11' in a sentence may be a financial year.
    """
    return re.sub(_DAY, _in_words, text, flags=re.ASCII)


_DAY = r"(?<![-/\w])(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?(?![-/\w])"


def _in_words(match: re.Match[str]) -> str:
    try:
        first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2] or match[1])
    except ValueError:
        return match[0]
    return day_text(first) if first == last else when_text("range", first, last)


def when_text(precision: str, earliest: date | None, latest: date | None) -> str:
    """The date as people say it. A winter that runs over the year end says so."""
    if earliest is None or latest is None:
        return "not known"
    match precision:
        case "day":
            return day_text(earliest)
        case "month":
            return month_text(earliest)
        case "season":
            year = f"{earliest.year}/{latest.year % 100:02}" if earliest.month == 12 else earliest.year
            return f"{SEASONS[earliest.month]} {year}"
        case "quarter":
            return f"{MONTHS[earliest.month - 1]} to {month_text(latest)}"
        case "year":
            return str(earliest.year)
        case "financial-year":
            return f"financial year {earliest.year}/{latest.year % 100:02}"
        case _:
            if (latest - earliest).days == 1:
                first = str(earliest.day) if earliest.month == latest.month else day_text(earliest)
                return f"{first} or {day_text(latest)}"
            if not _whole_months(earliest, latest):
                return f"between {day_text(earliest)} and {day_text(latest)}"
            if earliest.year == latest.year:
                return f"{MONTHS[earliest.month - 1]} to {month_text(latest)}"
            return f"{month_text(earliest)} to {month_text(latest)}"


def when_edtf(precision: str, earliest: date | None, latest: date | None) -> str:
    """The date in EDTF, Library of Congress specification of 2019, levels 0 to 2."""
    if earliest is None or latest is None:
        return "XXXX"
    match precision:
        case "day":
            return earliest.isoformat()
        case "month":
            return earliest.isoformat()[:7]
        case "season":
            return f"{earliest.year:04}-{SEASON_CODES[earliest.month]}"
        case "quarter":
            return f"{earliest.year:04}-{33 + earliest.month // 3}"
        case "year":
            return f"{earliest.year:04}"
        case _:
            cut = 7 if _whole_months(earliest, latest) else 10
            return f"{earliest.isoformat()[:cut]}/{latest.isoformat()[:cut]}"


@lru_cache(maxsize=4096)
def when_written(precision: str, earliest: date | None, latest: date | None) -> str:
    """The date as an officer would write it in a registry."""
    if earliest is None or latest is None:
        return "unknown"
    match precision:
        case "season":
            return f"{SEASONS[earliest.month]} {earliest.year}"
        case "quarter":
            return f"{earliest.year:04}-Q{earliest.month // 3 + 1}"
        case "financial-year":
            return f"{earliest.year:04}/{latest.year % 100:02}"
        case "range":
            return when_edtf(precision, earliest, latest).replace("/", "..")
        case _:
            return when_edtf(precision, earliest, latest)


def _whole_months(earliest: date, latest: date) -> bool:
    return earliest.day == 1 and latest.day == last_day(latest.year, latest.month)
