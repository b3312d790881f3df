"""From the names that people write to ids. Unknown names are refused with the nearest ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tenderwatch.errors import UsageError
from tenderwatch.labels.records import REGION
from tenderwatch.law.terms import STATUSES
from tenderwatch.problems import did_you_mean
from tenderwatch.queries.filters import Filters, ResolvedFilters, ResolvedWatch
from tenderwatch.registry.model import Authority, Contract, Portal, Registry, Watch

_FILLER = r"\b(council|borough|county|city|metropolitan|district|mbc|bc|cc|the|of)\b"


def plain(text: str) -> str:
    """A name without case, punctuation and words that all councils share, to compare by."""
    words = text.casefold().replace("&", " and ")
    words = re.sub(r"[^\w]+", " ", words)
    short = " ".join(re.sub(_FILLER, " ", words).split())
    return short or " ".join(words.split())


def resolve(filters: Filters, registry: Registry) -> ResolvedFilters:
    """Filters with names turned into ids. Raises UsageError for a name that nothing bears."""
    return ResolvedFilters(
        council=frozenset(x for name in filters.council for x in find_authority(registry, name)),
        lead=frozenset(x for name in filters.lead for x in find_authority(registry, name)),
        portal=frozenset(x for name in filters.portal for x in find_portal(registry, name)),
        service=_words(filters.service, lambda: registry.words("services"), "service"),
        kind=_words(filters.kind, lambda: registry.words("kind"), "kind"),
        status=_words(filters.status, lambda: STATUSES, "status"),
        provider=_words(filters.provider, lambda: registry.words("providers"), "provider"),
        department=_words(filters.department, lambda: registry.words("department"), "department"),
        cpv=_cpv(filters.cpv),
        text=tuple(text.casefold() for text in filters.text),
        region=frozenset(map(find_region, filters.region)),
        watch=_resolve_watch(filters.watch, registry) if filters.watch else None,
    )


def _resolve_watch(watch: Watch, registry: Registry) -> ResolvedWatch:
    try:
        return ResolvedWatch(
            contracts=frozenset(find_contract(registry, name).id for name in watch.contracts),
            councils=frozenset(x for name in watch.councils for x in find_authority(registry, name)),
            services=_words(watch.services, lambda: registry.words("services"), "service"),
            words=tuple(word.casefold() for word in watch.words),
            aside=tuple(aside._replace(id=find_contract(registry, aside.id).id) for aside in watch.aside),
        )
    except UsageError as error:
        raise UsageError(f"watch list '{watch.name}': {error}", error.hint) from None


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
    return _words(asked, lambda: tuple(sorted({*registry.words("services"), *looked})), "service")


def find_contract(registry: Registry, name: str) -> Contract:
    """The contract with this id. Raises UsageError with the nearest ids."""
    contract = registry.by_id.get(name)
    if contract:
        return contract
    if name in registry.faulty:
        raise UsageError(f"the record '{name}' has faults", "run `tenderwatch check` on the same registry to see them")
    hint = did_you_mean(name, registry.by_id) or "run `tenderwatch list` to see every id"
    raise UsageError(f"there is no contract '{name}'", hint)


def _find(bodies: Mapping[str, Any], name: str, word: str) -> str:
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
