"""The back-schedule: every stage counted backwards from the day the new contract starts.

Stages counted in days move back to an England working day; months are calendar dates and are not
rounded; the start is the day after the old end. Each stage depends only on the one its rule names.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache, partial

from tenderwatch.cached import cached_property
from tenderwatch.dates import Precision, When, from_bounds
from tenderwatch.dates.arithmetic import clamp_months
from tenderwatch.labels.renewal import STAGE
from tenderwatch.law.timetables import STAGE_ORDER, Basis, StageKind, StageRule, StandstillRule, Timetable
from tenderwatch.law.working_days.calendars import LAST_PUBLISHED, BeyondTable, is_projected, on_or_before
from tenderwatch.law.working_days.counting import (
    clear_days_notice,
    clear_working_days_notice,
    latest_decision,
    latest_notice,
    pa2023_standstill_end,
    pcr_standstill_end,
    psr_standstill_end,
)
from tenderwatch.named_tuple import NamedTuple


class Stage(NamedTuple):
    """One stage: by when, in which unit it was counted, on what basis, and why.

    `by` is None if bank holidays are not known that far ahead; `projected` if they follow from
    the rules and are not yet published. `law_by` is the last day that the statute itself leaves where it sets the
    length: `by` is the working day on or before it, which is our rule. `rule` is the timetable's own, None for
    what only follows from others.
    """

    kind: StageKind
    by: When | None
    unit: str
    basis: Basis
    why: str
    rule: StageRule | None
    projected: bool = False
    law_by: When | None = None

    @property
    def name(self) -> str:
        """The stage in words."""
        return STAGE[self.kind]

    def missed(self, today: date) -> bool:
        """Whether it may already have passed: warnings come early."""
        return self.by is not None and self.by.begins_before(today)

    def days_left(self, today: date) -> int | None:
        """Calendar days from today to its earliest day; negative when missed."""
        return (self.by.earliest - today).days if self.by and self.by.earliest else None


Dates = Mapping[StageKind, date]
DayOf = Callable[[StageKind], date | None]
_STANDSTILL_ENDS = {"pa2023": pa2023_standstill_end, "psr": psr_standstill_end, "pcr2015": pcr_standstill_end}
_DAY = timedelta(days=1)


def standstill_end(notice: date, rule: StandstillRule) -> date:
    """The last day of a standstill that this notice starts."""
    return _STANDSTILL_ENDS[rule.law](notice, rule.days)


def latest_before(rule: StageRule, before: date) -> date:
    """The latest day for a stage, given the stage it must come before."""
    if rule.months is not None:
        return clamp_months(before, -rule.months)
    if rule.days is not None:
        return on_or_before(before - timedelta(days=rule.days), "england")
    if rule.clear_days is not None:
        return on_or_before(clear_days_notice(before, rule.clear_days), "england")
    if rule.clear_working_days is not None:
        return clear_working_days_notice(before, rule.clear_working_days)
    if rule.decision is not None:
        effective = before - timedelta(days=rule.decision.days)
        return latest_decision(effective, publish=rule.decision.publish, call_in=rule.decision.call_in)
    if rule.standstill is not None:
        # Whatever a law counts, so many days take at least so many days less one: the search begins there.
        least = timedelta(days=rule.standstill.days - 1)
        return latest_notice(before - _DAY, partial(standstill_end, rule=rule.standstill), begin=before - _DAY - least)
    raise ValueError(f"the stage {rule.kind} has no length")


class _LatestDays(dict[StageKind, date | None]):
    """The latest day of each stage for one start; None where the timetable lacks it, or bank holidays end."""

    def __init__(self, start: date, timetable: Timetable) -> None:
        super().__init__()
        self["start"] = start
        self._timetable = timetable

    def __missing__(self, kind: StageKind) -> date | None:
        try:
            day = self._latest(kind)
        except BeyondTable:
            day = None
        self[kind] = day
        return day

    def _latest(self, kind: StageKind) -> date | None:
        rule = self._timetable.rules.get("award-notice" if kind == "standstill-end" else kind)
        if rule is None:
            return None
        if kind == "standstill-end":
            notice = self["award-notice"]
            return standstill_end(notice, rule.standstill) if notice and rule.standstill else None
        before = self[rule.before]
        return latest_before(rule, before) if before else None


@lru_cache(maxsize=16_384)
def _latest_days(start: date, timetable: Timetable) -> _LatestDays:
    """Those of one start, worked out once: they depend on nothing else."""
    return _LatestDays(start, timetable)


def latest_day(start: date, timetable: Timetable, kind: StageKind) -> date | None:
    """The latest day of one stage for a start; None where the timetable lacks it, or bank holidays end."""
    return _latest_days(start, timetable)[kind]


class Schedule(Mapping[StageKind, When]):
    """By when each stage must be reached for a contract that ends on `end`: ranges where the end is uncertain.

    Each is worked out when it is asked for: that a timetable can no longer be kept often shows at its first stage.
    One that bank holidays do not reach is missing here, and has no date in `stages`.
    """

    def __init__(self, end: When, timetable: Timetable) -> None:
        if end.earliest is None or end.latest is None:
            raise ValueError("there is no schedule for an end that is not known")
        self._timetable = timetable
        self._precision = end.precision
        self._first = self._last = _latest_days(end.earliest + _DAY, timetable).__getitem__
        if end.latest != end.earliest:
            self._last = _latest_days(end.latest + _DAY, timetable).__getitem__
        self._by: dict[StageKind, When | None] = {}
        self._stages: dict[StageKind, Stage | None] = {}

    def by(self, kind: StageKind) -> When | None:
        """By when one stage must be reached; None where that is not known."""
        if kind not in self._by:
            self._by[kind] = _span(kind, self._first, self._last, self._precision)
        return self._by[kind]

    def stage(self, kind: StageKind) -> Stage | None:
        """One stage; None where the timetable has no such stage."""
        if kind not in self._stages:
            self._stages[kind] = _stage(kind, self._timetable, self._first, self._last, self._precision)
        return self._stages[kind]

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Every stage of the timetable, in their fixed order."""
        return tuple(stage for kind in STAGE_ORDER if (stage := self.stage(kind)))

    def __getitem__(self, kind: StageKind) -> When:
        by = self.by(kind)
        if by is None:
            raise KeyError(kind)
        return by

    def __iter__(self) -> Iterator[StageKind]:
        return (kind for kind in STAGE_ORDER if self.by(kind))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return any(True for _ in self)


@lru_cache(maxsize=16_384)
def schedule_for_end(end: When, timetable: Timetable) -> Schedule:
    """The schedule of an end: the same for every contract that ends so. Raises ValueError if it is not known."""
    return Schedule(end, timetable)


def stages(dates: Dates, timetable: Timetable) -> tuple[Stage, ...]:
    """A schedule as stages."""
    return tuple(stage for kind in STAGE_ORDER if (stage := _stage(kind, timetable, dates.get, dates.get, "day")))


def _span(kind: StageKind, first: DayOf, last: DayOf, like: Precision) -> When | None:
    """The days of a stage from one schedule to another; None where either lacks it."""
    earliest = first(kind)
    latest = earliest if last is first else last(kind)
    return from_bounds(earliest, latest, like) if earliest and latest else None


def _stage(kind: StageKind, timetable: Timetable, first: DayOf, last: DayOf, like: Precision) -> Stage | None:
    """A stage in two schedules, for the earliest and the latest start."""
    by = _span(kind, first, last, like)
    rule, start = timetable.rules.get(kind), last("start")
    projected = start is not None and start.year > LAST_PUBLISHED and _uses_projected(kind, last, timetable)
    if rule:
        law_by = _law_by(rule, first, last, like) if rule.basis == "statute" else None
        return Stage(kind, by, rule.unit, rule.basis, rule.why, rule, projected, law_by)
    notice = timetable.rules.get("award-notice")
    if kind == "standstill-end" and notice and notice.standstill:
        why = f"counted on from the award notice: {notice.why}"
        return Stage(kind, by, notice.unit, notice.basis, why, notice, projected)
    return Stage("start", by, "day", "rule", "the day after the old contract ends", None) if kind == "start" else None


def _law_by(rule: StageRule, first: DayOf, last: DayOf, like: Precision) -> When | None:
    """The last day by the statute's own count, not moved to a working day; None where it counts no days."""
    if rule.days is None and rule.clear_days is None:
        return None
    before = (first(rule.before), last(rule.before))
    if before[0] is None or before[1] is None:
        return None
    days = law_day(rule, before[0]), law_day(rule, before[1])
    return from_bounds(days[0], days[1], like) if days[0] and days[1] else None


def law_day(rule: StageRule, before: date) -> date | None:
    """The last day that a rule in calendar days leaves, counted as the law counts it."""
    if rule.days is not None:
        return before - timedelta(days=rule.days)
    return clear_days_notice(before, rule.clear_days) if rule.clear_days is not None else None


def _uses_projected(kind: StageKind, day_of: DayOf, timetable: Timetable) -> bool:
    """Whether a stage, or one that it is counted from, lies in a year whose bank holidays are not published."""
    while kind != "start":
        rule, day = timetable.rules.get("award-notice" if kind == "standstill-end" else kind), day_of(kind)
        if day is None or rule is None or rule.months is not None:
            return False
        if is_projected(day):
            return True
        kind = "award-notice" if kind == "standstill-end" else rule.before
    return False


# --- Ends so far ahead that nothing about them can fall due yet, found without a schedule for each contract ---

# How far ahead of the horizon the search goes; contracts that end later are worked out one by one.
_SEARCHED_DAYS = 4096


def first_beyond(horizon: date, day_for: Callable[[date], date | None]) -> date:
    """The first end whose day lies after the horizon, where a later end never gives an earlier day."""
    low = horizon.toordinal()
    high = min(low + _SEARCHED_DAYS, date.max.toordinal())
    while low < high:
        middle = (low + high) // 2
        day = day_for(date.fromordinal(middle))
        if day is not None and day > horizon:
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(low)


@lru_cache(maxsize=1024)
def stage_ends_beyond(horizon: date, timetable: Timetable, kind: StageKind) -> date:
    """The first end whose stage is after the horizon; so is that of every later end."""
    return first_beyond(horizon, lambda end: latest_day(end + _DAY, timetable, kind))
