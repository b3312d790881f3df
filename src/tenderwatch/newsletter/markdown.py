"""A digest as Markdown, for a page or a chat."""

from __future__ import annotations

from itertools import groupby

from tenderwatch.newsletter.words import pieces, sentence, summary, title
from tenderwatch.outputs.markdown import escape
from tenderwatch.queries.digest import SECTIONS, Digest


def render(digest: Digest) -> str:
    """The digest, section by section: a list item for each contract, one within it for each thing to know."""
    lines = [f"# {escape(title(digest))}", "", escape(summary(digest))]
    for note in digest.notes:
        lines += ["", "".join(f"`{text}`" if typed else _running(text) for text, typed in pieces(note))]
    for section, heading in SECTIONS.items():
        items = digest.of(section)
        if not items:
            continue
        lines += ["", f"## {heading} ({len(items)})", ""]
        for _, group in groupby(items, key=lambda item: item.contract):
            found = list(group)
            council = f", {escape(found[0].council)}" if found[0].council else ""
            lines.append(f"- **{escape(found[0].title)}** (`{found[0].contract}`){council}")
            for item in found:
                source = f" Source: {escape(item.source)}" if item.source else ""
                lines.append(f"  - {escape(sentence(item))}{'.' if source else ''}{source}")
    return "\n".join(lines) + "\n"


def _running(text: str) -> str:
    """A part of a sentence, escaped, with the spaces at its ends."""
    return f"{' ' * text.startswith(' ')}{escape(text)}{' ' * text.endswith(' ')}"
