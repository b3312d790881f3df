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
            rows = [_row(one) for one in found]
            whole = {"schema_version": SCHEMA_VERSION, "generated_for": today.isoformat(), "id": contract_id,
                     "count": len(rows), "rows": rows}  # fmt: skip
            return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
        case "csv" | "tsv":
            return _delimited(found, name)
        case "md":
            return f"## {escape(title)}\n" + "".join(_markdown(one) for one in found)
        case "plain":
            return "".join(f"{_line(one)}\n" for one in found)
        case _:
            return _folded(f"{title} ({contract_id})", width) + "".join(_block(one, width) for one in found)


def _row(one: Explanation) -> dict[str, Any]:
    return one._asdict() | {"when": when_json(one.when)}


def _date(one: Explanation) -> str:
    return one.when.text if one.when else "not known"


def _line(one: Explanation) -> str:
    parts = [
        f"{one.kind}: {_date(one)}",
        *(f"{label}: {getattr(one, key)}" for key, label in _LABELS if getattr(one, key)),
    ]
    return " | ".join(parts)


def _block(one: Explanation, width: int | None) -> str:
    told = [f"  {label}: {text}" for key, label in _LABELS if (text := getattr(one, key))]
    head = f"{one.name}: {_date(one)}  [{one.kind}]"
    return "\n" + "".join(_folded(line, width) for line in (head, *told))


def _folded(line: str, width: int | None) -> str:
    """A line in so many columns. An address is never broken, so that it can be copied."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    lines = textwrap.wrap(
        line, max(width or 100, 24), subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )
    return "".join(f"{one}\n" for one in lines)


def _markdown(one: Explanation) -> str:
    items = "".join(f"- {label}: {escape(getattr(one, key))}\n" for key, label in _LABELS if getattr(one, key))
    return f"\n### {escape(one.name)}: {escape(_date(one))}\n\n{items}"


def _delimited(found: tuple[Explanation, ...], name: str) -> str:
    table = [["kind", "name", "when", *(key for key, _ in _LABELS)]]
    table += [
        [
            one.kind,
            defuse(one.name),
            one.when.edtf if one.when else "",
            *(defuse(str(getattr(one, key))) for key, _ in _LABELS),
        ]
        for one in found
    ]
    if name == "tsv":
        return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in table)
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(table)
    return out.getvalue()
