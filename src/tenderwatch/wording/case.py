"""One text before the judge: its facts, and what has been settled of them so far."""

from __future__ import annotations

from tenderwatch.dates import UNKNOWN, Duration, When, term_end
from tenderwatch.wording.facts import Facts
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.options import Options
from tenderwatch.wording.reading import Disagreement, Span

# A hundred years.
_LONGEST = {"months": 1200, "days": 36525}


class Case:
    """What is settled of a text: `start`, `end` and the others fill as the sums are done.

    `conflicts` keeps what disagrees.
    """

    def __init__(self, text: str, facts: Facts, start: When | None, end: When | None) -> None:
        self.text = text
        self.facts = facts
        self.given_start, self.given_end = start, end
        self.start: When | None = None
        self.end: When | None = None
        self.longest: When | None = None
        self.initial: Length | None = None
        self.whole: Length | None = None
        self.confirmed = False
        self.conflicts: list[Disagreement] = []
        self.spans: dict[str, Span] = {}
        self.options = Options()
        self.unread = list(facts.unread)


def after(start: When | None, length: Length | None) -> When:
    """The last day of a term of this length; not known if it would be a century away, as nobody lets for so long.

    Raises ValueError where start or length is missing.
    """
    if start is None or length is None:
        raise ValueError("a start and a length are needed")
    term = duration(length)
    return term_end(start, term) if term.number <= _LONGEST[term.unit] else UNKNOWN


def duration(length: Length) -> Duration:
    """The length as a duration."""
    return Duration(length.months, "months") if length.months is not None else Duration(length.days or 0, "days")


def within(inner: When, outer: When) -> bool:
    """Whether one span of days lies in another."""
    if inner.earliest is None or inner.latest is None or outer.earliest is None or outer.latest is None:
        return False
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


def before(first: When, second: When) -> bool:
    """Whether one date is certainly before another."""
    return first.latest is not None and second.earliest is not None and first.latest < second.earliest


def agree(printed: When, computed: When) -> bool:
    """Whether two dates can be the same day: 'March 2030', and 3 years from April 2027."""
    known = None not in (printed.earliest, printed.latest, computed.earliest, computed.latest)
    return printed == computed or (known and not before(printed, computed) and not before(computed, printed))
