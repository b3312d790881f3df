"""A council's contracts register, with any headings: each row is one contract as the council states it."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import compress, islice, zip_longest
from typing import Any, get_args

from tenderwatch.dates import When
from tenderwatch.importers.columns import DATES, Column, Field
from tenderwatch.importers.known_fields import Unknown
from tenderwatch.importers.release_parts import portal_of, route_of
from tenderwatch.importers.statement import Buyer, Place, Reading, Reject, Statement, Terms
from tenderwatch.importers.tables import Cell, Row
from tenderwatch.importers.values import (
    DateOrder,
    Once,
    PlaceholderError,
    UnreadError,
    date_in,
    money_in,
    text_in,
    without_end,
)
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.contract import Kind, Route, Value
from tenderwatch.text import undefused

_MOST_PROVIDERS = 400
_FIELDS: tuple[Field, ...] = get_args(Field)
_DATED = frozenset({When, type(None)})
_ENDS: tuple[Field, ...] = ("end", "longest_end")
# Fields of which hardly two cells are the same.
_OF_ITS_OWN: frozenset[Field] = frozenset({"reference", "ocid", "title", "description"})
# So many rows are read together, column by column.
_AT_ONCE = 500
# Registries are published, and people move on: a name is not kept, only a role.
_ROLE = re.compile(
    r"\b(manager|officer|lead|leader|head|director|commissioner|team|service|services|unit|section|department|adviser"
    r"|advisor|assistant|specialist|coordinator|buyer|partner|consultant|analyst|executive|chief|deputy|group)\b",
    re.IGNORECASE,
)
# As long as a registry takes them.
_MOST_OF_A_TEXT = 120
_REMARK_AS_PROVIDER = re.compile(r"(see |no |various|multiple|not |awaiting|pending|tb[cd]\b).*", re.IGNORECASE)
# Brackets behind a name that are no part of it: an old name, a note, the number of a call-off.
_ASIDE = r"(?i)\s*\((?:formerly|is now|now|previously|pending|[A-Z]{0,6}[0-9][A-Z0-9./-]*)[^()]*\)$"
_TOTAL = re.compile(r"(grand )?totals?|sum|average|count", re.IGNORECASE)
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("dynamic purchasing", "dps"), ("dps", "dps"), ("dynamic market", "dynamic-market"),
    ("open framework", "open-framework"), ("framework", "framework"), ("approved list", "approved-list"),
    ("spot", "spot"),
)  # fmt: skip


class Register(NamedTuple):
    """What holds for every row: the columns, the council where no column names it, and the day it was read.

    `unknown` takes note of values that mean nothing here.
    """

    columns: tuple[Column, ...]
    lead: str | None = None
    published: date | None = None
    unknown: Unknown = Unknown()


class _Said(NamedTuple):
    """What the cells of a row say, by field. A date that cannot be read is its fault; one without end, its words.

    The second of `route`, `owner` and `cpv` are words that mean nothing here.
    """

    reference: str
    ocid: str
    title: str
    description: str
    buyer: tuple[Buyer, ...]
    department: str
    provider: tuple[str, ...]
    start: When | UnreadError | None
    end: When | UnreadError | str | None
    longest_end: When | UnreadError | str | None
    review: When | UnreadError | None
    term: int | None
    extension: str
    extension_1: str
    extension_2: str
    extension_3: str
    value: Value | UnreadError | None
    cpv: tuple[tuple[tuple[str, str], ...], str]
    service: str
    route: tuple[Route, str]
    kind: Kind
    portal: str | None
    notes: str
    awarded: When | UnreadError | None
    owner: tuple[str, str]


def read_rows(rows: Iterator[Row], register: Register, file: str) -> Iterator[Reading]:
    """A statement for each row, or why there is none. Blank rows are passed over."""
    plan = _Plan(register)
    while some := list(islice(rows, _AT_ONCE)):
        fits = [*map(plan.fits, some)]
        readings = plan.read([*compress(some, fits)], file)
        for row, fit in zip(some, fits, strict=True):
            if reading := next(readings) if fit else plan.misfit(row, file):
                yield reading


class _Plan:
    """Where each field stands and how its cells are read, column by column. What no column holds is empty."""

    def __init__(self, register: Register) -> None:
        self.register = register
        columns = {column.field: column for column in register.columns if column.field}
        self.headings = {field: column.heading for field, column in columns.items()}
        self.at = {field: column.number for field, column in columns.items()}
        self.needed, self.width = max(self.at.values(), default=0), len(register.columns)
        orders = {field: column.order or DateOrder("day-first") for field, column in columns.items()}
        lead = (Buyer(register.lead),) if register.lead else ()
        reads: dict[Field, Callable[[Cell], Any]] = {
            **{field: partial(_dated, order=orders.get(field, DateOrder("day-first"))) for field in DATES},
            "buyer": (lambda _: lead) if lead else _buyers, "department": _department, "provider": _providers,
            "term": _months, "value": _value, "cpv": _codes, "route": _route, "kind": _kind, "portal": _portal,
            "owner": _role,
        }  # fmt: skip
        for field in _ENDS:
            reads[field] = partial(_ending, order=orders.get(field, DateOrder("day-first")))
        self.reads = [
            (self.at.get(field, -1), _each if field in _OF_ITS_OWN else Once(reads.get(field, text_in)).all)
            for field in _FIELDS
        ]
        # The end of a contract is where most of it is said: start, end, and those that only some registers have.
        self.dates: list[Field] = [
            field for field in ("start", "end", "longest_end", "review", "awarded") if field in columns
        ]

    def fits(self, row: Row) -> bool:
        """Whether a row has a cell for each column that is used, and none beyond them."""
        return not row.fault and (
            self.needed < len(row.cells) <= self.width
            or (len(row.cells) > self.width and all(cell in (None, "") for cell in row.cells[self.width :]))
        )

    def misfit(self, row: Row, file: str) -> Reject | None:
        """Why a row that does not fit is rejected; None for a blank one."""
        if row.fault:
            return Reject(Place(file, row.number), "", "", row.fault)
        if not any(map(text_in, row.cells)):
            return None
        reason = f"{len(row.cells)} cells where the heading has {self.width}"
        return Reject(Place(file, row.number), text_in(row.cells[0]), "", reason)

    def read(self, rows: Sequence[Row], file: str) -> Iterator[Reading | None]:
        """What some rows state; None for a blank one."""
        if not rows:
            return
        # A column that is not there, or beyond the last cell of a row, is empty.
        cells = [*zip_longest(*[row.cells for row in rows]), (None,) * len(rows)]
        columns = [read(cells[at]) for at, read in self.reads]
        odd = [field for field in self.dates if not _DATED.issuperset(map(type, columns[_FIELDS.index(field)]))]
        for row, said in zip(rows, map(partial(tuple.__new__, _Said), zip(*columns, strict=True)), strict=True):
            yield self._row(row, said, Place(file, row.number), odd)

    def _row(self, row: Row, said: _Said, place: Place, odd: Sequence[Field]) -> Reading | None:
        """What a row states; `odd` are the fields in which some row has no date where one should be."""
        headings, reference, title = self.headings, said.reference, said.title or said.description[:120]
        if _TOTAL.fullmatch(said.title or reference):
            return Reject(place, reference, said.title, "a row of totals")
        if not title:
            blank = not any(map(text_in, row.cells))
            return None if blank else Reject(place, reference, "", "the row has no title")
        remarks: list[str] = []
        for field in odd:
            date_said = getattr(said, field)
            if date_said is None or type(date_said) is When:
                continue
            if isinstance(date_said, str):
                remarks.append(f"{headings[field]}: '{date_said}'")
            elif isinstance(date_said, PlaceholderError):
                remarks.append(f"{headings[field]}: {date_said}")
            # The schema calls the column of the longest end "Extension Period": a length can stand in it.
            elif isinstance(date_said, UnreadError) and field != "longest_end":
                value = str(row.cells[self.at[field]])[:80]
                return Reject(place._replace(path=headings[field]), reference or title, value, str(date_said))
        terms = _terms(said, row.cells[self.at["longest_end"]] if "longest_end" in self.at else None)
        if terms.start and terms.end and terms.end.begins_before(terms.start.earliest or date.min):
            return Reject(
                place._replace(path=headings["end"]), reference or title, terms.end.text,
                "the end lies before the start",
            )  # fmt: skip
        pounds = said.value
        if isinstance(pounds, UnreadError):
            remarks.append(f"{headings['value']}: {pounds}")
            pounds = None
        (route, other_route), (owner, other_owner), (codes, other_codes) = said.route, said.owner, said.cpv
        if other_route or other_owner or other_codes:
            self._see("route", other_route)
            self._see("owner", other_owner)
            self._see("cpv", other_codes)
        # In the order of the fields: to name thirty of them takes as long again.
        return Statement(
            place, "register", None, None, self.register.published, None, said.ocid or None, "", reference or None,
            said.buyer, title, f"{said.description} {said.notes}".strip(), said.kind, "unknown", route,
            (*codes, ("", said.service)) if said.service else codes, said.portal, terms, said.provider, pounds,
            awarded=_when(said.awarded), remarks=tuple(remarks), department=said.department, owner=owner,
            review=_when(said.review),
        )  # fmt: skip

    def _see(self, field: Field, words: str) -> None:
        if words:
            self.register.unknown.see_value(self.headings[field], words)


def _each(cells: Sequence[Cell]) -> list[str]:
    return list(map(text_in, cells))


def _terms(said: _Said, longest: Cell) -> Terms:
    words = said.extension
    as_length = "" if longest is None or isinstance(said.longest_end, str | When) else text_in(longest)
    if as_length or said.extension_1 or said.extension_2 or said.extension_3:
        printed = (said.extension_1, said.extension_2, said.extension_3)
        lengths = [f"{length} months" if length.isdigit() else length for length in printed if length and length != "0"]
        words = "; ".join(filter(None, (words, " + ".join(lengths), as_length)))
    return Terms(_when(said.start), _when(said.end), _when(said.longest_end), said.term, words)


def _when(said: When | UnreadError | str | None) -> When | None:
    return said if isinstance(said, When) else None


def _dated(cell: Cell, order: DateOrder) -> When | UnreadError | None:
    """The date in a cell, or why it cannot be read."""
    try:
        return date_in(cell, order)
    except UnreadError as error:
        return type(error)(str(error))  # kept, without what led to it


def _ending(cell: Cell, order: DateOrder) -> When | UnreadError | str | None:
    """The same, or the words where an end is given as going on without one."""
    return without_end(cell) or _dated(cell, order)


def _value(cell: Cell) -> Value | UnreadError | None:
    try:
        pounds = money_in(cell)
    except UnreadError as error:
        return UnreadError(str(error))
    return Value(pounds, "as the register states it") if pounds else None


def _buyers(cell: Cell) -> tuple[Buyer, ...]:
    name = text_in(cell)
    return (Buyer(name),) if name else ()


def _department(cell: Cell) -> str:
    return text_in(cell)[:_MOST_OF_A_TEXT].strip()


def _role(cell: Cell) -> tuple[str, str]:
    """The role that a cell names, else its words."""
    words = text_in(cell)
    return (words[:_MOST_OF_A_TEXT].strip(), "") if _ROLE.search(words) else ("", words)


def _months(cell: Cell) -> int | None:
    words = text_in(cell)
    return int(words) if words.isdigit() and 0 < int(words) <= 600 else None


def _providers(cell: Cell) -> tuple[str, ...]:
    """Suppliers, one on each line of the cell or between semicolons. A remark is not the name of a supplier."""
    lines = re.split(r"[\r\n;|]+", undefused(cell)) if isinstance(cell, str) else []
    names = (" ".join(line.split()) for line in lines)
    names = (re.sub(_ASIDE, "", name) if name.endswith(")") else name for name in names)
    return tuple(dict.fromkeys(name for name in names if text_in(name) and not _REMARK_AS_PROVIDER.fullmatch(name)))[
        :_MOST_PROVIDERS
    ]


def _codes(cell: Cell) -> tuple[tuple[tuple[str, str], ...], str]:
    """The codes in a cell, and its words if it has none."""
    words = text_in(cell)
    codes = tuple((code, "") for code in re.findall(r"[0-9]{8}", words))
    return codes, "" if codes else words


def _route(cell: Cell) -> tuple[Route, str]:
    """The route that a cell names, and its words where they name none."""
    words = text_in(cell)
    route = route_of({"procurementMethodDetails": words}, "")
    return route, words if route == "unknown" else ""


def _kind(cell: Cell) -> Kind:
    words = text_in(cell).lower()
    return next((kind for word, kind in _KINDS if word in words), "contract")


def _portal(cell: Cell) -> str | None:
    return portal_of({"submissionMethodDetails": text_in(cell)})
