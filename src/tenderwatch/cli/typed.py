"""Dates and lengths typed behind a flag: read in any form that has one reading, refused with the flag's name."""

from __future__ import annotations

from datetime import date

from tenderwatch.dates import Duration, When, on_day
from tenderwatch.dates.parsing import WhenError
from tenderwatch.dates.typed import read_day, read_length, read_when
from tenderwatch.errors import UsageError


def date_of(flag: str, text: str) -> When:
    """A date. Raises UsageError, with both readings where there are two."""
    try:
        return read_when(text)
    except WhenError as error:
        raise UsageError(f"{flag}: {error}", error.hint) from None


def day_of(flag: str, text: str) -> date:
    """One day. Raises UsageError for a vaguer date."""
    try:
        return read_day(text)
    except WhenError as error:
        raise UsageError(f"{flag}: {error}", error.hint) from None


def past_day(flag: str, text: str | None, today: date) -> date:
    """A day that has come, or today where none is given. Raises UsageError for a vaguer or a later one."""
    day = day_of(flag, text) if text is not None else today
    if day > today:
        raise UsageError(f"{flag}: {on_day(day).text} is still to come", "give a day that has been")
    return day


def length_of(flag: str, text: str) -> Duration:
    """A length of time. Raises UsageError where it is none, or where its unit can be mistaken."""
    try:
        return read_length(text)
    except ValueError as error:
        raise UsageError(f"{flag}: {error}", "write months, weeks or days: 3m, 12w, 28d") from None
