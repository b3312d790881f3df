"""The options that are left: how far they lead, how far each has been decided, and by when to act."""

from __future__ import annotations

from datetime import date
from typing import Literal

from tenderwatch.answers import fields
from tenderwatch.answers.fields import field
from tenderwatch.answers.phrases import with_ways
from tenderwatch.answers.report import Body, Question, columns_of, groups_of, ids_of
from tenderwatch.dates import UNKNOWN, When
from tenderwatch.dates.words import day_text
from tenderwatch.labels.records import OPTION_STATE
from tenderwatch.law.schedule.extension import ExtensionDates
from tenderwatch.law.terms import Step
from tenderwatch.outlook import Outlook
from tenderwatch.queries.row import Row
from tenderwatch.text import count

_UNCONFIRMED, _PASSED, _UNDATED = (
    "End passed, not known whether extended",
    "Date to decide has passed, or may have",
    "No date to decide by",
)


def extension_dates(outlook: Outlook) -> ExtensionDates | None:
    """By when to extend past the current end; None where that is no longer, or not yet, to be decided."""
    open_kinds = {reason.kind for reason in outlook.reasons}
    return outlook.renewal.extension if outlook.renewal and "extension-decision" in open_kinds else None


def act_by(outlook: Outlook) -> When | None:
    """The date of the decision; of the notice where the decision has been taken."""
    return _date(outlook, "serve_by" if _is_decided(outlook) else "key_decision_by")


def _is_decided(outlook: Outlook) -> bool:
    return outlook.renewal is not None and outlook.renewal.decided


def _date(outlook: Outlook, step: Literal["forward_plan_by", "key_decision_by", "serve_by"]) -> When | None:
    """By when to take a step of extending; once it has been decided, only the notice is left."""
    dates = extension_dates(outlook)
    return getattr(dates, step) if dates and (step == "serve_by" or not _is_decided(outlook)) else None


def _period(row: Row) -> str:
    dates = extension_dates(row.outlook)
    if dates and dates.decide_by:
        return f"to {dates.decide_by.text}, as named"
    return f"{dates.notice.text}{', assumed' if dates.assumed else ''}" if dates else ""


def _left(outlook: Outlook) -> tuple[Step, ...]:
    """The options to decide on: of a contract that has been let and is not over."""
    if outlook.over or outlook.status in ("planned", "tendering"):
        return ()
    return outlook.ends.options_left(outlook.today)


def _options(row: Row) -> str:
    """The options in order. Ways that exclude each other are named as such: 'either 1: ...; or 2: ...; 3: ...'."""
    return "; ".join(f"{way}{step.number}: {_step(step)}" for way, step in with_ways(_left(row.outlook)))


def _step(step: Step) -> str:
    """An option with the end it leads to, unless its own words name that."""
    return step.text if step.to is None or step.to.text in step.text else f"{step.text}, to {step.to.text}"


def _states(row: Row) -> str:
    """The states of the options left, in order; one word where they are all alike."""
    states = [step.state if step.state != "exercised" else "partly used" for step in _left(row.outlook)]
    words = [OPTION_STATE.get(state, state) for state in states]
    return words[0] if len(set(words)) == 1 else "; ".join(words)


_FIELDS = (
    fields.CONTRACT, fields.COUNCIL, fields.END,
    field("options_left", "Options left", "count", lambda row: len(_left(row.outlook))),
    field("options", "Options", "text", _options),
    field("state", "State", "text", _states),
    field("entry_by", "Entry by", "date", lambda row: _date(row.outlook, "forward_plan_by"), bounds=True),
    field("decide_by", "Decide by", "date", lambda row: _date(row.outlook, "key_decision_by"), bounds=True),
    field("notice_by", "Notice by", "date", lambda row: _date(row.outlook, "serve_by"), bounds=True),
    field("notice", "Notice", "text", _period),
    fields.LONGEST,
)  # fmt: skip
_NOTES = (
    "Allowed means that the contract allows it and no decision is known; not known means that no source says how "
    "far it has come. An option that is only allowed has not been used.",
    "Entry, decision and notice are counted back from the current end, for the first option left.",
)


def extensions(question: Question) -> Body:
    """Contracts with options left, by when the first of them is to be decided on."""
    today, horizon = question.today, question.horizon
    coming, later = f"To decide by {day_text(horizon)}", f"To decide after {day_text(horizon)}"
    groups: dict[str, list[Row]] = {heading: [] for heading in (_UNCONFIRMED, _PASSED, coming, later, _UNDATED)}
    listed = [row for row in question.agenda.rows if _left(row.outlook)]
    for row in sorted(listed, key=_order):
        outlook, by = row.outlook, act_by(row.outlook)
        if outlook.status == "unconfirmed":
            heading = _UNCONFIRMED
        elif by is None or by.earliest is None:
            heading = _UNDATED
        elif by.begins_before(today):
            heading = _PASSED
        else:
            heading = coming if by.earliest <= horizon else later
        groups[heading].append(row)
    under = groups_of(_FIELDS, groups, _UNCONFIRMED, _PASSED)
    told = (
        (len(groups[coming]) or "None", f"to decide by {day_text(horizon)}"),
        (len(groups[later]), "later"),
        (len(groups[_PASSED]), "with the date to decide passed, or perhaps passed"),
        (len(groups[_UNCONFIRMED]), "with the end passed and no news whether it was extended"),
        (len(groups[_UNDATED]), "without a date"),
    )
    options = sum(len(_left(row.outlook)) for row in listed)
    summary = (
        f"{count(len(listed), 'contract')} with {count(options, 'option')} left. "
        f"{'; '.join(f'{number} {words}' for number, words in told if number)}."
        if listed
        else "No contract has an option left to decide on."
    )
    return Body(summary, columns_of(_FIELDS), under, ids_of(listed), "no-option", _NOTES)


def _order(row: Row) -> tuple[tuple[date, date], str]:
    when = act_by(row.outlook) or fields.current_end(row.outlook) or UNKNOWN
    return (when.sort_key, row.outlook.contract.id)
