"""Whose day a date is: "mobilisation starts on", "an extension to commence" and "the contract ends" print alike.

The noun that governs the verb before a date decides. A day on which something other than the contract starts or ends
is never the contract's.
"""

from __future__ import annotations

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.lexicon import CONTRACT, EXTEND, word_set
from tenderwatch.wording.roles import DateRole
from tenderwatch.wording.scan import Scan
from tenderwatch.wording.tied import tie_of
from tenderwatch.wording.whose import (
    ARTICLES,
    ASKED,
    AUXILIARIES,
    CHANGES,
    EMPTY,
    MONEY,
    OUTLASTS,
    PRICES,
    Governor,
    head_of,
    is_of_a_change,
    kind_of,
    named,
    noun_before,
    subject_end,
)

_PARTICIPLES = word_set("commencing starting beginning ending expiring concluding finishing effective wef since")
_INFINITIVES = word_set("commence start begin end expire conclude finish terminate cease complete run")
_EXPECTED = word_set("due expected planned scheduled anticipated likely set intended proposed estimated projected")
_ENDED = word_set("terminate terminated cancel cancelled")
_NOW = word_set("is are now be")
_PERFECT = word_set("has have having been")
_EXISTING = word_set("current existing present")
_PAST = word_set("past beyond")
_LABELS = word_set("date dates : - ( of day")
_RELATIVE = word_set("which that who")
_FARTHEST = 14


class Day(NamedTuple):
    """The role of a date. `described`: it says which contract is extended, not how far that goes.

    `named`: a word of the contract ties it to the term.
    """

    role: DateRole
    described: bool = False
    named: bool = False


def governed(scan: Scan, at: int, since: int, role: DateRole, *, ranged: bool) -> Day:
    """The role, unless the date is of something other than the contract. `ranged`: it opens a span."""
    if role in ("end", "until") and scan.word(at + 1) in ("academic", "financial") and scan.word(at + 2) == "year":
        return Day("untied")  # 'until the 2028 academic year ends'
    if role in ("break", "reopen", "other", "was") or (role == "" and not ranged):
        return Day(role)
    said = {word for word, letter in zip(scan.words[since:at], scan.letters[since:at], strict=True) if letter}
    if ("exist" in said and {"ceases", "cease"} & said) or (MONEY & said and scan.ahead(since)[:1] not in ("c", "i")):
        return Day("other")
    if role == "end" and _is_only_asked_for(scan, at):
        return Day("untied")
    changes = CHANGES if role in ("start", "from") else PRICES if role in ("end", "until") else frozenset[str]()
    if changes and not scan.extending and is_of_a_change(scan, at, changes):
        return Day("other")
    if "funded" in said and "for" in scan.words[at - 3 : at]:
        return Day("other")  # 'funded from the grant for the financial years'
    outlasts = OUTLASTS & said or (
        "call-off" in said and (role == "latest" or {"must", "may", "can"} & set(scan.words[since:at]))
    )
    if role in ("end", "until", "latest") and outlasts:
        return Day("other")
    if scan.is_called_off and _is_of_the_framework(scan, at, since):
        return Day("other")
    kind = _governor(scan, at, since)
    if kind == "other":
        return Day("other")
    verb = _verb(scan, at, since)
    if verb is not None and _describes(scan, verb) and (kind != "option" or scan.letters[verb] == "z"):
        return Day("start" if scan.letters[verb] == "s" else "end", described=True)
    if role == "until" and kind == "contract" and verb is not None and _is_the_end(scan, verb, at):
        role = "end"
    if role == "end" and verb is not None and "would" in scan.words[verb - 2 : verb] and scan.facts.groups:
        role = "until"  # 'a six month extension; the contract would then end on D'
    if role in ("start", "from") and "in - house" in " ".join(scan.words[at : scan.last]):
        return Day("untied")
    if role in ("start", "from") and scan.word(at + 1) in ARTICLES and kind_of(scan, at + 2) == "contract":
        changed = scan.words[at + 3 : at + 4]
        if changed and changed[0].endswith("ed") and scan.letters[at + 3] == "_":
            return Day("untied")  # 'from D the contract transferred to'
    tie = tie_of(scan, at)
    before = set(scan.words[max(scan.first, at - 8) : at])
    if scan.word(at - 1) == "since" and _PERFECT & before and (tie == "" or {"which", "who"} & before):
        return Day("other")  # 'which it has provided since D', 'not having been approached since 2017'
    if tie in ("", "other"):
        return Day("other" if tie else "untied")
    if kind == "option" and role in ("start", "option") and verb is not None and scan.letters[verb] == "s":
        role = "option" if ranged else "option-start"
    elif role == "from" and ranged and _runs(scan, at) == "option":
        role = "option"
    elif kind == "option" and role == "end" and scan.extending and _PAST.isdisjoint(scan.words[at - 5 : at]):
        role = "until"
    if role in ("until", "latest") and verb is not None and scan.letters[verb] == "z" and _is_last_of_all(scan, at):
        role = "end"  # 'extend by a year; these contracts have their last year of extension expiring in'
    return Day(role, named=tie == "named")


_LAST = word_set("last final")


def _is_last_of_all(scan: Scan, at: int) -> bool:
    """Whether the extension before a date is the last permitted one, beside one that is now asked for."""
    asked = any(group.state == "proposed" and group.sentence != scan.sentence for group in scan.facts.groups)
    near = scan.words[max(scan.first, at - 9) : at]
    return asked and scan.sentence_state != "proposed" and bool(_LAST & set(near)) and not EXTEND.isdisjoint(near)


def _is_the_end(scan: Scan, verb: int, at: int) -> bool:
    """'may be extended although it expires on D': not 'to end on D', nor 'with all extensions ends on D'."""
    to_come = scan.word(verb - 1) == "to" and scan.word(verb - 2) not in _EXPECTED
    counts = to_come or "j" in scan.letters[max(scan.first, verb - 4) : verb]
    return scan.letters[verb] == "z" and scan.state(at) == "permitted" and not counts


def _is_only_asked_for(scan: Scan, at: int) -> bool:
    """'approval is sought to terminate the contract on D': nobody has done it."""
    verb = next((place for place in range(at - 1, scan.first, -1) if scan.letters[place] == "z"), scan.first)
    ended = (scan.words[verb] in _ENDED and scan.word(verb - 1) in ("to", "be")) or scan.words[verb] == "termination"
    return ended and not ASKED.isdisjoint(scan.words[scan.first : verb])


def _is_of_the_framework(scan: Scan, at: int, since: int) -> bool:
    """'called off from a framework (expires D) for four years'."""
    noun = next((place for place in range(at - 1, since - 1, -1) if scan.words[place] in CONTRACT), at)
    between = scan.words[noun:at]
    apart = "," in between and not _PARTICIPLES.isdisjoint(between)  # 'from the framework, starting on': the contract
    return scan.word(noun) == "framework" and not apart and not set("szS").isdisjoint(scan.letters[noun:at])


def _governor(scan: Scan, at: int, since: int) -> Governor:
    """What the date at an atom is of. Empty where no noun says it; `since` is the atom after the figure before."""
    verb = _verb(scan, at, since)
    if verb is None:
        return ""
    word = scan.words[verb]
    if kind := _object(scan, verb, at):
        return kind
    bare = scan.word(verb - 1) in _EXISTING and verb + 1 == at  # '(current end D)'
    if bare or word.endswith(("ment", "ion", "iry")) or scan.word(verb + 1) in _LABELS:
        return noun_before(scan, verb, label=True)[0]
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
    while place > scan.first and scan.words[place - 1] in AUXILIARIES:
        place -= 1
    before = scan.word(place - 1)
    to_come = scan.word(verb - 1) == "to" and scan.word(verb - 2) in _EXPECTED and scan.word(verb - 3) not in _NOW
    if to_come and scan.words[verb - 4 : verb - 2] == [",", "currently"]:
        return True  # 'to extend the arrangements for young people, currently due to end on D'
    if scan.words[place - 3 : place - 1] == ["with", "the"] or "now" in scan.words[place:verb]:
        return False  # 'has been extended, with the contract now ending on D', 'which will now end on D'
    if not (scan.words[verb] in _PARTICIPLES or before in _RELATIVE or to_come):
        return False
    noun = place - 1 - (before in _RELATIVE)
    noun -= scan.word(noun) in (",", "(")
    if before in _RELATIVE:
        return noun_before(scan, noun + 1)[0] == "contract"
    return named(scan, noun) == "contract"


def _object(scan: Scan, verb: int, at: int) -> Governor:
    """What is started or ended: 'to end the contract on', 'commencement of the mobilisation period'."""
    for place in range(verb + 1, at):
        if kind := kind_of(scan, place):
            return kind
        if not (scan.words[place] in ARTICLES | EMPTY or scan.words[place] == "of" or scan.letters[place] == "_"):
            break
    return ""


def _subject(scan: Scan, verb: int, word: str) -> Governor:
    """The noun that a verb belongs to: a participle to the one next before it, other forms to the head of a chain."""
    place = subject_end(scan, verb)
    relative = scan.word(place - 1) in _RELATIVE and scan.word(place - 2) != ","
    near = word in _PARTICIPLES or relative or _is_infinitive(scan, verb, place)
    if scan.word(place - 1) == ",":
        aside = _aside(scan, place - 1)
        if near or aside is None:
            before = kind_of(scan, place - 2) if near else ""
            if before == "contract":
                before = head_of(scan, noun_before(scan, place - 1)[1])[0]  # 'an extension of the contract, commencing'
            if before == "option" and not (scan.facts.terms or scan.facts.ranges or scan.facts.ends):
                return "option"  # 'a single extension, commencing D'
            return "other" if before == "other" and scan.word(place - 2) == "year" else ""
        place = aside
    if scan.word(place - 1) == "and" and kind_of(scan, scan.first + (scan.words[scan.first] in ARTICLES)) == "contract":
        return "contract"  # 'The contract permits two extensions and expires on D'
    length = max(scan.first, place - 1 - (scan.word(place - 1) == "("))
    if scan.facts.terms and scan.facts.terms[-1].span.end == scan.atoms[length].end:
        return "contract"  # 'an award of 2 years commencing on D'
    if (day := _goes_on(scan, place)) is not None:
        return _governor(scan, day, _figure_before(scan, day))
    kind, at = noun_before(scan, place - relative)
    if kind and _same_time(scan, verb, at):
        return ""
    while kind and not relative:
        head, head_at = head_of(scan, at)
        if not head or (near and head != "option"):
            break
        kind, at = head, head_at
    if near and kind == "option" and word in _PARTICIPLES and scan.facts.terms and not scan.facts.starts:
        return ""  # '3 years with an option of two, starting': the contract's, as most print it
    return kind


def _runs(scan: Scan, at: int) -> Governor:
    """What runs from a date on: 'the extension, agreed on D, runs from'."""
    verb = next((place for place in range(at - 1, max(scan.first, at - 4), -1) if scan.letters[place] == "S"), None)
    return "" if verb is None else _subject(scan, verb, scan.words[verb])


def _is_infinitive(scan: Scan, verb: int, first: int) -> bool:
    """'a contract to commence', not 'is due to commence'."""
    return scan.words[verb] in _INFINITIVES and scan.word(verb - 1) == "to" and first == verb - 1


def _goes_on(scan: Scan, at: int) -> int | None:
    """'mobilisation starts on D and ends on D': of the same as the date before, whose place this is."""
    while at > scan.first and scan.words[at - 1] in ("and", ","):
        at -= 1
    return at - 1 if at > scan.first and scan.atoms[at - 1].kind == "date" else None


def _figure_before(scan: Scan, at: int) -> int:
    """The atom after the figure before an atom."""
    figures = (place for place in range(at - 1, scan.first - 1, -1) if scan.atoms[place].kind not in ("word", "mark"))
    return next(figures, scan.first - 1) + 1


def _aside(scan: Scan, comma: int) -> int | None:
    """The place before an aside between commas: 'the contract, subject to mobilisation, will start'."""
    return next((place for place in range(comma - 1, scan.first, -1) if scan.words[place] == ","), None)


def _same_time(scan: Scan, verb: int, noun: int) -> bool:
    """'the contract expires when the grant ends on D': both do."""
    place = noun - 1
    while place > scan.first and scan.words[place] in ARTICLES:
        place -= 1
    return (
        scan.words[place] in ("when", "once") and scan.letters[verb] in scan.letters[max(scan.first, place - 3) : place]
    )
