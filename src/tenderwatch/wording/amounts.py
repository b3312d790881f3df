"""Figures that are no dates: what each length, repeat, sum, step or bare number states."""

from __future__ import annotations

from tenderwatch.dates import Duration
from tenderwatch.wording.atoms import Length
from tenderwatch.wording.facts import Group, Term, Total
from tenderwatch.wording.lexicon import EXTENDING, EXTENSION_NOUNS, REOPEN, ROLLING, UNITS, word_set
from tenderwatch.wording.options import flat, months_between
from tenderwatch.wording.quantities import Item, Quantity, ways_at
from tenderwatch.wording.reading import Break, Reopening, Span
from tenderwatch.wording.roles import Role, role_of
from tenderwatch.wording.scan import Scan

ORDINALS = frozenset({"second", "third", "fourth", "fifth", "sixth", "seventh"})
_SHORTEST_TERM = 14
_ENDING_EARLY = word_set("terminate termination terminated terminable cancel cancelled break either party")
_ENTRANTS = word_set("submissions applications entrants new providers suppliers applicants")


def amount(scan: Scan, at: int, since: int) -> int:
    """Place the figure at an atom; `since` is the atom after the figure before. Returns the atom to go on from."""
    atom = scan.atoms[at]
    if atom.kind == "step":
        return _step(scan, at, since)
    if atom.kind == "number" and (_break_year(scan, at) or _label(scan, at)):
        scan.consumed[at] = True
        scan.letters[at] = ""
        return at + 1
    if _from_to(scan, at):
        return at + 3
    if years := _numbered_years(scan, at):
        return years
    found = ways_at(scan.atoms, at, scan.last, scan.unit_before(at), bare=scan.about)
    if found is None:
        return _number(scan, at)
    ways, after = found
    quantity = Quantity(ways[0], at, after)
    _place(scan, ways, quantity, since)
    return after


def _place(scan: Scan, ways: list[tuple[Item, ...]], quantity: Quantity, since: int) -> None:
    items = ways[0]
    single = len(ways) == len(items) == 1 and not items[0].counted
    left, right = scan.row(since, quantity.first), scan.row(quantity.after, scan.last)
    role = _role(scan, items, single, left, right, quantity)
    if len(items) > 1 and len(ways) == 1 and role in ("term", "initial", "option", "total", ""):
        if left.endswith("(") and scan.facts.totals and scan.facts.totals[-1].of_options:
            role, scan.mode, decomposed = "option", "option", None
        else:
            decomposed = _decomposes(scan, items, quantity, left, right)
        if decomposed:
            return
        if decomposed is False:
            _term(scan, ways, quantity, left, right, initial=True, decomposed=True)
            return
    match role:
        case "other":
            scan.consume(quantity.first, quantity.after)
        case "notice" | "break" | "reopen":
            _aside(scan, role, items[0], quantity)
        case "term" | "initial":
            _term(scan, ways, quantity, left, right, initial=role == "initial")
        case "including" | "excluding":
            span = scan.consume(quantity.first, quantity.after)
            if items[0].length:
                including = role == "including"
                scan.facts.terms.append(Term(items[0].length, span, scan.sentence, not including, including, including))
                scan.facts.mentions.append(span)
                scan.mode = "term"
        case "total" | "options-total" | "whole-total":
            _total(scan, items[0], quantity, since, role)
        case "step":
            span = scan.consume(quantity.first, quantity.after)
            scan.mode = "option"
            scan.facts.groups.append(Group(((items[0],),), span, scan.sentence, scan.state(quantity.first), step=True))
        case "both":
            _options(scan, [(items[0]._replace(times=2, counted=True),)], quantity, left, right)
        case "option":
            _options(scan, ways, quantity, left, right)


def _role(scan: Scan, items: tuple[Item, ...], single: bool, left: str, right: str, quantity: Quantity) -> Role:
    """The role of a quantity: the table's, if the sentence can have such a thing; else that of the figure before."""
    following = right[: next((at + 1 for at, letter in enumerate(right) if letter in "QNZA"), len(right))]
    if any(atom.more for atom in scan.atoms[quantity.first : quantity.after]):
        following = f"f{following}"
    role = role_of(f"{left}@{following}", single=single)
    if role == "unread" or left.endswith("x"):
        return ""
    if following.startswith("X"):
        return "option" if scan.extending or scan.facts.groups else ""
    if role == "every":
        words = set(scan.words[scan.first : scan.last])
        role = "reopen" if words & (REOPEN | _ENTRANTS) else "step" if scan.extending else "other"
    if role in ("option", "step", "options-total", "whole-total") and not scan.may_extend(left):
        role = "term" if role != "step" and scan.is_bare else ""
    if role == "option" and not (set(left) | set(following)) & set("edEoOwV") and not scan.may_go_on:
        role = ""
    if role == "" and items[0].counted and scan.about and right[:1] != "_":
        role = "option"
    if role == "":
        role = _unheaded(scan, quantity.first, left)
    if role == "step" and (
        items[0].up_to or scan.word(quantity.after) == "of" or right.startswith((",Q", "&Q", ",&Q"))
    ):
        role = "option"
    if role == "step" and "both" in scan.words[max(scan.first, quantity.first - 3) : quantity.first]:
        return "both"
    dated = {date.sentence for date in (*scan.facts.ends, *scan.facts.ranges)}
    if role == "excluding" and scan.sentence in dated | {term.sentence for term in scan.facts.terms}:
        role = "option"
    if role == "including" and any(term.sentence == scan.sentence for term in scan.facts.terms):
        role = "option"
    if role == "option" and single and items[0].up_to and _up_to_either(scan, items[0], left):
        role = ""
    if role == "term":
        role = _checked_term(scan, items, single, left, right)
    if role == "total" and not single:
        role = "option"
    return role


def _unheaded(scan: Scan, at: int, left: str) -> Role:
    """A quantity without a head of its own goes with the figure before it, or is all that the sentence has."""
    linked = set(left) <= set("&+,(:|>%yfFu2mpPtq-~=TR")
    if linked and scan.mode in ("option", "total") and (scan.extending or scan.mode == "option"):
        return "option"
    if scan.mode in ("initial", "term") and linked:
        return "term"
    if scan.mode == "break" and set(left) <= set("&,_"):
        return "break"
    earlier = scan.row(scan.first, at)
    if set(earlier) & set("edEoOwV"):
        return ""
    if left in ("y", "qy") and set(earlier) & set("cp"):
        return "term"
    return "term" if scan.is_bare and scan.about else ""


def _up_to_either(scan: Scan, item: Item, left: str) -> bool:
    """'3 years, extendable up to 5 years': five in all, or five more? 'By', 'for' or 'further' would say."""
    initial = scan.facts.terms[-1].length.months if scan.facts.terms else None
    if left.rstrip("_").endswith(("eu2", "ecu2")) and initial and item.length:
        return (item.length.months or 0) > initial
    return False


def _checked_term(scan: Scan, items: tuple[Item, ...], single: bool, left: str, right: str) -> Role:
    """A term, unless the words make it something else: '&' and a word that is not known may begin another matter."""
    if not scan.about:
        return ""
    length = items[0].length
    if length and length.days is not None and length.days < _SHORTEST_TERM:
        return ""
    if items[0].counted:
        return "option" if items[0].length else ""
    if items[0].singular and single and right[:1] == "_" and right[1:2] not in ("c", "p", "%", ","):
        return ""
    if single and items[0].up_to and scan.lengths == 1 and not set(scan.row(scan.first, scan.last)) & set("cpPis"):
        return "option"
    if "&" in left and "_" in left[left.index("&") :] and not set(left[left.index("&") :]) & set("cpPis"):
        return ""
    return "term"


def _term(
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
    if len(items) > 1 and not decomposed and (items[0].counted or _all_options(scan, items, right)):
        _options(scan, ways, quantity, left, right)
        return
    span = scan.consume(quantity.first, quantity.after)
    if len(items) == 1 and len(ways) == 1:
        scan.mode = "initial"
        scan.facts.terms.append(
            Term(items[0].length, span, scan.sentence, initial, items[0].up_to, scan.includes(quantity.after))
        )
        return
    first = {way[0].length for way in ways}
    rest = tuple(way[1:] for way in ways)
    if len(first) > 1 or not any(rest):
        scan.facts.unread.append((span, scan.sentence))
        if any(rest):
            scan.facts.mentions.append(span)
        return
    scan.facts.terms.append(Term(items[0].length, Span(items[0].start, items[0].end), scan.sentence, True))
    scan.mode = "option"
    start = next(way[0].start for way in rest if way)
    scan.facts.groups.append(
        Group(
            rest, Span(start, span.end), scan.sentence, scan.state(), joined=bool(set(left) & set("&+>,%")), summed=True
        )
    )


def _all_options(scan: Scan, items: tuple[Item, ...], right: str) -> bool:
    """Whether a sum without a head before it is of options alone: '1+1 extension'."""
    if scan.options_only or any(term.sentence == scan.sentence for term in scan.facts.terms):
        return True
    if right[:1] not in tuple("dEoOm") and not right.startswith(("pd", "po", "pE")):
        return False
    if {"remaining", "left", "unused"} & set(scan.words[scan.first : scan.last]):
        return True
    bare = all(not item.unit for item in items[:-1])
    return bare or all(item.singular and item.unit == "month" and item.length == items[0].length for item in items)


def _decomposes(scan: Scan, items: tuple[Item, ...], quantity: Quantity, left: str, right: str) -> bool | None:
    """What a sum makes of what stands before it. True: that is all said; False: its first part is the initial term.

    '5 years (3+2)' has its term in the sum; '2 years (1+1)' could be all term, or a term and an option: unread.
    """
    facts = scan.facts
    parts = [length for length, _ in flat(items)]
    span = Span(scan.atoms[quantity.first].start, scan.atoms[quantity.after - 1].end)
    everything = sum(length.months or 0 for length in parts if length)
    said = [length for group in facts.groups for length, _ in flat(group.ways[0])]
    if said and parts in (said, [*(term.length for term in facts.terms[-1:]), *said]):
        scan.consume(quantity.first, quantity.after)
        return True
    terms, totals = facts.terms, facts.totals
    if (
        said
        and terms
        and parts[0] == terms[-1].length
        and everything == sum(part.months or 0 for part in [parts[0], *said] if part)
    ):
        facts.groups[:] = []
        return False
    if totals and totals[-1].length.months == everything:
        return None if totals[-1].of_options else False
    if (set(left) & set("edEoOwV+fF") or (right[:1] in tuple("dEoO") and len(set(parts)) == 1)) and not left.endswith(
        "("
    ):
        return None
    if terms and not said and terms[-1].length.months == everything:
        if terms[-1].whole or len(set(parts)) > 1 or not left.endswith("("):
            whole = facts.terms.pop()
            facts.totals.append(Total(whole.length, whole.span, whole.sentence, of_whole=True))
            return False
        facts.mentions.append(scan.consume(quantity.first, quantity.after))
        facts.terms.pop()
        facts.unread.append((span, scan.sentence))
        return True
    if terms and parts[0] == terms[-1].length and left.endswith("("):
        return False
    if terms or len(facts.ranges) != 1 or facts.ranges[0].since is None or not left.endswith("("):
        return None
    months = months_between(facts.ranges[0].since, facts.ranges[0].when)
    first = parts[0].months if parts[0] else None
    if len(set(parts)) > 1 and months in (first, everything):
        return False
    if months in (first, everything):
        scan.consume(quantity.first, quantity.after)
        facts.mentions.append(span)
        facts.unread.append((span, scan.sentence))
        return True
    return None


def _options(scan: Scan, ways: list[tuple[Item, ...]], quantity: Quantity, left: str, right: str) -> None:
    """Options; unless a sum has its own initial term, or says again what was said."""
    items = ways[0]
    if len(items) > 1 and len(ways) == 1 and _has_initial(scan, items, left, right):
        scan.mode = ""
        _term(scan, ways, quantity, "", right, initial=False, decomposed=True)
        return
    twice = "twice" in scan.words[max(scan.first, quantity.first - 6) : min(quantity.after + 2, scan.last)]
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
    labelled = _number_before(scan, quantity.first)
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
            scan.state(quantity.first),
            joined=bool(set(left) & set("&+>fF,%")) or more_words or labelled > 0,
            used=_used(scan, quantity, items[0]),
            more=bool(set(left) & set("F>")) or labelled > 1,
            linked=bool(set(left) & set("&+>")),
        )
    )


def _has_initial(scan: Scan, items: tuple[Item, ...], left: str, right: str) -> bool:
    """Whether the first part of a sum near extending words is the initial term: '2 years + 1 year optional'."""
    if scan.options_only or scan.mode == "option" or scan.facts.terms:
        return False
    if set(left) & set("edEoOwVfF+") or items[0].counted:
        return False
    return not _all_options(scan, items, right)


def _is_all_of_the_term(scan: Scan, quantity: Quantity) -> bool:
    """'one year (2 x 6 months)': how it is made up, or options as well? It cannot be told: the term is taken back."""
    months = quantity.months
    if not scan.facts.terms or months is None or scan.facts.terms[-1].length.months != months:
        return False
    scan.facts.mentions.append(scan.facts.terms.pop().span)
    return True


def _number_before(scan: Scan, at: int) -> int:
    """The number that labels an option: 2 in 'Extension 2: 12 months'; 0 without one."""
    for place in range(at - 1, max(scan.first, at - 5) - 1, -1):
        atom = scan.atoms[place]
        if atom.kind == "number" and scan.word(place - 1) in ("option", "extension", "period", "optional"):
            return atom.number
        if atom.word in ("first",):
            return 1
    return 0


def _used(scan: Scan, quantity: Quantity, item: Item) -> int | None:
    """How many of a repeat have been used: 'the first of the two', '2 x 12 months (1 used)'. None: all of it."""
    if item.times < 2 or scan.state(quantity.first) != "exercised":
        return None
    others = [place for place in range(scan.first, scan.last)
              if scan.atoms[place].kind == "number" and not quantity.first <= place < quantity.after]  # fmt: skip
    if len(others) == 1 and 0 < scan.atoms[others[0]].number < item.times:
        scan.consumed[others[0]] = True
        return scan.atoms[others[0]].number
    return 1 if "first" in scan.words[scan.first : scan.last] else None


def _total(scan: Scan, item: Item, quantity: Quantity, since: int, role: Role) -> None:
    """A total: of the options, of the whole contract, or of either."""
    if item.length is None:
        return
    span = scan.consume(quantity.first, quantity.after)
    left, right = scan.row(since, quantity.first), scan.row(quantity.after, scan.last)
    at_total = left.rfind("t")
    before, following = (left[:at_total], left[at_total + 1 :]) if at_total >= 0 else (left, "")
    adding = "y" in before or "yu2" in left or before.endswith(("E2", "d2", "Eu2", "du2", "Ou2", "ou2"))
    options = role == "options-total" or bool(set("fF") & set(left)) or right[:1] in tuple("fdE")
    options = options or (role == "total" and scan.extending and adding and not set("cp") & set(following))
    options = options or bool({"cumulative", "aggregate"} & set(scan.words[since : quantity.first]))
    in_all = left.count("t") + right.startswith("qt") > 1 and "y" not in left
    options = options and (not in_all or role == "options-total" or "cumulative" in scan.words[since : quantity.first])
    whole = not options and (role == "whole-total" or bool(set("cp") & set(following)) or right.startswith("c"))
    leans = in_all or right.startswith("qt") or "total" in scan.words[since : quantity.first]
    scan.facts.totals.append(Total(item.length, span, scan.sentence, options, whole, leans))
    if scan.mode == "":
        scan.mode = "term"


def _aside(scan: Scan, role: Role, item: Item, quantity: Quantity) -> None:
    """A notice period, a time after which to break, or how often suppliers are let in."""
    if item.length is None:
        return
    span = scan.consume(quantity.first, quantity.after)
    duration = item.length.duration(item.unit)
    words = set(scan.words[scan.first : scan.last])
    if role == "notice":
        if not words & _ENDING_EARLY and (scan.extending or not words & ROLLING):
            scan.facts.notices.append((duration, span))
    elif role == "break":
        scan.mode = "break"
        every = "v" in scan.row(quantity.first - 2, quantity.first) or item.unit.endswith("ly")
        scan.facts.breaks.append((Break(every=duration) if every else Break(after=duration), span))
    else:
        scan.facts.reopenings.append((Reopening(every=duration), span))


def _step(scan: Scan, at: int, since: int) -> int:
    """'annually', 'on an annual basis', 'each year', 'month to month'."""
    atom = scan.atoms[at]
    left, right = scan.row(since, at), scan.row(at + 1, scan.last)
    length = atom.length or Length()
    span = Span(atom.start, atom.end)
    words = set(scan.words[scan.first : scan.last])
    scan.consumed[at] = True
    if "b" in left[-6:] or right.startswith("b"):
        scan.facts.breaks.append((Break(every=length.duration()), span))
    elif words & REOPEN:
        scan.facts.reopenings.append((Reopening(every=length.duration()), span))
    elif "h" in left[-3:] or scan.word(at - 1) == "invoked":
        pass
    elif scan.about and _rolls(scan, at, left, right, words):
        scan.mode = "option"
        item = Item(length, 1, start=atom.start, end=atom.end)
        scan.facts.groups.append(Group(((item,),), span, scan.sentence, scan.state(), step=True))
    return at + 1


def _rolls(scan: Scan, at: int, left: str, right: str, words: set[str]) -> bool:
    atom = scan.atoms[at]
    if ROLLING & words or atom.word == "rolling":
        return True
    if atom.word == "every":
        return scan.extending and left[-1:] == "e"
    if ">" in (left[-1:], right[:1]):
        return True
    near = set(scan.row(scan.first, at)) | set(right[:1])
    return (scan.extending and bool(near & set("edEoOwV"))) or (left[-1:] in set("edEoOwV") and left != "")


def _number(scan: Scan, at: int) -> int:
    """A number that is no count of periods: of things if a word that is not known follows, else unread."""
    if scan.row(scan.first, at)[-1:] == "+":
        scan.facts.mentions.append(Span(scan.atoms[at].start, scan.atoms[at].end))
    right = scan.row(at + 1, scan.last)
    if scan.word(at + 1) in ("times", "occasions", "occasion") and _times(scan, at):
        return at + 2
    if [scan.word(at + 1), scan.word(at + 2)] == ["or", "more"] or (
        scan.word(at - 1) == "(" and scan.word(at + 1) == ")" and scan.word(at - 2) in ("", ".", ":", ";", ",")
    ):
        scan.consumed[at] = True
    elif (
        right[:1] == "_"
        or (right[:1] == "N" and scan.word(at + 1) == "of")
        or (right[:1] and right[0] in "ch" and scan.atoms[at].digits != 4)
    ):
        scan.consumed[at] = scan.atoms[at].digits != 4 or right[:1] != "_" or True
    elif scan.atoms[at].kind == "number" and scan.atoms[at].digits != 4 and right[:1] in set("edEoOwVfm"):
        scan.consumed[at] = _lengthless(scan, at)
    return at + 1


def _times(scan: Scan, at: int) -> bool:
    """'1 year on two occasions', 'annually, up to two times': how often the option before can be used."""
    group = scan.facts.groups[-1] if scan.facts.groups else None
    if group is None or group.sentence != scan.sentence or len(group.ways) > 1 or len(group.ways[0]) > 1:
        return False
    item = group.ways[0][0]
    if item.counted:
        return False
    scan.facts.groups[-1] = group._replace(
        ways=((item._replace(times=scan.atoms[at].number, counted=True),),), step=False
    )
    scan.consumed[at] = True
    return True


def _lengthless(scan: Scan, at: int) -> bool:
    """'2 extensions' without a length anywhere in the sentence: options exist, of unknown length."""
    if any(scan.atoms[place].kind in ("length", "step") for place in range(scan.first, scan.last)):
        return False
    if not set(scan.row(at + 1, scan.last)[:3]) & set("edEoOwVpP"):
        return False
    scan.facts.mentions.append(Span(scan.atoms[at].start, scan.atoms[at + 1].end))
    scan.facts.several = scan.facts.several or scan.atoms[at].number > 1
    return True


def _label(scan: Scan, at: int) -> bool:
    """'Extension 1:', 'Year 3': a number that only names."""
    before, after = scan.word(at - 1), scan.word(at + 1)
    return (
        before in ("option", "extension", "year", "period", "lot", "renewal", "extensions")
        and after not in ("x", "*", "+", "plus", "no", "times", "further")
        and scan.atoms[at].number <= 12
    )


def _break_year(scan: Scan, at: int) -> bool:
    """'a break clause at the end of year 3', 'at years 3 and 5'."""
    atom = scan.atoms[at]
    listed = scan.word(at - 1) in ("and", ",") and scan.mode == "break" and scan.atoms[at - 2].kind == "number"
    named = scan.word(at - 1) in ("year", "years") and "b" in scan.row(max(scan.first, at - 10), at)
    if not listed and not named:
        return False
    scan.mode = "break"
    span = Span(scan.atoms[at - 1].start if named else atom.start, atom.end)
    scan.facts.breaks.append((Break(after=Duration(atom.number * 12, "months")), span))
    return True


def _numbered_years(scan: Scan, at: int) -> int | None:
    """'optional years 4 and 5': one option of a year for each."""
    before = scan.word(at - 1)
    if not scan.extending or scan.consumed[at] or before not in ("year", "years"):
        return None
    ahead, count = at, 0
    while ahead < scan.last:
        atom = scan.atoms[ahead]
        if atom.kind == "number" and atom.number <= 15:
            count += 1
        elif atom.word not in ("and", ",", "&", "year", "years"):
            break
        ahead += 1
    named = EXTENDING & set(scan.words[max(scan.first, at - 6) : at]) or scan.word(ahead) in EXTENSION_NOUNS
    if not count or not named or (before == "year" and count == 1 and scan.word(ahead) == ":"):
        return None
    return _years(scan, at, ahead, count)


def _years(scan: Scan, at: int, after: int, count: int) -> int:
    span = scan.consume(at, after)
    item = Item(Length(12), count, counted=True, start=span.start, end=span.end)
    scan.mode = "option"
    scan.facts.groups.append(Group(((item,),), span, scan.sentence, scan.state()))
    return after


def numbered_ordinals(scan: Scan, at: int) -> int:
    """The atom after 'third and fourth year' where it is of options, else the next."""
    ahead, count = at, 0
    while ahead < scan.last and (
        scan.atoms[ahead].ordinal or scan.words[ahead] in ORDINALS or scan.words[ahead] in ("and", ",", "&", "or")
    ):
        count += scan.atoms[ahead].ordinal or scan.words[ahead] in ORDINALS
        ahead += 1
    unit = scan.atoms[ahead] if ahead < scan.last else None
    is_year = unit is not None and (unit.word in ("year", "years") and unit.kind in ("word", "length"))
    if not is_year or not scan.extending or not EXTENDING & set(scan.words[max(scan.first, at - 6) : at]):
        return at + 1
    if scan.word(ahead + 1) == "of" and count == 1:
        return at + 1
    return _years(scan, at, ahead + 1, count)


def _from_to(scan: Scan, at: int) -> bool:
    """'extend from 36 to 48 months': the initial term, and all of it."""
    if not scan.extending or scan.word(at - 1) != "from" or scan.word(at + 1) != "to" or at + 2 >= scan.last:
        return False
    first, last = scan.atoms[at], scan.atoms[at + 2]
    if last.kind != "length" or last.length is None or last.length.months is None:
        return False
    months = first.length.months if first.length else first.number * (12 if UNITS.get(last.word) == "year" else 1)
    if not months or months >= last.length.months:
        return False
    span = scan.consume(at, at + 3)
    scan.facts.terms.append(Term(Length(months), Span(first.start, first.end), scan.sentence, True))
    scan.facts.totals.append(Total(last.length, span, scan.sentence, of_whole=True))
    return True
