"""Dates known to a precision: reading them, reckoning with them, and putting them in words.

Bounds are inclusive days throughout: a `When` runs from the start of `earliest` to the end of `latest`.
"""

from tenderwatch.dates.arithmetic import (
    Duration,
    extend,
    parse_duration,
    shift_days,
    shift_months,
    term_end,
)
from tenderwatch.dates.parsing import WhenError, parse_day, parse_when
from tenderwatch.dates.when import UNKNOWN, Precision, When, from_bounds, on_day

__all__ = [
    "UNKNOWN",
    "Duration",
    "Precision",
    "When",
    "WhenError",
    "extend",
    "from_bounds",
    "on_day",
    "parse_day",
    "parse_duration",
    "parse_when",
    "shift_days",
    "shift_months",
    "term_end",
]
