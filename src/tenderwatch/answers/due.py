"""What is due, as a board or in detail, the plain list of contracts, and an account of every record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Literal

from tenderwatch.answers import fields
from tenderwatch.answers.answer import Answer, Machine, Section
from tenderwatch.answers.board import board_sections, counts_text, detailed_sections, make_board, own_rows
from tenderwatch.answers.phrases import set_aside
from tenderwatch.dates.words import day_text
from tenderwatch.queries.row import Row
from tenderwatch.queries.select import Agenda, Exclusion
from tenderwatch.text import count, few

Detail = Literal["board", "brief", "long"]
_REASONS: tuple[Exclusion, ...] = ("aside", "outside-scope", "not-due", "filtered", "faulty")
_MOST_NAMED = 3


def due_answer(
    agenda: Agenda,
    *,
    verbose: bool = False,
    detail: Detail = "board",
    asked: str = "",
    sorted_by: str | None = None,
    ends_alone: bool = False,
) -> Answer:
    """The contracts of an agenda with a horizon, as a board; without one, all in one list. An empty one is a sentence.

    `asked` says in words which contracts were asked about, `ends_alone` that only ends were. `sorted_by` is the order
    asked for, None for the board's own. With `verbose`, JSON names every record left out instead of counting them.
    """
    horizon = agenda.horizon
    if horizon is None or not agenda.rows:
        return _list(agenda, verbose=verbose)
    agenda = own_rows(agenda)
    grouped = make_board(agenda.rows, sort=False)
    # Put in order only for the formats that show it.
    board = cache(lambda: grouped if sorted_by else make_board(agenda.rows))
    in_order = cache(lambda: agenda.rows if sorted_by else tuple(chain.from_iterable(board().values())))
    account, aside = account_of(agenda), tuple(set_aside(row) for row in agenda.aside)
    counts = counts_text(grouped, len(agenda.end_unknown), len(agenda.aside)) or "none in a row of its own"
    since = day_text(agenda.since or agenda.today)
    about = "what ends" if ends_alone else "what to act on"
    what = f"{asked or 'All councils'}: {about}, {since} to {day_text(horizon)}"
    return Answer(
        name="due",
        title=what,
        today=agenda.today,
        sections=lambda: tuple(
            detailed_sections(board()) if detail == "long" else board_sections(board(), brief=detail == "brief")
        ),
        sheet=lambda: fields.kept_sheet(agenda),
        machine=lambda: _machine(agenda, verbose=verbose),
        size=len(agenda.rows),
        summary=what,
        lead=(counts,),
        account=" ".join((f"{counts}.", *aside, account)),
        closing=(*aside, account),
        hint=" ".join(_hints(agenda, detail)),
        plain="rows",
        listed=lambda: _listed(in_order(), detail),
    )


def _listed(rows: tuple[Row, ...], detail: Detail) -> tuple[Section, ...]:
    """The rows in one table, for formats that keep their order."""
    # What one format alone asks for is imported when it does, here and below.
    from tenderwatch.answers.board_fields import ACT_BY, GROUP, SOURCES

    more = (fields.PROVIDERS, SOURCES) if detail == "long" else ()
    shown = (GROUP, *fields.LISTED[:4], ACT_BY, *more, fields.AGE)
    return (Section("", (fields.sheet(shown, rows),)),) if rows else ()


def _machine(agenda: Agenda, *, verbose: bool) -> Machine:
    from tenderwatch.answers.record import machine_of

    return machine_of(agenda, verbose=verbose)


def _list(agenda: Agenda, *, verbose: bool) -> Answer:
    return Answer(
        name="due" if agenda.horizon else "list",
        title="What falls due" if agenda.horizon else "Contracts",
        today=agenda.today,
        sections=lambda: (
            (Section("Contracts", (fields.table(fields.LISTED, agenda.rows),), len(agenda.rows)),)
            if agenda.rows
            else ()
        ),
        sheet=lambda: fields.kept_sheet(agenda),
        machine=lambda: _machine(agenda, verbose=verbose),
        size=len(agenda.rows),
        summary=summary(agenda),
        account=" ".join((summary(agenda), *(set_aside(row) for row in agenda.aside))),
        closing=tuple(set_aside(row) for row in agenda.aside),
        plain="rows",
        listed=lambda: (Section("", (fields.sheet(fields.LISTED, agenda.rows),)),) if agenda.rows else (),
    )


def _hints(agenda: Agenda, detail: Detail) -> Iterable[str]:
    shown = {row.id for row in agenda.rows} if agenda.registry.contradictory else ()
    if against := [name for name in agenda.registry.contradictory if name in shown]:
        yield f"Facts contradict each other: {few(against, _MOST_NAMED)}."
    if agenda.end_unknown:
        yield "No end known: ⟨unknown⟩."
    if agenda.rows and detail == "board":
        yield "Ids: ⟨brief⟩. More: ⟨long⟩."


def account_of(agenda: Agenda) -> str:
    """One sentence on what is not shown, by reason."""
    named: tuple[tuple[str, Exclusion], ...] = (
        ("not due", "not-due"), ("outside the scope", "outside-scope"), ("not asked for", "filtered"),
        ("could not be read", "faulty"), ("planned, in the row of what is to be replaced", "within"),
    )  # fmt: skip
    parts = [f"{number} {words}" for words, reason in named if (number := agenda.left_out(reason))]
    return f"Not shown: {'; '.join(parts)}." if parts else "No record is left out."


def summary(agenda: Agenda) -> str:
    """One sentence that accounts for every record of a list, or of a board that is empty."""
    if agenda.horizon:
        head = f"Nothing is due by {day_text(agenda.horizon)}"
    else:
        head = count(len(agenda.rows), "contract") if agenda.rows else "No contract matches"
    unknown = f"; the end of {len(agenda.end_unknown)} is not known" if agenda.end_unknown else ""
    return f"{head}{unknown}{left_text(agenda)}."


def left_text(agenda: Agenda) -> str:
    """What is not shown, in brackets: ' (3 records not shown; 1 record could not be read)'; empty if nothing is."""
    from tenderwatch.labels.answers import LEFT_OUT

    left = [
        f"{count(number, 'record')} {LEFT_OUT[reason]}".rstrip()
        for reason in _REASONS
        if (number := agenda.left_out(reason)) and (agenda.horizon or reason != "not-due")
    ]
    return f" ({'; '.join(left)})" if left else ""
