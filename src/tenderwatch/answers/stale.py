"""What is based on old or weak evidence, and what was searched: how far the registry itself can be relied on."""

from __future__ import annotations

from tenderwatch.answers import coverage, fields
from tenderwatch.answers.fields import field
from tenderwatch.answers.report import Body, Group, Question, columns_of, groups_of, ids_of
from tenderwatch.answers.unknown import to_read
from tenderwatch.errors import UsageError
from tenderwatch.labels.records import STRENGTH
from tenderwatch.labels.standing import VERDICT
from tenderwatch.queries.coverage import coverage as make_coverage
from tenderwatch.queries.freshness import RULES, Freshness, freshness
from tenderwatch.queries.row import Row
from tenderwatch.text import capital, count, listing

_FIELDS = (
    fields.CONTRACT, fields.COUNCIL, fields.STATUS_WORDS, fields.END,
    field("verdict", "Evidence is", "text", lambda row: VERDICT[freshness(row.outlook).verdict]),
    fields.EVIDENCE,
    field("age_months", "Age in months", "count", lambda row: freshness(row.outlook).age_months),
    field("serves_months", "Good for months", "count", lambda row: freshness(row.outlook).rule.months),
    field("situation", "Because", "text", lambda row: freshness(row.outlook).rule.situation),
    field("strongest", "Best evidence", "text", lambda row: STRENGTH[freshness(row.outlook).strongest]),
    field("read_next", "Read next", "text", lambda row: to_read(row.outlook)),
)  # fmt: skip
# What matters next comes first: an end within a year, then what has passed or is under way.
_ORDER = ("end-within-12-months", "end-passed", "in-procurement", "end-within-24-months")


def stale(question: Question) -> Body:
    """Contracts whose evidence is too old to rely on, or all second-hand; what matters next first."""
    graded = [(freshness(row.outlook), row) for row in question.agenda.rows]
    poor = [(found, row) for found, row in graded if found.verdict != "fresh"]
    rank = {name: place for place, name in enumerate(dict.fromkeys((*_ORDER, *(rule.id for rule in RULES))))}
    groups: dict[str, list[Row]] = {}
    for found, row in sorted(poor, key=lambda pair: (rank[pair[0].rule.id], *_urgency(*pair))):
        groups.setdefault(capital(found.rule.situation), []).append(row)
    old, weak = sum(found.stale for found, _ in graded), sum(found.weak for found, _ in graded)
    whole = f"{count(old, 'contract')} of {len(graded)} {'has' if old == 1 else 'have'} evidence too old to rely on"
    fresh = len(graded) - len(poor)
    summary = f"{whole}, {weak} from a second-hand source only; {fresh} need no new check."
    notes = (
        "How long evidence can be relied on is our own judgement, by how soon the contract can change; none of it is "
        "law. It is counted to the day, the age in whole months.",
    )
    listed = ids_of([row for _, row in poor])
    return Body(summary, columns_of(_FIELDS), groups_of(_FIELDS, groups), listed, "fresh", notes)


def _urgency(found: Freshness, row: Row) -> tuple[object, ...]:
    """The earliest end first, and of two the one with the older evidence; last what has no end."""
    end = row.outlook.next_end or row.outlook.ends.longest or row.outlook.ends.current
    return (end is None, end.when.sort_key if end else (), found.newest, row.outlook.contract.id)


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
