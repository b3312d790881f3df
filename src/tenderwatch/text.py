"""Small pieces of running text: counts, pounds, lists of names, capitals, and lines that fit a width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from tenderwatch.dates.words import MONTHS

# Patterns stay text until they are used: compiling them is felt at each start.
_DATE = rf"\b(\d{{1,2}} )?({'|'.join(MONTHS)}) \d{{4}}\b"
# Characters that do not show, and halves of characters; what shows only as space is not among them.
_HIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff"
_CONTROL = f"[{_HIDDEN}]"
# With the wide forms, which some spreadsheets take for the plain ones. No text at all is the empty one.
_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_OBEYED = f"[{_HIDDEN}\t\r]"
_BLANK = str.maketrans("\n\v\f\r", "    ")
_TIE = "\x00"  # stands for a space inside a date; no text of a registry holds one


def plural(number: int, word: str, words: str = "") -> str:
    """'contract' or 'contracts': the word alone, as a number asks for it. `words` is a plural that is not regular."""
    return word if number == 1 else words or f"{word}s"


def count(number: int, word: str, words: str = "") -> str:
    """'1 contract', '1,200 contracts', '3 entries'."""
    return f"{number:,} {plural(number, word, words)}"


def pounds(amount: float) -> str:
    """'£1,250,000', with pence only where there are any."""
    return f"£{amount:,.2f}".removesuffix(".00")


def listing(names: Iterable[str], last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'; `last` is the word before the last of them."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def few(names: Sequence[str], most: int) -> str:
    """As `listing`, with no more than `most` names: 'a, b and 3 more'."""
    more = [f"{len(names) - most:,} more"] if len(names) > most else []
    return listing([*names[:most], *more])


def folded(name: str) -> str:
    """A name as people type it, to compare by: small letters, single spaces."""
    return " ".join(name.casefold().split())


def words_of(text: str) -> list[str]:
    """The text split at everything that is no letter, digit or underscore."""
    return "".join(letter if letter.isalnum() or letter == "_" else " " for letter in text).split()


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """The text without a capital at its beginning, to stand within a sentence."""
    return text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital at its beginning and a full stop at its end."""
    whole = capital(text)
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."


def fold(text: str, width: int, indent: str = "", hang: str | None = None) -> list[str]:
    """Lines of whole words and whole dates, at most `width` characters long where words allow.

    A longer word, such as an address, stays whole so that it can be copied. `indent` begins the first line and
    `hang` the others (the indent, if not given).
    """
    tied = re.sub(_DATE, lambda date: date[0].replace(" ", _TIE), text).expandtabs().translate(_BLANK)
    width = max(width, 24)
    lines: list[str] = []
    line = ""
    for word in tied.strip(" ").split(" "):
        if line and len(line) + len(word) < width:
            line = f"{line} {word}"
        elif word:
            if line:
                lines.append(line.rstrip(" "))
            line = f"{indent if hang is None or not lines else hang}{word}"
    return [line.replace(_TIE, " ") for line in ([*lines, line] if line else lines)]


def fold_by(text: str, width: float, measure: Callable[[str], float], head: Callable[[str, float], str]) -> list[str]:
    """Lines of whole words that measure no more than `width`; of a word that does, `head` is cut off, never lost."""
    words = text.split()
    if measure(whole := " ".join(words)) <= width:
        return [whole]
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while len(word) > 1 and measure(word) > width:
            lines.append(head(word, width))
            word = word[len(lines[-1]) :]
        line = word
    return [*lines, line] if line or not lines else lines


def defuse(cell: str) -> str:
    """The cell, harmless to a spreadsheet, which would run some texts as a formula. `undefused` takes it back."""
    # What looks defused already gets an apostrophe too: otherwise nobody could tell which was there before.
    return f"'{cell}" if cell.lstrip("'")[:1] in _FORMULA else cell


def undefused(cell: str) -> str:
    """What a cell was before `defuse`."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'")[:1] in _FORMULA else cell


def has_control(text: str) -> bool:
    """Whether the text holds a character that does not show."""
    return bool(re.search(_CONTROL, text))


def bounded(text: str, word: int = 200, whole: int = 1000) -> str:
    """The text on one line, with the middle of very long words, and of it all, left out: it may quote anything."""
    words = (_ends(part, word) for part in text.split())
    return _ends(" ".join(words), whole)


def _ends(text: str, most: int) -> str:
    """The beginning and the end of a text that is longer than it may be."""
    return text if len(text) <= most else f"{text[: most * 2 // 3]}...{text[-(most // 3) :]}"


def visible(text: str) -> str:
    """The text with what a terminal would obey written as escapes: `\\x1b[31m`. Line ends stay."""
    if text.isprintable():
        return text
    return re.sub(_OBEYED, lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
