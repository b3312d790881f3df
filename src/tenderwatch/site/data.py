"""The data of a site for programs: JSON of schema version 1, and CSV with its Table Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tenderwatch import licence
from tenderwatch.answers.answer import SCHEMA_VERSION
from tenderwatch.answers.due import due_answer
from tenderwatch.answers.fields import RECORD
from tenderwatch.answers.record import envelope, row_json
from tenderwatch.formats import render
from tenderwatch.formats.cells import keys
from tenderwatch.labels.label import label
from tenderwatch.labels.records import KEY
from tenderwatch.queries.select import Agenda
from tenderwatch.registry.model.contract import PLAIN_KEYS
from tenderwatch.site.openapi import OPENAPI, openapi
from tenderwatch.site.site import API, ATOM, CSV, DATAPACKAGE, Site


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
    yield OPENAPI, _json(openapi(site.base_url))
    yield f"{API}/contracts.json", rows(tuple(row_of))
    for name in row_of:
        yield f"{API}/contracts/{name}.json", rows((name,))
    for council, ids in councils(agenda).items():
        yield f"{API}/councils/{council}.json", rows(ids)
    yield CSV, b"".join(render(due_answer(agenda), "csv"))
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
        "openapi": f"{base}{OPENAPI}",
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
                "schema": _table_schema(tuple(key for field in RECORD for key in keys(field.column))),
            }
        ],
    }


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


_EDTF = "EDTF (ISO 8601-2): a day, 2029-03 for a month, 2024-21 for spring 2024; empty where nothing is known"
_MANY = "several values are divided by '; '"
_DAY = "ISO day"

# Columns of contracts.csv as a Table Schema (specs.frictionlessdata.io): (type, meaning).
_FIELDS: dict[str, tuple[str, str]] = {
    "id": ("string", "permanent id of the contract"),
    "title": ("string", "what it is called"),
    "kind": ("string", "contract, framework, open-framework, dps, dynamic-market, approved-list or spot"),
    "services": ("string", f"services; {_MANY}"),
    "user_groups": ("string", f"for whom; {_MANY}"),
    "lead": ("string", "id of the council that leads"),
    "partners": ("string", f"ids of the other buyers; {_MANY}"),
    "providers": ("string", f"who holds it; {_MANY}"),
    "ocid": ("string", "Open Contracting ID of the procurement"),
    "portal": ("string", "id of the e-tendering portal"),
    "regime": ("string", "the law it was let under"),
    "value": ("number", "pounds"),
    "value_basis": ("string", "what the value counts"),
    "status": ("string", "how it stands on the day calculated for"),
    "start": ("string", _EDTF),
    "initial_end": ("string", f"end as first let; {_EDTF}"),
    "end": ("string", f"end after the options used; {_EDTF}"),
    "next_end": ("string", f"next possible end; {_EDTF}"),
    "next_end_earliest": ("date", f"{_DAY}, the first on which it can fall"),
    "next_end_latest": ("date", f"{_DAY}, the last on which it can fall"),
    "next_end_how": ("string", "current, option or flexible"),
    "longest_end": ("string", f"end if every open option is used; {_EDTF}"),
    "longest_end_earliest": ("date", f"{_DAY}, the first on which it can fall"),
    "longest_end_latest": ("date", f"{_DAY}, the last on which it can fall"),
    "window_opens": ("string", f"when planning the next procurement would start; {_EDTF}"),
    "tender_notice_by": ("string", f"last day for the tender notice on the usual timetable; {_EDTF}"),
    "tender_expected": ("string", f"when to expect the tender; {_EDTF}"),
    "tender_possible": ("string", f"the wider time in which it is possible; {_EDTF}"),
    "next_action": ("string", "kind of the first thing that asks for attention"),
    "next_action_by": ("string", f"its date; {_EDTF}"),
    "next_action_by_earliest": ("date", f"{_DAY}, the first on which it can fall"),
    "due_because": ("string", f"reasons to be due, empty in a plain list; {_MANY}"),
    "why": ("string", f"the same in words; {_MANY}"),
    "evidence_newest": ("date", f"{_DAY} that the youngest evidence speaks for"),
    "evidence_age_days": ("integer", "days from then to the day calculated for"),
    "conflicts": ("integer", "how many facts the sources disagree on"),
    "freshness": ("string", "whether the evidence is fresh, stale or weak, by its age and strength"),
    **{key: ("string", f"{label(KEY, key)}; {_MANY}") for key in PLAIN_KEYS},
    "layer": ("string", "which registry it comes from, where several lie one over the other"),
}


def _table_schema(columns: tuple[str, ...]) -> dict[str, Any]:
    """The schema of a table with these columns. Raises KeyError for one that is not described."""
    fields = []
    for name in columns:
        kind, about = _FIELDS[name]
        fields.append({"name": name, "type": kind, "description": about[0].upper() + about[1:]})
    return {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": "id",
    }
