"""How long the stages of a re-procurement take: read from data files beside this one, never typed into code."""

from tenderwatch.model.stages import STAGE_ORDER, StageKind, TimetableName
from tenderwatch.timetables.load import bundled
from tenderwatch.timetables.model import (
    Basis,
    DecisionRule,
    ExtensionRule,
    LeadTimes,
    PipelineRule,
    RuleSource,
    StageRule,
    StandstillRule,
    Timetable,
    Timetables,
)

__all__ = [
    "STAGE_ORDER",
    "Basis",
    "DecisionRule",
    "ExtensionRule",
    "LeadTimes",
    "PipelineRule",
    "RuleSource",
    "StageKind",
    "StageRule",
    "StandstillRule",
    "Timetable",
    "TimetableName",
    "Timetables",
    "bundled",
]
