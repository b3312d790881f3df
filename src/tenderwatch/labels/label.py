"""A table of words, and the words for one code."""

from __future__ import annotations

Labels = dict[str, str]


def label(table: Labels, code: str) -> str:
    """The words for a code; a code that has none reads as itself, without hyphens or underscores."""
    return table.get(code) or code.replace("-", " ").replace("_", " ")
