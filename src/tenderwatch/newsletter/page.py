"""A digest as HTML that stands alone: as a page, in print, and as a mail."""

from __future__ import annotations

from itertools import groupby

from tenderwatch.html import base_style, template
from tenderwatch.newsletter.words import pieces, sentence, summary, title
from tenderwatch.queries.digest import SECTIONS, Digest


def render(digest: Digest) -> str:
    """The digest, section by section."""
    sections = [
        (name, heading, len(items), [list(group) for _, group in groupby(items, key=lambda item: item.contract)])
        for name, heading in SECTIONS.items()
        if (items := digest.of(name))
    ]
    return template("tenderwatch.newsletter", "digest.html").render(
        style=base_style(), title=title(digest), summary=summary(digest), notes=digest.notes,
        sections=sections, sentence=sentence, pieces=pieces,
    )  # fmt: skip
