"""The decisions that a committee's forward plan should hold: approval to procure, award, and extending."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from tenderwatch.answers.answer import Cells, Column, Reference
from tenderwatch.answers.decisions import SERVE, Decision, decisions
from tenderwatch.answers.phrases import buyers
from tenderwatch.answers.report import Body, Group, Question
from tenderwatch.answers.tally import period
from tenderwatch.dates import UNKNOWN, When, on_day
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import day_text
from tenderwatch.labels.renewal import FEASIBLE_SHORT
from tenderwatch.law.schedule.feasibility import earliest_key_decision, next_working_day
from tenderwatch.law.timetables import bundled
from tenderwatch.outlook import Outlook
from tenderwatch.queries.row import Row
from tenderwatch.text import count, plural

_COLUMNS = (
    Column("decision", "Decision", "text"),
    Column("contract", "Contract", "contract"),
    Column("by_whom", "By whom", "text", quiet=True),
    Column("entry_by", "Entry by", "date", bounds=True),
    Column("decide_by", "Decide by", "date", bounds=True),
    Column("notice_by", "Notice by", "date", bounds=True),
    Column("end", "For the end on", "date", bounds=True),
    Column("basis", "Based on", "text", quiet=True),
    Column("next_possible", "Next possible", "date", bounds=True),
    Column("possible", "Still possible", "text", quiet=True),
)
_PASSED, _ENTRY_PASSED, _SOON, _LATER = (
    "Decision date has passed, or may have",
    "Entry date has passed, or may have, decision ahead",
    "Within 3 months",
    "Later",
)
_NOTES = (
    "Entry by: the last working day to put a key decision into the forward plan. The law's own last day, 28 clear days "
    "before the decision, may fall on the weekend or holiday after it. A decision in private needs as long a notice of "
    "that too (regulation 5 of the 2012 executive arrangements regulations).",
    "Decide by: the last day for the decision on the usual timetable. Whether it has been taken is seldom published: "
    "a passed date means that no record of it has been seen.",
    "Next possible: where the entry or the decision is late, when a key decision can be taken if it is entered today; "
    "of a notice to serve, the next working day.",
    "An award is listed only where the tender has been seen or can still be published in time, on the usual timetable "
    "or else on the short one.",
    "Notice by: for an approval the tender notice, for an award the award notice, for an extension the notice to the "
    "provider.",
)


def forward_plan(question: Question) -> Body:
    """Decisions with a date within the months asked, or past."""
    pairs = [
        (row, decision)
        for row in question.agenda.rows
        for decision in decisions(row.outlook)
        if decision.act and decision.touches(question.horizon)
    ]
    pairs.sort(key=lambda pair: ((pair[1].act or UNKNOWN).sort_key, pair[0].outlook.contract.id))
    groups: dict[str, list[Cells]] = {heading: [] for heading in (_PASSED, _ENTRY_PASSED, _SOON, _LATER)}
    for row, item in sorted(pairs, key=lambda pair: _urgency(pair[1], question.today)):
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


def _urgency(decision: Decision, today: date) -> tuple[date, date]:
    """Overdue decisions by the end that they are for, those that have none last; the others stay as they are."""
    if _group(decision, today) != _PASSED:
        return date.min, date.min
    return (decision.end or UNKNOWN).sort_key


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
    # A procurement that has no end to count from is not feasible or infeasible.
    possible = FEASIBLE_SHORT[outlook.feasible] if outlook.feasible and decision.late(outlook.today) else ""
    return (
        decision.what, Reference(outlook.contract.id, outlook.contract.title), whom,
        decision.entry, decision.decide, decision.notice,
        decision.end, decision.basis,
        _next(decision, outlook), possible,
    )  # fmt: skip


def _next(decision: Decision, outlook: Outlook) -> When | None:
    """When what is late can be made good at the earliest: None if nothing is, or beyond the known bank holidays."""
    if not decision.late(outlook.today):
        return None
    if decision.what == SERVE:
        day = next_working_day(outlook.today)
    else:
        rule = outlook.renewal.extension_rule if outlook.renewal else outlook.timetables.extension
        day = earliest_key_decision(outlook.today, rule)
    return on_day(day) if day else None


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
        f"{period(question.months, today)}, "
        f"{count(ahead, 'decision')} {plural(ahead, 'is', 'are')} to be entered or taken"
        f"{f', {entry} of them with the day for the entry passed' if entry else ''}; "
        f"{count(late, 'decision') if late else 'none'} {plural(late or 1, 'is', 'are')} overdue"
        f"{f', {perhaps} of them perhaps, as the end is not known to the day' if perhaps else ''}. "
        f"{'They concern' if len(found) > 1 else 'It concerns'} {count(len(listed), 'contract')}."
        if listed
        else f"{period(question.months, today)}, no decision is to be entered or taken, and none is overdue."
    )
    if not unknown:
        return told
    return f"{told} For {unknown} nothing can be dated, as {'its' if unknown == 1 else 'their'} end is not known."
