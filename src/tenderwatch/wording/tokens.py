"""A printed text cut into words, numbers and marks, each with its place. Glued words come apart: '12months', '01April'.

Numbers in words become numbers here ('twenty-four'), so that nothing later asks how a number was printed.
"""

import re
from typing import Literal

from tenderwatch.dates.words import MONTHS
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.slips import SLIPS

Kind = Literal["word", "number", "mark"]


class Token(NamedTuple):
    """A piece of text from `start` to `end` (offsets in characters, `end` not included).

    `word` is in small letters. A `number` has its value in `number` and, for digits, how many there were.
    `ordinal` says that it was printed as 1st or second; `fresh` that it begins a line.
    """

    kind: Kind
    word: str
    start: int
    end: int
    number: int = 0
    digits: int = 0
    ordinal: bool = False
    fresh: bool = False


# Capitals inside a word begin a new one ("optionsThe"): lost spaces are common in copied notices.
_PIECE = re.compile(
    r"[Ww]\.[Ee]\.[Ff]\.?|&(?:[a-z]{2,6}|#[0-9]{1,5}|#x[0-9a-f]{1,4});|[0-9]+|[Rr][Ee][-‐‑–][A-Za-z]+|[Cc][Aa][Ll][Ll][-‐‑–][Oo][Ff][Ff][Ss]?|[A-Z]+(?![a-z])s?|[A-Z]?[a-z]+|\S"
)
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
NUMBERS = {word: number for number, word in enumerate(_SMALL)} | _TENS
_MARKS = {"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "×": "x", "✕": "x",
          "＋": "+", "[": "(", "]": ")", "{": "(", "}": ")", "•": "•", "·": "•", "*": "*", "½": "½"}  # fmt: skip
_DASHES = ("‐", "‑", "–")
_MONTHS = frozenset(name.lower() for name in MONTHS)
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
# A stem followed by a word that lost its space: "12monthextension".
_GLUED = re.compile(r"(years?|months?|weeks?)(extensions?|options?|optional|initial|period|plus|with|and|contract)")
_GLUED_BEGIN = frozenset("ymw")
# Line ends that a copy of Contracts Finder data turned into letters.
_LOST_LINE_ENDS = frozenset({"rn", "rnrn"})


# Words that are more than a word: numbers, ends of ordinals, and what came apart in copying.
_MORE_THAN_WORDS = frozenset({*NUMBERS, *_ORDINALS, *_LOST_LINE_ENDS, "hundred"})


# Pieces met so far, each with its word; empty for those that are more than a word.
_KNOWN: dict[str, str] = {}
_MOST_KNOWN = 20_000


def _plain_word(piece: str) -> str:
    """The word of a piece that is no more than one; empty where it is, or may be, something else."""
    if not (piece.isalpha() and piece.isascii()):
        return ""
    word = SLIPS.get(piece.lower(), piece.lower())
    glued = word[2:] in _MONTHS or (word[0] in _GLUED_BEGIN and len(word) > 7)
    return "" if glued or word in _MORE_THAN_WORDS else word


def tokenise(text: str) -> list[Token]:
    """The tokens of a text, in order. Spaces and HTML entities part tokens and are dropped."""
    tokens: list[Token] = []
    last = 0
    fresh = True
    known = _KNOWN
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if start - last > 1 or (start > last and text[last] != " "):
            fresh = fresh or "\n" in text[last:start] or "\r" in text[last:start]
        last = end
        piece = match[0]
        if (plain := known.get(piece)) is None:
            plain = _plain_word(piece)
            if len(known) < _MOST_KNOWN:
                known[piece] = plain
        if plain:
            tokens.append(Token("word", plain, start, end, 0, 0, False, fresh))
            fresh = False
            continue
        word = "wef" if "." in piece[1:] else SLIPS.get(piece.lower(), piece.lower())
        for dash in _DASHES if len(word) > 3 else ():
            word = word.replace(dash, "-")
        if (piece[0] == "&" and len(piece) > 1) or word in _LOST_LINE_ENDS:
            continue
        before = tokens[-1] if tokens else None
        if piece[0].isascii() and piece[0].isdigit():
            number = int(piece) if len(piece) <= 9 else 0
            tokens.append(Token("number", word, start, end, number, len(piece), fresh=fresh))
        elif word in _ORDINALS and before and before.kind == "number" and before.digits and before.end == start:
            tokens[-1] = before._replace(end=end, ordinal=True)
        elif word[:2] in _ORDINALS and word[2:] in _MONTHS and before and before.digits and before.end == start:
            tokens[-1] = before._replace(end=start + 2, ordinal=True)  # '1stApril'
            tokens.append(Token("word", word[2:], start + 2, end))
        elif word in NUMBERS:
            _append_number(tokens, Token("number", word, start, end, NUMBERS[word], fresh=fresh))
        elif word == "hundred" and before and before.kind == "number" and not before.digits and before.number < 10:
            tokens[-1] = before._replace(word=f"{before.word} hundred", end=end, number=before.number * 100)
        elif len(word) > 7 and (match_glued := _GLUED.fullmatch(word)):
            middle = start + match_glued.end(1)
            tokens.append(Token("word", match_glued[1], start, middle, fresh=fresh))
            tokens.append(Token("word", match_glued[2], middle, end))
        elif piece[0].isalpha():
            tokens.append(Token("word", word, start, end, fresh=fresh))
        else:
            tokens.append(Token("mark", _MARKS.get(piece, piece), start, end, fresh=fresh))
        fresh = False
    return tokens


def _append_number(tokens: list[Token], token: Token) -> None:
    """Add a number in words; 'twenty-four' and 'one hundred and twenty' grow into one token."""
    back = 1
    if tokens and (tokens[-1].word == "-" or tokens[-1].word == "and"):
        back = 2
    if len(tokens) >= back:
        before = tokens[-back]
        tens = before.word in _TENS and 0 < token.number < 10 and (back == 1 or tokens[-1].word == "-")
        hundreds = before.word.endswith("hundred") and token.number < 100
        if before.kind == "number" and not before.digits and (tens or hundreds):
            del tokens[-back:]
            tokens.append(
                before._replace(word=f"{before.word} {token.word}", end=token.end, number=before.number + token.number)
            )
            return
    tokens.append(token)
