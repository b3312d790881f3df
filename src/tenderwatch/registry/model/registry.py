"""The registry: contracts, and the authorities, portals and sources that they name."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from tenderwatch.dates import When
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.asking import Near, Question, Reach, Wanted, Worked
from tenderwatch.registry.model.contract import Contract, Evidence, Kind, Regime, Strength, TakenOver
from tenderwatch.registry.model.coverage import Look
from tenderwatch.registry.model.stages import TimetableChange

if TYPE_CHECKING:
    from tenderwatch.registry.model.marks import Marks

EventState = Literal["planned", "in-force"]
AuthorityKind = Literal["council", "icb", "joint-body", "other"]
# The regions of England as the Office for National Statistics has them, north to south.
Region = Literal[
    "north-east", "north-west", "yorkshire-and-the-humber", "east-midlands", "west-midlands", "east-of-england",
    "london", "south-east", "south-west",
]  # fmt: skip


class Authority(NamedTuple):
    """A body that buys.

    `ceases` is the first day on which it no longer exists, once law or a decision says so; what is only
    planned for it stands in `note`, and moves no date. `consent_needed` is False where no direction under section 24 of
    the Local Government and Public Involvement in Health Act 2007 applies to it. `region` is where all of it lies.
    """

    id: str
    name: str
    kind: AuthorityKind
    ons: str | None = None
    ppon: str | None = None
    aliases: tuple[str, ...] = ()
    portal: str | None = None
    portal_checked: date | None = None
    ceases: date | None = None
    successors: tuple[str, ...] = ()
    pays_over_100m: bool | None = None
    consent_needed: bool | None = None
    timetable: tuple[TimetableChange, ...] = ()
    note: str | None = None
    taken_over: TakenOver | None = None
    region: Region | None = None


class Portal(NamedTuple):
    """An e-tendering portal. `until` is when it closed or closes, if that is known."""

    id: str
    name: str
    url: str | None = None
    aliases: tuple[str, ...] = ()
    checked: date | None = None
    until: When | None = None
    replaced_by: str | None = None
    taken_over: TakenOver | None = None


class Source(NamedTuple):
    """A document or notice that facts were read from."""

    id: str
    title: str
    publisher: str
    read: date
    strength: Strength
    url: str | None = None
    published: When | None = None
    taken_over: TakenOver | None = None


class Event(NamedTuple):
    """Something outside the contracts that falls on a day inside the term or window of some: a law, a merger.

    `begins` is when it takes effect, or is to. It touches the contracts that fit each of `authorities`,
    `services`, `kinds` and `regimes` that is stated; all contracts where none is.
    """

    id: str
    what: str
    begins: When
    state: EventState
    source: str
    place: str
    authorities: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    regimes: tuple[Regime, ...] = ()
    note: str | None = None
    taken_over: TakenOver | None = None


class Registry:
    """Everything that was soundly read, and how many records there were in all.

    `edition` is the day the data was last updated; `faulty` are the ids (or places) of records left out
    because of an error, so that counts can be reconciled; `unread` are those of them that are files or folders of
    which something could not be read, so that nobody knows what records they hold. `contradictory` are the ids of
    contracts whose facts contradict each other: they are here, read with care, and their notes say how.
    `coverage` says where was looked for contracts, so that silence can be read. `events` are what falls in from
    outside the contracts. `layers` names the layer that each contract comes from, where the registry has several.
    """

    def __init__(
        self,
        *,
        edition: date,
        portals: Mapping[str, Portal],
        authorities: Mapping[str, Authority],
        sources: Mapping[str, Source],
        contracts: tuple[Contract, ...],
        faulty: tuple[str, ...] = (),
        coverage: tuple[Look, ...] = (),
        events: tuple[Event, ...] = (),
        unread: tuple[str, ...] = (),
        contradictory: tuple[str, ...] = (),
        layers: Mapping[str, str] | None = None,
        imported: frozenset[str] = frozenset(),
    ) -> None:
        self.edition = edition
        self.portals = portals
        self.authorities = authorities
        self.sources = sources
        self.contracts = contracts
        self.faulty = faulty
        self.coverage = coverage
        self.events = events
        self.unread = unread
        self.contradictory = contradictory
        self.layers = layers or {}
        self.imported = imported

    @cached_property
    def regions(self) -> frozenset[Region]:
        """The regions in which any contract is held."""
        return frozenset(region for contract in self.contracts for region in self.regions_of(contract))

    def regions_of(self, contract: Contract) -> tuple[Region, ...]:
        """The regions of those who buy, each once."""
        bodies = (self.authorities.get(name) for name in contract.authorities)
        return tuple(dict.fromkeys(body.region for body in bodies if body and body.region))

    @property
    def count(self) -> int:
        """How many contracts can be used."""
        return len(self.contracts)

    @property
    def records(self) -> int:
        """How many contract records the registry holds, sound or faulty."""
        return self.count + len(self.faulty)

    @property
    def ids(self) -> Iterable[str]:
        """The ids of the contracts, in their order."""
        return (contract.id for contract in self.contracts)

    def wanted(self, wanted: Wanted) -> tuple[Contract, ...]:  # noqa: ARG002 - a registry that is asked reads less
        """At least the contracts that fit, in their order."""
        return self.contracts

    def near(
        self,
        reach: Callable[[], Reach],  # noqa: ARG002 - here and below: as above
        today: date,  # noqa: ARG002
        wanted: Wanted,  # noqa: ARG002
        question: Question | None = None,  # noqa: ARG002
    ) -> Near:
        """At least the contracts that can ask for attention on a day within a reach, of those that are wanted.

        A registry that is asked leaves out those that are quiet (see `tenderwatch.law.terms.quiet`), unless another is
        to replace them, or one of their bodies ceases to exist. `wanted` asks for one thing at most, and of no texts.
        With a question, it may have kept what was worked out for it: then exactly what is wanted is given.
        """
        return Near(self.contracts)

    def known(
        self,
        question: Question,  # noqa: ARG002 - as above
        contracts: tuple[Contract, ...],  # noqa: ARG002
    ) -> tuple[Mapping[str, Worked], Mapping[str, int]]:
        """What was worked out before of contracts for a question, by id; and where the others stand, to keep theirs."""
        return {}, {}

    def keep(self, question: Question, worked: Iterable[tuple[int, Worked]]) -> None:
        """Keep what was worked out of contracts for a question, each by its place; only a large registry does."""

    @cached_property
    def curated(self) -> frozenset[str]:
        """The ids of the contracts that are kept by hand, in YAML."""
        return frozenset(self.ids) - self.imported

    def marks(self, council: str | None) -> Mapping[str, str]:
        """The contracts that a council leads or takes part in, by id, each with its mark; None for those of nobody.

        A mark is another once the contract's record is, or one that is read together with it: a source, a council, a
        portal, what it replaces or what replaces it.
        """
        held = (item for item in self.contracts if (council in item.authorities if council else not item.authorities))
        return {contract.id: self._marks.of(contract) for contract in held}

    @cached_property
    def _marks(self) -> "Marks":
        from tenderwatch.registry.model.marks import Marks  # few commands ask for any

        return Marks(self)

    def forget(self) -> None:
        """Let go of contracts and sources that have been read and can be read again."""

    def words(self, key: Literal["services", "providers", "department", "kind"]) -> tuple[str, ...]:
        """Everything that contracts hold under a key, in order."""
        held = (getattr(contract, key) for contract in self.contracts)
        return tuple(sorted({word for item in held if item for word in ((item,) if isinstance(item, str) else item)}))

    def layer_of(self, name: str) -> str | None:
        """The short name of the layer that a contract comes from; None where the registry has only one.

        Of a path only the last part: an answer may be published, and where it was made is nobody's business.
        """
        layer = self.layers.get(name)
        return layer and PurePath(layer).name

    @cached_property
    def by_id(self) -> Mapping[str, Contract]:
        """Contracts by id."""
        return {contract.id: contract for contract in self.contracts}

    @cached_property
    def successors(self) -> Mapping[str, tuple[Contract, ...]]:
        """For each contract id, the contracts recorded as replacing it, abandoned ones among them."""
        found: dict[str, list[Contract]] = {}
        for contract in self.contracts:
            for old in contract.replaces:
                found.setdefault(old, []).append(contract)
        return {old: tuple(new) for old, new in found.items()}

    @cached_property
    def ceasing(self) -> dict[str, Authority]:
        """Authorities that cease to exist on a day that is known, by id."""
        return {name: body for name, body in self.authorities.items() if body.ceases}

    def evidence_day(self, evidence: Evidence) -> date:
        """The day a piece of evidence speaks for: when it was last checked, else published, else read.

        A publication known to the month counts from its first day, so that age is never understated.
        """
        source = self.sources[evidence.source]
        if evidence.checked:
            return evidence.checked
        return (source.published.earliest if source.published else None) or source.read

    def cited(self, evidence: Evidence) -> str:
        """The source of a piece of evidence by title and place."""
        return f"{self.sources[evidence.source].title} ({evidence.place})"

    def newest_evidence(self, contract: Contract) -> date:
        """The day of the youngest evidence for a contract."""
        return max(self.evidence_day(evidence) for evidence in contract.all_evidence)


class Aside(NamedTuple):
    """A contract that is not to be on the board up to and with a day, and why."""

    id: str
    until: date
    why: str


class Watch(NamedTuple):
    """Contracts by id, councils and services by any of their names, and words. One that fits is enough.

    `aside` chooses nothing: it takes contracts off the board for a time.
    """

    name: str
    contracts: tuple[str, ...] = ()
    councils: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
