"""What a sentence says of its options: allowed, asked for or used. Productions over rows of letters, as in `roles`.

Without a clear word for anything else, options are only permitted.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from tenderwatch.wording.lexicon import (
    CONTRACT,
    UNITS,
    word_set,
)
from tenderwatch.wording.reading import State

_LETTERS = {
    "e": "extend lengthen extends extending renew renews renewing prolong",
    "E": "extended extd prolonged lengthened",
    "n": "extension extensions option options renewal renewals ext exts extn extns",
    "o": "optional extendable extendible renewable ote",
    "q": "propose proposes proposed proposal proposing seek seeks seeking sought request requests requested requesting "
    "recommend recommends recommended recommending recommendation ask asked asks asking invited considered "
    "consider considering agreeing negotiating negotiate negotiations progressing intend intends "
    "intended intention plan plans planned planning minded wishes permission approval",
    "r": "approved agreed granted resolved authorised decided decision confirmed approves agrees",
    "p": "approve agree authorise",
    "u": "used exercised invoked utilised activated triggered taken enacted actioned undertaken implemented",
    "U": "exercise exercises exercising use uses using utilise utilises utilising invoke invokes invoking activate "
    "activates take takes taking enact enacts enacting trigger triggers",
    "m": "may can could might possible possibly possibility potential potentially opportunity chance if where unless "
    "assuming once should would must "
    "right ability able provision scope permitted permit permits allow allows allowed entitled mutually whether or "
    "any discretion",
    "h": "has have had was were been being is are now hereby already recently previously currently",
    "b": "be",
    "w": "will",
    "2": "to",
    "x": "no not nil none cannot never neither nor without",
    "a": "award procure let tender commission",
    "%": "with plus + including",
    "s": "subject depending dependent conditional",
    "v": "varied amended modified",
    "t": "start starts started commence commences begin begins run runs last lasts",
}  # fmt: skip
_LETTER_OF = {word: letter for letter, words in _LETTERS.items() for word in words.split()}
_IN_A_ROW = dict.fromkeys(UNITS, ".") | _LETTER_OF
_PROPOSED = re.compile(
    r"q[^maret%]*(?:2?U[^m]*n|[eEn])"  # it is proposed to extend; a request for an extension
    r"|qr2?[eU]|qr[^mx%]*[nE]"  # proposed decision: to extend; recommended that Cabinet approves an extension
    r"|^mr[^m]*nw"  # if agreed the extension will run
    r"|[en][^mxu%s]*h?(?<!2b)q"  # an extension is sought
    r"|wh?b[Eu](?!.*m)|(?<![nmo])2bE"  # will be extended; to be extended
    r"|n[^me]*bp?r"  # that the extension be approved
)
_MADE = re.compile(
    r"(?<![bmqx])r[^mqax%]*(?:U[^m]*n|[en]|bE)"  # agreed to extend; decision: that it be extended
    r"|(?<!m)n[^msxqb%]*h*r"  # extension approved
    r"|^(?:[^m]|m[2b]*[eE])*(?:n[^msx]*h+u|n[^msxb]*u|u[^mx2]*n)"  # option exercised; used the extension
    r"|(?<!m)h+E"  # has been extended
    r"|v2e"  # varied to extend
)
_EXTENDED_TO = (
    word_set("to until till for by from under again twice once via using through the its this our rolling step")
    | UNITS.keys()
)
_TO_DECIDE = word_set("approve agree authorise")
_EXTENDING = word_set(
    "extend extends extending extended extd extension extensions extendable extendible ext extn extns"
)
_IN_USE = _EXTENDING | {"option", "optional"}
_WHICH = word_set("its the an a first second third final last current")
_WAS_EXTENDED = word_set("extended extd current this in under extends variation modification change")
_RECEIVED = word_set("received obtained gained secured")
_CHANGES = word_set("variation modification change")
_POWERS, _USED = word_set("power powers"), word_set("used exercised")
_OWN = word_set("delegated her his their its")
_SIGNED = word_set("signed executed sealed")
_IS_FOR = (["is", "for"], ["is", "to"])
_ARTICLES = word_set("a an one the")
_REMAINS = word_set("remains remain left available")
_LAST = word_set("first second third fourth last final")
_NEW_CLAUSE = word_set("has have there with remains will")
_CLAUSE_ENDS = frozenset({",", ";", "with", "but"})
# After 'decision': it is still to come.
_NOT_YET = word_set("required due needed by pending expected date point outstanding awaited deadline must before on")
_NEW = CONTRACT | {"new", "service", "services", "start", "end"}
# Participles that decide nothing.
_NO_DECISION = word_set(
    "expected anticipated based required needed included limited offered envisaged estimated awarded let commissioned "
    "advertised tendered funded delivered provided reviewed measured subjected stated notified calculated priced "
    "projected"
)


def _row(words: list[str]) -> str:
    letters = [_IN_A_ROW[word] if word in _IN_A_ROW else "." if word[:1].isdigit() else "" for word in words]
    return "".join(letters)


def state_of(words: list[str]) -> State:
    """What a sentence or clause with options says of them."""
    return _state_of(tuple(words))


# One sentence is asked for each of its figures.
@lru_cache(maxsize=64)
def _state_of(said: tuple[str, ...]) -> State:
    words = ["" if _says_nothing(said, at) else word for at, word in enumerate(_with_approval(said))]
    if len(words) < 2 or (
        "not" in words
        and any(word == "not" and _EXTENDING & set(words[at + 1 : at + 4]) for at, word in enumerate(words))
    ):
        return "permitted"
    if words[0] == "there" and words[1] in ("is", "are") and {"option", "options"} & set(words[2:6]):
        return "permitted"
    row = _row(words)
    if {"approved", "agreed", "accepted"} & set(words) and {"recommendation", "proposal", "request"} & set(words):
        row = row.replace("rq", "r")  # approved the recommendation to extend
    if "principle" in words or ("authorised", "to") in pairwise(words):
        return "permitted"  # agreed in principle, or left to somebody: not decided
    if "notice" in words or "notify" in words:
        row = row.replace("q", "")  # notice of an intention to extend is a rule, not a plan
    if words[:2] == ["to", "implement"] and re.search("^[^mqx]*n", row):
        return "exercised"  # it carries out what was decided
    if words[0] in _TO_DECIDE or (words[0] == "to" and words[1] in _TO_DECIDE | {"extend", "exercise"}):
        return "proposed" if re.search("^[^m%]*[en]", row) else "permitted"
    if words[0] in ("following", "after") and words[1] not in ("the", "this") and re.search("^[.a]?n(?!.*m)", row):
        return "exercised"  # 'Following two extensions the contract ends on D'
    if words[0] == "that" and re.search("bE|^r|[en][^x]*b[ru]", row) and "m" not in row:
        return "proposed"
    if words[0] == "consideration" and "n" in row:
        return "proposed"
    if words[0] == "used" and ("n" in row or words[1] == ":"):
        return "exercised"
    if "resolved" in words and re.search("b[Er]|qb?[^m]*[en]", row):
        return "exercised"
    given = next(
        (at for at, word in enumerate(words) if word in ("granted", "given", "obtained", "received", "secured")), 0
    )
    if {"permission", "approval"} & set(words[:given]) and words[given - 1] != "be" and "%" not in row:
        return "exercised" if re.search("^[^mx]*[en]", row) else "permitted"
    made, asked = _MADE.search(row), _PROPOSED.search(row)
    if made and not (asked and asked.start() < made.start()):
        return "exercised"
    if {"both", "all"} & set(words) and re.search("^[^mxb2]*u", row):
        return "exercised"
    if asked or _be_extended(words):
        return "proposed"
    return "exercised" if _was_extended(words) else "permitted"


def _with_approval(words: tuple[str, ...]) -> tuple[str, ...]:
    """'received Cabinet approval to extend', 'I agree to extend': it was approved."""
    places = [at for at, word in enumerate(words) if word in ("approval", "permission")]
    powers = (at for at, word in enumerate(words) if word in _POWERS or (word == "authority" and words[at - 1] in _OWN))
    given = {at for at in powers if _USED & set(words[max(0, at - 3) : at])}
    given |= {at for at, word in enumerate(words) if word in _TO_DECIDE and words[at - 1 : at] == ("i",)}
    given |= {at for at in places if _RECEIVED & set(words[max(0, at - 3) : at]) and "not" not in words[:at]}
    return tuple("approved" if at in given else word for at, word in enumerate(words)) if given else words


def _be_extended(words: list[str]) -> bool:
    """'the current contracts be extended': a recommendation, of which the beginning was cut off."""
    places = [at for at in range(1, len(words) - 1) if words[at] == "be" and words[at + 1] in ("extended", "renewed")]
    return words[0] not in ("can", "could", "may") and any(words[at - 1] in CONTRACT for at in places)


def _says_nothing(words: tuple[str, ...], at: int) -> bool:
    """A decision that is still to come; 'the proposed contract', which is no proposal to extend it."""
    if words[at] == "decision":
        return bool(_NOT_YET & set(words[at + 1 : at + 4]))
    near = words[at + 1 : at + 4]
    if words[at] == "planning":
        return near[:1] != ("to",)
    return words[at] == "proposed" and bool(near[:1]) and near[0] in _NEW and not _EXTENDING & set(near)


def _was_extended(words: list[str]) -> bool:
    """'Extended to 31 March 2027', 'in its final extension year'."""
    if words[:3] == ["this", "is", "the"] and words[4:5] == ["of"] and words[3] in _LAST:
        return "n" in _row(words) and "m" not in _row(words)  # 'this is the last of three extensions'
    if _WAS_EXTENDED.isdisjoint(words):
        return False
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if (
            word in ("extended", "extd")
            and (following in _EXTENDED_TO or following[:1].isdigit())
            and words[at - 1 : at] != ["to"]
            and words[at + 2 : at + 3] != ["any"]
            and words[at + 2 : at + 4] not in ([":"], [":", "-"])
            and "thereafter" not in words[at + 1 : at + 6]
            and not set("mbx") & set(_row(words[:at]))
        ):
            return True
        if (
            word in ("current", "this")
            and following in _EXTENDING | {"contract"}
            and "n" in _row(words[at : at + 3])
            and not set("mbx") & set(_row(words))
        ):
            return True
        if (
            word in _CHANGES
            and [word for word in words[at + 1 : at + 5] if word not in ("", "notice")][:2] in _IS_FOR
            and _EXTENDING & set(words[at:])
        ):
            return not set("mbx") & set(_row(words[at:]))  # 'this modification is for an extension'
        if word in _CHANGES and re.search("^U[^mbxq]*n", _row(words[at + 1 :])):
            return True  # 'this modification enacts the extension'
        if word in _CHANGES and words[at + 1 : at + 3] == ["to", "extend"] and _SIGNED & set(words[at:]):
            return True
        if word == "extends" and _CHANGES & set(words[:at]) and not set("mbx") & set(_row(words)):
            return True  # a variation extends the term
        near = words[at + 1 : at + 5]
        if word == "under" and "m" in _row(words):
            continue
        if word in ("in", "under") and words[at - 1 : at] != ["built"] and _IN_USE & set(near):
            return set(near[: next(place for place, name in enumerate(near) if name in _IN_USE)]) <= _WHICH
    return False


def decides(word: str) -> bool:
    """Whether a word says that something was asked for, decided or used."""
    return _LETTER_OF.get(word, ".") in "qrpuUwE"


def is_deed(word: str) -> bool:
    """Whether a word says that something was decided or used."""
    return _LETTER_OF.get(word) in ("u", "r")


_NEAR = 8
_HAPPENED = word_set("had were was been already previously underway following currently")


def is_unsure(words: list[str]) -> bool:
    """'The extension has been ratified', 'extension signed off': it was decided on, by a word that is not known."""
    row = _row(words)
    if "n" not in row or set("mo") & set(row) or {"option", "options", "available", "no"} & set(words):
        return False
    if _HAPPENED & set(words) and not {"further", "additional", "plus"} & set(words):
        return True
    near = [at for at, word in enumerate(words) if _LETTER_OF.get(word) == "n"]
    if any(
        word.endswith("ed") and word[-3:] != "eed" and word not in _NO_DECISION and word not in _LETTER_OF
        and any(abs(at - noun) <= _NEAR for noun in near)
        for at, word in enumerate(words)
    ):  # fmt: skip
        return True
    places = [at for at in range(len(words)) if words[at : at + 2] in (["in", "place"], ["in", "principle"])]
    return any(_EXTENDING & set(words[max(0, at - 8) : at]) for at in places)


@lru_cache(maxsize=64)
def _clause_ends(words: tuple[str, ...]) -> list[int]:
    return [
        place
        for place, (word, following) in enumerate(zip(words, (*words[1:], ""), strict=True))
        if (word in _CLAUSE_ENDS and following != "which")
        or (word == "and" and following in _NEW_CLAUSE)
        or (word == "and" and following in _ARTICLES and not _REMAINS.isdisjoint(words[place : place + 8]))
    ]


def clause_state(words: list[str], at: int, otherwise: State) -> State:
    """What the clause around a word says of its options; what the sentence says where the clause says nothing."""
    ends = _clause_ends(tuple(words))
    first = max((place for place in ends if place < at), default=-1) + 1
    last = min((place for place in ends if place > at), default=len(words))
    clause = words[first:last]
    if {"remains", "remaining", "remain", "left"} & set(clause) and not re.search("wb?[uU]|q[^m]*U|r2?U", _row(clause)):
        return "permitted"
    if "available" in clause and not set("ur") & set(_row(clause)):
        return "permitted"
    if len(clause) == len(words) or (first and clause[:1] == ["to"]):
        return otherwise
    state = state_of(clause)
    if state == "permitted" and (
        "m" in _row(clause) or (words[first - 1 : first] == ["with"] and set("no") & set(_row(clause)))
    ):
        return "permitted"
    return state if state != "permitted" else otherwise
