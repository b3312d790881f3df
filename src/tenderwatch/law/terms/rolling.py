"""Options that roll on by equal steps, for as long as it may be: any of their ends is found without walking there."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tenderwatch.dates import Duration, When
from tenderwatch.law.terms.anchor import Anchor

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
        """The first end that has not passed; None once the last has, or where that cannot be told."""
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
