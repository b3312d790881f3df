"""What an edit changes: as a unified diff to read, and as a step that is kept so that it can be taken back."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

from tenderwatch.editing.files import File, Files
from tenderwatch.named_tuple import NamedTuple

# Beyond this many pairs of lines a difference is looked for between lines that both texts have once.
_MANY = 4_000_000
_AROUND = 3
Block = tuple[Any, int, int, int, int]


class _Matched(SequenceMatcher[str]):
    """What `difflib` does with blocks, for those of `matched_blocks`."""

    def __init__(self, blocks: list[Block]) -> None:
        super().__init__()
        self.opcodes = blocks


def difference(before: Files, after: Files) -> str:
    """The lines that differ, with three around them, file by file; nothing where nothing differs."""
    return "".join(line for old, new in before.changes(after) for line in _lines(old.name, old.text, new.text))


def _lines(name: str, before: str, after: str) -> list[str]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    lines = [f"--- {name}\n", f"+++ {name}\n"]
    for group in _Matched(matched_blocks(old, new)).get_grouped_opcodes(_AROUND):
        first, last = group[0], group[-1]
        lines.append(f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n")
        for action, start, end, begin, stop in group:
            if action == "equal":
                lines += _marked(" ", old[start:end])
            else:
                lines += [*_marked("-", old[start:end]), *_marked("+", new[begin:stop])]
    return lines


def matched_blocks(old: list[str], new: list[str]) -> list[Block]:
    """How the one becomes the other, in blocks as `difflib` gives them; only what differs is looked at closely."""
    most = min(len(old), len(new))
    head = next((number for number in range(most) if old[number] != new[number]), most)
    tail = next((number for number in range(most - head) if old[-1 - number] != new[-1 - number]), most - head)
    blocks: list[Block] = []
    for action, *places in [
        ("equal", 0, head, 0, head),
        *_moved(_between(old[head : len(old) - tail], new[head : len(new) - tail]), head, head),
        ("equal", len(old) - tail, len(old), len(new) - tail, len(new)),
    ]:
        start, end, begin, stop = places
        if blocks and blocks[-1][0] == action == "equal":
            blocks[-1] = ("equal", blocks[-1][1], end, blocks[-1][3], stop)
        elif end > start or stop > begin:
            blocks.append((action, start, end, begin, stop))
    return blocks


def _between(old: list[str], new: list[str]) -> list[Block]:
    if not (old and new) or len(old) * len(new) <= _MANY:
        return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    anchors = _anchors(old, new)
    if not anchors:
        return [("replace", 0, len(old), 0, len(new))]
    blocks: list[Block] = []
    start = begin = 0
    for line, other in [*anchors, (len(old), len(new))]:
        blocks += _moved(matched_blocks(old[start:line], new[begin:other]), start, begin)
        start, begin = line, other
    return blocks


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Lines that both have once, in the longest order that both share."""
    counts, others = Counter(old), Counter(new)
    places = {line: number for number, line in enumerate(new) if others[line] == 1}
    both = [(number, places[line]) for number, line in enumerate(old) if counts[line] == 1 and line in places]
    ends: list[int] = []
    last: list[int] = []
    before = [-1] * len(both)
    for index, (_, place) in enumerate(both):
        length = bisect_left(ends, place)
        before[index] = last[length - 1] if length else -1
        if length == len(ends):
            ends.append(place)
            last.append(index)
        else:
            ends[length], last[length] = place, index
    chain, index = [], last[-1] if last else -1
    while index >= 0:
        chain.append(both[index])
        index = before[index]
    # The first is left out where it would cut nothing off: the next step down has to be smaller.
    return [pair for pair in reversed(chain) if pair != (0, 0)]


def _moved(blocks: list[Block], old: int, new: int) -> list[Block]:
    return [(action, a + old, b + old, c + new, d + new) for action, a, b, c, d in blocks]


def _range(start: int, end: int) -> str:
    """A range of lines as a unified diff counts them."""
    length = end - start
    return f"{start + 1}" if length == 1 else f"{start + 1 if length else start},{length}"


def _marked(mark: str, lines: list[str]) -> list[str]:
    marked = []
    for line in lines:
        bare = line.rstrip("\r\n")
        marked.append(f"{mark}{bare}\n")
        if bare == line:
            marked.append("\\ No newline at end of file\n")
    return marked


# --- The same, kept to be taken back ---

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
