"""What the words around a quantity or a date say that it is."""

from __future__ import annotations

from typing import Literal

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.lexicon import (
    BREAK,
    CONTRACT,
    END,
    EXTENDING,
    EXTENSION_NOUNS,
    INITIAL,
    LATEST,
    MORE,
    NOTICE,
    OTHER_DATES,
    OTHER_LENGTHS,
    PERIODS,
    REOPEN,
    START,
    TO,
    TOTAL,
    word_set,
)

DateRole = Literal["", "start", "from", "end", "until", "latest", "option", "break", "reopen", "other", "was", "moved"]
Head = Literal["", "option", "initial", "notice", "break", "total", "contract", "other"]
_SKIPPED = (
    PERIODS
    | MORE
    | word_set("possible potential optional discretionary duration length the or s ' . - ) written of fixed call off")
)
_STARTING = START - {"from", "since"}
_WERE = word_set("previously originally original formerly")
_MOVED = word_set("forward changed moved amended revised varied")
_AROUND_RANGE = word_set("the up and including on date is will be it of in , : ( ) inclusive to at unless due")
_DECIDING = frozenset({"approved", "agreed", "authorised", "decided", "resolved", "met", "considered", "noted"})
_BEFORE_DATE = (
    CONTRACT
    | INITIAL
    | LATEST
    | word_set(
        "the on date dates is be will shall of at in and including inclusive expected anticipated due no not later "
        "than approximately around about up latest current planned estimated intended it midnight or : - ( , . year "
        "first day if then proposed i e ie early mid late commencing services service period until to"
    )
)
_FARTHEST_HEAD = 5


def head_after(atoms: list[Atom], at: int, last: int, *, extending: bool) -> Head:
    """The noun that a quantity goes with: '12 month extension', '3 year initial term', '6 months' notice'."""
    skipped = 0
    while at < last and skipped < _FARTHEST_HEAD:
        atom = atoms[at]
        word = atom.word
        if atom.kind not in ("word", "mark"):
            return ""
        if word in EXTENSION_NOUNS:
            return "option" if extending and not _begins_another(atoms, at, last) else ""
        if (
            word == "("
            and at + 2 < last
            and atoms[at + 1].word in ("optional", "option", "extension")
            and atoms[at + 2].word == ")"
        ):
            return "option"
        if word in INITIAL:
            return "initial"
        if word in MORE and skipped == 0 and not _begins_another(atoms, at, last):
            return "option"
        if word in NOTICE or (word == "before" and skipped == 0 and extending):
            return "notice"
        if word in BREAK:
            return "break"
        if word == "in" and at + 1 < last and atoms[at + 1].word in ("total", "all", "aggregate"):
            return "total"
        if word in ("total", "overall", "maximum", "altogether"):
            return "total"
        if word in CONTRACT:
            following = atoms[at + 1].word if at + 1 < last else ""
            return "option" if following in EXTENSION_NOUNS and following not in ("optional", "option") else "contract"
        if word in OTHER_LENGTHS:
            return "other"
        if word not in _SKIPPED:
            return ""
        at += 1
        skipped += 1
    return ""


def _begins_another(atoms: list[Atom], at: int, last: int) -> bool:
    """Whether an extending word belongs to the quantity after it: '36 months, optional 12 months'."""
    scan = at + 1
    while scan < last and scan - at < 5:
        atom = atoms[scan]
        if atom.kind in ("number", "length"):
            return True
        if atom.word in ("extension", "extensions", "period", "periods", "option", "options"):
            scan += 1
            continue
        if atom.word not in MORE | {"to", "extend", "for", "of", "a", "an", "up", "by", ":", "-", "renew"}:
            return False
        scan += 1
    return False


def date_role(before: list[str], *, mode: str, extending: bool) -> DateRole:
    """What a date is, by the words since the last figure."""
    near = before[-7:]
    option = mode == "option" or (extending and bool(EXTENDING & set(near)))
    if mode == "every" or set(before[-10:]) & REOPEN:
        return "reopen"
    if set(near) & BREAK:
        return "break"
    if set(near[-4:]) & OTHER_DATES or (
        before[-1:] == ["on"] and set(near) & _DECIDING and not set(near[-4:]) & (END | START)
    ):
        return "other"
    for back, word in enumerate(reversed(near)):
        known = set(near)
        if back == 0 and word in EXTENSION_NOUNS:
            return "until"
        if (word == "of" and known & {"rather", "instead"}) or (word in _WERE and back < 4):
            return "was"
        if word in ("than", "beyond") and known & {"later", "beyond"}:
            return "latest"
        if word == "than" and "rather" in known:
            return "was"
        if (
            word in _STARTING
            and EXTENDING & set(near[max(0, len(near) - back - 3) : len(near) - back - 1])
            and extending
        ):
            return "option"
        if word in _STARTING or near[-6:] == ["w", ".", "e", ".", "f", "."]:
            return "start"
        if word in ("from", "between"):
            if set(before[-5:]) & _STARTING:
                return "start"
            if known & _MOVED or ("end" in known and not option) or {"end", "date"} <= set(near[-3:]):
                return "moved"
            return "option" if option else "from"
        if word == "by" and back < 2:
            return "other"
        if word in TO:
            return _end_role(near, option or (extending and bool(EXTENDING & set(before))))
        if word in END:
            return _end_role(near, option)
        if word in EXTENDING and "date" in near[-back:] and back:
            return "until"
        if word not in _BEFORE_DATE:
            break
    return "option" if option else ""


def _end_role(near: list[str], option: bool) -> DateRole:
    known = set(near)
    if (known & (LATEST - {"final"}) and known & (END | {"term"})) or known & TOTAL & {"maximum", "beyond"}:
        return "latest"
    if "final" in known and option:
        return "latest"
    if "initial" in known:
        return "end"
    if option:
        return "until"
    return "end"


def range_partner(atoms: list[Atom], at: int, last: int) -> int | None:
    """The atom of the date that closes a span which begins at `at`: 'D to D', 'D - D', 'D, ending on D'."""
    scan = at + 1
    joined = False
    while scan < last and scan - at < 10:
        atom = atoms[scan]
        if atom.kind == "date":
            return scan if joined else None
        if atom.kind == "other":
            scan += 1
            continue
        if atom.kind not in ("word", "mark"):
            return None
        if (
            atom.word in TO
            or atom.word in END
            or (atom.word == "and" and scan == at + 1 and "between" in {a.word for a in atoms[max(0, at - 3) : at]})
        ):
            joined = True
        elif atom.word not in _AROUND_RANGE and atom.word not in CONTRACT:
            return None
        scan += 1
    return None
