"""Where sentences end, and what a sentence says about its options: allowed, asked for, used, or none."""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.lexicon import (
    CONTRACT,
    EXTEND,
    EXTENDING,
    INITIAL,
    MODAL,
    MORE,
    NONE_LEFT,
    OPTION,
    OTHER_EXTENSIONS,
    PERIODS,
    RENEW,
    ROLLING,
    UNITS,
    word_set,
)
from tenderwatch.wording.mood import state_of

_ABBREVIATIONS = frozenset(
    {
        "no",
        "nr",
        "approx",
        "inc",
        "incl",
        "excl",
        "ie",
        "eg",
        "etc",
        "max",
        "min",
        "yrs",
        "yr",
        "mths",
        "ext",
        "x",
        "est",
    }
)
_USING = word_set(
    "exercise exercises exercising use using utilise utilising invoke invoking activate activating trigger take taking "
    "enact enacting"
)
_USED = word_set("exercised invoked utilised used activated triggered taken enacted actioned exhausted")
_UNDECIDED = word_set("may can could might if be when where whether unless should would will not or")
_WISHES = frozenset({"intention", "intends", "wishes", "plans", "consider"})
_CLAUSE_ENDS = frozenset({",", ";", ":", "with", "but"})
_OF_TIME = frozenset({"of", "for", ":", "-", "(", "+", "x", "a", "one", "either"})
_PARTIES = word_set("supplier suppliers provider contractor performance budget initial terms")
_SHORT = 8
_LONGEST = 400  # atoms: no sentence of a notice is so long, and reading one takes the square of its length
_HELD = word_set("has have had was were been is are now already recently previously being hereby")
_RESOLVED = word_set(
    "approved agreed granted resolved authorised decided decision approves agrees confirmed approve agree authorise"
)


def split(atoms: list[Atom], text: str) -> list[tuple[int, int]]:
    """The sentences, as ranges of atoms: they end at a full stop, a semicolon, a bullet, or with a line, and
    are cut when too long."""
    bounds: list[tuple[int, int]] = []
    first = 0
    for at, atom in enumerate(atoms):
        following = atoms[at + 1] if at + 1 < len(atoms) else None
        if at > first and (_new_line(atoms, at, text) or at - first >= _LONGEST):
            bounds.append((first, at))
            first = at
        if (
            atom.word in ("•", ";", "|")
            or (atom.word == "." and _full_stop(atoms, at, following, text))
            or (atom.word == "/" and atom.kind == "mark" and _spaced(atom, text))
        ):
            bounds.append((first, at + 1))
            first = at + 1
    if first < len(atoms):
        bounds.append((first, len(atoms)))
    return bounds


def _spaced(atom: Atom, text: str) -> bool:
    return text[atom.start - 1 : atom.start].isspace() and text[atom.end : atom.end + 1].isspace()


def _new_line(atoms: list[Atom], at: int, text: str) -> bool:
    atom, before = atoms[at], atoms[at - 1]
    if not atom.fresh or before.word in (":", ",", "-", "+", "and", "or", "of", "to", "the", "for"):
        return False
    labelled = any(following.word == ":" for following in atoms[at : at + 5])
    return labelled or not text[atom.start].islower()


def _full_stop(atoms: list[Atom], at: int, following: Atom | None, text: str) -> bool:
    if following is None:
        return True
    before = atoms[at - 1].word if at else ""
    if before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha()):
        return False
    return following.start > atoms[at].end or text[following.start].isupper()


def is_about_extending(words: list[str]) -> bool:
    """Whether a sentence speaks of an option or extension of a contract, not of a building or a deadline."""
    known = set(words)
    if known & OTHER_EXTENSIONS or not known & EXTENDING:
        return False
    if not known & (EXTEND | RENEW) and any(
        words[at : at + 2] == ["option", "to"] and words[at + 2 : at + 3] and words[at + 2].isalpha()
        for at in range(len(words))
    ):
        return bool(known & {"continue", "add", "proceed", "be"})
    if known & EXTEND or known & {"optional", "optionally", "ote"}:
        return True
    if known & RENEW and known & {"potential", "possible", "may", "option", "options"}:
        return True
    if not known & OPTION or sum(1 for word in words if word.isalpha()) <= _SHORT:
        return bool(known & (CONTRACT | PERIODS | INITIAL)) or len(words) <= _SHORT * 2
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
    if known & OTHER_EXTENSIONS or not known & EXTENDING:
        return False
    if known & EXTEND:
        return True
    if known & RENEW:
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
        if word in EXTENDING and NONE_LEFT.intersection(words[max(0, at - 5) : at]):
            near = words[max(0, at - 5) : at]
            if "without" in near and {"end", "date", "expiry"} & set(words[max(0, at - 6) : at]):
                continue
            if not {"later", "more", "exceed", "less"} & set(near) and "guaranteed" not in near:
                return True
    if EXTENDING.intersection(words) and "if" not in words and _was_not_used(words):
        return True
    if (
        EXTENDING.intersection(words)
        and {"declined", "lapsed", "rejected", "refused"} & set(words)
        and not MODAL & set(words) - OPTION
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
    uses = (at for at, word in enumerate(words) if word in _USED)
    return any(
        "not" in words[max(0, at - 3) : at] and not MODAL & set(words[max(0, at - 4) : at]) - {"would"} for at in uses
    )
