"""Whether a sentence speaks of options of a contract at all: that there are some, or that there are none."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from tenderwatch.wording.deeds import USED, is_deed
from tenderwatch.wording.lexicon import (
    CONTRACT,
    DIRECT_OBJECTS,
    EXTEND,
    EXTENDING,
    MORE,
    OPTION,
    OTHER_EXTENSIONS,
    OTHER_OBJECTS,
    PERIODS,
    ROLLING,
    UNITS,
    word_set,
    words_of,
)
from tenderwatch.wording.mood import refuses, state_of
from tenderwatch.wording.tokens import NUMBERS

_RENEW = word_set("renew renews renewed renewing renewal renewals renewable rollover")
_INITIAL = word_set("initial initially fixed core base guaranteed")
_NONE_LEFT = word_set("no not without nil none cannot never neither nor")
_OCCASION = word_set("on upon at the expiry of contract agreement framework initial current existing term period .")
_EXCLUDING = words_of("k")
_THEN = words_of(">")
# What stands between options and those that they are given up for; 'combined' is a word that is not known.
_INSTEAD = re.compile(r"(?<!\S)in place of ")
_BECOME = re.compile(
    r"(?<!\S)(?:becomes?|(?:replaced|exchanged|substituted|swapped) (?:by|with|for)"
    r"|- into|(?:combine|convert(?:ed)?|merged?|consolidated?|turned) .{0,60}?(?:in)?to) "
)
_COUNTED = word_set("a an single of x further")
_WITH = re.compile(r"(?<!\S)(?:replac(?:e|ing)|exchang(?:e|ing)|swap|swapping) .{0,60} (?:with|by|for) ")
_GONE = word_set("declined lapsed rejected refused exhausted")
_OF_TIME = word_set("of is for : - ( + x a one either")
# 'The option to continue': other verbs of an option do not extend.
_GO_ON = word_set(
    "continue add proceed be lengthen prolong roll hold carry run go take keep retain maintain include increase vary"
)
_ROOM = word_set("scope potential possibility opportunity ability")
_ON = (["on"], ["to"], ["until"], ["for"])
_EACH_YEAR = word_set("each every annual annually yearly")
_NONE_USED = word_set("no none nil n 0 zero")
_OF_A_CONTRACT = CONTRACT | word_set("service services transport meals provision cleaning catering programme")
_OF_USE = word_set("first 1st both of these them has have been was were now already up . ; , ( )")
# 'was used' would say that it is over.
_UNUSED = re.compile(
    rf"\bno (?:extension |renewal )?(?:extensions|options|renewals|(?:{'|'.join(EXTENDING)}) (?:yet|has been))"
    rf"(?: (?:have|been|yet))* (?:{'|'.join(USED)})\b"
)
_SHORT = 8
_WHO_MANAGES = word_set("manager managers officer officers")
_DETERMINERS = word_set("of the its our their this these")
_PREPOSITIONS = word_set("of for to by until at on from under")
_BREAKS_OFF = word_set("in with without , ( and if when where while")
_MODAL = word_set(
    "may can could might possible possibly potential potentially if available possibility right entitled subject "
    "whether discretion ability able permitted allow allows provision would should include includes including unless "
    "opportunity"
)


def is_of_something_else(words: list[str]) -> bool:
    """Whether what is extended is a building, a deadline or the like: such a word stands beside it."""
    words = words[_field_of_options(words) :]
    for at, word in enumerate(words):
        if word not in EXTEND and word not in _RENEW:
            continue
        if words[at + 1 : at + 4] == ["the", "number", "of"] and words[at + 4 : at + 5] != [] and _only(words, at):
            return True  # 'an option to extend the number of beds'
        near = list(takewhile(lambda word: word not in _BREAKS_OFF, words[at + 1 : at + 7]))
        objects = OTHER_OBJECTS if _DETERMINERS.isdisjoint(near[:1]) else DIRECT_OBJECTS
        object_ = next((near for near in near if near in objects or near in CONTRACT), "")
        after = takewhile(lambda word: word not in _PREPOSITIONS, near[near.index(object_) + 1 :] if object_ else [])
        if object_ in objects and not _OF_A_CONTRACT.isdisjoint(after):
            return False  # 'extend the school transport contract'
        around = list(takewhile(lambda word: word not in "()", reversed(words[max(0, at - 10) : at])))
        if any(near in OTHER_EXTENSIONS for near in around) and _is_for(around):
            continue  # 'a contract for school meals be extended'
        named = (near for near, after in zip(around, ["", *around], strict=False) if after not in _WHO_MANAGES)
        subject = object_ or next((near for near in named if near in OTHER_EXTENSIONS or near in CONTRACT | {"."}), "")
        if object_ in objects or subject in OTHER_EXTENSIONS:
            return True
    return False


def _is_for(around: list[str]) -> bool:
    """Whether the nearest of other things is what the contract before it is for; the words stand backwards."""
    other = next(at for at, word in enumerate(around) if word in OTHER_EXTENSIONS)
    before = around[other + 1 : other + 6]
    return "for" in before and not CONTRACT.isdisjoint(before[before.index("for") :][:2])


def _only(words: list[str], at: int) -> bool:
    """Whether nothing but the number after 'extend' is extended: not years, nor by a word of its own elsewhere."""
    others = (place for place, word in enumerate(words) if place != at and (word in EXTEND or word in _RENEW))
    of_time = words[at + 4] in UNITS or words[at + 4] in PERIODS or words[at + 4] in EXTENDING
    return not of_time and all(words[place + 1 : place + 2] in (["period"], ["periods"]) for place in others)


def _field_of_options(words: list[str]) -> int:
    """Where 'Placements - Renewal: possible extensions' comes to a field of options; else 0."""
    for at in range(1, len(words) - 2):
        if words[at + 1] == ":" and words[at - 1] == "-" and (words[at] in EXTEND or words[at] in _RENEW):
            return at if not EXTENDING.isdisjoint(words[at + 2 :]) else 0
    return 0


def without_exchanged(words: list[str]) -> range:
    """The words of a sentence that are left without options for which it has others."""
    printed = " ".join(word or "-" for word in words)
    if joint := _INSTEAD.search(printed):
        at = printed[: joint.start()].count(" ")
        return range(at if EXTENDING & set(words[at + 3 : at + 7]) else len(words))
    joint = _BECOME.search(printed) or _WITH.search(printed)
    at = printed[: joint.end()].count(" ") if joint else 0
    named = takewhile(lambda word: word in _COUNTED or word[:1].isdigit() or word in NUMBERS, words[at:])
    counted = at + sum(1 for _ in named)
    others = words[counted : counted + 1]
    exchanged = others and others[0] in EXTENDING | UNITS.keys() and EXTENDING & set(words[:at])
    return range(at if exchanged else 0, len(words))


def is_about_extending(words: list[str]) -> bool:
    """Whether a sentence speaks of an option or extension of a contract, not of a building or a deadline."""
    known = set(words)
    if is_of_something_else(words) or not known & EXTENDING:
        return False
    if not known & (EXTEND | _RENEW) and any(
        words[at : at + 2] == ["option", "to"] and words[at + 2 : at + 3] and words[at + 2].isalpha()
        for at in range(len(words))
    ):
        return bool(known & _GO_ON)
    if known & EXTEND or known & {"optional", "optionally", "ote", "renewable"}:
        return True
    if known & _RENEW and known & {"potential", "possible", "may", "option", "options", "automatically", "further"}:
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
    limit = [word for word in words[at + 1 : at + 4] if word != "up"]
    if limit[:1] in (["to"], ["until"]) and limit[1:2] and limit[1].isdigit():
        return True  # 'with an option up to 30 April 2029'
    if {"exercise", "exercised", "exercising"} & set(words[at + 1 : at + 5]):
        return True
    if following in _OF_TIME and {"further", "additional", "more", "another"} & set(words[at + 1 : at + 5]):
        return True
    return following in _OF_TIME and not UNITS.keys().isdisjoint(words[at + 1 : at + 8])


def says_that_options_exist(words: list[str]) -> bool:
    """Whether a sentence that gives no length still says that the contract can be extended."""
    known = set(words)
    rolls = [at for at, word in enumerate(words) if word in ROLLING]
    alone = sum(map(str.isalpha, words)) <= 2
    if rolls and (alone or known & CONTRACT or not _THEN.isdisjoint(words[rolls[0] - 1 : rolls[0] + 2])):
        return True  # 'to D, then rolling', 'Expired D. Holding over.'
    if any(_goes_on(words[at + 1 : at + 4]) for at, word in enumerate(words) if word in _ROOM):
        return True
    if known & MORE and known & PERIODS and not known & UNITS.keys():
        return True
    if is_of_something_else(words) or not known & EXTENDING:
        return False
    if known & EXTEND or any(word in _EXCLUDING and after in EXTENDING for word, after in pairwise(words)):
        return True
    if known & _RENEW and known & _EACH_YEAR and known & CONTRACT:
        return True
    if known & _RENEW:
        return not known & {"expiry", "end"} and bool(
            known
            & {
                "renewable",
                "options",
                "available",
                "subject",
                "possible",
                "may",
                "option",
                "optional",
                "can",
                "could",
                "potential",
                "renewing",
                "renews",
                "auto",
                "automatically",
            }
        )
    at = next(place for place, word in enumerate(words) if word in OPTION)
    if "optional" in known or "ote" in known:
        return bool(known & (CONTRACT | PERIODS | UNITS.keys()))
    return _is_option_of_time(words, at) or bool(
        {"exercise", "exercised", "taken", "used", "with", "plus", "+"} & set(words[max(0, at - 3) : at + 5])
    )


def _goes_on(words: list[str]) -> bool:
    """'scope to continue', 'potential to run on to'."""
    return words[:2] == ["to", "continue"] or (words[:2] == ["to", "run"] and words[2:] in _ON)


def is_only_an_occasion(words: list[str]) -> bool:
    """'On expiry' and no more: something happens then, and it is not said what."""
    return bool(words) and words[0] in ("on", "upon", "at") and "expiry" in words and set(words) <= _OCCASION


def says_one_more(words: list[str]) -> bool:
    """'A second is available.': one more of what was said before, whatever that was."""
    known = set(words)
    return (
        bool(known & {"second", "third", "another", "other", "final", "last"})
        and "available" in known
        and not known & EXTENDING
        and len(words) <= _SHORT
    )


def caps_each(words: list[str]) -> bool:
    """'no extension to be longer than 12 months': how many there are stands elsewhere."""
    places = (at for at, word in enumerate(words) if word == "no" and words[at + 1 : at + 2] == ["extension"])
    return any({"longer", "exceed", "greater"} & set(words[at + 2 : at + 6]) for at in places)


def says_none(words: list[str]) -> bool:
    """Whether a sentence denies that there is anything left to extend."""
    if EXTENDING.isdisjoint(words):
        return False
    for at, word in enumerate(words):
        if word in EXTENDING and _NONE_LEFT.intersection(words[max(0, at - 5) : at]):
            near = words[max(0, at - 5) : at]
            if "but" in near:
                continue  # 'not to tender but to extend'
            if any(near[place : place + 2] == ["no", "."] for place in range(len(near))):
                continue  # 'No. of extensions: 2'
            if caps_each(words) or _UNUSED.search(" ".join(words[max(0, at - 5) :])):
                continue
            if ("if", "no") in pairwise(near) and (words[0] == "if" or state_of(words) == "permitted"):
                continue  # 'D if no extension is used'
            if "without" in near and {"end", "date", "expiry"} & set(words[max(0, at - 6) : at]):
                continue
            if (
                not {"later", "more", "exceed", "exceeding", "less", "yet", "obligation", "obliged"} & set(near)
                and "guaranteed" not in near
            ):
                return True
    if says_declined(words) or ("none", "left") in pairwise(words) or ("none", "remaining") in pairwise(words):
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
            return not any(word.isdigit() for word in words[at + 1 : at + 6])
    if {"all", "both", "fully"} & set(words) and EXTENDING.intersection(words):
        return state_of(words) == "exercised"
    return False


def is_only_a_use(words: list[str]) -> bool:
    """'Taken.', 'Both have been used.', 'First exercised': of the options before, with nothing else said."""
    return not set(words) - USED - _OF_USE and not USED.isdisjoint(words)


def says_unused(words: list[str]) -> bool:
    """'Extension used: No', 'Extensions taken: 0': what was said of the options stands."""
    said = [word for word in words if word.isalnum()]
    return (
        len(said) <= _SHORT
        and bool(EXTENDING & set(said))
        and said[-1] in _NONE_USED
        and any(is_deed(word) for word in said)
        and not _MODAL & set(said) - OPTION
    )


def says_declined(words: list[str]) -> bool:
    """Whether a sentence says that the options were not or will not be used, or are used up."""
    if not EXTENDING.intersection(words):
        return False
    if refuses(words):
        return True
    spent = "exhausted" in words and bool({"all", "both"} & set(words))
    return spent or (bool(_GONE & set(words)) and not _MODAL & set(words) - OPTION)
