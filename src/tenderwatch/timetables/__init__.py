"""How long the stages of a re-procurement take: read from data files beside this one, never typed into code."""

from tenderwatch.timetables.load import bundled
from tenderwatch.timetables.model import (
    Basis,
    DecisionRule,
    ExtensionRule,
    LeadTimes,
    PipelineRule,
    RuleSource,
    StageKind,
    StageRule,
    StandstillRule,
    Timetable,
    Timetables,
    TimetableName,
)

__all__ = [
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
