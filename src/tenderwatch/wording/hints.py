"""Whether a text can speak of an option at all, looked at by its words alone.

Descriptions are long, and most have no word for a length or for an extension: no production makes an option of those.
What is asked here costs a fiftieth of a reading, and errs only by saying that a text may speak of one.
"""

from __future__ import annotations

import re

from tenderwatch.wording.lexicon import EXTENDING, MORE, PERIODS, ROLLING, STEPS, UNITS, words_of
from tenderwatch.wording.printed_dates import BEGINNINGS
from tenderwatch.wording.tokens import NUMBERS

# The letters as the tokens have them, so that each of their words is met here, and the signs of a sum.
_WORDS = re.compile(r"[A-Z]+(?![a-z])s?|[A-Z]?[a-z]+|[+＋=]")
_DIGIT = re.compile("[0-9½]")
# Words that a length, a sum or an extension cannot do without. A 'yes' answers for options.
_OPTIONAL = (
    EXTENDING | ROLLING | UNITS.keys() | STEPS.keys() | {"+", "＋", "plus", "yes", "expiry", "used", "remaining"}
)
# Glued to what follows: '12monthextension'.
_GLUED = ("year", "month", "week")
_MONTHS = re.compile("[0-9][mM](?![a-z])")
_HELD_OVER = re.compile(r"h(?:old|olding|eld)[^a-z]*over", re.IGNORECASE)
# A date has a year in four figures, or its figures stand together, or it has one of these words.
_DATED = re.compile(r"[0-9]{4}|[0-9]\s*[^\w\s,]\s*[0-9]")
# 'maximum end date 31 March 2030'.
_LATEST = words_of("tL")
_DATE_WORDS = BEGINNINGS - {"the", "end", "start"}
# 'two possible terms'.
_POSSIBLE, _TERMS = words_of("m"), words_of("pP")


def may_speak_of_options(text: str) -> bool:
    """Whether a text may state options, or mention some. Where it may not, its reading has `options: ()`."""
    words = {piece.lower() for piece in _WORDS.findall(text)}
    if not words.isdisjoint(_OPTIONAL) or any(word.startswith(_GLUED) for word in words):
        return True
    if _MONTHS.search(text) or _HELD_OVER.search(text):
        return True
    if not words.isdisjoint(_LATEST) and (_DATED.search(text) or not words.isdisjoint(_DATE_WORDS)):
        return True
    more, terms = not words.isdisjoint(MORE), not words.isdisjoint(_TERMS)
    if more and not words.isdisjoint(PERIODS):
        return True
    if not (more or (terms and not words.isdisjoint(_POSSIBLE))):
        return False
    return _DIGIT.search(text) is not None or not words.isdisjoint(NUMBERS)
