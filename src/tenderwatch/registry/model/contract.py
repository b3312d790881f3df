"""A contract as the registry records it. Nothing here is reckoned: see `tenderwatch.law.terms`.

Names are procurement's own. Fields are None or empty where the sources say nothing.
"""

from datetime import date
from typing import Literal, NamedTuple

from tenderwatch.dates import Duration, When
from tenderwatch.registry.model.stages import TimetableChange

Kind = Literal["contract", "framework", "open-framework", "dps", "dynamic-market", "approved-list", "spot"]
Regime = Literal[
    "pa2023-light-touch",
    "pa2023",
    "pa2023-unspecified",
    "psr",
    "pcr2015-light-touch",
    "pcr2015",
    "below-threshold",
    "unknown",
]
OptionState = Literal["permitted", "authorised", "exercised", "declined", "unknown"]
JoiningRule = Literal["open", "window", "periodic", "closed"]
Strength = Literal["notice", "notice-data", "council-page", "secondary-summary"]


class Evidence(NamedTuple):
    """Where a fact was read: the source's id, the place in it, and the fields it supports."""

    source: str
    place: str
    supports: tuple[str, ...] = ()
    strength: Strength | None = None
    checked: date | None = None


class Reading(NamedTuple):
    """What one source says of a disputed fact, in our words."""

    says: str
    source: str
    place: str | None = None


class Conflict(NamedTuple):
    """Sources that disagree: every reading kept, with the choice made and its reason."""

    about: str
    readings: tuple[Reading, ...]
    chosen: str
    because: str


class Extension(NamedTuple):
    """One option, in the order of the contract.

    Either a length (`months`, repeated `times`), an end (`until`), a stated span (`since` and `until`),
    a yearly or other roll-on (`every`, `until`), or `alternatives`, of which only one can be followed.
    A `flexible` option may be used in slices up to its total; `taken_to` says how far one has been used.
    Permitted is not exercised: `state` says how far the decision has come.
    """

    state: OptionState = "unknown"
    id: str | None = None
    months: int | None = None
    times: int = 1
    since: When | None = None
    until: When | None = None
    every: Duration | None = None
    flexible: bool = False
    alternatives: tuple[tuple["Extension", ...], ...] = ()
    taken_to: When | None = None
    decided: When | None = None
    condition: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def all_evidence(self) -> tuple[Evidence, ...]:
        """Its own evidence and that of the options it is an alternative of."""
        inner = (option for way in self.alternatives for option in way)
        return self.evidence + tuple(evidence for option in inner for evidence in option.all_evidence)


class Plans(NamedTuple):
    """The next procurement as the buyer itself states it."""

    tender: When | None = None
    tender_deadline: When | None = None
    award: When | None = None
    start: When | None = None
    note: str | None = None


class Joining(NamedTuple):
    """How a provider may join while the arrangement runs: not a renewal."""

    id: str
    rule: JoiningRule
    opens: When | None = None
    closes: When | None = None
    note: str | None = None


class Value(NamedTuple):
    """What the arrangement is worth, in pounds, and on what basis the source counts."""

    amount: float
    basis: str


class Notice(NamedTuple):
    """A published notice of this procurement or contract."""

    number: str | None = None
    kind: str | None = None
    date: When | None = None
    url: str | None = None


class Ended(NamedTuple):
    """Evidence that the arrangement ended or was terminated."""

    on: When
    how: str


class Contract(NamedTuple):
    """A contract, framework, purchasing system, list or spot arrangement, let or planned."""

    id: str
    title: str
    kind: Kind
    services: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    lead: str | None = None
    partners: tuple[str, ...] = ()
    user_groups: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    ocid: str | None = None
    related_ocids: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    portal: str | None = None
    portal_checked: date | None = None
    regime: Regime = "unknown"
    value: Value | None = None
    start: When | None = None
    end: When | None = None
    term: Duration | None = None
    open_ended: bool = False
    notice: Duration | None = None
    extensions: tuple[Extension, ...] = ()
    let: bool | None = None
    advertised: When | None = None
    tender_deadline: When | None = None
    awarded: When | None = None
    plans: Plans | None = None
    joining: tuple[Joining, ...] = ()
    breaks: tuple[When, ...] = ()
    reviews: tuple[When, ...] = ()
    ended: Ended | None = None
    replaces: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()
    timetable: tuple[TimetableChange, ...] = ()

    @property
    def all_evidence(self) -> tuple[Evidence, ...]:
        """Its own evidence and that of its options' states."""
        return self.evidence + tuple(evidence for option in self.extensions for evidence in option.all_evidence)

    @property
    def authorities(self) -> tuple[str, ...]:
        """The lead, if known, and the partners."""
        return ((self.lead,) if self.lead else ()) + self.partners
