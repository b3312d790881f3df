"""Verbs that say how far a contract runs where others mean something else: 'extending to D', 'covers 3 years'."""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.lexicon import FILLERS, LETTER_OF, word_set

_REACHES, _ACROSS = word_set("extend extends extending extended"), word_set("across throughout")
_COVERS, _LET = word_set("cover covers covering"), word_set("award contract agreement framework")
_LISTS = word_set("list framework dps pdps panel")
_JOINS = word_set("join joined joining admitted applicants applications entrants entry")
_TAKEN_TOGETHER = _REACHES | _COVERS | {"in", "lasting", "as", "closes"}
_RUNS_TO = (["to"], ["until"], ["till"])


def say_how_far(atoms: list[Atom], words: list[str]) -> None:
    """Put plain words in their place: 'to run', 'until', 'ends'; and none where it is of space."""
    for at, word in enumerate(words):
        if word not in _TAKEN_TOGETHER:
            continue
        if word == "in" and words[at + 1 : at + 3] == ["place", "for"] and _is_date(atoms, at + 3):
            words[at : at + 3] = "commence", "", ""
        if word == "lasting" and _is_length(atoms, at + 1):
            words[at] = "running"
        if word in _COVERS and not _LET.isdisjoint(words[max(0, at - 3) : at]) and _is_length(atoms, at + 1):
            words[at] = "running"  # 'the award is to cover five years'
        if word == "closes" and _is_of_a_list(words, at) and "date" in [atom.kind for atom in atoms[at + 1 : at + 3]]:
            words[at] = "ends"
        if word == "as" and words[at + 1 : at + 3] == ["far", "as"] and _is_date(atoms, at + 3):
            words[at : at + 3] = "until", "", ""
        if word in _REACHES and _is_of_space(atoms, words, at):
            words[at] = ""
        if word == "extending" and words[at + 1 : at + 2] in _RUNS_TO and _after_start(atoms, words, at):
            words[at] = "running"


def _is_of_space(atoms: list[Atom], words: list[str], at: int) -> bool:
    """'extending to 14 homes', 'extended across the county'."""
    kinds = [atom.kind for atom in atoms[at + 2 : at + 4]]
    things = words[at + 1 : at + 2] == ["to"] and kinds == ["number", "word"] and LETTER_OF.get(words[at + 3]) is None
    return (things and words[at + 3] not in FILLERS) or bool(_ACROSS & set(words[at + 1 : at + 2]))


def _is_length(atoms: list[Atom], at: int) -> bool:
    return "length" in [atom.kind for atom in atoms[at : at + 2]]


def _is_date(atoms: list[Atom], at: int) -> bool:
    return at < len(atoms) and atoms[at].kind == "date"


def _after_start(atoms: list[Atom], words: list[str], at: int) -> bool:
    """'starts on D, extending until D': so far it runs."""
    day = at - 1 - (words[at - 1 : at] in ([","], ["and"]))
    if day < 0 or atoms[day].kind != "date":
        return False
    before = [LETTER_OF.get(word) for word in words[max(0, day - 6) : day]]
    return bool({"s", "g"} & set(before)) and not {"z", "l"} & set(before)


def _is_of_a_list(words: list[str], at: int) -> bool:
    """'providers may join until the framework closes on D': so far it runs. A tender that closes has bids only."""
    until = next((place for place in range(at - 1, max(-1, at - 7), -1) if words[place] in ("until", "till")), None)
    if until is None or _JOINS.isdisjoint(words[:until]):
        return False
    named = words[until + 1 : at]
    if named == ["it"]:
        return not _LISTS.isdisjoint(words[:until])
    return not _LISTS.isdisjoint(named[-1:]) and "waiting" not in named
