"""The stages of a re-procurement by name, in the fixed order of the product's JSON, and a registry's own changes."""

from typing import Literal, get_args

from tenderwatch.named_tuple import NamedTuple

StageKind = Literal[
    "planning",
    "market-engagement",
    "forward-plan-approval",
    "approval",
    "tender-notice",
    "tender-deadline",
    "forward-plan-award",
    "award-report",
    "award-decision",
    "award-notice",
    "standstill-end",
    "signature",
    "tupe-information",
    "start",
]
STAGE_ORDER: tuple[StageKind, ...] = get_args(StageKind)
TimetableName = Literal["default", "short"]


class TimetableChange(NamedTuple):
    """A length that an authority or a contract has of its own: only the numbers given are changed.

    `stage` is a stage kind, or `extension-decision` for the decision to take up an option.
    `timetable` limits it to the default or the short one.
    """

    stage: str
    because: str
    timetable: TimetableName | None = None
    months: int | None = None
    days: int | None = None
    clear_days: int | None = None
    clear_working_days: int | None = None
    standstill_days: int | None = None
    publish: int | None = None
    call_in: int | None = None
