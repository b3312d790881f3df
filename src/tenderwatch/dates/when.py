"""`When`: a date known to a precision, never more exact than its source."""

from datetime import date
from typing import Literal

from tenderwatch.dates.words import last_day, when_edtf, when_text, when_written
from tenderwatch.named_tuple import NamedTuple

Precision = Literal["day", "month", "season", "quarter", "year", "financial-year", "range", "unknown"]


class When(NamedTuple):
    """A span of days within which something falls.

    `earliest` and `latest` are both days of the span (inclusive), and both None when nothing is known.
    `precision` says how the source put it: March 2029 is a month, not a range of 31 days.
    """

    precision: Precision
    earliest: date | None
    latest: date | None

    @property
    def known(self) -> bool:
        """Whether anything at all is known."""
        return self.earliest is not None

    @property
    def exact(self) -> date | None:
        """The one day that it can be; None where it is not known to the day."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def text(self) -> str:
        """The date in words, as people say it: '31 March 2027', 'spring 2024', 'not known'."""
        return when_text(self.precision, self.earliest, self.latest)

    @property
    def by_text(self) -> str:
        """The date as a deadline: 'by 31 March 2027', 'by a day in March 2029', 'by a day between ... and ...'."""
        if self.precision in ("day", "unknown") or " or " in self.text:
            return f"by {self.text}"
        return f"by a day {'' if self.text.startswith('between') else 'in '}{self.text}"

    @property
    def edtf(self) -> str:
        """The date in EDTF (ISO 8601-2): '2027-03', '2024-21' for spring 2024, 'XXXX' when not known."""
        if self.precision == "day" and self.earliest:  # as nearly always
            return self.earliest.isoformat()
        return when_edtf(self.precision, self.earliest, self.latest)

    @property
    def written(self) -> str:
        """The date as a registry writes it; `parse_when` reads it back equal."""
        return when_written(self.precision, self.earliest, self.latest)

    def passed(self, today: date) -> bool:
        """Whether all of it is before today: only then has it certainly passed."""
        return self.latest is not None and self.latest < today

    def begins_before(self, day: date) -> bool:
        """Whether it may already be before a day. Warnings use this, so that they come early."""
        return self.earliest is not None and self.earliest < day

    def begins_after(self, day: date) -> bool:
        """Whether all of it is after a day."""
        return self.earliest is not None and self.earliest > day

    def before(self, other: "When | None") -> bool:
        """Whether it lies before another date on any reading; never where either is not known."""
        return bool(other and self.latest and other.earliest and self.latest < other.earliest)

    def begun(self, today: date) -> bool:
        """Whether it may already have come: known, and not wholly ahead of today."""
        return self.earliest is not None and self.earliest <= today

    def touches(self, today: date, horizon: date) -> bool:
        """Whether it may fall between today and the horizon, both included."""
        return (
            self.earliest is not None and self.latest is not None and self.earliest <= horizon and self.latest >= today
        )

    @property
    def sort_key(self) -> tuple[date, date]:
        """Earliest first, unknown last."""
        return (self.earliest or date.max, self.latest or date.max)


UNKNOWN = When("unknown", None, None)


def on_day(day: date) -> When:
    """A date known to the day."""
    return When("day", day, day)


def month_when(year: int, month: int) -> When:
    """A date known to the month."""
    return When("month", date(year, month, 1), date(year, month, last_day(year, month)))


def from_bounds(earliest: date, latest: date, like: Precision = "range") -> When:
    """The `When` with these bounds, keeping the precision `like` where the bounds still have that shape.

    Bounds that are exactly one day, month, year or financial year say so; a season or quarter is
    only named when `like` already named one. Nothing here narrows the bounds.
    """
    if earliest > latest:
        raise ValueError(f"{earliest} is after {latest}")
    if earliest == latest:
        return When("day", earliest, latest)
    if earliest.day == 1 and latest.day == last_day(latest.year, latest.month):
        months = (latest.year - earliest.year) * 12 + latest.month - earliest.month + 1
        if months == 1:
            return When("month", earliest, latest)
        if months == 12 and earliest.month == 1:
            return When("year", earliest, latest)
        if months == 12 and earliest.month == 4:
            return When("financial-year", earliest, latest)
        if months == 3 and like == "season" and earliest.month % 3 == 0:
            return When("season", earliest, latest)
        if months == 3 and like == "quarter" and earliest.month % 3 == 1:
            return When("quarter", earliest, latest)
    return When("range", earliest, latest)
