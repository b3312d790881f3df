"""The fixed point from which ends are counted, and equal steps from it: rolling options, breaks and reviews."""

from datetime import date

from tenderwatch.dates import Duration, When, extend, shift_days
from tenderwatch.dates.arithmetic import shift
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import KeyDate


class Anchor(NamedTuple):
    """A fixed day and the months added to it since: where the next option sets out from.

    `base` is the day before the start for a term of months, else an end that a source states. All months are
    added to it at once, so an end that was clamped to a short month on the way never becomes the new base.
    """

    base: When | None
    months: int = 0

    @property
    def end(self) -> When | None:
        """The end reached so far; None where it is not known."""
        if self.base is None or not self.base.known:
            return None
        return extend(self.base, self.months) if self.months else self.base

    def plus(self, length: Duration) -> "Anchor":
        """Further on by a length."""
        if length.unit == "months":
            return Anchor(self.base, self.months + length.number)
        end = self.end
        return Anchor(shift(end, length) if end else None)

    def at(self, end: When) -> "Anchor":
        """At an end that is stated: counted from the same base still if it is a number of whole months on."""
        base = self.base
        if base and base.earliest and end.earliest:
            months = (end.earliest.year - base.earliest.year) * 12 + end.earliest.month - base.earliest.month
            if months >= self.months and extend(base, months) == end:
                return Anchor(base, months)
        return Anchor(end)


def term_anchor(start: When, term: Duration) -> Anchor:
    """The anchor at the end of an initial term: the day before the start, and the whole term added to it."""
    return Anchor(shift_days(start, -1)).plus(term)


# So many steps are listed one by one; more of them, or steps without end, stand as one.
FEW = 60
_DAYS = {"weeks": 7, "days": 1}


class Roll(NamedTuple):
    """Equal steps from an anchor, up to a date or without end. The last step is cut to the date."""

    anchor: Anchor
    every: Duration
    until: When | None

    def end(self, count: int) -> When | None:
        """The end after so many whole steps; None where the anchor is not known."""
        return self.anchor.plus(self.every._replace(number=self.every.number * count)).end

    def first_from(self, day: date) -> int | None:
        """How many steps, one at least, first lead to an end that does not lie before a day."""
        start = self.anchor.end
        if start is None or start.latest is None:
            return None
        if self.every.unit == "months":
            ahead = (day.year - start.latest.year) * 12 + day.month - start.latest.month
            count = ahead // self.every.number
        else:
            count = (day - start.latest).days // (self.every.number * _DAYS[self.every.unit])
        count = max(count - 1, 1)
        while (end := self.end(count)) and end.latest and end.latest < day:
            count += 1
        return count

    def next_end(self, today: date) -> When | None:
        """The first end that has not passed; None once the last has, or where that is not known."""
        count = self.first_from(today)
        end = self.end(count) if count else None
        until = self.until
        if until and until.earliest and (end is None or (end.latest and end.latest >= until.earliest)):
            return None if until.passed(today) else until
        return end


def roll_ends(roll: Roll) -> tuple[When, ...] | None:
    """Every end in order, the date it rolls on to last; None where they have no last one, or are not few."""
    until = roll.until
    if until is None or until.earliest is None:
        return None
    count = roll.first_from(until.earliest)
    if count is None:
        return (until,)
    if count > FEW:
        return None
    whole = (roll.end(number) for number in range(1, count))
    return (*(end for end in whole if end), until)


def next_date(item: KeyDate, today: date) -> When:
    """The date; of one that recurs the first that has not passed. Months are added at once, month ends stay."""
    if item.every is None or not item.on.passed(today):
        return item.on
    return Roll(Anchor(item.on), item.every, None).next_end(today) or item.on


def notice_by(item: KeyDate, on: When) -> When | None:
    """By when notice must be given for one of its dates; None where the contract names no notice period."""
    return shift(on, item.notice, -1) if item.notice else None
