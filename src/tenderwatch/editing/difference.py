"""What an edit changes, as a unified diff."""

from __future__ import annotations

from difflib import unified_diff

from tenderwatch.editing.files import File


def difference(before: tuple[File, ...], after: tuple[File, ...]) -> str:
    """The lines that differ, with three around them, file by file; nothing where nothing differs."""
    changed = ((old, new) for old, new in zip(before, after, strict=True) if old.text != new.text)
    return "".join(line for old, new in changed for line in _lines(old.name, old.text, new.text))


def _lines(name: str, old: str, new: str) -> list[str]:
    lines = []
    for line in unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), name, name):
        bare = line.rstrip("\r\n")
        lines.append(f"{bare}\n")
        if bare == line:
            lines.append("\\ No newline at end of file\n")
    return lines
