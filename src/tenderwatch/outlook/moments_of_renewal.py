"""What is worked out towards the next possible end: the extension, the stages of a tender, when to expect it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal

from tenderwatch.dates import When, shift_days
from tenderwatch.labels.standing import SCENARIO
from tenderwatch.law.terms import called_for_competition
from tenderwatch.outlook.kinds import MomentKind, Scenario
from tenderwatch.outlook.moment import Basis, Moment, moment
from tenderwatch.outlook.succession import still_to_tender, tender_is_stated
from tenderwatch.outlook.windows import bands_text
from tenderwatch.text import listing

if TYPE_CHECKING:
    from tenderwatch.outlook.outlook import Outlook
    from tenderwatch.outlook.renewal import Renewal

StageMoment = Literal["forward-plan-approval", "tender-notice", "forward-plan-award", "award-decision"]
_APPROVAL: StageMoment = "forward-plan-approval"
_AWARD: tuple[StageMoment, ...] = ("forward-plan-award", "award-decision")


def extension(outlook: Outlook, horizon: date | None) -> Iterator[Moment]:
    """By when to decide on the next option and to give notice, while the end it would move lies ahead.

    Once the power to extend has been used (an option authorised), only the notice is left to serve. After an end
    that has passed it is the option after the one that would have moved that end.
    """
    renewal = outlook.renewal_to_begin
    if renewal is None or not outlook.contract.extensions or (horizon and renewal.extension_beyond(horizon)):
        return
    step, dates = renewal.option, renewal.extension
    if step is None or dates is None:
        return
    today, option, length = outlook.today, step.option, dates.notice.text
    if dates.decide_by:
        why = f"the contract names {dates.decide_by.text} as the last day for this option"
        notice = f"the contract names {dates.decide_by.text}"
    else:
        why = f"{length} of notice{' (assumed)' if dates.assumed else ''} before the end {renewal.end.text}"
        owner = "'" if dates.notice.number > 1 else "'s"
        notice = f"{length}{owner} notice{' assumed' if dates.assumed else ''}"
    case = "" if outlook.next_how == "current" else f" if it runs to {renewal.end.text}"
    whether = "whether to extend further" if case else "whether to extend"
    rows: tuple[tuple[MomentKind, When | None, str, str], ...] = (
        ("extension-notice", dates.serve_by, "", ""),
        ("extension-decision", dates.key_decision_by, f"decide {whether}", f"decision {whether}"),
        ("extension-forward-plan", dates.forward_plan_by, "", ""),
    )
    if renewal.decided:
        served = "extension decided: serve notice", "extension decided: notice of it"
        rows = (("extension-notice", dates.serve_by, *served),)
    for kind, when, words, gone in rows:
        if when and (words or not horizon):
            yield moment(
                kind, when, today, basis="assumed" if dates.assumed else "computed", why=why, asks=bool(words),
                said=f"{_by(words, when, today, gone)}{case} ({notice})" if words else "",
                scenario="extended" if case else "", key=option.id or "", cycle=_cycle(outlook),
            )  # fmt: skip


def tender_notice(outlook: Outlook, horizon: date | None) -> Iterator[Moment]:
    """The tender notice on the usual timetable, for the next possible end."""
    renewal = outlook.renewal_to_begin
    if renewal is None or tender_is_stated(outlook) or (horizon and renewal.tender_beyond(horizon)):
        return
    when = renewal.by("tender-notice")
    if when is None:
        return
    case = f" if it runs to {renewal.end.text}" if outlook.next_how != "current" else ""
    if renewal.options_left and not case:
        case = f" {SCENARIO['not-extended']}"
    words = _by("tender notice", when, outlook.today)
    if names := still_to_tender(outlook):
        words += f" for {listing(outlook.name_of(name) for name in names)}"
    if called_for_competition(outlook.contract.route) is False:
        said = f"route to be decided; if it is put to competition, {words}{case} (usual timetable)"
        yield from _stage_moments(outlook, renewal, ("tender-notice",), said, basis="assumed")
        return
    yield from _stage_moments(outlook, renewal, ("tender-notice",), f"{words}{case} (usual timetable)")


def stages(outlook: Outlook, _horizon: date | None) -> Iterator[Moment]:
    """The other last days of a re-procurement, on the usual timetable, and the start of what is bought."""
    if renewal := outlook.renewal_to_begin:
        # A tender date that the buyer has stated stands instead of those counted back from the end.
        yield from _stage_moments(outlook, renewal, _AWARD if tender_is_stated(outlook) else (_APPROVAL, *_AWARD))
        plans = outlook.contract.plans
        if outlook.status != "awarded" and not (plans and plans.start):
            yield moment(
                "new-start", shift_days(renewal.end, 1), outlook.today, basis="computed", why="the day after the end",
                scenario=_scenario(outlook, renewal), cycle=next_cycle(outlook),
            )  # fmt: skip


def _stage_moments(
    outlook: Outlook, renewal: Renewal, kinds: tuple[StageMoment, ...], said: str = "", basis: Basis | None = None
) -> Iterator[Moment]:
    for kind in kinds:
        stage = renewal.stage(kind)
        if stage and stage.by:
            route = "if it is put to competition: " if called_for_competition(outlook.contract.route) is False else ""
            projected = "; uses bank holidays not yet published" if stage.projected else ""
            yield moment(
                kind, stage.by, outlook.today, said=said,
                basis=basis or ("assumed" if renewal.assumed else "computed"),
                why=f"{route}{stage.why}; counted back from the end {renewal.end.text}{projected}",
                scenario=_scenario(outlook, renewal), cycle=_cycle(outlook),
            )  # fmt: skip


def tender_windows(outlook: Outlook, _horizon: date | None) -> Iterator[Moment]:
    """When to expect the tender, from finished procurements; the buyer's own date stands instead of these.

    Silence means something only once the possible band has gone by as well.
    """
    for window in outlook.tender_windows:
        if window.basis == "stated":
            continue
        scenario: Scenario = "longest"
        longest = outlook.ends.longest
        if window.scenario != "longest":
            scenario = _scenario(outlook, outlook.renewal) if outlook.renewal else ""
        case = f" {SCENARIO[scenario]}" if scenario else ""
        passed = window.possible.passed(outlook.today)
        said = f"no tender seen{case}: it was {bands_text(window, short=True)}"
        yield moment(
            "tender-window", window.when, outlook.today, basis="observed", why=bands_text(window), scenario=scenario,
            key="longest" if window.scenario == "longest" else "", until=window.possible,
            said=said if passed else f"tender {bands_text(window, short=True)}{case}",
            cycle=longest.key if window.scenario == "longest" and longest else _cycle(outlook),
        )  # fmt: skip


def _cycle(outlook: Outlook) -> str:
    """The end that the renewal hangs on."""
    return outlook.next_end.key if outlook.next_end else ""


def next_cycle(outlook: Outlook) -> str:
    """What takes the place of the contract at its next end: another occasion than its own procurement and start."""
    return _cycle(outlook) or "next"


def _scenario(outlook: Outlook, renewal: Renewal) -> Scenario:
    if outlook.next_how != "current":
        return "extended"
    return "not-extended" if renewal.options_left else ""


def _by(words: str, when: When, today: date, gone: str = "") -> str:
    """What is to be done by a date; in the past tense, of `gone` if it is given, once the date has certainly gone."""
    return f"{gone or words} was due {when.by_text}" if when.passed(today) else f"{words} {when.by_text}"
