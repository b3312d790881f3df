"""What a backtest finds, as values: shares and days, each with a 95 % interval."""

from collections.abc import Iterable, Sequence
from math import exp, lgamma, log, sqrt
from statistics import fmean, stdev

from tenderwatch.law.lead_times.fit import quantile
from tenderwatch.law.lead_times.procurement import LeftOut
from tenderwatch.named_tuple import NamedTuple

_Z = 1.959964  # the standard normal distribution's 97.5 % point


class Rate(NamedTuple):
    """So many of so many. `low` and `high` are Wilson's 95 % interval for the share, which is right for few as well."""

    held: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of none is 0."""
        return self.held / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return max(min(self._middle - self._half, self.share), 0.0)

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return min(max(self._middle + self._half, self.share), 1.0)

    @property
    def _middle(self) -> float:
        return (self.share + _Z**2 / (2 * self.of)) / (1 + _Z**2 / self.of) if self.of else 0.5

    @property
    def _half(self) -> float:
        if not self.of:
            return 0.5
        inside = self.share * (1 - self.share) / self.of + _Z**2 / (4 * self.of**2)
        return _Z * sqrt(inside) / (1 + _Z**2 / self.of)


def rate_text(rate: Rate) -> str:
    """'49 % (37 to 61 %)'."""
    return f"{rate.share:.0%} ({rate.low * 100:.0f} to {rate.high:.0%})".replace("%", " %")


class Figure(NamedTuple):
    """A number of days with its 95 % interval; None where there are too few values to tell."""

    days: float
    low: float | None
    high: float | None


class Outcome(NamedTuple):
    """How one band did: tender notices that it held, and those that came before it or after it."""

    rate: Rate
    early: int
    late: int


class Group(NamedTuple):
    """Some procurements: how both bands did, and by how many days the middle of the estimate missed on average."""

    name: str
    likely: Outcome
    possible: Outcome
    error: Figure

    @property
    def size(self) -> int:
        """How many procurements."""
        return self.likely.rate.of


class Span(NamedTuple):
    """The days from one event to another: how many procurements show both, and parts of their distribution."""

    first: str
    last: str
    seen: int
    parts: dict[int, Figure]  # by per cent


class Backtest(NamedTuple):
    """All procurements, those of each class, those with a planning notice, and the spans.

    `left_out` are the procurements that could not be predicted; `read` counts the notices or rows that were read.
    """

    buyers: int
    overall: Group
    classes: tuple[Group, ...]
    planned: Group | None
    spans: tuple[Span, ...]
    left_out: tuple[LeftOut, ...] = ()
    read: int = 0

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every group, all of them first."""
        return (self.overall, *self.classes, *((self.planned,) if self.planned else ()))


def by_reason(left_out: Iterable[LeftOut]) -> list[tuple[str, list[str]]]:
    """Each reason with the names of what it holds for, the most frequent first."""
    names: dict[str, list[str]] = {}
    for item in left_out:
        names.setdefault(item.reason, []).append(item.name)
    return sorted(names.items(), key=lambda reason: (-len(reason[1]), reason[0]))


def account(left_out: Sequence[LeftOut]) -> str:
    """'left out: 41 (no tender notice among the notices: 30; no award seen: 11)'."""
    reasons = "; ".join(f"{reason}: {len(names):,}" for reason, names in by_reason(left_out))
    return f"left out: {len(left_out):,} ({reasons})"


def held_text(group: Group) -> str:
    """How often such windows held the tender notices of buyers that they were not made from."""
    return (
        f"tried on each of {group.size} finished procurements, the likely months held {rate_text(group.likely.rate)} "
        f"of the tender notices and the possible months {rate_text(group.possible.rate)}"
    )


def mean_error(errors: Sequence[float]) -> Figure:
    """The mean with an interval of 1.96 standard errors."""
    mean = fmean(errors)
    if len(errors) < 2:
        return Figure(mean, None, None)
    half = _Z * stdev(errors) / sqrt(len(errors))
    return Figure(mean, max(mean - half, 0.0), mean + half)


def part_of(days: Sequence[int], per_cent: int) -> Figure:
    """A quantile by the exclusive method, between two of the values themselves that hold it in 95 of 100 samples.

    Which two follows from the binomial distribution alone, whatever the shape of the values; None where the sample
    is too small to bound it.
    """
    ordered, size, part = sorted(days), len(days), per_cent / 100
    below = 0.0
    low: int | None = None
    high: int | None = None
    for rank in range(size + 1):
        # By logarithms: the ways to choose from a thousand values are too many for a float.
        ways = lgamma(size + 1) - lgamma(rank + 1) - lgamma(size - rank + 1)
        below += exp(ways + rank * log(part) + (size - rank) * log(1 - part))
        if below <= 0.025:
            low = rank
        if high is None and below >= 0.975:
            high = rank
    return Figure(
        quantile(ordered, part),
        ordered[low] if low is not None else None,
        ordered[high] if high is not None and high < size else None,
    )
