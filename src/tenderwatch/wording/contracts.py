"""Which contract a part of a text is of: the one that runs now, one in between, or the next one.

A decision to extend a contract often says what will follow it, and the award of a new one what it replaces. Their
terms stand side by side and are never added up: the text is read as that of one contract, and what it says of the
other is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise, takewhile
from typing import Literal

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording import mood, speaking
from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.lexicon import CONTRACT, EXTEND, EXTENDING, word_set, words_of

# 'tender': the next one, if the text gives its length at all.
Owner = Literal["", "old", "interim", "next", "tender"]

_ADJECTIVES: dict[str, Owner] = {
    **dict.fromkeys(word_set("existing current currently present previous old incumbent expired expiring"), "old"),
    **dict.fromkeys(word_set("interim bridging temporary transition transitional emergency"), "interim"),
    **dict.fromkeys(word_set("new replacement successor proposed"), "next"),
}
_LET = CONTRACT | word_set("service services provision commission one ones arrangements")
_BY_WHOM = word_set("provider providers supplier suppliers")
_ALONE = word_set("successor replacement")
_REPLACING = word_set("replace replaces replacing")
_AGAIN = word_set("retendered reprocured recommissioned relet re-tendered re-procured re-commissioned re-let")
_LET_AGAIN = word_set("retender reprocure recommission re-tender re-procure re-commission re-let")
_TENDERS = word_set("tender tenders retender procurement")
_PLANS = word_set("plan plans intend intends propose proposes will would")
_AWARDS = word_set("award awarding awarded let letting procure procuring procurement tender tendering enter")
_TURNS = _AGAIN | _LET_AGAIN | _TENDERS | _AWARDS | {word for word, owner in _ADJECTIVES.items() if owner != "old"}
_LETTING = word_set("award procure tender recommission")
_ARTICLES = word_set("a an of the")
_NAMES = _AGAIN | _LET_AGAIN | _ALONE | _TENDERS | _ADJECTIVES.keys() | _REPLACING | _ARTICLES
_NO_PART = word_set("a an the its their of for to by with in , . ( ) and or be is are was will model period extension")
_JOINTS = word_set(", ( and but while whilst pending after before until when to enable allow so following as ahead")
_FIGURES = frozenset({"date", "length", "step", "number"})
_GOES_ON = word_set("will shall is are was has")
_HANDING_OVER = word_set("mobilisation handover transfer implementation")
_GIVES_WAY = word_set("replaced superseded succeeded")
_ASIDES = word_set("which ending expiring concluding finishing")
_NOT = {("rather", "than"), ("instead", "of"), ("not", "to")}
_ENDING, _HAS_A_TERM = words_of("z"), words_of("sSitw") | {"will"}
_MAY = words_of("moO")
_PRONOUNS = word_set("it this its these they which")
_FARTHEST, _NEAR = 6, 3


class Part(NamedTuple):
    """Atoms from `first` to before `last`, and the contract they are of; empty where they name none."""

    first: int
    last: int
    of: Owner


def parts_of_one(atoms: list[Atom], words: list[str], bounds: list[tuple[int, int]]) -> tuple[list[Part], set[int]]:
    """The sentences, cut where they turn to another contract, and which of them are of one that is passed over.

    They stay whole where the text is of one contract only.
    """
    whole = [Part(first, last, "") for first, last in bounds]
    if _TURNS.isdisjoint(words):
        return whole, set()
    parts = [part for bound in bounds for part in _cut(atoms, words, *bound)]
    parts = [part._replace(of="tender") if not part.of and _lets(words, part) else part for part in parts]
    terms = any(part.of != "old" and _has(("length",), atoms, part) for part in parts)
    parts = [part._replace(of="next" if terms else "") if part.of == "tender" else part for part in parts]
    parts = _carried(parts, words)
    dropped = _other(atoms, words, parts)
    return (parts, dropped) if dropped else (whole, set())


def _named(words: list[str], first: int, last: int) -> Iterator[tuple[int, Owner]]:
    """Where a contract is named: 'the current contract', 'a new four year agreement', 'its successor'."""
    around: Owner = ""
    now: Owner = ""
    aside = False
    for at in range(first, last):
        owner = _owner_at(words, at, max(first, at - _FARTHEST), last) if words[at] in _NAMES else ""
        following = words[at + 1] if at + 1 < last else ""
        if not owner and now == "old" and words[at] in ("and", ",") and (aside or following in _GOES_ON):
            owner = around  # 'will replace the current one, ending on D, and will be', '..., which ends on D, for'
        aside = not owner and (aside or (words[at] == "," and following in _ASIDES))
        if owner == "old" and now and words[at - 2] == "with":
            owner = ""  # 'an interim contract with the existing supplier'
        if owner:
            around, now = now, owner
            yield at, owner


def _owner_at(words: list[str], at: int, since: int, last: int) -> Owner:
    word, before = words[at], words[since:at]
    if word in _AGAIN:
        return "next"
    if not _HANDING_OVER.isdisjoint(before[-3:]):
        return ""  # 'mobilisation of the successor provider will take 24 weeks'
    if (word in _LET_AGAIN and before[-1:] == ["to"]) or (word in _ALONE and _is_for_old(words[at + 1 : last])):
        return "next"
    if word in _TENDERS and not _PLANS.isdisjoint([*before, *words[at + 1 : at + 2]]):
        return "tender"
    name = words[at + 1 : min(at + _FARTHEST, last)]
    owner = _ADJECTIVES.get(word, "old" if word in _REPLACING else "")
    lets = word in _ARTICLES and not _AWARDS.isdisjoint(before[-3:])
    if lets and (word, before[-1:]) != ("the", ["let"]) and _ADJECTIVES.keys().isdisjoint(name):
        owner = "next"
    by_whom = owner == "next" and before[-1:] != ["to"] if owner != "old" else before[-2:-1] == ["with"]
    nouns = _LET | _BY_WHOM if by_whom else _LET
    noun = next((place for place, word in enumerate(name) if word in nouns), len(name))
    if word in _REPLACING:
        return owner if noun < _NEAR else ""
    named = noun < len(name) and _NO_PART.isdisjoint(name[:noun]) and name[noun + 1 :][:1] != ["model"]
    return owner if named or (word in _ALONE and noun == len(name)) else ""


def _is_for_old(words: list[str]) -> bool:
    """'a replacement for the current contract'."""
    return words[:1] in (["for"], ["of"], ["to"]) and "old" in [_ADJECTIVES.get(word) for word in words[1:3]]


def _cut(atoms: list[Atom], words: list[str], first: int, last: int) -> Iterator[Part]:
    """One sentence, cut before each name of another contract."""
    owner: Owner = ""
    begin = name = first
    for at, other in _named(words, first, last):
        before = at - 2 if atoms[at - 1].kind == "length" and at - 2 > name else at  # 'a 12 month interim contract'
        of_it = not owner and other != "next" and not {"of", "to", "under"}.isdisjoint(words[max(first, at - 2) : at])
        turns = owner or _has(_FIGURES, atoms, Part(begin, before, ""))
        turns = turns or (other != "old" and not EXTENDING.isdisjoint(words[begin:at]))
        if other != owner and turns and not of_it:
            back = before
            while back > name + 1 and atoms[back - 1].kind in ("word", "mark"):
                back -= 1
            gives_way = other == "next" and not _GIVES_WAY.isdisjoint(words[back:at])
            joints = (place for place in range(back, before) if words[place] in _JOINTS and not gives_way)
            joint = next(joints, before)
            yield Part(begin, joint, "old" if gives_way else owner)
            begin = joint
        owner, name = other, at
    yield Part(begin, last, owner)


def _has(kinds: Collection[str], atoms: list[Atom], part: Part) -> bool:
    return any(atom.kind in kinds for atom in atoms[part.first : part.last])


def _carried(parts: list[Part], words: list[str]) -> list[Part]:
    """With the contract of the part before where a sentence only points to it: 'It may be extended'."""
    carried = parts[:1]
    for part in parts[1:]:
        same = carried[-1].of
        if words[part.first] == "the" and not CONTRACT.isdisjoint(words[part.first + 1 : part.first + 2]):
            same = next((before.of for before in reversed(carried) if before.of in ("next", "interim")), "")
        elif words[part.first] not in _PRONOUNS:
            same = ""
        carried.append(part if part.of else part._replace(of=same))
    return carried


def _other(atoms: list[Atom], words: list[str], parts: list[Part]) -> set[int]:
    """The places of the parts that are of another contract than the text is read as."""
    figured = [place for place, part in enumerate(parts) if _has(_FIGURES, atoms, part)]
    let = [place for place in figured if parts[place].of in ("next", "interim")]
    if not let:
        return set()
    for place in range(let[0] if any(_has(("length",), atoms, parts[place]) for place in let) else 0):
        if not parts[place].of and _ends(atoms, words, parts[place]):
            parts[place] = parts[place]._replace(of="old")
    extended = [place for place in figured if parts[place].of in ("", "old") and _is_extended(words, parts[place])]
    not_let = len(let) < len(figured) and any(_is_not_let(words, parts[place]) for place in let)
    if not_let or (extended and extended[0] < let[0]):
        after = {place for place in figured if place > let[0] and not parts[place].of}
        of_it = {place for place in after if "extension" in words[parts[place].first : parts[place].first + _NEAR]}
        return {place for place, part in enumerate(parts) if part.of in ("next", "interim")} | (after - of_it)
    lengths = (place for place in let if _has(("length",), atoms, parts[place]))
    of = parts[next(lengths, let[0])].of
    passed = {place for place, part in enumerate(parts) if part.of not in ("", of)}
    stated = {*figured, *(at for at in passed if speaking.says_none(words[parts[at].first : parts[at].last]))}
    return passed | {place for place in extended if parts[place].of == ""} if passed & stated else set()


def _is_not_let(words: list[str], part: Part) -> bool:
    """'rather than let a new contract of three years'."""
    before = takewhile(lambda word: word not in CONTRACT, words[part.first : part.last])
    return any(pair in _NOT for pair in pairwise(before))


def _is_extended(words: list[str], part: Part) -> bool:
    said = words[part.first : part.last]
    asked = mood.state_of(said) != "permitted" or (part.of == "old" and _MAY.isdisjoint(said))
    return asked and not EXTENDING.isdisjoint(said) and not speaking.says_none(said)


def _lets(words: list[str], part: Part) -> bool:
    """'Approval for award: cleaning, 3 years, from D'."""
    said = words[part.first : part.last]
    return not _LETTING.isdisjoint(said) and EXTEND.isdisjoint(said)


def _ends(atoms: list[Atom], words: list[str], part: Part) -> bool:
    """'The contract ends on D. A new contract': D is that of the one before, if nothing else is said of it."""
    said = set(words[part.first : part.last])
    return bool(CONTRACT & said and _ENDING & said) and not (_HAS_A_TERM & said or _has(("length",), atoms, part))
