"""Cells of a register to values: days in one order for the whole column, pounds, and what stands for nothing.

Whether 03/04/2027 is the third of April is decided once for each column, by all its cells: one day above the
twelfth proves the order. Where both orders fit every cell, the day stands first, as in the United Kingdom, and
that is said.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from tenderwatch.dates import UNKNOWN, When, on_day
from tenderwatch.dates.parsing import WhenError
from tenderwatch.dates.typed import read_when
from tenderwatch.importers.tables import Cell
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.text import count, plural, undefused

Order = Literal["day-first", "month-first", "mixed"]
_NUMBERS = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})(?:[ T][0-9:.Z+]*)?")
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9:.]+(?:Z|[+-][0-9:]+)?")
_EXCEL_EPOCH = date(1899, 12, 30)
# Serial numbers of days from 1980 to 2079: other numbers under a date heading are no dates.
_SERIALS = range(29221, 65745)
_NOTHING = re.compile(
    r"|n/?a|none|nil|-+|not (?:applicable|stated|known)|unknown|t\.?b\.?[acd]\.?|to be \w+|\?+|see .*", re.IGNORECASE
)
_BLANK = re.compile(r"|n/?a|none|nil|-+|tb[acd]|\?+", re.IGNORECASE)
_ONGOING = re.compile(r"\s*(?:ongoing|rolling|annual(?:ly)?|open[- ]ended|continuous|year on year)\s*", re.IGNORECASE)
_LAST_YEAR = 2075
# Two digits from here on, as in 31/12/99, are the far future of a placeholder or the last century: no end either way.
_LEAST_DOUBTFUL = 50
_MONEY = re.compile(
    r"(?:£|gbp)?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\s*(k|m|million|thousand)?", re.IGNORECASE
)
_SCALES = {"": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}


# Values that are kept, and the longest of them: a cell can hold a whole page.
_MOST_KEPT = 8192
_LONGEST_KEPT = 250


class Once(dict[Cell, Any]):
    """What the cells of a column say, each value read once as far as these are kept: registers repeat themselves."""

    def __init__(self, read: Callable[[Cell], Any]) -> None:
        self._read = read

    def __missing__(self, cell: Cell) -> Any:
        said = self._read(cell)
        if not isinstance(cell, str) or len(cell) <= _LONGEST_KEPT:
            self[cell] = said
        return said

    def all(self, cells: Sequence[Cell]) -> list[Any]:
        """What each of some cells says."""
        if len(self) > _MOST_KEPT:
            self.clear()
        return list(map(self.__getitem__, cells))


class DateOrder(NamedTuple):
    """The order of day and month in a column, and what a person should know of it."""

    order: Order
    remark: str = ""


class UnreadError(ValueError):
    """A cell that holds something, and not what its column should hold."""


class PlaceholderError(UnreadError):
    """A day that stands for no day, such as 31/12/2099."""


def order_of(values: Mapping[Cell, int]) -> DateOrder:
    """The order in which a column of dates writes day and month, decided on all of its cells, counted by value."""
    day_first = month_first = either = 0
    for value, number in values.items():
        match = _NUMBERS.fullmatch(value.strip()) if isinstance(value, str) else None
        if match:
            first, second = int(match[1]), int(match[2])
            day_first += number * (first > 12 >= second)
            month_first += number * (second > 12 >= first)
            either += number * (first <= 12 and second <= 12 and first != second)
    if day_first and month_first:
        named = f"{count(day_first, 'date')} {plural(day_first, 'has', 'have')} the day first and {month_first:,}"
        return DateOrder("mixed", f"{named} the month: only plain ones are read")
    if month_first:
        shown = f"{count(month_first, 'date')} {plural(month_first, 'shows', 'show')}"
        return DateOrder("month-first", f"the month stands first, as {shown}")
    if either and not day_first:
        return DateOrder("day-first", "read as day first; no date shows which order is meant")
    return DateOrder("day-first")


@lru_cache(maxsize=_MOST_KEPT)
def date_in(value: Cell, order: DateOrder) -> When | None:
    """The date in a cell; None where it stands for nothing. Raises UnreadError."""
    if isinstance(value, date):
        return _sane(on_day(value), value.isoformat())
    if isinstance(value, float):
        if value.is_integer() and int(value) in _SERIALS:
            return on_day(_EXCEL_EPOCH + timedelta(days=int(value)))
        if value.is_integer() and 1990 <= value <= _LAST_YEAR:
            return read_when(str(int(value)))
        raise UnreadError(f"{value:g} is not a date")
    text = " ".join((value or "").split())
    if match := _NUMBERS.fullmatch(text):  # as nearly all are written
        return _sane(_numbers(match, order, text), text)
    if _NOTHING.fullmatch(text):
        return None
    if timed := _TIMED.fullmatch(text):
        text = timed[1]
    try:
        when = read_when(text)
    except WhenError as error:
        raise UnreadError(str(error)) from None
    return None if when == UNKNOWN else _sane(when, text)


def _numbers(match: re.Match[str], order: DateOrder, text: str) -> When:
    first, second, digits = int(match[1]), int(match[2]), match[3]
    if len(digits) == 2 and int(digits) >= _LEAST_DOUBTFUL:
        raise PlaceholderError(f"'{text}' is a placeholder")
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    if order.order == "mixed" and first <= 12 and second <= 12 and first != second:
        raise UnreadError(f"'{text}' can have the day or the month first, and the column has both")
    swap = second > 12 if order.order == "mixed" else order.order == "month-first"
    day, month = (second, first) if swap else (first, second)
    try:
        return on_day(date(year, month, day))
    except ValueError:
        raise UnreadError(f"there is no day '{text}'") from None


def _sane(when: When, text: str) -> When | None:
    """None for a placeholder such as 31/12/2099."""
    if when.latest is not None and not 1980 <= when.latest.year <= _LAST_YEAR:
        raise PlaceholderError(f"'{text}' is a placeholder")
    return when


def looks_like_date(value: Cell) -> bool:
    """Whether a cell can be a date, or stands for a date that is not known."""
    if isinstance(value, date):
        return True
    if isinstance(value, str) and (_NUMBERS.fullmatch(value.strip()) or _ongoing(value)):
        return True
    try:
        date_in(value, DateOrder("day-first"))
    except UnreadError:
        return False
    return True


def _ongoing(text: str) -> bool:
    return _ONGOING.fullmatch(text) is not None


def without_end(value: Cell) -> str:
    """The words, where an end is given as going on without one; else nothing."""
    return value.strip() if isinstance(value, str) and _ongoing(value) else ""


def money_in(value: Cell) -> float | None:
    """Pounds; None where nothing, or a placeholder, is stated. Raises UnreadError."""
    if value is None or isinstance(value, date):
        return None
    if isinstance(value, float):
        return value if value > 1 else None
    text = " ".join(value.split()).removesuffix(" GBP")
    if _NOTHING.fullmatch(text):
        return None
    match = _MONEY.fullmatch(text)
    if not match:
        raise UnreadError(f"'{text[:40]}' is not an amount")
    amount = float(match[1].replace(",", "") + (match[2] or "")) * _SCALES[(match[3] or "").lower()]
    return round(amount, 2) if amount > 1 else None


def text_in(value: Cell) -> str:
    """The words of a cell on one line; nothing where it stands for nothing."""
    if isinstance(value, str):
        # An apostrophe before a formula keeps a spreadsheet from running it, and is no part of the text.
        text = " ".join((undefused(value) if value[:1] == "'" else value).split())
        # What stands for nothing is short, or a row of marks.
        return "" if (len(text) < 5 or text[0] in "-?") and _BLANK.fullmatch(text) else text
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:g}"
    return value.isoformat() if value else ""
