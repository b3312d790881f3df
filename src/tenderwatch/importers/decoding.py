"""The encoding of a text file, by a ladder that is the same for everybody and says which rung it stood on.

Nothing is detected by likelihood: a byte-order mark counts, then strict UTF-8, then UTF-16 where every other
byte is nought, then Windows-1252, and Latin-1 last, with a warning.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

from tenderwatch.errors import UnreadableError
from tenderwatch.named_tuple import NamedTuple

_CHUNK = 1 << 16
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
    """The encoding of a file, read once from beginning to end in pieces.

    Raises OSError, and UnreadableError where its byte-order mark promises what does not follow.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            if not _decodes(path, name):
                raise UnreadableError(f"{path} begins as {name} and goes on as something else", "save it as UTF-8")
            return Encoding(name)
    if (wide := _wide(head)) and _decodes(path, wide.name):
        return wide
    if _decodes(path, "utf-8"):
        return Encoding("utf-8")
    if _decodes(path, "cp1252"):
        return Encoding("cp1252", "read as Windows-1252, as it is not UTF-8: look at accents and pound signs")
    return Encoding("latin-1", "read as Latin-1, as nothing else fits: look at accents and pound signs")


def _wide(head: bytes) -> Encoding | None:
    """UTF-16, where nearly every other byte is nought; one nought in a text is only damage."""
    for name, places in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if 2 * places.count(0) > len(places):
            return Encoding(name, "read as UTF-16 without a byte-order mark")
    return None


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
