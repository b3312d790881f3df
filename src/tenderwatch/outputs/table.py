"""A table for the terminal, grouped by when. Wide enough for columns it has columns; narrower, short blocks."""

from __future__ import annotations

import shutil

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tenderwatch.agenda import Agenda, Row
from tenderwatch.outputs.words import (
    LATER,
    PAST,
    SOON,
    THIS_MONTH,
    UNKNOWN_END,
    age_text,
    buyers,
    count,
    due_text,
    group_of,
    summary,
    why_text,
)

# rich costs about 0.4 ms a row: beyond this a reader wants a filter or a file, not a longer table.
MOST_ROWS = 400
NARROW = 88
_STYLES = {PAST: "bold red", THIS_MONTH: "bold yellow", SOON: "bold yellow"}


def render(agenda: Agenda, name: str = "table", *, verbose: bool = False) -> str:  # noqa: ARG001 - one shape for all
    """The answer as the terminal shows it. Data is always `Text`: its brackets and codes mean nothing to rich."""
    width = shutil.get_terminal_size().columns
    console = Console(width=width, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(Text(summary(agenda), style="bold"))
        for heading, rows in _groups(agenda).items():
            console.print()
            console.print(Text(f"{heading} ({len(rows)})", style=_STYLES.get(heading, "bold")))
            console.print(_blocks(rows, agenda) if width < NARROW else _columns(rows, agenda))
        _unknown_ends(console, agenda)
        if len(agenda.rows) > MOST_ROWS:
            left = count(len(agenda.rows) - MOST_ROWS, "more row")
            console.print(Text(f"\n{left}: choose with --council or --service, or use --format csv"))
    return captured.get()


def _groups(agenda: Agenda) -> dict[str, list[Row]]:
    shown = agenda.rows[:MOST_ROWS]
    if agenda.horizon is None:
        return {"Contracts": list(shown)} if shown else {}
    groups: dict[str, list[Row]] = {heading: [] for heading in (PAST, THIS_MONTH, SOON, LATER, UNKNOWN_END)}
    for row in shown:
        groups[group_of(row, agenda.today)].append(row)
    return {heading: rows for heading, rows in groups.items() if rows}


def _columns(rows: list[Row], agenda: Agenda) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="underline")
    for title, least, most, ratio in (
        ("When", 13, 18, None), ("Contract", 24, None, 5), ("Council", 16, None, 3), ("Why", 20, None, 5)
    ):  # fmt: skip
        table.add_column(title, min_width=least, max_width=most, ratio=ratio, overflow="fold")
    for row in rows:
        contract = row.outlook.contract
        name = Text(contract.title).append(f"\n{contract.id}", style="cyan")
        why = Text(why_text(row)).append(f"\n{_age(row, agenda)}", style="dim")
        table.add_row(Text(due_text(row)), name, Text(buyers(agenda.registry, contract)), why)
    return table


def _blocks(rows: list[Row], agenda: Agenda) -> Table:
    blocks = Table.grid(expand=True)
    blocks.add_column(overflow="fold")
    for row in rows:
        contract = row.outlook.contract
        blocks.add_row(Text(due_text(row), style="bold").append(f"  {contract.title}", style="not bold"))
        details = Text(f"{buyers(agenda.registry, contract)}\n{why_text(row)}\n")
        details.append(f"{_age(row, agenda)}\n", style="dim").append(contract.id, style="cyan")
        blocks.add_row(Padding(details, (0, 0, 1, 2)))
    return blocks


def _age(row: Row, agenda: Agenda) -> str:
    return age_text(agenda.today, agenda.registry.newest_evidence(row.outlook.contract))


def _unknown_ends(console: Console, agenda: Agenda) -> None:
    shown = {row.outlook.contract.id for row in agenda.rows}
    others = [one.contract.id for one in agenda.end_unknown if one.contract.id not in shown]
    if agenda.horizon and others:
        console.print(Text(f"\n{UNKNOWN_END} ({len(others)})", style="bold"))
        console.print(Text(", ".join(others), style="cyan"))
        console.print(Text("`tenderwatch show ID` says what is known of one.", style="dim"))
