"""Dates known to a precision: calculating with them, and putting them in words.

Reading them from text is in `tenderwatch.dates.parsing`, on its own, because a compiled registry does not need it.

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
from tenderwatch.dates.when import UNKNOWN, Precision, When, from_bounds, on_day
