"""What is done to an option or contract: it may be extended, somebody asks for it, it was done, or it will not be done.

A deed is a word that extends, names an extension or uses one (see `deeds`). A table of productions reads the row of
the sentence with '@' before each deed: who decides, in which tense, whether denied. The first that fits says what
becomes of it. Without a word for anything else it is only permitted.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.deeds import DEEDS, EXTENDING_WORDS, LETTER_OF, Row, row_of
from tenderwatch.wording.lexicon import CONTRACT, word_set
from tenderwatch.wording.reading import State
from tenderwatch.wording.row_pattern import RowPattern


class Production(NamedTuple):
    """A state, and the row that says it; `example` are words that it reads."""

    state: State
    row: RowPattern
    example: str


# An option, or an extension option: what is said of it comes before the next one.
_NOUN = "(?:[noB]|no|on)"
# Before the text of a decision: nobody asks for it, and nothing has to come first.
_PLAINLY = "[^qQpmwsxR%]*"


def _p(state: State, row: str, example: str) -> Production:
    return Production(state, RowPattern(row.replace("{N}", _NOUN).replace("{D}", _PLAINLY)), example)


PRODUCTIONS = (
    _p("permitted", r"P", "agreed in principle to extend"),
    _p("permitted", r"x[bh2]*@[eEF]", "decided not to extend"),
    _p("permitted", r"x[no]*@[no]+[hby]*u", "no extensions used"),
    _p("permitted", r"^T?[^qpxeEUr]*%\.*@[no][^meE]*br", "that a strategy for 3 years plus 2 extensions be approved"),
    _p("permitted", r"@[no][^,]*bL", "that the decision for an extension be delegated"),
    _p("exercised", r"^DM[^mqx]*@n", "to implement the extension"),
    _p("exercised", r"^(?:{D}@[no]|T{D}@e)[^mxqQpwsR]*(?<!2)b[ru](?![^,]*m)", "that the extension be approved"),
    _p("exercised", r"^{D}(?<!2)b@[EF](?![^,]*m)", "that the contract be extended"),
    _p("proposed", r"^T[^m]*r[^m%]*@", "that the committee approves the extension"),
    _p("proposed", r"^[DT]?p[^m%ao]*(?:a?@[enEF]|U[^m]*@|@U)|^D(?:@e|[eU][^m%]*@)", "to approve an extension"),
    _p("exercised", r"f\.*[,a]?@[no](?!.*m)", "following two extensions"),
    _p("exercised", r"^u.*@[no]|^@u", "used: 12 month extension"),
    _p("exercised", r"(?<![bmqsx])(?<!s2)r(?:[^mqax%R]*(?:a\.*)?(?:@[en]|b@[EF])|[2.]?@o)", "agreed to extend"),
    _p("exercised", r"(?<![bmqsx])r[^mqax%]*(?:U[^m]*(?:@[no]|R2@[eU])|@U)", "agreed to use the right to extend"),
    _p("proposed", r"(?:(?<!o)(?<!o\.)@n|(?<!o2)@e)[^mxu%s]*h?(?<!2b)q", "an extension is sought"),
    _p("proposed", r"@.*,[^,mx]*q(?:2?[Up]|b?u)\.?$", "an option to extend, which the Director intends to exercise"),
    _p("permitted", r"R[^,]{0,3}@", "with provision to extend"),
    _p("proposed", r"q[^mare%tRo]*(?:@[eEFn]|2?(?:U[^m]*@[no]|@U))", "it is proposed to extend"),
    _p("proposed", r"[qp][^mxr]*@{N}[^m,]*bu", "it is recommended that the option be exercised"),
    _p("proposed", r"h+q(?:@o|o2@e)", "approval is sought of an option"),
    _p("proposed", r"q[^m]?r(?:2?[eU]|[^mx%]*)[^m%]*@", "recommended that Cabinet approves an extension"),
    _p("proposed", r"^mr[^m]*@[no]w", "if agreed the extension will run"),
    _p("exercised", r"(?<!m)@[no][^msxqb%]*h*r", "extension approved"),
    _p("exercised", r"^(?:[^m]|m[2b]*@?[eE])*(?:@{N}[^msxno]*h+u|@{N}[^msxbno]*u|u[^mx2,]*@[no])", "option exercised"),
    _p("proposed", r"wh?b@[EF](?!.*m)|@[no][^m]*wh?bu(?!.*m)", "will be extended"),
    _p("proposed", r"(?<![nmo])2b@[EF]", "the contract is to be extended"),
    _p("proposed", r"@[no][^me]*bp?r", "depending on funding the extension be approved"),
    _p("exercised", r"(?<!m)h+@[EF]", "has been extended"),
    _p("exercised", r"v2@e", "varied to extend"),
    _p("exercised", r"^[^mxqs,]*hU[^mqx,]*@[no]", "the council is exercising the option"),
    _p("proposed", r"(?<![mw2x])b@[EF](?!m)", "depending on funding the contracts be extended"),
    _p("exercised", r"^[^mbx]*(?<!2)@F", "extended to"),
    _p("exercised", r"^[^mx]*I[^,]*@[no]", "in its final extension"),
    _p("exercised", r"H@[no]ht?(?![mqsx])|^[^mbx]*H@[no][^mbx]*$", "this extension ends"),
    _p("exercised", r"V(?:h2?\.*@[en]|[^2mbxq]?@e|U[^mbxq]*@n|2@e.*(?:S|hr))", "this change is to extend"),
)  # fmt: skip

# Without one of these letters nothing is said of a deed but that it is allowed.
_SAYS = frozenset("qrpuUEFIHVbDTMvwf")
_PRONOUNS = frozenset({"it", "this", "them", "these", "those"})


@lru_cache(maxsize=64)
def _states(words: tuple[str, ...]) -> tuple[tuple[int, State], ...]:
    """The place of each deed of which more is said than that it is allowed, and what."""
    row = row_of(words)
    if _SAYS.isdisjoint(row.letters):
        return ()
    deeds = [k for k in range(len(row.places)) if _is_deed(row, k, words)]
    read = [(row.places[k], _state(f"{row.letters[:k]}@{row.letters[k:]}")) for k in deeds]
    return tuple((at, state) for at, state in read if state != "permitted")


def _is_deed(row: Row, k: int, words: tuple[str, ...]) -> bool:
    """'used: 12 months' and 'exercise it' name no extension, nor does 'both taken'."""
    letter, following = row.letters[k], (*words, "")[row.places[k] + 1]
    if letter == "u":
        return row.places[k] == 0 and following == ":"
    if letter == "U":
        return following in _PRONOUNS
    return letter in DEEDS and (letter != "B" or "u" in row.letters[k:])


def _state(row: str) -> State:
    return next((rule.state for rule in PRODUCTIONS if rule.row.search(row)), "permitted")


def state_of(words: list[str]) -> State:
    """What a sentence says of its options: the first deed that is more than permitted."""
    states = _states(tuple(words)) if len(words) > 1 else ()
    return states[0][1] if states else "permitted"


# 'were not taken up', 'will not use the extension', 'decided not to exercise it', 'decided against extending', 'agreed
# that it would not be used'; not 'may not be used' or 'not yet'.
_REFUSED = re.compile(r"(?<!m)(?<!mw)(?:x[hbw]*(?:u|r(?!2))|[rwhq][^,qmx]*x2?U|xq2U|rxe|r[^,qm]*mxbu)")


def refuses(words: list[str]) -> bool:
    """Whether a sentence says that what was allowed was not or will not be done."""
    return (
        "if" not in words
        and not {"not", "against"}.isdisjoint(words)
        and _REFUSED.search(row_of(tuple(words)).letters) is not None
    )


_NEAR = 8
_HAPPENED = word_set("had were was been already previously underway following currently")
# Participles that decide nothing.
_NO_DECISION = word_set(
    "expected anticipated based required needed included limited offered envisaged estimated awarded let commissioned "
    "advertised tendered funded delivered provided reviewed measured subjected stated notified calculated priced "
    "projected followed"
)


def _is_of_contract(words: list[str], at: int) -> bool:
    """'the contract was novated': it is not the extension that was."""
    while at > 0 and words[at - 1] in ("was", "were", "is", "are", "has", "have", "been", "being"):
        at -= 1
    return at > 0 and words[at - 1] in CONTRACT


def is_unsure(words: list[str]) -> bool:
    """'The extension has been ratified', 'extension signed off': it was decided on, by a word that is not known."""
    letters = {LETTER_OF.get(word, "") for word in words}
    if (
        not letters & set("no")
        or letters & set("mR")
        or {"option", "options", "optional", "available", "no"} & set(words)
    ):
        return False
    if _HAPPENED & set(words) and not {"further", "additional", "plus"} & set(words):
        return True
    near = [at for at in range(len(words)) if LETTER_OF.get(words[at]) == "n"]
    if any(
        word.endswith("ed") and word[-3:] != "eed" and word not in _NO_DECISION and LETTER_OF.get(word, "S") in "S"
        and any(abs(at - noun) <= _NEAR for noun in near) and not _is_of_contract(words, at)
        for at, word in enumerate(words)
    ):  # fmt: skip
        return True
    places = [at for at in range(len(words)) if words[at : at + 2] in (["in", "place"], ["in", "principle"])]
    return any(EXTENDING_WORDS & set(words[max(0, at - 8) : at]) for at in places)


_REMAINS = word_set("remains remain remained remaining left leaving available")
# What remains is taken up: 'agree to extend for the remaining year'.
_TAKEN_UP = re.compile(r"wb?[uU]|[qrp][^mR]*[eU]|bu")
_NEW_CLAUSE = word_set("has have there with remains will would noted that")
_CLAUSE_ENDS = frozenset({",", ";", "with", "but"})
_ASKING = word_set("is are now this report paper decision")
_PROVIDERS = word_set("provider providers supplier suppliers contractor contractors")
_ARTICLES = word_set("a an one the")


def _stands_apart(words: tuple[str, ...]) -> bool:
    """'and a second year remains', 'and a further three months if required'."""
    return "if" in words or not _REMAINS.isdisjoint(words[:8])


def _names_provider(words: tuple[str, ...], at: int) -> bool:
    """'to extend them with the existing providers for up to two months': no clause of its own."""
    return not _PROVIDERS.isdisjoint(words[at + 1 : at + 5])


def _asks(words: tuple[str, ...]) -> bool:
    """'and approval is now sought', 'and this report requests'."""
    asked = next((at for at, word in enumerate(words) if LETTER_OF.get(word) in ("q", "Q")), 0)
    return not _ASKING.isdisjoint(words[:asked])


@lru_cache(maxsize=64)
def _clause_ends(words: tuple[str, ...]) -> list[int]:
    return [
        place
        for place, (word, following) in enumerate(zip(words, (*words[1:], ""), strict=True))
        if (word in _CLAUSE_ENDS and following != "which" and not (word == "with" and _names_provider(words, place)))
        or (word == "and" and following in _NEW_CLAUSE)
        or (word == "and" and _asks(words[place + 1 : place + 7]))
        or (word == "and" and following in _ARTICLES and _stands_apart(words[place : place + 14]))
    ]


def _refers_back(words: tuple[str, ...], at: int) -> bool:
    """'and this option was used', 'and it is proposed to use it'."""
    return LETTER_OF.get(words[at]) == "U" or words[at - 1] in ("this", "that", "these", "those")


def clause_state(words: list[str], at: int, otherwise: State) -> State:
    """What the clause around a word says of its options; what the sentence says where the clause says nothing."""
    said = tuple(words)
    ends = _clause_ends(said)
    first = max((place for place in ends if place < at), default=-1) + 1
    last = min((place for place in ends if place > at), default=len(words))
    clause = said[first:last]
    letters = row_of(said).between(first, last)
    if (_REMAINS - {"available"}) & set(clause) and not _TAKEN_UP.search(letters):
        return "permitted"
    here = [state for place, state in _states(said) if first <= place < last]
    if first and clause[:1] != ("if",) and "if" in clause and words[first - 1] == "and":
        return "permitted"
    if "available" in clause and not here and not set("urg") & set(letters):
        return "permitted"
    places = [place for place, _ in _states(said)]
    spoken = {place for letter, place in zip(*row_of(said), strict=True) if letter in "eEFno"}
    apart = places and min(places) > at and not _refers_back(said, min(places))
    if apart and any(first <= place < at for place in spoken):
        return "permitted"  # 'the option to extend by two years was considered, and it was decided to extend'
    if len(clause) == len(words) or (first and clause[:1] == ("to",)):
        return otherwise
    allows = set("mRY") & set(letters) or (words[first - 1 : first] == ["with"] and set("no") & set(letters))
    return here[0] if here else "permitted" if allows else otherwise
