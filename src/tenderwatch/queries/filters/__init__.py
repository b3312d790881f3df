"""Choosing contracts by council, service, portal and so on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Aside, Contract, Registry, Wanted, Watch
from tenderwatch.registry.model.contract import PLAIN_KEYS

if TYPE_CHECKING:
    from tenderwatch.outlook import Outlook

# Who reads a calendar or a digest: providers watch for tenders, commissioners for what they have to do.
Audience = Literal["all", "provider", "commissioner"]
AUDIENCES: tuple[Audience, ...] = ("all", "provider", "commissioner")


class ResolvedWatch(NamedTuple):
    """A watch list by id."""

    contracts: frozenset[str]
    councils: frozenset[str]
    services: frozenset[str]
    words: tuple[str, ...]
    aside: tuple[Aside, ...] = ()

    def match(self, contract: Contract) -> bool:
        """Whether any of its lists names the contract. A list that only sets aside keeps everything."""
        return (
            not (self.contracts or self.councils or self.services or self.words)
            or contract.id in self.contracts
            or not self.councils.isdisjoint(contract.authorities)
            or not self.services.isdisjoint(contract.services)
            or _has_text(contract, self.words)
        )


class ResolvedFilters(NamedTuple):
    """Filters by id, ready to be asked of every contract. An empty set asks nothing."""

    council: frozenset[str] = frozenset()
    lead: frozenset[str] = frozenset()
    portal: frozenset[str] = frozenset()
    service: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    provider: frozenset[str] = frozenset()
    department: frozenset[str] = frozenset()
    cpv: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    region: frozenset[str] = frozenset()
    watch: ResolvedWatch | None = None

    def aside(self, name: str, today: date) -> Aside | None:
        """What sets the contract with an id aside on a day, the longest where there are several; None if nothing does.

        It lapses by itself once its day has passed.
        """
        if not self.watch or not self.watch.aside:
            return None
        held = [aside for aside in self.watch.aside if aside.id == name]
        return max((aside for aside in held if aside.until >= today), key=lambda a: a.until, default=None)

    @property
    def at_most_one(self) -> bool:
        """Whether no more is asked than one thing, of a kind that a registry finds without looking at contracts."""
        found = (self.council, self.lead, self.portal, self.service, self.kind, self.provider, self.department)
        return sum(map(bool, self)) == sum(map(bool, found)) <= 1

    def wanted(self, registry: Registry) -> Wanted:
        """What to ask a registry for. It may give more: `match` decides."""
        bodies = registry.authorities.values() if self.region else ()
        within = frozenset(body.id for body in bodies if body.region in self.region)
        return Wanted(
            authorities=self.council or (within if self.region else None),
            lead=self.lead or None,
            portal=self.portal or None,
            services=self.service or None,
            providers=self.provider or None,
            department=self.department or None,
            kind=self.kind or None,
            texts=self.text or None,
        )

    def match(self, outlook: Outlook) -> bool:
        """Whether a contract is wanted."""
        return (not self.status or outlook.status in self.status) and self.fits(outlook.contract, outlook.registry)

    def fits(self, contract: Contract, registry: Registry) -> bool:
        """Whether a contract is wanted, but for its status."""
        return (
            (not self.council or not self.council.isdisjoint(contract.authorities))
            and (not self.lead or contract.lead in self.lead)
            and (not self.region or not self.region.isdisjoint(registry.regions_of(contract)))
            and (not self.portal or contract.portal in self.portal)
            and (not self.service or not self.service.isdisjoint(contract.services))
            and (not self.kind or contract.kind in self.kind)
            and (not self.provider or not self.provider.isdisjoint(contract.providers))
            and (not self.department or contract.department in self.department)
            and (not self.cpv or any(code.startswith(self.cpv) for code in contract.cpv))
            and (not self.text or _has_text(contract, self.text) or _cites_text(contract, registry, self.text))
            and (not self.watch or self.watch.match(contract))
        )


class Filters(NamedTuple):
    """What to keep. Each list matches any of its words; different lists must all match."""

    council: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    portal: tuple[str, ...] = ()
    provider: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    watch: Watch | None = None

    @property
    def asked(self) -> str:
        """The filters in words: 'council Durham; service home care or advocacy'. Empty if there are none."""
        words = [
            f"{name} {' or '.join(given)}"
            for name, given in self._asdict().items()
            if isinstance(given, tuple) and name != "watch" and given
        ]
        return "; ".join([*words, *([f"watch list {self.watch.name}"] if self.watch else [])])

    def resolve(self, registry: Registry) -> ResolvedFilters:
        """The same with names turned into ids. Raises UsageError for a name that nothing bears."""
        if not any(self):
            return ResolvedFilters()
        from tenderwatch.queries.filters.resolving import resolve

        return resolve(self, registry)


def _has_text(contract: Contract, texts: tuple[str, ...]) -> bool:
    """Whether any of the texts, in small letters, is in what a reader sees of the contract."""
    if not texts:
        return False
    parts = (
        contract.id,
        contract.title,
        *contract.services,
        *contract.user_groups,
        *contract.providers,
        *contract.notes,
        *(text for key in PLAIN_KEYS for text in contract.texts(key)),
    )
    whole = "\n".join(parts).casefold()
    return any(text in whole for text in texts)


def _cites_text(contract: Contract, registry: Registry, texts: tuple[str, ...]) -> bool:
    """Whether any of the texts is in the sources it is known from, or in the numbers of its notices."""
    parts = [contract.ocid or "", *contract.related_ocids]
    parts += [notice.number or "" for notice in contract.notices]
    for evidence in contract.all_evidence:
        source = registry.sources[evidence.source]
        parts += [source.id, source.title, source.url or "", evidence.place]
    whole = "\n".join(parts).casefold()
    return any(text in whole for text in texts)
