"""Lengths that no production places: they go with the figure before them, or are all that the sentence has."""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.deeds import is_deed
from tenderwatch.wording.items import Item
from tenderwatch.wording.lexicon import ORDER
from tenderwatch.wording.roles import Role
from tenderwatch.wording.scan import Scan
from tenderwatch.wording.whose import ARTICLES, AUXILIARIES

_NUMBERED = frozenset(ORDER)
_SHORTEST_TERM = 14
_LONGEST_MONTH = 31


def unheaded(scan: Scan, at: int, left: str, right: str, *, many: bool) -> Role:
    """A quantity without a head of its own goes with the figure before it, or is all that the sentence has."""
    before = scan.atoms[max(0, at - 1 - len(left))]
    if (
        left in ("", ",", "-")
        and right[:2] not in ("2Z", "lZ")
        and scan.mode == "option"
        and before.kind == "date"
        and (left != "-" or _is_from_start_to(scan, at, before))
    ):
        return "whole-total"  # 'Possible extension to D 6 years': how long it is in all
    if left == "2" and scan.facts.groups and scan.facts.groups[-1].span.end == before.end and not many:
        return "whole-total"  # 'extendable by 24 months to 60 months'
    if left in ("", ",", "&") and scan.facts.totals and scan.facts.totals[-1].span.end == before.end and not many:
        return "other"  # '6 years, 2 days' in all: the days over
    if many and left.endswith("(") and right.startswith(")=") and scan.extending and scan.facts.groups:
        return "option"  # 'for 2 years on an annual (1+1) basis'
    linked = set(left) <= set("&+,():|>%yfFu2mpPtq-~=TRX!")
    if linked and scan.mode in ("option", "total") and (scan.extending or scan.mode == "option"):
        return "option"
    if left[-1:] in ("f", "F", "+"):
        return ""  # it comes on top of something: never a term
    if scan.mode in ("initial", "term") and linked:
        return "term"
    if scan.mode == "break" and set(left) <= set("&,_"):
        return "break"
    earlier = scan.row(scan.first, at)
    if set(earlier) & set("edEoOwV"):
        return ""
    if (left.endswith("y") and scan.word(at - 2) in ("let", "awarded")) or (many and right.startswith("=")):
        return "term"  # 'It was let for four years', 'a replacement on a 5+3 basis'
    if left in ("y", "&y", "qy", "!") and set(earlier) & set("cp"):
        return "term"
    if many and left == "(" and scan.facts.ends:
        return ""  # '31/03/2029 (2+2)': on top of the day, or up to it?
    if many and at == scan.first and right.startswith("-") and scan.about:
        used = any(map(is_deed, scan.words[at : scan.last])) or not _NUMBERED.isdisjoint(scan.words[at : scan.last])
        return "" if used else "term"  # '3+2 or 3+1+1 - bidder to propose', not '3+1+1 - first year approved'
    if many and left == "(" and "c" in earlier:
        return "term"
    return "term" if scan.is_bare and scan.about else ""


def _is_from_start_to(scan: Scan, at: int, last: Atom) -> bool:
    """'D to D - Possible extension to D - 9 years': about as long as from the first day to the last."""
    since, length = scan.facts.ranges[-1].since if scan.facts.ranges else None, scan.atoms[at].length
    if since is None or length is None or last.when is None or not since.earliest or not last.when.latest:
        return False
    days = (last.when.latest - since.earliest).days
    return abs(days - (length.months or 0) * 365.25 / 12) <= _LONGEST_MONTH


def up_to_either(scan: Scan, item: Item, left: str) -> bool:
    """'3 years, extendable up to 5 years': five in all, or five more? 'By', 'for' or 'further' would say."""
    initial = scan.facts.terms[-1].length.months if scan.facts.terms else None
    if left.rstrip("_").endswith(("eu2", "ecu2")) and initial and item.length:
        return (item.length.months or 0) > initial
    return False


def _joins_nouns(scan: Scan, at: int) -> bool:
    """'a contract for the lease and support of 22 units for': the last 'and' opens no clause."""
    joint = next((place for place in range(at - 1, scan.first, -1) if scan.words[place] in ("and", "&")), at)
    return scan.word(joint + 1) not in ARTICLES and AUXILIARIES.isdisjoint(scan.words[joint:at])


def checked_term(scan: Scan, items: tuple[Item, ...], at: int, left: str, right: str, *, single: bool) -> Role:
    """A term, unless the words make it something else: '&' and a word that is not known may begin another matter."""
    if not scan.about:
        return ""
    length = items[0].length
    if length and length.days is not None and length.days < _SHORTEST_TERM:
        return ""
    if items[0].counted:
        return "option" if items[0].length and (scan.extending or right[:1] != "_") else ""
    if items[0].singular and single and right[:1] == "_" and right[1:2] not in ("c", "p", "%", ","):
        return ""
    if single and items[0].up_to and scan.lengths == 1 and not set(scan.row(scan.first, scan.last)) & set("cpPis_"):
        return "option"
    if (
        "&" in left
        and not right.lstrip("-").startswith("c")
        and "_" in left[left.index("&") :]
        and not set(left[left.index("&") :]) & set("cpPis")
        and not (left.endswith("y") and _joins_nouns(scan, at))
    ):
        return ""
    return "term"
