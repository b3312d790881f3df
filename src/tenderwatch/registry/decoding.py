"""Bytes to text: UTF-8, with every oddity of editors met plainly. A compiled registry needs none of it."""

from __future__ import annotations

import re

from tenderwatch.problems import Place, Problem

_RESAVE = "open it in the editor and save it as UTF-8"
# YAML allows tab, line feed and carriage return; NEL, the separators and the marks that turn the
# direction of writing can make a line read differently from what it says.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


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
    if found := CONTROL.search(text):
        if text.count("\x00") * 4 > len(text):
            message = "this file looks like UTF-16 without a mark, not UTF-8"
            return None, [Problem(Place(name, 1, 1), "not-utf-8", message, _RESAVE)]
        return None, _control_problems(text, name, found)
    if not text.strip():
        message, hint = "the file is empty", "a registry begins with `edition:` and a list of `contracts:`"
        return None, [Problem(Place(name, 1, 1), "empty", message, hint)]
    return text, []


def _control_problems(text: str, name: str, first: re.Match[str]) -> list[Problem]:
    problems = []
    for match in [first, *CONTROL.finditer(text, first.end())][:20]:
        before = text[: match.start()]
        place = Place(name, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        message = f"control character U+{ord(match[0]):04X}"
        problems.append(Problem(place, "control-character", message, "delete it; text holds only what shows"))
    return problems
