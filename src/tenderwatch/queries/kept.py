"""Rows that were worked out before, as a large registry keeps them: written down, and read again.

What places a row among others is read at once. Its outlook is worked out again only for who asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tenderwatch.queries.row import Row
from tenderwatch.registry.model import Worked

if TYPE_CHECKING:
    from tenderwatch.outlook import Outlook

_BETWEEN = "\0"


class KeptRow(Row):
    """A row from what was kept. `look` works out the outlook of the contract with an id, and its reasons."""

    __slots__ = (
        "_cells", "_look", "end_unknown", "first", "group", "has_end", "id", "is_due", "outside_scope",
        "to_replace",
    )  # fmt: skip

    def __init__(self, worked: Worked, look: Callable[[str], Row]) -> None:
        flags, *standing = worked.standing.split(_BETWEEN)
        self._look, self._cells, self.aside, self.place = look, worked.cells, None, None
        # What a row works out when it is asked is here an attribute.
        self.id = worked.id  # type: ignore[misc]
        self.end_unknown = "u" in flags  # type: ignore[misc]
        self.outside_scope = "o" in flags  # type: ignore[misc]
        self.has_end = "e" in flags  # type: ignore[misc]
        self.is_due = len(standing) > 2  # type: ignore[misc]
        if standing:
            self.first = int(standing[0]), int(standing[1])  # type: ignore[misc]
        if self.is_due:
            self.group = standing[2]  # type: ignore[misc, assignment]  # as it was written
            self.to_replace = tuple(standing[3:])  # type: ignore[misc]

    @property
    def cells(self) -> Sequence[str] | None:
        """Its texts. They are taken apart when they are asked for: so many would need much memory."""
        return self._cells.split(_BETWEEN) if self._cells else None

    def __getattr__(self, name: str) -> Any:
        """The outlook and the reasons: worked out when they are first asked for."""
        if name not in ("outlook", "due"):
            raise AttributeError(name)
        row = self._look(self.id)
        self.outlook: Outlook = row.outlook
        self.due = row.due
        return getattr(row, name)


def written(row: Row, cells: Iterable[str] = ()) -> Worked:
    """What to keep of a row, with its cells if they were made; with neither these nor reasons, that it is not due."""
    flags = "u" * row.end_unknown + "o" * row.outside_scope + "e" * row.has_end
    texts = tuple(cells)
    if not (texts or row.due):
        return Worked(row.id, flags, "")
    whole = _BETWEEN.join(texts)
    if whole.count(_BETWEEN) >= max(1, len(texts)):  # a text that holds what stands between texts
        whole = ""
    days = map(str, row.first)
    return Worked(row.id, _BETWEEN.join((flags, *days, *((row.group, *row.to_replace) if row.due else ()))), whole)
