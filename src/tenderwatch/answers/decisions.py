"""The decisions that a contract asks a committee for, towards its next possible end and for what is only planned.

Nobody publishes most of them before they are due: they are counted back from the end, on the usual timetable, and
only what has been recorded since resolves them.
"""

from collections.abc import Iterator
from datetime import date

from tenderwatch.answers.phrases import notice_basis
from tenderwatch.dates import When
from tenderwatch.law.terms import called_for_competition, has_been_let, uncovered_buyers
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook import Outlook, look_at
from tenderwatch.outlook.renewal import Renewal
from tenderwatch.outlook.succession import stated_tenders, still_to_tender, tender_is_over
from tenderwatch.registry.model.stages import StageKind, TimetableName
from tenderwatch.text import listing

# The stages of each decision: its entry in the forward plan, the decision, and the notice that follows.
_APPROVAL: tuple[StageKind, StageKind, StageKind] = ("forward-plan-approval", "approval", "tender-notice")
_AWARD: tuple[StageKind, StageKind, StageKind] = ("forward-plan-award", "award-decision", "award-notice")
SERVE = "Serve notice of the extension decided"


class Decision(NamedTuple):
    """One decision: what, by when to enter, take and publish it, for which end, and what the dates are based on."""

    what: str
    entry: When | None
    decide: When | None
    notice: When | None
    end: When | None
    basis: str

    @property
    def act(self) -> When | None:
        """The date to act by: that of the decision, or of the notice once it is taken."""
        return self.decide or self.notice

    def late(self, today: date) -> bool:
        """Whether its entry or the decision itself may lie behind: warnings come early."""
        return any(item.begins_before(today) for item in (self.entry, self.act) if item)

    def touches(self, horizon: date) -> bool:
        """Whether anything of it falls on or before the horizon, or lies behind."""
        return any(item.earliest <= horizon for item in (self.entry, self.act) if item and item.earliest)


def decisions(outlook: Outlook) -> Iterator[Decision]:
    """Every decision towards the next possible end that nothing recorded has resolved, however far ahead."""
    renewal = outlook.renewal
    open_kinds = {reason.kind for reason in outlook.reasons}
    if renewal and "extension-decision" in open_kinds:
        yield from _extension(outlook, renewal)
    if renewal and "tender-notice" in open_kinds:
        yield _staged(outlook, renewal, "Approve the procurement", _APPROVAL)
    elif renewal and outlook.may_run and not tender_is_over(outlook):
        for tender in stated_tenders(outlook):
            yield Decision(
                "Approve the procurement", None, None, tender.when, renewal.end, "tender date stated by the buyer"
            )
    if renewal and outlook.may_run and not _successor_let(outlook) and (name := _award_timetable(outlook, renewal)):
        yield _staged(outlook, renewal, "Award the next contract", _AWARD, name)
    if outlook.not_let:
        yield from _planned(outlook)


def _award_timetable(outlook: Outlook, renewal: Renewal) -> TimetableName | None:
    """The timetable on which the next contract can be awarded; None where no tender has been seen that could be.

    Once a tender is seen the usual dates stand. Before, its notice must not have been missed, and the award must come
    after the tender that the buyer has stated. Then the short timetable may do.
    """
    if tender_is_over(outlook):
        return "default"
    stated = [tender.when for tender in stated_tenders(outlook)]
    names: tuple[TimetableName, ...] = ("default", "short")
    for name in names:
        days = renewal.days(name)
        decide = days.get("award-decision")
        tenders = stated or [day for day in (days.get("tender-notice"),) if day]
        if (
            decide
            and tenders
            and not any(
                tender.begins_before(outlook.today) or (tender.earliest and decide.begins_before(tender.earliest))
                for tender in tenders
            )
        ):
            return name
    return None


def _planned(outlook: Outlook) -> Iterator[Decision]:
    """What the buyer has planned for a contract that is not let. No award is asked for of a tender that never was."""
    plans, today = outlook.contract.plans, outlook.today
    if plans is None:
        return
    seen, basis = outlook.status == "tendering", "date stated by the buyer"
    award = plans.award if plans.award and plans.award.known else None
    tender = plans.tender if plans.tender and plans.tender.known else None
    unseen = not seen and any(day.begins_before(today) for day in (tender, award) if day)
    if award and not unseen:
        yield Decision("Award the contract", None, award, None, None, basis)
    elif unseen and tender and _is_open(outlook, tender) and not _told_before(outlook):
        yield Decision("Approve the procurement", None, None, tender, None, f"tender {basis}; no news since")
    elif unseen and award and not tender:
        yield Decision("Decide whether it goes ahead", None, award, None, None, f"award {basis}; no tender seen")


def _is_open(outlook: Outlook, tender: When) -> bool:
    """Whether a stated tender is still to be seen: what follows may have been, for every buyer."""
    return any(reason.kind == "stated-tender" and reason.when == tender for reason in outlook.reasons)


def _told_before(outlook: Outlook) -> bool:
    """Whether the row of a contract that it is to replace tells of the same tender."""
    registry = outlook.registry
    before = (registry.by_id[name] for name in outlook.contract.replaces if name in registry.by_id)
    return any(
        look.renewal is not None and look.may_run
        for look in (look_at(item, registry, outlook.today) for item in before)
    )


def _extension(outlook: Outlook, renewal: Renewal) -> Iterator[Decision]:
    dates = renewal.extension
    if dates is None:
        return
    basis = notice_basis(dates)
    if outlook.next_how != "current":
        basis += f"; if it runs to {renewal.end.text}"
    if renewal.decided:
        yield Decision(SERVE, None, None, dates.serve_by, renewal.end, basis)
    else:
        yield Decision(
            "Decide whether to extend", dates.forward_plan_by, dates.key_decision_by, dates.serve_by, renewal.end, basis
        )


def _staged(
    outlook: Outlook,
    renewal: Renewal,
    what: str,
    kinds: tuple[StageKind, StageKind, StageKind],
    name: TimetableName = "default",
) -> Decision:
    stages = {stage.kind: stage.by for stage in renewal.stages(name)}
    entry, decide, notice = (stages.get(kind) for kind in kinds)
    basis = f"{'usual' if name == 'default' else 'short'} timetable{', light touch assumed' if renewal.assumed else ''}"
    if outlook.next_how != "current":
        basis += f"; if it runs to {renewal.end.text}"
    elif renewal.options_left:
        basis += "; if not extended"
    if called_for_competition(outlook.contract.route) is False:
        basis += "; if it is put to competition"
    if names := still_to_tender(outlook):
        basis += f"; for {listing(outlook.name_of(name) for name in names)}"
    return Decision(what, entry, decide, notice, renewal.end, basis)


def _successor_let(outlook: Outlook) -> bool:
    """Whether the next contract has been let already, for every buyer: then there is nothing left to award."""
    let = tuple(
        successor
        for successor in outlook.successors
        if has_been_let(successor) and not (successor.awarded and successor.awarded.begins_after(outlook.today))
    )
    return bool(let) and not uncovered_buyers(outlook.contract, let, outlook.registry.authorities)
