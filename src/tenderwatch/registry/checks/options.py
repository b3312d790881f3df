"""Options must say one thing, and lead past the end."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tenderwatch.dates import When, term_end
from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.model import Contract, Extension

_WAYS = "write one of `months`, `length`, `until` (also with `since` or `every`), `every`, or `alternatives`"
# Beyond these a sum of dates would run out of the calendar, and nobody could follow the ways.
MOST_MONTHS = 1200
MOST_WAYS = 64
_PER_MONTH = {"months": 1, "weeks": 4, "days": 30}


def _fault(option: Extension) -> tuple[str, str] | None:
    return _shape_fault(option) or _use_fault(option)


def _shape_fault(option: Extension) -> tuple[str, str] | None:
    """What is wrong with how long the option is said to be."""
    stated = (option.months, option.length, option.until, option.alternatives or None)
    if sum(item is not None for item in stated) > 1 or (option.every and (option.duration or option.alternatives)):
        return "an option has more than one length or end", _WAYS
    if option.since and not option.until:
        return "`since` needs the `until` of the same span", "add `until`"
    if option.flexible and option.duration is None:
        return "a flexible option needs its total", "add `months`, or `length` for weeks or days"
    if option.times > 1 and (option.duration is None or option.flexible):
        return "`times` repeats a length", "give each of the others a row of its own"
    if option.modification and (option.flexible or option.every or option.alternatives or option.times > 1):
        return "a modification was agreed once, for one length or to one end", "write its `months` or `until` alone"
    return None


def _use_fault(option: Extension) -> tuple[str, str] | None:
    """What is wrong with how it is said to have been used."""
    if option.taken_to and (option.alternatives or option.times > 1):
        return "`taken_to` says how far one option was used", "give each of the others a row of its own"
    if option.taken_to and option.state != "exercised":
        return "what has been used must be marked so", "set `state: exercised` beside `taken_to`"
    if option.rest and not option.taken_to:
        return "`rest` speaks of an option that was used in part", "add `taken_to`, the end that this part reached"
    if option.every and not option.until and option.state == "exercised" and not option.taken_to:
        return "an option that rolls on without end is never used up", "add `taken_to`, the end reached so far"
    if option.modification and option.state not in ("authorised", "exercised"):
        return (
            "a modification has been agreed, so it cannot be `permitted`",
            "set `state: exercised` or `state: authorised`",
        )
    return None


def _all_options(options: tuple[Extension, ...]) -> Iterator[Extension]:
    for option in options:
        yield option
        for branch in option.alternatives:
            yield from _all_options(branch)


def option_rows(contract: Contract) -> Iterator[tuple[int, Extension]]:
    """Every option with the number of the row that it stands in, alternatives included."""
    return ((item, option) for item, row in enumerate(contract.extensions) for option in _all_options((row,)))


def _not_after(end: When | None, until: When | None) -> bool:
    return bool(end and until and end.earliest and until.latest and until.latest <= end.earliest)


def _initial_end(contract: Contract) -> When | None:
    if contract.end:
        return contract.end
    return term_end(contract.start, contract.term) if contract.start and contract.term else None


def bad_option(contract: Contract, _: Whole) -> Iterator[Finding]:
    """Each option says one thing, and together they stay within the calendar."""
    months = sum(
        option.duration.number // _PER_MONTH[option.duration.unit] * option.times
        for option in _all_options(contract.extensions)
        if option.duration
    )
    if months > MOST_MONTHS:
        message = f"the options add up to {months} months, more than a hundred years"
        yield Finding(message, "compare them with the source", "extensions")
    if _ways(contract.extensions) > MOST_WAYS:
        message = f"the alternatives make more than {MOST_WAYS} ways"
        yield Finding(message, "write down only those that the contract states", "extensions")
    for item, option in option_rows(contract):
        if fault := _fault(option):
            yield Finding(*fault, "extensions", item)


def _ways(options: tuple[Extension, ...]) -> int:
    """How many ways there are through options."""
    return math.prod(sum(map(_ways, option.alternatives)) for option in options if option.alternatives)


def undecided(contract: Contract, _: Whole) -> Iterator[Finding]:
    """What was decided about an option has evidence of its own."""
    for item, option in option_rows(contract):
        if option.state in ("authorised", "exercised", "declined") and not option.evidence:
            hint = "add `evidence:` to the option: the decision or notice that says so"
            yield Finding(f"nothing shows that the option was {option.state}", hint, "extensions", item)


def extension_before_end(contract: Contract, _: Whole) -> Iterator[Finding]:
    """Each option leads past the initial end."""
    initial = _initial_end(contract)
    for item, option in option_rows(contract):
        for end in (option.until, option.taken_to):
            if end and initial and _not_after(initial, end):
                message = f"the option leads to {end.text}, not past the end ({initial.text})"
                yield Finding(message, "compare both with the source", "extensions", item)
