"""Explanations as text, JSON, Markdown, CSV or TSV."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from datetime import date
from typing import Any

from tenderwatch.outputs.delimited import defuse
from tenderwatch.outputs.markdown import escape
from tenderwatch.outputs.record import SCHEMA_VERSION, when_json
from tenderwatch.queries.explain import Explanation

_LABELS = (
    ("sum", "Sum"),
    ("rule", "Rule"),
    ("source", "Source"),
    ("assumed", "Assumed"),
    ("changes", "Would change it"),
)


def render(
    found: tuple[Explanation, ...], title: str, contract_id: str, today: date, name: str, width: int | None
) -> str:
    """The explanations of one contract in a format."""
    match name:
        case "json":
            rows = [_row(item) for item in found]
            whole = {"schema_version": SCHEMA_VERSION, "generated_for": today.isoformat(), "id": contract_id,
                     "count": len(rows), "rows": rows}  # fmt: skip
            return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
        case "csv" | "tsv":
            return _delimited(found, name)
        case "md":
            return f"## {escape(title)}\n" + "".join(_markdown(item) for item in found)
        case "plain":
            return "".join(f"{_line(item)}\n" for item in found)
        case _:
            return _folded(f"{title} ({contract_id})", width) + "".join(_block(item, width) for item in found)


def _row(explanation: Explanation) -> dict[str, Any]:
    return explanation._asdict() | {"when": when_json(explanation.when)}


def _date(explanation: Explanation) -> str:
    return explanation.when.text if explanation.when else "not known"


def _line(explanation: Explanation) -> str:
    parts = [
        f"{explanation.kind}: {_date(explanation)}",
        *(f"{label}: {getattr(explanation, key)}" for key, label in _LABELS if getattr(explanation, key)),
    ]
    return " | ".join(parts)


def _block(explanation: Explanation, width: int | None) -> str:
    told = [f"  {label}: {text}" for key, label in _LABELS if (text := getattr(explanation, key))]
    head = f"{explanation.name}: {_date(explanation)}  [{explanation.kind}]"
    return "\n" + "".join(_folded(line, width) for line in (head, *told))


def _folded(line: str, width: int | None) -> str:
    """A line in so many columns. An address is never broken, so that it can be copied."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    lines = textwrap.wrap(
        line, max(width or 100, 24), subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )
    return "".join(f"{line}\n" for line in lines)


def _markdown(explanation: Explanation) -> str:
    items = "".join(
        f"- {label}: {escape(getattr(explanation, key))}\n" for key, label in _LABELS if getattr(explanation, key)
    )
    return f"\n### {escape(explanation.name)}: {escape(_date(explanation))}\n\n{items}"


def _delimited(found: tuple[Explanation, ...], name: str) -> str:
    table = [["kind", "name", "when", *(key for key, _ in _LABELS)]]
    table += [
        [
            item.kind,
            defuse(item.name),
            item.when.edtf if item.when else "",
            *(defuse(str(getattr(item, key))) for key, _ in _LABELS),
        ]
        for item in found
    ]
    if name == "tsv":
        return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in table)
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(table)
    return out.getvalue()
