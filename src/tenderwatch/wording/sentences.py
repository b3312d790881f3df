"""Where sentences end."""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.deeds import is_deed
from tenderwatch.wording.lexicon import EXTENSION_NOUNS, ORDER, UNITS, word_set

ABBREVIATIONS = word_set("no nr approx inc incl excl ie eg etc max min yrs yr mths ext exts exp avail opt poss x est")
_ENDS = frozenset({"•", ";", "|", "while", "whereas", "whilst"})
_JOINING = frozenset({",", "and"})
_MAY_END = _ENDS | _JOINING | {".", "/"}
_LONGEST = 400  # atoms: no sentence of a notice is so long, and reading one takes the square of its length


def split(atoms: list[Atom], text: str) -> list[tuple[int, int]]:
    """The sentences, as ranges of atoms: they end at a full stop, a semicolon, a bullet, or with a line, and
    are cut when too long."""
    bounds: list[tuple[int, int]] = []
    first = 0
    for at, atom in enumerate(atoms):
        if at > first and ((atom.fresh and _new_line(atoms, at, text)) or at - first >= _LONGEST):
            bounds.append((first, at))
            first = at
        if atom.word not in _MAY_END:
            continue
        if (
            atom.word in _ENDS
            or (atom.word == "." and _full_stop(atoms, at, text))
            or (atom.word == "/" and atom.kind == "mark" and _spaced(atom, text) and not _spans(atoms, at))
            or (atom.word in _JOINING and (_next_of_list(atoms, first, at) or _next_lot(atoms, first, at, text)))
        ):
            bounds.append((first, at + 1))
            first = at + 1
    if first < len(atoms):
        bounds.append((first, len(atoms)))
    return bounds


def _next_of_list(atoms: list[Atom], first: int, at: int) -> bool:
    """'1st extension to D (taken), 2nd extension to D': what is said of one of them is not said of the next."""
    number = _number_of(atoms[at + 1 : at + 4])
    if number > 1 and number == _number_of(atoms[first:at][:4]) + 1:
        return any(is_deed(atom.word) for atom in atoms[first:at])
    kinds = [atom.kind if atom.kind != "mark" else atom.word for atom in atoms[at + 1 : at + 4]]
    listed = kinds[:1] == ["length"] or kinds == ["date", "-", "date"]  # 'D - D (taken), D - D'
    return listed and atoms[at - 1].word == ")" and is_deed(atoms[at - 2].word)


def _next_lot(atoms: list[Atom], first: int, at: int, text: str) -> bool:
    """'Lot 1: 3 years with an option of 1 year, Lot 2: 4 years': each has terms of its own."""
    named = at + 1 < len(atoms) and atoms[at + 1].kind == "other" and text[atoms[at + 1].start :][:3].lower() == "lot"
    return named and all("length" in [atom.kind for atom in part] for part in (atoms[first:at], atoms[at + 2 : at + 8]))


def _number_of(atoms: list[Atom]) -> int:
    """The number in 'Extension 2', '2nd ext' or 'the second 12 month option'; 0 where these atoms have none."""
    atoms = [atom for atom in atoms if atom.word != "the" and atom.kind != "length"]
    words = [atom.word for atom in atoms[:2]]
    if len(words) < 2 or EXTENSION_NOUNS.isdisjoint(words):
        return 0
    if words[0] in EXTENSION_NOUNS:
        return atoms[1].number
    return ORDER.index(words[0]) + 1 if words[0] in ORDER else atoms[0].number if atoms[0].ordinal else 0


def _spans(atoms: list[Atom], at: int) -> bool:
    """'01-Apr-2026 / 31-Mar-2029' is from one to the other, '3+2 / 3+1+1' one or the other."""
    return [atom.kind for atom in atoms[max(0, at - 1) : at + 2 : 2]] in (["date", "date"], ["number", "number"])


def _spaced(atom: Atom, text: str) -> bool:
    return text[atom.start - 1 : atom.start].isspace() and text[atom.end : atom.end + 1].isspace()


def _new_line(atoms: list[Atom], at: int, text: str) -> bool:
    atom, before = atoms[at], atoms[at - 1]
    if before.word in (":", ",", "-", "+", "and", "or", "of", "to", "the", "for"):
        return False
    labelled = any(following.word == ":" for following in atoms[at : at + 5])
    return labelled or not text[atom.start].islower()


def _full_stop(atoms: list[Atom], at: int, text: str) -> bool:
    if at + 1 == len(atoms):
        return True
    following = atoms[at + 1]
    before = atoms[at - 1].word if at else ""
    labelled = following.kind == "word" and ":" in [atom.word for atom in atoms[at + 1 : at + 4]]
    if labelled and before in UNITS:
        return True
    if before in ABBREVIATIONS or (len(before) == 1 and before.isalpha()):
        return False
    return following.start > atoms[at].end or text[following.start].isupper()
