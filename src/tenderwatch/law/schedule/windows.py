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
_DAY = timedelta(days=1)


class TenderWindow(NamedTuple):
    """When the tender notice is to be expected, if the contract is not extended or runs to its longest end.

    `when` is likely (about half of such procurements), `possible` nearly certain (about nine in ten); of a date that
    the buyer states both are that date. `sample` counts the procurements behind the bands, `window_class` is theirs.
    `if_competed` where nothing shows that there is to be a tender: the last award was made without one.
    """

    scenario: Scenario
    when: When
    possible: When
    basis: WindowBasis
    sample: int | None = None
    window_class: WindowClass | None = None
    if_competed: bool = False


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
    name, bands = lead.of(window_class)
    if not planning or lead.planned is None:
        likely, possible = _observed(end.earliest, end.latest, bands)
        return TenderWindow(scenario, likely, possible, "observed", bands.sample, name)
    starts = (end.earliest + _DAY, end.latest + _DAY)
    first = _first(planning, starts[1] - timedelta(days=lead.planned.reach))
    soonest, latest = (best_estimate(start, window_class, lead, first) for start in starts)
    likely, possible = _narrowed((soonest, latest), max(planning), lead.planned)
    return TenderWindow(scenario, likely, possible, "planning-notice", lead.planned.sample, name)


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


# The same for every contract of a class that ends so.
@lru_cache(maxsize=16_384)
def _observed(first: date, last: date, bands: ClassBands) -> tuple[When, When]:
    """The likely and the possible band before the start that follows an end between two days."""
    return _before(first + _DAY, last + _DAY, bands.likely), _before(first + _DAY, last + _DAY, bands.possible)


def _before(first: date, last: date, band: Band) -> When:
    return from_bounds(first - timedelta(days=band.upper), last - timedelta(days=band.lower))


def _first(notices: Sequence[date], reached: date) -> date:
    """The notice to count from: the first that was seen as far ahead in finished procurements, else the newest.

    From the last day that the start may be, so that a start known more exactly leaves none of them out.
    """
    return min((notice for notice in notices if notice >= reached), default=max(notices))


def _narrowed(estimates: tuple[date, date], newest: date, planned: PlannedBands) -> tuple[When, When]:
    """Both bands once a planning notice exists: around the estimates, and not before the newest notice."""
    half, most = timedelta(days=planned.likely), timedelta(days=planned.possible)
    # Estimates that come too soon after the notice, or before it, move on rather than have their bands cut off.
    first, last = (max(day, newest + half) for day in estimates)
    return from_bounds(first - half, last + half), from_bounds(max(first - most, newest), last + most)
