"""A file of any kind to readings: which kind it is, and what each of its releases or rows states."""

from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import Any

from tenderwatch.errors import UnreadableError, UsageError
from tenderwatch.importers.columns import Column, Recogniser
from tenderwatch.importers.contracts_finder import read_rows as read_notices
from tenderwatch.importers.contracts_finder import recognise_export
from tenderwatch.importers.known_fields import Unknown
from tenderwatch.importers.one_way import refuse_one_way
from tenderwatch.importers.register import Register
from tenderwatch.importers.register import read_rows as read_register
from tenderwatch.importers.statement import Aside, Place, Reading
from tenderwatch.importers.tables import Row, find_heading, read_csv
from tenderwatch.labels.answers import IMPORT_KIND
from tenderwatch.labels.label import label
from tenderwatch.named_tuple import NamedTuple

# Kinds of file that are known by their first bytes: a module each, whose `readings` gives what such a file states, and
# None for a file of another kind. A new importer is a module and a row here.
IMPORTERS: dict[str, str] = {
    "jsonl": "tenderwatch.importers.own_lines",
    "csv": "tenderwatch.importers.own_table",
}  # fmt: skip
KINDS: tuple[str, ...] = (*IMPORTERS, "ocds", "contracts-finder-csv", "register")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# Rows that are looked at for the heading.
_HEAD = 30
# Rows behind the heading by which the columns of a table are decided at first.
_FIRST = 1000


class OtherColumnsError(Exception):
    """The rows of a table say otherwise of its columns than the first of them did; its `recogniser` knows by now."""


class Layout(NamedTuple):
    """What a person says of a file: of a register its sheet, the row of its heading, and what its columns hold.

    With `care_only`, a release that is plainly of something else need not be read further. `recogniser` is what is
    known of the columns by all of the rows, if the file was read before.
    """

    sheet: str = ""
    heading: int = 0
    columns: Mapping[str, str] = {}
    lead: str | None = None
    published: date | None = None
    care_only: bool = False
    recogniser: Recogniser | None = None


class Opened(NamedTuple):
    """A file that is understood: its kind, its readings (each read once), and what a person should know of it.

    `unknown` are the fields that are neither used nor ignored by name; it fills while the readings are read. So does
    what `recogniser` says of the columns of a register, and reading it can raise OtherColumnsError at its end.
    """

    kind: str
    readings: Iterator[Reading]
    remarks: tuple[str, ...] = ()
    recogniser: Recogniser | None = None
    sheet: str = ""
    heading: int = 0
    unknown: Unknown | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a register as they are understood; none of another file."""
        return self.recogniser.columns if self.recogniser else ()

    @property
    def all_remarks(self) -> tuple[str, ...]:
        """The remarks, and once the readings have been read also the fields that are not known."""
        return (*self.remarks, *(self.unknown.remarks() if self.unknown else ()))


def open_file(path: Path, name: str, kind: str | None, layout: Layout) -> Opened:
    """The file as what it is, or as the kind that is given. Raises UnreadableError where it cannot be read.

    What it is shows in its first bytes, whatever its name ends with.
    """
    try:
        with path.open("rb") as file:
            head = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        raise UnreadableError.of_file(path if name == path.name else name, error) from None
    refuse_one_way(path, name, head)
    for other, module in IMPORTERS.items():
        if kind in (None, other):
            stated: Iterator[Reading] | None = import_module(module).readings(path, name, head)
            if stated is not None:
                return Opened(other, stated)
            if kind == other:
                raise UnreadableError(f"{name} is not {label(IMPORT_KIND, other)}", "remove ⟨as⟩ to have it recognised")
    if head.startswith(_WORKBOOKS):
        return _workbook(path, name, kind, layout)
    if kind == "ocds" or (kind is None and head[:1] in (b"{", b"[")):
        unknown = Unknown()
        return Opened("ocds", _releases(path, name, unknown, care_only=layout.care_only), unknown=unknown)
    rows, remarks = read_csv(path)
    return _table(name, rows, remarks, kind, layout, "")


def _releases(path: Path, name: str, unknown: Unknown, *, care_only: bool) -> Iterator[Reading]:
    # A register needs nothing of this.
    from tenderwatch.importers.json_blocks import text_of
    from tenderwatch.importers.ocds import name_of, not_of_care, read_release
    from tenderwatch.importers.packages import LeftOut, read_releases

    def early(release: Any) -> LeftOut | None:
        reason = not_of_care(release) if text_of(release.get("ocid")) else ""
        return LeftOut((name_of(release),), reason) if reason else None

    number = 0
    for release in read_releases(path, unknown.see, early if care_only else None):
        place = Place(name, number + 1)
        if isinstance(release, LeftOut):
            number += len(release.names)
            yield Aside(place, release.names[0], release.reason, release.names[1:])
            continue
        number += 1
        yield from read_release(release, place) or (Aside(place, str(number), "states nothing of a contract"),)


def _workbook(path: Path, called: str, kind: str | None, layout: Layout) -> Opened:
    from tenderwatch.importers.workbooks import Book

    book = Book(path)
    shown, hidden = book.shown, book.hidden
    remarks = [f"hidden sheet not read: {name}" for name in hidden]
    if layout.sheet and layout.sheet not in (*shown, *hidden):
        raise UsageError(f"{called} has no sheet '{layout.sheet}'", f"its sheets are {', '.join(shown)}")
    if not layout.sheet and len(shown) > 1:
        remarks.append(f"read the sheet '{shown[0]}' of {', '.join(shown)}")
    if not shown and not layout.sheet:
        raise UnreadableError(f"{called} has no sheet that is shown", "name a hidden one with ⟨sheet⟩")
    name = layout.sheet or shown[0]
    return _table(called, book.rows(name), tuple(remarks), kind, layout, name)


def _table(
    name: str, rows: Iterator[Row], remarks: tuple[str, ...], kind: str | None, layout: Layout, sheet: str
) -> Opened:
    """A table by its rows."""
    head = list(islice(rows, _HEAD))
    if layout.heading:
        at = next((index for index, row in enumerate(head) if row.number == layout.heading), None)
    else:
        at = find_heading(head)
    if at is None:
        raise UnreadableError(f"{name} has no row of headings", "say which row it is with ⟨heading⟩ NUMBER")
    heading, rows = head[at], chain(head[at + 1 :], rows)
    export = recognise_export(heading.cells) if kind in (None, "contracts-finder-csv") else None
    if export:
        unknown = Unknown()
        unknown.see_columns(heading.cells)
        return Opened(
            "contracts-finder-csv", read_notices(rows, export, name), remarks, None, sheet, heading.number, unknown
        )
    if kind == "contracts-finder-csv":
        raise UnreadableError(f"{name} is no export of Contracts Finder", "its columns are others: try ⟨as⟩ register")
    recogniser = layout.recogniser
    if recogniser is None:
        recogniser = Recogniser(heading.cells, layout.columns)
        rows = _watched(rows, recogniser)
    columns = recogniser.columns
    headings = [column.heading for column in columns]
    if not any(column.field in ("title", "description") for column in columns):
        raise UnreadableError(
            f"{name} has no column for the title of a contract",
            f"say which it is in a file for ⟨map⟩; the headings are {', '.join(filter(None, headings))}",
        )
    if not layout.lead and not any(column.field == "buyer" for column in columns):
        remarks = (*remarks, "no column names the council: give it with ⟨lead⟩")
    register = Register(columns, layout.lead, layout.published, Unknown())
    read = read_register(rows, register, name)
    return Opened("register", read, remarks, recogniser, sheet, heading.number, register.unknown)


def _watched(rows: Iterator[Row], recogniser: Recogniser) -> Iterator[Row]:
    """The rows of a table, whose columns are decided by the first of them now, and by all of them in the end.

    So a table is read once. The first rows hardly ever leave a doubt that later ones settle otherwise, such as whether
    the month stands before the day: what goes through the rows then gets an OtherColumnsError, and has to begin again.
    """
    first = list(islice(rows, _FIRST))
    recogniser.see(first)
    recogniser.decide()

    def others() -> Iterator[Row]:
        more = False
        while some := list(islice(rows, _FIRST)):
            more = True
            recogniser.see(some)
            yield from some
        if more and not recogniser.decide():
            raise OtherColumnsError

    return chain(first, others())
