"""The registry's JSON Schema (draft-07, which YAML editors understand), made from the format's own table."""

from __future__ import annotations

import json
from typing import Any

from tenderwatch.registry.format.contract import EXTENSION
from tenderwatch.registry.format.sections import SECTIONS


def registry_schema() -> dict[str, Any]:
    """The schema of one registry file. Every top-level key may be left out in a folder of files."""
    properties = {key: kind.schema() | {"description": about} for key, (about, kind) in SECTIONS.items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "tenderwatch registry",
        "description": "Contracts that will be tendered again, with their evidence",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "definitions": {"extension": EXTENSION.schema()},
    }


def schema_text() -> str:
    """The schema as a file: two-space indent, one newline at the end."""
    return json.dumps(registry_schema(), indent=2, ensure_ascii=False) + "\n"
