"""The back-schedule: every stage counted backwards from the day the new contract starts.

Stages counted in days move back to an England working day; months are calendar dates and are not
rounded; the start is the day after the old end. Each stage depends only on the one its rule names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache, partial

from tenderwatch.dates import When, from_bounds
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.law.schedule.stage import Stage
from tenderwatch.law.timetables import STAGE_ORDER, StageKind, StageRule, StandstillRule, Timetable
from tenderwatch.law.working_days import (
    BeyondTable,
    clear_days_notice,
    clear_working_days_notice,
    is_projected,
    latest_decision,
    latest_notice,
    on_or_before,
    pa2023_standstill_end,
    pcr_standstill_end,
    psr_standstill_end,
)

Dates = Mapping[StageKind, date]
_STANDSTILL_ENDS = {"pa2023": pa2023_standstill_end, "psr": psr_standstill_end, "pcr2015": pcr_standstill_end}
_DAY = timedelta(days=1)


def standstill_end(notice: date, rule: StandstillRule) -> date:
    """The last day of a standstill that this notice starts."""
    return _STANDSTILL_ENDS[rule.law](notice, rule.days)


def _latest(rule: StageRule, before: date) -> date:
    """The latest day for a stage, given the stage it must come before."""
    if rule.months is not None:
        return clamp_months(before, -rule.months)
    if rule.days is not None:
        return on_or_before(before - timedelta(days=rule.days), "england")
    if rule.clear_days is not None:
        return on_or_before(clear_days_notice(before, rule.clear_days), "england")
    if rule.clear_working_days is not None:
        return clear_working_days_notice(before, rule.clear_working_days)
    if rule.decision is not None:
        effective = before - timedelta(days=rule.decision.days)
        return latest_decision(effective, publish=rule.decision.publish, call_in=rule.decision.call_in)
    if rule.standstill is not None:
        # Whatever a law counts, so many days take at least so many days less one: the search begins there.
        least = timedelta(days=rule.standstill.days - 1)
        return latest_notice(before - _DAY, partial(standstill_end, rule=rule.standstill), begin=before - _DAY - least)
    raise ValueError(f"the stage {rule.kind} has no length")


@lru_cache(maxsize=262_144)
def latest_day(start: date, timetable: Timetable, kind: StageKind) -> date | None:
    """The latest day of one stage for a start; None where the timetable lacks it, or bank holidays end.

    Depends on the start alone, so each is worked out once for each start and timetable.
    """
    if kind == "start":
        return start
    rule = timetable.stage("award-notice" if kind == "standstill-end" else kind)
    if rule is None:
        return None
    try:
        if kind == "standstill-end":
            notice = latest_day(start, timetable, "award-notice")
            return standstill_end(notice, rule.standstill) if notice and rule.standstill else None
        before = latest_day(start, timetable, rule.before)
        return _latest(rule, before) if before else None
    except BeyondTable:
        return None


def back_schedule(start: date, timetable: Timetable) -> Dates:
    """The latest day of every stage for a start. A stage beyond the bank-holiday table is left out."""
    found = ((kind, latest_day(start, timetable, kind)) for kind in STAGE_ORDER)
    return {kind: day for kind, day in found if day}


def stage_by(end: When, timetable: Timetable, kind: StageKind) -> When | None:
    """By when one stage must be reached for a contract that ends on `end`: a range where the end is uncertain."""
    if end.earliest is None or end.latest is None:
        return None
    first = latest_day(end.earliest + _DAY, timetable, kind)
    last = first if end.latest == end.earliest else latest_day(end.latest + _DAY, timetable, kind)
    return from_bounds(first, last, end.precision) if first and last else None


@lru_cache(maxsize=16_384)
def schedule_for_end(end: When, timetable: Timetable) -> tuple[Stage, ...]:
    """The stages for a contract that ends on `end`, in their fixed order; ranges where the end is uncertain."""
    if end.earliest is None or end.latest is None:
        return ()
    first = back_schedule(end.earliest + _DAY, timetable)
    last = first if end.latest == end.earliest else back_schedule(end.latest + _DAY, timetable)
    return stages(first, last, timetable, end)


def stages(first: Dates, last: Dates, timetable: Timetable, like: When | None = None) -> tuple[Stage, ...]:
    """Two schedules, for the earliest and the latest start, as stages."""
    made = []
    for kind in STAGE_ORDER:
        rule = timetable.stage(kind)
        if rule is None and kind not in first and kind not in last:
            if kind == "standstill-end" and _has_standstill(timetable):
                made.append(_derived(kind, None, timetable))
            continue
        by = None
        if kind in first and kind in last:
            by = from_bounds(first[kind], last[kind], like.precision if like else "range")
        stage = Stage(kind, by, rule.unit, rule.basis, rule.why, rule) if rule else _derived(kind, by, timetable)
        made.append(
            stage._replace(
                projected=_rests_on_projected(kind, last, timetable),
                law_by=_law_by(rule, first, last, like) if rule else None,
            )
        )
    return tuple(made)


def _law_by(rule: StageRule, first: Dates, last: Dates, like: When | None) -> When | None:
    """The last day by the statute's own count, not moved to a working day; None where no statute counts days."""
    if rule.basis != "statute" or rule.before not in first or rule.before not in last:
        return None
    days = [law_day(rule, dates[rule.before]) for dates in (first, last)]
    return from_bounds(days[0], days[1], like.precision if like else "range") if days[0] and days[1] else None


def law_day(rule: StageRule, before: date) -> date | None:
    """The last day that a rule in calendar days leaves, counted as the law counts it."""
    if rule.days is not None:
        return before - timedelta(days=rule.days)
    return clear_days_notice(before, rule.clear_days) if rule.clear_days is not None else None


def _rests_on_projected(kind: StageKind, dates: Dates, timetable: Timetable) -> bool:
    """Whether a stage, or one that it is counted from, lies in a year whose bank holidays are not published."""
    rule = timetable.stage("award-notice" if kind == "standstill-end" else kind)
    if kind not in dates or rule is None or rule.months is not None:
        return False
    if is_projected(dates[kind]):
        return True
    before = "award-notice" if kind == "standstill-end" else rule.before
    return before != "start" and _rests_on_projected(before, dates, timetable)


def _has_standstill(timetable: Timetable) -> bool:
    rule = timetable.stage("award-notice")
    return rule is not None and rule.standstill is not None


def _derived(kind: StageKind, by: When | None, timetable: Timetable) -> Stage:
    """The two stages that follow from others: the standstill's last day, and the start itself."""
    rule = timetable.stage("award-notice")
    if kind == "standstill-end" and rule:
        return Stage(kind, by, rule.unit, rule.basis, f"counted on from the award notice: {rule.why}", rule)
    return Stage("start", by, "day", "rule", "the day after the old contract ends", None)
