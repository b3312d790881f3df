"""Whether there is still time, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from tenderwatch.dates import When
from tenderwatch.law.schedule.extension import ExtensionDates
from tenderwatch.law.timetables import ExtensionRule, StageKind
from tenderwatch.law.working_days.calendars import BeyondTable, on_or_after
from tenderwatch.law.working_days.counting import earliest_decision

Days = Mapping[StageKind, When]
"""By when each stage of a timetable must be reached."""
Feasible = Literal["default", "short", "short-by-exception", "extension-only", "hold-over"]


def feasible(
    default: Days,
    short: Days,
    extension: ExtensionDates | None,
    today: date,
    rule: ExtensionRule,
) -> Feasible:
    """The best that can still be done, governance included.

    The short timetable is open while its tender notice is not missed and both key decisions, to procure and to
    award, can be taken in time if they are entered in the forward plan today. Where only these come too late, a
    delegated decision or the general exception still saves it (executive arrangements regulations 2012, reg 10).
    """
    if default and not any(by.begins_before(today) for by in default.values()):
        return "default"
    notice = short.get("tender-notice")
    if notice and not notice.begins_before(today):
        return "short" if _decisions_in_time(short, today, rule) else "short-by-exception"
    if extension and extension.serve_by and not extension.serve_by.begins_before(today):
        return "extension-only"
    return "hold-over"


def last_start(verdict: Feasible, default: Days, short: Days, extension: ExtensionDates | None) -> When | None:
    """The last day on which starting still works, or worked: the tender notice of the best timetable left.

    With an option left it is the later of that and the day to serve notice of it; they are compared at their
    earliest. None if neither is known.
    """
    notice = (default if verdict == "default" or not short else short).get("tender-notice")
    days = [day for day in (notice, extension.serve_by if extension else None) if day and day.known]
    return max(days, key=lambda day: day.sort_key, default=None)


def _decisions_in_time(short: Days, today: date, rule: ExtensionRule) -> bool:
    earliest = earliest_key_decision(today, rule)
    decisions = (short.get("approval"), short.get("award-decision"))
    return earliest is not None and not any(day.begins_before(earliest) for day in decisions if day)


def next_working_day(today: date) -> date | None:
    """Today, or the next day on which an office is open in England; None beyond the bank-holiday table."""
    try:
        return on_or_after(today, "england")
    except BeyondTable:
        return None


def earliest_key_decision(today: date, rule: ExtensionRule) -> date | None:
    """The earliest key decision if entered in the forward plan today, or on the next working day.

    None beyond the bank-holiday table. Executive arrangements regulations 2012, reg 9.
    """
    try:
        entry = on_or_after(today, "england")
        return on_or_after(earliest_decision(entry, rule.clear_days), "england")
    except BeyondTable:
        return None
