"""A digest as plain text, for a terminal or a mail: lines of at most 72 characters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from tenderwatch.digest import SECTIONS, Digest, Item
from tenderwatch.newsletter.words import sentence, summary, title

WIDTH = 72


def render(digest: Digest) -> str:
    """The digest, section by section."""
    return "".join(f"{line}\n" for line in _lines(digest))


def _lines(digest: Digest) -> Iterator[str]:
    yield from wrap(title(digest), WIDTH)
    yield ""
    yield from _fold(summary(digest), "")
    for note in digest.notes:
        yield ""
        yield from _fold(note, "")
    for section, heading in SECTIONS.items():
        items = digest.of(section)
        if not items:
            continue
        yield ""
        yield f"{heading.upper()} ({len(items)})"
        yield ""
        for _, group in groupby(items, key=lambda item: item.contract):
            yield from _contract(list(group))


def _contract(items: list[Item]) -> Iterator[str]:
    first = items[0]
    council = f", {first.council}" if first.council else ""
    yield from _fold(f"{first.title} [{first.contract}]{council}", "")
    for item in items:
        yield from _fold(sentence(item), "  - ", "    ")
        if item.source:
            yield from _fold(f"Source: {item.source}", "    ")


def _fold(text: str, indent: str, after: str | None = None) -> list[str]:
    """Lines of whole words; a word that is longer than a line stays whole, so that it can be copied."""
    return wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent if after is None else after,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
