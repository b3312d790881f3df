"""A Markdown table, and a sentence that accounts for every record."""

from __future__ import annotations

import re

from tenderwatch.outputs.words import buyers, due_text, summary, why_text
from tenderwatch.queries.freshness import evidence_text
from tenderwatch.queries.select import Agenda

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def render(agenda: Agenda, name: str = "md", *, verbose: bool = False) -> str:  # noqa: ARG001 - one shape for all
    """The rows as a table, with the summary above it."""
    text = f"{escape(summary(agenda))}\n"
    if agenda.rows:
        from tabulate import tabulate

        rows = [
            [
                due_text(row),
                escape(row.outlook.contract.title),
                f"`{row.outlook.contract.id}`",
                escape(buyers(agenda.registry, row.outlook.contract)),
                escape(why_text(row)),
                evidence_text(row.outlook),
            ]
            for row in agenda.rows
        ]
        # tabulate would turn text like 1e5 into a number, and does not escape `|` itself.
        table = tabulate(
            rows, ["When", "Contract", "Id", "Council", "Why", "Evidence"], tablefmt="pipe", disable_numparse=True
        )
        text += f"\n{table}\n"
    shown = {row.outlook.contract.id for row in agenda.rows}
    others = [item.contract for item in agenda.end_unknown if item.contract.id not in shown]
    if agenda.horizon and others:
        text += "\nEnd not known:\n\n" + "".join(f"- {escape(other.title)} (`{other.id}`)\n" for other in others)
    return text
