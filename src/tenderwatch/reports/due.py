"""What falls due, and what has passed: the report of `tenderwatch due`, with the contracts whose end is not known."""

from __future__ import annotations

from tenderwatch.dates.words import day_text
from tenderwatch.outputs.words import LATER, PAST, SOON, THIS_MONTH, UNKNOWN_END, group_of
from tenderwatch.queries.select import SORTS, Row
from tenderwatch.reports import fields
from tenderwatch.reports.report import Body, Question, Section, cells_of, columns_of, ids_of
from tenderwatch.reports.tally import ending_text, period, tally, unknown_text

_FIELDS = (
    fields.DATE, fields.CONTRACT, fields.COUNCIL, fields.WHY, fields.END, fields.LONGEST, fields.PROVIDERS,
    fields.VALUE, fields.EVIDENCE,
)  # fmt: skip


def due(question: Question) -> Body:
    """Contracts with a date to act on within the months asked, by how near it is; then those without a known end."""
    today, rows = question.today, question.agenda.rows
    groups: dict[str, list[Row]] = {heading: [] for heading in (PAST, THIS_MONTH, SOON, LATER, UNKNOWN_END)}
    for row in sorted(rows, key=lambda row: (SORTS["when"](row, question.registry), row.outlook.contract.id)):
        if row.due:
            groups[group_of(row, today)].append(row)
        elif row.outlook.end_unknown:
            groups[UNKNOWN_END].append(row)
    found, listed = tally(rows, today), [row for group in groups.values() for row in group]
    many = sum(1 for row in listed if row.due)
    summary = (
        f"{period(question.months, today)}, {ending_text(found)}. "
        f"By {day_text(question.horizon)}, {many} {'is' if many == 1 else 'are'} due for a decision, a tender or an "
        f"end; for {found.past} of them a date has passed with nothing known since. "
        f"{unknown_text(found)}"
    )
    sections = tuple(
        Section(heading, tuple(cells_of(_FIELDS, row) for row in group), late=heading == PAST)
        for heading, group in groups.items()
        if group
    )
    return Body(summary, columns_of(_FIELDS), sections, ids_of(listed), "not-due")
