"""Cells beside each other, each folded to its column by display width: text layout for terminals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size

Styled = tuple[str, str]
"""A piece of text, and its style."""
Line = list[Styled]


def fold(text: str, width: int) -> list[str]:
    """Lines of whole words no wider than `width`; a word that is wider is cut, never lost."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while cell_len(word) > width:
            head = set_cell_size(word, width).rstrip() or word[:1]
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line or not lines else lines


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
