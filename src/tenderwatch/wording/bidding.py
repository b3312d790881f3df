"""Days on which bidders ask, reply or read an advertisement: they are never a day of the contract."""

from __future__ import annotations

from tenderwatch.wording.lexicon import CONTRACT, EXTENSION_NOUNS, word_set
from tenderwatch.wording.scan import Scan

_SENT_IN = word_set(
    "question questions enquiry enquiries query queries clarification clarifications submission submissions bid bids "
    "tenders quotations application applications response responses registration registrations expression expressions "
    "eoi eois advert advertisement consultation survey engagement portal"
)
_MADE_PUBLIC = word_set("advertised readvertised publicised consulted surveyed interviewed marketed tendered")
_BEFORE_DATE = word_set("until till up to on from in between by the : - ( noon midday pm am friday monday tuesday "
                        "wednesday thursday")  # fmt: skip
_ABOUT = word_set("for about on to regarding of under join joining concerning")
_SUBJECTS = word_set("about regarding concerning on")
# 'Continues pending bids until': what comes first says whose day it is.
_MEANWHILE = word_set("while pending following after subject before once because as")
_FARTHEST = 12


def is_of_bidding(scan: Scan, at: int, since: int) -> bool:
    """Whether the noun or verb before the date at an atom is of bidding. `since` is the atom after the figure before.

    A contract named in between is what the bids are for: 'bids for the contract are accepted until'. One that stands
    next to the date has the date for itself: 'bids for a contract from 1 April 2028'.
    """
    if scan.extending:
        return False
    first = max(since, at - _FARTHEST)
    place = at - 1
    while place >= first and (scan.words[place] in _BEFORE_DATE or scan.atoms[place].kind == "number"):
        place -= 1
    if place >= first and scan.words[place] in CONTRACT:
        place = _before_object(scan, place, first)
        if scan.words[place] not in _SUBJECTS:
            return False
    while place >= first:
        word = scan.words[place]
        if word in _SENT_IN:
            return place == 0 or scan.words[place - 1] not in _MEANWHILE
        if word in _MADE_PUBLIC:
            return True
        if word in CONTRACT:
            place = _before_object(scan, place, first)
        elif (
            word in EXTENSION_NOUNS or word in _MEANWHILE or word == "," or scan.letters[place] in ("s", "z", "S", "C")
        ):
            return False
        place -= 1
    return False


def _before_object(scan: Scan, noun: int, first: int) -> int:
    """The place of the word that makes a noun the object of bids, or the first one if there is none."""
    near = range(noun - 1, max(first, noun - 5) - 1, -1)
    return next((place for place in near if scan.words[place] in _ABOUT), first)
