"""The calendars of a site of many contracts, and what they say of the contracts that they do not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tenderwatch.queries.filters import ResolvedFilters
from tenderwatch.queries.select import Agenda
from tenderwatch.site.manifest import Published
from tenderwatch.site.plans import FeedPlan, plan_feeds
from tenderwatch.site.site import FeedGroup
from tenderwatch.text import plural

# New calendars are of these; what was published of others goes on.
_GROUPS: frozenset[FeedGroup] = frozenset(("council", "service", "watch"))


def followed_plans(
    agenda: Agenda,
    watches: dict[str, ResolvedFilters],
    published: Published | None,
    base_url: str,
    asked: Collection[str],
) -> tuple[FeedPlan, ...]:
    """Every calendar: of the councils and services of the agenda's contracts, and those that were published before.

    A calendar that does not hold all contracts of its council, service and so on says so in its name and in its text.
    Those of the councils that `asked` hold all.
    """
    before = {feed.path for feed in published.feeds} if published else set()
    plans = plan_feeds(agenda, watches)
    return tuple(
        _noted(agenda, plan, base_url, asked) for plan in plans if plan.group in _GROUPS or plan.path in before
    )


def _noted(agenda: Agenda, plan: FeedPlan, base_url: str, asked: Collection[str]) -> FeedPlan:
    note = "".join(_missing(agenda, plan, base_url, asked))
    return plan._replace(title=f"{plan.title} (kept by hand)", note=note) if note else plan


def _missing(agenda: Agenda, plan: FeedPlan, base_url: str, asked: Collection[str]) -> Iterator[str]:
    """What a calendar does not hold, as a sentence; nothing where it holds all."""
    match plan.group:
        case "council":
            more = 0 if plan.key in asked else len(agenda.registry.marks(plan.key)) - len(plan.contracts)
            if more > 0:
                page = f"{base_url}councils/{plan.key}.html"
                listed = f"{more:,} more {plural(more, 'is', 'are')} listed"
                yield f"Only contracts that are kept by hand; {listed} on {page}"
        case "watch" | "contract":
            return
        case _ if agenda.unseen:
            yield f"Only contracts that are kept by hand; all others are listed by council on {base_url}index.html"
