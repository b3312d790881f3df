"""Bytes to text: UTF-8, as the editors of every system write it."""

from __future__ import annotations

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
