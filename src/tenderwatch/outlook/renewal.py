"""The renewal of one contract at one of its ends: law of the new procurement, stages, extension, windows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from tenderwatch.cached import cached_property
from tenderwatch.dates import Duration, When
from tenderwatch.law.schedule.back import Schedule, Stage, schedule_for_end, stage_ends_beyond
from tenderwatch.law.schedule.extension import ExtensionDates, extension_dates, extension_ends_beyond
from tenderwatch.law.schedule.feasibility import Feasible, feasible
from tenderwatch.law.terms import DPS_LAPSE, End, Ends, Step
from tenderwatch.law.timetables import ExtensionRule, Timetable, Timetables
from tenderwatch.registry.model import Contract, Registry
from tenderwatch.registry.model.stages import StageKind, TimetableChange, TimetableName

Which = Literal["initial", "current", "next", "longest"]

# The law of the old contract governs its extension; what follows is bought under the 2023 Act or the
# Provider Selection Regime (SI 2024/716 reg 5). Social care is light touch: assumed where not stated.
NEW_LAW: dict[str, str] = {"pa2023-light-touch": "pa2023-light-touch", "pa2023": "pa2023", "psr": "psr"}
ASSUMED_REGIME = "pa2023-light-touch"


def procurement_regime(contract_regime: str) -> tuple[str, bool]:
    """The regime of the procurement that follows, and whether that is assumed rather than stated."""
    stated = NEW_LAW.get(contract_regime)
    return (stated, False) if stated else (ASSUMED_REGIME, True)


class Renewal:
    """What would have to happen by when, if the service is to go on after one possible end.

    `options_left` says whether the contract can still be extended past this end, where no `option` says by which step.
    `dated` says that an option may name a day of its own for its decision. Everything is worked out when asked for: a
    list of thousands needs only a date or two of each.
    """

    def __init__(
        self,
        end: When,
        regime: str,
        timetables: Timetables,
        *,
        assumed: bool,
        changes: tuple[TimetableChange, ...] = (),
        notice: Duration | None = None,
        options_left: bool = False,
        option: Callable[[], Step | None] | None = None,
        dated: bool = False,
    ) -> None:
        self.end = end
        self.regime = regime
        self.timetables = timetables
        self.assumed = assumed
        self.changes = changes
        self.notice = notice
        self.dated = dated
        self._options_left = options_left
        self._option = option

    @cached_property
    def option(self) -> Step | None:
        """The step by which it can first be extended past this end, where that is known."""
        return self._option() if self._option else None

    @property
    def options_left(self) -> bool:
        """Whether the contract can still be extended past this end."""
        return self._options_left or self.option is not None

    @property
    def decide_by(self) -> When | None:
        """The last day for the decision on that option, where the contract names one; none after the end counts."""
        named = self.option.option.decide_by if self.option else None
        return None if self.end.before(named) else named

    @property
    def decided(self) -> bool:
        """Whether that option has been decided on, so that only notice is left to serve."""
        return self.option is not None and self.option.state == "authorised"

    @property
    def providers_choice(self) -> bool:
        """Whether that option is the provider's alone to use."""
        return self.option is not None and self.option.option.discretion == "provider"

    def timetable(self, name: TimetableName) -> Timetable | None:
        """The timetable with the contract's and its authority's own lengths; None if the regime has none."""
        found = self.timetables.get(self.regime, name)
        if found is None or not self.changes:
            return found
        from tenderwatch.law.timetables.override import own_timetable

        return own_timetable(found, self.changes)

    def schedule(self, name: TimetableName) -> Schedule | None:
        """The schedule of a timetable; None where the regime lacks it, or the end is not known."""
        timetable = self._usual_timetable if name == "default" else self.timetable(name)
        return schedule_for_end(self.end, timetable) if timetable and self.end.known else None

    def stages(self, name: TimetableName) -> tuple[Stage, ...]:
        """The stages of a timetable, in their fixed order; none where the regime lacks it."""
        schedule = self.schedule(name)
        return () if schedule is None else schedule.stages

    def days(self, name: TimetableName) -> Mapping[StageKind, When]:
        """By when each stage of a timetable must be reached; none where the regime lacks it."""
        schedule = self.schedule(name)
        return {} if schedule is None else schedule

    @property
    def default_stages(self) -> tuple[Stage, ...]:
        """The stages of the default timetable."""
        return self.stages("default")

    @cached_property
    def _usual_timetable(self) -> Timetable | None:
        return self.timetable("default")

    @cached_property
    def _usual(self) -> Schedule | None:
        return self.schedule("default")

    def stage(self, kind: StageKind) -> Stage | None:
        """One stage of the default timetable."""
        return None if self._usual is None else self._usual.stage(kind)

    def by(self, kind: StageKind) -> When | None:
        """The date of one stage on the default timetable."""
        return None if self._usual is None else self._usual.by(kind)

    def tender_beyond(self, horizon: date) -> bool:
        """Whether the tender notice certainly lies after the horizon, found without working it out."""
        timetable, earliest = self._usual_timetable, self.end.earliest
        return bool(timetable and earliest and earliest >= stage_ends_beyond(horizon, timetable, "tender-notice"))

    def extension_beyond(self, horizon: date) -> bool:
        """Whether the decision to extend, and so the notice, certainly lies after the horizon."""
        if self.dated and self.decide_by:
            return False
        rule, earliest = self.extension_rule, self.end.earliest
        notice = self.notice or rule.assumed_notice
        return bool(earliest and earliest >= extension_ends_beyond(horizon, notice, rule))

    @property
    def extension_rule(self) -> ExtensionRule:
        """How the dates of extending are counted here."""
        if not self.changes:
            return self.timetables.extension
        from tenderwatch.law.timetables.override import own_extension

        return own_extension(self.timetables.extension, self.changes)

    @cached_property
    def extension(self) -> ExtensionDates | None:
        """The dates for using an option, if one is left that is not the provider's own choice."""
        if not self.options_left or self.providers_choice:
            return None
        timetable = self._usual_timetable
        if timetable is None:
            return None
        return extension_dates(self.end, self.notice, self.extension_rule, timetable, self.decide_by)

    def feasible(self, today: date) -> Feasible:
        """The best that can still be done towards this end."""
        return feasible(self.days("default"), self.days("short"), self.extension, today, self.extension_rule)


def renewal_at(
    contract: Contract,
    registry: Registry,
    ends: Ends,
    end: End,
    timetables: Timetables,
    *,
    regime: str | None = None,
    notice: Duration | None = None,
) -> Renewal:
    """The renewal of a contract at one of its ends; `regime` and `notice` override its own."""
    follows, assumed = procurement_regime(contract.regime)
    lead = registry.authorities.get(contract.lead or "")
    return Renewal(
        end=end.when,
        regime=regime or follows,
        assumed=assumed and regime is None,
        timetables=timetables,
        changes=(lead.timetable if lead else ()) + contract.timetable,
        notice=notice or contract.notice,
        option=(lambda: _first(_ahead(ends, end))) if contract.extensions else None,
        dated=bool(contract.extensions)
        and any(option.decide_by or option.alternatives for option in contract.extensions),
    )


def _ahead(ends: Ends, end: End) -> tuple[Step, ...]:
    """The steps by which it can still go on past an end."""
    # No option leads past the day on which the law itself ends the arrangement.
    # Nor does one lead on from an end that has been moved already.
    moved = bool(
        ends.current and ends.current.when.latest and end.when.latest and end.when.latest < ends.current.when.latest
    )
    lapsed = ends.lapses and end.when.latest is not None and end.when.latest >= DPS_LAPSE
    return () if lapsed or moved else tuple(step for step in ends.after(end) if leads_past(step.to, end.when))


def _first(ahead: tuple[Step, ...]) -> Step | None:
    """The option to be decided on first; of ways that exclude each other, rather the council's choice."""
    firsts: list[Step] = []
    for step in ahead:
        if not any(step.branch[: len(first.branch)] == first.branch for first in firsts):
            if step.option.discretion != "provider":
                return step
            firsts.append(step)
    return firsts[0] if firsts else None


def leads_past(to: When | None, end: When) -> bool:
    """Whether an option's end lies beyond another, or is not known."""
    return to is None or (to.latest is not None and end.latest is not None and to.latest > end.latest)
