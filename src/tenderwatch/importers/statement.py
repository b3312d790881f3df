"""What one notice or one row states of one contract, as values, before it meets the registry.

A reader gives a `Statement`, or says why it cannot: `Aside` for what is left out by rule (a test notice, a stub
without facts), `Reject` for what cannot be read. Releases or rows in equal the sum of these, always.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.contract import Kind, Regime, Route, Value

if TYPE_CHECKING:
    from tenderwatch.registry.yaml_tree import Data

Stage = Literal[
    "planning", "tender", "award", "contract", "change", "termination", "cancellation", "performance", "register",
    "record",
]  # fmt: skip


class Place(NamedTuple):
    """Where in a file: the release or row, counted from 1, and the path or column in it."""

    file: str
    row: int
    path: str = ""

    def __str__(self) -> str:
        return f"{self.file}, {self.path + ' of ' if self.path else ''}{self.row}"


class Buyer(NamedTuple):
    """A buying body as a source names it, with its code (GB-PPON) where one is given."""

    name: str
    code: str | None = None


class Terms(NamedTuple):
    """How long a contract runs, as printed: `end` without options, `longest` with all of them.

    `months` is a printed length; `extension` the words on options, unread.
    """

    start: When | None = None
    end: When | None = None
    longest: When | None = None
    months: int | None = None
    extension: str = ""
    open_ended: bool = False


class Own(NamedTuple):
    """A record as a registry writes it, with the sources, bodies and portals that it names, out of a file of ours.

    With a `where` it has no evidence, but is a place in a file that is to be cited, whose own evidence was last
    `checked` on a day (empty if it does not say).
    """

    record: dict[str, Data]
    sources: tuple[dict[str, Data], ...] = ()
    authorities: tuple[dict[str, Data], ...] = ()
    portals: tuple[dict[str, Data], ...] = ()
    where: str = ""
    checked: str = ""

    @property
    def id(self) -> str:
        """The id of the record."""
        return str(self.record["id"])


class Statement(NamedTuple):
    """One contract, or one procurement, as one notice or row states it.

    `corrects` where it corrects or merges earlier notices of its kind, so that its day is not that of the first.
    `planned_in` names the processes or notices in which the procurement was planned. `department`, `owner` (a role)
    and `review` (a date) are what registers say of a contract, and notices do not. `own` is the whole record, where
    the file is one of ours.
    """

    place: Place
    stage: Stage
    number: str | None
    notice: str | None
    published: date | None
    url: str | None
    ocid: str | None
    contract: str
    reference: str | None
    buyers: tuple[Buyer, ...]
    title: str
    words: str
    kind: Kind
    regime: Regime
    route: Route
    categories: tuple[tuple[str, str], ...]
    portal: str | None
    terms: Terms
    providers: tuple[str, ...]
    value: Value | None
    deadline: When | None = None
    planned_tender: When | None = None
    awarded: When | None = None
    ended: When | None = None
    how: str = ""
    prior_ocids: tuple[str, ...] = ()
    corrects: bool = False
    planned_in: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    department: str = ""
    owner: str = ""
    review: When | None = None
    own: Own | None = None


class Aside(NamedTuple):
    """What is left out by rule, and why. `more` are the ids of rows behind it that are left out for the same reason."""

    place: Place
    id: str
    reason: str
    more: tuple[str, ...] = ()

    def each(self) -> Iterator[Aside]:
        """It and each of the rows behind it, on its own."""
        for row, name in enumerate((self.id, *self.more), start=self.place.row):
            yield Aside(self.place._replace(row=row), name, self.reason)


class Reject(NamedTuple):
    """What cannot be read: where, the value, and why."""

    place: Place
    id: str
    value: str
    reason: str


Reading = Statement | Aside | Reject
