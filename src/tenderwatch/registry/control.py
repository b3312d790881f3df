"""Characters that make a line read differently from what it says: named, and kept from the YAML parser."""

from __future__ import annotations

import re
from itertools import islice

from tenderwatch.problems import Place, Problem

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
