"""A registry as what is imported looks things up in it: by identifier, by body, and by likeness of title and dates."""

import re
from collections import defaultdict
from functools import cached_property

from tenderwatch.dates import When
from tenderwatch.importers.statement import Buyer, Statement
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model import Authority, Contract, Registry

_STOP = frozenset(re.findall("[a-z]+", """
    the of for and in to an at on with service services provision contract contracts council framework
"""))  # fmt: skip
_HOST = re.compile(r"https?://(?:www\.)?([^/:]+)")


class Look(NamedTuple):
    """A title and dates, as they are compared."""

    words: frozenset[str]
    start: When | None
    end: When | None


class Index:
    """A registry as proposals look things up in it."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.by_ocid: dict[str, list[Contract]] = defaultdict(list)
        self.by_number: dict[str, list[Contract]] = defaultdict(list)
        self.by_reference: dict[tuple[str, str], list[Contract]] = defaultdict(list)
        self.by_lead: dict[str, list[Contract]] = defaultdict(list)
        for contract in registry.contracts:
            for ocid in (contract.ocid, *contract.related_ocids):
                if ocid:
                    self.by_ocid[ocid].append(contract)
            for notice in contract.notices:
                if notice.number:
                    self.by_number[notice.number].append(contract)
            # A register of our own names a contract that has no reference by its id.
            self.by_reference[contract.lead or "", contract.reference or contract.id].append(contract)
            for authority in contract.authorities or ("",):
                self.by_lead[authority].append(contract)
        self._codes = {body.ppon: body for body in registry.authorities.values() if body.ppon}
        self._looks: dict[str, Look] = {}
        self._bodies: dict[Buyer, Authority | None] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        for body in registry.authorities.values():
            for name in (body.name, body.id, *body.aliases):
                self._names[plain_name(name)].add(body.id)

    def authority(self, buyer: Buyer) -> Authority | None:
        """The body of a code, else of a name that is this one's alone."""
        if buyer not in self._bodies:
            self._bodies[buyer] = self._body(buyer)
        return self._bodies[buyer]

    def _body(self, buyer: Buyer) -> Authority | None:
        if buyer.code and buyer.code in self._codes:
            return self._codes[buyer.code]
        found = self._names.get(plain_name(buyer.name), set())
        return self.registry.authorities[next(iter(found))] if len(found) == 1 else None

    def authority_id(self, statement: Statement) -> set[str]:
        """The ids of the buyers of a statement that the registry knows."""
        return {body.id for buyer in statement.buyers if (body := self.authority(buyer))}

    def portal(self, address: str | None) -> str | None:
        """The portal at this address; unknown ones are left out, as an address alone names none."""
        return self._portals.get(_host(address or ""))

    def look(self, contract: Contract) -> Look:
        """How a contract looks to what is compared with it."""
        if contract.id not in self._looks:
            words = words_of(contract.title).union(*map(words_of, contract.services))
            self._looks[contract.id] = Look(words, contract.start, contract.end)
        return self._looks[contract.id]

    @cached_property
    def leads(self) -> frozenset[str]:
        """The ids of the bodies that have contracts; an empty one for contracts that name no body."""
        having = (lead for lead, contracts in self.by_lead.items() if contracts)
        return frozenset((*having, *(lead for lead, _ in self.by_reference)))

    @cached_property
    def _portals(self) -> dict[str, str]:
        hosts = ((_host(portal.url or ""), portal.id) for portal in reversed([*self.registry.portals.values()]))
        return {host: name for host, name in hosts if host}


def plain_name(name: str) -> str:
    """A name for comparison: small letters, no marks, 'and' for '&'."""
    words = re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and "))
    return " ".join(word for word in words.split() if word not in ("the", "of"))


def words_of(text: str) -> frozenset[str]:
    """The words of a title that tell it from others."""
    return frozenset(re.findall(r"[a-z0-9]{2,}", text.lower())) - _STOP


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """Of the shorter of two titles the share of words that stand in the other as well."""
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def likeness(first: Look, second: Look) -> float:
    """From 0 to 1: words of the titles (six tenths), and the dates (four tenths) where both state them."""
    title = overlap(first.words, second.words)
    pairs = ((first.start, second.start), (first.end, second.end))
    dates = [_near(one_side, other) for one_side, other in pairs if one_side and other]
    return 0.6 * title + 0.4 * (sum(dates) / len(dates)) if dates else 0.8 * title


def _near(first: When, second: When) -> float:
    """1 where two dates overlap, falling to 0 over a year."""
    if first.earliest is None or second.earliest is None or first.latest is None or second.latest is None:
        return 0.0
    gap = max((second.earliest - first.latest).days, (first.earliest - second.latest).days, 0)
    return max(0.0, 1 - gap / 365)


def _host(address: str) -> str:
    match = _HOST.match(address)
    return match[1].lower() if match else ""
