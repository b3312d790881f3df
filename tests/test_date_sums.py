"""Reckoning with dates: terms stick to month ends, going back does not, and both bounds are moved alike."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from support import days, known_whens, months_apart
from tenderwatch.dates.arithmetic import (
    Duration,
    clamp_months,
    extend,
    parse_duration,
    shift,
    shift_days,
    shift_months,
    stick_months,
    term_end,
)
from tenderwatch.dates.parsing import parse_when
from tenderwatch.dates.when import UNKNOWN, When, on_day

DAY = timedelta(days=1)
months = st.integers(-240, 600)

EXTENDED = [
    ("2026-06-30", 6, "2026-12-31", "the end of June and 6 months is the end of December"),
    ("2023-02-28", 12, "2024-02-29", "the end of February stays the end of February"),
    ("2024-02-29", 12, "2025-02-28", "also when it becomes shorter"),
    ("2024-02-28", 12, "2025-02-28", "28 February of a leap year is not its month's end, and 12 months on is the 28th"),
    ("2024-02-28", 48, "2028-02-28", "nor is it in the next leap year"),
    ("2026-01-31", 1, "2026-02-28", "a 31st meets a shorter month"),
    ("2026-01-31", 2, "2026-03-31", "months are added at once, so a short month on the way changes nothing"),
    ("2026-01-30", 1, "2026-02-28", "a 30th is cut to February"),
    ("2026-01-30", 2, "2026-03-30", "but comes back as a 30th"),
    ("2026-04-30", 1, "2026-05-31", "the end of April and a month is the end of May"),
    ("2026-05-15", 18, "2027-11-15", "a day within the month stays that day"),
    ("2026-05", 24, "2028-05", "a month stays a month"),
    ("2026-02", 24, "2028-02", "also a February that gains a day"),
    ("2026", 12, "2027", "a year stays a year"),
    ("2026", 6, "2026-07..2027-06", "a year moved by half of one is a range of twelve months"),
    ("2024/25", 24, "2026/27", "a financial year stays a financial year"),
    ("spring 2024", 12, "spring 2025", "a season stays a season"),
    ("winter 2026", 12, "winter 2027", "a winter too, leap day or not"),
    ("spring 2024", 1, "2024-04..2024-06", "but April to June is no season"),
    ("2026-Q1", 3, "2026-Q2", "a quarter stays a quarter"),
    ("2026-Q1", 2, "2026-03..2026-05", "March to May was a quarter once, and is not named a season now"),
    ("2026-01..2026-04", 12, "2027-01..2027-04", "a range keeps both its bounds"),
    ("2026-06-15..2026-06-30", 6, "2026-12-15..2026-12-31", "each bound by its own rule"),
    ("2026-01-30..2026-01-31", 1, "2026-02-28", "two days that lead to the same end"),
    ("unknown", 12, "unknown", "nothing is reckoned from nothing"),
]
TERMS = [
    ("2022-04-01", "36m", "2025-03-31", "three years from 1 April end on 31 March"),
    ("2026-07-01", "6m", "2026-12-31", "1 July and 6 months ends on 31 December"),
    ("2024-02-29", "12m", "2025-02-28", "29 February and 12 months ends on 28 February"),
    ("2024-03-01", "12m", "2025-02-28", "1 March of a leap year and 12 months ends on 28 February"),
    ("2023-03-01", "12m", "2024-02-29", "1 March and 12 months ends on 29 February, if there is one"),
    ("2026-06-15", "24m", "2028-06-14", "a term that begins within a month ends the day before that day"),
    ("2026-01-31", "1m", "2026-02-28", "a month from 31 January: its eve, the 30th, is cut to February"),
    ("2026-05-31", "1m", "2026-06-30", "a month from 31 May: its eve, the 30th, is not the end of May"),
    ("2026-04-01", "2y", "2028-03-31", "years are twelve months each"),
    ("2026-04-01", "12w", "2026-06-23", "weeks are counted in days"),
    ("2026-04-01", "28d", "2026-04-28", "28 days from the 1st end on the 28th"),
    ("2026-04", "12m", "2027-03-31..2027-04-29", "from some day of April: the two ends that the month allows"),
    ("2026", "12m", "2026-12-31..2027-12-30", "from some day of 2026"),
    ("unknown", "12m", "unknown", "from nothing, nothing"),
]
BACK = [
    ("2026-06-30", -3, "2026-03-30", "3 months before 30 June is 30 March, not the 31st"),
    ("2026-09-30", 6, "2027-03-30", "6 months after 30 September is 30 March"),
    ("2026-05-31", -3, "2026-02-28", "3 months before 31 May is the last of February"),
    ("2024-05-31", -3, "2024-02-29", "or the 29th"),
    ("2024-02-29", -12, "2023-02-28", "a year before 29 February"),
    ("2024-02-29", 12, "2025-02-28", "a year after it"),
    ("2026-03-31", 12, "2027-03-31", "a year ahead of a 31st"),
    ("2026-05", -3, "2026-02", "a month goes back to a month"),
    ("2028-03", -1, "2028-02", "a March that becomes a leap February"),
    ("unknown", -3, "unknown", "and nothing to nothing"),
]


def ids(rows: list[tuple[str, int, str, str]] | list[tuple[str, str, str, str]]) -> list[str]:
    return [row[-1] for row in rows]


@pytest.mark.parametrize(("end", "count", "result", "sentence"), EXTENDED, ids=ids(EXTENDED))
def test_extending_an_end(end: str, count: int, result: str, sentence: str) -> None:
    assert extend(parse_when(end), count).written == result, sentence


@pytest.mark.parametrize(("start", "term", "result", "sentence"), TERMS, ids=ids(TERMS))
def test_the_end_of_a_term(start: str, term: str, result: str, sentence: str) -> None:
    assert term_end(parse_when(start), parse_duration(term)).written == result, sentence


@pytest.mark.parametrize(("when", "count", "result", "sentence"), BACK, ids=ids(BACK))
def test_going_back_and_looking_ahead(when: str, count: int, result: str, sentence: str) -> None:
    assert shift_months(parse_when(when), count).written == result, sentence
    assert shift(parse_when(when), Duration(abs(count), "months"), 1 if count > 0 else -1).written == result


def sticky(day: date, count: int) -> date:
    """The rule for terms said another way: a month end is the eve of a first, and firsts always exist."""
    if (day + DAY).day == 1:
        return clamped(day + DAY, count) - DAY
    return clamped(day, count)


def clamped(day: date, count: int) -> date:
    index = day.year * 12 + day.month - 1 + count
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@given(days, months)
@example(date(2024, 2, 29), 12)
@example(date(2023, 2, 28), 12)
@example(date(2026, 1, 31), 1)
def test_months_agree_with_the_calendar(day: date, count: int) -> None:
    assert stick_months(day, count) == sticky(day, count)
    assert clamp_months(day, count) == clamped(day, count) == day + relativedelta(months=count)


@given(known_whens, st.integers(0, 600))
def test_a_sum_acts_on_both_bounds_and_on_nothing_else(when: When, count: int) -> None:
    assert when.earliest is not None
    assert when.latest is not None
    longer, later = extend(when, count), shift_months(when, count)
    assert (longer.earliest, longer.latest) == (sticky(when.earliest, count), sticky(when.latest, count))
    assert (later.earliest, later.latest) == (clamped(when.earliest, count), clamped(when.latest, count))
    for moved in (longer, later):
        assert moved.latest is not None
        assert moved.latest.year >= 2200 or parse_when(moved.written) == moved


@given(known_whens, st.integers(1, 600))
def test_a_sum_never_makes_a_date_more_exact(when: When, count: int) -> None:
    """The bounds stay as many months apart as they were, and as many days when days are added."""
    for moved in (extend(when, count), shift_months(when, count)):
        assert months_apart(moved) == months_apart(when)
        assert moved.precision != "day" or months_apart(when) == 0
    later = shift_days(when, count)
    assert later.earliest is not None
    assert later.latest is not None
    assert when.earliest is not None
    assert when.latest is not None
    assert later.latest - later.earliest == when.latest - when.earliest


@given(known_whens, st.integers(1, 60))
def test_whole_months_stay_whole_months_through_a_term(when: When, count: int) -> None:
    moved = extend(when, 12 * count)
    if when.precision not in ("day", "range"):
        assert moved.precision == when.precision


@given(days, days, months)
def test_sums_keep_the_order_of_days(day: date, other: date, count: int) -> None:
    first, second = min(day, other), max(day, other)
    assert stick_months(first, count) <= stick_months(second, count)
    assert clamp_months(first, count) <= clamp_months(second, count)


@given(days, st.integers(1, 300), st.integers(1, 300))
def test_a_month_end_extended_twice_is_extended_once_by_both(day: date, first: int, second: int) -> None:
    end = day.replace(day=monthrange(day.year, day.month)[1])
    assert stick_months(stick_months(end, first), second) == stick_months(end, first + second)


@given(days, st.integers(1, 300))
def test_the_next_term_begins_where_the_last_one_ended(start: date, count: int) -> None:
    """A term from the first of a month is followed by one from the first of a month; none overlap."""
    first = start.replace(day=1)
    end = term_end(on_day(first), Duration(count, "months"))
    assert end == on_day(clamped(first, count) - DAY)
    assert term_end(on_day(start), Duration(count, "months")) == on_day(sticky(start - DAY, count))


@given(known_whens, st.integers(-400, 400))
def test_days_are_calendar_days_and_lead_back(when: When, count: int) -> None:
    moved = shift_days(when, count)
    back = shift_days(moved, -count)
    assert when.earliest is not None
    assert moved.earliest == when.earliest + timedelta(days=count)
    assert (back.earliest, back.latest) == (when.earliest, when.latest)
    assert shift(when, Duration(2, "weeks"), -1) == shift_days(when, -14)
    assert shift(when, Duration(9, "days")) == shift_days(when, 9)


def test_nothing_known_stays_unknown() -> None:
    assert shift_days(UNKNOWN, 5) == UNKNOWN
    assert term_end(UNKNOWN, Duration(4, "weeks")) == UNKNOWN


DURATIONS = [
    ("3m", Duration(3, "months"), "3m", "3 months"),
    ("1m", Duration(1, "months"), "1m", "1 month"),
    ("12w", Duration(12, "weeks"), "12w", "12 weeks"),
    ("28d", Duration(28, "days"), "28d", "28 days"),
    ("2 years", Duration(24, "months"), "24m", "24 months"),
    (" 6 Months ", Duration(6, "months"), "6m", "6 months"),
    ("100y", Duration(1200, "months"), "1200m", "1200 months"),
]


@pytest.mark.parametrize(("text", "duration", "written", "words"), DURATIONS, ids=[row[0] for row in DURATIONS])
def test_lengths_of_time(text: str, duration: Duration, written: str, words: str) -> None:
    assert parse_duration(text) == duration
    assert (duration.written, duration.text) == (written, words)
    assert parse_duration(written) == parse_duration(words) == duration


@pytest.mark.parametrize(
    "text", ["", "0m", "-3m", "3", "m", "1.5m", "3m 2w", "three months", "101y", "1201m", "36501d", "²m"]
)
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time"):
        parse_duration(text)


@given(st.integers(1, 1200), st.sampled_from(("months", "weeks", "days")))
def test_lengths_are_read_back(count: int, unit: str) -> None:
    text = f"{count}{unit[0]}"
    assert parse_duration(text).written == text
