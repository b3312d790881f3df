"""A printed text cut into words, numbers and marks, each with its place. Glued words come apart: '12months', '01April'.

Numbers in words become numbers here ('twenty-four'), so that nothing later asks how a number was printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from tenderwatch.dates.words import MONTHS
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.wording.slips import SLIPS

if TYPE_CHECKING:
    from tenderwatch.dates import When
    from tenderwatch.wording.lengths import Length

Kind = Literal["word", "mark", "number", "length", "step", "date", "other"]


class Token(NamedTuple):
    """A piece of text from `start` to `end` (offsets in characters, `end` not included).

    `word` is in small letters. A `number` has its value in `number` and, for digits, how many there were.
    `ordinal` says that it was printed as 1st or second; `fresh` that it begins a line. The other kinds and what
    follows are of tokens that were put together: the `length` of a `step` comes with the words 'each' or 'annual'.
    """

    kind: Kind
    word: str
    start: int
    end: int
    number: int = 0
    digits: int = 0
    ordinal: bool = False
    fresh: bool = False
    length: Length | None = None
    when: When | None = None
    second: When | None = None
    singular: bool = False
    more: bool = False


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


# Pieces between spaces met so far: of most the word, its length and the mark behind it, if there is one; of the others
# nothing, as they have to be looked at with what stands around them.
_KNOWN: dict[str, tuple[str, int, str] | tuple[()]] = {}
_MOST_KNOWN = 20_000
_LONGEST_KNOWN = 40


def tokenise(text: str) -> list[Token]:
    """The tokens of a text, in order. Spaces and HTML entities part tokens and are dropped."""
    tokens: list[Token] = []
    known, add = _KNOWN, tokens.append
    make = tuple.__new__  # half the time would go into a constructor
    at = 0
    fresh = True
    for piece in text.split(" "):
        after = at + len(piece)
        if (plain := known.get(piece)) is None:
            plain = _plain(piece)
            if len(known) < _MOST_KNOWN and len(piece) <= _LONGEST_KNOWN:
                known[piece] = plain
        if plain:
            word, length, mark = plain
            end = at + length
            add(make(Token, ("word", word, at, end, 0, 0, False, fresh, None, None, None, False, False)))
            fresh = False
            if mark:
                add(make(Token, ("mark", mark, end, after, 0, 0, False, False, None, None, None, False, False)))
        elif piece:
            fresh = _cut(text, at, after, tokens, fresh=fresh)
        at = after + 1
    return tokens


def _plain(piece: str) -> tuple[str, int, str] | tuple[()]:
    """A piece that is a word, perhaps with a mark behind it; nothing where it is, or may be, something else."""
    parts = _PIECE.findall(piece)
    mark = parts[1] if len(parts) == 2 and len(parts[1]) == 1 and not parts[1].isalnum() else ""
    if not parts or parts[0] + mark != piece or not (parts[0].isalpha() and parts[0].isascii()):
        return ()
    word = _spelt(parts[0])
    glued = word[2:] in _MONTHS or (word[0] in _GLUED_BEGIN and len(word) > 7)
    return () if glued or word in _MORE_THAN_WORDS else (word, len(parts[0]), _MARKS.get(mark, mark))


def _spelt(piece: str) -> str:
    small = piece.lower()
    return SLIPS.get(small, small)


def _cut(text: str, at: int, after: int, tokens: list[Token], *, fresh: bool) -> bool:
    """Add the tokens of a part of a text; whether what follows it begins a line."""
    last = at
    for match in _PIECE.finditer(text, at, after):
        start, end = match.span()
        fresh = fresh or (start > last and _ends_line(text[last:start]))
        last = end
        piece = match[0]
        word = "wef" if "." in piece[1:] else _spelt(piece)
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
    return fresh or (after > last and _ends_line(text[last:after]))


def _ends_line(space: str) -> bool:
    return "\n" in space or "\r" in space


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
