"""Whether a text can speak of an option at all, looked at by its words alone.

Descriptions are long, and most have no word for a length or for an extension: no production makes an option of those.
What is asked here costs a fiftieth of a reading, and errs only by saying that a text may speak of one.
"""

from __future__ import annotations

import re

from tenderwatch.wording.lexicon import EXTENDING, MORE, PERIODS, ROLLING, STEPS, UNITS, words_of
from tenderwatch.wording.printed_dates import BEGINNINGS
from tenderwatch.wording.slips import SLIPS
from tenderwatch.wording.tokens import NUMBERS

_WORDS, _SIGNS = re.compile("[a-z]+"), re.compile("[+＋=*×✕]")
# Where capitals begin words inside others, the letters are taken as the tokens have them. Capitals are few: looked for
# first, as pounds below are, they cost little.
_GLUED_CAPITAL = re.compile("[A-Z](?:(?<=[a-z].)|[A-Z][a-z])")
# Letters of which the small ones are letters of ours: an I with a dot, and the sign for kelvin.
_FOREIGN = ("\u0130", "\u212a")
_PIECES = re.compile(r"[A-Z]+(?![a-z])s?|[A-Z]?[a-z]+")
_DIGIT = re.compile("[0-9½]")
# Pounds are no months and no date, whatever follows them: '£1.2m'.
_MONEY = re.compile(r"[£€$](?<![A-Za-z0-9].)\s{0,3}[0-9][0-9,]*(?:\.[0-9]+)?(?:\s{0,3}[mM]\b)?")
# Words that a length, a sum or an extension cannot do without. A 'yes' answers for options.
_OPTIONAL = (
    EXTENDING
    | ROLLING
    | UNITS.keys()
    | STEPS.keys()
    | SLIPS.keys()
    | {"+", "＋", "plus", "yes", "expiry", "used", "remaining", "x", "*", "×", "✕"}
)
_MONTHS = re.compile("[0-9][mM](?![a-z])")
_HELD = frozenset({"hold", "holding", "held"})
# A date has a year in four figures, or its figures stand together, or it has one of these words, and two figures.
_DATED = re.compile(r"[0-9]{4}|[0-9]\s*[^\w\s,]\s*[0-9]")
_YEAR = re.compile("[0-9]{2}")
# 'maximum end date 31 March 2030'.
_LATEST = words_of("tL")
_DATE_WORDS = BEGINNINGS - {"the", "end", "start"}
# '2 more', '2 times 12'.
_COUNTED = MORE | {"times"}
# 'two possible terms'.
_POSSIBLE, _TERMS = words_of("m"), words_of("pP")


def may_speak_of_options(text: str) -> bool:
    """Whether a text may state options, or mention some. Where it may not, its reading has `options: ()`."""
    small = text.lower()
    words = {*_WORDS.findall(small), *_SIGNS.findall(small)}
    if _GLUED_CAPITAL.search(text) or (not text.isascii() and _has_foreign(text)):
        words.update(piece.lower() for piece in _PIECES.findall(text))
    # Units may be glued to what follows: '12monthextension'.
    if not words.isdisjoint(_OPTIONAL) or "year" in small or "month" in small or "week" in small:
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


def _has_foreign(text: str) -> bool:
    return any(letter in text for letter in _FOREIGN)
