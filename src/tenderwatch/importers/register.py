"""A council's contracts register, with any headings: each row is one contract as the council states it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

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
    text_in,
    without_end,
)
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.contract import Kind, Value
from tenderwatch.text import undefused

_MOST_PROVIDERS = 400
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
    for row in rows:
        place = Place(file, row.number)
        if row.fault:
            yield Reject(place, "", "", row.fault)
        elif not any(text_in(cell) for cell in row.cells):
            continue
        elif len(row.cells) <= needed or any(cell not in (None, "") for cell in row.cells[width:]):
            yield Reject(place, text_in(row.cells[0]), "", f"{len(row.cells)} cells where the heading has {width}")
        else:
            yield _row(row.cells, register, place)


def _row(cells: Sequence[Cell], register: Register, place: Place) -> Reading:
    values: dict[Field, Cell] = {}
    orders: dict[Field, DateOrder] = {}
    headings: dict[Field, str] = {}
    for column in register.columns:
        if column.field:
            values[column.field], headings[column.field] = cells[column.number], column.heading
            orders[column.field] = column.order or DateOrder("day-first")
    title, reference = text_in(values.get("title")), text_in(values.get("reference"))
    if _TOTAL.fullmatch(title or reference):
        return Reject(place, reference, title, "a row of totals")
    if not title:
        title = text_in(values.get("description"))[:120]
    if not title:
        return Reject(place, reference, "", "the row has no title")
    remarks: list[str] = []
    dates: dict[Field, When | None] = {}
    going_on = without_end(values.get("end"))
    for field in ("start", "end", "longest_end", "review", "awarded"):
        value = values.get(field)
        if field in ("end", "longest_end") and without_end(value):
            remarks.append(f"{headings[field]}: '{without_end(value)}'")
            continue
        try:
            dates[field] = date_in(value, orders.get(field, DateOrder("day-first")))
        except PlaceholderError as error:
            remarks.append(f"{headings[field]}: {error}")
        except UnreadError as error:
            if field == "longest_end":
                continue  # the schema calls this column "Extension Period": a length can stand in it
            return Reject(place._replace(path=headings[field]), reference or title, str(value)[:80], str(error))
    terms = _terms(values, dates)
    if terms.start and terms.end and terms.end.begins_before(terms.start.earliest or date.min):
        return Reject(
            place._replace(path=headings["end"]), reference or title, terms.end.text, "the end lies before the start"
        )
    try:
        pounds = money_in(values.get("value"))
    except UnreadError as error:
        remarks.append(f"{headings['value']}: {error}")
        pounds = None
    route = route_of({"procurementMethodDetails": text_in(values.get("route"))}, "")
    owner = text_in(values.get("owner"))
    unread: tuple[tuple[Field, bool], ...] = (
        ("route", route == "unknown"), ("owner", not _ROLE.search(owner)), ("cpv", not _codes(values)),
    )  # fmt: skip
    for field, is_unread in unread:
        if is_unread and text_in(values.get(field)):
            register.unknown.see_value(headings[field], text_in(values.get(field)))
    buyer = register.lead or text_in(values.get("buyer"))
    words = " ".join(filter(None, (text_in(values.get("description")), text_in(values.get("notes")))))
    return Statement(
        place=place, stage="register", number=None, notice=None, published=register.published, url=None,
        ocid=text_in(values.get("ocid")) or None, contract="", reference=reference or None,
        buyers=(Buyer(buyer),) if buyer else (), title=title, words=words,
        kind=_kind(text_in(values.get("kind"))), regime="unknown",
        route=route,
        categories=_categories(values), portal=portal_of({"submissionMethodDetails": text_in(values.get("portal"))}),
        terms=terms, providers=_providers(values.get("provider")),
        department=text_in(values.get("department"))[:_MOST_OF_A_TEXT].strip(),
        owner=owner[:_MOST_OF_A_TEXT].strip() if _ROLE.search(owner) else "", review=dates.get("review"),
        value=Value(pounds, "as the register states it") if pounds else None, awarded=dates.get("awarded"),
        remarks=(*remarks, *((f"end given as '{going_on}'",) if going_on and not remarks else ())),
    )  # fmt: skip


def _terms(values: dict[Field, Cell], dates: dict[Field, When | None]) -> Terms:
    printed = [text_in(values.get(field)) for field in ("extension_1", "extension_2", "extension_3")]
    lengths = [f"{length} months" if length.isdigit() else length for length in printed if length and length != "0"]
    longest = values.get("longest_end")
    as_length = text_in(longest) if not dates.get("longest_end") and not without_end(longest) else ""
    words = [text_in(values.get("extension")), " + ".join(lengths), as_length]
    term = text_in(values.get("term"))
    return Terms(
        dates.get("start"), dates.get("end"), dates.get("longest_end"),
        int(term) if term.isdigit() and 0 < int(term) <= 600 else None,
        "; ".join(filter(None, words)),
    )  # fmt: skip


def _providers(cell: Cell) -> tuple[str, ...]:
    """Suppliers, one on each line of the cell or between semicolons. A remark is not the name of a supplier."""
    lines = re.split(r"[\r\n;|]+", undefused(cell)) if isinstance(cell, str) else []
    names = (_ASIDE.sub("", " ".join(line.split())) for line in lines)
    return tuple(dict.fromkeys(name for name in names if text_in(name) and not _REMARK_AS_PROVIDER.fullmatch(name)))[
        :_MOST_PROVIDERS
    ]


def _codes(values: dict[Field, Cell]) -> list[str]:
    return re.findall(r"[0-9]{8}", text_in(values.get("cpv")))


def _kind(words: str) -> Kind:
    return next((kind for word, kind in _KINDS if word in words.lower()), "contract")


def _categories(values: dict[Field, Cell]) -> tuple[tuple[str, str], ...]:
    service = text_in(values.get("service"))
    return tuple((code, "") for code in _codes(values)) + ((("", service),) if service else ())
