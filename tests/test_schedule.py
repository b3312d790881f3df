"""What holds of any schedule: order, direction, and what an uncertain end may and may not do."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import back_schedule
from tenderwatch.dates import Duration, When, from_bounds, on_day, shift_days
from tenderwatch.dates.parsing import parse_when
from tenderwatch.law.schedule.back import schedule_for_end
from tenderwatch.law.schedule.extension import extension_dates
from tenderwatch.law.schedule.forward import forward_dates, forward_schedule
from tenderwatch.law.timetables import Timetable, bundled
from tenderwatch.law.timetables.override import own_timetable
from tenderwatch.law.working_days.calendars import BeyondTable, is_working_day
from tenderwatch.outlook.renewal import Renewal
from tenderwatch.registry.model.stages import STAGE_ORDER, StageKind, TimetableChange, TimetableName

DAY = timedelta(days=1)
# Section 11 of the facts: each stage, and what waits for it.
CHAIN: tuple[tuple[StageKind, StageKind], ...] = (
    ("planning", "start"),
    ("market-engagement", "tender-notice"),
    ("forward-plan-approval", "approval"),
    ("approval", "tender-notice"),
    ("tender-notice", "tender-deadline"),
    ("tender-deadline", "award-decision"),
    ("forward-plan-award", "award-decision"),
    ("award-report", "award-decision"),
    ("award-decision", "award-notice"),
    ("award-notice", "standstill-end"),
    ("award-notice", "signature"),
    ("standstill-end", "signature"),
    ("signature", "start"),
    ("tupe-information", "start"),
)
TABLES = list(bundled().timetables.values())

ends = st.dates(date(2019, 1, 1), date(2037, 12, 31))
todays = st.dates(date(2019, 1, 1), date(2036, 12, 31))
notices = st.builds(Duration, st.integers(1, 40), st.sampled_from(("months", "weeks", "days")))
tables = st.sampled_from(TABLES)


def _changes(stage: str, **lengths: st.SearchStrategy[int]) -> st.SearchStrategy[TimetableChange]:
    def change(given: dict[str, Any]) -> TimetableChange:
        return TimetableChange(stage, "a rule of its own", **given)

    return st.fixed_dictionaries(dict(lengths)).map(change)


# Lengths that a council might write of its own, long and short.
changes = st.lists(
    st.one_of(
        *[_changes(kind, days=st.integers(0, 200)) for kind in STAGE_ORDER[:-1] if not kind.startswith("standstill")],
        *[_changes(kind, months=st.integers(0, 9)) for kind in ("tender-deadline", "signature", "tupe-information")],
        _changes("award-notice", standstill_days=st.integers(0, 20)),
        _changes("award-decision", publish=st.integers(0, 5), call_in=st.integers(0, 15)),
        _changes("forward-plan-award", clear_days=st.integers(0, 60)),
        _changes("award-report", clear_working_days=st.integers(0, 20)),
    ),
    max_size=6,
).map(tuple)
any_tables = st.builds(own_timetable, tables, changes)


def in_order(dates: Any) -> None:
    for first, second in CHAIN:
        if first in dates and second in dates:
            assert dates[first] <= dates[second], f"{first} after {second}"


def test_the_rules_hang_together_as_the_facts_say() -> None:
    for table in TABLES:
        assert {(stage.kind, stage.before) for stage in table.stages} <= set(CHAIN)


@given(ends, any_tables)
def test_no_stage_comes_after_one_that_depends_on_it(end: date, table: Timetable) -> None:
    in_order(back_schedule(end + DAY, table))


@given(todays, any_tables)
def test_nor_forwards(today: date, table: Timetable) -> None:
    in_order(forward_dates(today, table))


@given(ends, tables)
def test_stages_keep_their_fixed_order(end: date, table: Timetable) -> None:
    kinds = [stage.kind for stage in schedule_for_end(on_day(end), table).stages]
    assert kinds == [kind for kind in STAGE_ORDER if kind in kinds]
    assert set(STAGE_ORDER) - set(kinds) <= {"standstill-end"}


@given(ends, st.integers(1, 800), any_tables)
def test_a_later_end_never_gives_an_earlier_stage(end: date, more: int, table: Timetable) -> None:
    first, later = back_schedule(end + DAY, table), back_schedule(min(end + timedelta(more), date(2039, 1, 1)), table)
    for kind in first:
        assert first[kind] <= later[kind], kind


@given(ends, notices, tables)
def test_notice_comes_before_the_end_and_its_decisions_before_the_notice(
    end: date, notice: Duration, table: Timetable
) -> None:
    found = extension_dates(on_day(end), notice, bundled().extension, table)
    assert found is not None
    chain = (
        found.forward_plan_by, found.key_decision_by, found.officer_decision_by,
        found.serve_by, found.corresponding, on_day(end),
    )  # fmt: skip
    days = [when.latest for when in chain if when and when.latest]
    assert len(days) == len(chain)
    assert all(first < second for first, second in pairwise(days)), days


@given(ends, st.integers(1, 800), notices)
def test_a_later_end_never_asks_for_an_earlier_notice(end: date, more: int, notice: Duration) -> None:
    first, later = (
        extension_dates(on_day(day), notice, bundled().extension, TABLES[0])
        for day in (end, min(end + timedelta(more), date(2040, 1, 1)))
    )
    assert first is not None
    assert later is not None
    for item, two in zip(first[2:-1], later[2:-1], strict=True):
        assert isinstance(item, When)
        assert isinstance(two, When)
        assert item.sort_key <= two.sort_key


@given(ends, st.integers(1, 500), tables, st.data())
def test_precision_is_never_gained(end: date, width: int, table: Timetable, data: st.DataObject) -> None:
    span = from_bounds(end, end + timedelta(width))
    inside = data.draw(st.integers(0, width))
    exact = back_schedule(end + timedelta(inside) + DAY, table)
    for stage in schedule_for_end(span, table).stages:
        assert stage.by is not None
        assert stage.by.earliest is not None
        assert stage.by.latest is not None
        # Whatever day the end turns out to be, its stage lies in the range given.
        assert stage.by.earliest <= exact[stage.kind] <= stage.by.latest
        # Only days off that fall back to one working day draw a range together, and never by a month.
        assert (stage.by.latest - stage.by.earliest).days > width - 31
        assert width <= 31 or stage.by.precision != "day"


@given(ends, tables)
def test_the_start_is_the_day_after_and_only_it_and_the_planning_are_not_rounded(end: date, table: Timetable) -> None:
    dates = back_schedule(end + DAY, table)
    rule = table.stage("planning")
    assert rule is not None
    assert rule.months is not None
    assert dates["start"] - end == DAY
    months = (dates["start"].year - dates["planning"].year) * 12 + dates["start"].month - dates["planning"].month
    assert months == rule.months
    assert dates["planning"].day == dates["start"].day or (dates["planning"] + DAY).day == 1
    assert all(is_working_day(day, "england") for kind, day in dates.items() if kind not in ("start", "planning"))


@given(todays, any_tables)
def test_beginning_today_reaches_the_start_that_is_worked_out_forwards(today: date, table: Timetable) -> None:
    forwards = forward_dates(today, table)
    back = back_schedule(forwards["start"], table)
    for kind in back:
        if kind != "planning":
            assert back[kind] >= forwards[kind], f"{kind} would have been missed"


def test_nor_when_mobilisation_is_a_month_and_the_month_is_short() -> None:
    table = own_timetable(TABLES[0], (TimetableChange("signature", "a rule of its own", months=1),))
    signed = set()
    for number in range(400):
        forwards = forward_dates(date(2026, 1, 1) + timedelta(number), table)
        signed.add((forwards["signature"].month, forwards["signature"].day))
        assert back_schedule(forwards["start"], table)["signature"] >= forwards["signature"]
    assert (1, 29) in signed, "a month later is 28 February"


@given(todays, tables)
def test_no_earlier_start_can_be_reached(today: date, table: Timetable) -> None:
    sooner = back_schedule(forward_dates(today, table)["start"] - DAY, table)
    assert any(day < today for kind, day in sooner.items() if kind != "planning")


@given(todays, tables)
def test_forwards_too_the_stages_keep_their_order_and_none_lies_behind(today: date, table: Timetable) -> None:
    found = forward_schedule(today, table)
    assert [stage.kind for stage in found] == [stage.kind for stage in schedule_for_end(on_day(today), table).stages]
    assert not any(stage.missed(today) for stage in found)


# An end | the stages that can be told all the same | a sentence.
ALL = frozenset(STAGE_ORDER)
BEYOND = [
    ("2040-12-31", ALL, "the last day of the table"),
    ("2041-01-31", ALL - {"tupe-information"}, "a month beyond it, only staff information falls outside"),
    ("2042-06-30", frozenset(("planning", "start")), "far beyond it, nothing that is counted in working days"),
    ("2014-06-30", frozenset(("planning", "start")), "nor before it"),
]


@pytest.mark.parametrize(("text", "known", "sentence"), BEYOND, ids=[sentence for *_, sentence in BEYOND])
def test_beyond_the_table_a_stage_is_told_to_be_unknown(text: str, known: frozenset[str], sentence: str) -> None:
    for table in TABLES:
        found = schedule_for_end(parse_when(text), table).stages
        usual = [stage.kind for stage in schedule_for_end(parse_when("2027-03-31"), table).stages]
        assert [stage.kind for stage in found] == usual, "no stage is dropped"
        assert {stage.kind for stage in found if stage.by} == known & set(usual), sentence
        assert not any(stage.projected or stage.missed(date(2050, 1, 1)) for stage in found if stage.by is None)


@given(st.dates(date(2014, 1, 1), date(2042, 12, 31)), tables)
def test_a_stage_is_unknown_only_with_all_that_leads_to_it(end: date, table: Timetable) -> None:
    dates = back_schedule(end + DAY, table)
    for first, second in CHAIN:
        if second not in dates and table.stage(first) and second != "standstill-end":
            assert first not in dates


def test_a_span_that_leaves_the_table_is_unknown_whole() -> None:
    found = {stage.kind: stage.by for stage in schedule_for_end(parse_when("2040-06..2041-03"), TABLES[0]).stages}
    assert found["signature"] is None
    assert found["planning"] == parse_when("2039-03-02..2040-01-01")


@given(st.dates(date(2027, 6, 1), date(2031, 1, 1)), tables)
def test_what_is_counted_over_unpublished_years_is_projected(end: date, table: Timetable) -> None:
    # GOV.UK has published bank holidays to the end of 2028. What is counted from the start itself is in calendar days.
    dates = back_schedule(end + DAY, table)

    def late(kind: StageKind) -> bool:
        return dates[kind].year > 2028 or any(late(two) for item, two in CHAIN if item == kind and two not in FREE)

    for stage in schedule_for_end(on_day(end), table).stages:
        assert stage.projected == (late(stage.kind) and stage.kind not in ("planning", "start")), stage.kind


# The start is no sum of working days, and the standstill's end is counted on from the notice, not back.
FREE = ("start", "standstill-end")
PROJECTED = [
    ("2029-03-31", {"tupe-information"}, "signed in December 2028: only what comes after is projected"),
    ("2029-04-30", ALL - {"planning", "start"}, "signed in January 2029: everything counted back from there"),
    ("2028-12-31", set(), "all within the years published"),
]


@pytest.mark.parametrize(("text", "projected", "sentence"), PROJECTED, ids=[sentence for *_, sentence in PROJECTED])
def test_projected_rows(text: str, projected: set[str], sentence: str) -> None:
    for table in (table for table in TABLES if table.name == "default"):
        stages = schedule_for_end(parse_when(text), table).stages
        assert {stage.kind for stage in stages if stage.projected} == projected, sentence


def test_forwards_beyond_the_table_is_refused() -> None:
    with pytest.raises(BeyondTable, match="2015 to 2040"):
        forward_dates(date(2040, 6, 1), TABLES[0])


def test_nothing_is_scheduled_for_an_end_that_is_not_known() -> None:
    unknown = parse_when("unknown")
    with pytest.raises(ValueError, match="not known"):
        schedule_for_end(unknown, TABLES[0])
    renewal = Renewal(unknown, "psr", bundled(), assumed=False)
    assert (renewal.stages("default"), renewal.days("default"), renewal.by("start")) == ((), {}, None)
    assert extension_dates(unknown, None, bundled().extension, TABLES[0]) is None
    assert shift_days(unknown, 1) == unknown


def test_a_timetable_that_a_regime_lacks() -> None:
    names: tuple[TimetableName, ...] = ("default", "short")
    assert [bundled().get("pcr2015", name) is None for name in names] == [False, True]
    assert bundled().get("no such law", "default") is None


LAW_DAYS = [
    ("2027-01-25", "tupe-information", "2026-12-24", "2026-12-28", "the statute's 28 days end on a bank holiday"),
    ("2027-04-01", "tupe-information", "2027-03-04", "2027-03-04", "they end on a working day"),
    ("2027-04-01", "forward-plan-award", "2026-11-06", "2026-11-08", "28 clear days begin on a Sunday"),
    ("2027-04-01", "forward-plan-approval", "2026-07-06", "2026-07-06", "28 clear days begin on a Monday"),
    ("2027-04-01", "award-notice", "2026-12-17", "-", "a voluntary standstill is no statute"),
    ("2027-04-01", "planning", "2026-01-01", "-", "nor is the start of planning"),
    ("2027-04-01", "start", "2027-04-01", "-", "nor the start itself"),
]


@pytest.mark.parametrize(("start", "kind", "by", "law_by", "sentence"), LAW_DAYS, ids=[row[-1] for row in LAW_DAYS])
def test_the_statutes_own_day_beside_the_working_day(
    start: str, kind: str, by: str, law_by: str, sentence: str
) -> None:
    table = bundled().get("pa2023-light-touch", "default")
    assert table is not None
    end = on_day(date.fromisoformat(start) - DAY)
    (stage,) = [stage for stage in schedule_for_end(end, table).stages if stage.kind == kind]
    assert [when.written if when else "-" for when in (stage.by, stage.law_by)] == [by, law_by], sentence


@given(ends, tables)
def test_the_working_day_never_comes_after_the_statutes_own(end: date, table: Timetable) -> None:
    for stage in schedule_for_end(on_day(end), table).stages:
        if stage.by and stage.law_by:
            assert stage.by.sort_key <= stage.law_by.sort_key, stage.kind


def test_a_day_that_the_contract_names_for_the_option_takes_the_place_of_the_notice() -> None:
    end, named = on_day(date(2027, 3, 31)), on_day(date(2026, 9, 30))
    dates = extension_dates(end, None, bundled().extension, TABLES[0], named)
    assert dates is not None
    assert (dates.assumed, dates.serve_by, dates.corresponding, dates.decide_by) == (False, named, named, named)
    assert dates.key_decision_by is not None
    assert dates.key_decision_by.begins_before(date(2026, 9, 30))
    assert extension_dates(end, None, bundled().extension, TABLES[0]) != dates
