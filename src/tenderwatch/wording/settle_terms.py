"""Which printed dates are the start and the end, and which length is the initial term."""

from __future__ import annotations

import re

from tenderwatch.dates import When, shift_days
from tenderwatch.wording.case import Case, after, before, within
from tenderwatch.wording.facts import Dated, Term
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.lots import differences
from tenderwatch.wording.options import months_of
from tenderwatch.wording.reading import Disagreement, PrintedOption

_OVER = re.compile(r"\b(?:ended|expired|ceased|lapsed)\b[^.;]{0,15}$", re.IGNORECASE)


def settle_dates(case: Case) -> None:
    """The printed start and end, where the text has one of each."""
    facts = case.facts
    starts = {dated.when: dated for dated in facts.starts}
    ends = {dated.when: dated for dated in facts.ends}
    for dated in facts.ranges:
        if dated.since and dated.since not in starts and dated.state != "exercised":
            starts[dated.since] = dated
        if dated.when not in ends:
            ends[dated.when] = dated
    if facts.state == "exercised" or (
        facts.state == "proposed" and "exercised" in [group.state for group in facts.groups]
    ):
        starts = {}
    case.start = _agreed(case, "start", starts, case.given_start)
    case.end = _agreed(case, "end", ends, None)
    if len(starts) > 1 and case.start is None and case.end and not _ends_all(case, starts, case.end):
        case.end = None  # of which of the spans is not known
        case.spans.pop("end", None)
    if case.start and case.end and case.start == shift_days(case.end, 1) and facts.terms:
        case.end = None  # 'for 3 years from 1 April, the current contract ending on 31 March': that of the one before
        case.spans.pop("end", None)
    if case.start and case.end and before(case.end, case.start):  # of two contracts, one after the other
        case.conflicts.append(Disagreement("start", (case.start.text, f"before {case.end.text}")))
        if _OVER.search(case.text[: case.spans["end"].start]):
            case.end = None  # 'the pilot ended on D'
            case.spans.pop("end")
        case.start = None
        case.spans.pop("start", None)


def _ends_all(case: Case, starts: dict[When, Dated], end: When) -> bool:
    """Whether an end is printed by itself, or every start has it."""
    return any(dated.when == end for dated in case.facts.ends) or all(dated.when == end for dated in starts.values())


def _agreed(case: Case, name: str, printed: dict[When, Dated], given: When | None) -> When | None:
    values = list(printed)
    if len(values) > 1:
        exact = [when for when in values if when.precision == "day"]
        if len(exact) == 1 and all(within(exact[0], when) for when in values):
            values = exact
    if len(values) == 1:
        case.spans[name] = printed[values[0]].span
        if given and given != values[0] and not within(values[0], given) and not within(given, values[0]):
            case.conflicts.append(Disagreement(name, (values[0].text, given.text)))
        return values[0]
    if len(values) > 1:
        case.conflicts.append(Disagreement(name, tuple(when.text for when in sorted(values, key=lambda w: w.sort_key))))
        return None
    return given


def settle_terms(case: Case) -> None:
    """The initial term among the lengths said of the contract."""
    differ = differences(case.text, case.facts)
    case.options.unclear = case.options.unclear or differ.options
    if differ.terms:
        _differ(case, [term.length for term in case.facts.terms])
        return
    counted = any(dated.includes for dated in case.facts.ranges) and case.start and case.end
    terms = [
        term
        for term in case.facts.terms
        if not counted or term.initial or term.length.months is None or after(case.start, term.length) != case.end
    ]  # '4 years from D to D including 2 x 1 year': the four years count them as well
    named = list(dict.fromkeys(term.length for term in terms if term.initial))
    other = [term for term in terms if not term.initial]
    if len(named) > 1:
        _differ(case, named)
        return
    if named:
        case.initial = named[0]
        if any(term.initial and term.includes for term in terms) and len(terms) == 1:
            case.options.unclear = True  # '7 years inclusive of a 2 year extension': five and two, or seven and two?
        for term in other:
            if term.length != named[0]:
                _set_whole(case, term)
    elif other:
        _from_unnamed(case, other)
    _span_term(case, terms)
    months = months_of(case.options.listed)
    initial, whole = case.initial, case.whole
    if months and initial and initial.months and whole and whole.months == initial.months + months:
        case.confirmed = True


def _differ(case: Case, lengths: list[Length]) -> None:
    """Two values that cannot both be right, if there are as many."""
    distinct = list(dict.fromkeys(lengths))
    if len(distinct) > 1:
        case.conflicts.append(Disagreement("initial_months", tuple(map(str, distinct))))


def _set_whole(case: Case, term: Term) -> None:
    months = months_of(case.options.listed)
    both = (case.initial.months or 0) + (months or 0) if case.initial else 0
    if months and term.length.months == both:
        case.whole = term.length
        case.confirmed = True
    elif term.whole and not case.options.listed:
        case.whole = term.length
        left = (term.length.months or 0) - (case.initial.months or 0) if case.initial else 0
        if term.includes and left > 0:
            case.options.listed = [PrintedOption(left, up_to=True, state=case.facts.state)]
            case.options.span = term.span
    else:
        case.conflicts.append(Disagreement("initial_months", (str(case.initial), str(term.length))))
        case.initial = None


def _from_unnamed(case: Case, terms: list[Term]) -> None:
    lengths = list(dict.fromkeys(term.length for term in terms))
    months = months_of(case.options.listed) or 0
    if len(lengths) == 2 and all(length.months for length in lengths):
        short, long = sorted(lengths, key=lambda length: length.months or 0)
        if months and (long.months or 0) - (short.months or 0) == months:
            case.initial, case.whole, case.confirmed = short, long, True
            return
    if len(lengths) > 1:
        _differ(case, lengths)
        return
    term = terms[0]
    if any(item.includes for item in terms):
        case.whole = term.length
        dated = case.start is not None and case.end == after(case.start, term.length)
        if dated and 0 < months < (term.length.months or 0):
            case.confirmed = True
            case.end = after(case.start, Length((term.length.months or 0) - months))
        else:  # '3 years including an option of 1 year': 2 + 1, or 3 + 1?
            case.options.unclear = True
            if case.facts.groups:
                case.options.unread.append(term.span)
        return
    if _is_longest(case, term.length, months) or all(item.whole for item in terms):
        case.whole = term.length
        return
    case.initial = term.length


def _is_longest(case: Case, length: Length, months: int) -> bool:
    """Whether a plain '4 years' counts the options: it runs from the start to the printed longest end."""
    if case.start is None or length.months is None:
        return False
    reached = after(case.start, length)
    if case.end is not None and reached == case.end:
        return False
    longest = [dated.when for dated in case.facts.untils]
    if reached in longest and (case.end is not None or months):
        case.confirmed = True
        return True
    return False


def _span_term(case: Case, terms: list[Term]) -> None:
    span = next((term.span for term in terms if term.length == case.initial), None)
    if span:
        case.spans["initial_months"] = span
