"""How long the stages of a re-procurement take: read from data files beside this one, never typed into code."""

from tenderwatch.model.stages import STAGE_ORDER, StageKind, TimetableName
from tenderwatch.timetables.load import bundled
from tenderwatch.timetables.model import (
    REGISTRY,
    Basis,
    DecisionRule,
    ExtensionRule,
    LeadTimes,
    PipelineRule,
    PlannedNoticeRule,
    RuleSource,
    StageRule,
    StandstillRule,
    Timetable,
    Timetables,
)

__all__ = [
    "REGISTRY",
    "STAGE_ORDER",
    "Basis",
    "DecisionRule",
    "ExtensionRule",
    "LeadTimes",
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
