"""Whether there is still time, on a day."""

from __future__ import annotations

from datetime import date
from typing import Literal

from tenderwatch.law.schedule.extension import ExtensionDates
from tenderwatch.law.schedule.stage import Stage
from tenderwatch.law.timetables import ExtensionRule
from tenderwatch.law.working_days import BeyondTable, earliest_decision, on_or_after

Feasible = Literal["default", "short", "extension-only", "hold-over"]

FEASIBLE_WORDS: dict[Feasible, str] = {
    "default": "there is time for the default timetable",
    "short": "the default timetable is missed in part; the short one is still possible",
    "extension-only": "too late to re-procure in time; an option to extend can still be taken up",
    "hold-over": "too late to re-procure in time, and no option known that can still be taken up: "
    "the service risks running on without a contract",
}


def feasible(
    default: tuple[Stage, ...], short: tuple[Stage, ...], extension: ExtensionDates | None, today: date
) -> Feasible:
    """The best that can still be done.

    The short timetable is open while its tender notice is not missed: governance dates missed before it
    have a remedy (delegated power, or the general exception of regulation 10).
    """
    if default and not any(stage.missed(today) for stage in default):
        return "default"
    notice = next((stage for stage in short if stage.kind == "tender-notice"), None)
    if notice and notice.by and not notice.missed(today):
        return "short"
    if extension and extension.serve_by and not extension.serve_by.begins_before(today):
        return "extension-only"
    return "hold-over"


def earliest_key_decision(today: date, rule: ExtensionRule) -> date | None:
    """The earliest key decision if entered in the forward plan today, or on the next working day.

    None beyond the bank-holiday table. Executive arrangements regulations 2012, reg 9.
    """
    try:
        entry = on_or_after(today, "england")
        return on_or_after(earliest_decision(entry, rule.clear_days), "england")
    except BeyondTable:
        return None
