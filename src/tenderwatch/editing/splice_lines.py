"""Changes of a file of JSON Lines: a record's line is written again, a new record is one more line, all others stay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tenderwatch.registry.json_lines import KINDS

if TYPE_CHECKING:
    from tenderwatch.registry.draft import Draft
    from tenderwatch.registry.yaml_tree import Data, Mapping

_KIND_OF = {section: kind for kind, section in KINDS.items()}


class LineSplices:
    """The changes of one file, to be made together. It has the methods of `Splices`."""

    def __init__(self, text: str, root: Mapping) -> None:
        self._lines = text.split("\n")
        self._root = root
        self._end = "\r" if self._lines[0].endswith("\r") else ""
        self._fresh: list[str] = []

    def change(self, record: Mapping, draft: Draft) -> None:
        """Write the line of a record again, as its draft has it."""
        self._lines[record.line - 1] = self._line(draft.section, draft.data)

    def add(self, section: str, records: list[Data]) -> None:
        """Add a line for each record."""
        self._fresh += [self._line(section, record) for record in records]

    def put_top(self, key: str, value: str) -> None:
        """State the edition in its line, or in a new one."""
        if key in self._root.pairs:
            self._lines[self._root.pairs[key][0].line - 1] = self._line(key, value)
        else:
            self._fresh.append(self._line(key, value))

    def result(self) -> str:
        """The text with all changes in it."""
        # What stands behind the last end of a line is no line, unless something is there.
        held = (
            self._lines[:-1]
            if not self._lines[-1].strip()
            else [*self._lines[:-1], self._lines[-1].rstrip("\r") + self._end]
        )
        return "".join(f"{line}\n" for line in [*held, *self._fresh])

    def _line(self, section: str, value: Data) -> str:
        return json.dumps({_KIND_OF[section]: value}, ensure_ascii=False) + self._end
