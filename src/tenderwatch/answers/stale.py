"""What is based on old or weak evidence, and what was searched: how far the registry itself can be relied on."""

from __future__ import annotations

from tenderwatch.answers import coverage, fields
from tenderwatch.answers.fields import field
from tenderwatch.answers.report import Body, Group, Question, columns_of, groups_of, ids_of
from tenderwatch.errors import UsageError
from tenderwatch.labels import STRENGTH, VERDICT
from tenderwatch.queries.coverage import coverage as make_coverage
from tenderwatch.queries.freshness import freshness
from tenderwatch.queries.select import Row
from tenderwatch.text import capital, count, listing

_FIELDS = (
    fields.CONTRACT, fields.COUNCIL, fields.STATUS_WORDS, fields.END, fields.EVIDENCE,
    field("age_months", "Age in months", "count", lambda row: freshness(row.outlook).age_months),
    field("serves_months", "Good for months", "count", lambda row: freshness(row.outlook).rule.months),
    field("situation", "Because", "text", lambda row: freshness(row.outlook).rule.situation),
    field("strongest", "Best evidence", "text", lambda row: STRENGTH[freshness(row.outlook).strongest]),
)  # fmt: skip


def stale(question: Question) -> Body:
    """Contracts whose evidence is too old to rely on, or all second-hand; the oldest first."""
    groups: dict[str, list[Row]] = {verdict: [] for verdict in VERDICT}
    graded = [(freshness(row.outlook), row) for row in question.agenda.rows]
    for found, row in sorted(graded, key=lambda pair: (pair[0].newest, pair[1].outlook.contract.id)):
        groups[found.verdict].append(row)
    fresh = groups.pop("fresh")
    listed = [row for rows in groups.values() for row in rows]
    old = sum(1 for found, _ in graded if found.stale)
    weak = sum(1 for found, _ in graded if found.weak)
    whole = f"{count(old, 'contract')} of {len(graded)} {'has' if old == 1 else 'have'} evidence too old to rely on"
    summary = f"{whole}, {weak} from a second-hand source only; {len(fresh)} need no new check."
    notes = (
        "How long evidence can be relied on is our own judgement, by how soon the contract can change; none of it is "
        "law. It is counted to the day, the age in whole months.",
    )
    under = groups_of(_FIELDS, {VERDICT[verdict]: rows for verdict, rows in groups.items()})
    return Body(summary, columns_of(_FIELDS), under, ids_of(listed), "fresh", notes)


def searched(question: Question) -> Body:
    """Council by council, what was searched for, found and not found."""
    filters = question.filters
    others = [name for name, given in filters._asdict().items() if given and name not in ("council", "service")]
    if others:
        hint = "remove the other filters: a search is recorded by council and service only"
        raise UsageError(f"a report on coverage cannot be filtered by {listing(others, 'or')}", hint)
    asked = ", ".join(sorted(filters.service))
    found = make_coverage(
        question.registry, question.today, councils=filters.council, services=filters.service, asked=asked
    )
    groups = tuple(
        Group(capital(heading), tuple(coverage.cells(row) for row in rows), coverage.notes(rows))
        for heading, rows in coverage.by_buyer(found).items()
    )
    notes = (
        "A contract of several councils or services counts in each of their rows. Live leaves out what has ended or "
        "been replaced; known end counts the live ones whose end is stated, or that are stated to have none.",
    )
    return Body(coverage.summary(found), coverage.COLUMNS, groups, frozenset(found.contracts), "filtered", notes)
