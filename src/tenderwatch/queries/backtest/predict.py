"""Predict each finished procurement from those of other buyers, and count how often the bands held."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import get_args

from tenderwatch.dates import When, on_day
from tenderwatch.law.lead_times.fit import fit
from tenderwatch.law.lead_times.model import LeadTimes, WindowClass
from tenderwatch.law.lead_times.procurement import Procurement
from tenderwatch.law.schedule.windows import TenderWindow, best_estimate, estimated_window
from tenderwatch.law.timetables import shipped_procurements
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.backtest.result import Backtest, Group, Outcome, Rate, Span, mean_error, part_of
from tenderwatch.text import folded

# From, to: the keys of a procurement.
SPANS = (("tender", "start"), ("planning", "tender"), ("tender", "deadline"), ("tender", "award"), ("award", "start"))
_PARTS = (10, 25, 50, 75, 90)


class _Try(NamedTuple):
    """One procurement's tender notice, the window that was predicted for it, and the day in its middle."""

    tender: date
    window: TenderWindow
    middle: date


def backtest(procurements: Sequence[Procurement], known: Sequence[Procurement] | None = None) -> Backtest:
    """Predict each procurement from the others, or from those `known`, always without those of the same buyer.

    A buyer's own procurements are alike and often begun together, so they would flatter the result. Those with a
    planning notice are predicted a second time, with that notice. Raises ValueError where too few others are left.
    """
    source = procurements if known is None else known
    buyers = {folded(procurement.buyer) for procurement in procurements}
    lead_times = {
        buyer: fit([procurement for procurement in source if folded(procurement.buyer) != buyer]) for buyer in buyers
    }
    tries = [_predicted(item, lead_times[folded(item.buyer)], None) for item in procurements]
    by_class: dict[WindowClass, list[_Try]] = {}
    for item, attempt in zip(procurements, tries, strict=True):
        by_class.setdefault(item.window_class, []).append(attempt)
    planned = [
        _predicted(item, lead_times[folded(item.buyer)], item.planning) for item in procurements if item.planning
    ]
    narrowed = [attempt for attempt in planned if attempt.window.basis == "planning-notice"]
    names = [name for name in get_args(WindowClass) if name in by_class]
    return Backtest(
        buyers=len(buyers),
        overall=_group("overall", tries),
        classes=tuple(_group("unknown" if name == "all" else name, by_class[name]) for name in reversed(names)),
        planned=_group("planning-notice", narrowed) if narrowed else None,
        spans=tuple(_spans(procurements)),
        read=len(procurements),
    )


@cache
def shipped_backtest() -> Backtest:
    """The backtest of the procurements that come with the program."""
    return backtest(shipped_procurements())


def _predicted(procurement: Procurement, lead_times: LeadTimes, planning: date | None) -> _Try:
    end = on_day(procurement.start - timedelta(days=1))
    window = estimated_window(
        "not-extended", end, procurement.window_class, lead_times, (planning,) if planning else ()
    )
    if window is None:
        raise ValueError(f"{procurement.title}: no window for the start {procurement.start}")
    middle = best_estimate(procurement.start, procurement.window_class, lead_times, planning)
    return _Try(procurement.tender, window, middle)


def _group(name: str, tries: Sequence[_Try]) -> Group:
    return Group(
        name,
        _outcome([attempt.tender for attempt in tries], [attempt.window.when for attempt in tries]),
        _outcome([attempt.tender for attempt in tries], [attempt.window.possible for attempt in tries]),
        mean_error([abs((attempt.tender - attempt.middle).days) for attempt in tries]),
    )


def _outcome(tenders: list[date], bands: list[When]) -> Outcome:
    early = sum(band.begins_after(tender) for tender, band in zip(tenders, bands, strict=True))
    late = sum(band.passed(tender) for tender, band in zip(tenders, bands, strict=True))
    return Outcome(Rate(len(tenders) - early - late, len(tenders)), early, late)


def _spans(procurements: Iterable[Procurement]) -> Iterable[Span]:
    for first, last in SPANS:
        pairs = ((getattr(item, first), getattr(item, last)) for item in procurements)
        days = [(after - before).days for before, after in pairs if before and after]
        if days:
            yield Span(first, last, len(days), {part: part_of(days, part) for part in _PARTS})
