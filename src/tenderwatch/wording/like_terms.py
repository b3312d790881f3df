"""Options that are as long as the initial term: 'two further terms of like duration'."""

from __future__ import annotations

from tenderwatch.wording.facts import Group
from tenderwatch.wording.items import Item
from tenderwatch.wording.lexicon import EXTENDING, EXTENSION_NOUNS, MORE, PERIODS, word_set
from tenderwatch.wording.reading import Span
from tenderwatch.wording.scan import Scan

LIKE = word_set("like same equal identical equivalent")
_LASTS = word_set("duration length term")
_ONE = word_set("a an one")
_ADDED = MORE | EXTENDING | word_set("possible potential")
_TWICE = {"once": 1, "twice": 2}
_MOST_TIMES = 10


def place_like(scan: Scan, at: int) -> None:
    """Place what is 'of like duration'; where it is not said how many, options are mentioned and no more."""
    if scan.word(at + 1) in PERIODS | _LASTS and (again := _for_again(scan, at)):
        _place(scan, again, at + 2, _TWICE.get(scan.word(again - 1), 1))
        return
    of = at - 1 - (scan.word(at - 1) in ("the", "an"))
    noun = of - 1
    if scan.word(at + 1) not in _LASTS or scan.word(of) != "of" or scan.word(noun) not in PERIODS | EXTENSION_NOUNS:
        return
    first = noun
    while scan.word(first - 1) in _ADDED:
        first -= 1
    _place(scan, max(scan.first, first - 1), at + 2, _times(scan, first))


def _for_again(scan: Scan, at: int) -> int:
    """Where 'for a further like period' begins, in a sentence that extends, unless it says as what; 0 elsewhere."""
    first = at - 1
    while scan.word(first) in _ADDED | _ONE or scan.word(first) == "the":
        first -= 1
    as_what = scan.word(at + 2) in ("as", "of", "and")
    return first if scan.word(first) == "for" and first < at - 1 and scan.extending and not as_what else 0


def _place(scan: Scan, first: int, after: int, times: int) -> None:
    """Place the words up to `after` as so many options."""
    span = Span(scan.atoms[first].start, scan.atoms[after - 1].end)
    terms = scan.facts.terms
    if not times or len(terms) != 1 or terms[0].whole or scan.facts.groups:
        scan.facts.mentions.append(span)
        return
    scan.consume(first, after)
    item = Item(terms[0].length, times, counted=True, start=span.start, end=span.end)
    scan.mode = "option"
    scan.facts.groups.append(Group(((item,),), span, scan.sentence, scan.state(first), joined=True))


def _times(scan: Scan, first: int) -> int:
    """How many there are; 0 where it is not said."""
    before = scan.word(first - 1)
    if before and scan.atoms[first - 1].kind == "number":
        return scan.atoms[first - 1].number if scan.atoms[first - 1].number <= _MOST_TIMES else 0
    return 1 if before in _ONE or scan.word(first) == "another" else 0
