"""A database of the registry: the tables that a person with SQL, or Datasette, would want.

Dates stand as text, as exact as their source (EDTF), with the first and the last day that they can mean beside them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tenderwatch.answers.phrases import authority_name
from tenderwatch.dates import When
from tenderwatch.errors import OutsideError
from tenderwatch.exporters import Tally, Wanted, pieces_of
from tenderwatch.law.terms import when_of
from tenderwatch.licence import ATTRIBUTION, DATA_LICENCE, DATA_LICENCE_URL
from tenderwatch.outlook import Outlook
from tenderwatch.registry.model import Registry

_SCHEMA = Path(__file__).with_name("database.sql")
Cells = tuple[Any, ...]


def write(wanted: Wanted, tally: Tally) -> Iterator[bytes]:
    """The whole database. Raises OutsideError where there is no room for it."""

    def fill(path: Path) -> None:
        try:
            with closing(sqlite3.connect(path)) as connection:
                _fill(connection, wanted, tally)
        except sqlite3.OperationalError as error:
            message = f"cannot build the database in {path.parent}: {error}"
            raise OutsideError(message, "check the space there") from None

    return pieces_of(fill)


def metadata(wanted: Wanted, tally: Tally) -> Iterator[bytes]:  # noqa: ARG001 - the same for any contracts
    """The words that Datasette shows around the database."""
    listing = wanted.listing
    held = {
        "title": "Care contracts of English councils",
        "description": f"As known on {listing.today}; data last updated {listing.registry.edition}.",
        "license": DATA_LICENCE, "license_url": DATA_LICENCE_URL, "source": ATTRIBUTION,
        "databases": {
            "*": {"tables": {"contracts": {"label_column": "title"}, "authorities": {"label_column": "name"}}}
        },
    }  # fmt: skip
    yield json.dumps(held, indent=2, ensure_ascii=False).encode() + b"\n"


def _fill(connection: sqlite3.Connection, wanted: Wanted, tally: Tally) -> None:
    """Everything into the tables, what others refer to first."""
    listing = wanted.listing
    registry = listing.registry
    # The file is thrown away if anything fails: nothing needs to be undone in it.
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;")
    connection.executescript(_SCHEMA.read_text(encoding="utf-8"))
    cursor, statements = connection.cursor(), dict[str, str]()

    def insert(table: str, cells: Cells) -> None:
        if table not in statements:
            statements[table] = f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(cells))})'  # noqa: S608 - ours
        cursor.execute(statements[table], cells)

    insert("about", (registry.edition.isoformat(), listing.today.isoformat(), DATA_LICENCE, ATTRIBUTION))
    for table, cells in _named(registry):
        insert(table, cells)
    succession: list[tuple[str, str]] = []
    for row in listing:
        for table, cells in _of_contract(row.outlook):
            insert(table, cells)
        contract = row.outlook.contract
        succession += [(old, contract.id) for old in contract.replaces]
        tally.written += 1
    # Only where both are in the database: filters may have left one of them out.
    cursor.executemany("INSERT INTO succession SELECT id, ?2 FROM contracts WHERE id = ?1", succession)
    connection.commit()


def _named(registry: Registry) -> Iterator[tuple[str, Cells]]:
    """What contracts refer to."""
    for portal in registry.portals.values():
        yield "portals", (portal.id, portal.name, portal.url)
    for body in registry.authorities.values():
        yield "authorities", (body.id, body.name, body.kind, body.region, body.ons, body.ppon, _iso(body.ceases))
    for source in registry.sources.values():
        about = (source.title, source.publisher, source.url, _edtf(source.published), _iso(source.read))
        yield "sources", (source.id, *about, source.strength)


def _of_contract(outlook: Outlook) -> Iterator[tuple[str, Cells]]:
    """The rows of one contract, that of `contracts` first."""
    contract, ends, registry = outlook.contract, outlook.ends, outlook.registry
    name = contract.id
    yield "contracts", (
        name, contract.title, contract.kind, contract.lead, outlook.status, outlook.group, contract.regime,
        contract.route, contract.portal, contract.ocid, contract.reference,
        contract.value.amount if contract.value else None, *_date(contract.start), *_date(when_of(ends.current)),
        *_date(when_of(ends.longest)), _edtf(outlook.act_by),
    )  # fmt: skip
    for body in contract.authorities:
        yield "contract_authorities", (name, body, "lead" if body == contract.lead else "partner")
    for service in contract.services:
        yield "services", (name, service)
    for provider in contract.providers:
        yield "providers", (name, provider)
    for which, end in (
        ("initial", ends.initial), ("current", ends.current), ("next", outlook.next_end), ("longest", ends.longest),
    ):  # fmt: skip
        if end:
            yield "ends", (name, which, *_date(end.when), end.how)
    for number, step in enumerate(ends.steps, 1):
        closed = outlook.why_closed(step)
        yield "options", (name, number, step.text, step.state, *_date(None if closed else step.to), closed or None)
    for moment in outlook.moments:
        about = (moment.basis, moment.scenario or None, moment.state, moment.text)
        yield "moments", (name, moment.kind, *_date(moment.when), *about)
    for item in contract.all_evidence:
        yield "evidence", (name, item.source, item.place, ", ".join(item.supports))
    councils = "; ".join(authority_name(registry, body) for body in contract.authorities)
    words = (contract.title, "; ".join(contract.services), "; ".join(contract.providers), councils)
    yield "contracts_fts", (name, *words, "\n".join(contract.notes))


def _date(when: When | None) -> tuple[str | None, str | None, str | None]:
    return (_edtf(when), _iso(when.earliest), _iso(when.latest)) if when else (None, None, None)


def _edtf(when: When | None) -> str | None:
    return when.edtf if when and when.known else None


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
