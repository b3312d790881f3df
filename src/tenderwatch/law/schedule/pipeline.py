"""Notices ahead of a tender notice: the pipeline notice, if one is due, and the planned procurement notice."""

from datetime import date, timedelta

from tenderwatch.dates import When, shift_days, shift_months
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.law.timetables import PipelineRule, PlannedNoticeRule
from tenderwatch.named_tuple import NamedTuple

_YEAR_BEGINS = (4, 1)
_DAY = timedelta(days=1)


class PipelineDuty(NamedTuple):
    """The last days for the notices that must name the tender, newest first; `binds` is None where not known."""

    by: tuple[date, ...]
    binds: bool | None


def pipeline_notices(tender_notice: When, rule: PipelineRule) -> tuple[date, ...]:
    """The last day of each pipeline notice whose look-ahead holds the tender notice, newest first.

    Procurement Act 2023, s.93: within a number of days from 1 April, for tenders planned within a number of
    months of it. If the tender date is uncertain, its earliest day counts.
    """
    if tender_notice.earliest is None:
        return ()
    day, found = tender_notice.earliest, []
    for year in (day.year, day.year - 1, day.year - 2):
        period = period_of(year, rule)
        if period.begins <= day <= period.ends and period.publish_by >= rule.in_force:
            found.append(period.publish_by)
    return tuple(found)


class PlannedNotice(NamedTuple):
    """When a planned procurement notice would qualify: calendar dates, not rounded."""

    opens: When
    closes: When


def planned_notice(tender_notice: When, regime: str, rule: PlannedNoticeRule) -> PlannedNotice | None:
    """The days on which a planned procurement notice shortens the tendering period; None where it cannot.

    Procurement Act 2023, ss.15 and 54(4): at most so many months and at least so many days before the tender notice.
    """
    if regime not in rule.regimes:
        return None
    return PlannedNotice(shift_months(tender_notice, -rule.most_months), shift_days(tender_notice, -rule.least_days))


def pipeline_duty(
    tender_notice: When, rule: PipelineRule, *, pays_over_100m: bool | None, value: float | None
) -> PipelineDuty:
    """The duty of one buyer for one contract. It applies only if both amounts are over the limits."""
    if pays_over_100m is False or (value is not None and value <= rule.contract_over):
        binds: bool | None = False
    else:
        binds = True if pays_over_100m and value is not None else None
    return PipelineDuty(pipeline_notices(tender_notice, rule), binds)


class Period(NamedTuple):
    """What one pipeline notice looks ahead to, both days included, and the last day for publishing it."""

    begins: date
    ends: date
    publish_by: date


def period_of(year: int, rule: PipelineRule) -> Period:
    """The period that begins on 1 April of a year."""
    begins = date(year, *_YEAR_BEGINS)
    return Period(begins, clamp_months(begins, rule.months) - _DAY, begins + timedelta(days=rule.days - 1))


def next_period(today: date, rule: PipelineRule) -> Period:
    """That of the next notice to be published, on the last day for it still this year's."""
    period = period_of(today.year, rule)
    return period if today <= period.publish_by else period_of(today.year + 1, rule)
