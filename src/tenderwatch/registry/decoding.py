"""Bytes to text: UTF-8, as the editors of every system write it, and no characters that hide what a line says."""

from __future__ import annotations

import re
from itertools import islice

from tenderwatch.problems import Place, Problem

_RESAVE = "open it in the editor and save it as UTF-8"


def decode(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """The text of a registry file; None with the reason where it is not UTF-8 text.

    A byte-order mark and Windows line ends are accepted, as editors write them.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None, [Problem(Place(name, 1, 1), "not-utf-8", "this file is UTF-16, not UTF-8", _RESAVE)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8 text"
        return None, [Problem(Place(name, line, column), "not-utf-8", message, _RESAVE)]
    if text.count("\x00") * 4 > len(text):
        message = "this file looks like UTF-16 without a mark, not UTF-8"
        return None, [Problem(Place(name, 1, 1), "not-utf-8", message, _RESAVE)]
    if not text.strip():
        message, hint = "the file is empty", "a registry begins with `edition:` and a list of `contracts:`"
        return None, [Problem(Place(name, 1, 1), "empty", message, hint)]
    return text, []


# YAML allows tab, line feed and carriage return; NEL, the separators and the marks that turn the
# direction of writing can make a line read differently from what it says.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_MOST = 200
ONLY_WHAT_SHOWS = "delete it; text holds only what shows"


def without_control(text: str, file: str) -> tuple[str, str, list[Problem]]:
    """The text with another character in place of each control character, that character, and a fault for each.

    The parser would give up at most of them. The other character is one that the text does not have; it is empty where
    there are no control characters. Of many faults so many are named, and the rest are counted.
    """
    if not CONTROL.search(text):
        return text, "", []
    problems = []
    matches = CONTROL.finditer(text)
    for match in islice(matches, _MOST):
        line, begin = text.count("\n", 0, match.start()) + 1, text.rfind("\n", 0, match.start()) + 1
        place = Place(file, line, match.start() - begin + 1)
        message = f"control character U+{ord(match[0]):04X}"
        problems.append(Problem(place, "control-character", message, ONLY_WHAT_SHOWS))
    if more := sum(1 for _ in matches):
        message = f"{more:,} more control characters"
        problems.append(Problem(place, "control-character", message, ONLY_WHAT_SHOWS))
    stand_in = next(mark for number in range(0xE000, 0xF8FF) if (mark := chr(number)) not in text)
    return CONTROL.sub(stand_in, text), stand_in, problems
