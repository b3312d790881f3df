"""An authority's or a contract's own lengths, laid over a timetable."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tenderwatch.model.stages import TimetableChange
from tenderwatch.timetables.model import ExtensionRule, StageRule, Timetable

_LENGTHS = ("months", "days", "clear_days", "clear_working_days")


@lru_cache(maxsize=4096)
def own_timetable(timetable: Timetable, changes: tuple[TimetableChange, ...]) -> Timetable:
    """The timetable with these changes, later ones over earlier ones. A changed stage is a local rule."""
    wanted = [one for one in changes if one.timetable in (None, timetable.name)]
    if not wanted:
        return timetable
    stages = tuple(_changed_stage(stage, wanted) for stage in timetable.stages)
    return Timetable(timetable.regime, timetable.name, timetable.about, stages)


def own_extension(rule: ExtensionRule, changes: tuple[TimetableChange, ...]) -> ExtensionRule:
    """The rule for taking up an option, with the changes to its decision."""
    for one in changes:
        if one.stage == "extension-decision":
            decision = rule.decision._replace(**_given(one, ("publish", "call_in", "days")))
            rule = rule._replace(decision=decision)
    return rule


def _given(change: TimetableChange, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(change, name) for name in names if getattr(change, name) is not None}


def _changed_stage(stage: StageRule, changes: list[TimetableChange]) -> StageRule:
    for one in changes:
        if one.stage != stage.kind:
            continue
        said: dict[str, Any] = {"basis": "rule", "why": one.because}
        if stage.decision:
            said["decision"] = stage.decision._replace(**_given(one, ("publish", "call_in", "days")))
        elif stage.standstill and one.standstill_days == 0:
            said |= {"standstill": None, "days": 1}
        elif stage.standstill and one.standstill_days is not None:
            said["standstill"] = stage.standstill._replace(days=one.standstill_days)
        elif lengths := _given(one, _LENGTHS):
            cleared: dict[str, Any] = dict.fromkeys(_LENGTHS) | {"standstill": None}
            said |= cleared | lengths
        stage = stage._replace(**said)
    return stage
