"""The data of a site for programs: JSON of schema version 1, and CSV with its Table Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tenderwatch import licence
from tenderwatch.outputs.columns import COLUMNS
from tenderwatch.outputs.record import SCHEMA_VERSION, envelope, row_json
from tenderwatch.queries.agenda import Agenda, Exclusion, Row
from tenderwatch.site.names import API, ATOM, CSV, DATAPACKAGE
from tenderwatch.site.site import Site
from tenderwatch.site.table_schema import table_schema


def write_data(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every file for programs but the manifest. Each row is made once and shared by the files that hold it."""
    agenda = site.agenda
    made = {row.outlook.contract.id: row_json(row, agenda.registry) for row in agenda.rows}

    def rows(part: Agenda) -> bytes:
        return _json(envelope(part, [made[row.outlook.contract.id] for row in part.rows]) | _RIGHTS)

    yield f"{API}/index.json", _json(_index(site))
    yield f"{API}/contracts.json", rows(agenda)
    for row in agenda.rows:
        yield f"{API}/contracts/{row.outlook.contract.id}.json", rows(_only(agenda, (row,)))
    for council, of_council in councils(agenda).items():
        yield f"{API}/councils/{council}.json", rows(_only(agenda, of_council))
    from tenderwatch.outputs.delimited import render

    yield CSV, render(agenda).encode()
    yield DATAPACKAGE, _json(_datapackage(agenda))


_RIGHTS = {"licence": {"name": licence.DATA_LICENCE, "url": licence.DATA_LICENCE_URL, "notice": licence.ATTRIBUTION}}


def councils(agenda: Agenda) -> dict[str, tuple[Row, ...]]:
    """The rows of every council that buys, as lead or partner, by its id."""
    found: dict[str, list[Row]] = {}
    for row in agenda.rows:
        for council in dict.fromkeys(row.outlook.contract.authorities):
            found.setdefault(council, []).append(row)
    return {council: tuple(found[council]) for council in sorted(found)}


def _only(agenda: Agenda, rows: tuple[Row, ...]) -> Agenda:
    """The answer with these rows alone; all others are left out as filtered, so that counts still reconcile."""
    kept = {row.outlook.contract.id for row in rows}
    filtered: list[tuple[str, Exclusion]] = [
        (row.outlook.contract.id, "filtered") for row in agenda.rows if row.outlook.contract.id not in kept
    ]
    return agenda._replace(
        rows=rows,
        end_unknown=tuple(item for item in agenda.end_unknown if item.contract.id in kept),
        excluded=(*agenda.excluded, *filtered),
    )


def _index(site: Site) -> dict[str, Any]:
    """Where everything is."""
    agenda, base = site.agenda, site.base_url
    registry = agenda.registry
    names = {authority.id: authority.name for authority in registry.authorities.values()}
    return {
        "schema_version": SCHEMA_VERSION,
        "generated_for": agenda.today.isoformat(),
        "registry": {"edition": registry.edition.isoformat(), "records": registry.records},
        "contracts": {
            "count": len(agenda.rows),
            "all": f"{base}{API}/contracts.json",
            "one": [
                {
                    "id": row.outlook.contract.id,
                    "title": row.outlook.contract.title,
                    "url": f"{base}{API}/contracts/{row.outlook.contract.id}.json",
                }
                for row in agenda.rows
            ],
        },
        "councils": [
            {"id": item, "name": names.get(item, item), "count": len(rows), "url": f"{base}{API}/councils/{item}.json"}
            for item, rows in councils(agenda).items()
        ],
        "feeds": [
            {"title": feed.title, "group": feed.group, "key": feed.key, "audience": feed.audience,
             "events": feed.events, "url": f"{base}{feed.path}"}
            for feed in site.feeds
        ],
        "changes": f"{base}{ATOM}",
        "table": f"{base}{CSV}",
        "datapackage": f"{base}{DATAPACKAGE}",
        **_RIGHTS,
    }  # fmt: skip


def _datapackage(agenda: Agenda) -> dict[str, Any]:
    """A Data Package (version 1 of the specifications at specs.frictionlessdata.io)."""
    return {
        "profile": "tabular-data-package",
        "name": "care-contracts",
        "title": "Care contracts of English councils: when they end and are tendered",
        "description": licence.DISCLAIMER,
        "version": agenda.registry.edition.isoformat(),
        "licenses": [
            {"name": licence.DATA_LICENCE_ID, "title": licence.DATA_LICENCE, "path": licence.DATA_LICENCE_URL}
        ],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "contracts",
                "path": CSV,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
                "schema": table_schema(tuple(COLUMNS)),
            }
        ],
    }


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
