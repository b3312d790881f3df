"""The engine against `independent_schedule`: every regime, both timetables, any end, any notice period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import independent_schedule as independent
from support import back_schedule, run_cli
from tenderwatch.dates import Duration, When, on_day, parse_duration
from tenderwatch.dates.parsing import parse_when
from tenderwatch.law.schedule.back import schedule_for_end
from tenderwatch.law.schedule.extension import extension_dates
from tenderwatch.law.schedule.feasibility import earliest_key_decision
from tenderwatch.law.schedule.pipeline import pipeline_notices, planned_notice
from tenderwatch.law.timetables import Timetable, bundled

DAY = timedelta(days=1)
FIRST, LAST = date(2019, 1, 1), date(2036, 12, 31)
COLUMNS = [pytest.param(*column, id=" ".join(column)) for column in independent.COLUMNS]

ends = st.dates(FIRST, LAST)
columns = st.sampled_from(sorted(independent.COLUMNS))
notices = st.one_of(
    st.builds(Duration, st.integers(1, 24), st.just("months")),
    st.builds(Duration, st.integers(1, 60), st.just("weeks")),
    st.builds(Duration, st.integers(1, 400), st.just("days")),
)
_years = st.integers(2019, 2034)
# Every precision, as a registry writes it.
uncertain_ends = st.one_of(
    st.builds("{}-{:02}".format, _years, st.integers(1, 12)),
    st.builds("{}-Q{}".format, _years, st.integers(1, 4)),
    st.builds("{1} {0}".format, _years, st.sampled_from(("spring", "summer", "autumn", "winter"))),
    st.builds(str, _years),
    st.builds(lambda year: f"{year}/{(year + 1) % 100:02}", _years),
    st.builds(lambda day, n: f"{day}..{day + timedelta(n)}", st.dates(FIRST, date(2034, 1, 1)), st.integers(1, 900)),
).map(parse_when)

HARD_ENDS = [
    ("2028-02-29", "a leap day"),
    ("2027-02-28", "the last of February in a common year"),
    ("2032-02-29", "a leap day, projected"),
    ("2026-12-25", "Christmas Day"),
    ("2026-12-26", "a Boxing Day on a Saturday"),
    ("2027-12-27", "a substitute day"),
    ("2028-01-02", "2 January, on a Sunday"),
    ("2029-01-02", "2 January, a holiday in Scotland"),
    ("2027-01-04", "the substitute for 2 January in Scotland"),
    ("2026-04-03", "Good Friday"),
    ("2026-04-05", "Easter Sunday"),
    ("2026-04-06", "Easter Monday"),
    ("2029-03-30", "a Good Friday at the end of the financial year"),
    ("2026-11-30", "St Andrew's Day"),
    ("2026-03-17", "St Patrick's Day"),
    ("2027-07-12", "12 July in Northern Ireland"),
    ("2026-08-03", "the August holiday in Scotland"),
    ("2027-03-31", "the worked example"),
    ("2027-10-31", "a Sunday"),
    ("2022-09-19", "a holiday proclaimed once"),
    ("2020-05-08", "a May holiday that was moved"),
]


def timetable(regime: str, name: Any) -> Timetable:
    found = bundled().get(regime, name)
    assert found is not None
    return found


def test_both_know_the_same_timetables() -> None:
    assert {(item.regime, item.name) for item in bundled().timetables.values()} == set(independent.COLUMNS)


@pytest.mark.parametrize(("regime", "name"), COLUMNS)
def test_every_fifth_end_of_eighteen_years(regime: str, name: str) -> None:
    table = timetable(regime, name)
    days = [FIRST + timedelta(n) for n in range(0, (LAST - FIRST).days, 5)]
    assert {end.isoweekday() for end in days} == set(range(1, 8))
    for end in days:
        assert back_schedule(end + DAY, table) == independent.stages(end, regime, name), end


@pytest.mark.parametrize(("regime", "name"), COLUMNS)
@pytest.mark.parametrize(("end", "sentence"), HARD_ENDS, ids=[f"{sentence} ({end})" for end, sentence in HARD_ENDS])
def test_hard_ends(end: str, sentence: str, regime: str, name: str) -> None:
    day = date.fromisoformat(end)
    assert back_schedule(day + DAY, timetable(regime, name)) == independent.stages(day, regime, name), sentence


@given(ends, columns)
def test_any_end(end: date, column: tuple[str, str]) -> None:
    assert back_schedule(end + DAY, timetable(*column)) == independent.stages(end, *column)


@given(uncertain_ends, columns)
def test_an_uncertain_end_gives_the_two_schedules_of_its_bounds(end: When, column: tuple[str, str]) -> None:
    assert end.earliest is not None
    assert end.latest is not None
    first, last = (independent.stages(bound, *column) for bound in (end.earliest, end.latest))
    found = schedule_for_end(end, timetable(*column)).stages
    assert {stage.kind for stage in found} == set(first)
    for stage in found:
        assert stage.by is not None
        assert (stage.by.earliest, stage.by.latest) == (first[stage.kind], last[stage.kind]), stage.kind


@given(ends, notices)
def test_any_notice(end: date, notice: Duration) -> None:
    found = extension_dates(on_day(end), notice, bundled().extension, timetable("pa2023-light-touch", "default"))
    expected = independent.extension(end, notice.number, notice.unit)
    assert found is not None
    assert {key: getattr(found, key) for key in expected} == {key: on_day(day) for key, day in expected.items()}


@pytest.mark.parametrize("text", ["1m", "3m", "6m", "12m", "12w", "28d", "84d", "1d"])
@pytest.mark.parametrize(("end", "sentence"), HARD_ENDS, ids=[f"{sentence} ({end})" for end, sentence in HARD_ENDS])
def test_usual_notices_at_hard_ends(end: str, sentence: str, text: str) -> None:
    day, notice = date.fromisoformat(end), parse_duration(text)
    found = extension_dates(on_day(day), notice, bundled().extension, timetable("psr", "default"))
    expected = independent.extension(day, notice.number, notice.unit)
    assert found is not None
    assert {key: getattr(found, key).earliest for key in expected} == expected, sentence


@given(ends)
@example(date(2027, 3, 31))
@example(date(2027, 4, 1))
@example(date(2027, 9, 30))
@example(date(2027, 10, 1))
@example(date(2025, 2, 23))
def test_notices_ahead_of_the_tender(tender: date) -> None:
    rules = bundled()
    assert list(pipeline_notices(on_day(tender), rules.pipeline)) == independent.pipeline(tender)
    opens, closes = independent.planned_notice(tender)
    assert planned_notice(on_day(tender), "pa2023", rules.planned_notice) == (on_day(opens), on_day(closes))
    for regime in ("pa2023-light-touch", "psr", "pcr2015"):
        assert planned_notice(on_day(tender), regime, rules.planned_notice) is None


@given(ends)
def test_the_earliest_key_decision(today: date) -> None:
    assert earliest_key_decision(today, bundled().extension) == independent.earliest_decision(today)


COMMAND_ENDS = ["2028-02-29", "2026-04-05", "2027-01-04", "2027-03", "2029", "2028/29", "spring 2027", "2027-Q1"]


@pytest.mark.parametrize(("regime", "name"), COLUMNS)
@pytest.mark.parametrize("text", COMMAND_ENDS)
def test_the_command_gives_both_bounds(text: str, regime: str, name: str) -> None:
    when = parse_when(text)
    assert when.earliest is not None
    assert when.latest is not None
    answer = run_cli(
        "plan", "--end", text, "--regime", regime, "--timetable", name, "--notice", "12w",
        "--today", "2026-11-22", "--format", "json",
    )  # fmt: skip
    row = answer.json["rows"][0]
    bounds = {stage["kind"]: (stage["by"]["earliest"], stage["by"]["latest"]) for stage in row["stages"]}
    first, last = (independent.stages(bound, regime, name) for bound in (when.earliest, when.latest))
    assert bounds == {kind: (first[kind].isoformat(), last[kind].isoformat()) for kind in first}
    early, late = (independent.extension(bound, 12, "weeks") for bound in (when.earliest, when.latest))
    for key, day in early.items():
        told = row["extension"][key]
        assert (told["earliest"], told["latest"]) == (day.isoformat(), late[key].isoformat()), key
