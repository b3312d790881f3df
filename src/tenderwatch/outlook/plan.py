"""A plan: the stages towards one possible end, the extension beside them, and what can still be done."""

from datetime import date

from tenderwatch.dates import Duration, When, shift_days
from tenderwatch.errors import UsageError
from tenderwatch.law.schedule.back import Stage
from tenderwatch.law.schedule.extension import ExtensionDates
from tenderwatch.law.schedule.feasibility import Feasible, earliest_key_decision
from tenderwatch.law.schedule.forward import forward_schedule
from tenderwatch.law.schedule.pipeline import PipelineDuty, PlannedNotice, pipeline_duty, planned_notice
from tenderwatch.law.terms import End, called_for_competition
from tenderwatch.law.working_days.calendars import BeyondTable
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.outlook.outlook import Outlook
from tenderwatch.outlook.renewal import Renewal, Which, renewal_at
from tenderwatch.outlook.succession import tender_is_over
from tenderwatch.outlook.ways import Way, ways
from tenderwatch.outlook.windows import whole_value
from tenderwatch.registry.model import Event, Registry
from tenderwatch.registry.model.stages import TimetableName


class Plan(NamedTuple):
    """The answer of `plan`. `end_how` says how the end comes about; `from_today` that the rules ran forwards.

    `competition` says whether the last award came from a call for competition, None where that is not known;
    `events` are what falls inside the term from outside the contract, `ways` the timetables and the extension side by
    side, where they are to be compared. `begun` where the next procurement has been seen for every buyer; `decided`
    where it has been decided to use the option.
    """

    id: str | None
    title: str | None
    today: date
    end: When
    end_how: str
    regime: str
    regime_assumed: bool
    timetable: TimetableName
    stages: tuple[Stage, ...]
    extension: ExtensionDates | None
    earliest_key_decision: date | None
    feasible: Feasible
    pipeline: PipelineDuty | None
    planned_notice: PlannedNotice | None
    from_today: bool = False
    competition: bool | None = None
    events: tuple[Event, ...] = ()
    ways: tuple[Way, ...] = ()
    begun: bool = False
    decided: bool = False

    @property
    def start(self) -> When:
        """The day the new contract starts: the day after the end, or the earliest possible one."""
        found = next((stage.by for stage in self.stages if stage.kind == "start"), None)
        return found or shift_days(self.end, 1)

    @property
    def missed(self) -> tuple[Stage, ...]:
        """The stages that may already lie behind."""
        return tuple(stage for stage in self.stages if stage.missed(self.today))


def plan_contract(
    outlook: Outlook,
    which: Which,
    name: TimetableName,
    *,
    regime: str | None = None,
    notice: Duration | None = None,
    from_today: bool = False,
    compare: bool = False,
) -> Plan:
    """The plan for one of a contract's ends. Raises UsageError where that end is not known."""
    end = outlook.end_of(which)
    contract = outlook.contract
    if end is None:
        raise UsageError(f"the {which} end of '{contract.id}' is not known", _why_not(outlook, which))
    renewal = renewal_at(
        contract, outlook.registry, outlook.ends, end, outlook.timetables, regime=regime, notice=notice
    )
    value = whole_value(contract, outlook.timetables.pipeline.contract_over)
    return make_plan(
        renewal, end, name, outlook.today, plan_id=contract.id, title=contract.title,
        pays_over_100m=_pays(outlook.registry, contract.lead), value=value,
        from_today=from_today, compare=compare,
    )._replace(
        competition=called_for_competition(contract.route), events=outlook.events, begun=tender_is_over(outlook)
    )  # fmt: skip


def make_plan(
    renewal: Renewal,
    end: End,
    name: TimetableName,
    today: date,
    *,
    plan_id: str | None = None,
    title: str | None = None,
    pays_over_100m: bool | None = None,
    value: float | None = None,
    from_today: bool = False,
    compare: bool = False,
) -> Plan:
    """The plan of a renewal on one timetable. Raises UsageError where the regime has no such timetable."""
    timetable = renewal.timetable(name)
    if timetable is None:
        hint = "use ⟨timetable⟩ default: it models procurements begun under the old law"
        raise UsageError(f"there is no {name} timetable for {renewal.regime}", hint)
    if from_today:
        try:
            stages = forward_schedule(today, timetable)
        except BeyondTable as error:
            raise UsageError(str(error), "give a ⟨today⟩ that leaves enough of those years ahead") from None
    else:
        stages = renewal.stages(name)
    notice = next((stage.by for stage in stages if stage.kind == "tender-notice"), None)
    duty = planned = None
    if notice and renewal.regime.startswith("pa2023"):
        rule = renewal.timetables.pipeline
        duty = pipeline_duty(notice, rule, pays_over_100m=pays_over_100m, value=value)
        planned = planned_notice(notice, renewal.regime, renewal.timetables.planned_notice)
    return Plan(
        id=plan_id,
        title=title,
        today=today,
        end=end.when,
        end_how=end.how,
        regime=renewal.regime,
        regime_assumed=renewal.assumed,
        timetable=name,
        stages=stages,
        extension=renewal.extension,
        earliest_key_decision=earliest_key_decision(today, renewal.extension_rule),
        feasible=renewal.feasible(today),
        pipeline=duty,
        planned_notice=planned,
        from_today=from_today,
        ways=ways(renewal, today) if compare else (),
        decided=renewal.decided,
    )


def _pays(registry: Registry, lead: str | None) -> bool | None:
    body = registry.authorities.get(lead or "")
    return body.pays_over_100m if body else None


def _why_not(outlook: Outlook, which: Which) -> str:
    if which == "next" and outlook.ends.current:
        return "it has passed, or a successor has begun; try ⟨which⟩ current or ⟨which⟩ longest"
    return "give an end of your own with `tenderwatch plan ⟨end⟩ YYYY-MM-DD`"
