"""The words of who decides what, as letters: what asks, grants, uses or refuses an extension, and what extends.

Words become letters, as in `roles`; phrases that come to one thing ('received approval', 'used her powers') become one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.lexicon import CONTRACT, UNITS, word_set
from tenderwatch.wording.tokens import NUMBERS

_LETTERS = {
    "e": "extend lengthen extends extending renew renews renewing prolong",
    "E": "extended extd prolonged lengthened",
    "n": "extension extensions renewal renewals ext exts extn extns",
    "o": "option options optional extendable extendible renewable ote",
    "R": "right ability provision scope possibility opportunity chance discretion facility",
    "q": "propose proposes proposed proposing seek seeks seeking sought requests requested requesting recommend "
    "recommends recommended recommending ask asked asks asking invited considered consider considering consideration "
    "agreeing negotiating negotiate negotiations progressing intend intends intended plan plans planned planning "
    "minded wishes",
    "Q": "proposal request recommendation recommendations intention",
    "r": "approved agreed resolved authorised decided decision confirmed granted approves agrees",
    "p": "approve agree authorise",
    "A": "permission approval",
    "g": "given obtained received secured gained",
    "u": "used exercised invoked utilised activated triggered taken enacted actioned undertaken implemented",
    "U": "exercise exercises exercising use uses using utilise utilises utilising invoke invokes invoking activate "
    "activates take takes taking enact enacts enacting trigger triggers",
    "M": "implement",
    "m": "may can could might possible possibly potential potentially once must able permitted permit permits allow "
    "allows allowed entitled mutually whether or any if where unless assuming should would automatically",
    "h": "has have having had was were been being is are now hereby already recently previously currently",
    "b": "be",
    "w": "will",
    "2": "to",
    "x": "no not nil none cannot never neither nor without",
    "a": "award awarded procure let tender commission",
    "%": "with plus + including",
    "s": "subject depending dependent conditional",
    "v": "varied amended modified",
    "V": "variation modification change",
    "S": "signed executed sealed",
    "P": "principle",
    "t": "start starts started commence commences begin begins run runs last lasts",
    "N": "notice notify",
    "Y": "power powers authority",
    "B": "both all",
    "L": "delegate delegated delegation",
    "y": "yet",
    ",": ", ; ( ) but",
}  # fmt: skip
LETTER_OF = {word: letter for letter, words in _LETTERS.items() for word in words.split()}
EXTENDING_WORDS = word_set(
    "extend extends extending extended extd extension extensions extendable extendible ext extn extns"
)
USED = word_set(_LETTERS["u"])
_EXTENDED_TO = (
    word_set(
        "to until till for by from under again twice three once via using through the it its this these them those "
        "both our rolling step"
    )
    | UNITS.keys()
)
_IN_USE = EXTENDING_WORDS | {"option", "optional"}
ALLOWED = word_set("permitted possible potential available allowed optional")
_WHICH = word_set("its the an a and first second third final last current")
# After 'decision': it is still to come.
_NOT_YET = word_set("required due needed by pending expected date point outstanding awaited deadline must before on")
_DUE, _FOR_INFORMATION = (("due",), ("expected",), ("not",)), word_set("note record receive")
_PUT_OFF, _PUT_OFF_ITEMS = word_set("deferred postponed withdrew"), word_set("decision proposal report request item")
_NEW = CONTRACT | {"new", "service", "services", "start", "end"}
_ADDED = UNITS.keys() | word_set(
    "option optional extension extensions options possible possibility potential scope provision provisions ability "
    "right further additional"
)
_GIVEN = re.compile(r"(?:is|was|has been|be)(?: \w+ly| now)? (?:given|obtained|secured)(?: to)?")
_FIRST = {"to": "D", "that": "T", "used": "u", "following": "f", "after": "f"}
_BE_OF_ANOTHER = word_set("to would will shall should may might can could must not cannot")
# Before a 'that' that goes on with what was resolved before it.
_GOES_ON = word_set(", and ; ( )")
_RUNS_NOW = word_set("existing current present interim")
_LONGEST_LABEL = 3
DEEDS = frozenset("eEFnoBuU")
_IN_PHRASES = frozenset("AgQuYNLn")
_SAID = frozenset("qrpuUwEFIHVbADTM")
# Phrases and the letter they come to; the deeds within them stay.
_PHRASES = tuple((re.compile(row), letter) for row, letter in (
    (r"^(?:[Tr][^bxmQ]{0,9})?Ab[gr](?!,s)", "r"),
    (r"rQ|rAb[gr]|(?<!b)A[^b,xqQ]{0,6}[gr]|(?<!L)Y2[^bxqQm]{1,10}h+g|(?<![xy])g[^,x]?A", "r"),
    (r"[AQ]", "q"),
    (r"n(?=o)", ""),
    (r"u[^,]?Y|Yh*u", "r"),
    (r"N[^,]{0,4}q", ""),
    (r"LY2|YbL2|L2[^,]?Y2|LYb[gr]2|L2[^,]?2", "m"),
))  # fmt: skip


class Row(NamedTuple):
    """The letters of a sentence, and the place of the word that each stands for."""

    letters: str
    places: tuple[int, ...]

    def between(self, first: int, last: int) -> str:
        """The letters of these words."""
        return "".join(letter for letter, at in zip(self.letters, self.places, strict=True) if first <= at < last)


@lru_cache(maxsize=64)
def row_of(words: tuple[str, ...]) -> Row:
    """The letters of the words that have one; figures that stand together are one."""
    letters: list[str] = []
    places: list[int] = []
    label = _label(words)
    said = words[label:]
    if _is_order(said):
        letters, places = ["D"], [label]
    for at, word in enumerate(said):
        letter = _letter(said, at, word)
        if letter and not (letter == "." and letters[-1:] == ["."]):
            letters.append(letter)
            places.append(at + label)
    for phrase, letter in _PHRASES if not _IN_PHRASES.isdisjoint(letters) else ():
        for match in reversed(list(phrase.finditer("".join(letters)))):
            first, last = match.span()
            kept = [k for k in range(first, last) if letters[k] in DEEDS - {"u"} and match[0] != "n"]
            places[first:last] = [places[first]] * bool(letter) + [places[k] for k in kept]
            letters[first:last] = [letter] * bool(letter) + [letters[k] for k in kept]
    return Row("".join(letters), tuple(places))


def _is_order(words: tuple[str, ...]) -> bool:
    """'Extend the existing contract' is to be done, as 'to extend' is."""
    return words[:1] == ("extend",) and not _RUNS_NOW.isdisjoint(words[1:3])


def _is_counted(before: tuple[str, ...]) -> bool:
    return bool(before) and (before[0][:1].isdigit() or before[0] in NUMBERS)


def _is_subjunctive(words: tuple[str, ...]) -> bool:
    place = words.index("be") if "be" in words else 0
    return place > 0 and words[place - 1] not in _BE_OF_ANOTHER


def _to_comma(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[: words.index(",")] if "," in words else words


def _is_said(before: tuple[str, ...]) -> bool:
    """'The report suggests that it be extended', 'option 2: that it be extended': nobody has decided it."""
    return before[-1] not in _GOES_ON and not any(word == "#" or LETTER_OF.get(word, "-") in "rqQp" for word in before)


def _label(words: tuple[str, ...]) -> int:
    """How many words label a sentence: '(2)', 'b)'."""
    blank = next((at for at, word in enumerate(words) if word), 0)  # what is read as a label has no words
    if words[blank : blank + 1] == ("(",) and words[blank + 2 : blank + 3] == (")",):
        return blank + 3
    return blank + 2 if words[blank + 1 : blank + 2] == (")",) and len(words[blank]) <= _LONGEST_LABEL else blank


def _letter(words: tuple[str, ...], at: int, word: str) -> str:
    """The letter of a word, as the words around it let it mean."""
    if at == 0 and word == "to" and words[1:2] and words[1] in _FOR_INFORMATION:
        return ""
    counted = words[at + 1 : at + 2] in (("a",), ("an",), ("one",), ("two",))
    if word in _FIRST and (at == 0 or (word == "following" and (words[at - 1] in (",", "and") or counted))):
        return (
            "" if word in ("following", "after") and words[at + 1 : at + 2] in (("the",), ("this",)) else _FIRST[word]
        )
    letter, near = LETTER_OF.get(word, ""), words[at + 1 : at + 6]
    if letter == "2" and near[:1] and near[0] not in LETTER_OF and _is_subjunctive(_to_comma(words[at + 2 : at + 10])):
        return ""  # 'the contract to provide meals be extended': not 'to be extended'
    following = near[0] if near else ""
    if not letter:
        if word == "that" and _is_subjunctive(words[at + 1 : at + 15]):
            return "q" if _is_said(words[max(0, at - 8) : at]) else ""
        if word in ("in", "under") and words[at - 1 : at] != ("built",) and _IN_USE & set(near):
            noun = next(place for place, name in enumerate(near) if name in _IN_USE)
            return "I" if set(near[:noun]) <= _WHICH | ALLOWED else ""
        if word == "this" and near[:2] == ("is", "the") and near[3:4] == ("of",):
            return "I"  # 'this is the last of three extensions'
        if word in ("this", "current") and following in EXTENDING_WORDS | {"contract"}:
            return "H"
        if word in ("force", "use") and words[at - 1 : at] == ("in",):
            return "" if _IN_USE.isdisjoint(words[:at]) else "u"
        if word in _PUT_OFF and not _PUT_OFF_ITEMS.isdisjoint(near):
            return "x"  # 'deferred the decision to extend'
        if word == "against" and LETTER_OF.get(following) in ("e", "U"):
            return "x"  # 'decided against extending'
        if word == "agreement" and _GIVEN.fullmatch(" ".join(near[:3]).removesuffix(" to")):
            return "A"
        before = words[max(0, at - 2) : at]
        if word == "renewed" and before[-1:] in (("been",), ("was",), ("were",), ("be",)) and before != ("to", "be"):
            return "F"
        return "." if word[:1].isdigit() or word in UNITS else ""
    if (
        letter == "x"
        and "but" in near
        and DEEDS.isdisjoint(LETTER_OF.get(word, "") for word in near[: near.index("but")])
    ):
        return ""  # 'not to tender but to extend'
    if word == "extending" and words[at - 1 : at] in (("is",), ("are",)):
        return "F"
    counted = _is_counted(words[at - 1 : at]) or words[at - 1 : at + 1] == ("of", "permitted")
    if counted and word in ALLOWED and EXTENDING_WORDS & set(near) and "to" not in near:
        return ""  # 'the second of three permitted extensions', '36 months of permitted extension'
    if letter == "N" and following == ":":
        return ""  # the heading of a notice
    if letter == "p" and words[at - 1 : at] == ("i",):
        return "r"
    if word == "decision" and {"required", "needed"} & set(near[:2]) and "to" in near[:3]:
        return "q"
    if word == "decision" and near[:2] == ("to", "be"):
        return "q"
    if word == "decision" and words[at - 1 : at] == ("(",) and near[:1] in _DUE:
        return "q"  # 'Extension of contract (decision due D)'
    if word == "decision":
        return "" if _NOT_YET & set(near[:3]) and following not in ("taken", "made") else letter
    if word == "planning":
        return letter if following == "to" else ""
    if word == "proposed" and following in _NEW and not EXTENDING_WORDS & set(near[:3]):
        return ""
    if word == "with" and _ADDED.isdisjoint(near):
        return ""  # 'in consultation with the Cabinet Member'
    if word == "authorised" and following == "to":
        return "m"  # left to somebody: not decided
    if letter == "E" and (following in _EXTENDED_TO or following[:1].isdigit()):
        vague = near[1:2] == ("any",) or near[:2] in (("to", ":"), ("until", ":")) or "thereafter" in near
        return letter if vague else "F"
    return letter


def decides(word: str) -> bool:
    """Whether a word says that something was asked for, decided or used."""
    return LETTER_OF.get(word, ".") in _SAID


def is_deed(word: str) -> bool:
    """Whether a word says that something was decided or used."""
    return LETTER_OF.get(word) in ("u", "r", "g")
