"""How long the stages of a new procurement take: read from data files beside this one, never written in code."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tenderwatch.law.timetables.model import (
    REGISTRY,
    Basis,
    DecisionRule,
    ExtensionRule,
    PipelineRule,
    PlannedNoticeRule,
    StageRule,
    StandstillRule,
    Timetable,
    Timetables,
)
from tenderwatch.registry.cache import compiled
from tenderwatch.registry.model.stages import STAGE_ORDER, StageKind, TimetableName

if TYPE_CHECKING:
    from tenderwatch.law.lead_times.procurement import Procurement

_LAW = Path(__file__).parent.parent
LEAD_TIMES = _LAW / "lead_times" / "lead_times.csv"
_FILES = (_LAW / "timetables" / "timetables.yaml", LEAD_TIMES)


def shipped_procurements() -> tuple[Procurement, ...]:
    """The finished procurements that come with the program, read from their text."""
    from tenderwatch.law.lead_times.procurement import read_procurements

    return read_procurements(LEAD_TIMES.read_text(encoding="utf-8"), LEAD_TIMES.name).finished


@cache
def bundled() -> Timetables:
    """The timetables that come with the program."""
    files = [(path.name, path.read_bytes()) for path in _FILES]

    def build() -> Timetables:
        from tenderwatch.law.timetables.parse import parse_timetables

        return parse_timetables(files[0][1].decode(), files[1][1].decode())

    return compiled("timetables", Timetables, files, build)
