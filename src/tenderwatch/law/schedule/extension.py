"""Using an option instead: notice, decision and forward-plan entry, counted back from the current end."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tenderwatch.dates import Duration, When, from_bounds
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.law.schedule.back import stage_by
from tenderwatch.law.timetables import ExtensionRule, Timetable
from tenderwatch.law.working_days import BeyondTable, clear_days_notice, latest_decision, nth_before, on_or_before


class ExtensionDates(NamedTuple):
    """By when to act in order to use an option. Dates are None beyond the bank-holiday table.

    `corresponding` is the end less the notice period; notice is served one day before it, on an England
    working day. `strategic_by` is when a new procurement would have to start: after it, extending is no
    longer one choice among others.
    """

    notice: Duration
    assumed: bool
    corresponding: When | None
    serve_by: When | None
    key_decision_by: When | None
    officer_decision_by: When | None
    forward_plan_by: When | None
    strategic_by: When | None


@lru_cache(maxsize=65536)
def _days(end: date, notice: Duration, rule: ExtensionRule) -> tuple[date, ...] | None:
    """Corresponding date, serve by, key decision, officer decision, forward plan; None beyond the table."""
    if notice.unit == "months":
        corresponding = clamp_months(end, -notice.number)
    else:
        corresponding = end - timedelta(days=notice.number * (7 if notice.unit == "weeks" else 1))
    try:
        serve = on_or_before(corresponding - timedelta(days=rule.inside_days), "england")
        officer = nth_before(serve, rule.officer_working_days, "england")
        spare = timedelta(days=rule.decision.days)
        key = latest_decision(serve - spare, publish=rule.decision.publish, call_in=rule.decision.call_in)
        entry = on_or_before(clear_days_notice(key, rule.clear_days), "england")
    except BeyondTable:
        return None
    return corresponding, serve, key, officer, entry


def key_decision_day(end: date, notice: Duration | None, rule: ExtensionRule) -> date | None:
    """The latest key decision to extend a contract that ends on a day; None beyond the bank-holiday table."""
    days = _days(end, notice or rule.assumed_notice, rule)
    return days[2] if days else None


def extension_dates(
    end: When, notice: Duration | None, rule: ExtensionRule, timetable: Timetable
) -> ExtensionDates | None:
    """The dates for extending a contract that now ends on `end`. An unstated notice is assumed, and says so."""
    if end.earliest is None or end.latest is None:
        return None
    length = notice or rule.assumed_notice
    first, last = _days(end.earliest, length, rule), _days(end.latest, length, rule)
    strategic = stage_by(end, timetable, "planning")
    if first is None or last is None:
        return ExtensionDates(length, notice is None, None, None, None, None, None, strategic)
    corresponding, serve, key, officer, entry = (
        from_bounds(item, two, end.precision) for item, two in zip(first, last, strict=True)
    )
    return ExtensionDates(length, notice is None, corresponding, serve, key, officer, entry, strategic)
