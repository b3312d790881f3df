"""The timetables' text to values. A fault in it is a bug in the program, raised as ValueError with its place."""

from typing import Any, get_args

from tenderwatch.law.lead_times.fit import fit
from tenderwatch.law.lead_times.procurement import read_procurements
from tenderwatch.law.timetables.model import (
    Basis,
    DecisionRule,
    ExtensionRule,
    PipelineRule,
    PlannedNoticeRule,
    RuleSource,
    StageRule,
    StandstillLaw,
    StandstillRule,
    Timetable,
    Timetables,
)
from tenderwatch.named_tuple import NamedTuple
from tenderwatch.registry.format.faults import Faults
from tenderwatch.registry.format.fields import Choice, Field, FieldType, ListOf, Parsed, Record, Text
from tenderwatch.registry.format.written import DAY, DURATION, URL
from tenderwatch.registry.model.stages import STAGE_ORDER, TimetableName
from tenderwatch.registry.yaml_tree import read_tree


def _count(text: str) -> int:
    if text.isdecimal() and len(text) <= 9:
        return int(text)
    raise ValueError(f"'{text[:60]}' is not a whole number")


COUNT = Parsed("a whole number", _count, "write digits only", "bad-number", {"type": "integer", "minimum": 0})
_TEXT = Text()


def _required(key: str, kind: FieldType, about: str = "") -> Field:
    return Field(key, kind, about or key, required=True)


DECISION = Record(
    "decision",
    DecisionRule,
    (
        _required("publish", COUNT, "England working days to publish the decision"),
        _required("call_in", COUNT, "England working days of call-in"),
        Field("days", COUNT, "calendar days to spare after it has taken effect"),
    ),
)
STANDSTILL = Record(
    "standstill",
    StandstillRule,
    (_required("law", Choice(get_args(StandstillLaw)), "whose way of counting"), _required("days", COUNT, "how many")),
)
LENGTHS: tuple[Field, ...] = (
    Field("months", COUNT, "calendar months before"),
    Field("days", COUNT, "calendar days before"),
    Field("clear_days", COUNT, "clear calendar days before"),
    Field("clear_working_days", COUNT, "clear England working days before"),
    Field("standstill", STANDSTILL, "a standstill by one law's count"),
    Field("decision", DECISION, "a key decision that must have taken effect"),
)
_STAGE = Record(
    "stage",
    StageRule,
    (
        _required("kind", Choice(STAGE_ORDER)),
        _required("before", Choice(STAGE_ORDER)),
        _required("basis", Choice(get_args(Basis))),
        _required("source", _TEXT),
        _required("why", _TEXT),
        *LENGTHS,
    ),
)


class _Written(NamedTuple):
    regime: str
    name: TimetableName
    about: str
    stages: tuple[StageRule, ...]
    like: str | None = None


_FILE = Record(
    "timetables file",
    dict,
    (
        _required("sources", ListOf(Record("source", RuleSource, (
            _required("id", _TEXT), _required("title", _TEXT), Field("url", URL, "address"),
        )))),
        _required("timetables", ListOf(Record("timetable", _Written, (
            _required("regime", _TEXT), _required("name", Choice(get_args(TimetableName))), _required("about", _TEXT),
            Field("like", _TEXT, "the timetable it takes its other stages from"),
            _required("stages", ListOf(_STAGE)),
        )))),
        _required("extension", Record("extension rule", ExtensionRule, (
            _required("assumed_notice", DURATION), _required("assumed_source", _TEXT),
            _required("inside_days", COUNT), _required("officer_working_days", COUNT),
            _required("decision", DECISION), _required("decision_source", _TEXT),
            _required("clear_days", COUNT), _required("clear_source", _TEXT),
        ))),
        _required("planned_notice", Record("planned notice rule", PlannedNoticeRule, (
            _required("regimes", ListOf(_TEXT)), _required("least_days", COUNT), _required("most_months", COUNT),
            _required("title", _TEXT), _required("url", URL),
        ))),
        _required("pipeline", Record("pipeline rule", PipelineRule, (
            _required("in_force", DAY), _required("days", COUNT), _required("months", COUNT),
            _required("payer_over", COUNT), _required("contract_over", COUNT),
            _required("title", _TEXT), _required("url", URL),
        ))),
    ),
)  # fmt: skip


def parse_timetables(yaml_text: str, lead_times_csv: str) -> Timetables:
    """Timetables with every `like` resolved, and the bands of the lead times. Raises ValueError."""
    root, problems = read_tree(yaml_text, "timetables.yaml")
    faults = Faults("timetables.yaml", problems)
    values: dict[str, Any] = _FILE.values(root, faults) if root is not None else {}
    if faults.problems:
        raise ValueError("; ".join(str(problem) for problem in faults.problems))
    sources = {source.id: source for source in values["sources"]}
    made: dict[str, Timetable] = {}
    for written in values["timetables"]:
        name = f"{written.regime}/{written.name}"
        if name in made:
            raise _fault(name, "it is written twice")
        made[name] = timetable = _resolve(written, made)
        for stage in timetable.stages:
            _check(name, stage, timetable, sources)
    extension = values["extension"]
    for source in (extension.assumed_source, extension.decision_source, extension.clear_source):
        if source not in sources:
            raise _fault("extension", f"there is no source '{source}'")
    lead = fit(read_procurements(lead_times_csv, "lead_times.csv").finished)
    return Timetables(sources, made, extension, values["pipeline"], values["planned_notice"], lead)


def _fault(place: str, message: str) -> ValueError:
    return ValueError(f"timetables.yaml: {place}: {message}")


def _check(name: str, stage: StageRule, timetable: Timetable, sources: dict[str, RuleSource]) -> None:
    """One length, a source that is there, and a stage to come before that itself comes later."""
    place = f"{name}: {stage.kind}"
    if stage.source not in sources:
        raise _fault(place, f"there is no source '{stage.source}'")
    lengths = sum(getattr(stage, item.key) is not None for item in LENGTHS)
    if lengths != 1:
        raise _fault(place, f"a stage has one length, not {lengths}")
    if STAGE_ORDER.index(stage.before) <= STAGE_ORDER.index(stage.kind):
        raise _fault(place, f"it cannot come before {stage.before}, which is earlier")
    if stage.before != "start" and timetable.stage(stage.before) is None:
        raise _fault(place, f"it comes before {stage.before}, which is not in the timetable")


def _resolve(written: _Written, made: dict[str, Timetable]) -> Timetable:
    if written.like and written.like not in made:
        raise _fault(f"{written.regime}/{written.name}", f"there is no timetable '{written.like}' above it")
    stages = {stage.kind: stage for stage in made[written.like].stages} if written.like else {}
    stages |= {stage.kind: stage for stage in written.stages}
    ordered = tuple(stages[kind] for kind in STAGE_ORDER if kind in stages)
    return Timetable(written.regime, written.name, written.about, ordered)
