"""A digest as plain text, for a terminal or a mail: lines of at most 72 characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from tenderwatch.dates.words import MONTHS
from tenderwatch.newsletter.words import sentence, summary, title
from tenderwatch.queries.digest import SECTIONS, Digest, Item

WIDTH = 72
_DATE = re.compile(rf"\b(\d{{1,2}} )?({'|'.join(MONTHS)}) \d{{4}}\b")
_TIED = "\x00"  # no text of a registry holds one


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
        for _, group in groupby(items, key=lambda item: item.contract):
            yield ""
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
    """Lines of whole words and whole dates; a word that is longer than a line stays whole, so that it can be copied."""
    lines = wrap(
        _DATE.sub(lambda date: date[0].replace(" ", _TIED), text), WIDTH,
        initial_indent=indent, subsequent_indent=indent if after is None else after,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [line.replace(_TIED, " ") for line in lines]
