"""Working days: two calendars of bank holidays, and the periods that procurement law counts in them.

No length of a period lives here: standstills, call-in and notice come from the timetables' data.
"""

from tenderwatch.law.working_days.calendars import (
    FIRST_YEAR,
    LAST_PUBLISHED,
    LAST_YEAR,
    BeyondTable,
    Calendar,
    is_projected,
    is_working_day,
    nth_after,
    nth_before,
    on_or_after,
    on_or_before,
    working_days_between,
)
from tenderwatch.law.working_days.counting import (
    StandstillEnd,
    clear_days_notice,
    clear_working_days_notice,
    earliest_decision,
    effective_day,
    latest_decision,
    latest_notice,
    pa2023_standstill_end,
    pcr_standstill_end,
    psr_standstill_end,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_PUBLISHED",
    "LAST_YEAR",
    "BeyondTable",
    "Calendar",
    "StandstillEnd",
    "clear_days_notice",
    "clear_working_days_notice",
    "earliest_decision",
    "effective_day",
    "is_projected",
    "is_working_day",
    "latest_decision",
    "latest_notice",
    "nth_after",
    "nth_before",
    "on_or_after",
    "on_or_before",
    "pa2023_standstill_end",
    "pcr_standstill_end",
    "psr_standstill_end",
    "working_days_between",
]
