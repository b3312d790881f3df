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
_MOST_TIMES = 10


def place_like(scan: Scan, at: int) -> None:
    """Place what is 'of like duration'; where it is not said how many, options are mentioned and no more."""
    of = at - 1 - (scan.word(at - 1) in ("the", "an"))
    noun = of - 1
    if scan.word(at + 1) not in _LASTS or scan.word(of) != "of" or scan.word(noun) not in PERIODS | EXTENSION_NOUNS:
        return
    first = noun
    while scan.word(first - 1) in _ADDED:
        first -= 1
    if _ADDED.isdisjoint(scan.words[first : noun + 1]):
        return
    span = Span(scan.atoms[max(scan.first, first - 1)].start, scan.atoms[at + 1].end)
    times = _times(scan, first)
    terms = scan.facts.terms
    if not times or len(terms) != 1 or terms[0].whole or scan.facts.groups:
        scan.facts.mentions.append(span)
        return
    scan.consume(max(scan.first, first - 1), at + 2)
    item = Item(terms[0].length, times, counted=True, start=span.start, end=span.end)
    scan.mode = "option"
    scan.facts.groups.append(Group(((item,),), span, scan.sentence, scan.state(at), joined=True))


def _times(scan: Scan, first: int) -> int:
    """How many there are; 0 where it is not said."""
    before = scan.word(first - 1)
    if before and scan.atoms[first - 1].kind == "number":
        return scan.atoms[first - 1].number if scan.atoms[first - 1].number <= _MOST_TIMES else 0
    return 1 if before in _ONE or scan.word(first) == "another" else 0
