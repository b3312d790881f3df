"""What is said of the use of options must be possible, and in an order that can be."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import on_day
from tenderwatch.law.terms import Step, contract_ends
from tenderwatch.law.terms.options import is_used
from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.checks.options import bad_option, option_rows
from tenderwatch.registry.model import Contract, Extension

_COMPARE = "compare both with the source"


def used_too_far(contract: Contract, whole: Whole) -> Iterator[Finding]:
    """No more has been used of an option than it has."""
    if not any(option.taken_to for _, option in option_rows(contract)):
        return
    for item, option in option_rows(contract):
        used = option.taken_to
        if used is None or option.alternatives:
            continue
        full = option._replace(taken_to=None, rest=None)
        others = tuple(_replaced(row, option, full) for row in contract.extensions)
        reached = [step.to for step in _steps(contract._replace(extensions=others), whole) if step.option == full]
        if reached and reached[-1] and reached[-1].before(used):
            message = f"the option was used to {used.text}, further than it reaches ({reached[-1].text})"
            yield Finding(message, _COMPARE, "extensions", item)


def options_backwards(contract: Contract, whole: Whole) -> Iterator[Finding]:
    """In the order on paper, no option ends before the end that it follows."""
    if sum(option.until is not None for _, option in option_rows(contract)) < 1:
        return
    rows = tuple(map(_as_written, contract.extensions))
    steps = _steps(contract._replace(extensions=rows), whole)
    initial = contract_ends(contract._replace(extensions=(), ended=None)).initial
    for item, row in enumerate(rows):
        for step in steps:
            until, since = step.option.until, step.since
            if not _holds(row, step.option) or (initial and since == initial.when):
                continue
            if until and since and until.before(since):
                message = f"the option ends {until.text}, before the end that it follows ({since.text})"
                yield Finding(message, _COMPARE, "extensions", item)
                break


def option_order(contract: Contract, _: Whole) -> Iterator[Finding]:
    """No option is used after one that was declined, nor on two ways that exclude each other."""
    closed = False
    for item, row in enumerate(contract.extensions):
        if sum(any(map(is_used, way)) for way in row.alternatives) > 1:
            message = "options are used on two ways of which only one can be followed"
            yield Finding(message, "keep those that were used; they close the other way", "extensions", item)
        if closed and row.state == "exercised":
            message = "an option is recorded as used after one that was turned down"
            yield Finding(message, "put the options in order of use", "extensions", item)
        closed = closed or row.state == "declined"


def used_before_another(contract: Contract, _: Whole) -> Iterator[Finding]:
    """An option that was used stands after one that was not: that can be so, and more often is a slip."""
    waiting = False
    for item, row in enumerate(contract.extensions):
        if waiting and is_used(row) and not row.modification:
            hint = "put the options in order of use, unless the contract lets them be used in any order"
            yield Finding("an option is recorded as used after one that is not used yet", hint, "extensions", item)
        waiting = waiting or (row.state in ("permitted", "authorised") and not is_used(row))


def decided_before_start(contract: Contract, _: Whole) -> Iterator[Finding]:
    """No option is used or turned down before the contract begins; a power to use it may be given at the award."""
    for item, option in option_rows(contract):
        decided, start = option.decided, contract.start
        if decided and start and option.state in ("exercised", "declined") and decided.before(start):
            message = f"the option was decided ({decided.text}) before the start ({start.text})"
            yield Finding(message, _COMPARE, "extensions", item)


def decided_by_after_end(contract: Contract, whole: Whole) -> Iterator[Finding]:
    """The last day for the decision on an option is not after the end that it moves."""
    if not any(option.decide_by for _, option in option_rows(contract)):
        return
    steps = _steps(contract, whole)
    for item, option in option_rows(contract):
        since = next((step.since for step in steps if step.option is option), None)
        if option.decide_by and since and since.before(option.decide_by):
            message = f"`decide_by` ({option.decide_by.text}) is after the end that the option moves ({since.text})"
            yield Finding(message, _COMPARE, "extensions", item)


def decided_ahead(contract: Contract, whole: Whole) -> Iterator[Finding]:
    """Nothing was decided after the edition, the day on which all data was last updated."""
    for item, option in option_rows(contract):
        decided = option.decided
        if decided and decided.earliest and whole.edition and decided.earliest > whole.edition:
            message = f"the option was decided ({decided.text}) after the edition ({on_day(whole.edition).text})"
            hint = f"{_COMPARE}; set `edition` to the day on which the data was last updated"
            yield Finding(message, hint, "extensions", item)


def _steps(contract: Contract, whole: Whole) -> tuple[Step, ...]:
    """Its steps by its own papers, whatever the law; none where an option says what cannot be."""
    if any(bad_option(contract, whole)):
        return ()
    return contract_ends(contract._replace(regime="unknown")).steps


def _as_written(option: Extension) -> Extension:
    """An option as it stood before anything was decided."""
    ways = tuple(tuple(map(_as_written, way)) for way in option.alternatives)
    return option._replace(state="permitted", taken_to=None, rest=None, modification=False, alternatives=ways)


def _replaced(row: Extension, wanted: Extension, by: Extension) -> Extension:
    """A row with one of its options put in the place of another."""
    if row is wanted:
        return by
    return row._replace(
        alternatives=tuple(tuple(_replaced(option, wanted, by) for option in way) for way in row.alternatives)
    )


def _holds(row: Extension, wanted: Extension) -> bool:
    return row is wanted or any(_holds(option, wanted) for way in row.alternatives for option in way)
