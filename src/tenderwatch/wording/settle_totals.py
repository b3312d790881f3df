"""Printed totals against the sum of the options, or of all of it."""

from __future__ import annotations

from tenderwatch.wording.atoms import Length
from tenderwatch.wording.case import Case
from tenderwatch.wording.options import months_of
from tenderwatch.wording.reading import Disagreement, PrintedOption, Span


def settle_totals(case: Case) -> None:
    """Printed totals against the sum of the options, or of all of it."""
    for total in case.facts.totals:
        months = months_of(case.options.listed) if case.options.listed else most_of_ways(case)
        length = total.length.months
        if length is None:
            case.options.unread.append(total.span)
            continue
        initial = case.initial.months if case.initial else None
        if months and not total.of_whole and length == months and (total.of_options or initial != length):
            case.confirmed = case.confirmed or len(case.options.listed) > 0
        elif months and initial and length == initial + months:
            case.confirmed = True
            case.whole = total.length
        elif months and initial is None and not total.of_options and length > months:
            case.whole = total.length
        elif months and length == months:
            case.confirmed = True
        elif months:
            case.conflicts.append(Disagreement("total_months", (f"{length} months", f"{months} months")))
        elif case.options.listed and case.options.listed[0].times is None:
            _count_by_total(case, total.length, of_whole=total.of_whole, initial=initial)
        else:
            _from_total(case, total.length, total.span, of_options=total.of_options, of_whole=total.of_whole)


def _count_by_total(case: Case, length: Length, *, of_whole: bool, initial: int | None) -> None:
    """'renewable annually to a maximum of 5 years': counted where the initial term is known."""
    option = case.options.listed[0]
    left = (length.months or 0) - (initial or 0) if of_whole and initial else None
    case.whole = length
    if left and option.months and left % option.months == 0:
        case.options.listed[0] = option._replace(times=left // option.months)


def most_of_ways(case: Case) -> int | None:
    """The months of the longest way; None where one has no length."""
    totals = [months_of(way) for way in case.options.ways]
    known = [months for months in totals if months is not None]
    return max(known) if known and len(known) == len(totals) else None


def _from_total(case: Case, length: Length, span: Span, *, of_options: bool, of_whole: bool) -> None:
    """A total alone: options up to it, or what it leaves over the initial term."""
    speaks = case.facts.extending or of_options
    if of_options:
        case.options.listed = [PrintedOption(length.months, up_to=True, state=case.facts.state)]
        case.options.span = span
    elif of_whole:
        case.whole = length
        if speaks and case.initial and case.initial.months and (length.months or 0) > case.initial.months:
            left = (length.months or 0) - case.initial.months
            case.options.listed = [PrintedOption(left, up_to=True, state=case.facts.state)]
            case.options.span = span
    elif speaks and case.initial is None and not case.facts.groups:
        case.options.unclear = True
        case.options.unread.append(span)
    else:
        case.options.unclear = case.options.unclear or speaks
        case.options.unread.append(span)
