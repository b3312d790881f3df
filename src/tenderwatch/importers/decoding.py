"""The encoding of a text file, by a ladder that is the same for everybody and says which rung it stood on.

Nothing is detected by likelihood: a byte-order mark counts, then strict UTF-8, then UTF-16 where every other
byte is nought, then Windows-1252, and Latin-1 last, with a warning.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Encoding(NamedTuple):
    """The encoding taken, and what a person should know of it (empty where it is UTF-8)."""

    name: str
    remark: str = ""


def encoding_of(path: Path) -> Encoding:
    """The encoding of a file, read once from beginning to end in pieces. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name)
    if _decodes(path, "utf-8"):
        return Encoding("utf-8") if b"\0" not in head else _wide(head)
    if b"\0" in head and _decodes(path, (wide := _wide(head)).name):
        return wide
    if _decodes(path, "cp1252"):
        return Encoding("cp1252", "read as Windows-1252, as it is not UTF-8: look at accents and pound signs")
    return Encoding("latin-1", "read as Latin-1, as nothing else fits: look at accents and pound signs")


def _wide(head: bytes) -> Encoding:
    little = head[1::2].count(0) > head[::2].count(0)
    return Encoding("utf-16-le" if little else "utf-16-be", "read as UTF-16 without a byte-order mark")


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)(errors="strict")
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece
