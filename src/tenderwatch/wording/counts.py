"""Bare numbers: counts, labels, and years by their number."""

from __future__ import annotations

import re

from tenderwatch.dates import Duration
from tenderwatch.wording.facts import Group, Term, Total
from tenderwatch.wording.items import Item
from tenderwatch.wording.lengths import Length
from tenderwatch.wording.lexicon import EXTENDING, MORE, PERIODS, UNITS, word_set
from tenderwatch.wording.reading import Break, Span
from tenderwatch.wording.roles import BREAKS
from tenderwatch.wording.scan import Scan

_THINGS = word_set(
    "beds places placements units flats homes houses rooms properties spaces residents people children "
    "families households carers"
)
_FAR = 6
_IN_LIST = ("number", "date")
_OF_ALL = frozenset({"a", "the", "its", "possible", "maximum", "potential", "of"})


def place_number(scan: Scan, at: int) -> int:
    """A number that is no count of periods: of things if a word that is not known follows, else unread."""
    if scan.word(at + 1) in MORE and _THINGS & set(scan.words[at + 2 : at + _FAR]):
        scan.consumed[at] = True  # '40 further nursing beds'
        return at + 1
    counted = " ".join(scan.words[max(scan.first, at - _FAR) : at])
    if scan.word(at - 1) in ("to", "by", "from") and any(f"number of {thing}" in counted for thing in _THINGS):
        scan.consumed[at] = True  # 'to extend the number of beds from 6 to 9'
        return at + 1
    if re.search("W[^edEoOwV]*$", scan.row(scan.first, at)):
        scan.consumed[at] = True  # 'an option to buy 12 more vans'
        return at + 1
    if scan.row(scan.first, at)[-1:] == "+" or (scan.about and scan.ahead(at + 1)[:1] == "f"):
        scan.facts.mentions.append(Span(scan.atoms[at].start, scan.atoms[at].end))
    right = scan.ahead(at + 1)
    if _total_said_again(scan, at):
        scan.consumed[at] = True
        return at + 1
    if scan.extending and right.startswith("~"):
        scan.consumed[at] = True  # 'in two stages'
        return at + 1
    if scan.word(at - 1) == "month" and scan.atoms[at - 1].kind == "word" and scan.word(at - 2) in ("at", "in", "by"):
        scan.consumed[at] = True  # 'a review at month 18'
        return at + 1
    if _first_said(scan, at) or _unit_said_before(scan, at, right):
        return at + 1
    if scan.word(at + 1) in ("times", "occasions", "occasion") and _times(scan, at):
        return at + 2
    if scan.word(at) == "one" and right.startswith("T") and _one_by_one(scan):
        scan.consumed[at] = True
        return at + 1
    if scan.facts.groups and scan.extending and (re.fullmatch("[EOP],?", right) or scan.word(at + 1) == "such"):
        scan.facts.count = scan.atoms[at].number
        scan.consumed[at] = True
        return at + 1
    headed = scan.extending and re.search("[EOP]m?:?$", scan.row(scan.first, at))
    if headed and right in ("", ",") and scan.atoms[at].number <= 12:
        scan.facts.count = scan.atoms[at].number
        scan.facts.mentions.append(Span(scan.atoms[at].start, scan.atoms[at].end))
        scan.consumed[at] = True
        return at + 1
    if scan.word(at - 1) in ("x", "*") and (scan.atoms[at - 2].kind == "other" or scan.letters[at - 2] == "_"):
        scan.consumed[at] = True  # '£300k x 5', 'schemes x 5'
        return at + 1
    if _is_all_years(scan, at) or _is_one_of_those(scan, at, right):
        scan.consumed[at] = True  # 'year 4 of a possible 5'
        return at + 1
    names = scan.word(at - 1) == "(" and scan.word(at + 1) == ")" and scan.word(at - 2) in ("", ".", ":", ";", ",")
    or_more = [scan.word(at + 1), scan.word(at + 2)] == ["or", "more"]
    of_things = (
        right[:1] == "_"
        or right[:2] == "-_"
        or scan.word(at + 1) in ("which", "that")
        or (right[:1] == "N" and scan.word(at + 1) == "of" and right[1:2] not in tuple("EOdo"))
    )
    numbered = scan.word(at - 1) in ("contract", "framework", "agreement") and scan.atoms[at].digits > 2
    of_contracts = right[:1] in ("c", "h") and scan.atoms[at].digits != 4
    if names or numbered or or_more or of_things or of_contracts:
        scan.consumed[at] = True
    elif scan.atoms[at].kind == "number" and scan.atoms[at].digits != 4 and right[:1] in set("edEoOwVfm"):
        scan.consumed[at] = _lengthless(scan, at)
    return at + 1


def _total_said_again(scan: Scan, at: int) -> bool:
    """'not exceeding 36 months (36 being the maximum available)'."""
    opening = at - 1
    while opening > scan.first and scan.letters[opening] in ("t", "m", ""):
        opening -= 1
    length = scan.atoms[opening - 1] if opening > scan.first and scan.words[opening] == "(" else None
    if length is None or length.kind != "length" or length.length is None:
        return False
    said = scan.row(opening + 1, next((end for end in range(at, scan.last) if scan.words[end] == ")"), scan.last))
    unit = {"year": 12, "month": 1}.get(UNITS.get(length.word, "day"), 0)
    return scan.atoms[at].number * unit == length.length.months and re.fullmatch("N?[tm]+N?", said) is not None


def _is_all_years(scan: Scan, at: int) -> bool:
    """'year 4 of a possible 5'."""
    back = at - 1
    while back > scan.first and scan.words[back] in _OF_ALL:
        back -= 1
    return back < at - 1 and scan.atoms[back].kind == "number" and scan.word(back - 1) == "year"


def _is_one_of_those(scan: Scan, at: int, right: str) -> bool:
    """'has been extended by a year, using the first of its two options'."""
    before = [word for word in scan.words[max(scan.first, at - 3) : at] if word not in ("its", "the")]
    ordinal = before[-2:-1] in (["first"], ["second"], ["last"]) and before[-1:] == ["of"]
    used = bool(scan.facts.groups) and scan.facts.groups[-1].state == "exercised"
    return ordinal and used and right[:1] in tuple("EOdo")


def _unit_said_before(scan: Scan, at: int, right: str) -> bool:
    """'five years with an option of a further two': years again."""
    atom, left = scan.atoms[at], scan.row(scan.first, at)
    if re.search("e2$", left) and right in ("", ",") and scan.facts.terms and not scan.facts.groups:
        return _whole_said(scan, at)
    more = re.search("[fF+](?:yu2)?$|ey(?:u2)?$", left) or (right.startswith("f") and re.search("(?:y|u2|t)$", left))
    lengths = [other for other in scan.atoms[scan.first : at] if other.kind in ("length", "step") and other.length]
    # 'with the potential for a further five', '3 years from D plus 2'
    stated = scan.facts.terms[-1:] and scan.facts.terms[-1].sentence == scan.sentence
    adds = re.search("Q[^QN#]*my?_?[fF]$", left) or (stated and re.search("Q[gs]*Z,?[+]$", left))
    speaks = scan.extending or adds
    which = left.endswith("F") and scan.word(at - 1) == "of"  # 'the second of three'
    if which or not more or right.lstrip("f")[:1] not in ("", ",", "(", ")") or not speaks or not lengths:
        return False
    months = 12 if lengths[-1].kind == "step" else {"year": 12, "month": 1}.get(UNITS.get(lengths[-1].word, "day"), 0)
    if not months or not 0 < atom.number <= 144 // months // 2 or (months == 1 and atom.number < 3):
        return False
    item = Item(
        Length(atom.number * months), 1, up_to="u2" in left[-4:] or left.endswith("t"), start=atom.start, end=atom.end
    )
    span = scan.consume(at, at + 1)
    scan.facts.groups.append(Group(((item,),), span, scan.sentence, scan.state(at), joined=True))
    scan.mode = "option"
    return True


def _first_said(scan: Scan, at: int) -> bool:
    """'two further years after the first three': years again, and the initial term."""
    if scan.word(at - 1) not in ("first", "initial") or scan.facts.terms or not scan.extending:
        return False
    if (
        not scan.facts.groups
        or scan.facts.groups[-1].sentence != scan.sentence
        or scan.ahead(at + 1)[:1] not in ("", ",")
    ):
        return False
    item = scan.facts.groups[-1].ways[0][0]
    unit = {"year": 12, "month": 1}.get(UNITS.get(item.unit, "day"), 0)
    if unit:
        length = Length(scan.atoms[at].number * unit)
        scan.facts.terms.append(Term(length, scan.consume(at, at + 1), scan.sentence, initial=True))
    return bool(unit)


def _whole_said(scan: Scan, at: int) -> bool:
    """'3 years, extendable to 4': years again, and all of them."""
    term, number = scan.facts.terms[-1].length.months, scan.atoms[at].number
    if not term or not term < number * 12 <= 240:
        return False
    total = Total(Length(number * 12), scan.consume(at, at + 1), scan.sentence, of_whole=True)
    scan.facts.totals.append(total)
    return True


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


def _one_by_one(scan: Scan) -> bool:
    """'two additional years, one at a time': an option for each year."""
    group = scan.facts.groups[-1] if scan.facts.groups else None
    item = group.ways[0][0] if group and len(group.ways) == len(group.ways[0]) == 1 else None
    months = item.length.months if item and item.length and not item.counted else None
    if group is None or item is None or not months or months % 12 or group.sentence != scan.sentence:
        return False
    each = item._replace(length=Length(12), times=months // 12, counted=True)
    scan.facts.groups[-1] = group._replace(ways=((each,),))
    return True


def _lengthless(scan: Scan, at: int) -> bool:
    """'2 extensions' without a length anywhere in the sentence: options exist, of unknown length."""
    if any(scan.atoms[place].kind in ("length", "step") for place in range(scan.first, scan.last)):
        return False
    if not set(scan.ahead(at + 1)[:3]) & set("edEoOwVpP"):
        return False
    scan.facts.mentions.append(Span(scan.atoms[at].start, scan.atoms[at + 1].end))
    scan.facts.several = scan.facts.several or scan.atoms[at].number > 1
    return True


def label(scan: Scan, at: int) -> bool:
    """'Extension 1:', 'Year 3': a number that only names."""
    before, after = scan.word(at - 1), scan.word(at + 1)
    before = scan.word(at - 2) if before == "." else before  # 'Ext. 1'
    if (
        after == ":"
        and 0 < at - scan.first <= 2
        and before.isalpha()
        and before not in EXTENDING | PERIODS | UNITS.keys()
    ):
        return True  # 'Service 1: ...'
    if before in ("-", "to", "&", "and") and scan.word(at - 3) in ("year", "years") and after in (":", ")", ""):
        return scan.atoms[at - 2].kind == "number" and scan.letters[at - 2] == ""  # 'Years 1 to 3: D to D'
    return (before == "years" and not scan.extending and after in ("and", ",", "&", "to")) or (
        before
        in ("option", "opt", "extension", "ext", "year", "month", "day", "period", "lot", "renewal", "extensions")
        and after not in ("x", "*", "+", "plus", "no", "times", "further")
        and scan.atoms[at].number <= 12
    )


def break_year(scan: Scan, at: int) -> bool:
    """'a break clause at the end of year 3', 'at years 3 and 5'."""
    atom = scan.atoms[at]
    if _lists_breaks(scan, at):
        return True
    last = at - 3 if scan.word(at - 2) == ")" else at - 2  # 'years 2 (D) and 3 (D)'
    listed = scan.word(at - 1) in ("and", ",") and scan.mode == "break" and scan.atoms[last].kind in _IN_LIST
    after = scan.word(at - 1) in ("after", "at") and scan.word(at + 1) in (",", ".", "", ")") and scan.facts.terms
    unit_before = UNITS.get(scan.word(at - 1)) in ("year", "month")
    named = (after or unit_before) and BREAKS.search(scan.row(max(scan.first, at - 12), at))
    if not listed and not named:
        return False
    scan.mode = "break"
    span = Span(scan.atoms[at - 1].start if named else atom.start, atom.end)
    units = (UNITS[word] for word in reversed(scan.words[scan.first : at]) if word in UNITS)
    months = atom.number * (1 if next(units, "year") == "month" else 12)
    scan.facts.breaks.append((Break(after=Duration(months, "months")), span))
    return True


def _lists_breaks(scan: Scan, at: int) -> bool:
    """'a break clause after 12, 24 and 36 months': the first numbers of the list."""
    ahead = at
    while ahead < scan.last and (scan.atoms[ahead].kind == "number" or scan.words[ahead] in (",", "and", "&")):
        ahead += 1
    length = scan.atoms[ahead] if ahead < scan.last and ahead > at + 1 else None
    unit = {"year": 12, "month": 1}.get(UNITS.get(length.word, "day"), 0) if length and length.kind == "length" else 0
    if (
        not unit
        or scan.words[ahead - 1] == ","
        or not (scan.mode == "break" or re.search("b[^{A}fF+i&@QN]*$", scan.row(max(scan.first, at - 12), at)))
    ):
        return False
    scan.mode = "break"
    span = Span(scan.atoms[at].start, scan.atoms[at].end)
    scan.facts.breaks.append((Break(after=Duration(scan.atoms[at].number * unit, "months")), span))
    return True


def from_to(scan: Scan, at: int) -> bool:
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
    item = Item(Length(last.length.months - months), 1, counted=True, start=span.start, end=span.end)
    scan.facts.groups.append(Group(((item,),), span, scan.sentence, scan.state(at)))
    return True
