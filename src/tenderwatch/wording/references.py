"""Numbers that count nothing of a contract: votes, the numbers of rules and minutes, and those of a numbered list."""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.lexicon import FILLERS, LETTER_OF, UNITS, word_set

_VOTED = word_set("vote votes voted voting carried majority")
_VOTES = word_set("votes against abstention abstentions abstained")
_RULES = word_set(
    "rule rules cso csos cpr cprs clause clauses paragraph paragraphs para section sections regulation regulations "
    "article minute orders"
)
_PARTS = word_set("part parts order schedule schedules standing delegation delegations power powers item items")
_RANGES = word_set("to and & , -")
_COUNTING = word_set("x * ( / . - '")
_SHORT = 3
_ORDERS = word_set("first second third last next other these those year years")
_JOINED = [[mark] for mark in "+x(-/*"]
_PER = (["a"], ["each"], ["every"])
_NAMED = (["contract"], ["contracts"], ["agreement"], ["framework"])
_SEVERAL = (["contracts"], ["agreements"], ["frameworks"])
_ELSEWHERE = (["above"], ["below"], ["overleaf"])
_FIRST_YEAR = 10
_NEAR = 4
_MOST_CHOICES = 12


def reference_numbers(atoms: list[Atom], words: list[str]) -> list[int]:
    """The places of such numbers."""
    numbers = [at for at, atom in enumerate(atoms) if atom.kind == "number" and not atom.ordinal]
    named = [at for at in numbers if _is_vote(atoms, words, at) or _is_of_rule(atoms, words, at)]
    named += [at for at in numbers if at and atoms[at - 1].word == "option" and words[at - 1] == ""]
    named += _labels(atoms, words, numbers) + _paragraphs(atoms)
    named += [at for at, atom in enumerate(atoms) if atom.kind == "date" and _names_contract(atoms, words, at)]
    named += [at for at, atom in enumerate(atoms) if atom.kind == "length" and _is_rate(atoms, words, at)]
    named += [at for at in numbers if _points_elsewhere(words, at) or words[at + 1 : at + 2] in _SEVERAL]
    named += _financial_years(atoms, words, numbers)
    return named + _choices(atoms, words, numbers)


def _is_vote(atoms: list[Atom], words: list[str], at: int) -> bool:
    """'a vote of 9-0', '6 votes to 3', '2 against'."""
    if words[at + 1 : at + 2] and words[at + 1] in _VOTES:
        return True
    if words[max(0, at - 2) : at] == ["votes", "to"]:
        return True
    first = at - 2 if words[at - 1 : at] == ["-"] and at > 1 and atoms[at - 2].kind == "number" else at
    paired = first != at or (
        words[at + 1 : at + 2] == ["-"] and [atom.kind for atom in atoms[at + 2 : at + 3]] == ["number"]
    )
    return paired and bool(_VOTED & set(words[max(0, first - _NEAR) : first]))


def _is_of_rule(atoms: list[Atom], words: list[str], at: int) -> bool:
    """'CSO 10.02.1(b)', 'clause 4.2': a number with dots after the name of a rule."""
    first = at
    while first > 1 and words[first - 1] == "." and atoms[first - 2].kind == "number" and _touch(atoms, first):
        first -= 2
    dotted = first < at or (words[at + 1 : at + 2] == ["."] and at + 2 < len(atoms) and _touch(atoms, at + 2))
    if first > 1 and dotted and words[first - 1] in ("and", "or", ",", "&"):
        kind = atoms[first - 2].kind
        return kind == "other" or (kind == "number" and _is_of_rule(atoms, words, first - 2))  # 'rules 5.1 and 5.1.2'
    return first > 0 and (words[first - 1] in _RULES or (dotted and words[first - 1] in _PARTS))  # 'parts 3.1 and 3.2'


def _names_contract(atoms: list[Atom], words: list[str], at: int) -> bool:
    """'an extension of the 2023 contract': the year is its name."""
    when = atoms[at].when
    article = words[at - 1 : at] in (["the"], ["its"], ["their"], ["our"])
    return when is not None and when.precision == "year" and article and words[at + 1 : at + 2] in _NAMED


def _is_rate(atoms: list[Atom], words: list[str], at: int) -> bool:
    """'7 days per week', '365 days a year'."""
    length = atoms[at].length
    if length is None or not length.days:
        return False
    if [atom.kind for atom in atoms[at + 1 : at + 2]] == ["other"]:
        return True  # 'per week' is a rate to the tokens already
    return words[at + 1 : at + 2] in _PER and [atom.word in UNITS for atom in atoms[at + 2 : at + 3]] == [True]


def _points_elsewhere(words: list[str], at: int) -> bool:
    """'detailed in (1) above'."""
    return words[at - 1 : at] == ["("] and words[at + 1 : at + 2] == [")"] and words[at + 2 : at + 3] in _ELSEWHERE


def _financial_years(atoms: list[Atom], words: list[str], numbers: list[int]) -> list[int]:
    """'for years 28/29 29/30': each number is the one before it and one more."""
    places: list[int] = []
    for at in numbers:
        after = atoms[at + 2] if at + 2 < len(atoms) and words[at + 1] == "/" else None
        pair = after is not None and atoms[at].digits == after.digits == 2 and after.number == atoms[at].number + 1
        if pair and atoms[at].number >= _FIRST_YEAR and ("years" in words[max(0, at - 1) : at] or at - 1 in places):
            places += [at, at + 2]
    return places


def _paragraphs(atoms: list[Atom]) -> list[int]:
    """'2.1 That the contract': the number of a paragraph, where a line begins."""
    places: list[int] = []
    for at, atom in enumerate(atoms[:-1]):
        after_stop = at > 0 and atoms[at - 1].word == "." and atoms[at - 1].end < atom.start
        if atom.kind != "number" or not 0 < atom.digits < _SHORT or not (atom.fresh or at == 0 or after_stop):
            continue
        after = at + 1
        if atoms[after].word == ")" and at + 2 < len(atoms) and atoms[at + 2].kind == "word":
            places.append(at)  # '2) an extension be agreed'
        if atoms[after].word == "/" and _is_of_year(atoms[after + 1 :]):
            places += [at, after + 1]  # '57/2027 The Cabinet agreed': the number of a minute
        while after + 1 < len(atoms) and atoms[after].word == "." and atoms[after].start == atoms[after - 1].end:
            after += 1 + (atoms[after + 1].kind == "number" and atoms[after + 1].start == atoms[after].end)
        if after > at + 1 + after_stop and after < len(atoms) and atoms[after].kind == "word":
            places += [place for place in range(at, after) if atoms[place].kind == "number"]
    return places


def _is_of_year(atoms: list[Atom]) -> bool:
    """'/2027 The Cabinet agreed'."""
    return len(atoms) > 1 and (atoms[0].kind == "date" or atoms[0].digits == 4) and atoms[1].kind == "word"


def _labels(atoms: list[Atom], words: list[str], numbers: list[int]) -> list[int]:
    """'Localities 1 to 4', 'homes 2 and 3': numbers after a word that is not known here, and no count of anything."""
    places: list[int] = []
    for at in numbers:
        before = at - 2 if words[at - 1 : at] and words[at - 1] in _RANGES else at
        goes_on = before != at and before in places
        name = words[at - 1] if at else ""
        if name in ("from", "to") and at > 1:
            name = words[at - 2]  # 'the number of beds from 12 to 18'
        named = at > 0 and atoms[at - 1].kind == "word" and len(name) > _SHORT and _is_unknown(name)
        following = atoms[at + 1] if at + 1 < len(atoms) else None
        counts = following is not None and (
            following.kind in ("length", "step", "number", "date")
            or LETTER_OF.get(following.word, "&") not in "&2y%gs,"
            or following.word in _COUNTING
            or following.word in UNITS
        )
        if atoms[at].digits and (goes_on or named) and not counts:
            places.append(at)
    return places


def _is_unknown(word: str) -> bool:
    return word not in _ORDERS and word not in LETTER_OF and word not in FILLERS and word not in UNITS


def _touch(atoms: list[Atom], at: int) -> bool:
    return atoms[at - 2].end == atoms[at - 1].start and atoms[at - 1].end == atoms[at].start


def _choices(atoms: list[Atom], words: list[str], numbers: list[int]) -> list[int]:
    """'1. Allow it to end 2. Extend it': numbers in order, each before a mark and a word; at least two.

    'Options:' before them is a heading of choices.
    """
    places: list[int] = []
    for at in numbers:
        marked = at + 2 < len(atoms) and words[at + 1] in (".", ")") and atoms[at + 2].kind == "word"
        alone = words[at - 1 : at] not in _JOINED and (not at or atoms[at - 1].kind != "number")
        if (
            marked
            and alone
            and atoms[at].number == len(places) + 1 <= _MOST_CHOICES
            and atoms[at].end == atoms[at + 1].start
        ):
            places.append(at)
    if len(places) < 2:
        return []
    heading = range(max(0, places[0] - _NEAR), places[0]) if words[places[0] - 1] == ":" else range(0)
    return places + [at for at in heading if words[at] in ("option", "options")]
