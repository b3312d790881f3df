"""The back-schedule worked out a second time, from the words of the procurement facts and nothing else.

Nothing of `tenderwatch` is imported. Working days come from the `holidays` library itself, and every rule is a
plain walk from day to day that tries each day in turn: slow, and without a formula that could be wrong twice.
Section numbers are those of the facts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import holidays

DAY = timedelta(days=1)
_YEARS = range(2014, 2042)
_ENGLAND, _SCOTLAND, _NORTHERN_IRELAND = (
    frozenset(holidays.country_holidays("GB", subdiv=name, years=_YEARS)) for name in ("ENG", "SCT", "NIR")
)
_UNION = _ENGLAND | _SCOTLAND | _NORTHERN_IRELAND


class Lengths(NamedTuple):
    """Section 11: one column of the table, or of the short timetable beneath it."""

    planning: int  # months
    engagement: int
    documents: int
    tender: int
    evaluation: int
    standstill: str  # whose way of counting, or none
    mobilisation: int


_LIGHT = Lengths(15, 120, 14, 42, 56, "pa2023", 90)
_SHORT = Lengths(9, 40, 0, 25, 28, "none", 42)
COLUMNS = {
    ("pa2023-light-touch", "default"): _LIGHT,
    ("pa2023", "default"): _LIGHT._replace(tender=35),
    ("psr", "default"): _LIGHT._replace(standstill="psr"),
    ("pcr2015", "default"): _LIGHT._replace(tender=35, standstill="pcr2015"),
    ("pa2023-light-touch", "short"): _SHORT,
    ("pa2023", "short"): _SHORT._replace(standstill="pa2023"),
    ("psr", "short"): _SHORT._replace(standstill="psr"),
}


def works_in_england(day: date) -> bool:
    """Neither Saturday, Sunday nor a bank holiday in England."""
    return day.isoweekday() not in (6, 7) and day not in _ENGLAND


def works_in_uk(day: date) -> bool:
    """Neither Saturday, Sunday nor a bank holiday anywhere in the United Kingdom."""
    return day.isoweekday() not in (6, 7) and day not in _UNION


def back_to_working_day(day: date) -> date:
    while not works_in_england(day):
        day -= DAY
    return day


def latest(start: date, good: Callable[[date], bool]) -> date:
    """The last day before `start` that is good."""
    day = start - DAY
    while not good(day):
        day -= DAY
    return day


def days_in_month(year: int, month: int) -> int:
    day = date(year, month, 28)
    while (day + DAY).month == month:
        day += DAY
    return day.day


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, one month at a time; the last of a month that is too short."""
    year, month = day.year, day.month
    for _ in range(months):
        month -= 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, days_in_month(year, month)))


# Section 3: how each law counts.


def last_standstill_day(notice: date, law: str) -> date:
    """The day at whose end the standstill ends."""
    if law == "pa2023":
        # Eight working days beginning with the day of the notice, by the union of the calendars.
        counted, day = 0, notice
        while True:
            counted += works_in_uk(day)
            if counted == 8:
                return day
            day += DAY
    if law == "psr":
        # It begins on the day after the notice; the eighth working day after *that* day closes it.
        day, counted = notice + DAY, 0
        while counted < 8:
            day += DAY
            counted += works_in_england(day)
        return day
    # The tenth calendar day after sending; if that is not a working day, on to the end of the next.
    day = notice
    for _ in range(10):
        day += DAY
    while not works_in_uk(day):
        day += DAY
    return day


def working_days_inside(first: date, last: date) -> int:
    """How many English working days lie strictly between two days."""
    count, day = 0, first + DAY
    while day < last:
        count += works_in_england(day)
        day += DAY
    return count


def key_decision(effective: date) -> date:
    """Section 11: the latest working day such that 2 + 5 working days still lie before it must be effective."""
    return latest(effective, lambda day: works_in_england(day) and working_days_inside(day, effective) >= 2 + 5)


def forward_plan(decision: date) -> date:
    """28 clear days: decision - notice >= 29; a working day."""
    return latest(decision, lambda day: works_in_england(day) and (decision - day).days >= 29)


def report(meeting: date) -> date:
    """Five clear working days between publication and meeting."""
    return latest(meeting, lambda day: works_in_england(day) and working_days_inside(day, meeting) >= 5)


def stages(end: date, regime: str, timetable: str) -> dict[str, date]:
    """Every stage for a contract that ends on a day: section 11, row by row."""
    column = COLUMNS[regime, timetable]
    start = end + DAY
    signature = back_to_working_day(start - timedelta(column.mobilisation))
    if column.standstill == "none":
        notice = latest(signature, works_in_england)
        over = {}
    else:
        law = column.standstill
        notice = latest(signature, lambda day: works_in_england(day) and last_standstill_day(day, law) < signature)
        over = {"standstill-end": last_standstill_day(notice, law)}
    award = key_decision(notice)
    deadline = back_to_working_day(award - timedelta(column.evaluation))
    tender = back_to_working_day(deadline - timedelta(column.tender))
    approval = key_decision(tender - timedelta(column.documents))
    return over | {
        "planning": months_before(start, column.planning),
        "market-engagement": back_to_working_day(tender - timedelta(column.engagement)),
        "forward-plan-approval": forward_plan(approval),
        "approval": approval,
        "tender-notice": tender,
        "tender-deadline": deadline,
        "forward-plan-award": forward_plan(award),
        "award-report": report(award),
        "award-decision": award,
        "award-notice": notice,
        "signature": signature,
        "tupe-information": back_to_working_day(start - timedelta(28)),
        "start": start,
    }


def extension(end: date, number: int, unit: str) -> dict[str, date]:
    """Section 13: the corresponding date, notice served one day inside it, and the decisions before that."""
    days = {"days": 1, "weeks": 7}
    corresponding = months_before(end, number) if unit == "months" else end - timedelta(number * days[unit])
    serve = back_to_working_day(corresponding - DAY)
    decision = key_decision(serve)
    return {
        "corresponding": corresponding,
        "serve_by": serve,
        "key_decision_by": decision,
        "officer_decision_by": latest(serve, works_in_england),
        "forward_plan_by": forward_plan(decision),
    }


def pipeline(tender: date) -> list[date]:
    """26 May of each year whose 18 months from 1 April hold the tender notice, newest first; the Act is of 2025."""
    years = range(tender.year, max(tender.year - 3, 2024), -1)
    return [date(year, 5, 26) for year in years if year >= 2025 and date(year, 4, 1) <= tender < date(year + 1, 10, 1)]


def planned_notice(tender: date) -> tuple[date, date]:
    """A qualifying planned procurement notice: 40 days to 12 months before the tender notice."""
    return months_before(tender, 12), tender - timedelta(40)


def earliest_decision(today: date) -> date:
    """Entered in the forward plan on a day (or the next working day): 28 clear days later, on a working day."""
    entry = today
    while not works_in_england(entry):
        entry += DAY
    decision = entry + timedelta(29)
    while not works_in_england(decision):
        decision += DAY
    return decision
