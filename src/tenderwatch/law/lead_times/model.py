"""What finished procurements say about the next one, as values. Days are calendar days before the new start."""

from typing import Literal

from tenderwatch.named_tuple import NamedTuple

WindowClass = Literal["all", "psr-or-5m", "under-5m", "below-threshold"]
LARGE = 5_000_000  # pounds


class Band(NamedTuple):
    """From `upper` to `lower` days before the start."""

    lower: int
    upper: int


class ClassBands(NamedTuple):
    """One class: how many procurements, the median, and the bands that hold about half and nine in ten of them."""

    sample: int
    median: int
    likely: Band
    possible: Band


class PlannedBands(NamedTuple):
    """Once a planning notice exists. `gap` is the median from that notice to the tender notice.

    `likely` and `possible` are how far, in days either way, the estimate missed by in half and in nine of ten
    procurements. A notice `reach` or more days before the start says no more than one of `reach` days.
    """

    sample: int
    gap: int
    reach: int
    likely: int
    possible: int


class LeadTimes(NamedTuple):
    """The bands of every class that has procurements enough, `all` always among them."""

    classes: dict[WindowClass, ClassBands]
    planned: PlannedBands | None

    def of(self, window_class: WindowClass) -> tuple[WindowClass, ClassBands]:
        """The class itself if it has procurements enough, else all of them."""
        found = self.classes.get(window_class)
        return (window_class, found) if found else ("all", self.classes["all"])


def class_of(law: str, value: float | None, *, below_threshold: bool) -> WindowClass:
    """The class of a procurement, by its law and the pounds of the whole contract; `all` where neither says."""
    if below_threshold:
        return "below-threshold"
    if law == "psr" or (value is not None and value >= LARGE):
        return "psr-or-5m"
    return "under-5m" if value is not None else "all"


def estimate(median: int, planned_lead: int, gap: int) -> int:
    """Days before the start: the mean of 'start minus the median' and 'planning notice plus the median gap'.

    Half days are always rounded the same way: two days that lie apart are never further apart in their estimates.
    """
    return (median + planned_lead - gap) // 2
