"""When a service is likely to be tendered: two bands from finished procurements, or the buyer's own date."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from tenderwatch.dates import When, from_bounds
from tenderwatch.law.lead_times.model import Band, ClassBands, LeadTimes, PlannedBands, WindowClass, estimate
from tenderwatch.named_tuple import NamedTuple

Scenario = Literal["not-extended", "longest"]
WindowBasis = Literal["observed", "planning-notice", "stated"]


class TenderWindow(NamedTuple):
    """When the tender notice is to be expected, if the contract is not extended or runs to its longest end.

    `when` is likely (about half of such procurements), `possible` nearly certain (about nine in ten); of a date that
    the buyer states both are that date. `sample` counts the procurements behind the bands, `window_class` is theirs.
    """

    scenario: Scenario
    when: When
    possible: When
    basis: WindowBasis
    sample: int | None = None
    window_class: WindowClass | None = None


def stated_window(tender: When) -> TenderWindow:
    """The buyer's own date: it stands in place of every estimate."""
    return TenderWindow("not-extended", tender, tender, "stated")


def estimated_window(
    scenario: Scenario, end: When, window_class: WindowClass, lead: LeadTimes, planning: Sequence[date] = ()
) -> TenderWindow | None:
    """The bands before the start that follows an end, narrowed by planning notices; None for an unknown end.

    An uncertain end widens both by as much as it is uncertain. More knowledge never widens a band: not a notice more,
    nor an end known more exactly.
    """
    if end.earliest is None or end.latest is None:
        return None
    starts = (end.earliest + timedelta(days=1), end.latest + timedelta(days=1))
    name, bands = lead.of(window_class)
    if not planning or lead.planned is None:
        return TenderWindow(scenario, *_observed(starts, bands), "observed", bands.sample, name)
    first = _first(planning, starts[1] - timedelta(days=lead.planned.reach))
    soonest, latest = (best_estimate(start, window_class, lead, first) for start in starts)
    likely, possible = _narrowed((soonest, latest), max(planning), lead.planned)
    return TenderWindow(
        scenario, from_bounds(*likely), from_bounds(*possible), "planning-notice", lead.planned.sample, name
    )


def best_estimate(start: date, window_class: WindowClass, lead: LeadTimes, planning: date | None = None) -> date:
    """The one day around which the bands lie, for a start on a day."""
    median = lead.of(window_class)[1].median
    if planning and lead.planned:
        # Every other day is taken for the day before it: half days are then rounded alike whichever notice is counted
        # from, and a further notice cannot widen the bands of an uncertain end by a day.
        ahead = (start - planning).days + planning.toordinal() % 2
        days = estimate(median, min(ahead, lead.planned.reach), lead.planned.gap)
        return start - timedelta(days=days)
    return start - timedelta(days=median)


_Days = tuple[date, date]


# The same for every contract of a class that ends so.
@lru_cache(maxsize=16_384)
def _observed(starts: _Days, bands: ClassBands) -> tuple[When, When]:
    """The likely and the possible band before a start between two days."""
    return _before(starts, bands.likely), _before(starts, bands.possible)


def _before(starts: _Days, band: Band) -> When:
    return from_bounds(starts[0] - timedelta(days=band.upper), starts[1] - timedelta(days=band.lower))


def _first(notices: Sequence[date], reached: date) -> date:
    """The notice to count from: the first that was seen as far ahead in finished procurements, else the newest.

    From the last day that the start may be, so that a start known more exactly leaves none of them out.
    """
    return min((notice for notice in notices if notice >= reached), default=max(notices))


def _narrowed(estimates: _Days, newest: date, planned: PlannedBands) -> tuple[_Days, _Days]:
    """Both bands once a planning notice exists: around the estimates, and not before the newest notice."""
    half, most = timedelta(days=planned.likely), timedelta(days=planned.possible)
    # Estimates that come too soon after the notice, or before it, move on rather than have their bands cut off.
    first, last = (max(day, newest + half) for day in estimates)
    return (first - half, last + half), (max(first - most, newest), last + most)
