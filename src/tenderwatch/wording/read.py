"""Reading a wording: atoms, clauses, and then arithmetic as the judge of what the printed values are.

    start + term = end,  end + options = longest end

Agreement confirms. A printed end may be the initial or the longest: the sum decides. Where values disagree both stay,
and nothing is worked out from them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from tenderwatch.dates import When, extend, shift_days
from tenderwatch.wording.atoms import atoms_of
from tenderwatch.wording.case import Case, after
from tenderwatch.wording.clauses import clauses
from tenderwatch.wording.facts import Facts
from tenderwatch.wording.groups import options_of
from tenderwatch.wording.options import MOST_MONTHS, months_of
from tenderwatch.wording.reading import Disagreement, PrintedOption, Reading, Reopening, Span, Unread
from tenderwatch.wording.settle_cells import settle_cells
from tenderwatch.wording.settle_dated import settle_option_ranges, settle_option_starts
from tenderwatch.wording.settle_ends import settle_ends, settle_untils
from tenderwatch.wording.settle_terms import settle_dates, settle_terms
from tenderwatch.wording.settle_totals import most_of_ways, settle_totals

LONGEST_TEXT = 100_000
LONGEST_TWICE = 2000
# Notices print the same words in two fields, and copies put the fields one after the other.
_TWICE = re.compile(r"\s*(\S.{5,}?)[\s.;|]+\1[\s.;|]*", re.DOTALL | re.IGNORECASE)


@lru_cache(maxsize=4096)
def read(text: str, start: When | None = None, end: When | None = None, *, options_only: bool = False) -> Reading:
    """Read a printed wording, and set dates known from elsewhere (`start`, `end`) against what it prints.

    `options_only`: the text stands in a field of options, so that a bare '1+1' has no initial term in it.
    """
    return _reading(Case(text, _own(_facts(text, options_only=options_only)), start, end))


def is_dateless(text: str, *, options_only: bool = False) -> bool:
    """Whether a text states options alone, so that no date set against it changes them: '2 x 12 months'."""
    facts = _facts(text, options_only=options_only)
    dated = (facts.starts, facts.ends, facts.ranges, facts.untils, facts.option_ranges, facts.option_starts)
    return not (any(dated) or facts.terms or facts.totals or facts.cells)


def _own(facts: Facts) -> Facts:
    """Facts of one's own: settling them with dates changes some, and others read the same text with other dates."""
    copied: dict[str, Any] = {
        name: value.copy() for name, value in vars(facts).items() if isinstance(value, list | set)
    }
    return replace(facts, **copied)


@lru_cache(maxsize=512)
def _facts(text: str, *, options_only: bool) -> Facts:
    """What a text states, whatever dates are set against it: registers print one wording beside many dates."""
    twice = _TWICE.fullmatch(text) if len(text) <= LONGEST_TWICE else None
    return clauses(atoms_of(text[: twice.end(1) if twice else LONGEST_TEXT]), text, options_only=options_only)


def _reading(case: Case) -> Reading:
    """The reading of the text."""
    settle_dates(case)
    case.options = options_of(case.facts)
    case.confirmed = case.options.agreed
    settle_cells(case)
    settle_option_ranges(case)
    settle_option_starts(case)
    settle_terms(case)
    settle_ends(case)
    settle_untils(case)
    settle_totals(case)
    return _finish(case)


def _finish(case: Case) -> Reading:
    options, total = _judged_options(case)
    longest = case.longest
    if options == () and longest is None:
        longest = case.end
    elif longest is None and total is not None and case.end is not None and not _ends_disagree(case):
        longest = extend(case.end, total)
    elif longest is None and options and case.end is not None and not _ends_disagree(case):
        longest = _in_days(case, options)
    if longest is None and options and case.end is None and all(option.until for option in options):
        longest = options[-1].until
    if (
        longest is None
        and case.whole
        and case.whole.months
        and case.start
        and options != ()
        and (options is not None or not (_withheld(case) or case.facts.mentions))
        and not case.conflicts
    ):
        longest = after(case.start, case.whole)
    unread = [*[span for span, _ in case.unread], *case.options.unread]
    if options is None and not (case.options.ways and total):
        unread = _outermost([*unread, *_made_nothing_of(case, longest)])
    if case.options.span:
        case.spans["alternatives" if case.options.ways else "options"] = case.options.span
    _asides(case)
    reopening = _reopening(case)
    notices = list(dict.fromkeys(length for length, _ in case.facts.notices))
    initial = case.initial.months if case.initial else None
    if initial is None:
        case.spans.pop("initial_months", None)
    return Reading(
        case.text,
        case.start,
        case.end,
        initial,
        options,
        case.options.ways if options is None and not _withheld(case) else (),
        total,
        longest,
        notices[0] if len(notices) == 1 else None,
        tuple(dict.fromkeys(point for point, _ in case.facts.breaks)),
        reopening,
        case.confirmed and not case.conflicts,
        tuple(case.conflicts),
        tuple(Unread(span.start, span.end, case.text[span.start : span.end]) for span in sorted(set(unread))),
        tuple(sorted(case.spans.items())),
    )


def _made_nothing_of(case: Case, longest: When | None) -> list[Span]:
    """The places of what was understood and yet stands in no value: options withheld, a total of what is not known."""
    facts = case.facts
    spans = [fact.span for fact in facts.groups] + facts.floors
    if longest is None or case.start is None:
        spans += [fact.span for fact in facts.totals]
        if case.initial is None and not any(conflict.about == "initial_months" for conflict in case.conflicts):
            spans += [fact.span for fact in facts.terms]
    return spans


def _outermost(spans: list[Span]) -> list[Span]:
    return [
        span
        for span in spans
        if not any(other != span and other.start <= span.start and span.end <= other.end for other in spans)
    ]


def _withheld(case: Case) -> bool:
    """Whether the options are not clear: a figure among them was not understood, or they contradict each other."""
    if case.options.unclear:
        return True
    if case.facts.unread_amounts and case.options.listed:
        return True
    speaking = {group.sentence for group in case.facts.groups}
    return any(sentence in speaking for _, sentence in case.unread)


def _judged_options(case: Case) -> tuple[tuple[PrintedOption, ...] | None, int | None]:
    listed = case.options.listed
    if _withheld(case):
        return None, None
    if case.options.ways:
        return None, most_of_ways(case)
    if not listed:
        unread = any(sentence in case.facts.extending_sentences for _, sentence in case.unread) or (
            case.facts.extending and case.options.unread
        )
        unclear = (case.facts.mentions or unread) and not case.facts.none_left
        if (
            case.whole
            and not case.facts.extending
            and case.facts.terms
            and all(term.whole for term in case.facts.terms)
        ):
            return (), None  # 'for a period of up to 4 years from D'
        if case.end is None and (case.longest is not None or (case.whole and case.start and not case.initial)):
            return None, None
        return (None if unclear else ()), None
    open_options = [option for option in listed if option.state != "exercised"]
    if case.facts.none_left and case.facts.state == "exercised":
        listed = [option._replace(state="exercised") if option.state == "permitted" else option for option in listed]
        open_options = [option for option in listed if option.state == "proposed"]
    total = months_of(listed) if open_options else None
    if total is not None and total > MOST_MONTHS:
        case.conflicts.append(Disagreement("total_months", (f"{total} months", "not likely for a contract")))
    return tuple(sorted(listed, key=lambda option: option.state != "exercised")), total  # used before what is left


def _ends_disagree(case: Case) -> bool:
    return any(conflict.about in ("end", "longest_end", "total_months") for conflict in case.conflicts)


def _in_days(case: Case, options: tuple[PrintedOption, ...]) -> When | None:
    """The longest end where options are in weeks or days too; None where a count or length is not known."""
    longest = case.end
    if all(option.state == "exercised" for option in options):
        how_far = any(option.up_to and option.until is None for option in options) and case.facts.option_starts
        return None if how_far else case.end  # 'extended for up to six months from D'
    for option in options:
        if option.state == "exercised" or longest is None:
            continue
        if option.times is None:
            return option.until
        if option.months is not None:
            longest = extend(longest, option.months * option.times)
        elif option.days is not None:
            longest = shift_days(longest, option.days * option.times)
        else:
            longest = option.until
    return longest


def _asides(case: Case) -> None:
    if case.facts.notices:
        case.spans["notice"] = case.facts.notices[0][1]
    if case.facts.breaks:
        case.spans["breaks"] = case.facts.breaks[0][1]


def _reopening(case: Case) -> Reopening | None:
    reopenings = case.facts.reopenings
    if not reopenings:
        return None
    case.spans["reopening"] = Span(reopenings[0][1].start, reopenings[-1][1].end)
    days = tuple(when for reopening, _ in reopenings for when in reopening.on)
    return Reopening(days, next((reopening.every for reopening, _ in reopenings if reopening.every), None))
