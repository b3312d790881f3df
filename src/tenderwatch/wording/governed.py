"""Whose day a date is: "mobilisation starts on", "an extension to commence" and "the contract ends" print alike.

The noun that governs the verb before a date decides. A day on which something other than the contract starts or ends
is never the contract's.
"""

from __future__ import annotations

from tenderwatch.wording.bidding import is_of_bidding
from tenderwatch.wording.counts import ORDINALS
from tenderwatch.wording.lexicon import CONTRACT, EXTENSION_NOUNS, word_set
from tenderwatch.wording.roles import DateRole
from tenderwatch.wording.scan import Governor, Scan

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
    "staff variation increase"
)
_MONEY = word_set("price prices pricing rate rates uplift fee fees charges tariff spend expenditure")
# What the contract is for, or who has it: as good as its name.
_CONTRACT = CONTRACT - {"term"} | word_set(
    "service services provision delivery works operations provider providers supplier suppliers contractor "
    "contractors operator scheme care support supply appointment"
)
# Words that leave open what they are of: the mobilisation period, the extension year.
_EMPTY = word_set(
    "period periods term terms process processes phase phases stage stages exercise programme project timetable year "
    "years date dates day days duration length window"
)
_PARTS_OF_TIME = word_set("period phase process stage exercise window round")
# What is bought under a contract, and may outlast it.
_OUTLASTS = word_set("call-offs calloffs placements placement packages orders")
_PARTICIPLES = word_set("commencing starting beginning ending expiring concluding finishing effective wef since")
_INFINITIVES = word_set("commence start begin end expire conclude finish terminate cease complete run")
_EXPECTED = word_set("due expected planned scheduled anticipated likely set intended proposed estimated projected")
_AUXILIARIES = word_set(
    "will shall would should may might could can must is are was were be been being has have had to due expected "
    "planned scheduled anticipated likely set intended proposed estimated then also both now not only formally"
)
_NOW = word_set("is are now be")
_ARTICLES = word_set("the a an this that these its our their new any each one first second third single")
_RELATIVE = word_set("which that who")
_BEFORE_DATE = word_set("on from in at of by the : - ( as be is are was will for during run runs ran running between")
# 'Following award: 1 April 2027 to 31 March 2030' is not when the award is.
_AFTERWARDS = word_set("following after upon on subject pending before from")
_FARTHEST = 14


def governed(scan: Scan, at: int, since: int, role: DateRole, *, ranged: bool) -> DateRole:
    """The role, unless the date is of something other than the contract. `ranged`: it opens a span."""
    if role not in ("start", "from", "end", "until", "latest", "option", "") or (role == "" and not ranged):
        return role
    said = set(scan.words[since:at])
    if ("exist" in said and {"ceases", "cease"} & said) or (_MONEY & said and scan.ahead(since)[:1] not in ("c", "i")):
        return "other"
    if (role in ("end", "until", "latest") and _OUTLASTS & said) or (
        role != "start" and is_of_bidding(scan, at, since)
    ):
        return "other"
    scan.described = False
    scan.last_governor = kind = _governor(scan, at, since, labelled=ranged or role == "from")
    if kind == "other":
        return "other"
    verb = _verb(scan, at, since)
    scan.described = verb is not None and _describes(scan, verb) and (kind != "option" or scan.letters[verb] == "z")
    if scan.described and verb is not None:
        return "start" if scan.letters[verb] == "s" else "end"
    if kind != "option":
        return role
    if role in ("start", "option") and verb is not None and scan.letters[verb] == "s":
        return "option" if ranged else "option-start"
    return "until" if role == "end" and scan.extending else role


def _governor(scan: Scan, at: int, since: int, *, labelled: bool) -> Governor:
    """What the date at an atom is of. Empty where no noun says it; `since` is the atom after the figure before.

    `labelled`: a noun alone may say it, without a verb.
    """
    verb = next(
        (place for place in range(at - 1, max(since, at - _FARTHEST) - 1, -1) if scan.letters[place] in ("s", "z")),
        None,
    )
    if verb is None:
        return _labelled(scan, at, since) if labelled else ""
    word = scan.words[verb]
    if kind := _object(scan, verb, at):
        return kind
    if word.endswith(("ment", "ion", "iry")) or scan.word(verb + 1) in ("date", "dates", ":", "-", "(", "of", "day"):
        return _noun_before(scan, verb, label=True)[0]
    return _subject(scan, verb, word)


def _verb(scan: Scan, at: int, since: int) -> int | None:
    """The word for a start or an end before a date."""
    back = range(at - 1, max(since, at - _FARTHEST) - 1, -1)
    return next((place for place in back if scan.letters[place] in ("s", "z")), None)


def _describes(scan: Scan, verb: int) -> bool:
    """'to extend the contract which ends on D by 12 months': the day says which contract, not how far it goes."""
    if not scan.extending or not set(scan.row(scan.first, verb)) & set("ed"):
        return False
    place = verb
    while place > scan.first and scan.words[place - 1] in _AUXILIARIES:
        place -= 1
    before = scan.word(place - 1)
    to_come = scan.word(verb - 1) == "to" and scan.word(verb - 2) in _EXPECTED and scan.word(verb - 3) not in _NOW
    if not (scan.words[verb] in _PARTICIPLES or before in _RELATIVE or to_come):
        return False
    noun = place - 1 - (before in _RELATIVE)
    noun -= scan.word(noun) in (",", "(")
    return _named(scan, noun) == "contract"


def _object(scan: Scan, verb: int, at: int) -> Governor:
    """What is started or ended: 'to end the contract on', 'commencement of the mobilisation period'."""
    for place in range(verb + 1, at):
        if kind := _kind(scan, place):
            return kind
        if not (scan.words[place] in _ARTICLES | _EMPTY or scan.words[place] == "of" or scan.letters[place] == "_"):
            break
    return ""


def _labelled(scan: Scan, at: int, since: int) -> Governor:
    """'Mobilisation period: D to D', 'the evaluation is from D'."""
    place = at
    while place > since and scan.words[place - 1] in _BEFORE_DATE:
        place -= 1
    if place <= since:
        return ""
    kind, noun = _noun_before(scan, place, label=True)
    return "" if scan.word(noun - 1) in _AFTERWARDS else kind


def _subject(scan: Scan, verb: int, word: str) -> Governor:
    """The noun that a verb belongs to: a participle to the one next before it, other forms to the head of a chain."""
    place = verb
    while place > scan.first and (scan.words[place - 1] in _AUXILIARIES or scan.words[place - 1].endswith("ly")):
        place -= 1
    relative = scan.word(place - 1) in _RELATIVE and scan.word(place - 2) != ","
    near = word in _PARTICIPLES or relative or _is_infinitive(scan, verb, place)
    if scan.word(place - 1) == ",":
        aside = _aside(scan, place - 1)
        if near or aside is None:
            return "other" if near and _kind(scan, place - 2) == "other" and scan.word(place - 2) == "year" else ""
        place = aside
    if _goes_on(scan, place):
        return scan.last_governor
    kind, at = _noun_before(scan, place - relative)
    if kind and _same_time(scan, verb, at):
        return ""
    while kind and not relative:
        head, head_at = _head_of(scan, at)
        if not head or (near and head != "option"):
            break
        kind, at = head, head_at
    if near and kind == "option" and word in _PARTICIPLES and scan.facts.terms and not scan.facts.starts:
        return ""  # '3 years with an option of two, starting': the contract's, as most print it
    return kind


def _is_infinitive(scan: Scan, verb: int, first: int) -> bool:
    """'a contract to commence', not 'is due to commence'."""
    return scan.words[verb] in _INFINITIVES and scan.word(verb - 1) == "to" and first == verb - 1


def _goes_on(scan: Scan, at: int) -> bool:
    """'mobilisation starts on D and ends on D': of the same as the date before."""
    while at > scan.first and scan.words[at - 1] in ("and", ","):
        at -= 1
    return at > scan.first and scan.atoms[at - 1].kind == "date"


def _aside(scan: Scan, comma: int) -> int | None:
    """The place before an aside between commas: 'the contract, subject to mobilisation, will start'."""
    return next((place for place in range(comma - 1, scan.first, -1) if scan.words[place] == ","), None)


def _same_time(scan: Scan, verb: int, noun: int) -> bool:
    """'the contract expires when the grant ends on D': both do."""
    place = noun - 1
    while place > scan.first and scan.words[place] in _ARTICLES:
        place -= 1
    return (
        scan.words[place] in ("when", "once") and scan.letters[verb] in scan.letters[max(scan.first, place - 3) : place]
    )


def _noun_before(scan: Scan, at: int, *, label: bool = False) -> tuple[Governor, int]:
    """The nearest noun before an atom that says what a day is of. In a label nothing but its own words is read."""
    for place in range(at - 1, max(scan.first, at - _FARTHEST) - 1, -1):
        if scan.atoms[place].kind == "date":
            break
        if kind := _kind(scan, place):
            return kind, place
        if label and scan.letters[place] in ("e", "w"):
            return "option", place
        if label and (scan.words[place] in (",", "-", ":", ";", "and", "(", ")") or at - place > 4):
            break
    return "", at


def _head_of(scan: Scan, at: int) -> tuple[Governor, int]:
    """The noun that another one belongs to: the procurement of the new contract, an extension to the contract."""
    place = at - 1
    while place > scan.first and (scan.words[place] in _ARTICLES or scan.letters[place] == "_"):
        place -= 1
    if scan.word(place) not in ("of", "for", "to"):
        return "", at
    for before in range(place - 1, max(scan.first, place - 4) - 1, -1):
        if kind := _kind(scan, before):
            return kind, before
        if scan.words[before] not in _EMPTY and scan.letters[before] != "_":
            break
    return "", at


def _kind(scan: Scan, at: int) -> Governor:
    """What a noun is; a word without a meaning of its own takes that of the word before it."""
    word = scan.words[at]
    if word in _EMPTY and word not in _CONTRACT:
        before = scan.word(at - 1)
        if word == "year" and (before in ORDINALS or scan.word(at - 2) in ORDINALS):
            return "other"  # the second year starts in the middle
        if word in _PARTS_OF_TIME and scan.atoms[at - 1].kind == "word" and scan.letters[at - 1] == "_":
            return _named(scan, at - 1) or "other"  # 'the cooling-off period ends on'
        return _named(scan, at - 1) if before not in _EMPTY else ""
    return _named(scan, at)


def _named(scan: Scan, at: int) -> Governor:
    if not scan.first <= at < scan.last:
        return ""
    word = scan.words[at]
    if word in _EVENTS:
        return "other"
    if word in EXTENSION_NOUNS:
        return "option"
    return "contract" if word in _CONTRACT else ""
