"""A table for the terminal, grouped by when: columns where there is room for them, else short blocks."""

from __future__ import annotations

import shutil

from rich.console import Console
from rich.text import Text

from tenderwatch.outputs.columns_layout import Styled, fold, side_by_side
from tenderwatch.outputs.words import (
    LATER,
    PAST,
    SOON,
    THIS_MONTH,
    UNKNOWN_END,
    buyers,
    count,
    due_text,
    group_of,
    summary,
    why_text,
)
from tenderwatch.queries.freshness import evidence_text
from tenderwatch.queries.select import Agenda, Row

# More than this no one reads on a terminal: a filter or a file serves better, and the rest is counted.
MOST_ROWS = 400
NARROW = 88
_STYLES = {PAST: "bold red", THIS_MONTH: "bold yellow", SOON: "bold yellow"}


def render(agenda: Agenda, name: str = "table", *, verbose: bool = False) -> str:  # noqa: ARG001 - one shape for all
    """The answer as the terminal shows it. Data goes in as `Text`: its brackets and codes mean nothing to rich."""
    width = max(shutil.get_terminal_size().columns, 30)
    page = Text()
    _add(page, summary(agenda), "bold", width)
    for heading, rows in _groups(agenda).items():
        page.append("\n")
        _add(page, f"{heading} ({len(rows)})", _STYLES.get(heading, "bold"), width)
        if width < NARROW:
            _blocks(page, rows, agenda, width)
        else:
            _columns(page, rows, agenda, width)
    _unknown_ends(page, agenda, width)
    if len(agenda.rows) > MOST_ROWS:
        left = count(len(agenda.rows) - MOST_ROWS, "more row")
        page.append("\n")
        _add(page, f"{left}: choose with --council or --service, or use --format csv", "", width)
    console = Console(width=width, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(page, no_wrap=True, overflow="ignore", crop=False, end="")
    return captured.get()


def _add(page: Text, text: str, style: str, width: int, indent: int = 0) -> None:
    """Add text folded to the width, after so many spaces."""
    for line in fold(text, width - indent):
        page.append(" " * indent + line, style=style or None)
        page.append("\n")


def _groups(agenda: Agenda) -> dict[str, list[Row]]:
    shown = agenda.rows[:MOST_ROWS]
    if agenda.horizon is None:
        return {"Contracts": list(shown)} if shown else {}
    groups: dict[str, list[Row]] = {heading: [] for heading in (PAST, THIS_MONTH, SOON, LATER, UNKNOWN_END)}
    for row in shown:
        groups[group_of(row, agenda.today)].append(row)
    return {heading: rows for heading, rows in groups.items() if rows}


def _columns(page: Text, rows: list[Row], agenda: Agenda, width: int) -> None:
    when, gap = 18, 2
    rest = width - when - 3 * gap
    # An id cut in two cannot be copied: the column is as wide as the longest, where there is room.
    names = max(rest * 5 // 13, min(max(len(row.outlook.contract.id) for row in rows), rest // 2))
    councils = (rest - names) * 3 // 8
    widths = [when, names, councils, rest - names - councils]
    head: list[list[Styled]] = [[(title, "underline")] for title in ("When", "Contract", "Council", "Why")]
    lines = side_by_side(head, widths, gap)
    for row in rows:
        contract = row.outlook.contract
        cells: list[list[Styled]] = [
            [(due_text(row), "")],
            [(contract.title, ""), (contract.id, "cyan")],
            [(buyers(agenda.registry, contract), "")],
            [(why_text(row), ""), (evidence_text(row.outlook), "dim")],
        ]
        lines += [*side_by_side(cells, widths, gap), []]
    for line in lines[:-1]:
        for text, style in line:
            page.append(text, style=style or None)
        page.append("\n")


def _blocks(page: Text, rows: list[Row], agenda: Agenda, width: int) -> None:
    for number, row in enumerate(rows):
        contract = row.outlook.contract
        if number:
            page.append("\n")
        _add(page, due_text(row), "bold", width)
        for text, style in (
            (contract.title, ""),
            (buyers(agenda.registry, contract), ""),
            (why_text(row), ""),
            (evidence_text(row.outlook), "dim"),
            (contract.id, "cyan"),
        ):
            _add(page, text, style, width, indent=2)


def _unknown_ends(page: Text, agenda: Agenda, width: int) -> None:
    shown = {row.outlook.contract.id for row in agenda.rows}
    others = [item.contract.id for item in agenda.end_unknown if item.contract.id not in shown]
    if agenda.horizon and others:
        page.append("\n")
        _add(page, f"{UNKNOWN_END} ({len(others)})", "bold", width)
        _add(page, ", ".join(others), "cyan", width)
        _add(page, "`tenderwatch show ID` says what is known of one.", "dim", width)
