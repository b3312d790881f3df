"""Answers as text. Each format is one module with `render(agenda, ...)`; a new format is one more row here."""

from __future__ import annotations

from importlib import import_module
from typing import Any

FORMATS: dict[str, str] = {
    "table": "tenderwatch.outputs.table",
    "plain": "tenderwatch.outputs.plain",
    "tsv": "tenderwatch.outputs.delimited",
    "csv": "tenderwatch.outputs.delimited",
    "json": "tenderwatch.outputs.json_rows",
    "md": "tenderwatch.outputs.markdown",
}


def renderer(name: str) -> Any:
    """The module that renders a format, imported only now."""
    return import_module(FORMATS[name])
