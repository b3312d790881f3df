"""When to expect the next tender of a contract, in bands, and how that reads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tenderwatch.dates import When
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import MONTHS, month_text
from tenderwatch.law.lead_times.model import LARGE, WindowClass, class_of
from tenderwatch.law.schedule.windows import Scenario, TenderWindow, estimated_window, stated_window
from tenderwatch.law.terms import called_for_competition
from tenderwatch.outlook.renewal import leads_past, procurement_regime
from tenderwatch.outlook.succession import planning_notices, stated_tenders, tender_is_over, tender_is_stated
from tenderwatch.registry.model import Contract
from tenderwatch.text import words_of

if TYPE_CHECKING:
    from tenderwatch.outlook.outlook import Outlook

_YEARLY = ("year", "annum", "annual")


def window_class(contract: Contract) -> WindowClass:
    """The class of the procurement that follows, as far as the contract's law and value say."""
    law, assumed = procurement_regime(contract.regime)
    below = contract.regime == "below-threshold"
    return class_of("" if assumed else law, whole_value(contract, LARGE), below_threshold=below)


def find_windows(outlook: Outlook) -> tuple[TenderWindow, ...]:
    """When to expect the next tender notice; none once it has come.

    The buyer's own date stands in place of every estimate. Else there is a band for the next possible end, and with
    options left one for the longest.
    """
    if outlook.over or tender_is_over(outlook):
        return ()
    next_end, longest = outlook.next_end if outlook.may_run else None, outlook.ends.longest
    if tender_is_stated(outlook) or next_end is None:
        # Before anything is let there is no lead time to a next tender, only the buyer's own date for this one.
        first = min((tender.when for tender in stated_tenders(outlook)), key=lambda when: when.sort_key, default=None)
        return (stated_window(first),) if first else ()
    windows = [_estimate(outlook, "not-extended", next_end.when)]
    if longest and leads_past(longest.when, next_end.when):
        windows.append(_estimate(outlook, "longest", longest.when))
    competed = called_for_competition(outlook.contract.route) is not False
    return tuple(window if competed else window._replace(if_competed=True) for window in windows if window)


def _estimate(outlook: Outlook, scenario: Scenario, end: When) -> TenderWindow | None:
    """The bands for one end, narrowed by the planning notices that can belong to the tender before it."""
    lead, kind, seen = outlook.timetables.lead_times, window_class(outlook.contract), tuple(planning_notices(outlook))
    window = estimated_window(scenario, end, kind, lead)
    if not seen or window is None or window.possible.earliest is None or end.latest is None or end.earliest is None:
        return window
    # No planning notice looks further ahead than a pipeline notice does. That is measured from the last day that the
    # end may be: a notice that counts for an end known to the year counts for each of its days.
    begins = window.possible.earliest + (end.latest - end.earliest)
    since = clamp_months(begins, -outlook.timetables.pipeline.months)
    notices = tuple(day for day in seen if day >= since)
    return estimated_window(scenario, end, kind, lead, notices) if notices else window


def likely_text(window: TenderWindow) -> str:
    """'between August and November 2026': the months of the likely band; a stated date as it stands."""
    return window.when.text if window.basis == "stated" else _months(window.when, "between", "and")


def bands_text(window: TenderWindow, *, short: bool = False) -> str:
    """Both bands, and of how many procurements: 'likely between August and November 2026 (about half of 65 similar
    procurements), possible from June 2026 to January 2027 (nine in ten)'. `short` leaves the brackets out.
    """
    if window.basis == "stated":
        return window.when.text
    like = "procurements with a planning notice" if window.basis == "planning-notice" else "similar procurements"
    half, most = ("", "") if short else (f" (about half of {window.sample} {like})", " (nine in ten)")
    case = ", if it is put to competition" if window.if_competed else ""
    return f"likely {likely_text(window)}{half}, possible {_months(window.possible, 'from', 'to')}{most}{case}"


def _months(when: When, before: str, between: str) -> str:
    first, last = when.earliest or date.min, when.latest or date.max
    if (first.year, first.month) == (last.year, last.month):
        return f"in {month_text(last)}"
    begins = MONTHS[first.month - 1] if first.year == last.year else month_text(first)
    return f"{before} {begins} {between} {month_text(last)}"


def whole_value(contract: Contract, limit: int) -> float | None:
    """What the whole contract is worth, in pounds; None where only a yearly sum below the limit is known."""
    value = contract.value
    if value is None or (value.amount <= limit and _is_yearly(value.basis)):
        return None
    return value.amount


def _is_yearly(basis: str) -> bool:
    """Whether a basis says 'a year', 'per annum' or the like: a word that begins so, not the 'year' of 'midyear'."""
    return any(word in basis for word in _YEARLY) and any(word.startswith(_YEARLY) for word in words_of(basis))
