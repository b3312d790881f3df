"""Figures that are no dates: the role of each length, repeat and sum, and what is done with it."""

from __future__ import annotations

import re

from tenderwatch.wording.asides import place_aside, place_step, place_total
from tenderwatch.wording.bare_lengths import checked_term, unheaded, up_to_either
from tenderwatch.wording.counts import break_year, from_to, label, place_number
from tenderwatch.wording.elsewhere import is_of_something_else
from tenderwatch.wording.facts import Group, Term
from tenderwatch.wording.items import Item, Quantity
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.lexicon import EXTENDING, EXTENSION_NOUNS, REOPEN, UNITS, word_set
from tenderwatch.wording.numbered_years import last_years, numbered_years
from tenderwatch.wording.reading import Span
from tenderwatch.wording.roles import Role, role_of
from tenderwatch.wording.scan import Scan
from tenderwatch.wording.stating import in_parts_of, place_options, place_term
from tenderwatch.wording.sums import decomposes, said_again
from tenderwatch.wording.uses import sum_used
from tenderwatch.wording.ways import ways_at

_ADDED_TO = re.compile(
    ",?[gs2l]{1,2}Z,?[%&]?(?:[mu2y_]{0,3}[fF+]|m?[doEO][yu2:]*)[QN]"
)  # 'for 8 weeks from D, with a further 4'
_FROM = re.compile("(?:%_)?[sg]+Z")
_NEW_CONTRACT = frozenset({"new", "contract"})
_OF_THE = (["of", "the"], ["to", "the"], ["of", "its"])
_ASIDES = frozenset({"notice", "break"})
_ENTERED = word_set("in up entered entering into now currently")
_NOT_ITS_NOUN = word_set("a an the at if unless provided pending where when while subject")
_AT_LEAST = re.compile(
    r"\b(?:(?:less|shorter|fewer) than|at least|minimum|min)"
    r"(?: (?:an?|of|is|each|any|[.:(]|extensions?|renewals?|periods?|lengths?|duration|increments?))*$"
)
_ORDER = (["first"], ["second"], ["third"], ["last"])
_LEFT = word_set("remaining unused last final")
_BOTH = word_set("both twice")
_ENTRANTS = word_set("submissions applications entrants new providers suppliers applicants")


def amount(scan: Scan, at: int, since: int) -> int:
    """Place the figure at an atom; `since` is the atom after the figure before. Returns the atom to go on from."""
    atom = scan.atoms[at]
    if atom.kind == "step":
        return place_step(scan, at, since)
    if years := last_years(scan, at):
        return years
    breaks = atom.kind == "number" and break_year(scan, at)
    if not breaks and (years := numbered_years(scan, at)):
        return years
    if breaks or (atom.kind == "number" and label(scan, at)):
        scan.consumed[at] = True
        scan.letters[at] = ""
        if not breaks and scan.word(at - 2) in _ENTERED and scan.word(at + 1) == "of":
            scan.facts.year = atom.number
        if scan.word(at - 1) == "-":
            scan.letters[at - 1] = ""
        if scan.word(at - 1) in EXTENSION_NOUNS and scan.words[at + 1 : at + 3] == ["of", scan.words[at]]:
            scan.consumed[at + 2] = True  # 'Ext 3 of 3 used'
            scan.facts.none_left = scan.facts.none_left or scan.sentence_state == "exercised"
        return at + 1
    if from_to(scan, at):
        return at + 3
    found = ways_at(scan.atoms, at, scan.last, scan.unit_before(at), bare=scan.about)
    if found is None:
        return place_number(scan, at)
    ways, after = found
    quantity = Quantity(ways[0], at, after)
    _place(scan, ways, quantity, since)
    return after


def _place(scan: Scan, ways: list[tuple[Item, ...]], quantity: Quantity, since: int) -> None:
    items = _years_one_by_one(scan, ways[0], quantity.first)
    ways, quantity = [items, *ways[1:]], quantity._replace(items=items)
    single = len(ways) == len(items) == 1 and not items[0].counted
    left, right = scan.row(since, quantity.first), scan.ahead(quantity.after)
    role = _role(scan, items, single, left, right, quantity)
    if single and scan.extending and role not in _ASIDES and _is_floor(scan, quantity):
        span = scan.consume(quantity.first, quantity.after)
        if not in_parts_of(scan, items[0]):
            scan.facts.mentions.append(span)
            scan.facts.floors.append(span)
            scan.floor, scan.mode = scan.sentence, "option"
        return
    all_of_it = re.search("[cpt][^Q]*j[dEO]$|j[dEoO]+[)]$", left) or _is_of_all_years(scan, quantity.first)
    if len(items) > 1 and len(ways) == 1 and role == "option" and all_of_it:
        place_term(scan, ways, quantity, left, right, initial=True, decomposed=True)  # 'including extensions? 3+1+1'
        return
    if len(items) > 1 and len(ways) == 1 and role == left == "" and scan.about and sum_used(scan, quantity) is not None:
        role = "initial"  # '3+1+1 (first +1 activated in D)'
    if len(ways) > 1 and said_again(scan, ways, quantity):
        return
    if len(items) > 1 and len(ways) == 1 and role in ("term", "initial", "option", "total", ""):
        if left.endswith("(") and scan.facts.totals and scan.facts.totals[-1].of_options:
            role, scan.mode, decomposed = "option", "option", None
        else:
            decomposed = decomposes(scan, items, quantity, left, right)
        if decomposed:
            return
        if decomposed is False:
            place_term(scan, ways, quantity, left, right, initial=True, decomposed=True)
            return
    if len(items) > 1 and role == "":
        scan.facts.mentions.append(Span(scan.atoms[quantity.first].start, scan.atoms[quantity.after - 1].end))
    match role:
        case "other":
            scan.consume(quantity.first, quantity.after)
        case "notice" | "break" | "reopen":
            place_aside(scan, role, items[0], quantity)
        case "term" | "initial":
            place_term(scan, ways, quantity, left, right, initial=role == "initial")
        case "including" | "excluding":
            span = scan.consume(quantity.first, quantity.after)
            if items[0].length:
                including = role == "including"
                scan.facts.terms.append(Term(items[0].length, span, scan.sentence, not including, including, including))
                scan.facts.mentions.append(span)
                scan.mode = "term"
        case "total" | "options-total" | "whole-total":
            place_total(scan, items[0], quantity, since, role)
        case "step" if items[0].unit.endswith("s") and right[:1] == "E" and "P" not in left:
            several = scan.state(quantity.first) == "permitted"
            items = (items[0]._replace(up_to=several),)  # '24 months extensions': in one step or in several
            place_options(scan, [items], quantity, left, right)
        case "step":
            span = scan.consume(quantity.first, quantity.after)
            scan.mode = "option"
            scan.facts.groups.append(Group(((items[0],),), span, scan.sentence, scan.state(quantity.first), step=True))
        case "both":
            place_options(scan, [(items[0]._replace(times=2, counted=True),)], quantity, left, right)
        case "option":
            place_options(scan, ways, quantity, left, right)


def _is_floor(scan: Scan, quantity: Quantity) -> bool:
    """'periods of not less than 3 months', '(minimum extension 12 months)': how long they are is not said."""
    said = [word for word in scan.words[scan.first : quantity.first] if word]
    after = scan.word(quantity.after) in ("minimum", "min")
    return not EXTENDING.isdisjoint(said) and (after or _AT_LEAST.search(" ".join(said)) is not None)


def _years_one_by_one(scan: Scan, items: tuple[Item, ...], at: int) -> tuple[Item, ...]:
    """'the first of two further years': they are taken a year at a time."""
    before = [word for word in scan.words[max(scan.first, at - 3) : at] if word not in ("the", "its")]
    months = items[0].length.months if len(items) == 1 and items[0].length and not items[0].counted else None
    if not months or months % 12 or months < 24 or before[-1:] != ["of"] or before[-2:-1] not in _ORDER:
        return items
    return (items[0]._replace(length=Length(12), times=months // 12, counted=True),)


def _role(scan: Scan, items: tuple[Item, ...], single: bool, left: str, right: str, quantity: Quantity) -> Role:
    """The role of a quantity: the table's, if the sentence can have such a thing; else that of the figure before."""
    following = right[: next((at + 1 for at, letter in enumerate(right) if letter in "QNZA"), len(right))]
    on_notice = scan.word(quantity.after) in ("on", "upon") and following[:1] == "n"
    if (scan.word(quantity.after) in _NOT_ITS_NOUN or on_notice) and scan.word(quantity.after + 2) != "time":
        following = f",{following}"  # a noun with its own article, or in a condition, is not the length's
    noun = quantity.after + (scan.word(quantity.after) == "-")
    noun += scan.word(noun + 1) in EXTENSION_NOUNS
    if scan.word(noun) in EXTENSION_NOUNS and scan.words[noun + 1 : noun + 3] in _OF_THE:
        following = following[:-1]  # '2 year extension of the 3 year contract'
    if any(atom.more for atom in scan.atoms[quantity.first : quantity.after]):
        following = f"f{following}"
    if scan.extending and _of_another(scan, quantity):
        return _of_those_left(scan, quantity)
    first = quantity.first
    of_the = scan.words[first - 2 : first] in _OF_THE and scan.word(first - 3) in EXTENSION_NOUNS
    if single and of_the and right.lstrip("-")[:1] in ("c", "p"):
        return "initial"
    if single and items[0].unit.endswith("ly") and left.endswith(">") and scan.facts.terms:
        return "step"  # '18 months, then 6 monthly'
    if single and is_of_something_else(scan, quantity, left):
        return "other"
    if scan.words[quantity.first - 3 : quantity.first] == ["original", "term", "of"]:
        return "initial"
    if scan.mode == "break" and left.endswith("&") and scan.atoms[quantity.first - 2].kind == "number":
        return "break"  # 'break points at 3 and 5 years'
    role = role_of(f"{left}@{following}", single=single)
    role = role or ("term" if single and left.endswith("y") and _ADDED_TO.match(right) else "")
    headed = _FROM.match(right) or (left.endswith("y") and right[:1] in ("", ","))
    if role == "" and single and headed and "award" in scan.words[scan.first : quantity.first]:
        role = "term"  # 'a direct award of two years with effect from D'
    if role == "option" and single and scan.includes(quantity.after) and set("cp") & set(left) and not scan.facts.terms:
        role = "including" if not set(left) & set("edEoOwV") else role
    if role == "term" and scan.mode == "option" and scan.extending and re.fullmatch("[,)&]*yp?|[,)&]+yp?u2", left):
        role = "option"  # 'to extend the contract, which ends on D, for a period of'
    if role == "term" and scan.facts.count and not scan.facts.groups and re.fullmatch("pv?[(]?[)]?:", left):
        role = "option"  # 'Number of extensions: 2; Length: 12 months'
    if role == "unread" or left.endswith("x"):
        return ""
    if role == "option" and left[-1:] in ("f", "F") and right.lstrip("-p")[:1] == "c" and not scan.extending:
        role = "other" if scan.facts.ends else "term"  # 'it ends on D; a further four-year framework'
    if role == "total" and scan.words[quantity.first - 2 : quantity.first] == ["the", "maximum"] and scan.extending:
        role = "option"  # 'extended for the maximum two years'
    if following.startswith("X") and scan.words[quantity.first - 2 : quantity.first][1:] == ["than"]:
        return "other"  # 'fewer than six months left'
    if following.startswith("Xc"):
        return ""  # '9 months left on the contract'
    if following.startswith("X") and scan.word(quantity.first - 1) == "which" and scan.facts.terms:
        return "other"  # 'of which one year remains'
    if following.startswith("X") and not (role == "other" and scan.extending):
        spoken = scan.extending or scan.facts.groups or scan.facts.extending
        return "option" if spoken or (items[0].counted and scan.about) else ""
    if role == "break" and scan.word(quantity.first - 2) == "of" and following[:1] in ("p", "c"):
        role = "term"  # 'at the end of year 5 of the 10 year term'
    if role == "every" and scan.word(quantity.first - 1) not in ("each", "every"):
        role = "term"  # 'contracts, each lasting four years'
    if role == "every":
        words = set(scan.words[scan.first : scan.last])
        role = (
            "reopen"
            if words & (REOPEN | _ENTRANTS) and not words >= _NEW_CONTRACT
            else "step"
            if scan.extending
            else "other"
        )
    if role in ("option", "step", "options-total", "whole-total") and not scan.may_extend(left):
        role = "term" if role != "step" and scan.is_bare and not set(left) & set("edEoOwV") else ""
    if role == "option" and not (set(left) | set(following)) & set("edEoOwV") and not scan.may_go_on:
        role = ""
    if role == "option" and re.search("F[pP_]?$", left) and not (scan.extending or scan.mode == "option"):
        role = ""  # 'first period 3 years, second 3 years'
    if role == "" and items[0].counted and scan.about and right[:1] != "_" and scan.may_repeat:
        role = "option"
    slices = role == "" and re.search("[~P](?:x_{0,2}|D)$", left) and scan.facts.groups
    if slices and scan.facts.groups[-1].sentence == scan.sentence:
        role = "option"  # '4 years in blocks of not less than 12 months'
    if role == "":
        role = unheaded(scan, quantity.first, left, right, many=len(items) > 1)
    if (
        role == "step"
        and not following.startswith("T")
        and (items[0].up_to or scan.word(quantity.after) == "of" or right.startswith((",Q", "&Q", ",&Q", "(2Z", "(lZ")))
    ):
        role = "option"
    if role == "step" and not _BOTH.isdisjoint(scan.words[max(scan.first, quantity.first - 3) : quantity.first]):
        return "both"  # 'twice by a year at a time'
    dated = {date.sentence for date in (*scan.facts.ends, *scan.facts.ranges)}
    if role == "excluding" and scan.sentence in dated | {term.sentence for term in scan.facts.terms}:
        role = "option"
    if role == "option" and single and items[0].up_to and up_to_either(scan, items[0], left):
        role = ""
    if role == "term" and single and scan.word(quantity.first - 1) == "by":
        return ""  # 'deferred by 5 months': how much longer or later
    if role == "option" and _is_most(scan, quantity.first):
        scan.letters[quantity.first - 2] = ""
        return "total"
    if role == "term":
        role = checked_term(scan, items, quantity.first, left, right, single=single)
    return role


def _is_of_all_years(scan: Scan, at: int) -> bool:
    """'Extension to D (year 4 of 3+1+1)': the sum is of the whole contract."""
    return scan.word(at - 1) == "of" and scan.atoms[at - 2].kind == "number" and scan.word(at - 3) == "year"


def _is_most(scan: Scan, at: int) -> bool:
    """'lasts no more than 4 years': nothing is added to anything."""
    if scan.extending or scan.mode == "option" or scan.facts.terms:
        return False
    return scan.words[max(scan.first, at - 3) : at] in (["no", "more", "than"], ["not", "more", "than"])


def _of_another(scan: Scan, quantity: Quantity) -> bool:
    """'1 year of the 2 year extension', 'the first 12 months of the 24 available': a part, or what it is of."""
    forward = [scan.word(quantity.after), scan.word(quantity.after + 1)]
    if forward in (["of", "the"], ["of", "its"]) and _is_figure(scan, quantity.after + 2):
        return True
    if forward[0] == "of" and scan.atoms[quantity.after - 1].kind == "length" and _is_length(scan, quantity.after + 1):
        return True  # '2 years of 2 year extension used'
    back = [scan.word(quantity.first - 2), scan.word(quantity.first - 1)]
    before = quantity.first - 3
    return back in (["of", "the"], ["of", "its"]) and (
        scan.atoms[before].kind == "length" or scan.word(before) in UNITS
    )


def _of_those_left(scan: Scan, quantity: Quantity) -> Role:
    """'to take up the remaining 18 months of the 36 month extension': what is left, and what there was."""
    first = quantity.first if scan.word(quantity.first - 2) != "of" else quantity.first - 3
    ahead = scan.row(first, min(first + 8, scan.last))
    left = scan.word(first - 1) in _LEFT and re.match(r"Q_*Q-?(?:_?p?_?m?)?[dE]", ahead) is not None
    return "" if not left else "option" if first == quantity.first else "other"


def _is_length(scan: Scan, at: int) -> bool:
    return scan.first <= at < scan.last and scan.atoms[at].kind == "length"


def _is_figure(scan: Scan, at: int) -> bool:
    return scan.first <= at < scan.last and scan.atoms[at].kind in ("length", "number")
