"""The same rules run forwards: the earliest possible dates if everything starts today.

A stage comes as early as its rule and the stages before it allow; where another stage sets the pace, the
forward-plan entry, the report and the staff information are given their latest good day, as in a back-schedule.
"""

from __future__ import annotations

from datetime import date, timedelta

from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.law.schedule.back import Dates, Stage, latest_before, stages, standstill_end
from tenderwatch.law.timetables import StageKind, StageRule, Timetable
from tenderwatch.law.working_days.calendars import nth_after, on_or_after
from tenderwatch.law.working_days.counting import earliest_decision

# What each stage waits for. Planning delays nothing: it is practice, and it starts today.
_WAITS: dict[StageKind, tuple[StageKind, ...]] = {
    "market-engagement": (),
    "forward-plan-approval": (),
    "approval": ("forward-plan-approval",),
    "tender-notice": ("market-engagement", "approval"),
    "tender-deadline": ("tender-notice",),
    "award-decision": ("tender-deadline",),
    "award-notice": ("award-decision",),
    "signature": ("award-notice",),
    "start": ("signature",),
}
_FOLLOWERS: tuple[StageKind, ...] = ("forward-plan-award", "award-report", "tupe-information")
_DAY = timedelta(days=1)


def _rule_days(rule: StageRule, earlier: date) -> date:
    """The earliest day of the stage after `rule`, when the stage of `rule` falls on `earlier`."""
    if rule.months is not None:
        later = clamp_months(earlier, rule.months)
        # The 31st and a month is the day after a shorter month's end: its last day leads back to an earlier one.
        return later if clamp_months(later, -rule.months) >= earlier else later + _DAY
    if rule.clear_days is not None:
        return earliest_decision(earlier, rule.clear_days)
    if rule.decision is not None:
        last = nth_after(earlier, rule.decision.publish + rule.decision.call_in, "england")
        return last + _DAY + timedelta(days=rule.decision.days)
    if rule.standstill is not None:
        return standstill_end(earlier, rule.standstill) + _DAY
    if rule.clear_working_days is not None:
        return nth_after(earlier, rule.clear_working_days + 1, "england")
    return earlier + timedelta(days=rule.days or 0)


def forward_dates(today: date, timetable: Timetable) -> Dates:
    """The earliest day of every stage. Raises BeyondTable if bank holidays are not known that far ahead."""
    first = on_or_after(today, "england")
    dates: dict[StageKind, date] = {"planning": today}
    for kind, waits in _WAITS.items():
        earliest = first
        for before in waits:
            rule = timetable.stage(before)
            if rule:
                earliest = max(earliest, _rule_days(rule, dates[before]))
        for follower in _FOLLOWERS:
            rule = timetable.stage(follower)
            if rule and rule.before == kind:
                earliest = max(earliest, _rule_days(rule, first))
        dates[kind] = earliest if kind == "start" else on_or_after(earliest, "england")
    notice = timetable.stage("award-notice")
    if notice and notice.standstill:
        dates["standstill-end"] = standstill_end(dates["award-notice"], notice.standstill)
    for kind in _FOLLOWERS:
        rule = timetable.stage(kind)
        if rule:
            dates[kind] = max(latest_before(rule, dates[rule.before]), first)
    return dates


def forward_schedule(today: date, timetable: Timetable) -> tuple[Stage, ...]:
    """The earliest possible stages, in their fixed order. Raises BeyondTable."""
    return stages(forward_dates(today, timetable), timetable)
