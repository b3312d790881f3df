"""What the data for programs holds, as an OpenAPI document (version 3.1)."""

from __future__ import annotations

from typing import Any, get_args

from tenderwatch import licence
from tenderwatch.dates.when import Precision
from tenderwatch.labels.standing import SCENARIO, STATUS, WINDOW_BASIS
from tenderwatch.registry.model.contract import Kind, Regime
from tenderwatch.site.site import API

OPENAPI = f"{API}/openapi.json"
_Schema = dict[str, Any]


def openapi(base_url: str) -> _Schema:
    """The document for a site at an address. Keys may be added to what it describes, and none are taken away."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Care contracts of English councils",
            "version": "1",
            "description": "When care contracts end and are likely to be tendered, as files that change once a day at "
            f"most. {licence.DISCLAIMER}",
            "license": {"name": licence.DATA_LICENCE, "url": licence.DATA_LICENCE_URL},
        },
        "servers": [{"url": f"{base_url}{API}"}],
        "paths": {
            "/index.json": _get("Where everything is: contracts, councils, calendars", "Index"),
            "/contracts.json": _get("All contracts", "Contracts"),
            "/contracts/{id}.json": _get("One contract", "Contracts", "id of the contract"),
            "/councils/{id}.json": _get("The contracts that a council leads or takes part in", "Contracts",
                                        "id of the council"),
        },
        "components": {"schemas": _SCHEMAS},
    }  # fmt: skip


def _get(summary: str, schema: str, parameter: str = "") -> _Schema:
    content = {"application/json": {"schema": _ref(schema)}}
    named = {"name": "id", "in": "path", "required": True, "description": parameter, "schema": {"type": "string"}}
    answers = {
        "200": {"description": "The data", "content": content},
        "404": {"description": "There is no such file"},
    }
    return {"get": {"summary": summary, "responses": answers} | ({"parameters": [named]} if parameter else {})}


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(of: _Schema) -> _Schema:
    return {"type": "array", "items": of}


def _or_null(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(about: str, **properties: _Schema) -> _Schema:
    return {"type": "object", "description": about, "required": list(properties), "properties": properties}


_TEXT: _Schema = {"type": "string"}
_DAY: _Schema = {"type": "string", "format": "date"}
_NUMBER: _Schema = {"type": "integer"}
_ANY: _Schema = {"type": "object"}
_WHEN = _or_null(_ref("When"))
_SCHEMAS: dict[str, _Schema] = {
    "When": _object(
        "A date as exact as its source: a day, a month, a season, a year or a range",
        earliest=_DAY, latest=_DAY, precision={"enum": list(get_args(Precision))}, text=_TEXT,
        edtf=_TEXT | {"description": "EDTF (ISO 8601-2)"},
    ),
    "Body": _object("A buyer", id=_TEXT, name=_TEXT),
    "Option": _object(
        "An option to extend", number=_NUMBER, text=_TEXT, months=_or_null(_NUMBER), to=_WHEN, state=_TEXT,
        taken_to=_WHEN, closed=_or_null(_TEXT | {"description": "why it can no longer be used"}),
    ),
    "TenderWindow": _object(
        "When to expect the next tender: likely (about half of similar procurements), possible (nine in ten)",
        scenario={"enum": [name for name in SCENARIO if name in ("not-extended", "longest")]}, when=_ref("When"),
        possible=_ref("When"), basis={"enum": list(WINDOW_BASIS)}, sample=_or_null(_NUMBER),
    ),
    "Contract": _object(
        "One contract",
        id=_TEXT, title=_TEXT, kind={"enum": list(get_args(Kind))}, services=_list(_TEXT), user_groups=_list(_TEXT),
        lead=_or_null(_ref("Body")), partners=_list(_ref("Body")), providers=_list(_TEXT), ocid=_or_null(_TEXT),
        related_ocids=_list(_TEXT), portal=_or_null(_ANY), regime={"enum": list(get_args(Regime))},
        value=_or_null(_ANY), status={"enum": list(STATUS)}, start=_WHEN, initial_end=_WHEN, end=_WHEN, next_end=_WHEN,
        next_end_how=_or_null({"enum": ["current", "option", "flexible"]}), longest_end=_WHEN,
        extensions=_list(_ref("Option")), renewal_window=_or_null(_ANY), tender_windows=_list(_ref("TenderWindow")),
        next_action=_or_null(_ANY), due_because=_list(_TEXT), joining=_list(_ANY), replaces=_list(_TEXT),
        replaced_by=_list(_TEXT), conflicts=_list(_ANY), evidence=_ANY, notes=_list(_TEXT),
    ),
    "Contracts": _object(
        "Contracts, and an account of every record that is not among them",
        schema_version=_NUMBER, generated_for=_DAY,
        registry=_object("The registry", edition=_DAY, records=_NUMBER), count=_NUMBER,
        rows=_list(_ref("Contract")), unknown_end=_list(_ANY), excluded=_list(_ANY), licence=_ANY,
    ),
    "Feed": _object(
        "A calendar", title=_TEXT, group=_TEXT, key=_TEXT, audience=_TEXT, events=_NUMBER, url=_TEXT | {"format": "uri"}
    ),
    "Index": _object(
        "Where everything is",
        schema_version=_NUMBER, generated_for=_DAY, registry=_ANY, contracts=_ANY, councils=_list(_ANY),
        feeds=_list(_ref("Feed")),
        changes=_TEXT, table=_TEXT, datapackage=_TEXT, licence=_ANY,
    ),
}  # fmt: skip
