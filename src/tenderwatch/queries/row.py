"""A contract in an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tenderwatch.registry.model import Aside

if TYPE_CHECKING:
    from tenderwatch.outlook import Outlook, Reason
    from tenderwatch.outlook.prospects import Group


class Row:
    """A contract in the answer, and the reasons for which it is there (none in a plain list).

    `aside` is what sets it aside on that day, `place` where the registry keeps what is worked out of it. The rest is
    what it takes to find its place among the rows.
    """

    __slots__ = ("aside", "due", "outlook", "place")

    def __init__(
        self, outlook: Outlook, due: tuple[Reason, ...], aside: Aside | None = None, place: int | None = None
    ) -> None:
        self.outlook, self.due, self.aside, self.place = outlook, due, aside, place

    def once(self) -> Row:
        """The same row, for one look at it: what is worked out then is not kept with the row."""
        return Row(self.outlook.again(), self.due, self.aside)

    @property
    def cells(self) -> Sequence[str] | None:
        """Its texts in the columns of a sheet, if they were kept."""
        return None

    @property
    def id(self) -> str:
        """The id of the contract."""
        return self.outlook.contract.id

    @property
    def group(self) -> Group:
        """The group of the board that it stands in."""
        return self.outlook.group or "no-news"

    @property
    def to_replace(self) -> tuple[str, ...]:
        """Of a contract that is only planned, the ids of those that it is to replace."""
        return self.outlook.contract.replaces if self.outlook.status == "planned" else ()

    @property
    def end_unknown(self) -> bool:
        """Whether it may have an end that nobody has stated."""
        return self.outlook.end_unknown

    @property
    def outside_scope(self) -> bool:
        """Whether it lies outside what the registry is about."""
        return self.outlook.contract.outside_scope is not None

    @property
    def is_due(self) -> bool:
        """Whether there is a reason for it to be there."""
        return bool(self.due)

    @property
    def has_end(self) -> bool:
        """Whether an end is among the reasons."""
        return any(reason.kind == "end" for reason in self.due)

    @property
    def first(self) -> tuple[int, int]:
        """A key to sort by: the earliest of its reasons, or its end, as numbers of days."""
        earliest, latest = min((reason.when.sort_key for reason in self.due), default=self.end)
        return earliest.toordinal(), latest.toordinal()

    @property
    def end(self) -> tuple[date, date]:
        """A key to sort by: what ends next comes first, and what has no known end last."""
        end = self.outlook.next_end or self.outlook.ends.current
        return end.when.sort_key if end else (date.max, date.max)


def next_end(row: Row) -> tuple[tuple[date, date], str]:
    """A key to sort by: what ends next comes first, and what has no known end last."""
    return row.end, row.id
