"""Lengths that are of something other than a term: how far two days are apart, rates, the past, and prices."""

from __future__ import annotations

import re

from tenderwatch.wording.items import Quantity
from tenderwatch.wording.lexicon import UNITS, word_set
from tenderwatch.wording.scan import Scan
from tenderwatch.wording.whose import GRANTS, MONEY, OUTLASTS, is_of_a_change

_APART = word_set("earlier later sooner ahead afterwards")
_WORTH = word_set("value cost budget spend")
_COUNTED_FROM = word_set("from after following into")
_REPORTS = word_set("report reports update updates")
_A = word_set("a an further progress officers back")
_BACK_IN = ["back", "in"]
_MAY_LAST = re.compile("h[mSCyu2_]*$|ccm")  # 'orders placed before then may run', 'call-off contracts can last'
_FIRST_PLANNED = word_set("original originally planned scheduled intended expected first")


def is_of_something_else(scan: Scan, quantity: Quantity, left: str) -> bool:
    """Whether the words around a single length say so. `left` is the row since the figure before."""
    if not set(left) & set("cpedEoOwV") and MONEY & _said_before(scan, quantity.first):
        return True  # 'prices are fixed for 12 months'
    if not scan.extending and is_of_a_change(scan, quantity.first, GRANTS):
        return True  # 'the award of a grant of £30,000 for 12 months'
    if _MAY_LAST.search(left) and not (OUTLASTS | {"call-off"}).isdisjoint(_said_before(scan, quantity.first)):
        return True
    if scan.word(quantity.first - 1) == "over" and scan.atoms[quantity.first - 2].kind == "other":
        return bool(scan.facts.terms) and "t" not in left  # '36 months with an option of 12, worth £18m over 48 months'
    if scan.word(quantity.first - 1) == "across" and "budget" in scan.words[scan.first : quantity.first]:
        return True  # 'the budget is £1.2m across four years'
    of_value = left.endswith("y") and bool(_WORTH & _said_before(scan, quantity.first))
    of_all = of_value or scan.words[quantity.first - 2 : quantity.first] in (["across", "the"], ["equating", "to"])
    if of_all and quantity.items[0].length in {term.length for term in scan.facts.terms}:
        return True  # 'across the 84-month period', 'a total value for 18 months'
    if "each of the" in " ".join(scan.words[max(scan.first, quantity.first - 4) : quantity.first]):
        return True
    if scan.is_of_premises(quantity.first):
        return True
    if scan.word(quantity.after) in _WORTH or scan.word(quantity.after) == "call-off":
        return True  # 'a 5 year value of £2m', 'two year call-off contracts'
    counted = scan.word(quantity.after) in _COUNTED_FROM or scan.words[quantity.first - 2 : quantity.first] == _BACK_IN
    if counted and _is_of_a_report(scan, quantity.first):
        return True
    return _is_distance(scan, quantity, left) or _is_rate(scan, quantity) or _is_past(scan, quantity)


def _is_of_a_report(scan: Scan, at: int) -> bool:
    """'and requests a report to the June committee one year from commencement'."""
    comma = next(
        (place for place in range(at - 1, scan.first, -1) if scan.words[place] in (",", ";", "and")), scan.first
    )
    asked = any(scan.words[place] in _REPORTS and scan.word(place - 1) in _A for place in range(comma, at))
    return asked and not set(scan.row(comma, at)) & set("cpedEoOwVQ")


def _is_distance(scan: Scan, quantity: Quantity, left: str) -> bool:
    """'14 months earlier than', 'six months before the original end', 'six years after it ends': how far apart."""
    ahead = [scan.word(quantity.after + step) for step in range(5)]
    letters = scan.row(quantity.after + 1, min(quantity.after + 6, scan.last))
    adds = set(left) & set("edEoOwVfF") or ahead[1] in ("that", "which")
    past_the_end = ahead[0] in ("after", "following") and not adds and re.match("c?z", letters)
    planned = ahead[0] in ("before", "after") and bool(_FIRST_PLANNED & set(ahead[1:]))
    planned = planned and scan.atoms[min(quantity.after + 3, scan.last - 1)].kind not in ("number", "length")
    return ahead[0] in _APART or planned or bool(past_the_end)


def _is_rate(scan: Scan, quantity: Quantity) -> bool:
    """'50 weeks a year', '28 days of respite a year', '60 placements a year'."""
    length, ahead = scan.atoms[quantity.after - 1].length, range(quantity.after, min(quantity.after + 6, scan.last))
    first = quantity.first
    after_noun = first - 2 > scan.first and scan.letters[first - 2] == "_"
    if scan.word(first - 1) == "a" and after_noun and scan.atoms[first].singular:
        return any(atom.kind in ("number", "other") for atom in scan.atoms[max(scan.first, first - 4) : first - 2])
    if length is None or length.days is None:
        return False
    for at in ahead:
        unit = scan.atoms[at + 1] if at + 1 < scan.last else scan.atoms[at]
        if scan.words[at] in ("a", "each", "every") and unit.end - unit.start == len(unit.word) and unit.word in UNITS:
            scan.consume(at, at + 2)
            return True
    return False


def _is_past(scan: Scan, quantity: Quantity) -> bool:
    """'in the last three years', 'over the past 12 months': not 'the last two years of the contract'."""
    before = [scan.word(quantity.first - 2), scan.word(quantity.first - 1)]
    past = before[1] in ("past", "previous") or before == ["the", "last"]
    return past and scan.word(quantity.after) != "of" and not scan.extending


def _said_before(scan: Scan, at: int) -> set[str]:
    """The words since the figure before an atom."""
    kinds = (place for place in range(at - 1, scan.first - 1, -1) if scan.atoms[place].kind not in ("word", "mark"))
    return set(scan.words[next(kinds, scan.first - 1) + 1 : at])
