"""Reading a date in any form that a registry may write it. Ambiguous forms are refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import TypeVar

from tenderwatch.dates.when import UNKNOWN, Precision, When, from_bounds, on_day
from tenderwatch.dates.words import MONTHS, last_day, shown

_Read = TypeVar("_Read")
Forms = tuple[tuple[tuple[str, ...], str, _Read], ...]
"""Texts of which a form holds one ('' where it needs none), its pattern, and what reads it."""
FORMS = "2026-05-31, 2026-05, 2030, spring 2024, 2026-Q1, 2024/25, 2026-01..2026-04 or unknown"
# Wide enough for any contract; keeps every sum far from the end of the calendar.
YEARS = range(1900, 2200)
_UNKNOWN = frozenset({"unknown", "not known", "xxxx", "xxxx-xx", "xxxx-xx-xx"})
_FIGURES = frozenset("0123456789")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
MONTH_NUMBERS |= {name[:3]: number for name, number in MONTH_NUMBERS.items()} | {"sept": 9}
SHORT_MONTHS = tuple(name[:3].lower() for name in MONTHS)
MONTH_NAMES = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))


class WhenError(ValueError):
    """Text that is not a date; `hint` says what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class TwoReadingsError(WhenError):
    """Text that is one of two dates; the message gives both."""


def parse_day(text: str) -> date:
    """Read one day, written 2026-05-31. Raises WhenError."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            day = date.fromisoformat(text)
            check_years(on_day(day), text)
            return day
    except WhenError:
        raise
    except ValueError:
        pass
    raise WhenError(f"'{shown(text)}' is not a day", "write the day as YYYY-MM-DD, for example 2026-05-31")


@lru_cache(maxsize=16384)
def parse_when(text: str) -> When:
    """Read a date known to a precision, in a registry's forms or in EDTF.

    Spring is March to May, summer June to August, autumn September to November, winter 2024 is
    1 December 2024 to 28 February 2025. 2024/25 is the financial year 1 April 2024 to 31 March 2025.
    'end of May 2026' is 31 May 2026. Raises WhenError with a hint.
    """
    words = " ".join(text.split()).lower()
    if words in _UNKNOWN:
        return UNKNOWN
    for pattern, build in forms_of(words, _FORMS):
        if match := re.fullmatch(pattern, words):
            try:
                return check_years(build(match), text)
            except WhenError:
                raise
            except ValueError:
                break
    raise WhenError(f"'{shown(text)}' is not a date", _hint(words))


def forms_of(words: str, forms: Forms[_Read]) -> Iterator[tuple[str, _Read]]:
    """The forms that the words may have: all hold a figure, and each one of the texts that it cannot do without.

    Their patterns are compiled when they are used: every start would pay for all of them.
    """
    if not _FIGURES.isdisjoint(words):
        for needed, pattern, read in forms:
            if any(map(words.__contains__, needed)):
                yield pattern, read


def check_years(when: When, text: str) -> When:
    """The date, if its years are those of a contract. Raises WhenError."""
    if when.earliest and when.latest and not YEARS.start <= when.earliest.year <= when.latest.year < YEARS.stop:
        raise WhenError(
            f"'{shown(text)}' is not a date of our time",
            f"a contract's dates lie in the years {YEARS.start} to {YEARS.stop - 1}",
        )
    return when


def _months(year: int, first: int, count: int, precision: Precision) -> When:
    last_year, last_month = divmod(year * 12 + first - 1 + count - 1, 12)
    latest = date(last_year, last_month + 1, last_day(last_year, last_month + 1))
    return When(precision, date(year, first, 1), latest)


def _season(year: str, first_month: int) -> When:
    return _months(int(year), first_month, 3, "season")


def _financial_year(first: str, second: str) -> When:
    if int(second) % 100 != (int(first) + 1) % 100 or (len(second) == 4 and int(second) != int(first) + 1):
        last = int(second) if len(second) == 4 else int(first[:2] + second)
        raise WhenError(
            f"'{first}/{second}' is not a financial year",
            f"write {first}/{(int(first) + 1) % 100:02}, or a range {first}..{max(last, int(first) + 1)}",
        )
    return _months(int(first), 4, 12, "financial-year")


def _day(match: re.Match[str]) -> When:
    return on_day(date(int(match["y"]), MONTH_NUMBERS[match["m"]], int(match["d"])))


def _end_of(match: re.Match[str]) -> When:
    latest = _months(int(match["y"]), MONTH_NUMBERS[match["m"]] if match["m"] else 12, 1, "month").latest
    return on_day(latest) if latest else UNKNOWN


def _winter(match: re.Match[str]) -> When:
    _financial_year(match["y"], match["z"])
    return _season(match["y"], 12)


def _range(match: re.Match[str]) -> When:
    first, last = parse_when(match["a"]), parse_when(match["b"])
    if first.earliest is None or last.latest is None:
        raise WhenError(f"'{match[0]}' has an end that is not known", "write both ends of a range, or 'unknown'")
    if first.earliest > last.latest:
        raise WhenError(
            f"'{match[0]}' runs backwards", f"write the earlier date first: {match['b'].strip()}..{match['a'].strip()}"
        )
    return from_bounds(first.earliest, last.latest)


def _decade(match: re.Match[str]) -> When:
    year = match["y"].rstrip("x")
    scale = 10 ** (4 - len(year))
    first = int(year) * scale
    return from_bounds(date(first, 1, 1), date(first + scale - 1, 12, 31))


_Y, _ISO_MONTH = r"(?P<y>[0-9]{4})", r"(?P<n>0[1-9]|1[0-2])"
_FORMS: Forms[Callable[[re.Match[str]], When]] = (
    (("-",), rf"{_Y}-[0-9]{{2}}-[0-9]{{2}}", lambda m: on_day(date.fromisoformat(m[0]))),
    (("-",), rf"{_Y}-{_ISO_MONTH}(-xx)?", lambda m: _months(int(m["y"]), int(m["n"]), 1, "month")),
    (("",), rf"{_Y}(-xx)?(-xx)?", lambda m: _months(int(m["y"]), 1, 12, "year")),
    (
        tuple(_SEASONS),
        rf"(?P<s>spring|summer|autumn|winter) (of )?{_Y}",
        lambda m: _season(m["y"], _SEASONS[m["s"]]),
    ),
    (("winter",), rf"winter {_Y}/(?P<z>[0-9]{{2}}|[0-9]{{4}})", _winter),
    (("-2",), rf"{_Y}-2(?P<s>[1-4])", lambda m: _season(m["y"], int(m["s"]) * 3)),
    (("q",), rf"{_Y}[- ]?q(?P<q>[1-4])", lambda m: _months(int(m["y"]), int(m["q"]) * 3 - 2, 3, "quarter")),
    (("q",), rf"q(?P<q>[1-4]) {_Y}", lambda m: _months(int(m["y"]), int(m["q"]) * 3 - 2, 3, "quarter")),
    (("-3",), rf"{_Y}-3(?P<q>[3-6])", lambda m: _months(int(m["y"]), int(m["q"]) * 3 - 8, 3, "quarter")),
    (
        ("/",),
        rf"(?:(?:fy|financial year) ?)?{_Y}/(?P<z>[0-9]{{2}}|[0-9]{{4}})",
        lambda m: _financial_year(m["y"], m["z"]),
    ),
    (SHORT_MONTHS, rf"(?P<d>[0-9]{{1,2}}) (?P<m>{MONTH_NAMES}) {_Y}", _day),
    (
        SHORT_MONTHS,
        rf"(?P<m>{MONTH_NAMES}) {_Y}",
        lambda m: _months(int(m["y"]), MONTH_NUMBERS[m["m"]], 1, "month"),
    ),
    (("end",), rf"(?:the )?end (?:of )?(?:(?P<m>{MONTH_NAMES}) )?{_Y}", _end_of),
    (("x",), r"(?P<y>[0-9]{1,3}x{1,3})(?<=^....)", _decade),
    (("..",), r"(?P<a>[^./]+)\.\.(?P<b>[^./]+)", _range),
    (("/",), r"(?P<a>[0-9x]{4}-[-0-9x]+)/(?P<b>[0-9x]{4}-[-0-9x]+)", _range),
)


def _hint(words: str) -> str:
    if re.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}", words):
        return "day and month can be mistaken for each other here; write YYYY-MM-DD"
    if re.search(r"[0-9]{5,}", words):
        return "a year has four digits; record the slip as a conflict and write the reading chosen"
    if re.search(r"[?~%]$", words):
        return "write a doubtful date as the range it may fall in, for example 2026-01..2026-04"
    if ".." in words:
        return "write both ends of a range, for example 2026-01..2026-04"
    if re.match(r"(early|mid|late|about|around|circa)\b", words):
        return "write the range you take it to mean, for example 2026-01..2026-04, and keep the words in a note"
    return f"write one of {FORMS}"
