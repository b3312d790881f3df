"""Choosing contracts by council, service, portal and so on. Unknown names are refused with the nearest ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from tenderwatch.errors import UsageError
from tenderwatch.labels.records import REGION
from tenderwatch.law.terms import STATUSES
from tenderwatch.outlook import Outlook
from tenderwatch.problems import did_you_mean
from tenderwatch.registry.model import Aside, Authority, Contract, Portal, Registry, Watch
from tenderwatch.registry.model.contract import PLAIN_KEYS

# Who reads a calendar or a digest: providers watch for tenders, commissioners for what they have to do.
Audience = Literal["all", "provider", "commissioner"]
AUDIENCES: tuple[Audience, ...] = ("all", "provider", "commissioner")
_FILLER = r"\b(council|borough|county|city|metropolitan|district|mbc|bc|cc|the|of)\b"


def plain(text: str) -> str:
    """A name without case, punctuation and words that all councils share, to compare by."""
    words = text.casefold().replace("&", " and ")
    words = re.sub(r"[^\w]+", " ", words)
    short = " ".join(re.sub(_FILLER, " ", words).split())
    return short or " ".join(words.split())


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
        return ResolvedFilters(
            council=frozenset(x for name in self.council for x in find_authority(registry, name)),
            lead=frozenset(x for name in self.lead for x in find_authority(registry, name)),
            portal=frozenset(x for name in self.portal for x in find_portal(registry, name)),
            service=_words(self.service, lambda: services(registry), "service"),
            kind=_words(self.kind, lambda: kinds(registry), "kind"),
            status=_words(self.status, lambda: STATUSES, "status"),
            provider=_words(self.provider, lambda: providers(registry), "provider"),
            department=_words(self.department, lambda: departments(registry), "department"),
            cpv=_cpv(self.cpv),
            text=tuple(text.casefold() for text in self.text),
            region=frozenset(map(find_region, self.region)),
            watch=_resolve_watch(self.watch, registry) if self.watch else None,
        )


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

    council: frozenset[str]
    lead: frozenset[str]
    portal: frozenset[str]
    service: frozenset[str]
    kind: frozenset[str]
    status: frozenset[str]
    provider: frozenset[str]
    department: frozenset[str]
    cpv: tuple[str, ...]
    text: tuple[str, ...]
    region: frozenset[str] = frozenset()
    watch: ResolvedWatch | None = None

    def aside(self, outlook: Outlook) -> Aside | None:
        """What sets a contract aside on the outlook's day, the longest where there are several; None if nothing does.

        It lapses by itself once its day has passed.
        """
        if not self.watch or not self.watch.aside:
            return None
        held = [aside for aside in self.watch.aside if aside.id == outlook.contract.id]
        return max((aside for aside in held if aside.until >= outlook.today), key=lambda a: a.until, default=None)

    def match(self, outlook: Outlook) -> bool:
        """Whether a contract is wanted."""
        contract = outlook.contract
        return (
            (not self.council or not self.council.isdisjoint(contract.authorities))
            and (not self.lead or contract.lead in self.lead)
            and (not self.region or not self.region.isdisjoint(outlook.registry.regions_of(contract)))
            and (not self.portal or contract.portal in self.portal)
            and (not self.service or not self.service.isdisjoint(contract.services))
            and (not self.kind or contract.kind in self.kind)
            and (not self.status or outlook.status in self.status)
            and (not self.provider or not self.provider.isdisjoint(contract.providers))
            and (not self.department or contract.department in self.department)
            and (not self.cpv or any(code.startswith(self.cpv) for code in contract.cpv))
            and (not self.text or _has_text(contract, self.text) or _cites_text(contract, outlook.registry, self.text))
            and (not self.watch or self.watch.match(contract))
        )


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


def _resolve_watch(watch: Watch, registry: Registry) -> ResolvedWatch:
    try:
        return ResolvedWatch(
            contracts=frozenset(find_contract(registry, name).id for name in watch.contracts),
            councils=frozenset(x for name in watch.councils for x in find_authority(registry, name)),
            services=_words(watch.services, lambda: services(registry), "service"),
            words=tuple(word.casefold() for word in watch.words),
            aside=tuple(aside._replace(id=find_contract(registry, aside.id).id) for aside in watch.aside),
        )
    except UsageError as error:
        raise UsageError(f"watch list '{watch.name}': {error}", error.hint) from None


def services(registry: Registry) -> tuple[str, ...]:
    """Every service in the registry, in order."""
    return tuple(sorted({service for contract in registry.contracts for service in contract.services}))


def providers(registry: Registry) -> tuple[str, ...]:
    """Every provider in the registry, in order."""
    return tuple(sorted({provider for contract in registry.contracts for provider in contract.providers}))


def departments(registry: Registry) -> tuple[str, ...]:
    """Every department in the registry, in order."""
    return tuple(sorted({contract.department for contract in registry.contracts if contract.department}))


def kinds(registry: Registry) -> tuple[str, ...]:
    """Every kind in the registry, in order."""
    return tuple(sorted({contract.kind for contract in registry.contracts}))


def names_of(body: Authority | Portal) -> tuple[str, ...]:
    """Every name that an authority or portal goes by."""
    return (body.id, body.name, *body.aliases)


def find_authority(registry: Registry, name: str) -> frozenset[str]:
    """The id of the authority with this name, and of every body that it took over from."""
    found = _find(registry.authorities, name, "council")
    olders = {body.id: body.successors for body in registry.authorities.values()}
    return _with_earlier(found, olders)


def find_region(name: str) -> str:
    """The id of the region of England with this name or id. Raises UsageError for any other."""
    wanted = " ".join(name.replace("-", " ").casefold().split())
    for region, words in REGION.items():
        if wanted in (words.casefold(), region.replace("-", " ")):
            return region
    hint = did_you_mean(name, REGION.values()) or f"known: {', '.join(REGION.values())}"
    raise UsageError(f"'{name}' is not a region of England", hint)


def find_portal(registry: Registry, name: str) -> frozenset[str]:
    """The id of the portal with this name, and of every portal that it replaced."""
    found = _find(registry.portals, name, "portal")
    olders = {p.id: (p.replaced_by,) if p.replaced_by else () for p in registry.portals.values()}
    return _with_earlier(found, olders)


def find_services(registry: Registry, asked: tuple[str, ...]) -> frozenset[str]:
    """The services that were asked for, of contracts and of the ledger of looking. Raises UsageError for none."""
    looked = {service for look in registry.coverage for service in look.services}
    looked |= {item.service for look in registry.coverage for item in look.not_found if item.service}
    looked |= {item.service for look in registry.coverage for item in look.in_house}
    return _words(asked, lambda: tuple(sorted({*services(registry), *looked})), "service")


def find_contract(registry: Registry, name: str) -> Contract:
    """The contract with this id. Raises UsageError with the nearest ids."""
    contract = registry.by_id.get(name)
    if contract:
        return contract
    if name in registry.faulty:
        raise UsageError(f"the record '{name}' has faults", "run `tenderwatch check` on the same registry to see them")
    hint = did_you_mean(name, registry.by_id) or "run `tenderwatch list` to see every id"
    raise UsageError(f"there is no contract '{name}'", hint)


def _find(bodies: dict[str, Any], name: str, word: str) -> str:
    wanted = plain(name)
    if name in bodies:
        return name
    having: list[str] = sorted(
        body.id for body in bodies.values() if name.casefold() in map(str.casefold, names_of(body))
    )
    having = having or sorted(body.id for body in bodies.values() if wanted in map(plain, names_of(body)))
    if len(having) > 1:
        raise UsageError(f"'{name}' is a name of more than one {word}", f"say which by its id: {' or '.join(having)}")
    if having:
        return having[0]
    every = [alias for body in bodies.values() for alias in names_of(body)]
    hint = did_you_mean(name, every) or f"known: {', '.join(sorted(bodies))}"
    raise UsageError(f"there is no {word} '{name}' in the registry", hint)


def _with_earlier(found: str, after: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """An id, and every id that leads to it by succession: old names keep working."""
    wanted = {found}
    while more := {old for old, new in after.items() if old not in wanted and not wanted.isdisjoint(new)}:
        wanted |= more
    return frozenset(wanted)


def _cpv(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The first digits of CPV codes: zeros at the end stand for a whole division or group."""
    for code in asked:
        if not re.fullmatch(r"[0-9]{2,8}(-[0-9])?", code):
            raise UsageError(f"'{code}' is not a CPV code", "write its digits, or the first of them: 853 or 85312000-9")
    return tuple(code.partition("-")[0].rstrip("0").ljust(2, "0") for code in asked)


def _words(asked: tuple[str, ...], all_words: Callable[[], tuple[str, ...]], what: str) -> frozenset[str]:
    """The known words that are asked for: the same word, or every one that holds it."""
    if not asked:
        return frozenset()
    known, wanted = all_words(), set[str]()
    for word in asked:
        same = [item for item in known if item.casefold().replace("-", " ") == word.casefold().replace("-", " ")]
        whole = re.compile(rf"\b{re.escape(word.strip().casefold())}\b")
        holding = same or [item for item in known if word.strip() and whole.search(item.casefold())]
        holding = holding or [item for item in known if word.strip() and word.casefold() in item.casefold()]
        if not holding:
            hint = did_you_mean(word, known) or f"known: {', '.join(known) or 'none'}"
            raise UsageError(f"no contract in the registry has the {what} '{word}'", hint)
        wanted |= set(holding)
    return frozenset(wanted)
