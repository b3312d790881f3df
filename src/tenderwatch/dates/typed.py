"""Dates, lengths and options as people type them: read where only one reading is possible, never guessed.

A registry file has a few plain forms (`tenderwatch.dates.parsing`). At the keyboard and in spreadsheets people
write 31/03/2027, 31.3.27, Mar-27, TBC or 2 x 12 months as well. Where two readings are possible both are shown
and neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from tenderwatch.dates.arithmetic import Duration, parse_duration
from tenderwatch.dates.parsing import (
    MONTH_NAMES,
    MONTH_NUMBERS,
    SHORT_MONTHS,
    Forms,
    TwoReadingsError,
    WhenError,
    check_years,
    forms_of,
    parse_when,
)
from tenderwatch.dates.when import UNKNOWN, When, month_when, on_day
from tenderwatch.dates.words import WEEKDAYS, day_text, weekday_text

# Two digits of a year: contracts of 1970 to 2069. Nobody types the year of an older contract with two.
_PIVOT = 70
# Counts without a unit, as in "3+1+1", are years up to five and months from twelve; between, both can be meant.
_MOST_YEARS, _LEAST_MONTHS = 5, 12

_WEEKDAY = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in map(str.lower, WEEKDAYS))
_YEAR = r"(?P<y>[0-9]{4}|'?[0-9]{2})"
_NOTHING = r"t\.?b\.?[acd]\.?|to be (?:confirmed|decided|advised|agreed)|not (?:yet )?known|unknown|\?+"
_NUMBERS = r"(?P<a>[0-9]{1,4})(?P<gap>[/.\- ])(?P<b>[0-9]{1,2})(?P=gap)(?P<c>[0-9]{1,4})"
_EIGHT = r"(?P<a>[0-9]{2})(?P<b>[0-9]{2})(?P<c>[0-9]{2})(?P<d>[0-9]{2})"
_MONTH_YEAR = r"(?P<n>[0-9]{1,2}) ?[/.\-] ?(?P<y>[0-9]{4})"
_YEAR_MONTH = r"(?P<y>[0-9]{4}) ?[/.\-] ?(?P<n>[0-9]{1,2})"
_NAMED_MONTH = rf"(?P<m>{MONTH_NAMES})\.?[ \-/,]*{_YEAR}"
_NAMED_DAY = (
    rf"(?:(?P<w>{_WEEKDAY}),? )?(?:the )?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:[ \-/]| of )*(?P<m>{MONTH_NAMES})\.?[ \-/,]*{_YEAR}"
)
_MONTH_FIRST = rf"(?P<m>{MONTH_NAMES})\.? (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<y>[0-9]{{4}})"
_NO_YEAR = rf"[0-9]{{1,2}}(?:st|nd|rd|th)?(?:[ \-/]| of )*(?:{MONTH_NAMES})\.?"


def read_when(text: str) -> When:
    """Read a date as typed, to the precision that was typed. TBC and the like are a date that is not known.

    Raises WhenError where it is no date, or where day and month can be mistaken for each other: then the
    message gives both readings.
    """
    try:
        return parse_when(text)
    except WhenError as error:
        refused = error
    words = " ".join(text.split()).lower()
    if re.fullmatch(_NOTHING, words):
        return UNKNOWN
    for pattern, read in forms_of(words, _FORMS):
        if match := re.fullmatch(pattern, words):
            when = read(match, text)
            if when is None:
                raise WhenError(f"'{text}' is not a date", "there is no such day or month: check the numbers")
            return check_years(when, text)
    if any(name in words for name in SHORT_MONTHS) and re.fullmatch(_NO_YEAR, words):
        raise WhenError(f"'{text}' has no year", "add the year, for example 31 March 2027")
    raise refused


def read_day(text: str) -> date:
    """Read one day as typed. Raises WhenError where it is not exactly a day."""
    when = read_when(text)
    if when.precision != "day" or when.earliest is None:
        raise WhenError(f"'{text}' is not a day", "write the day, for example 2026-05-31 or 31 May 2026")
    return when.earliest


def read_length(text: str) -> Duration:
    """One length as typed: '3m', '3 months', 'a year'. Raises ValueError, also for several or a number alone."""
    if text.strip().isdigit():
        raise ValueError(f"'{text}' has no unit: months, weeks or days?")
    lengths = read_options(text)
    if len(lengths) > 1:
        raise ValueError(f"'{text}' is {len(lengths)} lengths, not one")
    return lengths[0]


def read_options(text: str) -> tuple[Duration, ...]:
    """The lengths of options as typed, in order: '12m', '2 x 12 months', '24 + 12 months', '1+1' (years).

    Raises ValueError where it is no such list, or where a number without a unit can mean months or years.
    """
    words = re.sub(r"\s+", " ", text.strip().lower())
    *others, last = parts = [part.strip() for part in re.split(r"\+|,| and | plus ", words)]
    unit = re.search(r"[a-z]+$", last)
    lengths: list[Duration] = []
    for part in parts:
        bare = re.fullmatch(r"(?:[0-9]{1,2} ?(?:x|no\.?) ?)?[0-9]{1,3}", part)
        # "24 + 12 months": the unit at the end counts for all of them.
        part = f"{part} {unit[0]}" if bare and unit and unit[0] != "x" and others else part
        repeated = re.fullmatch(r"(?P<n>[0-9]{1,2}) ?(?:x|no\.?|times) ?(?P<each>.+)", part)
        count, each = (int(repeated["n"]), repeated["each"]) if repeated else (1, part)
        if not 0 < count <= 60:
            raise ValueError(f"'{text}' repeats an option {count} times")
        lengths += [_length(re.sub(r"(?<=\w)-(?=\w)", " ", each), text)] * count
    return tuple(lengths)


def _length(words: str, text: str) -> Duration:
    whole = {"yr": "year", "mth": "month", "wk": "week"}
    words = re.sub(r"\b(yr|mth|wk)(s?)\b", lambda match: whole[match[1]] + match[2], words)
    words = re.sub(r"^(?:an?|the)? ?(?:further|additional|another)? ?(?=[0-9])", "", words)
    words = re.sub(r"^an? (?:further )?(?=[a-z])", "1 ", words)
    if not words.isdigit():
        return parse_duration(words)
    number = int(words)
    if 0 < number <= _MOST_YEARS:
        return Duration(number * 12, "months")
    if number >= _LEAST_MONTHS:
        return parse_duration(f"{number}m")
    raise ValueError(f"'{text}' can mean {number} months or {number} years: write {number}m or {number * 12}m")


def _year(digits: str) -> int:
    digits = digits.strip("'")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < _PIVOT else 1900)


def _possible_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _only(readings: list[date | None], text: str) -> When | None:
    """The one reading that is a day; None if none is. Raises WhenError, which shows both, where there are two."""
    possible = sorted({day for day in readings if day is not None})
    if len(possible) > 1:
        first, second = possible[:2]
        raise TwoReadingsError(
            f"'{text}' can mean {day_text(first)} or {day_text(second)}",
            f"write {first.isoformat()} or {second.isoformat()}",
        )
    return on_day(possible[0]) if possible else None


def _numbers(match: re.Match[str], text: str) -> When | None:
    """Three numbers: the year stands at the end, or, with four digits, at the beginning."""
    first, middle, last = match["a"], int(match["b"]), match["c"]
    if len(first) == 4 and len(last) <= 2:
        return _only([_possible_day(int(first), middle, int(last))], text)
    if len(first) > 2 or len(last) not in (2, 4):
        return None
    year = _year(last)
    return _only([_possible_day(year, middle, int(first)), _possible_day(year, int(first), middle)], text)


def _eight_digits(match: re.Match[str], text: str) -> When | None:
    """31032027 or 20270331, as some systems export days."""
    a, b, c, d = (match[name] for name in "abcd")
    front, back = int(a + b), int(c + d)
    readings = [
        _possible_day(front, int(c), int(d)) if 1900 <= front < 2200 else None,
        _possible_day(back, int(b), int(a)) if 1900 <= back < 2200 else None,
        _possible_day(back, int(a), int(b)) if 1900 <= back < 2200 else None,
    ]
    return _only(readings, text)


def _named_day(match: re.Match[str], text: str) -> When | None:
    day = _possible_day(_year(match["y"]), MONTH_NUMBERS[match["m"]], int(match["d"]))
    if day is None:
        return None
    weekday = match.groupdict().get("w")
    if weekday and not WEEKDAYS[day.weekday()].lower().startswith(weekday[:3]):
        raise WhenError(f"'{text}' contradicts itself: that day is {weekday_text(day)}", f"write {day.isoformat()}")
    return on_day(day)


def _month(match: re.Match[str], _text: str) -> When | None:
    number = MONTH_NUMBERS[match["m"]] if "m" in match.groupdict() else int(match["n"])
    return month_when(_year(match["y"]), number) if 1 <= number <= 12 else None


_FORMS: Forms[Callable[[re.Match[str], str], When | None]] = (
    (("/", ".", "-", " "), _NUMBERS, _numbers),
    (("",), _EIGHT, _eight_digits),
    (("/", ".", "-"), _MONTH_YEAR, _month),
    (("/", ".", "-"), _YEAR_MONTH, _month),
    (SHORT_MONTHS, _NAMED_DAY, _named_day),
    (SHORT_MONTHS, _MONTH_FIRST, _named_day),
    (SHORT_MONTHS, _NAMED_MONTH, _month),
)
