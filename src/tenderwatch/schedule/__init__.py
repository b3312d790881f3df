"""Schedules: the stages of a re-procurement counted backwards from a start, or forwards from today.

The engine knows how stages hang together; every length comes from a timetable.
"""

from tenderwatch.schedule.back import back_schedule, schedule_for_end
from tenderwatch.schedule.extension import ExtensionDates, extension_dates
from tenderwatch.schedule.feasibility import Feasible, earliest_key_decision, feasible
from tenderwatch.schedule.forward import forward_schedule
from tenderwatch.schedule.stage import Stage
from tenderwatch.schedule.windows import TenderWindow, observed_window

__all__ = [
    "ExtensionDates",
    "Feasible",
    "Stage",
    "TenderWindow",
    "back_schedule",
    "earliest_key_decision",
    "extension_dates",
    "feasible",
    "forward_schedule",
    "observed_window",
    "schedule_for_end",
]
