"""A council's contracts register, with any headings: each row is one contract as the council states it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

from tenderwatch.dates import When
from tenderwatch.importers.columns import Column, Field
from tenderwatch.importers.known_fields import Unknown
from tenderwatch.importers.release_parts import portal_of, route_of
from tenderwatch.importers.statement import Buyer, Place, Reading, Reject, Statement, Terms
from tenderwatch.importers.tables import Cell, Row
from tenderwatch.importers.values import (
    DateOrder,
    PlaceholderError,
    UnreadError,
    date_in,
    money_in,
    read_once,
    text_in,
    without_end,
)
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.contract import Kind, Route, Value
from tenderwatch.text import undefused

_MOST_PROVIDERS = 400
_ENDS = ("end", "longest_end")
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
_ASIDE = re.compile(
    r"\s*\((?:formerly|is now|now|previously|pending|[A-Z]{0,6}[0-9][A-Z0-9./-]*)[^()]*\)$", re.IGNORECASE
)
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


def read_rows(rows: Iterator[Row], register: Register, file: str) -> Iterator[Reading]:
    """A statement for each row, or why there is none. Blank rows are passed over."""
    needed = max((column.number for column in register.columns if column.field), default=0)
    width = len(register.columns)
    plan = _Plan(register)
    for row in rows:
        place = Place(file, row.number)
        if row.fault:
            yield Reject(place, "", "", row.fault)
        elif not any(text_in(cell) for cell in row.cells):
            continue
        elif len(row.cells) <= needed or any(cell not in (None, "") for cell in row.cells[width:]):
            yield Reject(place, text_in(row.cells[0]), "", f"{len(row.cells)} cells where the heading has {width}")
        else:
            yield plan.read(row.cells, place)


class _Plan:
    """Where each field stands, worked out once for all rows. What no column holds stands in an empty cell at the end.

    Registers repeat themselves: what a cell says is read once for each of its values, as far as they are kept.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        columns = {column.field: column for column in register.columns if column.field}
        self.at: dict[Field, int] = dict.fromkeys(get_args(Field), -1)
        self.at |= {field: column.number for field, column in columns.items()}
        self.headings = {field: column.heading for field, column in columns.items()}
        # The end of a contract is where most of it is said: start, end, and those that only some registers have.
        self.dates: list[tuple[Field, int, DateOrder]] = [
            (field, columns[field].number, columns[field].order or DateOrder("day-first"))
            for field in ("start", "end", "longest_end", "review", "awarded")
            if field in columns
        ]
        self.length = tuple(self.at[field] for field in ("extension_1", "extension_2", "extension_3"))

    def read(self, cells: Sequence[Cell], place: Place) -> Reading:
        """What a row states."""
        cells = (*cells, None)
        at, headings = self.at, self.headings
        title, reference = text_in(cells[at["title"]]), text_in(cells[at["reference"]])
        if _TOTAL.fullmatch(title or reference):
            return Reject(place, reference, title, "a row of totals")
        description = text_in(cells[at["description"]])
        title = title or description[:120]
        if not title:
            return Reject(place, reference, "", "the row has no title")
        remarks: list[str] = []
        dates: dict[Field, When | None] = {}
        going_on = without_end(cells[at["end"]])
        for field, number, order in self.dates:
            value = cells[number]
            if field in _ENDS and without_end(value):
                remarks.append(f"{headings[field]}: '{without_end(value)}'")
                continue
            try:
                dates[field] = date_in(value, order)
            except PlaceholderError as error:
                remarks.append(f"{headings[field]}: {error}")
            except UnreadError as error:
                if field == "longest_end":
                    continue  # the schema calls this column "Extension Period": a length can stand in it
                return Reject(place._replace(path=headings[field]), reference or title, str(value)[:80], str(error))
        terms = self._terms(cells, dates)
        if terms.start and terms.end and terms.end.begins_before(terms.start.earliest or date.min):
            return Reject(
                place._replace(path=headings["end"]), reference or title, terms.end.text,
                "the end lies before the start",
            )  # fmt: skip
        try:
            pounds = money_in(cells[at["value"]])
        except UnreadError as error:
            remarks.append(f"{headings['value']}: {error}")
            pounds = None
        route, owner = _route(cells[at["route"]]), _words(cells[at["owner"]])
        is_role = bool(owner and _ROLE.search(owner))
        codes = _codes(cells[at["cpv"]])
        unread: tuple[tuple[Field, bool], ...] = (
            ("route", route == "unknown"), ("owner", not is_role), ("cpv", not codes),
        )  # fmt: skip
        for field, is_unread in unread:
            if is_unread and (said := _words(cells[at[field]])):
                self.register.unknown.see_value(headings[field], said)
        buyer = self.register.lead or _words(cells[at["buyer"]])
        service, notes = _words(cells[at["service"]]), _words(cells[at["notes"]])
        return Statement(
            place=place, stage="register", number=None, notice=None, published=self.register.published, url=None,
            ocid=text_in(cells[at["ocid"]]) or None, contract="", reference=reference or None,
            buyers=(Buyer(buyer),) if buyer else (), title=title, words=f"{description} {notes}".strip(),
            kind=_kind(cells[at["kind"]]), regime="unknown", route=route,
            categories=(*codes, ("", service)) if service else codes, portal=_portal(cells[at["portal"]]),
            terms=terms, providers=_providers(cells[at["provider"]]),
            department=_words(cells[at["department"]])[:_MOST_OF_A_TEXT].strip(),
            owner=owner[:_MOST_OF_A_TEXT].strip() if is_role else "", review=dates.get("review"),
            value=Value(pounds, "as the register states it") if pounds else None, awarded=dates.get("awarded"),
            remarks=(*remarks, *((f"end given as '{going_on}'",) if going_on and not remarks else ())),
        )  # fmt: skip

    def _terms(self, cells: Sequence[Cell], dates: dict[Field, When | None]) -> Terms:
        printed = [_words(cells[number]) for number in self.length]
        lengths = [f"{length} months" if length.isdigit() else length for length in printed if length and length != "0"]
        longest = cells[self.at["longest_end"]]
        as_length = _words(longest) if not dates.get("longest_end") and not without_end(longest) else ""
        words = [_words(cells[self.at["extension"]]), " + ".join(lengths), as_length]
        term = _words(cells[self.at["term"]])
        return Terms(
            dates.get("start"), dates.get("end"), dates.get("longest_end"),
            int(term) if term.isdigit() and 0 < int(term) <= 600 else None,
            "; ".join(filter(None, words)),
        )  # fmt: skip


_words = read_once(text_in)


@read_once
def _providers(cell: Cell) -> tuple[str, ...]:
    """Suppliers, one on each line of the cell or between semicolons. A remark is not the name of a supplier."""
    lines = re.split(r"[\r\n;|]+", undefused(cell)) if isinstance(cell, str) else []
    names = (_ASIDE.sub("", " ".join(line.split())) for line in lines)
    return tuple(dict.fromkeys(name for name in names if text_in(name) and not _REMARK_AS_PROVIDER.fullmatch(name)))[
        :_MOST_PROVIDERS
    ]


@read_once
def _codes(cell: Cell) -> tuple[tuple[str, str], ...]:
    return tuple((code, "") for code in re.findall(r"[0-9]{8}", text_in(cell)))


@read_once
def _route(cell: Cell) -> Route:
    return route_of({"procurementMethodDetails": text_in(cell)}, "")


@read_once
def _kind(cell: Cell) -> Kind:
    words = text_in(cell).lower()
    return next((kind for word, kind in _KINDS if word in words), "contract")


@read_once
def _portal(cell: Cell) -> str | None:
    return portal_of({"submissionMethodDetails": text_in(cell)})
