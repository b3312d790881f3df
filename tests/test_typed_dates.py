"""Dates, lengths and options as people type them: one reading, or a refusal that shows both."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderwatch.dates import Duration
from tenderwatch.dates.parsing import WhenError, parse_when
from tenderwatch.dates.typed import read_day, read_length, read_options, read_when
from tenderwatch.dates.words import MONTHS, WEEKDAYS

READ = [
    ("31/03/2027", "2027-03-31", "day, month, year with slashes"),
    ("31.3.2027", "2027-03-31", "with dots"),
    ("31-3-27", "2027-03-31", "with hyphens and two digits of the year"),
    ("31 03 2027", "2027-03-31", "with spaces"),
    ("03/31/2027", "2027-03-31", "month first, where only that can be meant"),
    ("05/05/2027", "2027-05-05", "day and month alike: both readings are one"),
    ("2027/03/31", "2027-03-31", "year first"),
    ("2027-3-5", "2027-03-05", "year first without leading zeros"),
    ("20270331", "2027-03-31", "eight digits, year first"),
    ("31032027", "2027-03-31", "eight digits, day first"),
    ("31 March 2027", "2027-03-31", "as letters have it"),
    ("31st of March 2027", "2027-03-31", "ordinal"),
    ("31-Mar-27", "2027-03-31", "as Excel shows it"),
    ("Wednesday 31 March 2027", "2027-03-31", "with its weekday"),
    ("March 31, 2027", "2027-03-31", "month first in words"),
    ("Mar-27", "2027-03", "a month and two digits are a month of a year"),
    ("March '27", "2027-03", "with an apostrophe"),
    ("Sept 2027", "2027-09", "four letters of September"),
    ("03/2027", "2027-03", "month and year"),
    ("2027/03", "2027-03", "year and month, as 2027/03 is no financial year"),
    ("2024/25", "2024/25", "a financial year, as a registry writes it"),
    ("TBC", "unknown", "to be confirmed"),
    ("to be agreed", "unknown", "in words"),
    ("?", "unknown", "a question mark"),
    ("spring 2026", "spring 2026", "whatever a registry may hold"),
]


@pytest.mark.parametrize(("typed", "written"), [case[:2] for case in READ], ids=[case[2] for case in READ])
def test_a_date_that_can_only_be_read_one_way_is_read(typed: str, written: str) -> None:
    assert read_when(typed) == parse_when(written)


REFUSED = [
    ("03/04/2027", "can mean 4 March 2027 or 3 April 2027", "two readings"),
    ("1.2.23", "can mean 2 January 2023 or 1 February 2023", "two readings with two digits of the year"),
    ("01022023", "can mean 2 January 2023 or 1 February 2023", "two readings of eight digits"),
    ("27-Mar", "has no year", "a day without a year, or a year before its month"),
    ("31 March", "has no year", "a day without a year"),
    ("Tuesday 31 March 2027", "is Wednesday 31 March 2027", "a weekday that contradicts the day"),
    ("30/02/2027", "is not a date", "no such day"),
    ("13/2027", "is not a date", "no such month"),
    ("31/03/1066", "not a date of our time", "long ago"),
    ("soon", "is not a date", "no date at all"),
]


@pytest.mark.parametrize(("typed", "said"), [case[:2] for case in REFUSED], ids=[case[2] for case in REFUSED])
def test_a_date_that_could_be_read_in_two_ways_is_refused_with_both(typed: str, said: str) -> None:
    with pytest.raises(WhenError, match=said) as refused:
        read_when(typed)
    assert refused.value.hint


_DAYS = st.dates(date(1971, 1, 1), date(2069, 12, 31))


@given(_DAYS)
def test_unambiguous_spellings_of_any_day_are_read_back(day: date) -> None:
    month = MONTHS[day.month - 1]
    weekday = WEEKDAYS[day.weekday()]
    for spelling in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3].upper()} {day.year % 100:02}",
        f"{weekday[:3]}, {day.day} {month} {day.year}".replace(",,", ","),
        f"{month} {day.day}, {day.year}",
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert read_day(spelling) == day, spelling


@given(_DAYS, st.sampled_from("/.- "), st.booleans())
def test_numbers_alone_are_read_rightly_or_refused_with_the_right_reading_among_those_shown(
    day: date, gap: str, short: bool
) -> None:
    year = f"{day.year % 100:02}" if short else str(day.year)
    typed = f"{day.day:02}{gap}{day.month:02}{gap}{year}"
    ambiguous = day.day <= 12 and day.day != day.month
    if ambiguous:
        with pytest.raises(WhenError) as refused:
            read_when(typed)
        assert day.isoformat() in refused.value.hint
    else:
        assert read_day(typed) == day


@given(st.text(max_size=30))
def test_any_other_text_is_read_or_refused_and_never_fails_otherwise(text: str) -> None:
    with suppress(WhenError):
        read_when(text)


def months(*numbers: int) -> tuple[Duration, ...]:
    return tuple(Duration(number, "months") for number in numbers)


OPTIONS = [
    ("12m", months(12), "one option"),
    ("2 x 12 months", months(12, 12), "repeated"),
    ("2x1 year", months(12, 12), "repeated years"),
    ("7 no. 12 month", months(*[12] * 7), "'no.' as quantity surveyors write it"),
    ("24 + 12 months", months(24, 12), "the unit at the end counts for all"),
    ("1+1", months(12, 12), "small numbers without a unit are years"),
    ("12+12", months(12, 12), "large numbers without a unit are months"),
    ("26w", (Duration(26, "weeks"),), "weeks"),
    ("1 yr, 6 mths", months(12, 6), "shortened units"),
    ("a further 12 months", months(12), "as notices say it"),
]


@pytest.mark.parametrize(("typed", "lengths"), [case[:2] for case in OPTIONS], ids=[case[2] for case in OPTIONS])
def test_options_are_read_in_order(typed: str, lengths: tuple[Duration, ...]) -> None:
    assert read_options(typed) == lengths


@pytest.mark.parametrize("typed", ["6+6", "x", "", "two and a bit", "99 x 12 months", "0 x 12 months"])
def test_options_that_are_not_plain_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        read_options(typed)


def test_numbers_that_can_be_months_or_years_show_both() -> None:
    with pytest.raises(ValueError, match="6 months or 6 years"):
        read_options("6+6")


@pytest.mark.parametrize(
    ("typed", "written"),
    [("3 months", "3m"), ("12-month", "12m"), ("a year", "12m"), ("26 weeks", "26w"), ("28d", "28d")],
)
def test_one_length_is_read_with_its_unit(typed: str, written: str) -> None:
    assert read_length(typed).written == written


@pytest.mark.parametrize("typed", ["3", "-3m", "2 x 12 months", "", "soon"])
def test_a_length_without_a_unit_or_with_a_sign_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"unit|not a length|not one"):
        read_length(typed)
