"""Options that are printed with days: spans, first days, and extensions that were made."""

from __future__ import annotations

from tenderwatch.dates import When, shift_days
from tenderwatch.wording.case import Case, after, before
from tenderwatch.wording.facts import Dated
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.options import dated_options, months_between, months_of
from tenderwatch.wording.reading import Disagreement, PrintedOption, Span


def settle_option_ranges(case: Case) -> None:
    """Spans of days in a clause of options: the option's, or the contract's again. The sums decide."""
    facts = case.facts
    kept = []
    for dated in facts.option_ranges:
        since = dated.since
        if since is None:
            continue
        months = months_between(since, dated.when)
        initial = {term.length.months for term in facts.terms}
        listed = months_of(case.options.listed)
        follows = (
            case.end is not None and since.earliest and case.end.latest and since in (shift_days(case.end, 1), case.end)
        )
        restated = case.start is not None and since == case.start
        if months and listed and {months - listed} == initial and not follows:
            # '4 years plus one of one year, from D to D': the days of both together
            case.start, case.end, case.longest = since, after(since, Length(months - listed)), dated.when
            case.spans |= {"start": dated.span, "end": dated.span, "longest_end": dated.span}
            case.confirmed = True
            continue
        is_term = months is not None and months in initial and not follows and months != listed
        if restated or is_term:
            if case.start is None:
                case.start = since
                case.spans["start"] = dated.span
            if case.end is None:
                case.end = dated.when
                case.spans["end"] = dated.span
            elif before(case.end, dated.when) and dated.state == "permitted" and not case.options.listed:
                case.longest = dated.when  # 'Maximum term: D to D' beside the initial one
                case.options.listed = [PrintedOption(until=dated.when)]
            elif case.end != dated.when:
                case.conflicts.append(Disagreement("end", (case.end.text, dated.when.text)))
            continue
        kept.append(dated)
    facts.option_ranges = kept
    if not kept:
        return
    exercised = all(dated.state == "exercised" for dated in kept) or _is_of_the_used(case, kept)
    exercised = exercised or (facts.state == "exercised" and not facts.groups and len(kept) == 1 and _follows(case))
    if len(kept) == 1 and _of_the_one_asked_for(case, kept[0]):
        return
    if facts.state == "exercised" and len(kept) > 1 and all(dated.state == "permitted" for dated in kept):
        case.options.unclear = True  # which of them was used?
    options, end = dated_options(facts, case.end, facts.state)
    listed_months, dated_months = months_of(case.options.listed), months_of(options)
    if exercised:
        _used_to(case, options)
        return
    if not case.options.listed and not case.options.ways:
        case.options.listed = options
        case.options.span = Span(kept[0].span.start, kept[-1].span.end)
    elif _stepped(case, options):
        pass
    elif _added(case, kept) and (listed_months != dated_months or options[0].state != case.options.listed[0].state):
        case.options.listed = options + case.options.listed
        case.longest = None
        if case.end is None:
            case.end = end
            case.spans.setdefault("end", kept[0].span)
        case.spans.setdefault("options", kept[0].span)
        return
    elif listed_months == dated_months and dated_months:
        case.confirmed = True
        if len(options) >= sum(option.times or 1 for option in case.options.listed):
            most = len(case.options.listed) == 1 and case.options.listed[0].up_to  # 'for up to two years from D to D'
            case.options.listed = [option._replace(up_to=most) for option in options]
    elif (
        len(options) == 1
        and len(case.options.listed) == 1
        and case.options.listed[0].up_to
        and options[0].months is None
    ):
        pass
    else:
        case.conflicts.append(Disagreement("options", tuple(dated.when.text for dated in kept)))
        case.options.unclear = True
    if case.end is None and _contiguous(options):
        case.end = end
        if end is not None:
            case.spans.setdefault("end", kept[0].span)
    case.longest = max((dated.when for dated in kept), key=lambda when: when.sort_key)
    case.spans.setdefault("longest_end", kept[-1].span)


def settle_option_starts(case: Case) -> None:
    """The first day of an extension: it ends the term before it, and with a length gives the end after it.

    The option itself keeps no end that is not printed.
    """
    days = list(dict.fromkeys(dated.when for dated in case.facts.option_starts))
    listed = case.options.listed
    if not days or case.start == days[0] or any(group.step for group in case.facts.groups):
        return
    if len(days) > 1 and not _follow_each_other(days, listed):
        return
    since = days[0]
    eve = shift_days(since, -1)
    decided = bool(listed) and listed[0].state != "permitted"
    used = len(listed) == 1 and listed[0].state == "exercised" and listed[0].months is not None
    if used and (listed[0].times or 0) > 1:
        case.end = after(since, Length((listed[0].months or 0) * (listed[0].times or 0)))  # both used, from D
        case.spans.setdefault("end", case.facts.option_starts[0].span)
        return
    if (len(listed) == 1 or len(days) > 1 or decided) and listed[0].times == 1 and listed[0].until is None:
        length = Length(listed[0].months, listed[0].days)
        if listed[0].months is not None or listed[0].days is not None:
            until = after(since, length)
            if listed[0].state == "exercised":
                case.end = until if case.end in (None, eve) else case.end
                case.spans.setdefault("end", case.facts.option_starts[0].span)
                return
            if len(listed) == 1 and since.precision != "day":
                case.longest = until
    if case.end is None and since.precision == "day":
        case.end = eve
        case.spans.setdefault("end", case.facts.option_starts[0].span)


def _of_the_one_asked_for(case: Case, dated: Dated) -> bool:
    """'the second of three one-year extensions, from D to D': the days of the one that is proposed."""
    listed = case.options.listed
    places = [at for at, option in enumerate(listed) if option.state == "proposed"]
    if len(places) != 1 or len(listed) < 2 or dated.since is None or listed[places[0]].times != 1:
        return False
    if listed[places[0]].months != months_between(dated.since, dated.when):
        return False
    listed[places[0]] = listed[places[0]]._replace(until=dated.when)
    if case.end is None:
        case.end, case.spans["end"] = shift_days(dated.since, -1), dated.span
    return True


def _follow_each_other(days: list[When], listed: list[PrintedOption]) -> bool:
    """'12 months from 1 November 2026, with 12 more from 1 November 2027': each begins where the one before ends."""
    lengths = [Length(option.months, option.days) for option in listed]
    if len(days) != len(listed) or any(option.times != 1 for option in listed):
        return False
    known = [length.months is not None or length.days is not None for length in lengths]
    pairs = zip(days[1:], days, lengths, strict=False)
    return all(known) and all(day == shift_days(after(since, length), 1) for day, since, length in pairs)


def _is_of_the_used(case: Case, kept: list[Dated]) -> bool:
    """'agreed to extend by 12 months. The extension runs from D to D': the days of the one that was made."""
    listed = [option for option in case.options.listed if option.state == "exercised"]
    months = months_between(kept[0].since, kept[0].when) if kept[0].since else None
    return len(kept) == len(listed) == 1 and listed[0].until is None and listed[0].months == months and case.end is None


def _added(case: Case, kept: list[Dated]) -> bool:
    """'an extension from D to D, with two further years': what is printed after the span comes on top of it."""
    groups = case.facts.groups
    return bool(groups) and all(
        group.span.start > kept[-1].span.end and (group.joined or group.more) and not group.step for group in groups
    )


def _contiguous(options: list[PrintedOption]) -> bool:
    return bool(options) and all(option.months for option in options)


def _stepped(case: Case, options: list[PrintedOption]) -> bool:
    """'annually from 1 April 2027 to 31 March 2029': the span counts the steps."""
    listed = case.options.listed
    if len(listed) != 1 or listed[0].times is not None or len(options) != 1 or not options[0].months:
        return False
    step = listed[0].months
    if not step or options[0].months % step:
        return False
    case.options.listed = [listed[0]._replace(times=options[0].months // step)]
    return True


def _follows(case: Case) -> bool:
    """Whether the first span of an option begins on the day after the end."""
    end = case.end
    return end is not None and end.known and case.facts.option_ranges[0].since == shift_days(end, 1)


def _is_first_listed(case: Case, options: list[PrintedOption]) -> bool:
    """'3 years with two options of one year. The first was approved from D to D': the days of one of those two."""
    allowed = {term.sentence for term in case.facts.terms} & {group.sentence for group in case.facts.groups}
    listed = case.options.listed
    return len(options) == 1 and bool(allowed and listed) and listed[0].months == options[0].months


def _used_to(case: Case, options: list[PrintedOption]) -> None:
    """An extension that was made: its end is the end of the contract now."""
    listed = [option for option in case.options.listed if option.state == "exercised"]
    if len(listed) == 1 and listed[0].times == 1 and len(options) == 1:
        place = case.options.listed.index(listed[0])
        case.options.listed[place] = listed[0]._replace(until=options[0].until)
    elif not listed:
        taken = _is_first_listed(case, options)
        first = [case.options.listed[0]._replace(times=(case.options.listed[0].times or 1) - 1)] if taken else []
        case.options.listed = [*options, *(option for option in first if option.times), *case.options.listed[taken:]]
    until = options[-1].until
    if until is not None and (case.end is None or _follows(case)):
        case.end = until
        case.spans["end"] = case.facts.option_ranges[-1].span
