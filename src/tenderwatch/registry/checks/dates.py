"""Dates that must come one after the other. Uncertain dates are faulted only where no reading is in order."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.law.terms import is_abandoned
from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.model import Contract, Look

_COMPARE = "compare both with the source"


def end_before_start(contract: Contract, _: Whole) -> Iterator[Finding]:
    """The end does not come before the start."""
    start, end = contract.start, contract.end
    if start and end and end.before(start):
        message = f"it ends ({end.text}) before it starts ({start.text})"
        yield Finding(message, f"{_COMPARE}; record a slip of the source as a conflict", "end")


def out_of_order(contract: Contract, _: Whole) -> Iterator[Finding]:
    """Advert before deadline before award, the same of what is planned, and joining opens before it closes."""
    for key, later, earlier_key, earlier in (
        ("tender_deadline", contract.tender_deadline, "advertised", contract.advertised),
        ("awarded", contract.awarded, "advertised", contract.advertised),
        ("awarded", contract.awarded, "tender_deadline", contract.tender_deadline),
    ):
        if later and earlier and later.before(earlier):
            yield Finding(f"`{key}` ({later.text}) is before `{earlier_key}` ({earlier.text})", _COMPARE, key)
    if plans := contract.plans:
        for key, later in (("start", plans.start), ("award", plans.award), ("tender deadline", plans.tender_deadline)):
            if later and plans.tender and later.before(plans.tender):
                message = f"the planned {key} ({later.text}) is before the planned tender ({plans.tender.text})"
                yield Finding(message, _COMPARE, "plans")
    for item, window in enumerate(contract.joining):
        if window.closes and window.closes.before(window.opens):
            yield Finding(f"joining closes before it opens in '{window.id}'", _COMPARE, "joining", item)


def term_without_start(contract: Contract, _: Whole) -> Iterator[Finding]:
    """A term needs a start to be counted from."""
    if contract.term and not contract.start:
        hint = "add the start, or write the `end` that the source states"
        yield Finding("a term without a start gives no end", hint, "term")


def term_and_end(contract: Contract, _: Whole) -> Iterator[Finding]:
    """The end of the first term is said once."""
    if contract.term and contract.end:
        hint = "keep the stated `end`; where it differs from start and term, record a conflict"
        yield Finding("both a term and an end are written", hint, "term")


def open_and_ended(contract: Contract, _: Whole) -> Iterator[Finding]:
    """What is open-ended has no end."""
    if contract.open_ended and (contract.end or contract.term):
        yield Finding("it cannot be open-ended and have an end", "delete `open_ended`, or the end", "open_ended")


def planned_end(contract: Contract, _: Whole) -> Iterator[Finding]:
    """The end of a contract that nobody has let is a plan."""
    for key in ("end", "extensions"):
        if contract.let is False and not contract.advertised and getattr(contract, key):
            message = f"`{key}` stands on a contract that was not let"
            hint = "write `end` and `longest_end` under `plans`; or delete `let: false` once it has been let"
            yield Finding(message, hint, key)


def ended_before_start(contract: Contract, _: Whole) -> Iterator[Finding]:
    """It did not end before it began; what was given up before its start was abandoned."""
    ended, start = contract.ended, contract.start
    if ended and start and ended.on.before(start) and not is_abandoned(contract):
        message = f"it ended ({ended.on.text}) before it started ({start.text})"
        yield Finding(message, f"{_COMPARE}; if nothing was let, write `abandoned` instead of `ended`", "ended")


def abandoned_and_let(contract: Contract, _: Whole) -> Iterator[Finding]:
    """What was abandoned was not let."""
    if not contract.abandoned:
        return
    for key, stated in (("ended", contract.ended is not None), ("let", contract.let is True)):
        if stated:
            hint = "keep `abandoned` if nothing was let, and `ended` if a contract was let and ended"
            yield Finding(f"it cannot be abandoned and have `{key}`{': true' if key == 'let' else ''}", hint, key)


def abandoned_after_start(contract: Contract, _: Whole) -> Iterator[Finding]:
    """What was abandoned after its start had at least been planned or advertised."""
    gone, start = contract.abandoned, contract.start
    sought = contract.advertised or contract.plans or contract.let is False
    if gone and start and not sought and start.before(gone.on):
        message = (
            f"it was abandoned ({gone.on.text}) after it had started ({start.text}), with no tender or plan on record"
        )
        yield Finding(message, "if a contract ran, write `ended` instead of `abandoned`", "abandoned")


def after_edition(look: Look, whole: Whole) -> Iterator[Finding]:
    """No look is later than the edition, the day on which all data was last updated."""
    if whole.edition and look.looked > whole.edition:
        message = f"it was looked at ({look.looked}) after the edition ({whole.edition})"
        yield Finding(message, "set `edition` to the day on which the data was last updated", "looked")


def reaches_beyond(look: Look, _: Whole) -> Iterator[Finding]:
    """Nothing that was seen is younger than the look."""
    if look.reaches and look.reaches.earliest and look.reaches.earliest > look.looked:
        message = f"what was seen reaches further ({look.reaches.text}) than the day of looking ({look.looked})"
        yield Finding(message, "compare both with your notes", "reaches")
