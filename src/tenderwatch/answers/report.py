"""Reports: answers to take to a meeting, made from the contracts asked about and what makes each due.

A new report is one module with a function from a `Question` to a `Body`, and one row in `REPORTS`.
"""

from collections.abc import Callable, Iterable
from datetime import date
from importlib import import_module
from typing import Any, Literal

from tenderwatch.answers.answer import Answer, Cell, Cells, Column, Machine, Reference, Section, Table
from tenderwatch.answers.fields import Field, cells
from tenderwatch.answers.record import head_of, json_of
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import day_text
from tenderwatch.labels.answers import LEFT_OUT
from tenderwatch.licence import ATTRIBUTION, DISCLAIMER
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.filters import Filters, ResolvedFilters
from tenderwatch.queries.row import Row
from tenderwatch.queries.select import Agenda, full_agenda
from tenderwatch.registry.model import Registry
from tenderwatch.text import count

# The kinds of report: the title of each, and the function that makes it.
REPORTS: dict[str, tuple[str, str]] = {
    "due": ("What falls due", "tenderwatch.answers.due_report:due"),
    "forward-plan": ("Decisions for the forward plan", "tenderwatch.answers.forward_plan:forward_plan"),
    "by-council": ("Contracts by council", "tenderwatch.answers.grouped:by_council"),
    "by-portal": ("Contracts by portal", "tenderwatch.answers.grouped:by_portal"),
    "by-service": ("Contracts by service", "tenderwatch.answers.grouped:by_service"),
    "by-provider": ("Contracts by provider", "tenderwatch.answers.grouped:by_provider"),
    "extensions": ("Options to extend", "tenderwatch.answers.extensions:extensions"),
    "pipeline": ("Tenders for the pipeline notice", "tenderwatch.answers.pipeline:pipeline"),
    "stale": ("Evidence to check again", "tenderwatch.answers.stale:stale"),
    "coverage": ("What was searched", "tenderwatch.answers.stale:searched"),
}
LeftOut = Literal[
    "faulty", "filtered", "not-due", "within", "aside", "outside-scope", "no-decision", "no-option", "fresh",
    "no-tender", "outside-act", "no-date", "tender-late", "not-in-period", "within-value", "buyer-not-bound",
]  # fmt: skip
# A page of plain text is folded to so many columns.
WIDTH = 80
_NOTES = (
    "A date known only to the month, season or year counts from its first day, so that warnings come early. "
    "Not known means that no source states it.",
)


class Question(NamedTuple):
    """What a report is made from: the contracts asked about, each with what makes it due, and how far to look.

    `filters` are those that chose the contracts. `year` is that of the 1 April with which a pipeline begins, if asked.
    """

    agenda: Agenda
    months: int
    horizon: date
    filters: ResolvedFilters
    year: int | None = None

    @property
    def today(self) -> date:
        """The day to calculate for."""
        return self.agenda.today

    @property
    def registry(self) -> Registry:
        """What the contracts are in."""
        return self.agenda.registry


class Group(NamedTuple):
    """Rows under a heading, in order. `note` sums them up; `late` marks what should have been done already."""

    heading: str
    rows: tuple[Cells, ...]
    note: str = ""
    late: bool = False


class Body(NamedTuple):
    """What one kind of report has of its own.

    `listed` are the contracts in it, each once; `reason` says why others asked about are not, but for those in `also`.
    `until` is the last day that it looks ahead to, where its own rule says so.
    """

    summary: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    listed: frozenset[str]
    reason: LeftOut
    notes: tuple[str, ...] = ()
    also: tuple[tuple[LeftOut, int], ...] = ()
    until: date | None = None


def report_answer(
    kind: str, registry: Registry, today: date, months: int, filters: Filters, *, year: int | None = None
) -> Answer:
    """A report of a kind in `REPORTS`, on a day, looking so many calendar months ahead.

    Raises UsageError for a filter that names nothing.
    """
    title, made_by = REPORTS[kind]
    resolved, horizon = filters.resolve(registry), clamp_months(today, months)
    whole = full_agenda(registry, today, resolved)
    rows = tuple(Row(row.outlook, row.outlook.due(horizon), row.aside) for row in whole.rows)
    agenda = whole._replace(horizon=horizon, rows=rows)
    module, _, function = made_by.partition(":")
    builder: Callable[[Question], Body] = getattr(import_module(module), function)
    body = builder(Question(agenda, months, horizon, resolved, year))
    horizon = body.until or horizon
    left_out = _left_out(agenda, body)
    account = _account(registry.records, body, left_out)
    asked = filters.asked
    faulty = (f"Could not be read: {', '.join(registry.faulty)}.",) if registry.faulty else ()
    own_notes = (*body.notes, *_NOTES, f"Data last updated {day_text(registry.edition)}.", DISCLAIMER, ATTRIBUTION)
    head = {"asked": asked, "horizon": horizon.isoformat(), "summary": body.summary}
    before = head_of(today, registry) | {"report": kind, "title": title, **head}
    excluded = [{"id": name, "reason": "faulty"} for name in registry.faulty]
    excluded += [{"reason": why, "count": number} for why, number in left_out if why != "faulty"]  # type: ignore[dict-item]
    return Answer(
        name=kind,
        title=title,
        today=today,
        sections=lambda: tuple(_section(group, body.columns) for group in body.groups),
        sheet=lambda: _sheet(body),
        machine=lambda: _machine(before, body, {"excluded": excluded, "notes": list(own_notes)}),
        size=sum(len(group.rows) for group in body.groups),
        subtitle=f"As known on {day_text(today)}{f'; only {asked}' if asked else ''}.",
        summary=body.summary,
        notes=(account, *faulty, *own_notes),
        account=account,
        plain=WIDTH,
        facts=(
            ("Report", title),
            ("As known on", day_text(today)),
            ("Looks ahead to", day_text(horizon)),
            ("Only", asked or "everything in the registry"),
        ),
    )


def groups_of(fields: Iterable[Field], groups: dict[str, list[Row]], *late: str) -> tuple[Group, ...]:
    """Contracts under headings as groups; headings without contracts are left out."""
    fields = tuple(fields)
    return tuple(
        Group(heading, tuple(cells(fields, row) for row in rows), late=heading in late)
        for heading, rows in groups.items()
        if rows
    )


def columns_of(fields: Iterable[Field]) -> tuple[Column, ...]:
    """The columns of some fields."""
    return tuple(item.column for item in fields)


def ids_of(rows: Iterable[Row]) -> frozenset[str]:
    """The contracts of some rows."""
    return frozenset(row.outlook.contract.id for row in rows)


def _left_out(agenda: Agenda, body: Body) -> tuple[tuple[LeftOut, int], ...]:
    counts: dict[LeftOut, int] = {"faulty": agenda.left_out("faulty"), "filtered": agenda.left_out("filtered")}
    unlisted = sum(1 for row in agenda.rows if row.outlook.contract.id not in body.listed)
    counts |= dict(body.also)
    counts[body.reason] = counts.get(body.reason, 0) + unlisted - sum(number for _, number in body.also)
    return tuple((reason, number) for reason, number in counts.items() if number)


def _account(records: int, body: Body, left_out: tuple[tuple[LeftOut, int], ...]) -> str:
    """One sentence that accounts for every record."""
    rows = sum(len(group.rows) for group in body.groups)
    listed = f"{count(len(body.listed), 'contract')} listed"
    if rows != len(body.listed):
        listed += f" in {count(rows, 'row')}"
    left = [f"{number} {LEFT_OUT[reason]}" for reason, number in left_out]
    return f"{count(records, 'record')} in the registry: {'; '.join([listed, *left])}."


def _section(group: Group, columns: tuple[Column, ...]) -> Section:
    note = (group.note,) if group.note else ()
    return Section(group.heading, (*note, Table(columns, group.rows)), len(group.rows), late=group.late)


def _sheet(body: Body) -> Table:
    """One table, with the section in the first column."""
    rows = tuple((group.heading, *row) for group in body.groups for row in group.rows)
    return Table((Column("section", "Section"), *body.columns), rows)


def _machine(before: dict[str, Any], body: Body, after: dict[str, Any]) -> Machine:
    rows = (
        {"section": group.heading} | {column.key: _json(cell) for column, cell in zip(body.columns, row, strict=True)}
        for group in body.groups
        for row in group.rows
    )
    shape = {
        "columns": [{"key": column.key, "name": column.name, "kind": column.kind} for column in body.columns],
        "sections": [
            {"heading": group.heading, "count": len(group.rows), "note": group.note, "late": group.late}
            for group in body.groups
        ],
        "count": sum(len(group.rows) for group in body.groups),
        "contracts": len(body.listed),
    }
    return Machine(before | shape, "rows", rows, after)


def _json(cell: Cell) -> Any:
    return {"id": cell.id, "title": cell.title} if isinstance(cell, Reference) else json_of(cell)
