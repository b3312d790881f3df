"""How long the stages of a new procurement take: read from data files beside this one, never written in code."""

from tenderwatch.law.timetables.load import bundled
from tenderwatch.law.timetables.model import (
    REGISTRY,
    Basis,
    DecisionRule,
    ExtensionRule,
    PipelineRule,
    PlannedNoticeRule,
    RuleSource,
    StageRule,
    StandstillRule,
    Timetable,
    Timetables,
)
from tenderwatch.registry.model.stages import STAGE_ORDER, StageKind, TimetableName

__all__ = [
    "REGISTRY",
    "STAGE_ORDER",
    "Basis",
    "DecisionRule",
    "ExtensionRule",
    "PipelineRule",
    "PlannedNoticeRule",
    "RuleSource",
    "StageKind",
    "StageRule",
    "StandstillRule",
    "Timetable",
    "TimetableName",
    "Timetables",
    "bundled",
]
