"""Schedules: the stages of a re-procurement counted backwards from a start, or forwards from today.

The code knows how stages depend on each other; every length comes from a timetable. What only `plan` asks for
(`forward`, `feasibility`, `pipeline`) is imported from its own module, to keep the start of the others light.
"""

from tenderwatch.law.schedule.back import Stage, back_schedule, days_for_end, schedule_for_end, stage_by, stage_for_end
from tenderwatch.law.schedule.extension import ExtensionDates, extension_dates
from tenderwatch.law.schedule.windows import TenderWindow, estimated_window, stated_window

__all__ = [
    "ExtensionDates",
    "Stage",
    "TenderWindow",
    "back_schedule",
    "days_for_end",
    "estimated_window",
    "extension_dates",
    "schedule_for_end",
    "stage_by",
    "stage_for_end",
    "stated_window",
]
