"""Text in SVG: escaped, and cut or folded to a width that is estimated, since no font can be asked."""

from __future__ import annotations

from html import escape
from unicodedata import combining, east_asian_width

from tenderwatch.text import fold_by

# Characters that XML 1.0 forbids. The reader refuses them already; a file that no one can open is worse than a gap.
_FORBIDDEN = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
)
# Widths in parts of the text size, on the safe side of common sans-serif fonts.
_WIDTHS = {**dict.fromkeys("iljtfrI.,:;'!|()[]/ ", 0.4), **dict.fromkeys("mwMW@%", 1.0)}


def safe(text: str) -> str:
    """Text as it can stand in an element or an attribute."""
    return escape(text.translate(_FORBIDDEN))


def width_of(text: str, size: float) -> float:
    """How many pixels wide a text is at most, near enough."""
    return size * sum(map(_em, text))


def _em(char: str) -> float:
    if combining(char):
        return 0
    if char in _WIDTHS:
        return _WIDTHS[char]
    if char.isascii():
        return 0.75 if char.isupper() else 0.6
    return 1.1 if east_asian_width(char) in "WF" else 0.8


def cut(text: str, size: float, width: float) -> str:
    """The text, or its beginning and an ellipsis where it is wider than so many pixels."""
    if width_of(text, size) <= width:
        return text
    room = width - width_of("…", size)
    kept = 0.0
    for index, char in enumerate(text):
        kept += size * _em(char)
        if kept > room:
            return text[:index].rstrip() + "…"
    return text


def fold(text: str, size: float, width: float) -> list[str]:
    """Lines of whole words, each within so many pixels; a longer word is broken, never lost."""

    def head(word: str, width: float) -> str:
        fitting = (n for n in range(len(word) - 1, 1, -1) if width_of(word[:n], size) <= width)
        return word[: next(fitting, 1)]

    return fold_by(text, width, lambda words: width_of(words, size), head)
