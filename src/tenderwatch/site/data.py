"""The data of a site for programs: JSON of schema version 1, and CSV with its Table Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tenderwatch import licence
from tenderwatch.outputs.columns import COLUMNS
from tenderwatch.outputs.record import SCHEMA_VERSION, envelope, row_json
from tenderwatch.queries.select import Agenda
from tenderwatch.site.names import API, ATOM, CSV, DATAPACKAGE
from tenderwatch.site.site import Site
from tenderwatch.site.table_schema import table_schema


def write_data(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every file for programs but the manifest. Each row is built once and shared by the files that hold it."""
    agenda = site.agenda
    row_of = {row.outlook.contract.id: row_json(row, agenda.registry) for row in agenda.rows}
    head = envelope(agenda, []) | _RIGHTS
    unknown = {entry["id"]: entry for entry in head["unknown_end"]}

    def rows(ids: Sequence[str]) -> bytes:
        """The rows of some contracts. All others count as filtered, so that the numbers add up."""
        others = len(row_of) - len(ids)
        return _json(
            head
            | {
                "count": len(ids),
                "rows": [row_of[name] for name in ids],
                "unknown_end": [unknown[name] for name in ids if name in unknown],
                "excluded": [*head["excluded"], *([{"reason": "filtered", "count": others}] if others else [])],
            }
        )

    yield f"{API}/index.json", _json(_index(site))
    yield f"{API}/contracts.json", rows(tuple(row_of))
    for name in row_of:
        yield f"{API}/contracts/{name}.json", rows((name,))
    for council, ids in councils(agenda).items():
        yield f"{API}/councils/{council}.json", rows(ids)
    from tenderwatch.outputs.delimited import render

    yield CSV, render(agenda).encode()
    yield DATAPACKAGE, _json(_datapackage(agenda))


_RIGHTS = {"licence": {"name": licence.DATA_LICENCE, "url": licence.DATA_LICENCE_URL, "notice": licence.ATTRIBUTION}}


def councils(agenda: Agenda) -> dict[str, tuple[str, ...]]:
    """The ids of the contracts of every council that buys, as lead or partner, by the council's id."""
    found: dict[str, list[str]] = {}
    for row in agenda.rows:
        contract = row.outlook.contract
        for council in dict.fromkeys(contract.authorities):
            found.setdefault(council, []).append(contract.id)
    return {council: tuple(found[council]) for council in sorted(found)}


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
            {"id": item, "name": names.get(item, item), "count": len(ids), "url": f"{base}{API}/councils/{item}.json"}
            for item, ids in councils(agenda).items()
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
