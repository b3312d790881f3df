"""What an answer is: words and typed cells, in sections, with an account of what is not in it. No text formatting.

People read the title, the sections and the notes; spreadsheets get the sheet; programs get the machine form. Each of
these is made when a format asks for it, so that a table pays for no JSON.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Literal

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Value

SCHEMA_VERSION = 1
CellKind = Literal["text", "date", "day", "money", "count", "contract", "list", "code"]


class Reference(NamedTuple):
    """A contract, or another thing with a name, to be looked up by its id."""

    id: str
    title: str


Cell = str | int | date | When | Value | Reference | tuple[str, ...] | None
"""None where the thing does not apply or nobody states it; the unknown `When` where there is a date nobody knows."""
Cells = tuple[Cell, ...]


class Column(NamedTuple):
    """What stands in one place of every row: its key for programs, its name for people, the kind of its cells.

    `date` cells are as exact as their source, `day` cells are days; `code` cells are for programs that read lines.
    A spreadsheet gets the bounds of a date beside it if `bounds`. A `quiet` column goes below the one before it where
    columns stand beside each other. An `extra` one is for workbooks and programs: a page has no room for it.
    """

    key: str
    name: str
    kind: CellKind = "text"
    bounds: bool = False
    quiet: bool = False
    extra: bool = False


class Table(NamedTuple):
    """Rows of cells, one for each column. With `lines`, a row takes no more than so many on a terminal.

    `texts` gives the rows as texts, one a cell: those that were kept, and the others by the function that writes a row.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Cells]
    lines: int | None = None
    texts: Callable[[Callable[[Cells], list[str]]], Iterable[Sequence[str]]] | None = None


class Facts(NamedTuple):
    """Names with what is known of each, one a line. A line may have no name."""

    pairs: tuple[tuple[str, str], ...]


class Entry(NamedTuple):
    """A thing with a code and a few words about it, and a line for each thing to know of it."""

    name: str
    code: str
    about: str
    items: tuple[str, ...]


Block = str | Table | Facts | tuple[Entry, ...]
"""A string is a paragraph."""


class Section(NamedTuple):
    """Blocks under a heading. `size` is how many things it holds, if that is worth saying.

    `late` marks what should have been done already, `soon` what should be done now. `advice` says what to do about
    what it holds.
    """

    heading: str
    blocks: tuple[Block, ...]
    size: int | None = None
    late: bool = False
    soon: bool = False
    advice: str = ""

    @property
    def title(self) -> str:
        """'Later (3)'."""
        return self.heading if self.size is None else f"{self.heading} ({self.size})"

    def tables(self) -> Iterable[Table]:
        """Its tables."""
        return (block for block in self.blocks if isinstance(block, Table))


class Machine(NamedTuple):
    """A JSON object: what stands before its rows, the rows under a key, and what stands after them.

    With `text`, the answer as plain text follows under that key.
    """

    before: dict[str, Any]
    key: str
    rows: Iterable[dict[str, Any]]
    after: dict[str, Any] = {}  # noqa: RUF012 - never changed
    text: bool = False


class Answer(NamedTuple):
    """An answer on a day. `size` is how many rows or things it holds.

    `plain` says how plain text is laid out: `rows`, one a line and nothing else, `lines`, those of `lead` and nothing
    else, `page` with everything, or a number: a page folded to so many columns. `account` is one sentence on what is
    and is not in it, for formats that have no room for sentences; `summary` is what a reader should know first.
    `listed` has the rows of the sections in one, in the order asked for. `closing` are sentences after the sections,
    and `hint` what to type for more, which only a terminal shows.
    """

    name: str
    title: str
    today: date
    sections: Callable[[], tuple[Section, ...]]
    sheet: Callable[[], Table]
    machine: Callable[[], Machine]
    size: int
    subtitle: str = ""
    summary: str = ""
    lead: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    hint: str = ""
    notes: tuple[str, ...] = ()
    account: str = ""
    plain: Literal["rows", "page", "lines"] | int = "page"
    facts: tuple[tuple[str, str], ...] = ()
    listed: Callable[[], tuple[Section, ...]] | None = None

    def ungrouped(self) -> tuple[Section, ...]:
        """The sections for formats that keep the rows in the order asked for."""
        return (self.listed or self.sections)()
