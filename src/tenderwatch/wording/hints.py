"""Whether a text can speak of an option at all, looked at by its words alone.

Descriptions are long, and most have no word for a length or for an extension: no production makes an option of those.
What is asked here costs a fiftieth of a reading, and errs only by saying that a text may speak of one.
"""

from __future__ import annotations

import re

from tenderwatch.wording.lexicon import BETWEEN, EXTENDING, MORE, PERIODS, ROLLING, STEPS, UNITS, word_set, words_of
from tenderwatch.wording.printed_dates import BEGINNINGS
from tenderwatch.wording.sentences import ABBREVIATIONS
from tenderwatch.wording.slips import SLIPS
from tenderwatch.wording.tokens import NUMBERS

_WORDS, _SIGNS = re.compile("[a-z]+"), "+＋=*×✕"
# Where capitals begin words inside others, the letters are taken as the tokens have them. Capitals are few: looked for
# first, as pounds below are, they cost little.
_GLUED_CAPITAL = re.compile("[A-Z](?:(?<=[a-z].)|[A-Z][a-z])")
# Letters of which the small ones are letters of ours: an I with a dot, and the sign for kelvin.
_FOREIGN = ("\u0130", "\u212a")
_PIECES = re.compile(r"[A-Z]+(?![a-z])s?|[A-Z]?[a-z]+")
_DIGIT = re.compile("[0-9½]")
# Pounds are no months and no date, whatever follows them: '£1.2m'.
_MONEY = re.compile(r"[£€$](?<![A-Za-z0-9].)\s{0,3}[0-9][0-9,]*(?:\.[0-9]+)?(?:\s{0,3}[mM]\b)?")
_GOES_ON = ABBREVIATIONS | BETWEEN | BEGINNINGS
# Words that an option of time cannot do without, unless it is one length of several. A 'yes' answers for options.
_OPTIONAL = (
    EXTENDING
    | ROLLING
    | STEPS.keys()
    | SLIPS.keys()
    | {"+", "＋", "plus", "yes", "y", "expiry", "used", "remaining", "x", "*", "×", "✕"}
)
# What makes a length an option where no word of an extension stands beside it: a word that sets it apart, one that
# repeats it, or another number before it: 'two of 12 months', '2 No. 12 month'.
_APART = (
    words_of("tLFT>Bm~=Pv") | MORE | word_set("by up upto first last single individual separate consecutive successive")
)
_NUMBER = f"(?:[0-9½]++|(?:{'|'.join(NUMBERS)}|hundred|half)(?![a-z]))"
_REPEATED = re.compile(rf"(?:year|yr|month|mth|week|wk|day)s?[^a-z0-9]*(?:(?:to|on|by)(?![a-z])|{_NUMBER})")
_TWICE = rf"\s?\({_NUMBER}\)"  # 'three (3)' is one number
_LINKS = "|".join(sorted(word for word in BETWEEN if word.isalpha()))
_COUNTS_NUMBER = re.compile(
    rf"{_NUMBER}(?:{_TWICE})?+(?:[^a-z0-9]*(?:{_LINKS})(?![a-z]))*[^a-z0-9]*(?:{_NUMBER}|an?(?![a-z]))"
)
_MONTHS = re.compile("[0-9][mM](?![a-z])")
_HELD = frozenset({"hold", "holding", "held"})
# A date has a year in four figures, or its figures stand together, or it has one of these words, and two figures.
_DATED = re.compile(r"[0-9]{4}|[0-9]\s*[^\w\s,]\s*[0-9]")
_YEAR = re.compile("[0-9]{2}")
# 'maximum end date 31 March 2030'.
_LATEST = words_of("tLG") | {"stop", "backstop"}
_DATE_WORDS = BEGINNINGS - {"the", "end", "start"}
# '2 more', '2 times 12'.
_COUNTED = MORE | {"times"}
# 'two possible terms', 'could run to 2030'.
_POSSIBLE, _TERMS = words_of("m"), words_of("pPSC")
_OTE = frozenset("ote")


# What a piece between spaces may bring to a sentence that speaks of options: all that it takes, or some of it.
_ALONE, _LATE, _FIGURE, _MORE, _SEVERAL, _COUNT, _TERM, _PERHAPS = (1 << place for place in range(8))
_STOP, _BEGIN = 1 << 8, 1 << 9
_BRINGS = {
    _ALONE: _OPTIONAL | UNITS.keys() | _HELD | {"o"}, _LATE: _LATEST, _FIGURE: _DATE_WORDS | NUMBERS.keys(),
    _MORE: MORE, _SEVERAL: PERIODS, _COUNT: _COUNTED, _TERM: _TERMS, _PERHAPS: _POSSIBLE,
}  # fmt: skip
_ENOUGH = (_ALONE, _LATE | _FIGURE, _MORE | _SEVERAL, _COUNT | _FIGURE, _TERM | _PERHAPS | _FIGURE)
_MAY_BE_ENOUGH = bytes(any(bits & needed == needed for needed in _ENOUGH) for bits in range(1 << 8))
# A full stop behind a word ends a sentence where a capital follows, as long as the word does not go on behind it.
_ENDING, _BEGINNING = re.compile(r"([A-Za-z][a-z]{2,})\."), re.compile(r"[A-Z][a-z]*(?:,.*)?", re.DOTALL)
_KNOWN: dict[str, int] = {}
_MOST_KNOWN = 20_000
_LONGEST_KNOWN = 40


def may_speak_of_options(text: str) -> bool:
    """Whether a text may state options, or mention some. Where it may not, its reading has `options: ()`."""
    known = _KNOWN
    bits = stop = first = at = 0
    for piece in text.split(" "):
        brings = known.get(piece)
        if brings is None:
            brings = _brings(piece)
            if len(known) < _MOST_KNOWN and len(piece) <= _LONGEST_KNOWN:
                known[piece] = brings
        if stop and brings & _BEGIN:
            if _MAY_BE_ENOUGH[bits & 255] and _may_speak(text[first:at]):
                return True
            first, bits = at, 0
        bits |= brings
        stop = brings & _STOP
        at += len(piece) + 1
    return bool(_MAY_BE_ENOUGH[bits & 255]) and _may_speak(text[first:])


def _brings(piece: str) -> int:
    small = piece.lower()
    words = {*_WORDS.findall(small), *(part.lower() for part in _PIECES.findall(piece))}
    bits = sum(bit for bit, some in _BRINGS.items() if not words.isdisjoint(some))
    units = "year" in small or "month" in small or "week" in small
    if units or _MONTHS.search(piece) or any(sign in small for sign in _SIGNS):
        bits |= _ALONE
    if _DIGIT.search(piece):
        bits |= _FIGURE
    if (ending := _ENDING.fullmatch(piece)) and ending[1].lower() not in _GOES_ON:
        bits |= _STOP
    return bits | (_BEGIN if _BEGINNING.fullmatch(piece) else 0)


def _may_speak(text: str) -> bool:
    """Whether a sentence, or a text that has no end of one in it, may speak of options."""
    small = text.lower()
    words = {*_WORDS.findall(small), *(sign for sign in _SIGNS if sign in small)}
    if _GLUED_CAPITAL.search(text) or (not text.isascii() and _has_foreign(text)):
        words.update(piece.lower() for piece in _PIECES.findall(text))
    if not words.isdisjoint(_OPTIONAL) or words >= _OTE:
        return True
    if _may_be_apart(small, words):
        return True
    text = _MONEY.sub(" ", text)
    if _MONTHS.search(text) or ("over" in words and not words.isdisjoint(_HELD)):
        return True
    if not words.isdisjoint(_LATEST) and (
        _DATED.search(text) or (not words.isdisjoint(_DATE_WORDS) and _YEAR.search(text))
    ):
        return True
    more, terms = not words.isdisjoint(_COUNTED), not words.isdisjoint(_TERMS)
    if not words.isdisjoint(MORE) and not words.isdisjoint(PERIODS):
        return True
    if not (more or (terms and not words.isdisjoint(_POSSIBLE))):
        return False
    return _DIGIT.search(text) is not None or not words.isdisjoint(NUMBERS)


def _may_be_apart(small: str, words: set[str]) -> bool:
    """Whether a length may stand beside another, or be repeated."""
    if "year" in small or "month" in small or "week" in small:
        # Units may be glued to what follows: '12monthextension'.
        glued = any(word not in UNITS and ("year" in word or "month" in word or "week" in word) for word in words)
        if glued:
            return True
    elif words.isdisjoint(UNITS):
        return False
    return (
        not words.isdisjoint(_APART) or _REPEATED.search(small) is not None or _COUNTS_NUMBER.search(small) is not None
    )


def _has_foreign(text: str) -> bool:
    return any(letter in text for letter in _FOREIGN)
