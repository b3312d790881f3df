"""The decisions that a committee's forward plan should hold: approval to procure, award, and extending.

Nobody publishes most of these decisions before they are due: they are counted back from the end, on the usual
timetable, and only what has been recorded since resolves them.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tenderwatch.answers.answer import Cells, Column, Reference
from tenderwatch.answers.phrases import buyers
from tenderwatch.answers.report import Body, Group, Question
from tenderwatch.answers.tally import period
from tenderwatch.dates import When
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import day_text
from tenderwatch.labels import FEASIBLE
from tenderwatch.law.schedule.feasibility import earliest_key_decision
from tenderwatch.law.terms import has_been_let
from tenderwatch.law.timetables import bundled
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.renewal import Renewal
from tenderwatch.outlook.succession import stated_tenders, tender_is_over
from tenderwatch.queries.select import Row
from tenderwatch.registry.model.stages import StageKind
from tenderwatch.text import count

_COLUMNS = (
    Column("decision", "Decision", "text"),
    Column("contract", "Contract", "contract"),
    Column("by_whom", "By whom", "text"),
    Column("entry_by", "Entry by", "date", bounds=True),
    Column("decide_by", "Decide by", "date", bounds=True),
    Column("notice_by", "Notice by", "date", bounds=True),
    Column("end", "For the end on", "date", bounds=True),
    Column("basis", "Based on", "text"),
    Column("possible", "Still possible", "text"),
)
# The stages of each decision: its entry in the forward plan, the decision, and the notice that follows.
_APPROVAL: tuple[StageKind, StageKind, StageKind] = ("forward-plan-approval", "approval", "tender-notice")
_AWARD: tuple[StageKind, StageKind, StageKind] = ("forward-plan-award", "award-decision", "award-notice")
_PASSED, _ENTRY_PASSED, _SOON, _LATER = (
    "Decision date has passed, or may have",
    "Entry date has passed, or may have, decision ahead",
    "Within 3 months",
    "Later",
)
_NOTES = (
    "Entry by: the last day to put a key decision into the forward plan, 28 clear days before it.",
    "Decide by: the last day for the decision on the usual timetable. Whether it has been taken is seldom published: "
    "a passed date means that no record of it has been seen.",
    "Notice by: for an approval the tender notice, for an award the award notice, for an extension the notice to the "
    "provider.",
)


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


def forward_plan(question: Question) -> Body:
    """Decisions with a date within the months asked, or past."""
    pairs = [
        (row, decision)
        for row in question.agenda.rows
        for decision in decisions(row.outlook)
        if decision.act and decision.touches(question.horizon)
    ]
    pairs.sort(key=lambda pair: (pair[1].act.sort_key if pair[1].act else (date.max,) * 2, pair[0].outlook.contract.id))
    groups: dict[str, list[Cells]] = {heading: [] for heading in (_PASSED, _ENTRY_PASSED, _SOON, _LATER)}
    for row, item in pairs:
        groups[_group(item, question.today)].append(_cells(row, item))
    sections = tuple(
        Group(heading, tuple(rows), late=heading in (_PASSED, _ENTRY_PASSED))
        for heading, rows in groups.items()
        if rows
    )
    listed = frozenset(row.outlook.contract.id for row, _ in pairs)
    summary = _summary(question, [pair for _, pair in pairs], listed)
    return Body(summary, _COLUMNS, sections, listed, "no-decision", (*_earliest(question.today), *_NOTES))


def _earliest(today: date) -> Iterator[str]:
    """When a decision entered today could be taken: what is late can be made good no sooner by the ordinary way."""
    day = earliest_key_decision(today, bundled().extension)
    if day:
        yield (
            f"A key decision entered into the forward plan on {day_text(today)} can be taken on {day_text(day)} at the "
            "earliest, unless under the general exception or by an officer with delegated power."
        )


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
    if renewal and outlook.may_run and not _successor_let(outlook):
        yield _staged(outlook, renewal, "Award the next contract", _AWARD)
    plans = outlook.contract.plans
    if plans and plans.award and plans.award.known and outlook.status in ("planned", "tendering"):
        yield Decision("Award the contract", None, plans.award, None, None, "date stated by the buyer")


def _extension(outlook: Outlook, renewal: Renewal) -> Iterator[Decision]:
    dates = renewal.extension
    if dates is None:
        return
    basis = f"{dates.notice.text} of notice, {'assumed' if dates.assumed else 'as the contract has it'}"
    if outlook.next_how != "current":
        basis += f"; if it runs to {renewal.end.text}"
    if renewal.option and renewal.option.state == "authorised":
        yield Decision("Serve notice of the extension decided", None, None, dates.serve_by, renewal.end, basis)
    else:
        yield Decision(
            "Decide whether to extend", dates.forward_plan_by, dates.key_decision_by, dates.serve_by, renewal.end, basis
        )


def _staged(outlook: Outlook, renewal: Renewal, what: str, kinds: tuple[StageKind, StageKind, StageKind]) -> Decision:
    stages = {stage.kind: stage.by for stage in renewal.default_stages}
    entry, decide, notice = (stages.get(kind) for kind in kinds)
    basis = f"usual timetable{', light touch assumed' if renewal.assumed else ''}"
    if outlook.next_how != "current":
        basis += f"; if it runs to {renewal.end.text}"
    elif renewal.options_left:
        basis += "; if not extended"
    return Decision(what, entry, decide, notice, renewal.end, basis)


def _successor_let(outlook: Outlook) -> bool:
    """Whether the next contract has been let already: then there is nothing left to award."""
    return any(
        has_been_let(successor) and not (successor.awarded and successor.awarded.begins_after(outlook.today))
        for successor in outlook.successors
    )


def _group(decision: Decision, today: date) -> str:
    if decision.act is None or decision.act.begins_before(today):
        return _PASSED
    if decision.late(today):
        return _ENTRY_PASSED
    soon = clamp_months(today, 3)
    return _SOON if decision.act.earliest and decision.act.earliest <= soon else _LATER


def _cells(row: Row, decision: Decision) -> Cells:
    outlook = row.outlook
    whom = buyers(outlook.registry, outlook.contract)
    return (
        decision.what, Reference(outlook.contract.id, outlook.contract.title), whom,
        decision.entry, decision.decide, decision.notice,
        decision.end, decision.basis,
        _possible(outlook) if decision.late(outlook.today) else "",
    )  # fmt: skip


def _possible(outlook: Outlook) -> str:
    """What can still be done where a day has been missed; empty for a procurement that has no end to count from."""
    return FEASIBLE[outlook.feasible] if outlook.feasible else ""


def _summary(question: Question, found: list[Decision], listed: frozenset[str]) -> str:
    today = question.today
    groups = Counter(_group(item, today) for item in found)
    late, entry = groups[_PASSED], groups[_ENTRY_PASSED]
    perhaps = late - sum(1 for item in found if item.act and item.act.passed(today))
    ahead = len(found) - late
    unknown = sum(
        1 for row in question.agenda.rows if row.outlook.end_unknown and row.outlook.contract.id not in listed
    )
    told = (
        f"{period(question.months, today)}, {count(ahead, 'decision')} {_is(ahead)} to be entered or taken"
        f"{f', {entry} of them with the day for the entry passed' if entry else ''}; "
        f"{count(late, 'decision') if late else 'none'} {_is(late or 1)} overdue"
        f"{f', {perhaps} of them perhaps, as the end is not known to the day' if perhaps else ''}. "
        f"{'They concern' if len(found) > 1 else 'It concerns'} {count(len(listed), 'contract')}."
        if listed
        else f"{period(question.months, today)}, no decision is to be entered or taken, and none is overdue."
    )
    if not unknown:
        return told
    return f"{told} For {unknown} nothing can be dated, as {'its' if unknown == 1 else 'their'} end is not known."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
