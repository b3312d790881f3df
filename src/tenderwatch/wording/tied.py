"""Whether a date is tied to the term: a day that merely stands in a text is never a start or an end.

The clause before the date is read backwards. Its verb must be one that a term can have, and its noun one of the
contract, its services or its options; a length or nothing but known words will do instead. Everything else that has a
day (meetings, prices, closures, reports) is not tied, whether its words are known here or not.
"""

from __future__ import annotations

from typing import Literal

from tenderwatch.wording.deeds import ALLOWED, USED
from tenderwatch.wording.lexicon import word_set
from tenderwatch.wording.numbered_years import ORDINALS
from tenderwatch.wording.options import months_between
from tenderwatch.wording.scan import Scan
from tenderwatch.wording.whose import ARTICLES, MONEY, YEARS, brings_forward, head_of, kind_of, subject_end

# '': nothing ties the date to the term. 'named': a noun or a length does; 'bare': all words are known, or a label.
Tie = Literal["", "named", "bare", "other"]

_PREPOSITIONS = word_set("from until untill till til to between on since in by for at of as")
_LEAD = _PREPOSITIONS | word_set("noon midnight midday - : ( monday tuesday wednesday thursday friday saturday sunday")
_AUXILIARIES = word_set(
    "is are was were be been being will shall would should may might can could must has have had did do does"
)
# Verbs of a contract, of what is bought with it, and of who has it.
_VERBS = (
    word_set(
        "award awarded let procure procured commission commissioned appoint appointed provide provides provided "
        "deliver delivers delivered supply supplies supplied operate operates operated operating cover covers covered "
        "covering last lasts lasting make made placed enter entered entering signed sign engage engaged "
        "contracted required needed secured secure offered agreed approved granted set arranged valid expected "
        "due anticipated intended proposed planned kept held retain retained live effect force exist exists comprise "
        "include includes based bought purchased used available agree approve took authorised scheduled estimated "
        "relet re-let unchanged unaltered "
        "active operational requested tendered open brought aligned buy purchase take takes taking bring brings "
        "bringing"
    )
    | USED
)
_OF_BIDDING = word_set(
    "advertised readvertised publicised consulted surveyed interviewed marketed evaluated moderated clarified "
    "asked ask accepted received sent submitted"
)
_OF_TERM = frozenset("szSCeEdwoOVYU")
_RUNS = ("s", "z", "S", "C")
_TIES = frozenset("eEdoOwVTR")
_UNKNOWN = frozenset("_hHJM6")
_ADVERBS = word_set(
    "also again now then only not currently initially originally formally both therefore thus hence accordingly "
    "consequently still instead"
)
_ADVERBIAL = word_set("when once from following after upon pending before")
# Words that are never the name of a thing.
_SMALL = (
    word_set("current academic financial fiscal calendar years year come comes came coming shortened transferred")
    | _VERBS
    | _AUXILIARIES
    | _ADVERBS
    | ARTICLES
    | word_set("when what which who how where")
)
# 'an award for a term of four years' is of the contract.
# 'the contracts listed in section 4 from D': what is set down somewhere is still the contracts.
_SET_DOWN = (
    word_set("listed detailed named shown identified described referred outlined marked contained summarised") | ALLOWED
)
_LETTING = word_set("award awards tender procurement commissioning competition")
_OF_LABELS = word_set("date dates : - (")
_MANNER = word_set("by in with under as at early for")  # 'terminated by mutual consent on'
_CHOOSING = word_set("or whether intends plans wants")  # 'or to reprocure from'
_IN_LISTS = word_set(", with ( on a the date")
_BETWEEN = word_set("to until - for ( , a of an initial period term")
_MORE = word_set("with plus +")
_OF_LENGTHS = ("term", "initial", "option", "total")
# So many words that are not known may name what a label is of: 'Community meals 1 April 2026 - 31 March 2028'.
_LONGEST_LABEL = 4
_LONGEST_NAME = 2
_BOOKED = word_set("bed beds placement placements booking bookings hire supply provision purchase")
_REPORTED = word_set("report reports accounts figures data budget forecast statistics return returns review monitoring")
_EXPECTED = word_set("due expected planned scheduled anticipated likely set intended proposed estimated projected")
_SHORTEST_ENTRY = 12  # in months: what is over sooner may be an event


def tie_of(scan: Scan, at: int) -> Tie:
    """Whether the date at an atom is of the term; 'other' where a word says what else it is of."""
    place = at
    while place > scan.first and _leads(scan, place - 1):
        place -= 1
    if _follows_term(scan, place) or _is_booked_until(scan, at) or _is_set_to_run(scan, at):
        return "named"
    if brings_forward(scan, place):
        return "named"
    label = place - 1 - (scan.word(place - 1) == "date")
    apart = label > scan.first and scan.letters[label] == "s" and scan.word(label - 1) == ","
    if apart and any(term.sentence == scan.sentence for term in scan.facts.terms):
        return "named"  # 'a one year contract with the provider of placements, effective D'
    if scan.word(place - 1) in ("expiry", "commencement") and scan.word(place - 2) in _ADVERBIAL:
        return "named"  # 'an exit period after expiry on D', '28 days before commencement on D'
    verb = _verb(scan, place)
    first = _clause(scan, place, verb)
    verb = None if verb is not None and verb < first else verb
    prepared = bool(_PREPOSITIONS & set(scan.words[place:at]))
    if verb is None:
        return _by_noun(scan, first, place, at, label=not prepared)
    if scan.letters[verb] in _OF_TERM or scan.words[verb] in _VERBS:
        return _by_noun(scan, first, place, at, verb, label=scan.word(verb + 1) in _OF_LABELS)
    if not prepared:
        return _by_noun(scan, first, place, at, label=True)
    if _is_object(scan, place):
        return "named"
    return "other" if scan.words[verb] in _OF_BIDDING else ""


def _is_booked_until(scan: Scan, at: int) -> bool:
    """'Block booking of eight beds for the period up to D': what is booked or supplied, not what is counted."""
    said = scan.words[scan.first : at]
    if said[-2:] == ["up", "to"]:
        said = said[:-2]
    elif said[-1:] in (["to"], ["until"]):
        said = said[:-1]
    else:
        return False
    booked = said[-3:] in (["for", "the", "period"], ["for", "a", "period"]) and not _BOOKED.isdisjoint(said[:-3])
    return booked and MONEY.isdisjoint(said) and (_AUXILIARIES | _REPORTED).isdisjoint(said)


def _is_set_to_run(scan: Scan, at: int) -> bool:
    """'Extra care at two schemes, set to begin on D and conclude on D': an entry, with days a year or more apart."""
    days = [place for place in range(scan.first, scan.last) if scan.atoms[place].kind == "date"][:2]
    if at not in days or len(days) < 2 or scan.row(days[0] + 1, days[1]) not in ("&z", ",&z"):
        return False
    comma = next((place for place in range(days[0], scan.first, -1) if scan.words[place] == ","), scan.first)
    first, last = scan.atoms[days[0]].when, scan.atoms[days[1]].when
    verbs = scan.words[comma + 1 : comma + 3]
    name = scan.words[scan.first : comma]
    return (
        verbs[:1] != []
        and verbs[0] in _EXPECTED
        and verbs[1:] == ["to"]
        and scan.letters[comma + 3] == "s"
        and name[:1] != []
        and name[0] not in ARTICLES
        and _AUXILIARIES.isdisjoint(name)
        and first is not None
        and last is not None
        and (months_between(first, last) or 0) >= _SHORTEST_ENTRY
    )


def _follows_term(scan: Scan, place: int) -> bool:
    """'for a period of 5 years from D': the length before the day is a term or option, and of nothing else."""
    at = place - 1 - (scan.word(place - 1) == ",")
    if at >= scan.first and scan.facts.groups and scan.facts.groups[-1].span.end == scan.atoms[at].end:
        return True  # 'extended for its third year, ending'
    if at < scan.first or scan.atoms[at].kind != "length" or not _is_placed(scan, at) or scan.mode not in _OF_LENGTHS:
        return False
    noun = _measured(scan, at)
    kind = kind_of(scan, noun)
    return kind in ("contract", "option") or (kind == "" and scan.letters[noun] not in _UNKNOWN)


def _is_placed(scan: Scan, length: int) -> bool:
    """Whether a length is a term, an option or a total of them."""
    start, facts = scan.atoms[length].start, scan.facts
    placed = (fact.span for facts_of in (facts.terms, facts.groups, facts.totals) for fact in facts_of)
    return any(span.start <= start < span.end for span in placed)


def _measured(scan: Scan, length: int) -> int:
    """The atom of what a length is of: 'a mobilisation period of three months'."""
    at = length
    while at > scan.first and scan.words[at - 1] != "," and (scan.words[at - 1] in _BETWEEN | ARTICLES):
        at -= 1
    return at if scan.words[at] == "for" and scan.words[at - 1] in _LETTING else at - 1


def _leads(scan: Scan, at: int) -> bool:
    word = scan.words[at]
    return scan.atoms[at].kind in ("word", "mark", "other") and (word in _LEAD or word in ARTICLES or word == "")


def _verb(scan: Scan, at: int) -> int | None:
    """The nearest verb before an atom, as far as its form or its place shows that it is one."""
    for place in range(at - 1, scan.first - 1, -1):
        if scan.letters[place] in _OF_TERM or scan.words[place] in _VERBS:
            return place
        if scan.atoms[place].kind == "word" and scan.letters[place] in _UNKNOWN and _is_verb(scan, place, at):
            return place
    return None


def _is_verb(scan: Scan, at: int, lead: int) -> bool:
    """'is considered', 'has traded', 'will meet'; 'advertised from', 'considered by'."""
    word = scan.words[at]
    before = at - 1
    while before > scan.first and (scan.words[before] in _ADVERBS or scan.words[before].endswith("ly")):
        before -= 1
    if scan.word(before) in _AUXILIARIES or (scan.words[at - 1] == "to" and scan.word(at - 2) in _CHOOSING):
        return True
    if word in _SET_DOWN:
        return False
    return word.endswith("ed") and len(word) > 4 and (at + 1 == lead or scan.words[at + 1] in ("by", "at", "in", "on"))


def _clause(scan: Scan, at: int, verb: int | None) -> int:
    """The first atom of the clause that ends at an atom: 'for 3 years and the road closure ends' is two.

    A clause opens with an article; before a finite verb, or after a figure, also with a word that is not known.
    """
    participle = verb is not None and scan.words[verb].endswith("ing")
    for place in range((at if verb is None else verb) - 1, scan.first, -1):
        if scan.words[place] not in ("and", "but"):
            continue
        before, word = range(scan.first, place), scan.words[place + 1]
        figure = any(scan.atoms[step].kind in ("date", "length") for step in before)
        said = figure or any(scan.words[step] in _AUXILIARIES for step in before)
        unknown = scan.letters[place + 1] in _UNKNOWN and word not in _ADVERBS and not word.endswith("ly")
        if (word in ARTICLES and said) or (unknown and not participle and (said if verb is not None else figure)):
            return place + 1
    return scan.first


def _by_noun(scan: Scan, first: int, place: int, at: int, verb: int | None = None, *, label: bool) -> Tie:
    """What the nouns of the clause say. `label`: the date stands behind a name, as in a register."""
    unknown = 0
    step = place
    while step > first:
        step -= 1
        atom, word = scan.atoms[step], scan.words[step]
        if step == verb and scan.letters[step] in _RUNS:
            unknown = 0 if scan.word(step + 1) in _MANNER else unknown
            step = subject_end(scan, verb)
            continue
        if word == "year" and scan.words[step - 1] in YEARS and step - 1 - (scan.words[step - 2] in ARTICLES) <= first:
            return "other"  # 'the tax year ends on'
        if word in (")", ",") and (opening := _aside(scan, first, step)) is not None:
            step = opening
        elif atom.kind == "date" and (verb is None or verb < step):
            return tie_of(scan, step)
        elif atom.kind == "date" and not unknown and set(scan.words[step + 1 : verb]) <= _IN_LISTS:
            return "named"  # 'signed D, commenced D'
        elif atom.kind == "length" and _is_placed(scan, step):
            return "other" if kind_of(scan, _measured(scan, step)) == "other" else "named"
        elif kind := "other" if word in MONEY else _kind(scan, step):
            runs = verb is not None and scan.letters[verb] in _RUNS
            if word == "award" and _covers_period(scan, place) and scan.letters[step - 1] not in _UNKNOWN:
                return "named"
            if kind == "other" or _is_of_another(scan, step):
                return "other"
            return "named" if runs and unknown <= 1 else "bare"
        elif scan.letters[step] in _TIES:
            return "bare"
        elif atom.kind == "word" and scan.letters[step] in _UNKNOWN and len(word) > 1:
            unknown += word not in _SMALL and not word.endswith("ly")
    if not unknown or (label and unknown <= _LONGEST_LABEL) or _said_after(scan, at):
        return "bare"
    return ""


def _covers_period(scan: Scan, place: int) -> bool:
    """'an award for the period D to D', 'covers the period from D'."""
    return scan.word(place - 1) == "period" and scan.word(place - 3) in ("for", "covers", "covering")


def _kind(scan: Scan, noun: int) -> str:
    """What a noun says, unless it only says when: 'from the date of award', 'a second year'."""
    kind = kind_of(scan, noun)
    second = scan.words[noun] == "year" and scan.words[noun - 1] in ORDINALS
    names = scan.word(noun + 1) not in _SMALL and scan.letters[noun + 1 : noun + 2] in (["_"], ["#"])
    if scan.word(noun + 1) == "'" or (kind == "contract" and names):
        return ""  # 'the Care Act', 'support workers', 'the supplier's accounts'
    return "" if second or (kind == "other" and _is_adverbial(scan, noun)) else kind


def _is_of_another(scan: Scan, noun: int) -> bool:
    """'bids for the contract close on', 'the manager's appointment'; not 'procurement of a new contract from'."""
    if scan.words[noun - 2 : noun] == ["'", "s"] and kind_of(scan, noun - 3) == "other":
        return True
    if kind_of(scan, noun) != "contract" or _is_new(scan, noun):
        return False
    kind, head = head_of(scan, noun)
    return kind == "other" and scan.words[head] not in _LETTING and not _is_adverbial(scan, head)


def _is_object(scan: Scan, place: int) -> bool:
    """'bids were invited for a contract from D': what has the days is new to the reader; 'the contract' is not."""
    return kind_of(scan, place - 1) == "contract" and _is_new(scan, place - 1)


def _is_new(scan: Scan, noun: int) -> bool:
    place = noun
    while noun - place < 5 and place > scan.first and scan.words[place] not in ARTICLES:
        place -= 1
    return scan.words[place] in ("a", "an", "new", "any", "each") and scan.word(place - 1) != "the"


def _is_adverbial(scan: Scan, noun: int) -> bool:
    """'from the date of award', 'following mobilisation'; 'expires when the grant ends on', both on one day."""
    place = noun - 1
    names = 0
    while place > scan.first and names <= _LONGEST_NAME:
        if scan.letters[place] == "_" and scan.words[place] not in _ADVERBIAL:
            names += 1  # 'following a Best Value Review'
        elif scan.words[place] not in ARTICLES and scan.words[place] not in ("date", "of", "contract", "value"):
            break
        place -= 1
    return scan.words[place] in _ADVERBIAL


def _aside(scan: Scan, first: int, end: int) -> int | None:
    """Where an aside begins that ends at an atom: one in brackets, or between commas before a verb."""
    if scan.words[end] == ",":
        verbal = scan.word(end + 1) in _AUXILIARIES or scan.letters[end + 1] in _OF_TERM
        if not verbal or scan.atoms[end - 1].kind == "date":
            return None
        return next((back for back in range(end - 1, first, -1) if scan.words[back] == ","), None)
    return next((back for back in range(end, first - 1, -1) if scan.words[back] == "("), None)


def _said_after(scan: Scan, at: int) -> bool:
    """'Extra care at Northgate House from D for three years', 'from D to D with an option'."""
    ahead = at + 1
    while ahead < scan.last and (scan.atoms[ahead].kind == "date" or scan.words[ahead] in _BETWEEN):
        ahead += 1
    return ahead < scan.last and (
        scan.words[ahead] in _MORE or scan.letters[ahead] == "e" or scan.atoms[ahead].kind in ("length", "number")
    )
