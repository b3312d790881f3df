"""Dates that are reckoned: the stages of a re-procurement, the extension, and the tender windows."""

from __future__ import annotations

from collections.abc import Iterator

from tenderwatch.explain.explanation import PRACTICE, Explanation, evidence_for
from tenderwatch.outlook import Outlook
from tenderwatch.outlook.renewal import Renewal
from tenderwatch.schedule import ExtensionDates, Stage
from tenderwatch.timetables import StageRule, Timetables


def _source_of(rule: StageRule | None, timetables: Timetables) -> str:
    if rule is None:
        return "the old contract's end"
    source = timetables.sources[rule.source]
    if rule.source == "practice":
        return PRACTICE
    return f"{source.title}{f' <{source.url}>' if source.url else ''}"


def _length(rule: StageRule) -> str:
    for count, words in (
        (rule.months, "calendar months"), (rule.days, "calendar days, then back to an England working day"),
        (rule.clear_days, "clear calendar days, then back to an England working day"),
        (rule.clear_working_days, "clear England working days"),
    ):  # fmt: skip
        if count is not None:
            return f"{count} {words}"
    if rule.decision:
        spare = f" and {rule.decision.days} calendar days to spare" if rule.decision.days else ""
        return f"{rule.decision.publish} + {rule.decision.call_in} England working days (publication, call-in){spare}"
    if rule.standstill:
        return f"a standstill of {rule.standstill.days} days by the count of {rule.standstill.law}"
    return ""


def _anchor(outlook: Outlook, renewal: Renewal) -> str:
    """Where the sum begins, with the source of that end."""
    source = evidence_for(outlook.contract, outlook.registry, "end", "term", "extensions")
    return f"end {renewal.end.text} [{source}]"


def explain_stages(outlook: Outlook, renewal: Renewal) -> Iterator[Explanation]:
    """The default timetable's stages, each with the one it hangs on."""
    basis = {"statute": "statute: it must", "rule": "rule or practice", "observed": "observed"}
    by_kind: dict[str, Stage] = {stage.kind: stage for stage in renewal.default_stages}
    assumed = f"new procurement under {renewal.regime}, assumed" if renewal.assumed else ""
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
        source = _source_of(stage.rule, outlook.timetables)
        projected = "rests on bank holidays projected, not yet published" if stage.projected else ""
        yield Explanation(
            stage.kind, stage.name, stage.by, f"{total}; from the {_anchor(outlook, renewal)}",
            f"{stage.why} ({basis[stage.basis]})", source,
            "another end, another timetable (--timetable, --regime), or a change in the registry's `timetable`",
            "; ".join(part for part in (assumed, projected) if part),
        )  # fmt: skip


def explain_extension(outlook: Outlook, renewal: Renewal) -> Iterator[Explanation]:
    """The dates for taking up an option; the notice period is an assumption unless stated."""
    dates: ExtensionDates | None = renewal.extension
    if dates is None:
        return
    rule, timetables = renewal.extension_rule, outlook.timetables
    notice = PRACTICE if dates.assumed else evidence_for(outlook.contract, outlook.registry, "notice")
    assumed = f"notice of {dates.notice.text} assumed: the contract's own is not known" if dates.assumed else ""
    call_in = timetables.sources[rule.decision_source].title
    decision = f"{rule.decision.publish} + {rule.decision.call_in} England working days (publication, call-in)"
    inside = f"{rule.inside_days} day inside the corresponding date, then back to an England working day"
    before_end = f"{dates.notice.text} before the {_anchor(outlook, renewal)}"
    clamped = "calendar arithmetic, clamped to short months"
    rows = (
        ("corresponding", "Corresponding date", dates.corresponding,
         before_end, clamped, notice),
        ("serve-by", "Serve notice to extend", dates.serve_by,
         inside, "the contract's notice", notice),
        ("officer-decision-by", "Officer's decision to extend", dates.officer_decision_by,
         f"{rule.officer_working_days} England working day before notice is served", "delegated power", PRACTICE),
        ("key-decision-by", "Key decision to extend", dates.key_decision_by,
         f"{decision} before notice is served",
         "local rule", call_in),
        ("extension-forward-plan-by", "Forward-plan entry to extend", dates.forward_plan_by,
         f"{rule.clear_days} clear calendar days before the key decision", "statute: it must",
         timetables.sources[rule.clear_source].title),
        ("strategic-by", "Decide before a re-procurement would begin", dates.strategic_by,
         "the planning start of the default timetable", "practice", PRACTICE),
    )  # fmt: skip
    for kind, name, when, total, why, source in rows:
        yield Explanation(kind, name, when, total, why, source, "another notice period, end or timetable", assumed)


def explain_windows(outlook: Outlook) -> Iterator[Explanation]:
    """When to expect the tender: observed ranges, or the buyer's own date."""
    lead = outlook.timetables.lead_times
    for one in outlook.tender_windows:
        case = "if not extended" if one.scenario == "not-extended" else "if extended to the longest end"
        name = f"Tender expected, {case}"
        if one.basis == "stated":
            source = evidence_for(outlook.contract, outlook.registry, "plans")
            yield Explanation(
                f"tender-window.{one.scenario}", name, one.when, f"{one.when.text}, as stated",
                "the buyer's own date", source, "a newer plan",
            )  # fmt: skip
            continue
        source = outlook.timetables.sources["lead-times"].title
        total = f"{lead.upper} to {lead.lower} calendar days before the start that follows the end"
        seen = f"middle half of {lead.observed} observed procurements"
        rule = f"{seen}, tender notice to start (median {lead.median} days)"
        yield Explanation(
            f"tender-window.{one.scenario}", name, one.when, total, f"{rule} (observed)", source,
            "a stated plan, another end, or more observations",
        )  # fmt: skip
