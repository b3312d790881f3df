"""What a sentence says of its options: allowed, asked for or used. Productions over rows of letters, as in `roles`.

Without a clear word for anything else, options are only permitted.
"""

from __future__ import annotations

import re

from tenderwatch.wording.lexicon import (
    CONTRACT,
    EXTEND,
    EXTENDING,
    MORE,
    OPTION,
    OTHER_EXTENSIONS,
    PERIODS,
    ROLLING,
    UNITS,
    word_set,
)
from tenderwatch.wording.reading import State

_LETTERS = {
    "e": "extend extends extending renew renews renewing prolong",
    "E": "extended prolonged",
    "n": "extension extensions option options renewal renewals ext exts extn extns",
    "o": "optional extendable extendible renewable ote",
    "q": "propose proposes proposed proposal proposing seek seeks seeking sought request requests requested requesting "
    "recommend recommends recommended recommending recommendation ask asked asks asking considered "
    "consider considering intend intends "
    "intended intention plan plans planned planning minded wishes permission approval",
    "r": "approved agreed granted resolved authorised decided decision confirmed approves agrees",
    "p": "approve agree authorise",
    "u": "used exercised invoked utilised activated triggered taken enacted actioned exhausted",
    "U": "exercise exercises exercising use using utilise utilising invoke invoking activate take taking enact "
    "enacting",
    "m": "may can could might possible possibly possibility potential potentially opportunity chance if where unless "
    "when once should would must "
    "right ability able provision scope permitted permit permits allow allows allowed entitled mutually whether or "
    "any discretion",
    "h": "has have had was were been being is are now hereby already recently previously currently",
    "b": "be",
    "w": "will",
    "2": "to",
    "x": "no not nil none cannot never neither nor without",
    "a": "award procure let tender commission",
    "%": "with plus + including",
    "s": "subject",
    "v": "varied amended modified",
}  # fmt: skip
_LETTER_OF = {word: letter for letter, words in _LETTERS.items() for word in words.split()}
_PROPOSED = re.compile(
    r"q[^mare%]*(?:2?U[^m]*n|[eEn])"  # it is proposed to extend; a request for an extension
    r"|qr2?[eU]"  # proposed decision: to extend
    r"|[en][^mxu%]*h?q"  # an extension is sought
    r"|w_?b[Eu](?!.*m)|(?<![nmo])2bE"  # will be extended; to be extended
    r"|n[^me]*bp?r"  # that the extension be approved
)
_MADE = re.compile(
    r"(?<![bmq])r[^mqax%]*(?:U[^m]*n|[en]|bE)"  # agreed to extend; decision: that it be extended
    r"|(?<!m)n[^msxqb%]*h*r"  # extension approved
    r"|(?<!m)n[^msx]*h+u|(?<!m)n[^msxb]*u|(?<!m)u[^mx2]*n"  # option exercised; used the extension
    r"|(?<!m)h+E"  # has been extended
    r"|v2e"  # varied to extend
)
_EXTENDED_TO = (
    word_set("to until till for by from under again twice once via using through the its this our") | UNITS.keys()
)
_TO_DECIDE = word_set("approve agree authorise")
_EXTENDING = word_set("extend extends extending extended extension extensions extendable extendible ext extn extns")
_WHICH = word_set("its the an a first second third final last current")
_RENEW = word_set("renew renews renewed renewing renewal renewals renewable rollover")
_INITIAL = word_set("initial initially fixed core base guaranteed")
_NONE_LEFT = word_set("no not without nil none cannot never neither nor")
_MODAL = word_set(
    "may can could might possible possibly potential potentially if available possibility right entitled subject "
    "whether discretion ability able permitted allow allows provision would should include includes including unless "
    "opportunity"
)
_OF_TIME = word_set("of for : - ( + x a one either")
_SHORT = 8
_CLAUSE_ENDS = frozenset({",", ";", "with", "but"})
# Participles that decide nothing.
_NO_DECISION = word_set(
    "expected anticipated based required needed included limited offered envisaged estimated awarded let commissioned "
    "advertised tendered funded delivered provided reviewed measured subjected stated notified calculated priced"
)


def _row(words: list[str]) -> str:
    return "".join(_LETTER_OF.get(word, "") for word in words)


def state_of(words: list[str]) -> State:
    """What a sentence or clause with options says of them."""
    if len(words) < 2 or any(
        word == "not" and _EXTENDING & set(words[at + 1 : at + 4]) for at, word in enumerate(words)
    ):
        return "permitted"
    row = _row(words)
    if "notice" in words or "notify" in words:
        row = row.replace("q", "")  # notice of an intention to extend is a rule, not a plan
    if words[0] in _TO_DECIDE or (words[0] == "to" and words[1] in _TO_DECIDE | {"extend", "exercise"}):
        return "proposed" if re.search("^[^m%]*[en]", row) else "permitted"
    if words[0] == "consideration" and "n" in row:
        return "proposed"
    if words[0] == "used" and "n" in row:
        return "exercised"
    if "resolved" in words and re.search("b[Er]|qb?[^m]*[en]", row):
        return "exercised"
    made, asked = _MADE.search(row), _PROPOSED.search(row)
    if made and not (asked and asked.start() < made.start()):
        return "exercised"
    if {"both", "all"} & set(words) and re.search("^[^mxb2]*u", row):
        return "exercised"
    if asked:
        return "proposed"
    return "exercised" if _was_extended(words) else "permitted"


def _was_extended(words: list[str]) -> bool:
    """'Extended to 31 March 2027', 'in its final extension year'."""
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if (
            word == "extended"
            and following in _EXTENDED_TO
            and words[at - 1 : at] != ["to"]
            and words[at + 2 : at + 3] != ["any"]
            and not set("mbx") & set(_row(words[:at]))
        ):
            return True
        near = words[at + 1 : at + 5]
        if word == "in" and _EXTENDING & set(near):
            return set(near[: next(place for place, name in enumerate(near) if name in _EXTENDING)]) <= _WHICH
    return False


def is_unsure(words: list[str]) -> bool:
    """'The extension has been ratified', 'extension signed off': it was decided on, by a word that is not known."""
    row = _row(words)
    if "n" not in row or set("mo") & set(row) or {"option", "options", "available", "no"} & set(words):
        return False
    if any(
        word.endswith("ed") and word[-3:] != "eed" and word not in _NO_DECISION and word not in _LETTER_OF
        for word in words
    ):
        return True
    places = [at for at, word in enumerate(words) if words[at : at + 2] == ["in", "place"]]
    return any(_EXTENDING & set(words[max(0, at - 8) : at]) for at in places)


def clause_state(words: list[str], at: int, otherwise: State) -> State:
    """What the clause around a word says of its options; what the sentence says where the clause says nothing."""
    first = max((place for place in range(at) if words[place] in _CLAUSE_ENDS), default=-1) + 1
    last = min((place for place in range(at + 1, len(words)) if words[place] in _CLAUSE_ENDS), default=len(words))
    clause = words[first:last]
    if {"remains", "remaining", "remain", "left"} & set(clause):
        return "permitted"
    if "available" in clause and not set("ur") & set(_row(clause)):
        return "permitted"
    if len(clause) == len(words):
        return otherwise
    state = state_of(clause)
    if state == "permitted" and ("m" in _row(clause) or (words[first - 1 : first] == ["with"] and "n" in _row(clause))):
        return "permitted"
    return state if state != "permitted" else otherwise


def is_of_something_else(words: list[str]) -> bool:
    """Whether what is extended is a building, a deadline or the like: such a word stands beside it."""
    for at, word in enumerate(words):
        if word not in EXTEND:
            continue
        object_ = next((near for near in words[at + 1 : at + 5] if near in OTHER_EXTENSIONS or near in CONTRACT), "")
        around = reversed(words[max(0, at - 10) : at])
        subject = object_ or next((near for near in around if near in OTHER_EXTENSIONS or near in CONTRACT | {"."}), "")
        if subject in OTHER_EXTENSIONS:
            return True
    return False


def is_about_extending(words: list[str]) -> bool:
    """Whether a sentence speaks of an option or extension of a contract, not of a building or a deadline."""
    known = set(words)
    if is_of_something_else(words) or not known & EXTENDING:
        return False
    if not known & (EXTEND | _RENEW) and any(
        words[at : at + 2] == ["option", "to"] and words[at + 2 : at + 3] and words[at + 2].isalpha()
        for at in range(len(words))
    ):
        return bool(known & {"continue", "add", "proceed", "be"})
    if known & EXTEND or known & {"optional", "optionally", "ote"}:
        return True
    if known & _RENEW and known & {"potential", "possible", "may", "option", "options"}:
        return True
    if not known & OPTION or sum(1 for word in words if word.isalpha()) <= _SHORT:
        return bool(known & (CONTRACT | PERIODS | _INITIAL)) or len(words) <= _SHORT * 2
    return any(_is_option_of_time(words, at) for at, word in enumerate(words) if word in OPTION)


def _is_option_of_time(words: list[str], at: int) -> bool:
    """Whether an option is one of time ('12 month option', 'option of a third year'), not a choice of things."""
    before = words[at - 1] if at else ""
    following = words[at + 1] if at + 1 < len(words) else ""
    if before in UNITS or following in UNITS or following in PERIODS:
        return True
    if {"exercise", "exercised", "exercising"} & set(words[at + 1 : at + 5]):
        return True
    if following in _OF_TIME and {"further", "additional"} & set(words[at + 1 : at + 5]):
        return True
    return following in _OF_TIME and not UNITS.keys().isdisjoint(words[at + 1 : at + 8])


def says_that_options_exist(words: list[str]) -> bool:
    """Whether a sentence that gives no length still says that the contract can be extended."""
    known = set(words)
    if known & ROLLING and known & CONTRACT:
        return True
    if known & MORE and known & PERIODS and not known & UNITS.keys():
        return True
    if is_of_something_else(words) or not known & EXTENDING:
        return False
    if known & EXTEND:
        return True
    if known & _RENEW:
        return not known & {"expiry", "end"} and bool(
            known & {"subject", "possible", "may", "option", "optional", "can", "could", "potential"}
        )
    at = next(place for place, word in enumerate(words) if word in OPTION)
    if "optional" in known or "ote" in known:
        return bool(known & (CONTRACT | PERIODS | UNITS.keys()))
    return _is_option_of_time(words, at) or bool(
        {"exercise", "exercised", "with", "plus", "+"} & set(words[max(0, at - 3) : at + 5])
    )


def says_none(words: list[str]) -> bool:
    """Whether a sentence denies that there is anything left to extend."""
    for at, word in enumerate(words):
        if word in EXTENDING and _NONE_LEFT.intersection(words[max(0, at - 5) : at]):
            near = words[max(0, at - 5) : at]
            if any(near[place : place + 2] == ["no", "."] for place in range(len(near))):
                continue  # 'No. of extensions: 2'
            if "without" in near and {"end", "date", "expiry"} & set(words[max(0, at - 6) : at]):
                continue
            if not {"later", "more", "exceed", "less"} & set(near) and "guaranteed" not in near:
                return True
    if EXTENDING.intersection(words) and "if" not in words and _was_not_used(words):
        return True
    if (
        EXTENDING.intersection(words)
        and {"declined", "lapsed", "rejected", "refused"} & set(words)
        and not _MODAL & set(words) - OPTION
    ):
        return True
    if any(
        word in EXTENDING
        and "not" in words[at + 1 : at + 4]
        and {"permitted", "allowed", "available", "possible", "applicable"} & set(words[at + 2 : at + 6])
        for at, word in enumerate(words)
    ):
        return True
    if EXTENDING.intersection(words) and (words[-3:] == ["n", "/", "a"] or words[-2:] in ([":", "n"], [":", "0"])):
        return True
    for at, word in enumerate(words):
        if (
            word in EXTENDING
            and {"none", "nil", "no"} & set(words[at + 1 : at + 4])
            and set(words[at + 1 : at + 4]) & {":", "-", "none", "nil", "=", "?"}
        ):
            return not any(word.isdigit() for word in words)
    if {"all", "both", "fully"} & set(words) and EXTENDING.intersection(words):
        return state_of(words) == "exercised"
    return False


def _was_not_used(words: list[str]) -> bool:
    """'The options were not taken up', 'will not be exercised'. 'May not be used without notice' is something else."""
    uses = (at for at, word in enumerate(words) if _LETTER_OF.get(word) in ("u", "r"))
    return any(
        "not" in words[max(0, at - 3) : at] and not _MODAL & set(words[max(0, at - 4) : at]) - {"would"} for at in uses
    )
