"""Everything reckoned from one contract, for one day. Nothing here reads a file or a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tenderwatch.model import Contract, Registry
from tenderwatch.outlook.reasons import Reason, find_reasons
from tenderwatch.terms import End, Ends, NextHow, Status, contract_ends, contract_status


@dataclass(frozen=True)
class Outlook:
    """A contract as it stands on a day.

    `reasons` are the dates that ask for attention and are not resolved, earliest first, however far ahead.
    """

    contract: Contract
    today: date
    ends: Ends
    status: Status
    next_end: End | None
    next_how: NextHow | None
    reasons: tuple[Reason, ...]

    @property
    def over(self) -> bool:
        """Whether it is certainly over: replaced, or ended on evidence."""
        return self.status in ("replaced", "ended")

    @property
    def end_unknown(self) -> bool:
        """Whether it has, or may have, an end that nobody has stated."""
        return not self.over and self.status != "open-ended" and self.ends.current is None

    def due(self, horizon: date) -> tuple[Reason, ...]:
        """The reasons that may fall on or before the horizon (included), or lie behind unresolved."""
        return tuple(r for r in self.reasons if r.when.earliest is not None and r.when.earliest <= horizon)


def look_at(contract: Contract, registry: Registry, today: date) -> Outlook:
    """The outlook of one contract on a day."""
    ends = contract_ends(contract)
    successors = registry.successors.get(contract.id, ())
    status = contract_status(contract, ends, successors, today)
    found = ends.next_possible(today)
    next_end, next_how = found if found else (None, None)
    reasons = find_reasons(contract, registry, ends, status, next_end, today)
    return Outlook(contract, today, ends, status, next_end, next_how, reasons)
