"""The fixed point from which the ends of options are counted."""

from __future__ import annotations

from typing import NamedTuple

from tenderwatch.dates import Duration, When, extend, shift_days
from tenderwatch.dates.arithmetic import shift


class Anchor(NamedTuple):
    """A fixed day and the months added to it since: where the next option sets out from.

    `base` is the day before the start for a term of months, else an end that a source states. All months are
    added to it at once, so an end that was clamped to a short month on the way never becomes the new base.
    """

    base: When | None
    months: int = 0

    @property
    def end(self) -> When | None:
        """The end reached so far; None where it cannot be told."""
        if self.base is None or not self.base.known:
            return None
        return extend(self.base, self.months) if self.months else self.base

    def plus(self, length: Duration) -> Anchor:
        """Further on by a length."""
        if length.unit == "months":
            return self._replace(months=self.months + length.number)
        end = self.end
        return Anchor(shift(end, length) if end else None)

    def at(self, end: When) -> Anchor:
        """At an end that is stated: counted from the same base still if it is a number of whole months on."""
        base = self.base
        if base and base.earliest and end.earliest:
            months = (end.earliest.year - base.earliest.year) * 12 + end.earliest.month - base.earliest.month
            if months >= self.months and extend(base, months) == end:
                return self._replace(months=months)
        return Anchor(end)


def term_anchor(start: When, term: Duration) -> Anchor:
    """The anchor at the end of an initial term: the day before the start, and the whole term added to it."""
    return Anchor(shift_days(start, -1)).plus(term)
