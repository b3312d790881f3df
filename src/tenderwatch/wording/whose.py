"""What a noun says of a day beside it: that it is the contract's, an option's, or of something other than both."""

from __future__ import annotations

import re
from typing import Literal

from tenderwatch.wording.lexicon import CONTRACT, EXTENSION_NOUNS, word_set
from tenderwatch.wording.numbered_years import ORDINALS
from tenderwatch.wording.scan import Scan

Governor = Literal["", "contract", "option", "other"]

# What is done before a contract, beside it or for it, and has days of its own.
_EVENTS = word_set(
    "mobilisation mobilization mobilising implementation transition handover onboarding tupe tender tenders tendering "
    "retender retendering procurement procurements procuring reprocurement recommissioning commissioning evaluation "
    "evaluations moderation award awards review reviews reviewing consultation consultations standstill submission "
    "submissions clarification clarifications engagement competition invitation shortlisting recruitment training "
    "probation warranty audit inspection survey decision decisions governance meeting bid bids bidding advert "
    "publication notice funding grant payment payments refurbishment construction installation demolition decant "
    "negotiation negotiations preparation planning scrutiny dialogue interviews assessment audits monitoring break "
    "enquiry enquiries query queries question questions registration insurance strategy policy election inquiry appeal "
    "manager officer "
    "staff appraisal variation increase report reports invoice invoices "
    "lease-of-premises rent application applications response responses expression expressions eoi eois portal "
    "advertisement"
)
MONEY = word_set("price prices pricing rate rates uplift fee fees charges tariff spend expenditure")
# What is bought under a contract, and may outlast it.
OUTLASTS = word_set("call-offs calloffs placements placement packages orders")
# What the contract is for, or who has it: as good as its name.
_CONTRACT = CONTRACT - {"term"} | word_set(
    "service services provision delivery operations provider providers supplier suppliers contractor "
    "contractors operator scheme list lists platform care support supply appointment"
)
# Words that leave open what they are of: the mobilisation period, the extension year.
EMPTY = word_set(
    "period periods term terms process processes phase phases stage stages exercise programme project timetable year "
    "years date dates day days duration length window"
)
_PARTS_OF_TIME = word_set("period phase process stage exercise window round year date day")
_OF = word_set("of for to about on regarding concerning under join joining")
YEARS = word_set("financial fiscal tax academic calendar")
_UNKNOWN = frozenset("_hHJM6")
ARTICLES = word_set("the a an this that these its our their new any each one first second third single")
AUXILIARIES = word_set(
    "will shall would should may might could can must is are was were be been being has have had to due expected "
    "planned scheduled anticipated likely set intended proposed estimated then also both now not only formally "
    "therefore thus hence still otherwise currently presently originally initially"
)
ASKED = word_set(
    "propose proposes proposed proposal recommend recommends recommended recommendation request requested seek "
    "requests seeks sought may could might can possible option options consider considered not if"
)
# 'the break clause is used to bring forward the end date': the contract's, as no noun follows.
_BROUGHT_FORWARD = re.compile(
    r"\bbring(?:ing)? (?:forward (?:the|its) (?:end|expiry) date|(?:the|its) (?:end|expiry) date forward)$"
)
# What a decision can change or pay beside a contract's term.
GRANTS = word_set("grant grants")
PRICES = GRANTS | MONEY | word_set("increase increases uplifts inflation pay salaries")
CHANGES = PRICES | word_set("vary varying amend amending")
_EFFECTIVE = word_set("effective wef")
_BENEATH, _FIRST_NAMED = word_set("in to under for of on across and vary varying amend amending"), word_set("a an new")
_VERBS = word_set("is are was were has have will shall")
_LABEL_ENDS = word_set(", - : ; and ( ) before after beyond")
_FARTHEST = 14


def subject_end(scan: Scan, verb: int) -> int:
    """The atom after the subject of a verb: 'was terminated on notice and ended on' has that of the first verb."""
    place = _before_auxiliaries(scan, verb)
    if scan.word(place - 1) != "and" or scan.atoms[place - 2].kind == "date":
        return place
    back = range(place - 2, scan.first, -1)
    earlier = (at for at in back if scan.letters[at] in ("s", "z", "S", "C") or scan.words[at] in _VERBS)
    return _before_auxiliaries(scan, next(earlier, place))


def _before_auxiliaries(scan: Scan, verb: int) -> int:
    place = verb
    while place > scan.first and (scan.words[place - 1] in AUXILIARIES or scan.words[place - 1].endswith("ly")):
        place -= 1
    return place


def noun_before(scan: Scan, at: int, *, label: bool = False) -> tuple[Governor, int]:
    """The nearest noun before an atom that says what a day is of. In a label nothing but its own words is read."""
    for place in range(at - 1, max(scan.first, at - _FARTHEST) - 1, -1):
        if scan.atoms[place].kind == "date":
            break
        if kind := kind_of(scan, place):
            return kind, place
        if label and scan.letters[place] in ("e", "w"):
            return "option", place
        if label and (scan.words[place] in _LABEL_ENDS or at - place > 4):
            break
    return "", at


def head_of(scan: Scan, at: int) -> tuple[Governor, int]:
    """The noun that another one belongs to: the procurement of the new contract, an extension to the contract."""
    place = at - 1
    while place > scan.first and (
        scan.words[place] in ARTICLES or scan.letters[place] == "_" or scan.atoms[place].kind == "length"
    ):
        place -= 1
    if scan.word(place) not in _OF:
        return "", at
    for before in range(place - 1, max(scan.first, place - 4) - 1, -1):
        if kind := kind_of(scan, before):
            return kind, before
        if scan.words[before] not in EMPTY and scan.letters[before] != "_":
            break
    return "", at


def kind_of(scan: Scan, at: int) -> Governor:
    """What a noun is; a word without a meaning of its own takes that of the word before it."""
    if not scan.first <= at < scan.last:
        return ""
    word = scan.words[at]
    if word in EMPTY and word not in _CONTRACT:
        before = scan.word(at - 1)
        if word == "year" and (before in ORDINALS or scan.word(at - 2) in ORDINALS):
            return "other"  # the second year starts in the middle
        if before in YEARS:
            return ""
        if word == "day" and (scan.letters[at + 1 : at + 2] == ["_"] or scan.word(at + 1) in _CONTRACT):
            return ""  # 'the day centre', 'day opportunities'
        if word == "day" and before not in CONTRACT:
            return "other"  # 'the supplier day'
        if word in _PARTS_OF_TIME and scan.atoms[at - 1].kind == "word" and scan.letters[at - 1] in _UNKNOWN:
            return named(scan, at - 1) or "other"  # 'the cooling-off period ends on'
        return named(scan, at - 1) if before not in EMPTY else ""
    return named(scan, at)


def named(scan: Scan, at: int) -> Governor:
    """What a word says by itself."""
    if not scan.first <= at < scan.last:
        return ""
    word = scan.words[at]
    if word in _EVENTS:
        return "other"
    if word in EXTENSION_NOUNS:
        return "option"
    return "contract" if word in _CONTRACT else ""


def brings_forward(scan: Scan, place: int) -> bool:
    """'agrees to use the break clause to bring forward the end date from D to D': not where it is only proposed."""
    near = " ".join(scan.words[max(scan.first, place - 6) : place])
    return bool(_BROUGHT_FORWARD.search(near)) and ASKED.isdisjoint(scan.words[scan.first : place])


def is_of_a_change(scan: Scan, at: int, changes: frozenset[str]) -> bool:
    """'approved the fee uplift under the care contracts from D': a price is named first, and nothing runs."""
    nouns = [place for place in range(scan.first, at) if scan.words[place] in changes or kind_of(scan, place)]
    first = next((place for place in nouns if kind_of(scan, place) != "other" or scan.words[place] in changes), at)
    if scan.word(first) not in changes:
        return False
    between = range(first + 1, at)
    runs = any(scan.letters[place] in ("s", "z", "S", "C") and scan.words[place] not in _EFFECTIVE for place in between)
    return not runs and all(_is_beneath(scan, place) for place in between if kind_of(scan, place) == "contract")


def _is_beneath(scan: Scan, noun: int) -> bool:
    """'under the residential care contracts': not 'a contract', nor 'fee collection contract'."""
    place = noun - 1
    while scan.letters[place] in ("_", "") and scan.words[place] not in _BENEATH | _FIRST_NAMED:
        place -= 1
    return scan.word(place) in _BENEATH
