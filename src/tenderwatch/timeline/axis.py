"""Days to places on an axis, and where its ticks stand."""

from collections.abc import Iterator
from datetime import date

from tenderwatch.dates.short import short_month
from tenderwatch.named_tuple import NamedTuple

_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600)


class Axis(NamedTuple):
    """The days from `first` to `last`, both whole, laid out over `size` units (pixels or columns)."""

    first: date
    last: date
    size: float

    @property
    def days(self) -> int:
        """How many days it shows."""
        return (self.last - self.first).days + 1

    def at(self, day: date) -> float:
        """Where a day begins, cut to the axis. The place where the day after begins is where it ends."""
        return min(max((day - self.first).days, 0), self.days) * self.size / self.days

    def after(self, day: date) -> float:
        """Where a day ends."""
        return min(max((day - self.first).days + 1, 0), self.days) * self.size / self.days

    def shows(self, first: date | None, last: date | None) -> bool:
        """Whether any of these days are on the axis."""
        return (first is None or first <= self.last) and (last is None or last >= self.first)

    def ticks(self, letter: float) -> Iterator[tuple[date, str]]:
        """The first days of years (or months, on a short axis) with labels, whose letters are so many units wide.

        As many as stand apart from each other.
        """
        month_wide = self.size / self.days * 30.4
        fits = (step for step in _STEPS if step * month_wide >= letter * (10 if step < 12 else 5.5))
        step = next(fits, _STEPS[-1])
        month = self.first.year * 12 + self.first.month - 1
        month -= month % step
        while (day := date(month // 12, month % 12 + 1, 1)) <= self.last:
            if day >= self.first:
                yield day, str(day.year) if step >= 12 else short_month(day)
            month += step
