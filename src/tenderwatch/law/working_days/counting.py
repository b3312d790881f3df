"""Periods as each law counts them, forwards from a notice and backwards from a limit.

Every function returns a whole day: a standstill that ends on a day ends at midnight at the end of it,
so what it holds back may be done on the next day. Lengths are parameters: they are policy, kept as data.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tenderwatch.law.working_days.calendars import held, nth_after, nth_before, on_or_after, on_or_before

StandstillEnd = Callable[[date], date]
"""From the day of a notice to the last day of the standstill, its length already settled."""


def pa2023_standstill_end(notice: date, days: int) -> date:
    """The last day of a standstill of so many UK working days beginning with the award notice's day.

    Procurement Act 2023, s.51(2): the day of publication is day 1. If it is not a working day, the next
    one is: our reading of the wording, which no guidance confirms. Raises BeyondTable, ValueError.
    """
    return nth_after(on_or_after(notice, "uk"), _at_least_one(days) - 1, "uk")


def psr_standstill_end(notice: date, days: int) -> date:
    """The last day of a standstill that follows a notice of intention to award.

    Health Care Services (Provider Selection Regime) Regulations 2023, reg 12: it begins on the day after
    the notice and ends with so many England working days after *that* day. Raises BeyondTable, ValueError.
    """
    return nth_after(held(notice) + timedelta(days=1), _at_least_one(days), "england")


def pcr_standstill_end(notice: date, days: int) -> date:
    """The last day of a standstill of so many calendar days after the day the letters are sent.

    Public Contracts Regulations 2015, reg 87; by reg 2(4) a period that would end on a day that is no
    working day runs on to the end of the next one (UK calendar). Raises BeyondTable, ValueError.
    """
    return on_or_after(held(notice) + timedelta(days=_at_least_one(days)), "uk")


def latest_notice(limit: date, standstill_end: StandstillEnd, *, begin: date | None = None) -> date:
    """The latest England working day on which a notice may go out for its standstill to end by a limit.

    `standstill_end` must never give an earlier end for a later notice; no rule here does. Councils publish
    on England's working days, whichever calendar the standstill itself counts in. A caller that knows a day
    which is late enough may have the search `begin` there. Raises BeyondTable when the search leaves the
    table, as it does for a limit in the table's last days.
    """
    notice = on_or_before(begin or limit, "england")
    while standstill_end(notice) > limit:
        notice = nth_before(notice, 1, "england")
    return notice


def clear_days_notice(decision: date, days: int) -> date:
    """The latest calendar day whose notice leaves so many clear calendar days before a key decision.

    Local Authorities (Executive Arrangements) (Meetings and Access to Information) (England) Regulations
    2012, reg 9: neither the day of the notice nor that of the decision counts.
    """
    return decision - timedelta(days=days + 1)


def earliest_decision(notice: date, days: int) -> date:
    """The first calendar day on which a key decision may be taken after so many clear calendar days' notice.

    Executive arrangements regulations 2012, reg 9, as `clear_days_notice`.
    """
    return notice + timedelta(days=days + 1)


def clear_working_days_notice(meeting: date, days: int) -> date:
    """The latest England working day to publish a report so many clear working days before a meeting.

    Executive arrangements regulations 2012, regs 6 and 7, say clear days; councils count working days,
    leaving out both the day of publication and that of the meeting. Raises BeyondTable.
    """
    return nth_before(meeting, days + 1, "england")


def latest_decision(effective_on: date, *, publish: int, call_in: int) -> date:
    """The latest England working day for a decision whose call-in is to be over before a calendar day.

    So many working days pass until the decision is published, then so many of call-in; the last of these lies before
    `effective_on`, which need not be a working day. The lengths are each council's constitution's: where call-in runs
    from the decision itself, `publish` is 0. Raises BeyondTable, ValueError.
    """
    return nth_before(effective_on, publish + call_in + 1, "england")


def _at_least_one(days: int) -> int:
    if days < 1:
        raise ValueError(f"a standstill of {days} days is none: leave the stage out where none is required")
    return days
