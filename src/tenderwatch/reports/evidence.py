"""What rests on old or weak evidence, and what was looked at: how far the registry itself can be relied on."""

from __future__ import annotations

from itertools import groupby

from tenderwatch.dates import on_day
from tenderwatch.errors import UsageError
from tenderwatch.outputs.coverage_text import buyer, missing
from tenderwatch.outputs.coverage_text import summary as coverage_summary
from tenderwatch.outputs.words import count
from tenderwatch.queries.coverage import SILENCE_WORDS, CoverageRow, coverage
from tenderwatch.queries.freshness import Verdict, freshness
from tenderwatch.queries.select import Row
from tenderwatch.reports import fields
from tenderwatch.reports.report import Body, Cells, Column, Question, Section, cells_of, columns_of, field, ids_of

_VERDICTS: dict[Verdict, str] = {
    "stale-and-weak": "Too old, and only somebody else's summary",
    "stale": "Too old to serve",
    "weak": "Only somebody else's summary",
}
_STRENGTHS = {
    "notice": "a notice",
    "notice-data": "data of a notice",
    "council-page": "the council's own page",
    "secondary-summary": "somebody else's summary",
}
_STALE = (
    fields.CONTRACT, fields.COUNCIL, fields.STATUS, fields.END, fields.EVIDENCE,
    field("age_months", "Age in months", "count", lambda row: freshness(row.outlook).age_months),
    field("serves_months", "Serves for months", "count", lambda row: freshness(row.outlook).rule.months),
    field("situation", "Because", "text", lambda row: freshness(row.outlook).rule.situation),
    field("strongest", "Best evidence", "text", lambda row: _STRENGTHS[freshness(row.outlook).strongest]),
)  # fmt: skip


def stale(question: Question) -> Body:
    """Contracts whose evidence is older than it serves, or rests on summaries alone; the oldest first."""
    groups: dict[Verdict, list[Row]] = {verdict: [] for verdict in _VERDICTS}
    graded = [(freshness(row.outlook), row) for row in question.agenda.rows]
    for found, row in sorted(graded, key=lambda pair: (pair[0].newest, pair[1].outlook.contract.id)):
        if found.verdict in groups:
            groups[found.verdict].append(row)
    listed = [row for rows in groups.values() for row in rows]
    old = sum(1 for found, _ in graded if found.stale)
    weak = sum(1 for found, _ in graded if found.weak)
    whole = f"{count(old, 'contract')} of {len(graded)} {'rests' if old == 1 else 'rest'} on evidence too old to serve"
    summary = f"{whole}, {weak} on somebody else's summary alone; {len(graded) - len(listed)} need no new look."
    sections = tuple(
        Section(_VERDICTS[verdict], tuple(cells_of(_STALE, row) for row in rows))
        for verdict, rows in groups.items()
        if rows
    )
    notes = (
        "How long evidence serves is our own judgement, by how soon the contract can change; none of it is law. "
        "It is counted to the day, the age in whole months.",
    )
    return Body(summary, columns_of(_STALE), sections, ids_of(listed), "fresh", notes)


_LOOKED = (
    Column("service", "Service", "text"),
    Column("contracts", "Contracts", "count"),
    Column("live", "Live", "count"),
    Column("known_end", "Known end", "count"),
    Column("evidence", "Evidence to", "date"),
    Column("looked", "Looked at", "date"),
    Column("reaches", "Newest seen", "date"),
    Column("silence", "Why none", "text"),
    Column("not_found", "Not found", "text"),
)


def looked_at(question: Question) -> Body:
    """The ledger of looking: council by council, what was looked for, found and not found."""
    filters = question.filters
    others = [name for name, given in filters._asdict().items() if given and name not in ("council", "service")]
    if others:
        hint = "leave the other filters out: the ledger of looking knows councils and services alone"
        raise UsageError(f"a report on coverage cannot be filtered by {' or '.join(others)}", hint)
    asked = ", ".join(sorted(filters.service))
    found = coverage(question.registry, question.today, councils=filters.council, services=filters.service, asked=asked)
    sections = tuple(
        Section(heading[:1].upper() + heading[1:], tuple(_cells(row) for row in rows), _places(rows))
        for heading, rows in ((key, list(group)) for key, group in groupby(found.rows, key=buyer))
    )
    notes = (
        "A contract of several councils or services counts in each of their rows. Live leaves out what has ended or "
        "been replaced; known end counts the live ones whose end is stated, or that are stated to have none.",
    )
    listed = frozenset(found.contracts)
    return Body(coverage_summary(found), _LOOKED, sections, listed, "filtered", notes)


def _cells(row: CoverageRow) -> Cells:
    return (
        row.service or "all services",
        len(row.contracts),
        row.live,
        row.known_end,
        fields.month_of(row.newest) if row.newest else None,
        on_day(row.looked) if row.looked else None,
        row.reaches,
        "" if row.contracts else SILENCE_WORDS[row.silence],
        "; ".join(missing(item) for item in row.not_found),
    )


def _places(rows: list[CoverageRow]) -> str:
    places = list(dict.fromkeys(place for row in rows for place in row.places))
    notes = list(dict.fromkeys(note for row in rows for note in row.notes))
    told = [f"Looked in: {'; '.join(places)}." if places else "No look is recorded.", *notes]
    return " ".join(told)
