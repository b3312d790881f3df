"""Printed totals against the sum of the options, or of all of it."""

from __future__ import annotations

from tenderwatch.wording.case import Case
from tenderwatch.wording.facts import Total
from tenderwatch.wording.options import months_of
from tenderwatch.wording.reading import Disagreement, PrintedOption


def settle_totals(case: Case) -> None:
    """Printed totals against the sum of the options, or of all of it."""
    for total in case.facts.totals:
        months = months_of(case.options.listed) if case.options.listed else most_of_ways(case)
        length = total.length.months
        initial = case.initial.months if case.initial else None
        if length is None:
            case.options.unread.append(total.span)
        elif 0 < (used := _used_months(case.options.listed)) <= length and (
            used == length or (total.leans and not total.of_options)
        ):
            continue  # 'extended by three months, making six months in total': those before it count as well
        elif not months:
            _without_sum(case, total, length, initial)
        elif not total.of_whole and length == months and (total.of_options or initial != length):
            case.confirmed = case.confirmed or len(case.options.listed) > 0
        elif initial and length == initial + months:
            case.confirmed = True
        elif initial is None and not total.of_options and length > months:
            case.whole = total.length
        elif length == months or length == months + _taken(case.options.listed):
            case.confirmed = True  # 'for twelve months at most: six agreed, with an option of six'
        else:
            case.conflicts.append(Disagreement("total_months", (f"{length} months", f"{months} months")))


def _used_months(listed: list[PrintedOption]) -> int:
    """The months of options that were all used; 0 where one was not."""
    return 0 if any(option.state != "exercised" for option in listed) else _taken(listed)


def _taken(listed: list[PrintedOption]) -> int:
    """The months of the options that were used."""
    return sum((option.months or 0) * (option.times or 1) for option in listed if option.state == "exercised")


def most_of_ways(case: Case) -> int | None:
    """The months of the longest way; None where one has no length."""
    totals = [months_of(way) for way in case.options.ways]
    known = [months for months in totals if months is not None]
    return max(known) if known and len(known) == len(totals) else None


def _without_sum(case: Case, total: Total, length: int, initial: int | None) -> None:
    """A total where the options have no sum: how far steps go, or how much may be added.

    A total that could be of either is of the options if the initial term alone is as long; else only its own words
    ('a total of', 'in total') make it one of the whole.
    """
    named = any(term.initial and term.length == case.initial for term in case.facts.terms)
    speaks = case.facts.extending or total.of_options or (named and (total.of_whole or total.leans))
    from_start = total.sentence in {dated.sentence for dated in case.facts.starts}
    alone = not speaks and initial is None and case.start is not None and from_start and not case.facts.terms
    of_whole = (
        total.of_whole or alone or (not total.of_options and initial is not None and length > initial and total.leans)
    )
    fits = length <= initial if initial is not None else total.adds
    of_options = total.of_options or (not of_whole and fits)
    left = length if of_options else length - initial if of_whole and initial and length > initial else None
    case.whole = total.length if of_whole else case.whole
    step = case.options.listed[0] if case.options.listed else None
    if step is not None and step.times is None:
        if left and step.months and left % step.months == 0:
            case.options.listed[0] = step._replace(times=left // step.months)
        else:
            case.options.unread.append(total.span)  # 'in 6 month periods to a maximum of 2 years': of them, or in all?
    elif left and speaks:
        case.options.listed = [PrintedOption(left, up_to=True, state=case.facts.state)]
        case.options.span = total.span
    elif not of_whole:
        case.options.unclear = case.options.unclear or speaks
        case.options.unread.append(total.span)
