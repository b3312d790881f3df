"""Statements to proposals: what all notices of one process, or one row, come to as a record with its evidence.

Notices are taken in the order of their publication, whatever the order of files. A later one corrects an earlier
one field by field; a change, a termination or a cancellation is applied to what was stated before it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain

from tenderwatch.importers.fields import Fields, Record, order_of_notice
from tenderwatch.importers.statement import Buyer, Own, Place, Statement
from tenderwatch.named_tuple import NamedTuple

_FIND_A_TENDER = "https://www.find-tender.service.gov.uk/"
_CONTRACTS_FINDER = "https://www.contractsfinder.service.gov.uk/"


class Cited(NamedTuple):
    """A source as a registry would hold it, the place in it, and the keys that were read there."""

    source: Record
    place: str
    supports: tuple[str, ...]


class Proposal(NamedTuple):
    """A record as its sources have it, before it meets the registry: no id yet, and buyers by their names.

    `data` holds the keys of a contract as a registry writes them; `sources` the notices it comes from, each with the
    keys that were read there. `places` are all that were read, also a notice met twice. `extended_to` is the end that
    a change of the contract led to. `remarks` are for a person. `own` is the whole record, where a file of ours has it.
    """

    key: str
    ocid: str | None
    numbers: tuple[str, ...]
    reference: str | None
    title: str
    buyers: tuple[Buyer, ...]
    portal: str | None
    data: Record
    sources: tuple[Cited, ...]
    statements: tuple[Statement, ...]
    places: tuple[Place, ...]
    extended_to: str = ""
    remarks: tuple[str, ...] = ()
    own: Own | None = None


def process_key(statement: Statement) -> str:
    """What statements of one contract have in common: the process and the contract in it, else the row itself."""
    if statement.own:
        return f"record {statement.own.id}"
    if statement.ocid:
        return f"{statement.ocid}/{statement.contract}" if statement.contract else statement.ocid
    if statement.stage == "register":
        # One reference can stand for several contracts, and one contract on a row for each of its suppliers.
        buyer = statement.buyers[0].name if statement.buyers else ""
        start, end, longest, *_ = statement.terms
        dates = f"{start.written if start else ''},{end.written if end else ''},{longest.written if longest else ''}"
        return f"{buyer}/{statement.reference or ''}/{statement.title.casefold()}/{dates}"
    return statement.number or f"{statement.place.file}:{statement.place.row}"


def group_key(statement: Statement) -> str:
    """What statements that have to be looked at together have in common: the process, else the contract."""
    return process_key(statement) if statement.own else statement.ocid or process_key(statement)


def fold(statements: Iterable[Statement], *, read: date, register: Callable[[str], Record]) -> list[Proposal]:
    """A proposal for each contract among the statements of one group, in the order of their keys.

    `read` is the day of the import; `register` gives the source that rows of a register are cited from, by its file.
    """
    contracts: dict[str, list[Statement]] = {}
    for statement in statements:
        contracts.setdefault(process_key(statement), []).append(statement)
    if len(contracts) > 1:
        # What a process said before its contracts were separated belongs to each of them.
        shared = [notice for key in list(contracts) if "/" not in key for notice in contracts.pop(key)]
        contracts = {key: [*shared, *notices] for key, notices in contracts.items()}
    return [_propose(key, contracts[key], read, register) for key in sorted(contracts)]


def _propose(key: str, notices: list[Statement], read: date, register: Callable[[str], Record]) -> Proposal:
    ordered = notices if len(notices) == 1 else _once(notices)
    if ordered[-1].own:
        return _recorded(key, ordered, ordered[-1].own, register)
    fields = Fields()
    for notice in ordered:
        fields.take(notice)
    newest = ordered[-1]
    named = next((notice for notice in reversed(ordered) if notice.title), newest)
    buyers = next((notice.buyers for notice in reversed(ordered) if notice.buyers), ())
    sources = tuple(
        _cited(notice, fields.read_in.get(order_of_notice(notice), ()), read, register) for notice in ordered
    )
    return Proposal(
        key=key, ocid=newest.ocid, numbers=tuple(notice.number for notice in ordered if notice.number),
        reference=next((notice.reference for notice in reversed(ordered) if notice.reference), None),
        title=named.title, buyers=buyers, portal=next((n.portal for n in reversed(ordered) if n.portal), None),
        data=fields.record(ordered, named), sources=tuple(cited for cited in sources if cited.supports),
        statements=tuple(ordered), places=tuple(dict.fromkeys(notice.place for notice in notices)),
        extended_to=fields.extended_to,
        remarks=tuple(dict.fromkeys(chain(fields.remarks, *(notice.remarks for notice in ordered)))),
    )  # fmt: skip


def _once(notices: list[Statement]) -> list[Statement]:
    """Notices in the order of their publication, each once."""
    ordered = sorted(notices, key=order_of_notice)
    return list({(notice.number or notice.place, notice.contract): notice for notice in ordered}.values())


def _recorded(key: str, rows: list[Statement], own: Own, register: Callable[[str], Record]) -> Proposal:
    """A record that a file of ours has whole, with the evidence that it has there."""
    row = rows[-1]
    if own.where:
        own = _cited_from_file(own, row.place, register(row.place.file))
    sources = {str(source["id"]): source for source in own.sources}
    return Proposal(
        key=key, ocid=row.ocid, numbers=(), reference=row.reference, title=row.title, buyers=row.buyers,
        portal=None, data=own.record, sources=tuple(_evidence(own.record, sources)), statements=tuple(rows),
        places=tuple(dict.fromkeys(statement.place for statement in rows)), remarks=row.remarks, own=own,
    )  # fmt: skip


def _cited_from_file(own: Own, place: Place, source: Record) -> Own:
    """The record with its place in the file as the evidence, which is as old as what the file was made from."""
    source = source | {
        "title": f"Contracts out of tenderwatch: {place.file}"[:300],
        "publisher": "tenderwatch",
        "strength": "secondary-summary",
    }
    piece: Record = {"source": source["id"], "place": own.where}
    if own.checked:
        piece["checked"] = own.checked
    options = own.record.get("extensions")
    record = dict(own.record)
    if isinstance(options, list):
        record["extensions"] = [
            {**option, "evidence": [piece]} if isinstance(option, dict) and option["state"] == "exercised" else option
            for option in options
        ]
    record["evidence"] = [piece | {"supports": [key for key in record if key not in ("id", "evidence")]}]
    return own._replace(record=record, sources=(source,))


def _evidence(record: Record, sources: dict[str, Record]) -> Iterator[Cited]:
    pieces = record.get("evidence")
    for piece in pieces if isinstance(pieces, list) else ():
        if isinstance(piece, dict) and (source := sources.get(str(piece.get("source")))):
            keys = piece.get("supports")
            yield Cited(source, str(piece.get("place", "")), tuple(map(str, keys)) if isinstance(keys, list) else ())


def _cited(notice: Statement, supports: tuple[str, ...], read: date, register: Callable[[str], Record]) -> Cited:
    if notice.stage == "register":
        source = register(notice.place.file)
        where = f"row {notice.place.row}" + (f", {notice.reference}" if notice.reference else "")
        return Cited(source, where, supports)
    number = notice.number or ""
    buyer = notice.buyers[0].name if notice.buyers else "buyer not named"
    prefix, publisher = _publisher(notice)
    source = {
        "id": f"{prefix}-{_slug(number or notice.ocid or str(notice.place.row))}"[:40].strip("-"),
        "title": f"{buyer}: {notice.title or 'no title'}, notice {number}"[:300],
        "publisher": publisher,
        "read": read.isoformat(),
        "strength": "notice-data",
    }
    if notice.url:
        source["url"] = notice.url
    if notice.published:
        source["published"] = notice.published.isoformat()
    return Cited(source, f"{notice.notice or notice.stage} notice, its data", supports)


def _publisher(notice: Statement) -> tuple[str, str]:
    ocid, url = notice.ocid or "", notice.url or ""
    if ocid.startswith("ocds-h6vhtk-") or url.startswith(_FIND_A_TENDER):
        return "fts", "Find a Tender"
    if ocid.startswith("ocds-b5fd17-") or url.startswith(_CONTRACTS_FINDER) or notice.ocid is None:
        return "cf", "Contracts Finder"
    return "notice", "Open contracting data"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
