"""Timetables as values."""

from datetime import date
from typing import Literal

from tenderwatch.dates import Duration
from tenderwatch.law.lead_times.model import LeadTimes
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.model.stages import StageKind, TimetableName

Basis = Literal["statute", "rule", "observed"]
# The source of a length that an authority or a contract has of its own: the registry, which says whose rule it is.
REGISTRY = "registry"
StandstillLaw = Literal["pa2023", "psr", "pcr2015"]


class RuleSource(NamedTuple):
    """Where a duration comes from."""

    id: str
    title: str
    url: str | None = None


class StandstillRule(NamedTuple):
    """A number of days, in one law's own way of counting."""

    law: StandstillLaw
    days: int


class DecisionRule(NamedTuple):
    """A key decision: England working days to publish and for call-in, then calendar days to spare."""

    publish: int
    call_in: int
    days: int = 0


class StageRule(NamedTuple):
    """One stage: which one it comes before, by how much, on what basis and with what source.

    Exactly one of the lengths is set.
    """

    kind: StageKind
    before: StageKind
    basis: Basis
    source: str
    why: str
    months: int | None = None
    days: int | None = None
    clear_days: int | None = None
    clear_working_days: int | None = None
    standstill: StandstillRule | None = None
    decision: DecisionRule | None = None

    @property
    def unit(self) -> str:
        """What is counted, in words."""
        if self.months is not None:
            return "months"
        if self.days is not None:
            return "days"
        if self.clear_days is not None:
            return "clear days"
        if self.standstill is not None and self.standstill.law == "pcr2015":
            return "days"
        return "clear working days" if self.clear_working_days is not None else "working days"


class Timetable:
    """The stages of one regime's timetable. Compared and hashed by identity, so that schedules can be kept."""

    def __init__(self, regime: str, name: TimetableName, about: str, stages: tuple[StageRule, ...]) -> None:
        self.regime = regime
        self.name = name
        self.about = about
        self.stages = stages
        self.rules: dict[StageKind, StageRule] = {stage.kind: stage for stage in stages}

    def stage(self, kind: StageKind) -> StageRule | None:
        """The rule of one stage, None where the timetable has no such stage."""
        return self.rules.get(kind)


class ExtensionRule(NamedTuple):
    """How the dates for using an option are counted."""

    assumed_notice: Duration
    assumed_source: str
    inside_days: int
    officer_working_days: int
    decision: DecisionRule
    decision_source: str
    clear_days: int
    clear_source: str
    decision_why: str = ""


class PipelineRule(NamedTuple):
    """The pipeline notice: since when, by when, how far it looks ahead, and who and what it applies to."""

    in_force: date
    days: int
    months: int
    payer_over: int
    contract_over: int
    title: str
    url: str


class PlannedNoticeRule(NamedTuple):
    """The qualifying planned procurement notice: under which regimes, and how long before the tender notice."""

    regimes: tuple[str, ...]
    least_days: int
    most_months: int
    title: str
    url: str


class Timetables(NamedTuple):
    """Everything the schedules are worked out from."""

    sources: dict[str, RuleSource]
    timetables: dict[str, Timetable]
    extension: ExtensionRule
    pipeline: PipelineRule
    planned_notice: PlannedNoticeRule
    lead_times: LeadTimes

    def get(self, regime: str, name: TimetableName) -> Timetable | None:
        """One timetable; None where the regime has none of that name (an old law has no short one)."""
        return self.timetables.get(f"{regime}/{name}")

    @property
    def regimes(self) -> tuple[str, ...]:
        """The regimes that have a timetable, in order."""
        return tuple(dict.fromkeys(timetable.regime for timetable in self.timetables.values()))
