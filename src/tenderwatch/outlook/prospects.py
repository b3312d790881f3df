"""Whether a contract can still be renewed in time, by when at the latest, and where it stands among what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tenderwatch.dates import When
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.law.schedule.feasibility import Feasible, last_start
from tenderwatch.outlook.succession import stated_tenders, tender_is_stated

if TYPE_CHECKING:
    from tenderwatch.outlook.moment import Moment
    from tenderwatch.outlook.outlook import Outlook

Group = Literal["decide", "coming", "awaiting", "no-news"]
# So long after its planned start, or its bid deadline, an award can still be waited for (calendar months).
AWAITED = 6
# What must be acted on within so many calendar months is to be decided now.
SOON = 3
_DECISIONS = frozenset({"extension-decision", "tender-notice", "stated-tender"})


def can_still(outlook: Outlook) -> Feasible | None:
    """The best that can still be done towards the next possible end; None where there is nothing to be done."""
    renewal = outlook.renewal_to_begin
    return renewal.feasible(outlook.today) if renewal else None


def act_by(outlook: Outlook) -> When | None:
    """The last day on which starting still works.

    A tender date ahead that the buyer has stated stands instead, but not one after the end: by then the service has
    stopped, or an option was used, which has its own last day.
    """
    renewal, verdict = outlook.renewal, outlook.feasible
    if renewal is None or verdict is None:
        return None
    last = renewal.end.latest
    dates = [tender.when for tender in stated_tenders(outlook) if not tender.when.passed(outlook.today)]
    stated = [when for when in dates if last is None or not when.begins_after(last)]
    if stated and tender_is_stated(outlook):
        return min(stated, key=lambda when: when.sort_key)
    return last_start(verdict, renewal.days("default"), renewal.days("short"), renewal.extension)


def group_of(outlook: Outlook) -> Group | None:
    """What a reader is to make of it, the first that fits: awaited, to be decided, to come, or without news."""
    if outlook.over:
        return None
    if _awaiting(outlook):
        return "awaiting"
    if _to_decide(outlook):
        return "decide"
    return "coming" if _lies_ahead(outlook) else "no-news"


def _awaiting(outlook: Outlook) -> bool:
    """Being tendered, no award seen, and its start or bid deadline ahead or not long past."""
    if outlook.status != "tendering":
        return False
    contract, plans = outlook.contract, outlook.contract.plans
    start = contract.start or (plans.start if plans else None)
    deadline = contract.tender_deadline or (plans.tender_deadline if plans else None)
    day = start if start and start.known else deadline
    return bool(day and day.latest and day.latest >= clamp_months(outlook.today, -AWAITED))


def _to_decide(outlook: Outlook) -> bool:
    """An end lies ahead of something let, or that may have been, and what to do about it is late or soon due."""
    if outlook.next_end is None or not outlook.may_run:
        return False
    soon = clamp_months(outlook.today, SOON)
    if any(reason.kind in _DECISIONS for reason in outlook.due(soon)):
        return True
    act = outlook.act_by
    return bool(act and act.earliest and act.earliest <= soon)


def _lies_ahead(outlook: Outlook) -> bool:
    """Whether anything is still to come; not what holds only if an option was used that nothing shows to have been."""
    supposed = ("next-end", "advertised-end") if outlook.next_how != "current" else ("next-end",)

    def ahead(moments: tuple[Moment, ...]) -> bool:
        return any(
            moment.reason and not moment.gone and moment.scenario != "extended" and moment.kind not in supposed
            for moment in moments
        )

    return ahead(outlook.asking_by(outlook.today)) or ahead(outlook.asking)
