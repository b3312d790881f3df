"""Where sentences end, and what a sentence says about its options: allowed, asked for, used, or none."""

from __future__ import annotations

from tenderwatch.wording.atoms import Atom
from tenderwatch.wording.lexicon import (
    ASKED,
    CONTRACT,
    EXTEND,
    EXTENDING,
    INITIAL,
    MODAL,
    NONE_LEFT,
    NOTICE,
    OPTION,
    OTHER_EXTENSIONS,
    PERIODS,
    RENEW,
    ROLLING,
    UNITS,
    word_set,
)
from tenderwatch.wording.reading import State

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
    "exercise exercising use using utilise utilising invoke invoking activate activating trigger take taking "
    "enact enacting"
)
_USED = word_set("exercised invoked utilised used activated triggered taken enacted actioned exhausted")
_UNDECIDED = word_set("may can could might if be when where whether unless should would will not or")
_WISHES = frozenset({"intention", "intends", "wishes", "plans", "consider"})
_OTHER_CHOICES = word_set("leave terminate break buy purchase withdraw cancel exit increase vary sell")
_CLAUSE_ENDS = frozenset({",", ";", ":", "with", "but"})
_OF_TIME = frozenset({"of", "for", ":", "-", "(", "+", "x", "a", "one", "either"})
_PARTIES = word_set("supplier suppliers provider contractor performance budget initial terms")
_SHORT = 8
_HELD = word_set("has have had was were been is are now already recently previously being hereby")
_RESOLVED = word_set(
    "approved agreed granted resolved authorised decided decision approves agrees confirmed approve agree authorise"
)


def split(atoms: list[Atom], text: str) -> list[tuple[int, int]]:
    """The sentences, as ranges of atoms: they end at a full stop, a semicolon, a bullet, or with a line."""
    bounds: list[tuple[int, int]] = []
    first = 0
    for at, atom in enumerate(atoms):
        following = atoms[at + 1] if at + 1 < len(atoms) else None
        if at > first and _new_line(atoms, at, text):
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
    if not known & (EXTEND | RENEW) and any(words[at : at + 2] == ["option", "to"] for at in range(len(words))):
        return bool(known & {"continue", "add", "proceed"}) or not known & _OTHER_CHOICES
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
    if OTHER_EXTENSIONS.intersection(words) or EXTENDING.isdisjoint(words):
        return False
    text = " ".join(words)
    extending = EXTEND & known
    if extending and known & {"option", "options", "optional"}:
        return True
    possible = {"may", "can", "could", "possible", "potential", "available", "possibility", "right"}
    if extending and known & possible and (known & CONTRACT or len(words) <= _SHORT):
        return True
    if known & {"extension", "extensions", "extendable", "extendible"} and known & (CONTRACT | _PARTIES | NOTICE):
        return True
    if extending and known & NOTICE:
        return True
    if known & {"extension", "extensions"} and known & {"granted", "utilised", "taken", "exercised", "funding"}:
        return True
    if (
        not extending
        and known & OPTION
        and known & {"exercised", "exercise"}
        and any(_is_option_of_time(words, at) for at, word in enumerate(words) if word in OPTION)
    ):
        return True
    if extending and known & {"will", "would", "be", "if", "subject"} and known & (CONTRACT | _PARTIES):
        return True
    if "extension period" in text or "extension periods" in text or "optional year" in text:
        return bool(known & CONTRACT) or len(words) <= 6
    if extending & {"extension", "extensions", "extendable"}:
        return len(words) <= 4
    return bool(
        known & {"optional", "options"} and known & {"renewal", "renewals", "years", "periods"} and known & CONTRACT
    )


def says_none(words: list[str]) -> bool:
    """Whether a sentence denies that there is anything left to extend."""
    for at, word in enumerate(words):
        if word in EXTENDING and NONE_LEFT.intersection(words[max(0, at - 5) : at]):
            near = words[max(0, at - 5) : at]
            if not {"later", "more", "exceed", "less"} & set(near) and "guaranteed" not in near:
                return True
    if EXTENDING.intersection(words) and "if" not in words and _was_not_used(words):
        return True
    if (
        EXTENDING.intersection(words)
        and {"declined", "lapsed", "rejected"} & set(words)
        and not MODAL & set(words) - OPTION
    ):
        return True
    for at, word in enumerate(words):
        if (
            word in EXTENDING
            and {"none", "nil", "no"} & set(words[at + 1 : at + 4])
            and set(words[at + 1 : at + 3]) & {":", "-", "none", "nil", "="}
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


def state_of(words: list[str]) -> State:
    """What a sentence with options says of them. Without a clear word for it they are only permitted."""
    for at, word in enumerate(words):
        before = words[max(0, at - 6) : at]
        near = before[-4:]
        if word in ASKED and not ("notice" in words and word in _WISHES) and _speaks_of_use(words[at + 1 : at + 14]):
            return "proposed"
        if word in ASKED and at and before and EXTEND.intersection(before) and not MODAL.intersection(words[:at]):
            return "proposed"
        if word in _USED and words[max(0, at - 1) : at] in (["both"], ["all"]):
            return "exercised"
        if word == "approval" and words[at + 1 : at + 3] == ["to", "extend"]:
            return "exercised" if {"granted", "given", "received"} & set(words) else "proposed"
        if (
            word in _USED
            and not {"if", "when", "should", "where"} & set(words[:at])
            and not _UNDECIDED.intersection(near)
            and (word != "used" or _HELD.intersection(near) or EXTENDING.intersection(words[max(0, at - 3) : at]))
        ) and (EXTENDING.intersection(words[max(0, at - 9) : at]) or EXTENDING.intersection(words[at : at + 6])):
            return "exercised"
        if (
            word == "extended"
            and {"will", "be"} <= set(near)
            and not {"may", "if", "not", "until", "should", "option"} & set(words)
        ):
            return "proposed"
        if word == "extended" and not (_UNDECIDED | MODAL).intersection(before) and near[-1:] != ["to"]:
            following = words[at + 1] if at + 1 < len(words) else ""
            if _HELD.intersection(near) or following in ("to", "until", "till", "for", "by", "from", "under"):
                return "exercised"
        if word in ("approved", "agreed") and words[max(0, at - 1) : at] == ["be"] and _extension_before(words, at):
            return "exercised" if "resolved" in words else "proposed"
        if word in _RESOLVED and _decides(words, at):
            return "exercised"
    return "permitted"


def clause_state(words: list[str], at: int, otherwise: State) -> State:
    """What the clause around a word says of its options; what the sentence says where the clause says nothing."""
    first = max((place for place in range(at) if words[place] in _CLAUSE_ENDS), default=-1) + 1
    last = min((place for place in range(at + 1, len(words)) if words[place] in _CLAUSE_ENDS), default=len(words))
    clause = words[first:last]
    if {"remains", "remaining", "remain", "available", "left"} & set(clause):
        return "permitted"
    state = state_of(clause) if len(clause) < len(words) else otherwise
    if state == "permitted" and len(clause) < len(words) and MODAL & set(clause):
        return "permitted"
    return state if state != "permitted" else otherwise


def _speaks_of_use(after: list[str]) -> bool:
    """Whether the words after a verb are of extending now, not of a contract that may later be extended."""
    for at, word in enumerate(after):
        if word in _USING and EXTENDING.intersection(after[at : at + 8]):
            return True
        if word in EXTEND:
            return True
        if word in MODAL or word in ("award", "with", "procure"):
            return False
    return False


def _decides(words: list[str], at: int) -> bool:
    """Whether a word of decision governs an extension, before or after it."""
    if (
        {"be", "subject", "if"} & set(words[max(0, at - 2) : at]) or words[max(0, at - 1) : at] == ["to"]
    ) and "been" not in words[max(0, at - 2) : at]:
        return words[at - 1] == "be" and "that" in words[max(0, at - 8) : at] and _extension_before(words, at)
    return _speaks_of_use(words[at + 1 : at + 10]) or _extension_before(words, at)


def _extension_before(words: list[str], at: int) -> bool:
    before = words[max(0, at - 8) : at]
    return bool(EXTEND.intersection(before)) and not MODAL.intersection(words[:at])
