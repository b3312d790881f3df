"""The normal form of a registry file: keys in the format's order, one entry a line, two spaces for each step.

Text is plain where that reads the same, folded where a line would grow beyond the width, and one empty line stands
before each section, each contract and each look. Comments stay with what they stand over or behind. What the file
says is the same, and it is proved by reading it again.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tenderwatch.editing import writing
from tenderwatch.editing.comments import Comments, Entry, comments_of, entries, every_comment, newline_of
from tenderwatch.editing.files import File
from tenderwatch.errors import UsageError
from tenderwatch.registry.draft import in_single_spaces
from tenderwatch.registry.format.fields import FieldType, Parsed, Record
from tenderwatch.registry.format.paths import APART, item_of, keys_of
from tenderwatch.registry.format.sections import SECTIONS
from tenderwatch.registry.yaml_tree import Mapping, Node, Scalar, Sequence, data_of

# What other readers of YAML, an editor's among them, would not take for text.
_TYPED = re.compile(r"[-+.0-9][-+.:_xobefT0-9]*|true|false", re.IGNORECASE)


def in_normal_form(file: File) -> File:
    """The file in normal form, with the line ends it begins with. Raises UsageError where it cannot be reformatted."""
    root, problems = file.tree
    if problems or not isinstance(root, Mapping):
        said = f"line {problems[0].place.line}: {problems[0].message}" if problems else "it is no registry"
        raise UsageError(f"{file.name} cannot be reformatted: {said}", "run `tenderwatch check`, and correct it first")
    text = _Setter(file.text, root).whole(root)
    after = replace(file, text=text)
    words = sorted(comment for _, comment in every_comment(file.text, root))
    if (
        after.root is None
        or in_single_spaces(data_of(after.root)) != in_single_spaces(data_of(root))
        or sorted(comment for _, comment in every_comment(text, after.root)) != words
    ):
        message = f"{file.name} is written in a way that cannot be reformatted safely"
        raise UsageError(message, "correct its form by hand, in an editor")
    newline = newline_of(file.text)
    return after if newline == "\n" else replace(file, text=text.replace("\n", newline))


class _Setter:
    """Reformats one text: the tree gives what is said, the comments what stands around it."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.comments: Comments = comments_of(text, root)

    def whole(self, root: Mapping) -> str:
        """The file: an empty line before each section, and no empty line at either end."""
        lines: list[str] = []
        order = {key: number for number, key in enumerate(SECTIONS)}
        for entry in sorted(entries(self.text, root), key=lambda entry: order.get(entry.key, len(order))):
            kind = SECTIONS[entry.key][1] if entry.key in SECTIONS else None
            lines += ["", *self.entry(entry, kind, 0, apart=entry.key in APART)]
        lines += self.comments.after.get(root.start, [])
        return "\n".join(_without_double_gaps(lines)) + "\n"

    def entry(self, item: Entry, kind: FieldType | None, column: int, *, apart: bool = False) -> list[str]:
        """A key or an item, with the comments over and behind it; `apart` for items with empty lines between."""
        head = f"{_key(item.key)}:" if item.key else "-"
        comment = self.comments.behind.get(item.start, "")
        lines = list(self.comments.over.get(item.start, []))
        match item.node:
            case Scalar():
                return lines + self.text_lines(head, item.node, kind, column, comment)
            case Mapping() | Sequence() if not entries(self.text, item.node):
                return [*lines, _with(f"{head} {writing.in_flow(data_of(item.node))}", comment)]
        inner = self.container(item.node, kind, column + writing.INDENT, apart=apart)
        if item.key:
            return [*lines, _with(head, comment), *_indented(inner)]
        if comment:
            lines.append(comment)
        while inner[0] == "" or inner[0].startswith("#"):  # comments over its first key stand over the dash
            lines.append(inner.pop(0))
        return [*lines, f"- {inner[0]}", *_indented(inner[1:])]

    def container(self, node: Node, kind: FieldType | None, column: int, *, apart: bool = False) -> list[str]:
        """The lines of a group of keys, in the format's order, or of a list."""
        lines: list[str] = []
        found = entries(self.text, node)
        if isinstance(node, Mapping):
            order = {key: number for number, key in enumerate(keys_of(kind))}
            found.sort(key=lambda item: order.get(item.key, len(order)))
        for number, item in enumerate(found):
            if isinstance(node, Mapping):
                inner = kind.by_key[item.key].type if isinstance(kind, Record) and item.key in kind.by_key else None
            else:
                inner = item_of(kind) if kind is not None else None
            lines += [""] if apart and number else []
            lines += self.entry(item, inner, column)
        return lines + self.comments.after.get(node.start, [])

    def text_lines(self, head: str, node: Scalar, kind: FieldType | None, column: int, comment: str) -> list[str]:
        """A text after its key or dash."""
        text = " ".join(node.text.split())
        if not node.style and text in ("", "~", "null"):  # nothing, and it stays nothing
            return [_with(f"{head} {text}".rstrip(), comment)]
        if node.style and not isinstance(kind, Parsed) and _TYPED.fullmatch(text):
            return [_with(f"{head} {writing.quoted(text)}", comment)]
        first, *others = writing.folded(head, text, column)
        return [_with(first, comment), *others]


def _key(text: str) -> str:
    """A key; those of the format stand as they are, `on` among them, which other readers take for true."""
    return text if re.fullmatch("[a-z_]+", text) else writing.scalar(text)


def _with(line: str, comment: str) -> str:
    return f"{line}  {comment}" if comment else line


def _indented(lines: list[str]) -> list[str]:
    return [" " * writing.INDENT + line if line else "" for line in lines]


def _without_double_gaps(lines: list[str]) -> list[str]:
    """Never two empty lines together, and none at either end."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept
