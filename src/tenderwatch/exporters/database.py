"""A database of the registry: the tables that a person with SQL, or Datasette, would want.

Dates stand as text, as exact as their source (EDTF), with the first and the last day that they can mean beside them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tenderwatch.answers.phrases import authority_name
from tenderwatch.dates import When
from tenderwatch.exporters import Exported
from tenderwatch.licence import ATTRIBUTION, DATA_LICENCE, DATA_LICENCE_URL
from tenderwatch.queries.select import Agenda

_SCHEMA = Path(__file__).with_name("database.sql")


def write(agenda: Agenda) -> Exported:
    """The whole database, as one file."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(_SCHEMA.read_text(encoding="utf-8"))
        for table, rows in _tables(agenda):
            held = list(rows)
            if held:
                marks = ", ".join("?" * len(held[0]))
                connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', held)  # noqa: S608 - our own names
        connection.commit()
        data = connection.serialize()
    finally:
        connection.close()
    return Exported(iter((data,)))


def metadata(agenda: Agenda) -> Exported:
    """The words that Datasette shows around the database."""
    held = {
        "title": "Care contracts of English councils",
        "description": f"As known on {agenda.today}; data last updated {agenda.registry.edition}.",
        "license": DATA_LICENCE, "license_url": DATA_LICENCE_URL, "source": ATTRIBUTION,
        "databases": {
            "*": {"tables": {"contracts": {"label_column": "title"}, "authorities": {"label_column": "name"}}}
        },
    }  # fmt: skip
    return Exported(iter((json.dumps(held, indent=2, ensure_ascii=False).encode() + b"\n",)))


def _tables(agenda: Agenda) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """Each table with its rows, those that others refer to first."""
    registry, outlooks = agenda.registry, [row.outlook for row in agenda.rows]
    ids = {outlook.contract.id for outlook in outlooks}
    yield "about", [(registry.edition.isoformat(), agenda.today.isoformat(), DATA_LICENCE, ATTRIBUTION)]
    yield "portals", ((item.id, item.name, item.url) for item in registry.portals.values())
    yield (
        "authorities",
        (
            (body.id, body.name, body.kind, body.region, body.ons, body.ppon, _iso(body.ceases))
            for body in registry.authorities.values()
        ),
    )
    yield (
        "sources",
        (
            (
                source.id,
                source.title,
                source.publisher,
                source.url,
                _edtf(source.published),
                _iso(source.read),
                source.strength,
            )
            for source in registry.sources.values()
        ),
    )
    yield (
        "contracts",
        (
            (
                c.id, c.title, c.kind, c.lead, outlook.status, outlook.group, c.regime, c.route, c.portal, c.ocid,
                c.reference, c.value.amount if c.value else None, *_date(c.start),
                *_date(outlook.ends.current.when if outlook.ends.current else None),
                *_date(outlook.ends.longest.when if outlook.ends.longest else None), _edtf(outlook.act_by),
            )
            for outlook in outlooks
            if (c := outlook.contract)
        ),
    )  # fmt: skip
    yield (
        "contract_authorities",
        (
            (outlook.contract.id, name, "lead" if name == outlook.contract.lead else "partner")
            for outlook in outlooks
            for name in outlook.contract.authorities
        ),
    )
    yield "services", ((o.contract.id, name) for o in outlooks for name in o.contract.services)
    yield "providers", ((o.contract.id, name) for o in outlooks for name in o.contract.providers)
    yield (
        "ends",
        (
            (o.contract.id, which, *_date(end.when), end.how)
            for o in outlooks
            for which, end in (
                ("initial", o.ends.initial), ("current", o.ends.current), ("next", o.next_end),
                ("longest", o.ends.longest),
            )
            if end
        ),
    )  # fmt: skip
    yield (
        "options",
        (
            (o.contract.id, number, step.text, step.state, *_date(None if closed else step.to), closed or None)
            for o in outlooks
            for number, step in enumerate(o.ends.steps, 1)
            for closed in (o.why_closed(step),)
        ),
    )
    yield (
        "moments",
        (
            (o.contract.id, m.kind, *_date(m.when), m.basis, m.scenario or None, m.state, m.text)
            for o in outlooks
            for m in o.moments
        ),
    )
    yield (
        "evidence",
        (
            (o.contract.id, item.source, item.place, ", ".join(item.supports))
            for o in outlooks
            for item in o.contract.all_evidence
        ),
    )
    yield "succession", ((old, o.contract.id) for o in outlooks for old in o.contract.replaces if old in ids)
    yield (
        "contracts_fts",
        (
            (
                o.contract.id, o.contract.title, "; ".join(o.contract.services), "; ".join(o.contract.providers),
                "; ".join(authority_name(registry, name) for name in o.contract.authorities),
                "\n".join(o.contract.notes),
            )
            for o in outlooks
        ),
    )  # fmt: skip


def _date(when: When | None) -> tuple[str | None, str | None, str | None]:
    return (_edtf(when), _iso(when.earliest), _iso(when.latest)) if when else (None, None, None)


def _edtf(when: When | None) -> str | None:
    return when.edtf if when and when.known else None


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
