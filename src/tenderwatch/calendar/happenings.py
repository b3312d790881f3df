"""What happens when, for one contract: the dates that become events, before they are put in words.

Nothing here depends on the day more than it must (only through what has passed), so that an event changes
when facts change and not with every day.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from tenderwatch.calendar.kinds import EventKind
from tenderwatch.dates import When, on_day, shift_days
from tenderwatch.law.terms import End
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.reasons import ceasing_bodies, stated_tender, tender_is_over
from tenderwatch.registry.model import Contract
from tenderwatch.registry.model.stages import StageKind

# An event that has passed stays this long as history (calendar days).
HISTORY = timedelta(days=90)
_PLANNED = ("planned", "tendering")
_STAGES: dict[StageKind, EventKind] = {
    "forward-plan-approval": "forward-plan-approval",
    "tender-notice": "tender-notice",
    "forward-plan-award": "forward-plan-award",
    "award-decision": "award-decision",
}


class Happening(NamedTuple):
    """One date of a contract: its kind, the id of the option, window or body it belongs to, and how it came about.

    `fact` where a source states it or the law sets it (however vaguely); `sure` where nothing known can move it.
    """

    kind: EventKind
    when: When
    why: str
    fact: bool = False
    sure: bool = False
    key: str = ""
    case: str = ""


def happenings(outlook: Outlook) -> Iterator[Happening]:
    """Every dated thing of a contract. One that is over has only its end, until that is history."""
    if outlook.over:
        yield from _ended(outlook)
        return
    for find in _FINDERS:
        yield from find(outlook)


def _ended(outlook: Outlook) -> Iterator[Happening]:
    ended, current = outlook.contract.ended, outlook.ends.current
    if ended and outlook.status == "ended":
        yield Happening("end", ended.on, f"ended: {ended.how}", fact=True, sure=True)
    elif current and current.when.passed(outlook.today):
        yield Happening("end", current.when, f"{current.how}; a successor has started", fact=True)


def _stated_days(contract: Contract) -> set[When | None]:
    """The ends that a source prints: of the term, and of options and their use."""
    options = [
        item for option in contract.extensions for item in (option, *(x for w in option.alternatives for x in w))
    ]
    return {contract.end, *(option.until for option in options), *(option.taken_to for option in options)} - {None}


def _ends(outlook: Outlook) -> Iterator[Happening]:
    """The current end; once it has passed, the next through options; and the longest, where these differ."""
    if outlook.status in _PLANNED:
        return
    current, coming, longest = outlook.ends.current, outlook.next_end, outlook.ends.longest
    printed = _stated_days(outlook.contract)

    def happening(kind: EventKind, end: End, *, sure: bool = False) -> Happening:
        by_law = end.how.startswith("lapses")
        fact = by_law or (end.when in printed and not end.how.startswith("worked out"))
        return Happening(kind, end.when, end.how, fact=fact, sure=sure and fact)

    if current:
        yield happening("end", current, sure=outlook.status in ("running", "extended", "awarded"))
    if coming and outlook.next_how != "current":
        yield happening("next-end", coming)
    if longest and longest.when not in (current and current.when, coming and coming.when):
        yield happening("longest-end", longest)


def _tender(outlook: Outlook) -> Iterator[Happening]:
    """When to expect the tender: the buyer's own date, or ranges from observed lead times."""
    if stated := stated_tender(outlook):
        yield Happening("stated-tender", stated, "the buyer's own plan", fact=True)
    for window in outlook.tender_windows:
        if window.basis == "observed":
            lead = outlook.timetables.lead_times
            why = f"{lead.upper} to {lead.lower} days before the next start, as in half of those observed"
            if window.scenario == "longest":
                yield Happening("tender-window", window.when, why, key="longest", case="if extended to the longest end")
            else:
                unless = "unless extended" if outlook.renewal and outlook.renewal.options_left else ""
                yield Happening("tender-window", window.when, why, case=unless)


def _deadline(outlook: Outlook) -> Iterator[Happening]:
    plans, stated = outlook.contract.plans, outlook.contract.tender_deadline
    if stated:
        yield Happening("tender-deadline", stated, "as advertised", fact=True, sure=True)
    elif plans and plans.tender_deadline:
        yield Happening("tender-deadline", plans.tender_deadline, "the buyer's own plan", fact=True)


def _joining(outlook: Outlook) -> Iterator[Happening]:
    for window in outlook.contract.joining:
        if window.opens:
            yield Happening("joining-opens", window.opens, "as stated", fact=True, sure=True, key=window.id)
        if window.closes:
            yield Happening("joining-closes", window.closes, "as stated", fact=True, sure=True, key=window.id)


def _new_start(outlook: Outlook) -> Iterator[Happening]:
    """The start of what is bought next: as stated, else the day after the next possible end."""
    contract, plans = outlook.contract, outlook.contract.plans
    if outlook.status in ("awarded", *_PLANNED) and contract.start:
        yield Happening("new-start", contract.start, "as stated", fact=True, sure=outlook.status == "awarded")
    elif plans and plans.start and not tender_is_over(outlook):
        yield Happening("new-start", plans.start, "the buyer's own plan", fact=True)
    elif outlook.next_end and outlook.status not in _PLANNED and not tender_is_over(outlook):
        unless = "unless extended" if outlook.renewal and outlook.renewal.options_left else ""
        yield Happening("new-start", shift_days(outlook.next_end.when, 1), "the day after the end", case=unless)


def _extension(outlook: Outlook) -> Iterator[Happening]:
    """By when to decide on the next option and to give notice; once the decision is made, the notice alone."""
    renewal = outlook.renewal
    if renewal is None or outlook.next_how != "current" or outlook.status in _PLANNED or tender_is_over(outlook):
        return
    dates = renewal.extension
    if dates is None or not outlook.ends.left:
        return
    option = outlook.ends.left[0].option
    notice = f"{dates.notice.text} of notice{' (assumed)' if dates.assumed else ''} before the end {renewal.end.text}"
    found: list[tuple[EventKind, When | None]] = [("extension-notice", dates.serve_by)]
    if option.state != "authorised":
        found += [
            ("extension-decision", dates.key_decision_by),
            ("extension-forward-plan", dates.forward_plan_by),
        ]
    for kind, when in found:
        if when:
            yield Happening(kind, when, notice, key=option.id or "")


def _stages(outlook: Outlook) -> Iterator[Happening]:
    """The last days for the steps of a re-procurement, on the usual timetable."""
    renewal = outlook.renewal
    if renewal is None or outlook.status in _PLANNED or tender_is_over(outlook):
        return
    unless = "unless extended" if renewal.options_left else ""
    for stage in renewal.default_stages:
        kind = _STAGES.get(stage.kind)
        if kind and stage.by:
            projected = "; rests on bank holidays not yet published" if stage.projected else ""
            why = f"{stage.why}; counted back from the end {renewal.end.text}{projected}"
            yield Happening(kind, stage.by, why, case=unless)


def _reviews(outlook: Outlook) -> Iterator[Happening]:
    """The next review and the next break. They have no ids of their own, so one event moves along."""
    dated: tuple[tuple[EventKind, tuple[When, ...]], ...] = (
        ("review", outlook.contract.reviews),
        ("break", outlook.contract.breaks),
    )
    for kind, dates in dated:
        ahead = sorted(dates, key=lambda when: when.sort_key)
        coming = next((when for when in ahead if not when.passed(outlook.today)), ahead[-1] if ahead else None)
        if coming:
            yield Happening(kind, coming, "as stated; not an end", fact=True, sure=True)


def _authority(outlook: Outlook) -> Iterator[Happening]:
    if outlook.status in _PLANNED:
        return
    for body, day in ceasing_bodies(outlook):
        why = f"{body.name} ceases to exist: the successor's consent may be needed"
        yield Happening("authority-ceases", on_day(day), why, fact=True, sure=True, key=body.id)


_FINDERS: tuple[Callable[[Outlook], Iterator[Happening]], ...] = (
    _ends,
    _tender,
    _deadline,
    _joining,
    _new_start,
    _extension,
    _stages,
    _reviews,
    _authority,
)
