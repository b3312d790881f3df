"""A stage with its date, as a schedule gives it."""

from datetime import date
from typing import NamedTuple

from tenderwatch.dates import When
from tenderwatch.law.timetables import Basis, StageKind, StageRule

STAGE_NAMES: dict[StageKind, str] = {
    "planning": "Planning starts",
    "market-engagement": "Market engagement begins",
    "forward-plan-approval": "Forward-plan entry for the approval to procure",
    "approval": "Approval to procure (key decision)",
    "tender-notice": "Tender notice",
    "tender-deadline": "Tenders due",
    "forward-plan-award": "Forward-plan entry for the award",
    "award-report": "Award report published",
    "award-decision": "Award decision (key decision)",
    "award-notice": "Award notice",
    "standstill-end": "Standstill ends",
    "signature": "Contract signed, mobilisation begins",
    "tupe-information": "Staff information (TUPE) due, where staff transfer",
    "start": "New contract starts",
}


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
        return STAGE_NAMES[self.kind]

    def missed(self, today: date) -> bool:
        """Whether it may already have passed: warnings come early."""
        return self.by is not None and self.by.begins_before(today)

    def days_left(self, today: date) -> int | None:
        """Calendar days from today to its earliest day; negative when missed."""
        return (self.by.earliest - today).days if self.by and self.by.earliest else None
