"""Dates that are worked out: the stages of a re-procurement, the extension, and the tender windows."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.dates import When
from tenderwatch.labels.label import label
from tenderwatch.labels.records import REGIME, ROUTE
from tenderwatch.labels.standing import WINDOW_CLASS
from tenderwatch.law.lead_times.model import LeadTimes
from tenderwatch.law.schedule.back import Stage
from tenderwatch.law.schedule.extension import ExtensionDates
from tenderwatch.law.schedule.windows import TenderWindow
from tenderwatch.law.terms import called_for_competition
from tenderwatch.law.timetables import REGISTRY, DecisionRule, StageRule, Timetables
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.renewal import Renewal
from tenderwatch.outlook.succession import tender_is_over, tender_is_stated
from tenderwatch.outlook.windows import bands_text
from tenderwatch.queries.backtest.result import held_text
from tenderwatch.queries.explain.explanation import PRACTICE, STATED, Explanation, evidence_for, next_procurement
from tenderwatch.text import count

_BACK = ", then back to an England working day"


def _source_of(name: str, why: str, timetables: Timetables) -> str:
    """A rule's source by title; what a registry changed has the source that the registry names for it."""
    if name == REGISTRY:
        return f"the registry's own `timetable`: {why}"
    source = timetables.sources[name]
    if name == "practice":
        return PRACTICE
    return f"{source.title}{f' <{source.url}>' if source.url else ''}"


def _length(rule: StageRule) -> str:
    for number, words, after in (
        (rule.months, "calendar month", ""), (rule.days, "calendar day", _BACK),
        (rule.clear_days, "clear calendar day", _BACK), (rule.clear_working_days, "clear England working day", ""),
    ):  # fmt: skip
        if number is not None:
            return f"{count(number, words)}{after}"
    if rule.decision:
        return _decision(rule.decision)
    if rule.standstill:
        return f"a standstill of {count(rule.standstill.days, 'day')} by the count of {rule.standstill.law}"
    return ""


def _decision(rule: DecisionRule) -> str:
    spare = f" and {count(rule.days, 'calendar day')} to spare" if rule.days else ""
    return f"{rule.publish} + {rule.call_in} England working days (publication, call-in){spare}"


def _end_source(outlook: Outlook) -> str:
    return evidence_for(outlook.contract, outlook.registry, "end", "term", "extensions")


def _anchor(outlook: Outlook, renewal: Renewal) -> str:
    """Where the sum begins, with the source of that end."""
    return f"end {renewal.end.text} [{_end_source(outlook)}]"


def _law_assumed(renewal: Renewal) -> str:
    return f"law of the new procurement: {label(REGIME, renewal.regime)}" if renewal.assumed else ""


def explain_stages(outlook: Outlook, renewal: Renewal) -> Iterator[Explanation]:
    """The default timetable's stages, each with the one it hangs on."""
    basis = {"statute": "statute: it must", "rule": "rule or practice", "observed": "observed"}
    by_kind: dict[str, Stage] = {stage.kind: stage for stage in renewal.default_stages}
    assumed = _law_assumed(renewal)
    if called_for_competition(outlook.contract.route) is False:
        last = label(ROUTE, outlook.contract.route)
        competed = f"put to competition, assumed: the last award was made without ({last}), so a route is to be decided"
        assumed = "; ".join(filter(None, (assumed, competed)))
    stated, stands, settled = tender_is_stated(outlook), next_procurement(outlook), tender_is_over(outlook)
    for stage in renewal.default_stages:
        if stage.rule and stage.kind == stage.rule.kind:
            before = by_kind.get(stage.rule.before)
            date = before.by.text if before and before.by else "not known"
            total = f"{_length(stage.rule)} before {before.name.lower() if before else stage.rule.before} ({date})"
        elif stage.rule:
            notice = by_kind["award-notice"]
            total = f"counted on from the award notice ({notice.by.text if notice.by else 'not known'})"
        else:
            total = "the day after the end"
        rule = stage.rule
        source = _source_of(rule.source, rule.why, outlook.timetables) if rule else _end_source(outlook)
        instead = "the buyer's own date stands instead of this one" if stated else ""
        projected = "uses bank holidays that are worked out, not yet published" if stage.projected else ""
        yield Explanation(
            stage.kind, stage.name, stage.by, f"{total}; from the {_anchor(outlook, renewal)}"
            f"{_by_law(stage.law_by, stage.by)}", f"{stage.why} ({basis[stage.basis]})", source,
            "another end, another timetable or law, or a change in the registry's `timetable`",
            "; ".join(part for part in (assumed, projected, instead if stage.kind == "tender-notice" else "") if part),
            stands if settled or stage.kind == "tender-notice" else "",
        )  # fmt: skip


def _by_law(law: When | None, ours: When | None) -> str:
    """The last day that the law itself leaves, where our working day comes before it."""
    return (
        f"; the last day by law is {law.text}, and the working day before it is our rule" if law and law != ours else ""
    )


def explain_extension(outlook: Outlook, renewal: Renewal) -> Iterator[Explanation]:
    """The dates for taking up an option; the notice period is an assumption unless stated."""
    dates: ExtensionDates | None = renewal.extension
    if dates is None:
        return
    rule, timetables = renewal.extension_rule, outlook.timetables
    notice = PRACTICE if dates.assumed else evidence_for(outlook.contract, outlook.registry, "notice")
    assumed = f"notice of {dates.notice.text} assumed: the contract's own is not known" if dates.assumed else ""
    source = _source_of(rule.decision_source, rule.decision_why, timetables)
    statute = _source_of(rule.clear_source, "", timetables)
    inside = f"{count(rule.inside_days, 'day')} inside the corresponding date{_told(dates.corresponding)}{_BACK}"
    kept = "the contract's notice"
    clear = count(rule.clear_days, "clear calendar day")
    served = f"before notice is served{_told(dates.serve_by)}"
    before_end = f"{dates.notice.text} before the {_anchor(outlook, renewal)}"
    clamped = "calendar arithmetic, clamped to short months"
    if dates.decide_by:
        before_end, clamped = f"{dates.decide_by.text}, as the contract names it", STATED
        kept = "the contract's own day"
        inside, notice = f"that day{_BACK}", evidence_for(outlook.contract, outlook.registry, "extensions")
    rows = (
        ("corresponding", "Corresponding date", dates.corresponding,
         before_end, clamped, notice),
        ("serve-by", "Serve notice to extend", dates.serve_by,
         inside, kept, notice),
        ("officer-decision-by", "Officer's decision to extend", dates.officer_decision_by,
         f"{count(rule.officer_working_days, 'England working day')} {served}", "delegated power", PRACTICE),
        ("key-decision-by", "Key decision to extend", dates.key_decision_by,
         f"{_decision(rule.decision)} {served}", "the council's own rules on decisions", source),
        ("extension-forward-plan-by", "Forward-plan entry to extend", dates.forward_plan_by,
         f"{clear} before the key decision{_told(dates.key_decision_by)}{_BACK}"
         f"{_by_law(dates.forward_plan_law_by, dates.forward_plan_by)}",
         "public notice of the key decision (statute: it must)", statute),
    )  # fmt: skip
    for kind, name, when, total, why, named in rows:
        yield Explanation(kind, name, when, total, why, named, "another notice period, end or timetable", assumed)
    planning = next((stage for stage in renewal.default_stages if stage.kind == "planning"), None)
    if planning and planning.rule:
        yield Explanation(
            "strategic-by", "Decide before a re-procurement would begin", dates.strategic_by,
            f"the planning start of the default timetable, {_length(planning.rule)} before the new contract starts; "
            f"from the {_anchor(outlook, renewal)}", "practice: later, extending is the only choice left",
            _source_of(planning.rule.source, planning.rule.why, timetables), "another end or timetable",
            _law_assumed(renewal),
        )  # fmt: skip


def _told(when: When | None) -> str:
    return f" ({when.text})" if when else ""


def explain_windows(outlook: Outlook) -> Iterator[Explanation]:
    """When to expect the tender: bands from finished procurements and how often they held, or the buyer's own date."""
    for window in outlook.tender_windows:
        # Of one window alone there is no other case.
        cases = {"not-extended": ", if not extended", "longest": ", if extended to the longest end"}
        name = f"Tender expected{cases[window.scenario] if len(outlook.tender_windows) > 1 else ''}"
        if window.basis == "stated":
            source = evidence_for(outlook.contract, outlook.registry, "plans")
            yield Explanation(
                f"tender-window.{window.scenario}", name, window.when, f"{window.when.text}, as stated",
                "the buyer's own date", source, "a newer plan",
            )  # fmt: skip
            continue
        kind = label(WINDOW_CLASS, window.window_class or "all")
        yield Explanation(
            f"tender-window.{window.scenario}", name, window.when, _counted_back(window, outlook.timetables.lead_times),
            f"{bands_text(window)}; class: {kind}; {_held(window)}",
            outlook.timetables.sources["procurements"].title,
            "a planning notice, a date that the buyer states, another end or value, or more procurements",
        )  # fmt: skip


def _counted_back(window: TenderWindow, lead_times: LeadTimes) -> str:
    """The days, in the likely and the possible band."""
    bands, planned = lead_times.of(window.window_class or "all")[1], lead_times.planned
    if window.basis == "planning-notice" and planned:
        return (
            f"the mean of {bands.median} days before the start that follows the end and {planned.gap} days after the "
            f"planning notice, {planned.likely} days either way (possible: {planned.possible} days)"
        )
    likely, possible = bands.likely, bands.possible
    return (
        f"{likely.upper} to {likely.lower} calendar days before the start that follows the end "
        f"(possible: {possible.upper} to {possible.lower} days)"
    )


def _held(window: TenderWindow) -> str:
    """How often such windows held the tender notices of procurements by buyers that they were not made from."""
    from tenderwatch.queries.backtest.predict import shipped_backtest

    result = shipped_backtest()
    group = result.planned if window.basis == "planning-notice" and result.planned else result.overall
    return held_text(group)
