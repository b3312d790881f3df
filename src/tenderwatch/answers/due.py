"""What is due, and the plain list of contracts: rows in groups, and an account of every record.

A board that groups rows in another way replaces `groups`; nothing else here depends on how rows are grouped.
"""

from __future__ import annotations

from collections.abc import Iterable

from tenderwatch.answers import fields
from tenderwatch.answers.answer import Answer, Section
from tenderwatch.answers.phrases import LATER, PAST, SOON, THIS_MONTH, UNKNOWN_END, group_of
from tenderwatch.answers.record import machine_of
from tenderwatch.dates.words import day_text
from tenderwatch.labels import LEFT_OUT
from tenderwatch.queries.select import Agenda, Row
from tenderwatch.text import count


def due_answer(agenda: Agenda, *, verbose: bool = False) -> Answer:
    """The contracts of an agenda with a horizon, by how near the first date is; without one, all in one list.

    With `verbose`, JSON names every record left out instead of counting them.
    """
    return Answer(
        name="due" if agenda.horizon else "list",
        title="What falls due" if agenda.horizon else "Contracts",
        today=agenda.today,
        sections=lambda: tuple(_sections(agenda)),
        sheet=lambda: fields.table(fields.RECORD, agenda.rows),
        machine=lambda: machine_of(agenda, verbose=verbose),
        size=len(agenda.rows),
        summary=summary(agenda),
        account=summary(agenda),
        plain="rows",
        listed=lambda: tuple(_listed(agenda)),
    )


def groups(rows: Iterable[Row], agenda: Agenda) -> dict[str, list[Row]]:
    """The rows under their headings, in order; headings without rows are left out."""
    found: dict[str, list[Row]] = {heading: [] for heading in (PAST, THIS_MONTH, SOON, LATER, UNKNOWN_END)}
    for row in rows:
        found[group_of(row, agenda.today)].append(row)
    return {heading: held for heading, held in found.items() if held}


def _listed(agenda: Agenda) -> Iterable[Section]:
    if agenda.rows:
        yield Section("", (fields.table(fields.LISTED, agenda.rows),))
    if agenda.horizon:
        yield from _others(agenda)


def _sections(agenda: Agenda) -> Iterable[Section]:
    if agenda.horizon is None:
        if agenda.rows:
            yield Section("Contracts", (fields.table(fields.LISTED, agenda.rows),), len(agenda.rows))
        return
    for heading, rows in groups(agenda.rows, agenda).items():
        table = fields.table(fields.LISTED, rows)
        yield Section(heading, (table,), len(rows), late=heading == PAST, soon=heading in (THIS_MONTH, SOON))
    yield from _others(agenda)


def _others(agenda: Agenda) -> Iterable[Section]:
    """The contracts whose end is not known and that are not among the rows."""
    shown = {row.outlook.contract.id for row in agenda.rows}
    others = [Row(outlook, ()) for outlook in agenda.end_unknown if outlook.contract.id not in shown]
    if others:
        hint = "`tenderwatch show ID` says what is known of one."
        yield Section(UNKNOWN_END, (fields.table(fields.LISTED, others), hint), len(others), brief=True)


def summary(agenda: Agenda) -> str:
    """One sentence that accounts for every record."""
    left = [
        f"{count(number, 'record')} {LEFT_OUT[reason]}".rstrip()
        for reason in ("not-due", "filtered", "faulty")
        if (number := agenda.left_out(reason)) and (agenda.horizon or reason != "not-due")
    ]
    rows = len(agenda.rows)
    if agenda.horizon:
        by = f"due by {day_text(agenda.horizon)}"
        head = f"{count(rows, 'contract')} {by}" if rows else f"Nothing is {by}"
    else:
        head = count(rows, "contract") if rows else "No contract matches"
    unknown = f"; the end of {len(agenda.end_unknown)} is not known" if agenda.end_unknown else ""
    return f"{head}{unknown}{' (' + '; '.join(left) + ')' if left else ''}."
