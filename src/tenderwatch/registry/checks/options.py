"""Options must say one thing, lead past the end, and not be used after one that was declined."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import When, term_end
from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.model import Contract, Extension

_WAYS = "write one of `months`, `until` (also with `since` or `every`), or `alternatives`"
# Beyond this a sum of dates would run out of the calendar.
MOST_MONTHS = 1200


def _fault(option: Extension) -> tuple[str, str] | None:
    ways = sum((option.months is not None, option.until is not None, bool(option.alternatives)))
    if ways > 1:
        return "an option has more than one length or end", _WAYS
    if option.every and not option.until:
        return "`every` needs the `until` it rolls on to", "add `until`"
    if option.since and not option.until:
        return "`since` needs the `until` of the same span", "add `until`"
    if option.flexible and option.months is None:
        return "a flexible option needs its total", "add `months`"
    if option.times > 1 and (option.months is None or option.flexible):
        return "`times` repeats a length in months", "give each of the others a row of its own"
    if option.taken_to and not (option.flexible or option.every):
        return "`taken_to` is for flexible and roll-on options", "set `state: exercised` instead"
    if option.taken_to and option.state != "exercised":
        return "what has been used must be marked so", "set `state: exercised` beside `taken_to`"
    return None


def _all_options(options: tuple[Extension, ...]) -> Iterator[Extension]:
    for option in options:
        yield option
        for branch in option.alternatives:
            yield from _all_options(branch)


def _rows(contract: Contract) -> Iterator[tuple[int, Extension]]:
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
    months = sum((option.months or 0) * option.times for option in _all_options(contract.extensions))
    if months > MOST_MONTHS:
        message = f"the options add up to {months} months, more than a hundred years"
        yield Finding(message, "compare them with the source", "extensions")
    for item, option in _rows(contract):
        if fault := _fault(option):
            yield Finding(*fault, "extensions", item)


def undecided(contract: Contract, _: Whole) -> Iterator[Finding]:
    """What was decided about an option has evidence of its own."""
    for item, option in _rows(contract):
        if option.state in ("authorised", "exercised", "declined") and not option.evidence:
            hint = "add `evidence:` to the option: the decision or notice that says so"
            yield Finding(f"nothing shows that the option was {option.state}", hint, "extensions", item)


def extension_before_end(contract: Contract, _: Whole) -> Iterator[Finding]:
    """Each option leads past the initial end."""
    initial = _initial_end(contract)
    for item, option in _rows(contract):
        for end in (option.until, option.taken_to):
            if end and initial and _not_after(initial, end):
                message = f"the option leads to {end.text}, not past the end ({initial.text})"
                yield Finding(message, "compare both with the source", "extensions", item)


def option_order(contract: Contract, _: Whole) -> Iterator[Finding]:
    """No option is used after one that was declined or is not used yet."""
    closed = False
    for item, row in enumerate(contract.extensions):
        if closed and row.state == "exercised":
            message = "an option is exercised after one that was declined or not yet used"
            yield Finding(message, "put the options in order of use", "extensions", item)
        closed = closed or row.state in ("declined", "permitted", "authorised")
