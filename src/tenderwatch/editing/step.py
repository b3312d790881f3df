"""One change of a registry's files, kept so that it can be taken back: what to put where, and how to be sure."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from tenderwatch.editing.difference import matched_blocks
from tenderwatch.editing.files import File
from tenderwatch.named_tuple import NamedTuple

# The form of what is kept. A later program that keeps something else leaves these alone.
_FORM = 1


class Piece(NamedTuple):
    """Lines of a text as it is now, by position, and the lines that stood there before."""

    first: int
    last: int
    lines: tuple[str, ...]


class Changed(NamedTuple):
    """What a change did to one file: its name from the registry's folder, and the hash of its bytes on both sides."""

    name: str
    before: str
    after: str
    pieces: tuple[Piece, ...]

    def taken_back(self, text: str) -> str:
        """The text as it was before the change. `text` must be what the change made of it."""
        lines = text.splitlines(keepends=True)
        for first, last, old in reversed(self.pieces):
            lines[first:last] = old
        return "".join(lines)


class Step(NamedTuple):
    """One change: the command that made it, its day, and the files that it changed."""

    what: str
    day: str
    files: tuple[Changed, ...]

    def text(self) -> str:
        """The step as JSON text."""
        files = [changed._asdict() for changed in self.files]
        return json.dumps({"form": _FORM, "what": self.what, "day": self.day, "files": files}) + "\n"


def changed(name: str, old: File, new: File) -> Changed:
    """What to keep of one file's change."""
    return Changed(name, content_hash(old.data), content_hash(new.data), tuple(_pieces(old.text, new.text)))


def content_hash(data: bytes) -> str:
    """What tells one state of a file from another."""
    return sha256(data).hexdigest()


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for action, start, end, first, last in matched_blocks(old, new):
        if action != "equal":
            yield Piece(first, last, tuple(old[start:end]))


def read_step(text: str) -> Step:
    """A step from its JSON text. Raises ValueError for anything else."""
    try:
        kept: dict[str, Any] = json.loads(text)
        if kept["form"] != _FORM:
            raise ValueError("another form")
        files = tuple(
            Changed(
                str(file["name"]), str(file["before"]), str(file["after"]),
                tuple(Piece(int(first), int(last), tuple(map(str, lines))) for first, last, lines in file["pieces"]),
            )
            for file in kept["files"]
        )  # fmt: skip
        return Step(str(kept["what"]), str(kept["day"]), files)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a step") from error
