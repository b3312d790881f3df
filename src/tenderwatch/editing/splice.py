"""Changes to a text in place: only the lines concerned are touched.

Every change is a splice of the text as it stands, found in its tree; all of them are put in together, so the text is
read once before and once after. What other lines hold, comments included, stays to the byte.
"""

import re
from collections import defaultdict

from tenderwatch.editing import writing
from tenderwatch.editing.comments import (
    Entry,
    NotEditableError,
    dash_of,
    entries,
    line_end,
    line_start,
    newline_of,
    next_line,
)
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.format.fields import FieldType
from tenderwatch.registry.format.paths import APART, in_order, item_of, keys_of, kind_of_key, kind_of_record
from tenderwatch.registry.format.sections import SECTIONS
from tenderwatch.registry.yaml_tree import Data, Mapping, Scalar, Sequence, data_of


class _Splice(NamedTuple):
    """What comes in place of `start` to `end`. Of two at one place, the deeper comes first."""

    start: int
    replaces: bool
    depth: int
    number: int
    end: int
    text: str


class Splices:
    """The changes to one text, with its tree."""

    def __init__(self, text: str, root: Mapping) -> None:
        self.text, self.root = text, root
        self.newline = newline_of(text)
        self._splices: list[_Splice] = []

    def result(self) -> str:
        """The text with every change in it."""
        parts, place = [], 0
        for splice in sorted(self._splices):
            parts += [self.text[place : splice.start], splice.text]
            place = splice.end
        return "".join([*parts, self.text[place:]])

    def put_top(self, key: str, value: str) -> None:
        """A key of the file itself, which holds one value."""
        if key in self.root.pairs:
            self._value(self.root, key, value, self.root.column - 1)
        else:
            self._new_keys(self.root, {key: value}, tuple(SECTIONS), list(self.root.pairs), 0)

    def change(self, record: Mapping, draft: Draft) -> None:
        """A record that is there, as its draft has it. Raises NotEditableError."""
        self._mapping(record, draft.before, draft.data, draft, kind_of_record(draft.section), 2)

    def add(self, section: str, records: list[Data]) -> None:
        """New records at the end of their section, which is begun if it is not there."""
        kind = kind_of_record(section)
        records = [in_order(record, kind) for record in records]
        listed = self.root.pairs[section][1] if section in self.root.pairs else None
        if isinstance(listed, Sequence) and listed.items:
            apart = section in APART and not listed.flow
            self._new_items(listed, records, listed.items[-1].end, 1, apart=apart)
            return
        column = self.root.column - 1
        if self.root.flow:
            lines = [f"{section}: {writing.in_flow(records)}"]
        else:
            lines = [f"{section}:"]
            for number, record in enumerate(records):
                lines += [""] * (section in APART and number > 0)
                lines += [f"{' ' * writing.INDENT}{line}".rstrip() for line in writing.item(record, column + 2)]
        if section in self.root.pairs:
            key, old = self.root.pairs[section]
            rest = "" if self.root.flow else self.text[old.end : line_end(self.text, old.end)]
            lines[0] += rest
            self._splice(key.start, old.end + len(rest), _joined(lines, column, self.newline), 0)
        else:
            self._new_entries(self.root, [lines], section, tuple(SECTIONS), list(self.root.pairs), 0)

    # --- Groups of keys and lists ---

    def _mapping(
        self,
        node: Mapping,
        old: dict[str, Data],
        new: dict[str, Data],
        draft: Draft,
        kind: FieldType | None,
        depth: int,
    ) -> None:
        self._remove(node, [key not in new for key in node.pairs], depth)
        for key, value in new.items():
            if key in old and old[key] != value:
                self._changed(node, key, value, draft, kind_of_key(kind, key), depth)
        fresh = {key: in_order(value, kind_of_key(kind, key)) for key, value in new.items() if key not in old}
        self._new_keys(node, fresh, keys_of(kind), [key for key in node.pairs if key in new], depth)

    def _changed(
        self, parent: Mapping, key: str, value: Data, draft: Draft, kind: FieldType | None, depth: int
    ) -> None:
        """A key whose value differs: within it where the difference can be placed, else in place of the whole."""
        node = parent.pairs[key][1]
        old = data_of(node)
        match node, value:
            case Mapping(), dict() if isinstance(old, dict) and old.keys() & value.keys():
                self._mapping(node, old, value, draft, kind, depth + 1)
            case Sequence(), list() if isinstance(old, list) and self._stays(old, value, draft):
                self._sequence(node, old, value, draft, kind, depth + 1)
            case _:
                self._value(parent, key, in_order(value, kind), depth)

    def _stays(self, old: list[Data], new: list[Data], draft: Draft) -> bool:
        return any(pair.old is not None and pair.new is not None for pair in draft.pairs(old, new))

    def _sequence(
        self, node: Sequence, old: list[Data], new: list[Data], draft: Draft, kind: FieldType | None, depth: int
    ) -> None:
        inner = item_of(kind) if kind is not None else None
        pairs = draft.pairs(old, new)
        stay = [pair.old for pair in pairs if pair.old is not None and pair.new is not None]
        self._remove(node, [number not in stay for number in range(len(old))], depth)
        fresh: dict[int | None, list[Data]] = defaultdict(list)
        last: int | None = None
        for pair in pairs:
            if pair.new is None:
                continue
            if pair.old is None:
                fresh[last].append(in_order(new[pair.new], inner))
                continue
            last = pair.old
            if old[last] != new[pair.new]:
                self._item(node, last, old[last], new[pair.new], draft, inner, depth)
        for number, values in fresh.items():
            end = node.items[number].end if number is not None else None
            self._new_items(node, values, end, depth, first=stay[0])

    def _item(
        self, parent: Sequence, index: int, old: Data, new: Data, draft: Draft, kind: FieldType | None, depth: int
    ) -> None:
        node = parent.items[index]
        match node, old, new:
            case Scalar(), str(), str():
                self._scalar(node, new, parent.column - 1, depth, flow=parent.flow)
            case Mapping(), dict(), dict() if old.keys() & new.keys():
                self._mapping(node, old, new, draft, kind, depth + 1)
            case Sequence(), list(), list() if self._stays(old, new, draft):
                self._sequence(node, old, new, draft, kind, depth + 1)
            case _:
                raise NotEditableError(f"item {index + 1} changes as a whole")

    # --- What comes ---

    def _new_keys(
        self, parent: Mapping, fresh: dict[str, Data], order: tuple[str, ...], stay: list[str], depth: int
    ) -> None:
        """New keys, each after the last key that comes before it in `order`; unknown ones come last."""
        rank = {name: number for number, name in enumerate(order)}
        for key in sorted(fresh, key=lambda key: rank.get(key, len(order))):
            if parent.flow:
                lines = [f"{key}: {writing.in_flow(fresh[key])}"]
            else:
                lines = writing.entry(key, fresh[key], parent.column - 1)
            self._new_entries(parent, [lines], key, order, stay, depth)

    def _new_entries(
        self, parent: Mapping, entries: list[list[str]], key: str, order: tuple[str, ...], stay: list[str], depth: int
    ) -> None:
        rank = {name: number for number, name in enumerate(order)}
        mine = rank.get(key, len(order))
        before = [name for name in stay if rank.get(name, len(order)) <= mine]
        end = parent.pairs[before[-1]][1].end if before else None
        first = parent.pairs[stay[0]][0].start if stay else None
        self._insert(parent, entries, end, first, depth)

    def _new_items(
        self, parent: Sequence, values: list[Data], end: int | None, depth: int, *, first: int = 0, apart: bool = False
    ) -> None:
        """New items, after the one that ends at `end`, or before the item `first`; `apart` by an empty line."""
        if parent.flow:
            entries = [[writing.in_flow(value)] for value in values]
            start = parent.items[first].start if parent.items else None
        else:
            entries = [[""] * apart + writing.item(value, parent.column - 1) for value in values]
            start = dash_of(self.text, parent, parent.items[first]) if end is None else None
        self._insert(parent, entries, end, start, depth)

    def _insert(
        self, parent: Mapping | Sequence, entries: list[list[str]], end: int | None, first: int | None, depth: int
    ) -> None:
        """Entries after the one that ends at `end`, or else before the one that begins at `first`."""
        column = parent.column - 1
        if parent.flow:
            written = ", ".join(entry[0] for entry in entries)
            if end is not None:
                self._splice(end, end, f", {written}", depth)
            else:
                self._splice(parent.start + 1, parent.start + 1, written if first is None else f"{written}, ", depth)
            return
        lines = [line for entry in entries for line in entry]
        if end is None:
            if first is None:
                raise NotEditableError("there is nothing to put it before")
            self._splice(first, first, _joined([*lines, ""], column, self.newline), depth)
            return
        place = next_line(self.text, end)
        block = self.newline.join(" " * column + line if line else "" for line in lines)
        ended = self.text[:place].endswith(("\n", "\r"))
        self._splice(place, place, block + self.newline if ended else self.newline + block, depth)

    # --- What is replaced ---

    def _value(self, parent: Mapping, key: str, value: Data, depth: int) -> None:
        """A value in place of the one that stands behind a key."""
        mark, old = parent.pairs[key]
        column = mark.column - 1
        if isinstance(old, Scalar) and isinstance(value, str):
            self._scalar(old, value, column, depth, flow=parent.flow)
        elif parent.flow or (not isinstance(old, Scalar) and old.flow):
            self._splice(old.start, old.end, writing.in_flow(value), depth)
        else:
            lines = writing.entry(key, value, column)
            rest = self.text[old.end : line_end(self.text, old.end)]
            joined = _joined([lines[0] + rest, *lines[1:]], column, self.newline)
            self._splice(mark.start, old.end + len(rest), joined, depth)

    def _scalar(self, old: Scalar, value: str, column: int, depth: int, *, flow: bool) -> None:
        """One text in place of another. Quotes stay, and so does a comment behind it."""
        text = self.text
        block = old.style in ("|", ">")
        header = re.match(r"[|>][-+0-9]*( +#.*)?", text[old.start : line_end(text, old.start)]) if block else None
        behind = text[old.end : line_end(text, old.end)]
        gap = "" if text[old.start - 1 : old.start] in (" ", "\t", "\n", "\r", "[", "{", "") else " "
        written = writing.scalar(value, flow=flow, style=old.style)
        if not (flow or behind.strip()):
            begin = line_start(text, old.start)
            # The key or dash that it stands behind counts to the width.
            head, rest = text[begin + column : old.start].rstrip(), (header[1] or "" if header else "")
            if len(text[begin : old.start]) + len(written) <= writing.WIDTH or not writing.foldable(value):
                written += rest
            else:
                _, *lines = writing.folded(head, value, column)
                written = self.newline.join([f">-{rest}", *(" " * column + line for line in lines)])
        self._splice(old.start, old.end, gap + written, depth)

    # --- What goes ---

    def _remove(self, parent: Mapping | Sequence, goes: list[bool], depth: int) -> None:
        """Take out entries, each with the comment that stands on its lines."""
        held = entries(self.text, parent) if any(goes) else []
        index = 0
        while index < len(held):
            begin = index
            while index < len(held) and goes[index]:
                index += 1
            if index > begin:
                self._remove_run(held, begin, index, depth, flow=parent.flow)
            index += 1

    def _remove_run(self, held: list[Entry], begin: int, end: int, depth: int, *, flow: bool) -> None:
        """Take out the entries from `begin` up to, not with, `end`."""
        text, start = self.text, held[begin].start
        if flow:
            if end < len(held):
                self._splice(start, held[end].start, "", depth)
                return
            before = held[begin - 1].node.end if begin else start
            # A comment behind the one before stays, and with it the comma, which may end a list.
            self._splice(start if "#" in text[before:start] else before, held[end - 1].node.end, "", depth)
            return
        if text[line_start(text, start) : start].strip():  # it stands behind a dash, and what follows takes its place
            following = next_line(text, held[begin].node.end)
            following += len(text[following:]) - len(text[following:].lstrip(" "))
            self._splice(start, following, "", depth)
            begin += 1
            if begin < end:  # the next entry has been moved up, and goes as well
                self._splice(following, held[end].start, "", depth)
            return
        for entry in held[begin:end]:
            self._splice(line_start(text, entry.start), next_line(text, entry.node.end), "", depth)

    def _splice(self, start: int, end: int, text: str, depth: int) -> None:
        self._splices.append(_Splice(start, end > start, -depth, len(self._splices), end, text))


def _joined(lines: list[str], column: int, newline: str) -> str:
    """Lines of which the first stands where it is put, and the others at `column`."""
    return (newline + " " * column).join(lines)
