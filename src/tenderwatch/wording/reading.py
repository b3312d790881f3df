"""What was read in a printed wording, each value with the place it was read from."""

from typing import Literal

from tenderwatch.dates import Duration, When
from tenderwatch.named_tuple import NamedTuple

State = Literal["permitted", "proposed", "exercised"]


class Span(NamedTuple):
    """A place in a text, in characters; `end` is the first character after it."""

    start: int
    end: int


class PrintedOption(NamedTuple):
    """An option as printed: a length in months or days, repeated `times` (None: how often is not said), or an end.

    `up_to` marks a length that may be used in part. `state` says whether the text allows the option, proposes to use
    it, or reports its use.
    """

    months: int | None = None
    days: int | None = None
    times: int | None = 1
    until: When | None = None
    up_to: bool = False
    state: State = "permitted"


class Break(NamedTuple):
    """A point at which the contract may be broken: a day, a time after the start, or a yearly or other step."""

    on: When | None = None
    after: Duration | None = None
    every: Duration | None = None


class Reopening(NamedTuple):
    """When a framework or dynamic arrangement lets new suppliers in: the days, or how often."""

    on: tuple[When, ...] = ()
    every: Duration | None = None


class Disagreement(NamedTuple):
    """Two printed values that cannot both be right; both are kept."""

    about: str
    readings: tuple[str, ...]


class Unread(NamedTuple):
    """A date, length or count that no production understood."""

    start: int
    end: int
    text: str


class Reading(NamedTuple):
    """A wording, read.

    `options` is empty where the text speaks of none that is still open, and None where it speaks of one without a
    length, where ways exclude each other (`alternatives`), or where it was not understood (`unread`, `conflicts`).
    `total_months` counts the options not yet used. `confirmed`: printed values agree by arithmetic, and none disagree.
    """

    text: str
    start: When | None = None
    end: When | None = None
    initial_months: int | None = None
    options: tuple[PrintedOption, ...] | None = ()
    alternatives: tuple[tuple[PrintedOption, ...], ...] = ()
    total_months: int | None = None
    longest_end: When | None = None
    notice: Duration | None = None
    breaks: tuple[Break, ...] = ()
    reopening: Reopening | None = None
    confirmed: bool = False
    conflicts: tuple[Disagreement, ...] = ()
    unread: tuple[Unread, ...] = ()
    spans: tuple[tuple[str, Span], ...] = ()
