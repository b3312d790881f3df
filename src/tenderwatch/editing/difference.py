"""What an edit changes, as a unified diff."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from typing import Any

from tenderwatch.editing.files import Files

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
