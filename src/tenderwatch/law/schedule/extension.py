"""Using an option instead: notice, decision and forward-plan entry, counted back from the current end."""

from datetime import date, timedelta
from functools import lru_cache

from tenderwatch.dates import Duration, When, from_bounds
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.law.schedule.back import first_beyond, schedule_for_end
from tenderwatch.law.timetables import ExtensionRule, Timetable
from tenderwatch.law.working_days.calendars import BeyondTable, nth_before, on_or_before
from tenderwatch.law.working_days.counting import clear_days_notice, latest_decision
from tenderwatch.named_tuple import NamedTuple


class ExtensionDates(NamedTuple):
    """By when to act in order to use an option. Dates are None beyond the bank-holiday table.

    `corresponding` is the end less the notice period; notice is served one day before it, on an England
    working day. `strategic_by` is when a new procurement would have to start: after it, extending is no
    longer one choice among others. `forward_plan_law_by` is the last day by the regulations' own count, and
    `forward_plan_by` the working day on or before it. `decide_by` is the day that the contract itself names: then
    that, and no notice period, is what the rest is counted from.
    """

    notice: Duration
    assumed: bool
    corresponding: When | None
    serve_by: When | None
    key_decision_by: When | None
    officer_decision_by: When | None
    forward_plan_by: When | None
    strategic_by: When | None
    forward_plan_law_by: When | None = None
    decide_by: When | None = None


def _corresponding(end: date, notice: Duration) -> date:
    """The end less the notice period."""
    if notice.unit == "months":
        return clamp_months(end, -notice.number)
    return end - timedelta(days=notice.number * (7 if notice.unit == "weeks" else 1))


def _days(limit: date, rule: ExtensionRule) -> tuple[date, ...] | None:
    """From the last day for serving notice, before it falls back to a working day: serve by, key decision, officer's
    decision, forward plan, and that by law. None beyond the bank-holiday table."""
    try:
        serve = on_or_before(limit, "england")
        officer = nth_before(serve, rule.officer_working_days, "england")
        spare = timedelta(days=rule.decision.days)
        key = latest_decision(serve - spare, publish=rule.decision.publish, call_in=rule.decision.call_in)
        by_law = clear_days_notice(key, rule.clear_days)
        return serve, key, officer, on_or_before(by_law, "england"), by_law
    except BeyondTable:
        return None


def key_decision_day(end: date, notice: Duration | None, rule: ExtensionRule) -> date | None:
    """The latest key decision to extend a contract that ends on a day; None beyond the bank-holiday table."""
    limit = _corresponding(end, notice or rule.assumed_notice) - timedelta(days=rule.inside_days)
    days = _days(limit, rule)
    return days[1] if days else None


@lru_cache(maxsize=1024)
def extension_ends_beyond(horizon: date, notice: Duration, rule: ExtensionRule) -> date:
    """The first end whose key decision to extend is after the horizon; so is that of every later end."""
    return first_beyond(horizon, lambda end: key_decision_day(end, notice, rule))


# The same for every contract with this end and notice.
@lru_cache(maxsize=16_384)
def extension_dates(
    end: When, notice: Duration | None, rule: ExtensionRule, timetable: Timetable, decide_by: When | None = None
) -> ExtensionDates | None:
    """The dates for extending a contract that now ends on `end`. An unstated notice is assumed, and says so.

    `decide_by` is the day that the contract names for the option itself; nothing is assumed then.
    """
    if end.earliest is None or end.latest is None:
        return None
    length, assumed = notice or rule.assumed_notice, notice is None
    strategic = schedule_for_end(end, timetable).by("planning")
    if decide_by and decide_by.earliest and decide_by.latest:
        assumed, corresponding, precision = False, decide_by, decide_by.precision
        limits = (decide_by.earliest, decide_by.latest)
    else:
        decide_by, precision = None, end.precision
        corresponding = from_bounds(_corresponding(end.earliest, length), _corresponding(end.latest, length), precision)
        inside = timedelta(days=rule.inside_days)
        limits = (_corresponding(end.earliest, length) - inside, _corresponding(end.latest, length) - inside)
    first = _days(limits[0], rule)
    last = first if limits[1] == limits[0] else _days(limits[1], rule)
    if first is None or last is None:
        return ExtensionDates(length, assumed, None, None, None, None, None, strategic, None, decide_by)
    serve, key, officer, entry, by_law = (from_bounds(a, b, precision) for a, b in zip(first, last, strict=True))
    return ExtensionDates(length, assumed, corresponding, serve, key, officer, entry, strategic, by_law, decide_by)
