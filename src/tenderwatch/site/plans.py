"""The feeds of a site: which there are, and the contracts in each."""

from collections.abc import Callable, Iterator

from tenderwatch.answers.phrases import authority_name
from tenderwatch.labels.records import REGION
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.queries.filters import AUDIENCES, Audience, ResolvedFilters
from tenderwatch.queries.select import Agenda
from tenderwatch.registry.model import Contract
from tenderwatch.site.site import FeedGroup, feed_path, slug

_WHOSE: dict[Audience, str] = {"all": "", "provider": ", for providers", "commissioner": ", for commissioners"}


class FeedPlan(NamedTuple):
    """One feed to be: its place, its name, and the ids of the contracts whose events it holds, in order.

    `note` is a sentence on what it does not hold, '' where it holds all.
    """

    path: str
    title: str
    group: FeedGroup
    key: str
    audience: Audience
    contracts: tuple[str, ...]
    note: str = ""


class _Group(NamedTuple):
    group: FeedGroup
    key: str
    title: str
    contracts: tuple[str, ...]


def plan_feeds(agenda: Agenda, watches: dict[str, ResolvedFilters]) -> tuple[FeedPlan, ...]:
    """Every feed of a site: for all, by region, council, service, portal, kind and watch list, each for three
    audiences; and one for each contract.
    """
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
        for audience in (AUDIENCES if group.group != "contract" else AUDIENCES[:1])
    )


def _groups(agenda: Agenda, watches: dict[str, ResolvedFilters]) -> Iterator[_Group]:
    registry, contracts = agenda.registry, [row.outlook.contract for row in agenda.rows]
    yield _Group("all", "all", "Care contracts", tuple(contract.id for contract in contracts))
    for region, ids in _by(contracts, registry.regions_of).items():
        yield _Group("region", region, f"{REGION[region]}: care contracts", ids)
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
    for contract in contracts:
        yield _Group("contract", contract.id, contract.title, (contract.id,))


def _by(contracts: list[Contract], keys: Callable[[Contract], tuple[str | None, ...]]) -> dict[str, tuple[str, ...]]:
    """Contract ids by key, each once under a key, keys in order."""
    found: dict[str, dict[str, None]] = {}
    for contract in contracts:
        for key in keys(contract):
            if key:
                found.setdefault(key, {})[contract.id] = None
    return {key: tuple(found[key]) for key in sorted(found)}
