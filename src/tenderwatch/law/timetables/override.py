"""An authority's or a contract's own lengths, in place of a timetable's."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from tenderwatch.law.timetables.model import REGISTRY, ExtensionRule, StageRule, StandstillRule, Timetable
from tenderwatch.registry.model.stages import TimetableChange

_LENGTHS = ("months", "days", "clear_days", "clear_working_days")
# A standstill is a length of the award notice: it is how long that comes before the signature.
_SAME_STAGE = {"standstill-end": "award-notice"}


@lru_cache(maxsize=4096)
def own_timetable(timetable: Timetable, changes: tuple[TimetableChange, ...]) -> Timetable:
    """The timetable with these changes, later ones over earlier ones. A changed stage is a local rule."""
    wanted = [change for change in changes if change.timetable in (None, timetable.name)]
    if not wanted:
        return timetable
    stages = tuple(_changed_stage(stage, wanted, timetable.regime) for stage in timetable.stages)
    return Timetable(timetable.regime, timetable.name, timetable.about, stages)


def own_extension(rule: ExtensionRule, changes: tuple[TimetableChange, ...]) -> ExtensionRule:
    """The rule for using an option, with the changes to its decision. It belongs to the default timetable."""
    for change in changes:
        if change.stage == "extension-decision" and change.timetable in (None, "default"):
            given = _given(change, ("publish", "call_in", "days"))
            decision = rule.decision._replace(**given)
            if given:
                rule = rule._replace(decision=decision, decision_source=REGISTRY, decision_why=change.because)
    return rule


def _given(change: TimetableChange, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(change, name) for name in names if getattr(change, name) is not None}


def _changed_stage(stage: StageRule, changes: list[TimetableChange], regime: str) -> StageRule:
    for change in changes:
        if _SAME_STAGE.get(change.stage, change.stage) == stage.kind and (lengths := _lengths(stage, change, regime)):
            stage = stage._replace(basis="rule", why=change.because, source=REGISTRY, **lengths)
    return stage


def _lengths(stage: StageRule, timetable_change: TimetableChange, regime: str) -> dict[str, Any]:
    """What a change makes of a stage's lengths; nothing where it names none that the stage can have."""
    cleared: dict[str, Any] = dict.fromkeys(_LENGTHS) | {"standstill": None}
    if stage.decision:
        given = _given(timetable_change, ("publish", "call_in", "days"))
        return {"decision": stage.decision._replace(**given)} if given else {}
    if stage.kind == "award-notice" and timetable_change.standstill_days == 0:
        return cleared | {"days": 1}
    if stage.kind == "award-notice" and timetable_change.standstill_days is not None:
        # Even where the timetable itself has none: by the way of counting of the law it is for.
        law: Any = "pa2023" if regime.startswith("pa2023") else regime
        return cleared | {"standstill": StandstillRule(law, timetable_change.standstill_days)}
    given = _given(timetable_change, _LENGTHS)
    return cleared | given if given else {}
