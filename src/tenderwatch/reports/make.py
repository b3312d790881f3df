"""From a registry to a report: the kinds there are, and what all of them have in common."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.dates.words import day_text
from tenderwatch.licence import ATTRIBUTION, DISCLAIMER
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import Row, full_agenda
from tenderwatch.registry.model import Registry
from tenderwatch.reports.due import due
from tenderwatch.reports.evidence import looked_at, stale
from tenderwatch.reports.extensions import extensions
from tenderwatch.reports.forward_plan import forward_plan
from tenderwatch.reports.grouped import by_council, by_portal, by_provider, by_service
from tenderwatch.reports.report import Body, LeftOut, Question, Report


class Kind(NamedTuple):
    """A kind of report: its title, and how it is made."""

    title: str
    make: Callable[[Question], Body]


KINDS: dict[str, Kind] = {
    "due": Kind("What falls due", due),
    "forward-plan": Kind("Decisions for the forward plan", forward_plan),
    "by-council": Kind("Contracts by council", by_council),
    "by-portal": Kind("Contracts by portal", by_portal),
    "by-service": Kind("Contracts by service", by_service),
    "by-provider": Kind("Contracts by provider", by_provider),
    "extensions": Kind("Options to extend", extensions),
    "stale": Kind("Evidence to look at again", stale),
    "coverage": Kind("What was looked at", looked_at),
}


def make_report(kind: str, registry: Registry, today: date, months: int, filters: Filters) -> Report:
    """A report of a kind in `KINDS`, on a day, looking so many calendar months ahead.

    Raises UsageError for a filter that names nothing.
    """
    resolved, horizon = filters.resolve(registry), clamp_months(today, months)
    whole = full_agenda(registry, today, resolved)
    rows = tuple(Row(row.outlook, row.outlook.due(horizon)) for row in whole.rows)
    agenda = whole._replace(horizon=horizon, rows=rows)
    found = KINDS[kind].make(Question(agenda, months, horizon, resolved))
    counts: dict[LeftOut, int] = {"faulty": agenda.left_out("faulty"), "filtered": agenda.left_out("filtered")}
    unlisted = sum(1 for row in rows if row.outlook.contract.id not in found.listed)
    counts[found.reason] = counts.get(found.reason, 0) + unlisted
    return Report(
        kind=kind,
        title=KINDS[kind].title,
        asked=asked_text(filters),
        today=today,
        horizon=horizon,
        edition=registry.edition,
        records=registry.records,
        summary=found.summary,
        columns=found.columns,
        sections=found.sections,
        contracts=len(found.listed),
        left_out=tuple((reason, number) for reason, number in counts.items() if number),
        faulty=registry.faulty,
        notes=(*found.notes, *_NOTES, f"The registry was last agreed on {day_text(registry.edition)}.", DISCLAIMER,
               ATTRIBUTION),
    )  # fmt: skip


_NOTES = (
    "A date known only to the month, season or year counts from its first day, so that warnings come early. "
    "Not known means that no source states it.",
)


def asked_text(filters: Filters) -> str:
    """The filters in words: 'council Durham; service home care or advocacy'. Empty where there are none."""
    words = [
        f"{name} {' or '.join(given)}"
        for name, given in filters._asdict().items()
        if isinstance(given, tuple) and name != "watch" and given
    ]
    return "; ".join([*words, *([f"watch list {filters.watch.name}"] if filters.watch else [])])
