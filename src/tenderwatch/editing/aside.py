"""A contract set aside in a watch file: one line more, and every other line as it was."""

from __future__ import annotations

import json

from tenderwatch.errors import UsageError
from tenderwatch.registry.model import Aside
from tenderwatch.registry.watch import read_watch
from tenderwatch.registry.yaml_tree import Mapping, Sequence, read_tree

_NEW = "# What this registry's readers keep an eye on, or have set aside: see the reference page on watch files.\n"


def set_aside(text: str, aside: Aside, file: str) -> str:
    """The watch file with one contract more set aside; of an empty one, a new file.

    Raises UsageError where the file is written in a way that a line cannot be added to.
    """
    line = f"- {{id: {aside.id}, until: {aside.until}, why: {json.dumps(aside.why, ensure_ascii=False)}}}"
    changed = _with_line(text, line, file)
    before = read_watch(text.encode(), file, file)[0] if text.strip() else None
    after = read_watch(changed.encode(), file, file)[0]
    # The proof: read again, the file says what it said, and this.
    wanted = sorted((*(before.aside if before else ()), aside))
    if after is None or sorted(after.aside) != wanted or (before and after._replace(aside=before.aside) != before):
        hint = f"write it yourself, below `aside:`: {line}"
        raise UsageError(f"{file}: the line cannot be added to it as it is written", hint)
    return changed


def _with_line(text: str, line: str, file: str) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    tree, _ = read_tree(text, file, spans=True)
    _, held = tree.pairs.get("aside", (None, None)) if isinstance(tree, Mapping) else (None, None)
    if isinstance(held, Sequence) and held.items and not held.flow:
        # Before the first: where the last one ends is for its author to say.
        lines, place = text.split("\n"), held.items[0].line - 1
        return "\n".join((*lines[:place], " " * (held.column - 1) + line + end[:-1], *lines[place:]))
    if held is None:
        whole = text if not text or text.endswith("\n") else f"{text}{end}"
        return f"{whole or _NEW}aside:{end}  {line}{end}"
    return text
