"""The feeds of a site: which there are, and each as bytes. An event is written once and shared by its feeds."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tenderwatch.answers.phrases import authority_name
from tenderwatch.calendar.events import Event, contract_events
from tenderwatch.calendar.feed import (
    MOST_BYTES,
    MOST_EVENTS,
    TOMBSTONE,
    Carried,
    FeedError,
    Stamped,
    carry_over,
    read_feed,
    write_feed,
)
from tenderwatch.calendar.ics import Body, write_event, write_head
from tenderwatch.errors import UsageError
from tenderwatch.licence import ATTRIBUTION
from tenderwatch.outlook.kinds import is_for
from tenderwatch.queries.filters import AUDIENCES, Audience, ResolvedFilters
from tenderwatch.queries.select import Agenda
from tenderwatch.registry.model import Contract
from tenderwatch.site.site import Feed, FeedGroup, feed_path, part_path, slug

ABOUT = f"Dates of care contracts, each with its evidence. Est. marks a date that is not certain. {ATTRIBUTION}"
MOVED = "feed.moved@tenderwatch"

# The bytes of a file of the site published before, or None where there was none.
ReadBefore = Callable[[str], bytes | None]


_WHOSE: dict[Audience, str] = {"all": "", "provider": ", for providers", "commissioner": ", for commissioners"}


class FeedPlan(NamedTuple):
    """One feed to be: its place, its name, and the ids of the contracts whose events it holds, in order."""

    path: str
    title: str
    group: FeedGroup
    key: str
    audience: Audience
    contracts: tuple[str, ...]


class _Group(NamedTuple):
    group: FeedGroup
    key: str
    title: str
    contracts: tuple[str, ...]


def plan_feeds(agenda: Agenda, watches: dict[str, ResolvedFilters]) -> tuple[FeedPlan, ...]:
    """Every feed of a site: for all, by council, service, portal, kind and watch list, each for three audiences."""
    return tuple(
        FeedPlan(
            path=feed_path(group.group, group.key, audience),
            title=f"{group.title}{_WHOSE[audience]}",
            group=group.group,
            key=group.key,
            audience=audience,
            contracts=group.contracts,
        )
        for group in _groups(agenda, watches)
        for audience in AUDIENCES
    )


def _groups(agenda: Agenda, watches: dict[str, ResolvedFilters]) -> Iterator[_Group]:
    registry, contracts = agenda.registry, [row.outlook.contract for row in agenda.rows]
    yield _Group("all", "all", "Care contracts", tuple(contract.id for contract in contracts))
    for council, ids in _by(contracts, lambda item: item.authorities).items():
        yield _Group("council", council, f"{authority_name(registry, council)}: care contracts", ids)
    names = {slug(service): service for contract in contracts for service in contract.services}
    for key, ids in _by(contracts, lambda item: tuple(dict.fromkeys(map(slug, item.services)))).items():
        yield _Group("service", key, f"Care contracts: {names[key]}", ids)
    for portal, ids in _by(contracts, lambda item: (item.portal,) if item.portal in registry.portals else ()).items():
        yield _Group("portal", portal, f"Care contracts on {registry.portals[portal].name}", ids)
    for kind, ids in _by(contracts, lambda item: (item.kind,)).items():
        yield _Group("kind", kind, f"Care contracts: {kind}", ids)
    for name, filters in watches.items():
        ids = tuple(row.outlook.contract.id for row in agenda.rows if filters.match(row.outlook))
        yield _Group("watch", slug(name), f"Care contracts: {name}", ids)


def _by(contracts: list[Contract], keys: Callable[[Contract], tuple[str | None, ...]]) -> dict[str, tuple[str, ...]]:
    """Contract ids by key, each once under a key, keys in order."""
    found: dict[str, dict[str, None]] = {}
    for contract in contracts:
        for key in keys(contract):
            if key:
                found.setdefault(key, {})[contract.id] = None
    return {key: tuple(found[key]) for key in sorted(found)}


class Written(NamedTuple):
    """One feed as it is published. `split` where its events have moved to parts of it."""

    plan: FeedPlan
    data: bytes
    live: int
    cancelled: int
    split: bool = False


class EventText(NamedTuple):
    """An event and its text."""

    event: Event
    body: Body


def read_events(path: str, data: bytes) -> dict[str, Stamped]:
    """The events of a feed of the site published before. Raises FeedError, which names it, where it is damaged."""
    try:
        return read_feed(data)
    except FeedError as error:
        raise FeedError(f"{path}: {error}") from None


class Feeds:
    """Every feed of one build. Events are worked out and written once, when this is made."""

    def __init__(
        self,
        agenda: Agenda,
        base_url: str,
        before: ReadBefore,
        previous: dict[str, Stamped] | None,
        published: tuple[Feed, ...] = (),
    ) -> None:
        """`previous` are all events of the site `published` before, None if there was none."""
        self.today, self.registry, self.base_url = agenda.today, agenda.registry, base_url
        self.before, self.published = before, published
        self.known = frozenset(self.registry.by_id)
        self.events: dict[str, tuple[EventText, ...]] = {
            row.outlook.contract.id: tuple(
                EventText(event, write_event(event)) for event in contract_events(row.outlook, base_url=base_url)
            )
            for row in agenda.rows
        }
        bodies = [event.body for events in self.events.values() for event in events]
        self.all = carry_over(bodies, previous, today=self.today, edition=self.registry.edition, contracts=self.known)
        self._stamped = {event.body.uid: event for event in self.all.events if not event.cancelled}

    def write(self, plan: FeedPlan) -> Iterator[Written]:
        """The feed, in parts where it would be too large; nothing where it has no event and never had one.

        What is in parts stays so when it shrinks: else those who took to the parts would see them emptied.
        """
        whole = self._carried(plan.path, self._bodies(plan))
        if not whole.events:
            return
        data = write_feed(write_head(plan.title, ABOUT), whole.events)
        fits = len(data) <= MOST_BYTES and len(whole.events) <= MOST_EVENTS
        parts = () if fits and not self._is_in_parts(plan) else self._parts(plan)
        if parts:
            yield from self._pointer(plan)
            for part in parts:
                yield from self.write(part)
        elif fits:
            yield Written(plan, data, whole.live, len(whole.events) - whole.live)
        else:
            hint = "leave out the contracts that nobody needs, or publish several sites"
            raise UsageError(f"{plan.path} would hold more than {MOST_EVENTS} events or {MOST_BYTES:,} bytes", hint)

    def gone(self, plan: FeedPlan) -> Written | None:
        """A feed that is published no more: its events as cancelled for a while, then None."""
        left = self._carried(plan.path, [])
        if not left.events:
            return None
        data = write_feed(write_head(plan.title, ABOUT), left.events)
        return Written(plan._replace(contracts=()), data, left.live, len(left.events) - left.live)

    def _bodies(self, plan: FeedPlan) -> list[Body]:
        chosen = (event for name in plan.contracts for event in self.events[name])
        return [item.body for item in chosen if is_for(item.event.kind, plan.audience)]

    def _carried(self, path: str, bodies: list[Body]) -> Carried:
        data = self.before(path)
        if data is None and any(feed.path == path for feed in self.published):
            raise FeedError(f"{path}: it is missing")
        previous = read_events(path, data) if data is not None else None
        if previous:
            previous.pop(MOVED, None)
        return carry_over(
            bodies, previous, today=self.today, edition=self.registry.edition,
            contracts=self.known, elsewhere=self._stamped,
        )  # fmt: skip

    def _pointer(self, plan: FeedPlan) -> Iterator[Written]:
        """In place of a feed that has grown too large: one event that says where its parts are, for eight weeks."""
        data = self.before(plan.path)
        if data is None:
            return
        old = read_events(plan.path, data).get(MOVED)
        if old and self.today - old.modified >= TOMBSTONE:
            return
        event = Event(
            uid=MOVED, kind="end", contract="feed", first=self.today, last=self.today, certain=True, fact=True,
            summary="This calendar has moved: please subscribe to its parts",
            description=f"It has grown too large to be one. Its parts are listed on\n{self.base_url}subscribe.html",
            url=f"{self.base_url}subscribe.html", categories=("moved",),
        )  # fmt: skip
        item = old or Stamped(write_event(event), self.today, 0)
        yield Written(plan, write_feed(write_head(plan.title, ABOUT), [item]), 0, 0, split=True)

    def _is_in_parts(self, plan: FeedPlan) -> bool:
        """Whether a whole feed, and not a part of one, was published in parts."""
        same = (plan.group, plan.key, plan.audience)
        parts = (
            item for item in self.published if (item.group, item.key, item.audience) == same and item.path != plan.path
        )
        return plan.path == feed_path(*same) and any(part.events for part in parts)

    def _parts(self, plan: FeedPlan) -> tuple[FeedPlan, ...]:
        """By the council that leads; what one council leads, by service. None where there is nothing to divide by."""
        leads: dict[str, tuple[str, list[str]]] = {}
        services: dict[str, tuple[str, list[str]]] = {}
        for name in plan.contracts:
            contract = self.registry.by_id[name]
            lead = next(iter(contract.authorities), None)
            service = min(contract.services, default="other")
            leads.setdefault(lead or "lead-not-known", (authority_name(self.registry, lead), []))[1].append(name)
            services.setdefault(slug(service), (service, []))[1].append(name)
        parts = next((item for item in (leads, services) if len(item) > 1), {})
        return tuple(
            plan._replace(path=part_path(plan.path, key), title=f"{plan.title}: {title}", contracts=tuple(contracts))
            for key, (title, contracts) in sorted(parts.items())
        )
