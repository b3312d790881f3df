"""Tables whose rows take few lines: in columns that share the width, each cell folded and, past the last line, cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len, set_cell_size

from tenderwatch.answers.answer import Column, Reference, Table
from tenderwatch.formats.cells import for_people, words
from tenderwatch.formats.columns import Line, fold, side_by_side

_GAP = 2
_INDENT = 2
# Where there is less room than this, the columns in the middle go to a second line; where there is still less, what
# stands there is given one more.
_NARROW = 96
_SLIM = 72
# The least for a column of words, and the widths tried for one of councils' names.
_WORDS, _NAMES = 16, (13, 19, 23)


def compact(table: Table, width: int, *, heads: bool = True, beside: Iterable[Table] = ()) -> Iterator[Line]:
    """The rows, below the columns' names unless these stand above already, at most `table.lines` lines each.

    Columns are as wide as for all the tables that stand `beside` it.
    """
    columns, _ = for_people(table)
    most = table.lines or 1
    texts = _texts(table)
    every = [row for other in beside if other.columns == table.columns for row in _texts(other)] or texts
    if width < _NARROW and most > 1:
        yield from _narrow(columns, texts, every, width, heads=heads)
        return
    widths = _widths(columns, every, width - _INDENT, most)
    if heads:
        yield from _indented(side_by_side([[(column.name, "head")] for column in columns], widths, _GAP))
    for row in texts:
        cells = [[(line, "") for line in _at_most(text, room, most)] for text, room in zip(row, widths, strict=True)]
        yield from _indented(side_by_side(cells, widths, _GAP))


def _texts(table: Table) -> list[tuple[str, ...]]:
    rows = for_people(table)[1]
    return [tuple(cell.title if isinstance(cell, Reference) else words(cell) for cell in row) for row in rows]


def _at_most(text: str, width: int, most: int) -> list[str]:
    """The text in lines, the last of them cut where there would be more."""
    lines = fold(text, width)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), width)]


def _cut(text: str, width: int) -> str:
    """The text in one line, with an ellipsis where it was longer."""
    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 1).rstrip()}…"


def _widths(columns: tuple[Column, ...], rows: list[tuple[str, ...]], width: int, most: int) -> list[int]:
    """A width for each column: dates and codes in one line, names and words sharing what is left."""
    room = width - _GAP * (len(columns) - 1)
    widest = [
        max([cell_len(column.name), *(cell_len(row[place]) for row in rows)]) for place, column in enumerate(columns)
    ]
    if sum(widest) <= room:
        return widest
    # Dates stand in one line, and no name of a council is cut within a word; what is left is shared so that the rows
    # take the fewest lines.
    last = len(columns) - 1
    ids = next((place for place, column in enumerate(columns) if column.key == "id"), None)
    if ids is not None:
        # An id that is cut cannot be copied.
        widths = [min(own, 12) if place != ids else own for place, own in enumerate(widest)]
        return [*widths[:-1], max(room - sum(widths[:-1]), 8)]
    title = next((place for place, column in enumerate(columns) if column.key == "contract"), 0)
    heights = _Heights(rows, most)
    best: tuple[tuple[int, int], list[int]] | None = None
    for most_name in _NAMES:
        fixed = [
            min(own, 12) if column.key in ("date", "act_by") else min(own, max(_longest_word(rows, place), most_name))
            for place, (own, column) in enumerate(zip(widest, columns, strict=True))
        ]
        left = room - sum(own for place, own in enumerate(fixed) if place not in (title, last))
        for told in range(_WORDS, max(left - _WORDS, _WORDS + 1), 2):
            widths = [*fixed[:title], max(left - told, _WORDS), *fixed[title + 1 : -1], told]
            cost = heights.cost(widths)
            if best is None or cost < best[0]:
                best = (cost, widths)
    widths = best[1] if best else widest
    spare = max(widths[title] - widest[title], 0)
    return [own - spare if place == title else own + spare * (place == last) for place, own in enumerate(widths)]


class _Heights:
    """How many lines rows take in columns of some widths. Each column is folded once for each width."""

    def __init__(self, rows: list[tuple[str, ...]], most: int) -> None:
        self._rows = rows
        self._most = most
        self._known: dict[tuple[int, int], tuple[list[int], int]] = {}

    def cost(self, widths: list[int]) -> tuple[int, int]:
        """How many lines the rows take, with those that are cut off, and how many these are.

        What is cut off the last column, which says what to do and by when, counts three times.
        """
        columns = [self._of(place, width) for place, width in enumerate(widths)]
        lost = sum(cut for _, cut in columns) + 2 * columns[-1][1]
        return sum(map(max, zip(*(lines for lines, _ in columns), strict=True))) + lost, lost

    def _of(self, place: int, width: int) -> tuple[list[int], int]:
        """The lines of each cell of a column that are shown, and how many are cut off."""
        found = self._known.get((place, width))
        if found is None:
            lines = [len(fold(row[place], width)) for row in self._rows]
            shown = [min(count, self._most) for count in lines]
            found = self._known[place, width] = shown, sum(lines) - sum(shown)
        return found


def _longest_word(rows: list[tuple[str, ...]], place: int) -> int:
    return max((cell_len(word) for row in rows for word in row[place].split()), default=0)


def _narrow(
    columns: tuple[Column, ...], rows: list[tuple[str, ...]], every: list[tuple[str, ...]], width: int, *, heads: bool
) -> Iterator[Line]:
    """Two lines a row: the first column and the title, with the day to act by at the right; below, whose and what."""
    places = {column.key: place for place, column in enumerate(columns)}
    first = max([12, *(cell_len(row[0]) for row in every)])
    first = min(first, 14)
    act = places.get("act_by")
    right = 11 if act is not None else 0
    middle = width - _INDENT - first - _GAP - (right + _GAP if right else 0)
    rest = width - _INDENT - first - _GAP
    names = [columns[0].name, columns[places["contract"]].name, *([columns[act].name] if act is not None else [])]
    widths = [first, middle, *([right] if right else [])]
    if heads:
        yield from _indented(side_by_side([[(name, "head")] for name in names], widths, _GAP))
    for row in rows:
        dates, acts = _at_most(row[0], first, 2), _at_most(row[act], right, 2) if act is not None else []
        title = (_cut(row[places["contract"]], middle), "")
        below = ": ".join(row[places[key]] for key in ("lead", "to_do") if key in places and row[places[key]])
        # A date in two lines takes its part of the second.
        beside = max(len(dates), len(acts)) > 1
        lines = [(line, "quiet") for line in _at_most(below, middle if beside else rest, 2 if width < _SLIM else 1)]
        top = [[(line, "") for line in dates], [title, *(lines if beside else ())], [(line, "") for line in acts]]
        yield from _indented(side_by_side(top[: len(widths)], widths, _GAP))
        if not beside:
            yield from _indented(side_by_side([[("", "")], lines], [first, rest], _GAP))


def _indented(lines: list[Line]) -> Iterator[Line]:
    return ([(" " * _INDENT, ""), *line] for line in lines)
