"""Where sentences end."""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.lexicon import UNITS, word_set

ABBREVIATIONS = word_set("no nr approx inc incl excl ie eg etc max min yrs yr mths ext exts exp avail opt x est")
_ENDS = frozenset({"•", ";", "|", "while", "whereas", "whilst"})
_MAY_END = _ENDS | {".", "/"}
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
        ):
            bounds.append((first, at + 1))
            first = at + 1
    if first < len(atoms):
        bounds.append((first, len(atoms)))
    return bounds


def _spans(atoms: list[Atom], at: int) -> bool:
    """'01-Apr-2026 / 31-Mar-2029': from one to the other."""
    return [atom.kind for atom in atoms[max(0, at - 1) : at + 2 : 2]] == ["date", "date"]


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
