"""Options that are not of time: to buy, to add lots, to award more services, optional modules.

They are taken out of the sentence before it is read, so that no length beside them becomes an extension. Only what
plainly is something else is taken out; any other option stays one, and what it is remains unknown.
"""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.lexicon import EXTEND, LETTER_OF, MORE, OPTION, PERIODS, UNITS, word_set

# Stands where the word 'option' stood. Nobody prints it; its letter is in the lexicon.
CHOICE = "option-of-things"

_DEEDS = word_set(
    "add adding award awarding purchase purchasing buy buying establish establishing procure procuring reprocure "
    "retender retendering tender tendering appoint appointing include including introduce introducing acquire "
    "acquiring hire order ordering install installing create creating expand expanding reduce reducing increase "
    "increasing decrease vary varying amend amending modify modifying change changing review reviewing negotiate "
    "invite inviting use using access accessing join joining reopen substitute replace replacing remove removing "
    "transfer assign "
    "recommission re-tender re-procure re-commission relet upgrade"
)
_ENDING = word_set("terminate terminating end ending break cancel cancelling withdraw exit")
_THINGS = word_set(
    "service services support module modules training item items lot lots product products equipment licence licences "
    "license licenses purchase purchases work works maintenance hour hours visit visits extras element elements "
    "feature features functionality goods questions requirements component components activities deliverables site "
    "upgrade upgrades hosting consultancy software hardware accessories workshop workshops webinar installation "
    "review reviews evaluation"
)
# What an option of time is of.
_TIME = PERIODS | UNITS.keys() | EXTEND | OPTION | word_set("duration length renewal renewals until annual annually")
_BETWEEN = MORE | word_set("a an the any up to on of in one or more each its our their further new other either for by")
_FARTHEST = 8


def choices(atoms: list[Atom], words: list[str]) -> list[int]:
    """The places of the words that speak of an option of something other than time."""
    return [at for at, word in enumerate(words) if word in OPTION and _is_choice(atoms, words, at)]


def _is_choice(atoms: list[Atom], words: list[str], at: int) -> bool:
    if words[at].startswith("optional"):
        return _is_thing(atoms, words, at + 1)
    verb = _verb_after(atoms, words, at)
    if verb is None:
        return _is_of_number(atoms, words, at + 1)
    if words[verb] in _ENDING:
        return True
    taking_on = words[verb : verb + 2] in (["take", "on"], ["taking", "on"])
    return (words[verb] in _DEEDS or taking_on) and not _is_of_time(atoms, words, verb + 1)


def _is_of_number(atoms: list[Atom], words: list[str], at: int) -> bool:
    """'the option of 4 more beds'."""
    numbered = words[at : at + 1] == ["of"] and [atom.kind for atom in atoms[at + 1 : at + 2]] == ["number"]
    thing = next((place for place in range(at + 2, len(words)) if words[place] not in MORE), at)
    named = numbered and thing > at and atoms[thing].kind == "word" and words[thing] not in _BETWEEN | _TIME
    return named and LETTER_OF.get(words[thing]) is None and not any(word in _TIME for word in words[thing : thing + 3])


def _is_thing(atoms: list[Atom], words: list[str], at: int) -> bool:
    """'optional additional modules'."""
    while at < len(words) and words[at] in MORE:
        at += 1
    if at < len(words) and words[at] == "" and atoms[at].word == "extended":
        return True  # 'optional extended warranty'
    if at >= len(words) or words[at] not in _THINGS:
        return False
    near = [] if words[at + 1 : at + 2] == ["in"] else words[at + 1 : at + 3]
    return not any(word in _TIME for word in near) and not _figure(atoms, at + 1)


def _verb_after(atoms: list[Atom], words: list[str], at: int) -> int | None:
    """The verb of 'option to buy', 'option for the council to buy', 'option of buying'."""
    place = at + 1
    if words[place : place + 1] == ["of"]:
        verb = place + 1
        return verb if words[verb : verb + 1] and words[verb].endswith("ing") else None
    if words[place : place + 1] == ["for"]:
        near = range(place + 1, min(place + 6, len(words)))
        place = next((step for step in near if words[step] == "to" or atoms[step].kind != "word"), place)
    if words[place : place + 1] != ["to"]:
        return None
    verb = place + 1
    while verb < len(words) and (words[verb].endswith("ly") or words[verb] in ("also", "then", "either")):
        verb += 1
    return verb if verb < len(words) and atoms[verb].kind == "word" else None


def _is_of_time(atoms: list[Atom], words: list[str], at: int) -> bool:
    """'to add a further 12 months', 'to vary the length of the contract', 'to review and extend'."""
    for place in range(at, min(at + _FARTHEST, len(words))):
        if atoms[place].kind in ("length", "step") or words[place] in _TIME:
            return True
        if atoms[place].kind == "number":
            continue
        if words[place] not in _BETWEEN:
            return words[place] in ("and", "contract") and any(word in _TIME for word in words[place : place + 4])
    return False


def _figure(atoms: list[Atom], at: int) -> bool:
    return at < len(atoms) and atoms[at].kind in ("length", "step")
