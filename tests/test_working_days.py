"""Working days: the table, the calendars, and every period that the law counts in them.

Printed dates and sums come from the procurement facts: real notices, council decisions, statute.
"""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenderwatch.law.working_days import calendars as days_of_calendars
from tenderwatch.law.working_days import counting
from tenderwatch.law.working_days.calendars import (
    FIRST_YEAR,
    LAST_PUBLISHED,
    LAST_YEAR,
    BeyondTable,
    Calendar,
    is_projected,
    is_working_day,
    nth_after,
    nth_before,
    on_or_after,
    on_or_before,
)
from tenderwatch.law.working_days.counting import (
    StandstillEnd,
    clear_days_notice,
    clear_working_days_notice,
    earliest_decision,
    latest_decision,
    latest_notice,
    pa2023_standstill_end,
    pcr_standstill_end,
    psr_standstill_end,
)

SCRIPT = Path(__file__).parents[1] / "scripts" / "build_bank_holidays.py"
DAY = timedelta(days=1)
FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
CALENDARS: tuple[Calendar, ...] = ("uk", "england")
STANDSTILLS: dict[str, StandstillEnd] = {
    "pa2023": partial(pa2023_standstill_end, days=8),
    "psr": partial(psr_standstill_end, days=8),
    "pcr": partial(pcr_standstill_end, days=10),
}

# Far enough from both ends of the table for any count drawn below.
days = st.dates(date(2015, 6, 1), date(2040, 6, 30))
counts = st.integers(0, 60)
calendars = st.sampled_from(CALENDARS)
standstills = st.sampled_from(sorted(STANDSTILLS))


def day(text: str) -> date:
    return date.fromisoformat(text)


def library(*divisions: str) -> set[date]:
    """Weekday bank holidays of these divisions, as the `holidays` library knows them."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    found = {day for name in divisions for day in holidays.country_holidays("GB", subdiv=name, years=years)}
    return {day for day in found if day.weekday() < 5}


def table(calendar: Calendar) -> set[date]:
    """Weekdays on which nobody works, by our calendar."""
    every = (FIRST + DAY * number for number in range((LAST - FIRST).days + 1))
    return {day for day in every if day.weekday() < 5 and not is_working_day(day, calendar)}


# The table


def test_the_uk_calendar_is_the_union_of_its_parts_in_the_library() -> None:
    assert table("uk") == library("ENG", "SCT", "NIR")


def test_the_england_calendar_is_the_library_s_england() -> None:
    assert table("england") == library("ENG")


def test_the_library_without_a_subdivision_would_have_missed_22_days_that_we_hold() -> None:
    published = range(2026, 2029)
    bare = {day for day in holidays.country_holidays("GB", years=published) if day.weekday() < 5}
    ours = {day for day in table("uk") if day.year in published}
    assert bare < ours
    assert len(ours - bare) == 22


@pytest.mark.parametrize("year", range(2024, LAST_YEAR + 1))
def test_the_first_monday_in_may_which_the_psr_names_is_held(year: int) -> None:
    monday = next(date(year, 5, number) for number in range(1, 8) if date(year, 5, number).weekday() == 0)
    assert not is_working_day(monday, "england")


def run_script(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_shipped_file_is_what_the_script_builds() -> None:
    done = run_script("--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_script_builds_a_file_that_then_passes_its_check(tmp_path: Path) -> None:
    built = tmp_path / "bank_holidays.txt"
    assert run_script("--check", "--file", str(built)).returncode == 1, "no file yet"
    assert run_script("--file", str(built)).returncode == 0
    assert run_script("--check", "--file", str(built)).returncode == 0
    assert "\n2026-12-25 ENG NIR SCT\n" in built.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [built], "nothing left over"


def test_the_script_s_check_tells_of_a_changed_file_and_leaves_it_alone(tmp_path: Path) -> None:
    stale = tmp_path / "bank_holidays.txt"
    stale.write_text("2026-12-25 ENG\n", encoding="utf-8")
    done = run_script("--check", "--file", str(stale))
    assert done.returncode == 1
    assert "out of date" in done.stderr
    assert stale.read_text(encoding="utf-8") == "2026-12-25 ENG\n"


def test_the_package_needs_no_holidays_library_to_count() -> None:
    code = (
        "import sys, datetime, tenderwatch.law.working_days.calendars as w;"
        "w.nth_after(datetime.date(2026, 12, 1), 8, 'uk');"
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# The calendars

WORKING = [
    # day, works by the UK calendar, works by England's, sentence
    ("2026-11-24", True, True, "an ordinary Tuesday works in both"),
    ("2026-11-28", False, False, "a Saturday works in neither"),
    ("2026-11-29", False, False, "a Sunday works in neither"),
    ("2026-12-25", False, False, "Christmas Day is held everywhere"),
    ("2026-12-28", False, False, "Boxing Day on a Saturday moves to Monday"),
    ("2026-11-30", False, True, "St Andrew's Day is Scotland's alone"),
    ("2026-01-02", False, True, "2 January is Scotland's alone"),
    ("2027-01-04", False, True, "2 January on a Saturday moves to Monday in Scotland alone"),
    ("2026-06-15", False, True, "15 June 2026 was added in Scotland alone"),
    ("2026-08-03", False, True, "the August holiday is early in Scotland"),
    ("2027-03-17", False, True, "St Patrick's Day is Northern Ireland's alone"),
    ("2026-07-13", False, True, "12 July on a Sunday moves to Monday in Northern Ireland alone"),
    ("2027-03-29", False, False, "Easter Monday is held in England, though not in Scotland"),
    ("2020-05-04", True, True, "the May holiday of 2020 was moved from its Monday"),
    ("2020-05-08", False, False, "to VE Day, a Friday"),
    ("2022-09-19", False, False, "the Queen's funeral was a bank holiday"),
    ("2023-05-08", False, False, "so was the coronation's Monday"),
]


@pytest.mark.parametrize(("text", "uk", "england", "sentence"), WORKING, ids=[row[-1] for row in WORKING])
def test_working_day(text: str, uk: bool, england: bool, sentence: str) -> None:
    assert (is_working_day(day(text), "uk"), is_working_day(day(text), "england")) == (uk, england), sentence


WALKS: list[tuple[date, str, str]] = [
    (on_or_after(day("2026-12-24"), "uk"), "2026-12-24", "a working day is on or after itself"),
    (on_or_after(day("2026-12-25"), "uk"), "2026-12-29", "after Christmas and its Monday comes Tuesday"),
    (on_or_before(day("2026-12-28"), "uk"), "2026-12-24", "before them comes Christmas Eve"),
    (on_or_after(day("2026-11-28"), "uk"), "2026-12-01", "St Andrew's Day lengthens a weekend in the UK"),
    (on_or_after(day("2026-11-28"), "england"), "2026-11-30", "but not in England"),
    (
        nth_after(day("2026-11-28"), 0, "uk"),
        "2026-11-28",
        "no working days after a Saturday is that Saturday",
    ),
    (nth_before(day("2026-11-28"), 0, "uk"), "2026-11-28", "and so is none before it"),
    (nth_after(day("2026-12-24"), 1, "england"), "2026-12-29", "the day itself is not counted forwards"),
    (nth_before(day("2026-12-29"), 1, "england"), "2026-12-24", "nor backwards"),
]


@pytest.mark.parametrize(("found", "expected", "sentence"), WALKS, ids=[row[-1] for row in WALKS])
def test_walk(found: date, expected: str, sentence: str) -> None:
    assert found == day(expected), sentence


@pytest.mark.parametrize("walk", [nth_after, nth_before])
def test_a_negative_count_is_refused(walk: Callable[[date, int, Calendar], date]) -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        walk(day("2026-11-24"), -1, "uk")


def test_years_not_yet_published_are_projected() -> None:
    assert not is_projected(date(LAST_PUBLISHED, 12, 31))
    assert is_projected(date(LAST_PUBLISHED + 1, 1, 1))


BEYOND: list[tuple[str, Callable[[], object]]] = [
    ("the day before the table", lambda: is_working_day(FIRST - DAY, "uk")),
    ("the day after the table", lambda: is_working_day(LAST + DAY, "uk")),
    ("a Saturday beyond it, though no Saturday works", lambda: is_working_day(date(2041, 1, 5), "uk")),
    ("whether a year beyond it is projected", lambda: is_projected(date(2045, 1, 1))),
    ("the working day on or after a day beyond it", lambda: on_or_after(date.max, "uk")),
    ("the working day on or before a day ahead of it", lambda: on_or_before(date.min, "uk")),
    ("no working days after a day beyond it", lambda: nth_after(LAST + DAY, 0, "england")),
    ("counting back into the table from beyond it", lambda: nth_before(LAST + DAY, 5, "england")),
    ("running off the end", lambda: nth_after(LAST, 1, "england")),
    ("running off the beginning", lambda: nth_before(FIRST, 1, "england")),
    ("a 2023 Act standstill beyond it", lambda: pa2023_standstill_end(date.max, 8)),
    ("a PSR standstill beyond it", lambda: psr_standstill_end(date.max, 8)),
    ("a 2015 Regulations standstill beyond it", lambda: pcr_standstill_end(date.max, 10)),
    ("a standstill that begins in it and ends beyond", lambda: pa2023_standstill_end(LAST, 8)),
    ("a notice sought ahead of the table", lambda: latest_notice(FIRST, STANDSTILLS["psr"])),
    ("a decision ahead of the table", lambda: latest_decision(FIRST, publish=2, call_in=5)),
    ("a report ahead of the table", lambda: clear_working_days_notice(FIRST, 5)),
]


@pytest.mark.parametrize("ask", [row[1] for row in BEYOND], ids=[row[0] for row in BEYOND])
def test_beyond_the_table_nothing_is_guessed(ask: Callable[[], object]) -> None:
    with pytest.raises(BeyondTable, match="bank holidays are held for 2015 to 2040 only"):
        ask()


def test_the_message_names_the_day_that_could_not_be_counted() -> None:
    with pytest.raises(BeyondTable, match="2045-03-31") as caught:
        is_working_day(day("2045-03-31"), "uk")
    assert caught.value.day == day("2045-03-31")


# Standstills, forwards and backwards

STANDSTILL_ENDS = [
    ("pa2023", "2026-03-18", "2026-03-27", "Cornwall sexual health: the printed end"),
    (
        "pa2023",
        "2025-12-30",
        "2026-01-12",
        "Plymouth extra care: 1 January, and 2 January in Scotland, skipped",
    ),
    ("pa2023", "2025-12-18", "2025-12-31", "the festive example of a published commentary"),
    ("pa2023", "2026-11-24", "2026-12-04", "St Andrew's Day skipped: England alone would give 3 December"),
    ("pa2023", "2027-03-10", "2027-03-22", "St Patrick's Day skipped: England alone would give 19 March"),
    (
        "pa2023",
        "2026-11-28",
        "2026-12-10",
        "a notice on a Saturday counts from Tuesday: Monday is St Andrew's",
    ),
    ("pa2023", "2026-12-17", "2026-12-30", "the worked example's award notice"),
    ("psr", "2026-05-15", "2026-05-28", "Lincolnshire health checks: the printed end"),
    ("psr", "2026-11-24", "2026-12-07", "St Andrew's Day is counted by England's calendar"),
    ("psr", "2026-12-18", "2027-01-04", "over Christmas; 4 January is Scotland's holiday and counted here"),
    ("pcr", "2027-03-19", "2027-03-30", "the tenth day is Easter Monday: runs on to Tuesday"),
    ("pcr", "2022-01-24", "2022-02-03", "York carers: ten calendar days"),
    ("pcr", "2026-11-20", "2026-12-01", "the tenth day is St Andrew's: runs on, read cautiously"),
]


@pytest.mark.parametrize(
    ("rule", "notice", "end", "sentence"),
    STANDSTILL_ENDS,
    ids=[f"{row[0]}: {row[-1]}" for row in STANDSTILL_ENDS],
)
def test_standstill_end(rule: str, notice: str, end: str, sentence: str) -> None:
    assert STANDSTILLS[rule](day(notice)) == day(end), sentence


LATEST_NOTICES = [
    ("pa2023", "2026-12-30", "2026-12-17", "worked example, signature on 31 December"),
    ("psr", "2026-12-30", "2026-12-15", "worked example, PSR: the day after is day nought"),
    (
        "pcr",
        "2026-12-30",
        "2026-12-18",
        "worked example, PCR: the tenth day is a bank holiday, rolls to 29th",
    ),
    ("pa2023", "2027-02-17", "2027-02-08", "worked example, short timetable"),
    ("psr", "2027-02-17", "2027-02-05", "worked example, short PSR timetable"),
    (
        "pa2023",
        "2027-03-30",
        "2027-03-16",
        "statutory floor: from 17 March, not a UK working day, it ends too late",
    ),
    ("psr", "2027-03-30", "2027-03-15", "statutory floor, PSR"),
    ("pcr", "2027-03-30", "2027-03-19", "statutory floor, PCR"),
]


@pytest.mark.parametrize(
    ("rule", "limit", "notice", "sentence"),
    LATEST_NOTICES,
    ids=[f"{row[0]}: {row[-1]}" for row in LATEST_NOTICES],
)
def test_latest_notice(rule: str, limit: str, notice: str, sentence: str) -> None:
    assert latest_notice(day(limit), STANDSTILLS[rule]) == day(notice), sentence


def test_a_notice_may_go_out_on_a_day_that_only_scotland_keeps() -> None:
    def same_day(notice: date) -> date:
        return notice

    assert latest_notice(day("2026-11-30"), same_day) == day("2026-11-30")
    assert latest_notice(day("2026-11-29"), same_day) == day("2026-11-27")


@pytest.mark.parametrize("rule", [pa2023_standstill_end, psr_standstill_end, pcr_standstill_end])
def test_a_standstill_of_no_days_is_refused(rule: Callable[[date, int], date]) -> None:
    with pytest.raises(ValueError, match="leave the stage out"):
        rule(day("2026-11-24"), 0)


def test_a_one_day_standstill_ends_as_each_law_begins_to_count() -> None:
    monday = day("2026-11-23")
    assert pa2023_standstill_end(monday, 1) == monday
    assert psr_standstill_end(monday, 1) == day("2026-11-25")
    assert pcr_standstill_end(monday, 1) == day("2026-11-24")


# Governance


def test_westminster_s_decision_took_effect_on_the_printed_day() -> None:
    assert nth_after(day("2024-01-31"), 5, "england") == day("2024-02-07")
    assert latest_decision(day("2024-02-08"), publish=0, call_in=5) == day("2024-01-31")


DECISIONS = [
    ("2026-12-17", "2026-12-07", "award decision before the award notice"),
    ("2026-08-14", "2026-08-04", "approval before the documents are begun"),
    ("2027-02-17", "2027-02-05", "award decision on the short timetable"),
    ("2026-09-29", "2026-09-17", "before serving six months' notice to extend"),
    ("2026-12-30", "2026-12-16", "before serving three months' notice, over Christmas"),
    ("2027-01-05", "2026-12-21", "before serving twelve weeks' notice, over New Year"),
    ("2027-02-26", "2027-02-16", "before serving one month's notice"),
    ("2027-03-02", "2027-02-18", "before serving 28 days' notice"),
    ("2026-12-27", "2026-12-15", "effective on a Sunday: call-in over by Christmas Eve"),
]


@pytest.mark.parametrize(("effective_on", "decision", "sentence"), DECISIONS, ids=[row[-1] for row in DECISIONS])
def test_latest_decision(effective_on: str, decision: str, sentence: str) -> None:
    assert latest_decision(day(effective_on), publish=2, call_in=5) == day(decision), sentence


def test_a_decision_without_publication_or_call_in_is_taken_the_working_day_before() -> None:
    assert latest_decision(day("2026-12-30"), publish=0, call_in=0) == day("2026-12-29")


def test_28_clear_days_leave_out_the_day_of_notice_and_the_day_of_decision() -> None:
    assert clear_days_notice(day("2026-12-07"), 28) == day("2026-11-08")
    assert clear_days_notice(day("2026-12-16"), 28) == day("2026-11-17")
    assert earliest_decision(day("2026-11-23"), 28) == day("2026-12-22")


def test_5_clear_working_days_leave_out_the_day_of_publication_and_the_meeting() -> None:
    assert clear_working_days_notice(day("2026-12-07"), 5) == day("2026-11-27")
    assert clear_working_days_notice(day("2027-01-27"), 5) == day("2027-01-19")


def test_no_length_of_a_period_lives_in_the_code() -> None:
    functions = [
        value
        for module in (days_of_calendars, counting)
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    ]
    defaults = [
        f"{function.__name__}({name})"
        for function in functions
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.default not in (inspect.Parameter.empty, None)
    ]
    assert len(functions) > 10
    assert defaults == []


# What holds on any day


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """How many working days lie strictly between two days, one looked at after the other."""
    between = (date.fromordinal(number) for number in range(first.toordinal() + 1, last.toordinal()))
    return sum(is_working_day(item, calendar) for item in between)


@given(days, counts, calendars)
def test_counting_forwards_passes_exactly_that_many_working_days(start: date, count: int, calendar: Calendar) -> None:
    end = nth_after(start, count, calendar)
    assert working_days_between(start, end + DAY, calendar) == count
    assert count == 0 or is_working_day(end, calendar)


@given(days, counts, calendars)
def test_counting_backwards_passes_exactly_that_many_working_days(start: date, count: int, calendar: Calendar) -> None:
    end = nth_before(start, count, calendar)
    assert working_days_between(end - DAY, start, calendar) == count
    assert count == 0 or is_working_day(end, calendar)


@given(days, counts, calendars)
def test_from_a_working_day_there_and_back_is_the_same_day(start: date, count: int, calendar: Calendar) -> None:
    start = on_or_after(start, calendar)
    assert nth_before(nth_after(start, count, calendar), count, calendar) == start
    assert nth_after(nth_before(start, count, calendar), count, calendar) == start


@given(days, calendars)
def test_no_working_day_lies_between_a_day_and_the_one_it_falls_to(start: date, calendar: Calendar) -> None:
    before, after = on_or_before(start, calendar), on_or_after(start, calendar)
    assert before <= start <= after
    assert is_working_day(before, calendar)
    assert is_working_day(after, calendar)
    assert working_days_between(before, after, calendar) == 0


@given(days)
def test_a_day_that_works_in_the_uk_works_in_england(start: date) -> None:
    assert is_working_day(start, "england") or not is_working_day(start, "uk")


@given(days, days, standstills)
def test_a_later_notice_never_ends_its_standstill_earlier(item: date, other: date, rule: str) -> None:
    first, second = sorted((item, other))
    assert STANDSTILLS[rule](first) <= STANDSTILLS[rule](second)


@given(days, standstills)
def test_a_standstill_ends_on_a_working_day_of_its_own_calendar(notice: date, rule: str) -> None:
    assert is_working_day(STANDSTILLS[rule](notice), "england" if rule == "psr" else "uk")


@given(days, standstills)
def test_the_latest_notice_keeps_the_limit_and_the_next_one_would_not(limit: date, rule: str) -> None:
    notice = latest_notice(limit, STANDSTILLS[rule])
    assert is_working_day(notice, "england")
    assert STANDSTILLS[rule](notice) <= limit < STANDSTILLS[rule](nth_after(notice, 1, "england"))


@given(days, st.integers(0, 5), st.integers(0, 15))
def test_the_latest_decision_is_past_call_in_before_the_day_and_the_next_one_would_not_be(
    effective_on: date, publish: int, call_in: int
) -> None:
    decision = latest_decision(effective_on, publish=publish, call_in=call_in)
    length = publish + call_in
    assert is_working_day(decision, "england")
    assert nth_after(decision, length, "england") < effective_on
    assert nth_after(nth_after(decision, 1, "england"), length, "england") >= effective_on


@given(days, st.integers(0, 60))
def test_clear_days_forwards_and_backwards_agree(notice: date, length: int) -> None:
    decision = earliest_decision(notice, length)
    assert clear_days_notice(decision, length) == notice
    assert (decision - notice).days - 1 == length, "the days between, without either end"


@given(days, st.integers(0, 20))
def test_the_report_is_published_as_late_as_its_clear_working_days_allow(meeting: date, length: int) -> None:
    published = clear_working_days_notice(meeting, length)
    assert is_working_day(published, "england")
    assert working_days_between(published, meeting, "england") == length
    assert working_days_between(nth_after(published, 1, "england"), meeting, "england") < max(length, 1)


@given(st.dates().filter(lambda any_day: not FIRST <= any_day <= LAST), calendars)
def test_no_day_beyond_the_table_is_ever_answered(outside: date, calendar: Calendar) -> None:
    with pytest.raises(BeyondTable):
        is_working_day(outside, calendar)
