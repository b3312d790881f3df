"""Groups of options set against each other: what is said twice counts once, totals are split, steps counted."""

from __future__ import annotations

from tenderwatch.wording.facts import Facts, Group
from tenderwatch.wording.items import Item
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.options import Options, flat
from tenderwatch.wording.reading import PrintedOption, Span

_MOST_GROUPS = 100


def options_of(facts: Facts) -> Options:
    """The options that the groups and dated spans state, before ends are compared."""
    result = Options()
    if len(facts.groups) > _MOST_GROUPS:
        result.unclear = True
        return result
    _further_than_the_term(facts)
    groups = [group for group in _without_totals(facts, result) if not (group.named and facts.option_ranges)]
    merged: list[Group] = []
    for group in groups:
        if not merged:
            merged.append(group)
        elif not _merge(merged, group, result):
            result.unclear = True
    for group in merged:
        _list(group, result)
    if facts.count is not None and result.listed:
        listed = result.listed[0]
        if len(result.listed) == 1 and listed.times in (None, 1):
            result.listed = [listed._replace(times=facts.count)]
        elif sum(option.times or 0 for option in result.listed) != facts.count:
            result.unclear = True
    if facts.used is not None and result.listed:
        _use(result, facts.used)
    elif facts.year is not None and facts.terms and result.listed:
        _use_by_year(result, facts, facts.year)
    if merged:
        result.span = Span(merged[0].span.start, max(group.span.end for group in merged))
    return result


def _further_than_the_term(facts: Facts) -> None:
    """'Approval to extend by a year. The contract was let for 3 years with a further 2 x 1 year': than those three."""
    described = {term.sentence for term in facts.terms} | {day.sentence for day in (*facts.ranges, *facts.ends)}
    for place, group in enumerate(facts.groups[1:], 1):
        if group.state == "permitted" and group.sentence in described - {facts.groups[place - 1].sentence}:
            facts.groups[place] = group._replace(joined=False, more=False, allowed=True)


def _use(result: Options, used: int) -> None:
    """Mark the first options as used, where the text tells how many were."""
    if any(option.state != "permitted" for option in result.listed):
        return
    each = [option._replace(times=1) for option in result.listed for _ in range(option.times or 0)]
    if not 0 < used <= len(each) or len(each) != sum(option.times or 1 for option in result.listed):
        result.unclear = True
    else:
        result.listed = [option._replace(state="exercised") for option in each[:used]] + each[used:]


def _use_by_year(result: Options, facts: Facts, year: int) -> None:
    """'in year 4 of a 3+1+1 contract': the options that reach into that year are used."""
    reached = facts.terms[-1].length.months or 0
    lengths = [option.months or 0 for option in result.listed for _ in range(option.times or 1)]
    used = 0
    while used < len(lengths) and reached < year * 12:
        reached, used = reached + lengths[used], used + 1
    if used:
        facts.state = "exercised"
        _use(result, used)


def _group_months(group: Group) -> int | None:
    return _items_months(group.ways[0]) if len(group.ways) == 1 else None


def _items_months(items: tuple[Item, ...]) -> int | None:
    if any(item.length is None or item.length.months is None for item in items):
        return None
    return sum((item.length.months or 0) * item.times for item in items if item.length)


def _single(group: Group) -> Item | None:
    """The one uncounted length of a group, which may be a total of others."""
    items = group.ways[0]
    return items[0] if len(group.ways) == 1 and len(items) == 1 and not items[0].counted and not group.step else None


def _without_totals(facts: Facts, result: Options) -> list[Group]:
    """Groups without those that only total or slice another: '24 months in 2 x 12', 'annually for up to 2 years'."""
    groups = list(facts.groups)
    steps = [group for group in groups if group.step]
    rest = [group for group in groups if not group.step]
    if steps:
        return _sliced(steps, rest, facts, result)
    kept: list[Group] = []
    for place, group in enumerate(rest):
        if _spelt_out(rest, place):
            result.agreed = True
            continue
        finer = [other for at, other in enumerate(rest) if at != place and _slices(other, group, later=at > place)]
        if finer and not (group.joined and group.sentence != finer[0].sentence and place > rest.index(finer[0])):
            result.agreed = True
            continue
        kept.append(group)
    return kept


def _spelt_out(groups: list[Group], place: int) -> bool:
    """Whether the groups after one say together how it is made up: '3 years (24 months then 12 months)'."""
    single = _single(groups[place])
    after = [group for group in groups[place + 1 :] if group.sentence == groups[place].sentence]
    if single is None or single.length is None or len(after) < 2 or after[0].joined or after[0].linked:
        return False
    months = [_group_months(group) for group in after]
    return all(month is not None for month in months) and sum(month or 0 for month in months) == single.length.months


def _slices(finer: Group, group: Group, *, later: bool) -> bool:
    """Whether a group says how a single length is made up: '2 years (1 + 1)'. 'And' between them would add instead."""
    single = _single(group)
    if single is None or single.length is None or (finer if later else group).linked or len(finer.ways) > 1:
        return False
    months = _group_months(finer)
    return months is not None and months == single.length.months and len(flat(finer.ways[0])) > 1


def _sliced(steps: list[Group], rest: list[Group], facts: Facts, result: Options) -> list[Group]:
    """Steps counted by the total they slice; without one the count stays unknown."""
    step = steps[0]
    item = step.ways[0][0]
    if any(other.ways[0][0].length != item.length for other in steps[1:]):
        result.unclear = True
    if rest and step.linked and step.span.start > rest[-1].span.end:
        return [*rest, step]  # '3+1+1, then annual'
    whole = [total for total in facts.totals if total.of_options or (total.adds and not facts.terms)]
    if not rest and len(whole) == 1:
        counted = _count(item, whole[0].length)
        if counted:
            facts.totals.remove(whole[0])
            return [step._replace(ways=((counted,),), step=False)]
    if not rest:
        return steps[:1]
    if all(_single(group) is None for group in rest):
        return rest
    if len(rest) == 1 and (total := _single(rest[0])) and total.length:
        counted = _count(item, total.length)
        if counted:
            return [rest[0]._replace(ways=((counted,),))]
    result.unclear = True
    return rest


def _count(item: Item, total: Length) -> Item | None:
    if item.length is None:
        return None
    part, whole = (
        (item.length.months, total.months) if item.length.months is not None else (item.length.days, total.days)
    )
    if not part or not whole or whole % part or whole // part > 120:
        return None
    return item._replace(times=whole // part, counted=True, up_to=False)


def _merge(merged: list[Group], group: Group, result: Options) -> bool:
    """Add a group to those before it: as said again, as one more, or not at all (False)."""
    before = merged[-1]
    if group.used and before.state == "proposed" and flat(before.ways[0]) == flat(group.ways[0])[:1]:
        merged[-1] = group._replace(state="proposed")  # 'to extend by a year, the second of three one-year extensions'
        return True
    same = len(group.ways) == 1 and any(
        len(other.ways) == 1 and sorted(map(str, flat(other.ways[0]))) == sorted(map(str, flat(group.ways[0])))
        and (other.state == group.state)
        for other in merged
    )  # fmt: skip
    if same and before.summed and not group.more and not group.linked:
        return True
    everything = [item for other in merged for item in other.ways[0]]
    again = len(merged) > 1 and [length for length, _ in flat(tuple(everything))] == [
        length for length, _ in flat(group.ways[0])
    ]
    if (
        group.sentence != before.sentence
        and (same or again)
        and not (group.until and before.until and group.until != before.until)
    ) and (not group.joined or not _adds(merged, group)):
        result.agreed = result.agreed or again
        return True
    if group.state != before.state and len(group.ways) == 1:
        if not _is_of_those(merged, group, result):
            merged.append(group)
        return True
    if len(group.ways) > 1 or len(before.ways) > 1:
        return [flat(way) for way in group.ways] == [flat(way) for way in before.ways]
    if same and group.sentence == before.sentence and not group.joined:
        return True
    if group.joined or (group.sentence == before.sentence and group.ways[0][0].counted):
        if (
            group.sentence != before.sentence
            and not _adds(merged, group)
            and _items_months(group.ways[0]) != _group_months(before)
        ):
            return False
        merged.append(group)
        return True
    return False


def _is_of_those(merged: list[Group], group: Group, result: Options) -> bool:
    """'option to extend for two years. Approval is sought to extend by two years': the use of what was allowed."""
    before = merged[-1]
    unused = flat(before.ways[0])[before.used or 0 :]
    months = sum(length.months or 0 for length, _ in unused if length)
    if before.used and not group.more and months and months == _group_months(group):
        return True  # 'exercised the first of two. The remaining 12 month option would', 'leaving two further years'
    lengths = [length for length, _ in flat(group.ways[0])]
    same = any([length for length, _ in flat(way)] == lengths for way in before.ways)
    if (
        len(merged) == 1
        and same
        and group.sentence != before.sentence
        and before.state == "permitted"
        and not group.more
    ):
        merged[-1] = before._replace(state=group.state, ways=group.ways)
        return True
    listed, taken = (before, group) if before.state == "permitted" else (group, before)
    if len(merged) == 1 and (left := _left_of(listed, taken)) is not None:
        merged[-1:] = [taken, left] if left.ways[0] else [taken]
        result.used_of = listed.sentence if taken.state == "exercised" else None
        return True
    result.unclear = result.unclear or (len(merged) == 1 and _used_in_part(listed, taken))
    return False


def _left_of(listed: Group, taken: Group) -> Group | None:
    """'may be extended twice, each by a year. An extension of a year was granted': one of the two, and one is left."""
    if len(listed.ways) > 1 or listed.state != "permitted" or listed.sentence == taken.sentence or listed.step:
        return None
    items, one = listed.ways[0], taken.ways[0]
    later = listed.span.start > taken.span.start
    if later and taken.state == "exercised" and not listed.allowed:
        return None  # 'was extended by a year. A one year extension is available'
    adds = (listed.more or listed.joined) if later else taken.more
    if adds or listed.used or len(one) > 1 or items[0].length != one[0].length or items[0].times < one[0].times:
        return None
    rest = items[0]._replace(times=items[0].times - one[0].times)
    return listed._replace(ways=((rest, *items[1:])[not rest.times :],))


def _used_in_part(listed: Group, taken: Group) -> bool:
    """'Extension options: 24 months. Extensions taken: 12 months.': whether twelve are left is not said."""
    allowed, used = _single(listed), _single(taken)
    if allowed is None or used is None or taken.state == "permitted" or listed.state != "permitted":
        return False
    later = listed if listed.span.start > taken.span.start else taken
    return not later.more and (_group_months(taken) or 0) < (_group_months(listed) or 0)


def _adds(merged: list[Group], group: Group) -> bool:
    """Whether a later sentence's option is one more: its own words say so."""
    return (
        group.state != merged[-1].state or (group.until is not None and group.until != merged[-1].until) or group.more
    )


def _list(group: Group, result: Options) -> None:
    ways = tuple(_printed(items, group) for items in group.ways)
    if len(ways) > 1:
        distinct = tuple(dict.fromkeys(ways))
        if len(distinct) == 1:
            result.listed.extend(distinct[0])
        else:
            result.ways = distinct
        return
    listed = ways[0]
    if group.used and group.state == "proposed" and listed[0].times and listed[0].times >= group.used:
        before, after = group.used - 1, listed[0].times - group.used
        result.listed += [listed[0]._replace(times=before, state="exercised")] if before else []
        result.listed += [listed[0]._replace(times=1)]
        result.listed += [listed[0]._replace(times=after, state="permitted")] if after else []
        return
    if group.used and listed[0].times and listed[0].times > group.used:
        used = listed[0]._replace(times=group.used, state="exercised")
        result.listed += [used, used._replace(times=listed[0].times - group.used, state="permitted")]
        return
    result.listed.extend(listed)


def _printed(items: tuple[Item, ...], group: Group) -> tuple[PrintedOption, ...]:
    options = []
    for item in items:
        length = item.length or Length()
        times = None if group.step and not item.counted else item.times
        options.append(PrintedOption(length.months, length.days, times, None, item.up_to, group.state))
    if group.until and len(options) == 1:
        options[0] = options[0]._replace(until=group.until)
    return tuple(options)
