"""Everything worked out from one contract, for one day. Nothing here reads a file or a clock."""

from __future__ import annotations

from datetime import date

from tenderwatch.cached import cached_property
from tenderwatch.dates import When
from tenderwatch.law.schedule.feasibility import Feasible
from tenderwatch.law.schedule.windows import TenderWindow
from tenderwatch.law.terms import (
    OVER,
    End,
    Ends,
    NextHow,
    Status,
    Step,
    contract_ends,
    contract_status,
    runs_on_for,
    standing_successors,
    why_closed,
)
from tenderwatch.law.timetables import Timetables, bundled
from tenderwatch.outlook.moment import Moment
from tenderwatch.outlook.moments import Reason, find_asking, find_moments, reasons_of
from tenderwatch.outlook.moments_stated import events_of
from tenderwatch.outlook.prospects import Group, act_by, can_still, group_of
from tenderwatch.outlook.renewal import Renewal, Which, renewal_at
from tenderwatch.outlook.succession import tender_is_over
from tenderwatch.outlook.windows import find_windows
from tenderwatch.registry.model import Contract, Event, Registry
from tenderwatch.registry.model.contract import Strength


class Outlook:
    """A contract as it stands on a day. Values that cost something are worked out when asked for, once.

    `over` says that it is certainly over: replaced, ended on evidence, or never let; `not_let` that nothing shows that
    it has been let; `may_run` that it has, or was advertised and its start has passed, so that only the award was not
    seen. `renewal` is for the next possible end, None if it has none or the contract is over.
    """

    def __init__(
        self,
        contract: Contract,
        registry: Registry,
        today: date,
        timetables: Timetables,
        *,
        ends: Ends,
        status: Status,
        coming: tuple[End, NextHow] | None,
    ) -> None:
        self.contract = contract
        self.registry = registry
        self.today = today
        self.timetables = timetables
        self.ends = ends
        self.status = status
        # Asked for so often that each is an attribute.
        self.over = status in OVER
        self.not_let = status in ("planned", "tendering")
        started = status == "tendering" and contract.start is not None and contract.start.passed(today)
        self.may_run = started or not (self.not_let or self.over)
        self.next_end: End | None = coming[0] if coming else None
        self.next_how: NextHow | None = coming[1] if coming else None
        self._asking: tuple[date, tuple[Moment, ...]] | None = None

    def again(self) -> Outlook:
        """The same outlook, for one look: what is worked out from now on is not kept here."""
        new = Outlook.__new__(Outlook)
        new.__dict__.update(self.__dict__)
        return new

    @cached_property
    def renewal(self) -> Renewal | None:
        """What would have to happen by when, towards the next possible end."""
        if self.next_end is None:
            return None
        return renewal_at(self.contract, self.registry, self.ends, self.next_end, self.timetables)

    @cached_property
    def renewal_to_begin(self) -> Renewal | None:
        """The same, while it is still to be begun: of what has been let, and no next procurement has been seen."""
        return None if not self.next_end or not self.may_run or tender_is_over(self) else self.renewal

    @cached_property
    def successors(self) -> tuple[Contract, ...]:
        """What takes its place, planned or let; not a procurement that was abandoned. In order of id."""
        standing = standing_successors(self.contract, self.registry)
        return standing and tuple(sorted(standing, key=lambda new: new.id))

    @cached_property
    def runs_on_for(self) -> tuple[str, ...]:
        """The buyers for whom it runs on, where a successor has started for others only."""
        return () if self.over or not self.successors else runs_on_for(self.contract, self.registry, self.today)

    def name_of(self, body: str) -> str:
        """The name of a buyer; its id where the registry does not hold it."""
        authority = self.registry.authorities.get(body)
        return authority.name if authority else body

    @property
    def lead_name(self) -> str:
        """The name of the buyer that leads."""
        return self.name_of(self.contract.lead) if self.contract.lead else "lead not known"

    def why_closed(self, step: Step) -> str:
        """Why an option can no longer be used, in words; empty where it can be, or was itself used or turned down."""
        if self.over and step.state not in ("exercised", "declined") and not self.ends.decided:
            return f"the contract was {self.status}"
        return why_closed(self.ends, step)

    @cached_property
    def evidence(self) -> tuple[tuple[date, Strength], ...]:
        """The day that each piece of evidence speaks for, and how strong it is."""
        sources, day = self.registry.sources, self.registry.evidence_day
        return tuple(
            (day(piece), piece.strength or sources[piece.source].strength) for piece in self.contract.all_evidence
        )

    @cached_property
    def newest_evidence(self) -> date:
        """The day of the youngest evidence."""
        return max(day for day, _ in self.evidence)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happens outside the contract inside its term or its renewal."""
        return events_of(self)

    @property
    def end_unknown(self) -> bool:
        """Whether it has, or may have, an end that nobody has stated."""
        return not self.over and self.status != "open-ended" and self.ends.current is None

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Every dated thing: what calendars, digests, drawings and pages choose from."""
        return find_moments(self)

    @property
    def asking(self) -> tuple[Moment, ...]:
        """What asks for attention and is not resolved, earliest first, however far ahead."""
        return self.asking_by(date.max)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons for attention, earliest first, however far ahead."""
        return reasons_of(self.asking)

    @cached_property
    def feasible(self) -> Feasible | None:
        """The best that can still be done towards the next possible end; None where there is nothing to be done."""
        return can_still(self)

    @cached_property
    def act_by(self) -> When | None:
        """The last day on which starting still works."""
        return act_by(self)

    @cached_property
    def group(self) -> Group | None:
        """Where it stands among what is due; None once it is over."""
        return group_of(self)

    def due(self, horizon: date) -> tuple[Reason, ...]:
        """The reasons that may fall on or before the horizon (included), or lie behind unresolved."""
        asking = self.asking_by(horizon)
        return reasons_of([item for item in asking if item.when.earliest and item.when.earliest <= horizon])

    def asking_by(self, horizon: date) -> tuple[Moment, ...]:
        """Everything that asks for attention by the horizon, perhaps with some that comes later."""
        # Only what hangs on a next end is left out as lying too far ahead.
        if self._asking is None or (self._asking[0] < horizon and self.next_end is not None):
            self._asking = (horizon, find_asking(self, horizon))
        return self._asking[1]

    @cached_property
    def tender_windows(self) -> tuple[TenderWindow, ...]:
        """When to expect the next tender notice; none once it has come."""
        return find_windows(self)

    def end_of(self, which: Which) -> End | None:
        """One of the four ends by name."""
        match which:
            case "initial":
                return self.ends.initial
            case "current":
                return self.ends.current
            case "longest":
                return self.ends.longest
            case _:
                return self.next_end


def look_at(contract: Contract, registry: Registry, today: date) -> Outlook:
    """The outlook of one contract on a day, by the timetables that come with the program."""
    ends = contract_ends(contract)
    status = contract_status(contract, ends, registry, today)
    coming = ends.next_possible(today) if status not in OVER else None
    return Outlook(contract, registry, today, bundled(), ends=ends, status=status, coming=coming)
