"""A contract as the registry records it. Nothing here is worked out: see `tenderwatch.law.terms`.

Names are procurement's own. Fields are None or empty where the sources say nothing.
"""

from datetime import date
from typing import Literal

from tenderwatch.dates import Duration, When
from tenderwatch.named_tuple import NamedTuple
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
Route = Literal[
    "open",
    "restricted",
    "competitive-flexible",
    "competitive-process",
    "below-threshold",
    "direct-award",
    "direct-award-a",
    "direct-award-b",
    "direct-award-c",
    "most-suitable-provider",
    "below-threshold-without-competition",
    "call-off",
    "transitional",
    "unknown",
]
OptionState = Literal["permitted", "authorised", "exercised", "declined", "unknown"]
Rest = Literal["gone", "left"]
Discretion = Literal["authority", "provider", "both"]
JoiningRule = Literal["open", "window", "periodic", "closed"]
Strength = Literal["notice", "notice-data", "council-page", "own-record", "secondary-summary"]


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

    Either a length (`months`, or `length` in any unit, repeated `times`), an end (`until`), a stated span
    (`since` and `until`), a roll-on by equal steps (`every`, with or without `until`), or `alternatives`, of
    which only one can be followed; none of them where no source says how long it is.
    A `flexible` option may be used in slices up to its total. `taken_to` is the end reached where an option has
    been used in part; `rest` says whether what was not used is gone or left.
    Permitted is not exercised: `state` says how far the decision has come. `decide_by` is the last day for it
    that the contract names, `discretion` whose choice it is. A `modification` is an extension that was agreed
    with no option behind it.
    """

    state: OptionState = "unknown"
    id: str | None = None
    months: int | None = None
    length: Duration | None = None
    times: int = 1
    since: When | None = None
    until: When | None = None
    every: Duration | None = None
    flexible: bool = False
    alternatives: tuple[tuple["Extension", ...], ...] = ()
    taken_to: When | None = None
    rest: Rest | None = None
    decided: When | None = None
    decide_by: When | None = None
    discretion: Discretion | None = None
    modification: bool = False
    condition: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def duration(self) -> Duration | None:
        """How long it runs, or the total of a flexible one; None where no length is stated."""
        return Duration(self.months, "months") if self.months is not None else self.length

    @property
    def all_evidence(self) -> tuple[Evidence, ...]:
        """Its own evidence and that of the options it is an alternative of."""
        if not self.alternatives:
            return self.evidence
        inner = (option for way in self.alternatives for option in way)
        return self.evidence + tuple(piece for option in inner for piece in option.all_evidence)


class Plans(NamedTuple):
    """The next procurement as the buyer itself states it.

    `end` and `longest_end` are of the contract that is to be let: nothing ends on a day that is only planned.
    """

    tender: When | None = None
    tender_deadline: When | None = None
    award: When | None = None
    start: When | None = None
    end: When | None = None
    longest_end: When | None = None
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
    """Evidence that the arrangement ended, or a decision that it is to end on a day ahead."""

    on: When
    how: str


class Abandoned(NamedTuple):
    """Evidence that the procurement was given up before anything was let: withdrawn, or no award made."""

    on: When
    how: str


class KeyDate(NamedTuple):
    """A break or a review that the contract names: not an end.

    `notice` is how long before it notice must be given, where the contract says so. A review with `every`
    recurs by that length, counted from `on`.
    """

    on: When
    notice: Duration | None = None
    every: Duration | None = None
    note: str | None = None


class TakenOver(NamedTuple):
    """What a record in a later layer was taken over from: that registry's edition, and the record's content hash."""

    edition: date
    hash: str


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
    route: Route = "unknown"
    value: Value | None = None
    start: When | None = None
    end: When | None = None
    term: Duration | None = None
    worked_out: tuple[str, ...] = ()
    open_ended: bool | None = None
    notice: Duration | None = None
    extensions: tuple[Extension, ...] = ()
    let: bool | None = None
    advertised: When | None = None
    tender_deadline: When | None = None
    awarded: When | None = None
    plans: Plans | None = None
    joining: tuple[Joining, ...] = ()
    breaks: tuple[KeyDate, ...] = ()
    reviews: tuple[KeyDate, ...] = ()
    calloffs_until: When | None = None
    ended: Ended | None = None
    abandoned: Abandoned | None = None
    replaces: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()
    outside_scope: str | None = None
    timetable: tuple[TimetableChange, ...] = ()
    taken_over: TakenOver | None = None
    # From here on: keys of text that every answer shows as it is written. See PLAIN_KEYS.
    reference: str | None = None
    department: str | None = None
    owner: str | None = None
    cpv: tuple[str, ...] = ()

    def texts(self, key: str) -> tuple[str, ...]:
        """What the record says under one of PLAIN_KEYS."""
        said: str | tuple[str, ...] | None = getattr(self, key)
        return (said,) if isinstance(said, str) else said or ()

    @property
    def all_evidence(self) -> tuple[Evidence, ...]:
        """Its own evidence and that of its options' states."""
        of_options = [piece for option in self.extensions for piece in option.all_evidence]
        return (*self.evidence, *of_options) if of_options else self.evidence

    @property
    def authorities(self) -> tuple[str, ...]:
        """The lead, if known, and the partners."""
        return ((self.lead,) if self.lead else ()) + self.partners


# Shown, found and exported everywhere as they are written, by the words for them in `tenderwatch.labels.KEY`.
PLAIN_KEYS = Contract._fields[Contract._fields.index("reference") :]
