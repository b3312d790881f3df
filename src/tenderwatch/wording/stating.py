"""What terms, options and sums of both state: '3+1+1', '5 years (3+2)', '2 x 12 months (1 used)'."""

from __future__ import annotations

import re

from tenderwatch.wording.facts import Group, Term
from tenderwatch.wording.items import Item, Quantity
from tenderwatch.wording.lexicon import EXTENDING, EXTENSION_NOUNS, MORE, ORDER, word_set
from tenderwatch.wording.options import flat, months_between
from tenderwatch.wording.reading import Span, State
from tenderwatch.wording.scan import Scan
from tenderwatch.wording.uses import sum_used, used_of

_COSTS = word_set("cost costs costing value valued price budget spend expenditure")

# What is said of an option is of one that is left, not of the one that was used.
_STILL_OPEN = word_set(
    "remaining remains remain left unused other next final last second future possible potential optional available "
    "option options may could would"
)

_ALLOWS = word_set("allows allowed provides includes included contains contained")
_FEWEST_MONTHS = 6
_ADDS = EXTENDING | MORE


def place_term(
    scan: Scan,
    ways: list[tuple[Item, ...]],
    quantity: Quantity,
    left: str,
    right: str,
    *,
    initial: bool,
    decomposed: bool = False,
) -> None:
    """A term; of a sum the first part is the term and the rest are options."""
    items = ways[0]
    if items[0].length is None:
        return
    if len(items) > 1 and not decomposed and (items[0].counted or _all_options(scan, items, left, right)):
        place_options(scan, ways, quantity, left, right)
        return
    span = scan.consume(quantity.first, quantity.after)
    if len(items) == 1 and len(ways) == 1:
        scan.mode = "initial"
        scan.facts.terms.append(
            Term(
                items[0].length,
                span,
                scan.sentence,
                initial,
                items[0].up_to,
                scan.includes(quantity.after),
            )
        )
        return
    first = {way[0].length for way in ways}
    rest = tuple(way[1:] for way in ways)
    if len(first) > 1 or not all(rest):
        scan.facts.unread.append((span, scan.sentence))
        if any(rest):
            scan.facts.mentions.append(span)
        return
    scan.facts.terms.append(Term(items[0].length, Span(items[0].start, items[0].end), scan.sentence, True))
    scan.mode = "option"
    start = next(way[0].start for way in rest if way)
    used = sum_used(scan, quantity) if len(ways) == 1 else None
    scan.facts.used = used or scan.facts.used
    if used == 0:
        scan.facts.none_left = False  # '3+1+1 (no extension used)'
    state = "permitted" if used is not None else scan.state()
    scan.facts.groups.append(
        Group(rest, Span(start, span.end), scan.sentence, state, joined=bool(set(left) & set("&+>,%")), summed=True)
    )


def _all_options(scan: Scan, items: tuple[Item, ...], left: str, right: str) -> bool:
    """Whether a sum without a head before it is of options alone: '1+1 extension'."""
    terms = scan.facts.terms
    between = scan.text[items[0].end : items[1].start].lower().split()
    if left.endswith(("p", "pi")) and not _ADDS.isdisjoint(between) and not set(left) & set("edEoOwVfF"):
        return False  # 'for a period of 4 plus an optional 2 year extension'
    if scan.options_only or any(term.sentence == scan.sentence or (left == "" and term.initial) for term in terms):
        return True
    if right[:1] not in tuple("dEoOm") and not right.startswith(("pd", "po", "pE")):
        return False
    if {"remaining", "left", "unused"} & set(scan.words[scan.first : scan.last]):
        return True
    bare = all(not item.unit for item in items[:-1])
    return bare or all(item.singular and item.unit == "month" and item.length == items[0].length for item in items)


def place_options(scan: Scan, ways: list[tuple[Item, ...]], quantity: Quantity, left: str, right: str) -> None:
    """Options; unless a sum has its own initial term, or says again what was said."""
    items = ways[0]
    if all(len(way) > 1 for way in ways) and _has_initial(scan, items, left, right):
        if not items[0].unit and items[1].unit.startswith("m") and 0 < items[0].number < _FEWEST_MONTHS:
            scan.facts.mentions.append(Span(items[0].start, items[-1].end))
            return  # 'for a period of 3 plus an optional 12 month extension': months or years?
        scan.mode = ""
        place_term(scan, ways, quantity, "", right, initial=False, decomposed=True)
        return
    following = set(scan.words[quantity.after : scan.last])
    slices = ("*" in right and "combination" in following) or ({"whole", "part"} <= following)
    all_of_it = scan.words[quantity.first - 2 : quantity.first] == ["the", "maximum"]
    most = slices or (re.search("t[fp]*$", left) and not all_of_it) or re.search("t[dEoO][():]*$", left)
    if len(ways) == len(items) == 1 and most and not items[0].counted:
        items = (items[0]._replace(up_to=True),)
        ways = [items]
    named = ["twice", ":"] in [scan.words[at : at + 2] for at in range(scan.first, quantity.first)]
    twice = not named and (
        "twice" in scan.words[max(scan.first, quantity.first - 6) : min(quantity.after + 2, scan.last)]
        or _each_of_two(scan, quantity)
    )
    if twice and len(ways) == len(items) == 1 and not items[0].counted:
        items = (items[0]._replace(times=2, counted=True),)
        ways = [items]
    ranges = scan.facts.option_ranges
    since = ranges[-1].since if ranges and ranges[-1].sentence == scan.sentence else None
    if since and left.endswith("(") and months_between(since, ranges[-1].when) == quantity.months:
        scan.consume(quantity.first, quantity.after)
        return
    if left.endswith("(") and not scan.extending and scan.mode != "option" and _is_all_of_the_term(scan, quantity):
        return
    span = scan.consume(quantity.first, quantity.after)
    if quantity.months == 0:
        scan.facts.none_left = True
        return
    if len(ways) == len(items) == 1 and (_costed_again(scan, items[0], left) or _is_largest_step(scan, items[0], left)):
        return
    if len(ways) == len(items) == 1 and _is_named_again(scan, items[0], quantity.first):
        return
    state = _inside_the_end(scan, quantity, left, right) or scan.state(quantity.first)
    used = used_of(scan, quantity, items[0])
    if used in (0, items[0].times) and state != "proposed":
        state = "exercised" if used else "permitted"
        scan.facts.none_left = scan.facts.none_left and used != 0
    labelled = _number_before(scan, quantity.first)
    next_entry = _is_next_entry(scan, quantity.first)
    more_words = (
        any(atom.more for atom in scan.atoms[quantity.first : quantity.after])
        or "further" in scan.words[quantity.first : quantity.after]
    )
    scan.mode = "option"
    scan.facts.groups.append(
        Group(
            tuple(ways),
            span,
            scan.sentence,
            state,
            joined=bool(set(left) & set("&+>fF,%")) or more_words or labelled > 0 or next_entry,
            used=used,
            more=bool(set(left) & set("F>")) or labelled > 1 or next_entry,
            allowed=not _ALLOWS.isdisjoint(scan.words[scan.first : scan.last]),
            linked=bool(set(left) & set("&+>")),
            named=_says_which(scan, quantity.first),
        )
    )


def _is_next_entry(scan: Scan, at: int) -> bool:
    """'2 yr initial; opt. 2 yr; opt. 1 yr': a list, where each option has the same short label."""
    group, label = scan.facts.groups[-1] if scan.facts.groups else None, scan.words[scan.first : at]
    if group is None or group.sentence != scan.sentence - 1 or not set(label) <= EXTENSION_NOUNS | {".", ":"}:
        return False
    before = next(place for place in range(scan.first) if scan.atoms[place].start >= group.span.start)
    return scan.words[scan.first - 1] == ";" and scan.words[before - len(label) : before] == label


def _each_of_two(scan: Scan, quantity: Quantity) -> bool:
    """'twice, each for an additional term of no more than': nothing but words stands between."""
    before = quantity.first
    while before > scan.first and scan.atoms[before - 1].kind in ("word", "mark"):
        before -= 1
    words = scan.words[before : quantity.first]
    after = [scan.word(quantity.after + step) for step in range(3)]
    return "twice" in words and ("each" in words[words.index("twice") :] or after == ["on", "each", "occasion"])


def _says_which(scan: Scan, at: int) -> bool:
    """'this being the last of two extension years'."""
    near = scan.words[max(scan.first, at - 6) : at]
    return bool({"being", "is"} & set(near)) and "of" in near and bool({"second", "third", "last", "final"} & set(near))


def _is_named_again(scan: Scan, item: Item, at: int) -> bool:
    """'2+1+1 ... The second extension year begins': one of those that were listed."""
    near = scan.words[max(scan.first, at - 3) : at]
    number = next((place for place, word in enumerate(ORDER, 1) if word in near), 0)
    listed = [length for group in scan.facts.groups if len(group.ways) == 1 for length, _ in flat(group.ways[0])]
    if not 0 < number <= len(listed) or listed[number - 1] != item.length or item.counted:
        return False
    if number == 1 and scan.state(at) != "exercised":
        return len(listed) > 1  # 'to take up the 2+2+1 in part, for the first 2 years'
    group = scan.facts.groups[-1]
    if scan.state(at) == "exercised" and (group.state == "permitted" or group.summed):
        scan.facts.groups[-1] = group._replace(state="permitted")
        scan.facts.used = number
    return True


def _costed_again(scan: Scan, item: Item, left: str) -> bool:
    """'The cost for the full four month extension is £936k': a later sentence gives the price of what was stated."""
    words = set(scan.words[scan.first : scan.last])
    if set(left) & set("fF+") or item.counted or not _COSTS & words or _STILL_OPEN & words:
        return False
    used = [group for group in scan.facts.groups if group.state == "exercised" and not group.step]
    earlier = [group.ways[0] for group in used if group.sentence != scan.sentence]
    return any(len(items) == 1 and items[0].length == item.length for items in earlier)


def _is_largest_step(scan: Scan, item: Item, left: str) -> bool:
    """'three years in increments of up to 12 months': three years at most, in steps that are not counted."""
    return re.search("[~P](?:u2|x_{0,2}|D)$", left) is not None and in_parts_of(scan, item)


def in_parts_of(scan: Scan, part: Item) -> bool:
    """Whether the sentence's last option is a longer one, which may then be used in part."""
    group = scan.facts.groups[-1] if scan.facts.groups else None
    if group is None or group.sentence != scan.sentence or not part.length:
        return False
    whole = group.ways[0][0]
    if len(group.ways) > 1 or len(group.ways[0]) > 1 or whole.counted or not whole.length:
        return False
    if not (whole.length.months or 0) > (part.length.months or 0) > 0:
        return False
    scan.facts.groups[-1] = group._replace(ways=((whole._replace(up_to=True),),))
    return True


def _inside_the_end(scan: Scan, quantity: Quantity, left: str, right: str) -> State | None:
    """'ends on D, which included a two-year extension': used, and D counts it. 'Including': D is the longest end.

    None where the option comes on top of the date, or no date stands before it.
    """
    if not re.fullmatch(r"[,(&_]*j[^&%+,fF]*", left) or "e" in left:
        return None
    at = quantity.first - 1
    while at > scan.first and scan.atoms[at].kind in ("word", "mark", "other"):
        at -= 1
    if at == scan.first > 1 and scan.words[at] in ("this", "that", "which"):
        at -= 2  # 'The contract ends on D. This includes'
    if "&" in left and "included" not in scan.words[at : quantity.first]:
        return None  # 'ends on D and includes an option'
    facts, day = scan.facts, scan.atoms[at]
    used = "included" in scan.words[at : quantity.first] and not set(left + right[:3]) & set("oOV")
    if not used and {"option", "options"} & set(scan.words[at : quantity.first]):
        return None  # 'including the option of a year' may come on top
    if facts.ranges and facts.ranges[-1].span.end == day.end:
        facts.ranges[-1] = facts.ranges[-1]._replace(includes=not used)
    elif facts.ends and facts.ends[-1].span.end == day.end:
        if not used:
            facts.untils.append(facts.ends.pop()._replace(latest=True))
    else:
        return None
    return "exercised" if used else None


def _has_initial(scan: Scan, items: tuple[Item, ...], left: str, right: str) -> bool:
    """Whether the first part of a sum near extending words is the initial term: '2 years + 1 year optional'."""
    if scan.options_only or scan.mode == "option" or scan.facts.terms:
        return False
    if set(left) & set("edEoOwVfF+") or items[0].counted:
        return False
    return not _all_options(scan, items, left, right)


def _is_all_of_the_term(scan: Scan, quantity: Quantity) -> bool:
    """'one year (2 x 6 months)': how it is made up, or options as well? Either is possible: the term is taken back."""
    months = quantity.months
    if not scan.facts.terms or months is None or scan.facts.terms[-1].length.months != months:
        return False
    scan.facts.mentions.append(scan.facts.terms.pop().span)
    return True


def _number_before(scan: Scan, at: int) -> int:
    """The number that labels an option: 2 in 'Extension 2: 12 months'; 0 without one."""
    for place in range(at - 1, max(scan.first, at - 5) - 1, -1):
        atom = scan.atoms[place]
        before = scan.word(place - 2) if scan.word(place - 1) == "(" else scan.word(place - 1)
        if atom.kind == "number" and before in ("option", "extension", "period", "optional"):
            return atom.number
        if atom.word in ("first",):
            return 1
    return 0
