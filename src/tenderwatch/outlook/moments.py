"""Every dated thing of a contract on a day, in one list. What is due, calendars, digests, drawings and pages choose.

None of these works out a date itself. A new kind is a row in `tenderwatch.outlook.kinds` and a line in a finder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook.kinds import ReasonKind
from tenderwatch.outlook.moment import Basis, Moment
from tenderwatch.outlook.moments_of_ends import ends
from tenderwatch.outlook.moments_of_renewal import extension, stages, tender_notice, tender_windows
from tenderwatch.outlook.moments_stated import bodies, facts, joining, plans, reviews, states_dates

if TYPE_CHECKING:
    from tenderwatch.outlook.outlook import Outlook

Finder = Callable[["Outlook", date | None], Iterator[Moment]]
# Those that can make a contract due. With a horizon they may leave out what cannot ask for attention by then.
_TOWARDS_END: tuple[Finder, ...] = (extension, tender_notice)
_STATED: tuple[Finder, ...] = (facts, plans, joining, reviews, bodies)
_DUE: tuple[Finder, ...] = (ends, *_TOWARDS_END, *_STATED)
_OTHER: tuple[Finder, ...] = (tender_windows, stages)


class Reason(NamedTuple):
    """Why a contract is due: one date that asks for attention, on what basis, and a line of words."""

    kind: ReasonKind
    when: When
    basis: Basis
    text: str


def reasons_of(moments: Iterable[Moment]) -> tuple[Reason, ...]:
    """The reasons among some moments."""
    return tuple([Reason(reason, item.when, item.basis, item.text) for item in moments if (reason := item.reason)])


def find_moments(outlook: Outlook) -> tuple[Moment, ...]:
    """Every dated thing, those that ask for attention first. Once it is over, all but its end is settled."""
    moments = tuple(moment for find in (*_DUE, *_OTHER) for moment in find(outlook, None))
    if not outlook.over:
        return moments
    return tuple(
        moment if moment.kind in ("end", "over") else moment._replace(
            state="resolved", asks=False, sure=False, resolved="it is over"
        )
        for moment in moments
    )  # fmt: skip


def find_near(outlook: Outlook, horizon: date) -> tuple[Moment, ...]:
    """What asks for attention by a horizon, when to join and when to expect a tender.

    Others, and what lies later, may be among them.
    """
    return tuple(moment for find in (*_DUE, tender_windows) for moment in find(outlook, horizon))


def find_asking(outlook: Outlook, horizon: date) -> tuple[Moment, ...]:
    """What asks for attention and is not resolved, earliest first. A contract that is over has nothing.

    What certainly lies after the horizon may be left out: that spares working it out.
    """
    if outlook.over:
        return ()
    # Most contracts state no more than their term: who would find nothing is not even asked.
    towards = _TOWARDS_END if outlook.next_end else ()
    stated = _STATED if states_dates(outlook) else ()
    asking = [moment for find in (ends, *towards, *stated) for moment in find(outlook, horizon) if moment.asks]
    return tuple(sorted(asking, key=lambda moment: moment.when.sort_key)) if len(asking) > 1 else tuple(asking)
