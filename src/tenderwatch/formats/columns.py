"""Cells beside each other, each folded to its column by display width: text layout for terminals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size

from tenderwatch.text import fold_by

Styled = tuple[str, str]
"""A piece of text, and its style."""
Line = list[Styled]


def fold(text: str, width: int) -> list[str]:
    """Lines of whole words no wider than `width`; a word that is wider is cut, never lost."""
    return fold_by(text, width, cell_len, _head)


def _head(word: str, width: float) -> str:
    return set_cell_size(word, int(width)).rstrip() or word[:1]


def flowing(items: Iterable[str], width: int, between: str) -> Iterator[str]:
    """Items, each in one piece, as many on a line as there is room for; one that is wider has a line of its own."""
    line = ""
    for item in items:
        longer = f"{line}{between}{item}" if line else item
        if line and cell_len(longer) > width:
            yield line
            longer = item
        line = longer
    if line:
        yield line


def side_by_side(cells: Sequence[Sequence[Styled]], widths: Sequence[int], gap: int = 2) -> list[Line]:
    """Cells (each a list of lines, not yet folded, with styles) as rows of padded pieces."""
    folded = [
        [(piece, style) for text, style in cell for piece in fold(text, width)]
        for cell, width in zip(cells, widths, strict=True)
    ]
    rows = []
    for pieces in zip_longest(*folded, fillvalue=("", "")):
        last = max((index for index, (text, _) in enumerate(pieces) if text), default=-1)
        row = [
            (text if index == last else set_cell_size(text, width + gap), style)
            for index, ((text, style), width) in enumerate(zip(pieces, widths, strict=True))
            if index <= last
        ]
        rows.append(row)
    return rows
