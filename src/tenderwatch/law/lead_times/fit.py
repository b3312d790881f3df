"""From finished procurements to bands.

Each class has a median of its own; how far procurements lie from the median of their class is taken from all of them
together. A class of twenty shows where its middle is, but its 5 % point would be its single most extreme row. It also
means that to know the class moves a band and never widens it.

Quantiles are by the exclusive method: of n values in order, the p quantile is at place p(n + 1), between two places in
proportion, and never beyond the first or last. With it, a further value of the same kind falls between the p and the q
quantile with probability q - p, however small n is; the inclusive method gives bands that are too narrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import get_args

from tenderwatch.law.lead_times.model import Band, ClassBands, LeadTimes, PlannedBands, WindowClass, estimate
from tenderwatch.law.lead_times.procurement import Procurement
from tenderwatch.text import count, plural

LEAST = 15  # a class of fewer has no bands of its own
HALF, NINE_IN_TEN = (0.25, 0.75), (0.05, 0.95)


def quantile(values: Iterable[float], part: float) -> float:
    """The exclusive quantile of some values, at least one, in any order."""
    ordered = sorted(values)
    place = part * (len(ordered) + 1) - 1
    if place <= 0:
        return ordered[0]
    if place >= len(ordered) - 1:
        return ordered[-1]
    below = int(place)
    return ordered[below] + (ordered[below + 1] - ordered[below]) * (place - below)


def fit(procurements: Sequence[Procurement]) -> LeadTimes:
    """The bands that some procurements give, in whole days. Raises ValueError for fewer than `LEAST`."""
    if len(procurements) < LEAST:
        few = f"{count(len(procurements), 'procurement')} {plural(len(procurements), 'is', 'are')} too few"
        raise ValueError(f"{few} to predict from: at least {LEAST} are needed")
    spans: dict[WindowClass, list[int]] = {"all": [procurement.lead for procurement in procurements]}
    for name in get_args(WindowClass)[1:]:
        own = [procurement.lead for procurement in procurements if procurement.window_class == name]
        if len(own) >= LEAST:
            spans[name] = own
    medians = {name: round(median(days)) for name, days in spans.items()}

    def middle(procurement: Procurement) -> int:
        return medians.get(procurement.window_class, medians["all"])

    apart = [procurement.lead - middle(procurement) for procurement in procurements]
    likely, possible = (tuple(round(quantile(apart, part)) for part in parts) for parts in (HALF, NINE_IN_TEN))
    classes = {
        name: ClassBands(
            len(spans[name]), days, Band(days + likely[0], days + likely[1]),
            Band(max(days + possible[0], 0), days + possible[1]),
        )
        for name, days in medians.items()
    }  # fmt: skip
    planned = [item for item in procurements if item.planning]
    return LeadTimes(classes, _planned(planned, [middle(item) for item in planned]))


def _planned(procurements: list[Procurement], medians: list[int]) -> PlannedBands | None:
    """How far estimates from a planning notice missed; None where too few procurements had such a notice."""
    if len(procurements) < LEAST:
        return None
    leads = [item.planned_lead or 0 for item in procurements]
    gap = round(median(lead - item.lead for lead, item in zip(leads, procurements, strict=True)))
    reach = round(quantile(leads, NINE_IN_TEN[1]))
    missed = [
        abs(item.lead - estimate(middle, min(lead, reach), gap))
        for item, middle, lead in zip(procurements, medians, leads, strict=True)
    ]
    half, most = (round(quantile(missed, parts[1] - parts[0])) for parts in (HALF, NINE_IN_TEN))
    return PlannedBands(len(procurements), gap, reach, half, most)
