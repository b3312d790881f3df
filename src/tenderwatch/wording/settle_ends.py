"""The sums: start + term = end, end + options = longest end. What agrees is confirmed; what does not is kept twice."""

from __future__ import annotations

import re

from tenderwatch.dates import When, extend, shift_days
from tenderwatch.wording.case import Case, after, agree, before, within
from tenderwatch.wording.facts import Dated
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.options import months_between, months_of
from tenderwatch.wording.reading import Disagreement, PrintedOption, Span

_UP_TO = re.compile(r"\s*up\s+to\b", re.IGNORECASE)


def settle_ends(case: Case) -> None:
    """The end, printed or worked out; a printed one that counts the options is the longest."""
    _after_initial(case)
    months = months_of(case.options.listed)
    computed = after(case.start, case.initial) if case.start and case.initial else None
    including = any(dated.includes for dated in case.facts.ranges + case.facts.ends)
    printed = case.end
    if printed is None:
        case.end = computed if case.facts.state != "exercised" else case.end
        if computed is not None and "initial_months" in case.spans:
            case.spans.setdefault("end", case.spans["initial_months"])
        if computed is not None and months:
            _of_two_ends(case, computed, extend(computed, months))
    elif computed is not None and agree(printed, computed):
        case.confirmed = True
    elif computed is not None and case.facts.state != "exercised":
        day_before = case.spans.get("end") in [dated.span for dated in case.facts.option_starts]
        longest = extend(computed, months) if months and not day_before else None
        if longest is not None and agree(printed, longest):
            case.end, case.longest, case.confirmed = computed, printed, True
            case.spans["longest_end"] = case.spans.get("end", Span(0, 0))
        else:
            case.conflicts.append(Disagreement("end", (printed.text, computed.text)))
    elif including and case.whole is None:
        _end_with_options(case, printed, months)
    _given(case, months)


def _of_two_ends(case: Case, initial: When, longest: When) -> None:
    """'D to D (initial 3 years to D then 2 x 1 year)': the sums say which printed end is which."""
    printed = {dated.when for dated in (*case.facts.ends, *case.facts.ranges)}
    if printed == {initial, longest}:
        case.conflicts[:] = [conflict for conflict in case.conflicts if conflict.about != "end"]
        case.longest, case.confirmed = longest, True


def _after_initial(case: Case) -> None:
    """'The initial term ended on D and the one year option was used': it ends a year after D."""
    used = [option for option in case.options.listed if option.state == "exercised"]
    if not used or any(not option.months or option.until for option in used):
        return
    printed = [dated for dated in (*case.facts.ends, *case.facts.ranges) if dated.when == case.end]
    from_a_start = {dated.sentence for dated in (*case.facts.starts, *case.facts.ranges)} & {case.options.used_of}
    if case.end and any(dated.initial or dated.sentence in from_a_start for dated in printed):
        case.end = extend(case.end, sum((option.months or 0) * (option.times or 1) for option in used))


def _end_with_options(case: Case, printed: When, months: int | None) -> None:
    """'1 September 2026 to 31 August 2031, including extensions': the longest end, unless no time were left."""
    if months and case.start and printed.earliest and case.start.latest:
        initial = extend(printed, -months)
        if initial.earliest and initial.earliest > case.start.latest:
            case.longest, case.end = printed, None
            case.spans["longest_end"] = case.spans.pop("end", Span(0, 0))
            back = months_between(case.start, printed)
            if back:
                case.end = after(case.start, Length(back - months))
        return
    if months is None or not case.options.listed:
        case.longest, case.end = printed, None
        case.spans["longest_end"] = case.spans.pop("end", Span(0, 0))


def _given(case: Case, months: int | None) -> None:
    """Set an end that is known from elsewhere against what the text prints."""
    given = case.given_end
    if given is None:
        return
    if case.end is None:
        if case.longest is not None and agree(case.longest, given):
            return
        case.end = given
    elif agree(case.end, given):
        case.confirmed = True
        case.end = given if within(given, case.end) else case.end
    elif _UP_TO.match(case.text) and before(given, case.end) and not (case.initial or case.options.listed):
        case.options.listed = [PrintedOption(until=case.end)]  # 'Up to 2031' in a field of extensions
        case.longest, case.end = case.end, given
    elif months and agree(extend(case.end, months), given):
        case.longest, case.confirmed = given, True
    else:
        case.conflicts.append(Disagreement("end", (case.end.text, given.text)))


def settle_untils(case: Case) -> None:
    """Dates said of options: the longest end, or an option's own."""
    untils = list(dict.fromkeys(dated.when for dated in case.facts.untils))
    if case.end is not None and case.end.known:
        # '12 months - 1 April 2027 up to': the day after the end is the option's first, not its last.
        untils = [when for when in untils if when != shift_days(case.end, 1)]
    if not untils:
        return
    listed = case.options.listed
    months = months_of(listed)
    used = [dated for dated in case.facts.untils if dated.state == "exercised"]
    if used:
        _used_until(case, used[-1].when)
        left = [dated for dated in case.facts.untils if dated.state != "exercised"]
        if left and all(option.state == "exercised" for option in listed):
            listed += [PrintedOption(until=dated.when, state=dated.state) for dated in left]
            case.longest = left[-1].when
            case.spans["longest_end"] = left[-1].span
        elif len(left) == 1:
            _until_of_the_other(case, left[0].when)
        return
    untils.sort(key=lambda when: when.sort_key)
    latest = untils[-1]
    if case.options.unclear and any(day.when == latest and day.state == "proposed" for day in case.facts.untils):
        return  # 'up to two years are allowed, and one to D is asked for': how far the rest goes is not known
    span = next(dated.span for dated in case.facts.untils if dated.when == latest)
    if len(untils) == 1 and listed and all(option.state == "exercised" for option in listed):
        state = next(dated.state for dated in case.facts.untils if dated.when == latest)
        if state != "exercised":  # 'was extended by 6 months; a further extension to D is now requested'
            listed.append(PrintedOption(until=latest, state=state))
            case.longest = latest
            return
    if case.end is not None and len(untils) == 1 and agree(case.end, latest):
        case.confirmed = case.confirmed or bool(case.initial)
        return
    case.spans["longest_end"] = span
    if not listed and case.facts.several and len(untils) == 1:
        case.longest = latest
        case.options.unclear = True
        return
    if not listed and not case.options.ways:
        states = {dated.when: dated.state for dated in case.facts.untils}
        case.options.listed = [PrintedOption(until=when, state=states[when]) for when in untils]
        case.options.span = span
        case.longest = latest
        return
    if _steps_until(case, latest):
        case.longest = latest
        return
    step = (listed[0].months or 0) if listed and case.initial and case.end is None else 0
    if step and len(untils) > 1 and agree(untils[1], extend(untils[0], step)):
        case.end = untils.pop(0)  # '3 + 2 (end D / D)': the second is as far behind the first as the option is long
        case.spans["end"] = next(dated.span for dated in case.facts.untils if dated.when == case.end)
    if len(untils) > 1 and _each_until(case, untils):
        case.longest = latest
        return
    if len(untils) == 1 and _until_of_the_first(case, next(day for day in case.facts.untils if day.when == latest)):
        return
    reached = extend(case.end, months) if case.end is not None and months else None
    if reached is not None and not agree(reached, latest):
        case.conflicts.append(Disagreement("longest_end", (latest.text, reached.text)))
        case.longest = None
        return
    if reached is not None:
        case.confirmed = True
    case.longest = latest
    _until_of_the_other(case, latest)


def _until_of_the_first(case: Case, day: Dated) -> bool:
    """'17 months to D, with up to a further 6 months': the day is of the option before it; more comes on top.

    So is the day of the one that is asked for, and one that the sum of the end and the first option reaches.
    """
    used = [option for option in case.options.listed if option.state == "exercised"]
    first, *rest = [option for option in case.options.listed if option not in used] or [PrintedOption()]
    if case.options.unclear or day.latest or first.until or not first.times or not (rest or first.times > 1):
        return False
    beside = [group for group in case.facts.groups if group.span.end <= day.span.start]
    between = case.end is None and len(beside) == 1 and len(rest) == 1 and len(case.facts.groups) == 2
    asked = day.state == first.state == "proposed" and all(option.state == "permitted" for option in rest)
    reached = extend(case.end, first.months) if case.end is not None and first.months else None
    if not (agree(day.when, reached) if reached else first.times == 1 and (between or asked)):
        return False
    left = [first._replace(times=first.times - 1)] if first.times > 1 else []
    state = day.state if first.state == "permitted" else first.state
    case.options.listed = [*used, first._replace(times=1, until=day.when, state=state), *left, *rest]
    more = months_of(case.options.listed[len(used) + 1 :])
    case.longest = extend(day.when, more) if more else None
    return True


def _until_of_the_other(case: Case, until: When) -> None:
    """'extended to D, with an option of 12 months up to D': the second day is the open option's."""
    listed = case.options.listed
    places = [at for at, option in enumerate(listed) if option.state != "exercised"] or [*range(len(listed))][:1]
    if len(places) == 1 and listed[places[0]].times == 1 and listed[places[0]].until is None:
        listed[places[0]] = listed[places[0]]._replace(until=until)


def _each_until(case: Case, untils: list[When]) -> bool:
    """'2 x 1 year, to 30 September 2029 and 30 September 2030': an end for each option."""
    listed = [option._replace(times=1) for option in case.options.listed for _ in range(option.times or 0)]
    if len(listed) != len(untils):
        return False
    case.options.listed = [option._replace(until=until) for option, until in zip(listed, untils, strict=True)]
    return True


def _steps_until(case: Case, latest: When) -> bool:
    """'annually until 31 March 2030': the steps from the end to there, counted where both are days."""
    listed = case.options.listed
    if len(listed) != 1 or listed[0].times is not None:
        return False
    times = None
    if case.end is not None and case.end.precision == "day" and listed[0].months:
        months = months_between(shift_days(case.end, 1), latest)
        if months and months % listed[0].months == 0:
            times = months // listed[0].months
    listed[0] = listed[0]._replace(times=times, until=latest)
    return True


def _used_until(case: Case, until: When) -> None:
    listed = case.options.listed
    places = [at for at, option in enumerate(listed) if option.state == "exercised"]
    place = places[: case.facts.used or 1][-1] if places else None
    span = next(dated.span for dated in case.facts.untils if dated.when == until)
    if place is None:
        listed.insert(0, PrintedOption(until=until, state="exercised"))
        case.options.span = case.options.span or span
    elif listed[place].times == 1:
        listed[place] = listed[place]._replace(until=until)
    case.end = until
    case.spans["end"] = span
