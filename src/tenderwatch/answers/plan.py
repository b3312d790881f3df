"""A plan: a timeline of stages, the extension beside it, and what can still be done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tenderwatch.answers.answer import Answer, Cells, Column, Facts, Machine, Reference, Section, Table
from tenderwatch.answers.record import event_json, head_of, keys_of, when_json
from tenderwatch.dates import When, on_day
from tenderwatch.dates.words import day_text, weekday_text
from tenderwatch.labels.label import label
from tenderwatch.labels.records import REGIME
from tenderwatch.labels.renewal import FEASIBLE, STAGE_BASIS
from tenderwatch.law.schedule.back import Stage
from tenderwatch.law.schedule.extension import ExtensionDates
from tenderwatch.law.working_days.calendars import FIRST_YEAR, LAST_PUBLISHED, LAST_YEAR
from tenderwatch.outlook.moments_stated import event_text
from tenderwatch.outlook.plan import Plan
from tenderwatch.registry.model import Registry
from tenderwatch.text import count, sentence, uncapital

_COLUMNS = (
    Column("stage", "Stage", "contract"), Column("by", "By", "text"), Column("basis", "Basis"),
    Column("left", "On the day"),
)  # fmt: skip
_SHEET = (
    Column("kind", "Code"), Column("stage", "Stage"), Column("by", "By", "date"), Column("weekday", "Weekday"),
    Column("by_earliest", "By: earliest", "day"), Column("by_latest", "By: latest", "day"), Column("basis", "Basis"),
    Column("unit", "Counted in"), Column("missed", "Missed"), Column("days_left", "Days left", "count"),
    Column("why", "Why"),
)  # fmt: skip


def plan_answer(plan: Plan, registry: Registry | None, stands: str = "") -> Answer:
    """The plan of a contract in a registry, or for a bare date without one; `stands` is what has been seen since."""
    return Answer(
        name="plan",
        title=f"{plan.title} ({plan.id})" if plan.title else "Plan for a new contract",
        today=plan.today,
        lead=(*stands_words(stands), *_lead(plan)),
        sections=lambda: tuple(_sections(plan)),
        sheet=lambda: Table(_SHEET, tuple(_row(stage, plan.today) for stage in plan.stages)),
        machine=lambda: plan_machine(plan, registry, {}),
        size=len(plan.stages),
    )


def date_words(when: When | None) -> str:
    """A date with its weekday, where it is one day."""
    if when is None:
        return f"not known: bank holidays are held for {FIRST_YEAR} to {LAST_YEAR} only"
    return weekday_text(when.earliest) if when.precision == "day" and when.earliest else when.text


def left_words(stage: Stage, today: date) -> str:
    """How far off a stage is, or how long ago it was missed; 'projected' where bank holidays are foreseen."""
    left = stage.days_left(today)
    if left is None:
        return ""
    if left < 0:
        words = f"missed by {count(-left, 'day')}" if stage.by and stage.by.passed(today) else "may have been missed"
    else:
        words = f"{count(left, 'day')} left" if left else "today"
    return f"{words}, projected" if stage.projected else words


def stands_words(stands: str) -> tuple[str, ...]:
    """What has been seen of the next procurement, as a sentence of its own; none where nothing has."""
    return (sentence(stands),) if stands else ()


def _lead(plan: Plan) -> Iterator[str]:
    if plan.from_today:
        yield f"Earliest possible dates if work begins on {day_text(plan.today)}. Start: {plan.start.text}."
    else:
        yield end_words(plan)
    yield f"{law_words(plan)} Timetable: {plan.timetable}."
    yield verdict_words(plan)


def verdict_words(plan: Plan) -> str:
    """What can still be done today; where the next procurement has begun, only what a new one could still do."""
    begun = "If another procurement were begun on" if plan.begun else "On"
    return f"{begun} {day_text(plan.today)}: {verdict(plan)}."


def end_words(plan: Plan) -> str:
    """The end that is planned for, how it comes about, and when the new contract starts."""
    return f"If it ends {_on(plan.end)} ({plan.end_how}); the new contract starts {_on(plan.start)}."


def law_words(plan: Plan) -> str:
    """The law of the new procurement, and whether that is assumed."""
    assumed = " (assumed: the law of what follows is not stated)" if plan.regime_assumed else ""
    return f"Law: {label(REGIME, plan.regime)}{assumed}."


def verdict(plan: Plan) -> str:
    """What can still be done; where only an exception helps, also when an ordinary decision could be taken."""
    words = FEASIBLE[plan.feasible]
    if plan.feasible != "short-by-exception" or plan.earliest_key_decision is None:
        return words
    return f"{words}; an ordinary key decision could be taken on {day_text(plan.earliest_key_decision)} at the earliest"


def _on(when: When) -> str:
    """'on 31 March 2027', 'in March 2027', 'between 2 March 2027 and 1 April 2027'."""
    if when.text.startswith("between"):
        return when.text
    return f"{'on' if when.precision == 'day' or ' or ' in when.text else 'in'} {when.text}"


def _by_words(stage: Stage) -> str:
    """By when; where the statute's own day is a later one, that too."""
    ours = date_words(stage.by)
    return ours if stage.law_by in (None, stage.by) else f"{ours}; by law {date_words(stage.law_by)}"


def _sections(plan: Plan) -> Iterator[Section]:
    rows = tuple(
        (Reference(stage.kind, stage.name), _by_words(stage), STAGE_BASIS[stage.basis], left_words(stage, plan.today))
        for stage in plan.stages
    )
    yield Section("", (Table(_COLUMNS, rows), *plan_notes(plan)))
    if plan.extension:
        lines = tuple(("", line) for line in extension_lines(plan))
        yield Section(extension_head(plan.extension), (Facts(lines),))


def plan_notes(plan: Plan) -> Iterator[str]:
    """What else there is to say of a plan, a sentence or two each."""
    if plan.competition is False:
        yield (
            "The last award was made without a call for competition, so the route has to be decided first: "
            "the tender notice and what hangs on it are assumed, for a procurement that is put to competition."
        )
    missed = [stage for stage in plan.missed if stage.kind != "start"]
    if missed and not plan.from_today:
        names = ", ".join(uncapital(stage.name) for stage in missed)
        yield f"Missed on this timetable: {names}."
        if any(stage.kind.startswith("forward-plan") for stage in missed):
            yield (
                "A missed forward-plan entry has a remedy: an officer's delegated power, or the general exception "
                "(regulation 10 of the 2012 executive arrangements regulations: inform the scrutiny chair, and "
                "give five clear days' notice)."
            )
    yield from earliest_words(plan)
    if plan.pipeline and plan.pipeline.by and plan.pipeline.binds is not False:
        days = " and ".join(day_text(day) for day in sorted(plan.pipeline.by))
        who = "This buyer" if plan.pipeline.binds else "A buyer that pays over 100 million pounds a year"
        what = "" if plan.pipeline.binds else " if the contract is worth over 2 million"
        law = "Procurement Act 2023, section 93"
        yield f"{who} must name the tender in its pipeline notice by {days}{what} ({law})."
    if plan.planned_notice:
        first, last = plan.planned_notice.opens, plan.planned_notice.closes
        if first.earliest and last.latest:
            span = f"from {day_text(first.earliest)} to {day_text(last.latest)}"
            law = "Procurement Act 2023, sections 15 and 54"
            yield f"An optional planned procurement notice would shorten the time to bid if published {span} ({law})."
    yield from (f"Outside the contract: {event_text(event)}." for event in plan.events)


def earliest_words(plan: Plan) -> Iterator[str]:
    """When a key decision could be taken at the earliest, where that is later than its own day."""
    if plan.earliest_key_decision:
        earliest = weekday_text(plan.earliest_key_decision)
        yield f"Entered in the forward plan now, a key decision comes no earlier than {earliest}."


def extension_head(extension: ExtensionDates) -> str:
    """What the lines of an extension are about, and the notice period they assume or know, or the day named."""
    if extension.decide_by:
        return f"To extend instead (the contract names {extension.decide_by.text})"
    assumed = ", assumed: the contract's own period is not known" if extension.assumed else ""
    return f"To extend instead (notice {extension.notice.text}{assumed})"


def extension_lines(plan: Plan) -> Iterator[str]:
    """By when each step is to be taken if the contract is to be extended; once that is decided, notice is left."""
    extension, today = plan.extension, plan.today
    if extension is None:
        return
    steps = (
        ("decide, before a re-procurement would have to begin,", extension.strategic_by),
        ("forward-plan entry", extension.forward_plan_by),
        ("key decision", extension.key_decision_by),
        ("or an officer's decision under delegated power", extension.officer_decision_by),
        ("serve notice", extension.serve_by),
    )
    for words, when in steps[-1:] if plan.decided else steps:
        gone = " (missed)" if when and when.passed(today) else ""
        if when and not gone and when.begins_before(today):
            gone = " (may have been missed)"
        if when and when.latest and when.latest.year > LAST_PUBLISHED:
            gone = f"{gone}, projected"
        by = when.by_text if when and when.precision != "day" else f"by {date_words(when)}"
        yield f"{words} {by}{gone}" if when else f"{words}: {date_words(when)}"


def _row(stage: Stage, today: date) -> Cells:
    by = stage.by
    weekday = weekday_text(by.earliest).split()[0] if by and by.earliest and by.precision == "day" else ""
    return (
        stage.kind, stage.name, by, weekday, by.earliest if by else None, by.latest if by else None, stage.basis,
        stage.unit, "yes" if stage.missed(today) else "no", stage.days_left(today), stage.why,
    )  # fmt: skip


def plan_machine(plan: Plan, registry: Registry | None, more: dict[str, Any]) -> Machine:
    """One row, with more keys, in the envelope of schema version 1. For a bare date the registry is null."""
    excluded: list[dict[str, Any]] = []
    if registry:
        excluded = [{"id": name, "reason": "faulty"} for name in registry.faulty]
        if others := registry.count - 1:
            excluded.append({"reason": "filtered", "count": others})
    before = head_of(plan.today, registry) | {"count": 1}
    return Machine(before, "rows", [_row_json(plan) | more], {"unknown_end": [], "excluded": excluded})


def _row_json(plan: Plan) -> dict[str, Any]:
    pipeline, planned, earliest = plan.pipeline, plan.planned_notice, plan.earliest_key_decision
    return {
        **keys_of(plan, "id", "end", "end_how", "regime", "regime_assumed", "timetable", "from_today"),
        "stages": [
            keys_of(stage, "kind", "by", "unit", "basis")
            | {"missed": stage.missed(plan.today)}
            | keys_of(stage, "projected", "law_by", "why")
            for stage in plan.stages
        ],
        "extension": _extension(plan.extension),
        "earliest_key_decision": when_json(on_day(earliest)) if earliest else None,
        "feasible": plan.feasible,
        "pipeline_notice": pipeline
        and {"by": [when_json(on_day(day)) for day in pipeline.by], "binds": pipeline.binds},
        "planned_notice": planned and keys_of(planned, "opens", "closes"),
        "competition": plan.competition,
        "events": [event_json(event) for event in plan.events],
    }


def _extension(extension: ExtensionDates | None) -> dict[str, Any] | None:
    if extension is None:
        return None
    return {"notice": extension.notice.written, "assumed": extension.assumed} | keys_of(
        extension, "corresponding", "serve_by", "key_decision_by", "officer_decision_by", "forward_plan_by",
        "strategic_by", "forward_plan_law_by", "decide_by",
    )  # fmt: skip
