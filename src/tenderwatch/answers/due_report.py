"""The report on what falls due, and what has passed, with the contracts whose end is not known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tenderwatch.answers import fields
from tenderwatch.answers.phrases import LATER, PAST, SOON, THIS_MONTH, UNKNOWN_END, group_of
from tenderwatch.answers.report import Body, Question, columns_of, groups_of, ids_of
from tenderwatch.answers.tally import ending_text, period, tally, unknown_text
from tenderwatch.dates.words import day_text
from tenderwatch.queries.select import SORTS, Row

_FIELDS = (
    fields.DATE, fields.CONTRACT, fields.COUNCIL, fields.REASONS, fields.END, fields.LONGEST, fields.PROVIDERS,
    fields.VALUE, fields.EVIDENCE,
)  # fmt: skip


def due(question: Question) -> Body:
    """Contracts with a date to act on within the months asked, by how near it is; then those without a known end."""
    rows = question.agenda.rows
    listed = sorted(
        (row for row in rows if row.due or row.outlook.end_unknown),
        key=lambda row: (SORTS["when"](row, question.registry), row.outlook.contract.id),
    )
    found, many = tally(rows, question.today), sum(1 for row in listed if row.due)
    summary = (
        f"{period(question.months, question.today)}, {ending_text(found)}. "
        f"By {day_text(question.horizon)}, {many} {'is' if many == 1 else 'are'} due for a decision, a tender or an "
        f"end; for {found.past} of them a date has passed and there has been no news since. "
        f"{unknown_text(found)}"
    )
    under = groups_of(_FIELDS, _groups(listed, question.today), PAST)
    return Body(summary, columns_of(_FIELDS), under, ids_of(listed), "not-due")


def _groups(rows: Iterable[Row], today: date) -> dict[str, list[Row]]:
    """The rows under their headings, by how near the first date is."""
    groups: dict[str, list[Row]] = {heading: [] for heading in (PAST, THIS_MONTH, SOON, LATER, UNKNOWN_END)}
    for row in rows:
        groups[group_of(row, today)].append(row)
    return groups
