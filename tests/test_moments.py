"""One list of dated things: every answer names the same dates, and nothing that is about to end is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import HEAD, registry_of, registry_text, run_cli
from tenderwatch.calendar.events import contract_events
from tenderwatch.outlook import Outlook, look_at

TODAY = "2026-11-28"
DAY = date(2026, 11, 28)


def outlook_of(*records: str, name: str = "home-care", today: date = DAY, head: str = HEAD) -> Outlook:
    registry = registry_of(*records, head=head)
    return look_at(registry.by_id[name], registry, today)


def told(outlook: Outlook) -> list[str]:
    """What is due at any time, in words."""
    return [reason.text for reason in outlook.reasons]


class Case(NamedTuple):
    """A record, perhaps others beside it, and what is due, in words."""

    sentence: str
    records: tuple[str, ...]
    due: list[str]
    status: str
    today: str = TODAY


LAW = "regime: pa2023-light-touch\n"
OLD = f"{LAW}start: 2022-04-01\nend: 2027-03-31"
DECIDED = "ended: {on: 2027-01-31, how: notice}"
ABANDONED = "abandoned: {on: 2026-09-10, how: no award}"
SOUGHT = f"{LAW}advertised: 2024-01-08\ntender_deadline: 2024-02-09\n"
LATE_NOTICE = "tender notice was due by 28 August 2026 (usual timetable)"
ENDS = "ends 31 March 2027"
NEXT = "id: next\nreplaces: [home-care]\n"
BOTH = f"{OLD}\npartners: [otherham]"
CASES = [
    Case(
        "a contract that is older is no successor, and silences nothing",
        (OLD, f"{NEXT}awarded: 2018-01-10\nstart: 2018-04-01\nend: 2022-03-31"), [LATE_NOTICE, ENDS], "running",
    ),
    # An end decided on that lies ahead.
    Case(
        "an end brought forward is the end from now on",
        (f"{LAW}end: 2028-03-31\nextensions: [{{months: 24, state: permitted}}]\n{DECIDED}",),
        ["tender notice was due by 6 July 2026 (usual timetable)", "ends 31 January 2027"], "running",
    ),
    Case(
        "an open-ended contract under notice ends on the day of the notice",
        (f"{LAW}start: 2022-04-01\nopen_ended: true\n{DECIDED}",),
        ["tender notice was due by 6 July 2026 (usual timetable)", "ends 31 January 2027"], "running",
    ),
    Case(
        "a year is not over before its last day",
        (f"{LAW}end: 2028-03-31\nended: {{on: 2027, how: notice}}",),
        ["tender notice by a day between 4 June 2026 and 3 June 2027 (usual timetable)", "ends 2027"],
        "running", "2027-01-05",
    ),
    Case("after the day it is over", (f"{OLD}\nended: {{on: 2026-11-27, how: notice}}",), [], "ended"),
    # Procurements that were abandoned.
    Case("an abandoned successor resolves nothing", (OLD, f"{NEXT}let: false\n{ABANDONED}"),
         [LATE_NOTICE, ENDS], "running"),
    Case(
        "nor one that ended before its start with nothing let",
        (OLD, f"{NEXT}advertised: 2026-07-01\nstart: 2027-04-01\nended: {{on: 2026-09-10, how: withdrawn}}"),
        [LATE_NOTICE, ENDS], "running",
    ),
    Case(
        "and once the end has passed it is overrun",
        (OLD, f"{NEXT}let: false\n{ABANDONED}"),
        ["last known end passed (31 March 2027); no news since"], "overrun", "2027-05-01",
    ),
    # Successors of some of the buyers.
    Case(
        "a successor for every buyer resolves the notice",
        (BOTH, f"{NEXT}advertised: 2026-10-01\npartners: [otherham]"), [ENDS], "running",
    ),
    Case(
        "a successor for one buyer leaves the notice for the other",
        (BOTH, f"{NEXT}advertised: 2026-10-01"),
        ["tender notice was due by 28 August 2026 for Otherham Borough Council (usual timetable)", ENDS], "running",
    ),
    Case(
        "where one buyer has moved on it runs on for the other",
        (BOTH, f"{NEXT}start: 2026-10-01\nproviders: [Zeta]\nend: 2030-09-30"),
        ["tender notice was due by 28 August 2026 for Otherham Borough Council (usual timetable)",
         "ends 31 March 2027 for Otherham Borough Council"], "running",
    ),
    # A successor that is let with no award day, or planned with a stated tender date.
    Case(
        "let, with a provider and a start ahead",
        (OLD, f"{NEXT}start: 2027-04-01\nproviders: [Zeta]\nend: 2030-03-31"), [ENDS], "running",
    ),
    Case("a bare start ahead proves nothing", (OLD, f"{NEXT}start: 2027-04-01\nend: 2030-03-31"),
         [LATE_NOTICE, ENDS], "running"),
    Case("awarded on a day that nobody knows", (OLD, f"{NEXT}awarded: unknown"), [ENDS], "running"),
    Case(
        "a planned successor's tender date stands instead of a calculated one",
        (OLD, f"{NEXT}let: false\nplans: {{tender: 2027-01-31, start: 2027-04-01}}"),
        ["tender planned for 31 January 2027 (next)", ENDS], "running",
    ),
    Case(
        "and so does the record's own",
        (f"{OLD}\nplans: {{tender: 2027-01}}",), ["tender planned for January 2027", ENDS], "running",
    ),
    # Bids that closed long ago.
    Case(
        "an award on an unknown day settles the bids",
        (f"{SOUGHT}awarded: unknown\nstart: 2024-05-01\nend: 2027-04-30",),
        ["tender notice was due by 1 October 2026 (usual timetable)", "ends 30 April 2027"], "running",
    ),
    Case(
        "a planned start that has passed settles them too, and is itself to be confirmed",
        (f"{SOUGHT}start: 2024-05-01\nend: 2027-04-30",),
        ["start was planned for 1 May 2024", "tender notice was due by 1 October 2026 (usual timetable)",
         "ends 30 April 2027 if it was awarded"], "tendering",
    ),
    Case(
        "bids still to be judged do not hide the end",
        (f"{LAW}advertised: 2026-09-01\ntender_deadline: 2026-10-09\nstart: 2027-01-01\nend: 2027-06-30",),
        ["tenders were due 9 October 2026", "start planned for 1 January 2027",
         "ends 30 June 2027 if it is let as planned"], "tendering",
    ),
    # Options.
    Case(
        "once the first end has passed the next option is still to be decided",
        (f"{LAW}end: 2026-09-30\nnotice: 6m\nextensions: [{{months: 12, times: 2, state: permitted}}]",),
        ["end passed (30 September 2026); not known whether extended",
         "tender notice by 4 March 2027 if it runs to 30 September 2027 (usual timetable)",
         "decide whether to extend further by 15 March 2027 if it runs to 30 September 2027 (6 months' notice)",
         "ends 30 September 2027 if it was extended"], "unconfirmed",
    ),
    Case(
        "the contract's own day for the decision counts",
        (f"{OLD}\nextensions: [{{months: 12, state: permitted, decide_by: 2026-12-31}}]",),
        ["tender notice was due by 28 August 2026 if not extended (usual timetable)",
         "decide whether to extend by 17 December 2026 (the contract names 31 December 2026)", ENDS], "running",
    ),
    Case(
        "nobody at the council decides on the provider's own option",
        (f"{OLD}\nextensions: [{{months: 12, state: permitted, discretion: provider}}]",),
        ["tender notice was due by 28 August 2026 if not extended (usual timetable)", ENDS], "running",
    ),
    # Breaks, reviews, call-offs, routes.
    Case(
        "a break with a notice period is due when notice must be given",
        (f"{OLD}\nbreaks: [{{on: 2027-01-31, notice: 1m}}]",),
        [LATE_NOTICE, "notice by 31 December 2026 for a break on 31 January 2027 (1 month of notice)", ENDS], "running",
    ),
    Case("a break without one is not", (f"{OLD}\nbreaks: [2027-01-31]",), [LATE_NOTICE, ENDS], "running"),
    Case(
        "an annual review comes again",
        (f"{OLD}\nreviews: [{{on: 2023-02-28, every: 12m, notice: 28d}}]",),
        [LATE_NOTICE, "notice by 31 January 2027 for a review on 28 February 2027 (28 days of notice)", ENDS],
        "running",
    ),
    Case(
        "call-offs that outlive the framework are told with its end",
        (f"{OLD}\nkind: framework\ncalloffs_until: 2029-03-31",),
        [LATE_NOTICE, "ends 31 March 2027 (call-offs may run until 31 March 2029)"], "running",
    ),
    Case(
        "after a direct award the route is still to be decided",
        (f"{OLD}\nroute: direct-award-b",),
        ["route to be decided; if it is put to competition, tender notice was due by 28 August 2026 (usual timetable)",
         ENDS], "running",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.sentence for case in CASES])
def test_what_is_due(case: Case) -> None:
    outlook = outlook_of(*case.records, today=date.fromisoformat(case.today))
    assert (outlook.status, told(outlook)) == (case.status, case.due)


def test_a_route_without_competition_is_an_assumption() -> None:
    outlook = outlook_of(f"{OLD}\nroute: direct-award-b")
    assert {reason.kind: reason.basis for reason in outlook.reasons} == {"tender-notice": "assumed", "end": "stated"}


def test_an_event_moves_with_a_decided_end_and_keeps_its_uid() -> None:
    before, after = (
        {event.uid: event for event in contract_events(outlook_of(f"{LAW}end: 2028-03-31{more}"))}
        for more in ("", "\nended: {on: 2027-01-31, how: notice}")
    )
    uid = "home-care.end@tenderwatch"
    assert (before[uid].first, after[uid].first) == (date(2028, 3, 31), date(2027, 1, 31))


@pytest.mark.parametrize("command", ["due", "list", "show", "ical", "timeline", "digest"])
def test_no_answer_offers_an_option_after_a_decided_end(command: str, registry: Callable[..., str]) -> None:
    path = registry(
        f"{LAW}end: 2028-03-31\nextensions: [{{months: 24, state: permitted}}]\nended: {{on: 2027-01-31, how: notice}}"
    )
    more = {"show": ["home-care"], "digest": ["--since", "2026-07-01"]}.get(command, [])
    arguments = [command, *more, "--registry", path, "--today", TODAY]
    text = run_cli(*arguments).out
    assert "31 January 2027" in text or "20270131" in text
    assert "can be extended to" not in text
    assert "if not extended" not in text


def test_the_answers_name_the_same_dates(registry: Callable[..., str], tmp_path: Path) -> None:
    """`due`, `plan`, the forward plan, the calendar, the digest and the site, for one contract with an option left."""
    path = registry(f"{OLD}\nnotice: 6m\nextensions: [{{months: 12, state: permitted}}]")
    where = ("--registry", path, "--today", "2026-02-01")
    (row,) = run_cli("due", *where, "--months", "24", "--format", "json").json["rows"]
    plan = run_cli("plan", "home-care", *where, "--format", "json").json["rows"][0]
    stages = {stage["kind"]: stage["by"]["earliest"] for stage in plan["stages"]}
    days = {"31 March 2027": "2027-03-31", "28 August 2026": stages["tender-notice"],
            "17 September 2026": plan["extension"]["key_decision_by"]["earliest"]}  # fmt: skip
    assert list(days.values()) == ["2027-03-31", "2026-08-28", "2026-09-17"]
    assert row["due_because"] == ["tender-notice", "extension-decision", "end"]
    report = run_cli("report", "forward-plan", *where, "--months", "24").out
    calendar = run_cli("ical", *where).out
    digest = run_cli("digest", *where, "--ahead", "18m").out
    run_cli("publish", str(tmp_path / "site"), *where, "--base-url", "https://care.example/")
    page = (tmp_path / "site" / "contracts" / "home-care.html").read_text(encoding="utf-8")
    for words, day in days.items():
        assert f"DTSTART;VALUE=DATE:{day.replace('-', '')}" in calendar
        assert words in page
        assert words in " ".join(digest.split())
        assert words in " ".join(report.split()) or day in report


def test_call_offs_that_outlive_their_framework_are_told_when_it_is_over(registry: Callable[..., str]) -> None:
    over = "kind: framework\nend: 2026-01-31\ncalloffs_until: 2029-01-31\nended: {on: 2026-01-31, how: ran out}"
    where = ("--registry", registry(over), "--today", TODAY)
    assert "ended, on evidence; call-offs may run until 31 January 2029" in run_cli("list", *where).out
    assert "\n  Next:" not in run_cli("show", "home-care", *where).out
    later = ("--registry", where[1], "--today", "2029-02-01")
    assert "call-offs may run" not in run_cli("list", *later).out


def test_a_stated_tender_date_that_has_passed_is_no_longer_the_last_day_to_act() -> None:
    """What is left is the short timetable; a date ahead stands instead of it."""
    for stated, act in (("2026-03-31", "14 December 2026"), ("2026-12-10", "10 December 2026")):
        outlook = outlook_of(OLD, f"{NEXT}let: false\nplans: {{tender: {stated}}}")
        assert outlook.act_by
        assert outlook.act_by.text == act
        assert "tender-notice" not in {reason.kind for reason in outlook.reasons}


def test_a_notice_is_for_those_who_have_stated_no_tender() -> None:
    outlook = outlook_of(BOTH, f"{NEXT}let: false\nplans: {{tender: 2027-01-31}}")
    assert told(outlook) == [
        "tender notice was due by 28 August 2026 for Otherham Borough Council (usual timetable)",
        "tender planned for 31 January 2027 (next)",
        "ends 31 March 2027",
    ]


def test_an_option_that_led_to_an_end_does_not_lead_on_from_it() -> None:
    """The first, of unknown length, must have been used before the second; the third is to be given notice of."""
    options = "[{state: permitted}, {until: 2027-09-30, state: permitted}, {months: 6, state: authorised}]"
    outlook = outlook_of(f"{LAW}end: 2026-03-31\nextensions: {options}")
    assert [reason.text for reason in outlook.reasons if reason.kind == "extension-decision"] == [
        "extension decided: serve notice by 29 June 2027 if it runs to 30 September 2027 (3 months' notice assumed)"
    ]


def test_each_break_with_a_notice_period_is_due_not_the_first_alone() -> None:
    breaks = "breaks: [{on: 2027-01-31}, {on: 2027-03-31, notice: 3m}, {on: 2027-06-30, notice: 6m}]"
    outlook = outlook_of(f"{LAW}end: 2035-03-31\n{breaks}")
    assert [reason.text for reason in outlook.due(date(2027, 3, 1))] == [
        "notice by 30 December 2026 for a break on 30 June 2027 (6 months of notice)",
        "notice by 31 December 2026 for a break on 31 March 2027 (3 months of notice)",
    ]
    assert len({event.uid for event in contract_events(outlook) if event.kind == "break"}) == 3


def test_the_councils_own_choice_on_one_way_is_told_beside_the_providers_on_another() -> None:
    ways = "{alternatives: [[{months: 12}], [{months: 12}, {months: 6}]]}"
    outlook = outlook_of(f"{LAW}end: 2026-03-31\nextensions: [{ways}, {{state: permitted, discretion: provider}}]")
    assert outlook.next_end
    assert outlook.next_end.when.text == "31 March 2027"
    assert "extension-decision" in {reason.kind for reason in outlook.reasons}


# Buyers, successors and ends at random. What a successor is like | whether it has been abandoned.
SUCCESSORS = st.sampled_from(
    (
        "let: false\nplans: {tender: 2027-01-31}", "let: false\nplans: {start: 2027-04-01}",
        "advertised: 2026-07-01\ntender_deadline: 2026-08-14", "advertised: 2026-07-01\nstart: 2027-04-01",
        "let: false\nadvertised: 2026-07-01\nend: 2031-03-31",
    )
)  # fmt: skip
END_TEXTS = st.sampled_from(
    ("2026-10-31", "2027-03-31", "2027-03", "2027", "summer 2027", "2026-Q4", "2027/28", "2026-12-01..2027-02-15")
)
OPTIONS = st.sampled_from(
    ("", "extensions: [{months: 12, state: permitted}]", "extensions: [{months: 12, times: 3}]",
     "extensions: [{months: 24, flexible: true, state: permitted}]", "extensions: [{every: 1m, state: permitted}]",
     "extensions: [{state: permitted}]", "extensions: [{months: 6, state: authorised}]")
)  # fmt: skip
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@settings(max_examples=60, deadline=None)
@given(END_TEXTS, OPTIONS, SUCCESSORS, DAYS)
def test_an_abandoned_successor_is_as_if_it_were_not_there(end: str, option: str, successor: str, today: date) -> None:
    old = f"{LAW}end: {end}\n{option}"
    alone = outlook_of(old, today=today)
    beside = outlook_of(old, f"{NEXT}{successor}\n{ABANDONED}", today=today)
    assert (alone.status, alone.reasons, alone.group, alone.act_by) == (
        beside.status, beside.reasons, beside.group, beside.act_by,
    )  # fmt: skip
    assert contract_events(alone) == contract_events(beside)


@settings(max_examples=60, deadline=None)
@given(END_TEXTS, OPTIONS, SUCCESSORS, DAYS)
def test_another_partner_never_takes_a_contract_out_of_due(end: str, option: str, successor: str, today: date) -> None:
    old, horizon = f"{LAW}end: {end}\n{option}", today + timedelta(days=365)
    for new in (successor, "start: 2026-04-01\nproviders: [Zeta]\nend: 2031-03-31"):
        alone = outlook_of(old, NEXT + new, today=today)
        joint = outlook_of(f"{old}\npartners: [otherham]", NEXT + new, today=today)
        assert {reason.kind for reason in alone.due(horizon)} <= {reason.kind for reason in joint.due(horizon)} | {
            "stated-tender"
        }
        assert bool(joint.due(horizon)) or not alone.due(horizon)


RECORDS = st.sampled_from(
    ("", "let: false\nplans: {start: 2026-06-01}", "advertised: 2025-01-08\ntender_deadline: 2025-02-09",
     "advertised: 2025-01-08\ntender_deadline: 2025-02-09\nstart: 2025-06-01", "awarded: unknown",
     "awarded: 2025-03-01\nstart: 2025-06-01", "ended: {on: 2027-01, how: notice}", "start: 2026-07-01",
     "breaks: [{on: 2027-01-31, notice: 3m}]", "route: direct-award")
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(END_TEXTS, OPTIONS, RECORDS, DAYS)
def test_an_end_inside_the_horizon_is_always_among_the_reasons(end: str, option: str, more: str, today: date) -> None:
    outlook, horizon = outlook_of(f"{LAW}end: {end}\n{option}\n{more}", today=today), today + timedelta(days=365)
    coming = outlook.next_end
    if coming and coming.when.earliest and coming.when.earliest <= horizon:
        assert coming.when in [reason.when for reason in outlook.due(horizon) if reason.kind == "end"]
    known = outlook.contract.ended.on if outlook.contract.ended else outlook.contract.end
    assert known
    if outlook.status in ("ended", "overrun", "unconfirmed"):
        assert known.passed(today), "a coarse date ends nothing before its last day"


# What can still be done on a day about a light-touch contract that ends on 31 March 2027.
BOARD = [
    ("2025-12-01", "", "default", "2026-08-28", "coming", "nothing is missed, and nothing is near"),
    ("2025-12-01", "plans: {tender: 2026-02}", "default", "2026-02-01", "decide", "its tender date is near"),
    ("2026-06-01", "plans: {tender: 2027-06}", "short", "2026-12-14", "coming", "a tender planned after the end"),
    ("2026-06-01", "extensions: [{months: 12}]\nplans: {tender: 2027-06}", "short", "2026-12-30", "coming",
     "its option has a last day of its own"),
    ("2026-06-01", "plans: {tender: 2027-03}", "short", "2027-03-01", "coming", "planned for the month of the end"),
    ("2026-06-01", "", "short", "2026-12-14", "decide", "the tender notice is due within three months"),
    ("2026-11-03", "", "short", "2026-12-14", "decide", "the last day for an ordinary decision"),
    ("2026-11-04", "", "short-by-exception", "2026-12-14", "decide", "then only an exception helps"),
    ("2026-12-15", "", "hold-over", "2026-12-14", "decide", "too late, and the day that was missed is named"),
    ("2026-12-15", "extensions: [{months: 12}]", "extension-only", "2026-12-30", "decide", "an option is left"),
    ("2026-02-01", "extensions: [{months: 12}]", "short", "2026-12-30", "coming", "the later of the two days"),
    ("2027-06-01", "", None, None, "no-news", "the end has passed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "more", "feasible", "act_by", "group", "sentence"), BOARD, ids=[r[-1] for r in BOARD]
)
def test_what_can_still_be_done(
    today: str, more: str, feasible: str | None, act_by: str | None, group: str, sentence: str
) -> None:
    outlook = outlook_of(f"{OLD}\n{more}", today=date.fromisoformat(today))
    by = outlook.act_by.earliest.isoformat() if outlook.act_by and outlook.act_by.earliest else None
    assert (outlook.feasible, by, outlook.group) == (feasible, act_by, group), sentence


AWAITED = [
    ("advertised: 2026-09-01\nstart: 2027-04-01\nend: 2030-03-31", "awaiting", "the start is ahead"),
    ("advertised: 2026-01-08\nstart: 2026-06-01\nend: 2030-03-31", "awaiting", "the start passed half a year ago"),
    ("advertised: 2024-01-08\ntender_deadline: 2024-02-09", "no-news", "the bids closed long ago"),
    ("advertised: 2024-01-08\nstart: 2024-05-01\nend: 2027-04-30", "decide", "it may run, and its end is near"),
    ("let: false\nplans: {tender: 2027-03}", "coming", "a plan ahead"),
    ("let: false\nplans: {tender: 2026-03}", "no-news", "a plan that went by"),
    ("end: 2026-03-31\nextensions: [{months: 12}]", "decide", "an end that holds only if extended, its notice late"),
    ("end: 2026-09-30\nextensions: [{months: 60}]", "no-news", "one that lies far ahead"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "group", "sentence"), AWAITED, ids=[row[-1] for row in AWAITED])
def test_where_it_stands(text: str, group: str, sentence: str) -> None:
    assert outlook_of(f"{LAW}{text}").group == group, sentence


def test_json_rows_say_what_can_be_done_and_why_once(registry: Callable[..., str]) -> None:
    path = registry(
        f"{OLD}\njoining: [{{id: a, rule: window, closes: 2027-01-31}}, {{id: b, rule: window, closes: 2027-02-28}}]"
    )
    (row,) = run_cli("due", "--registry", path, "--today", TODAY, "--format", "json").json["rows"]
    assert row["due_because"] == ["tender-notice", "joining-closes", "end"]
    assert (row["group"], row["feasible"], row["act_by"]["earliest"]) == ("decide", "short-by-exception", "2026-12-14")


# What happens outside the contracts.
EVENTS = """\
events:
  - id: merger
    what: The boards of the north merge
    from: 2027-04
    state: planned
    source: register
    place: page 3
    services: [home care]
  - id: agreement
    what: A fair pay agreement covers adult care
    from: 2028
    state: in-force
    source: register
    place: page 4
    authorities: [otherham]

contracts:
"""


def test_what_happens_outside_a_contract_is_told(tmp_path: Path) -> None:
    path = tmp_path / "contracts.yaml"
    records = (f"{LAW}end: 2027-06-30", "id: short\nend: 2027-03-31", "id: other\nservices: [respite]\nend: 2028-03-31")
    path.write_text(registry_text(*records, head=HEAD.replace("contracts:\n", EVENTS)), encoding="utf-8")
    where = ("--registry", str(path), "--today", TODAY)
    rows: list[dict[str, Any]] = run_cli("list", *where, "--format", "json").json["rows"]
    assert {row["id"]: [event["id"] for event in row["events"]] for row in rows} == {
        "home-care": ["merger"], "short": [], "other": [],
    }  # fmt: skip
    words = "The boards of the north merge, April 2027 (planned)"
    for command in (("due",), ("show", "home-care"), ("plan", "home-care")):
        assert words in " ".join(
            run_cli(*command, *where, *(["--format", "md"] if command[0] == "plan" else [])).out.split()
        )


def test_a_council_outside_the_direction_needs_no_consent() -> None:
    ceases = "    kind: council\n    ceases: 2027-04-01\n    aliases: [Testshire, Testshire CC]\n"
    head = HEAD.replace("    kind: council\n    aliases: [Testshire, Testshire CC]\n", ceases)
    exempt = head.replace(ceases, f"{ceases}    consent_needed: false\n")
    end = "end: 2028-03-31\n"
    rows = [
        (head, end, "the successor's consent may be needed"),
        (
            head,
            "let: false\nplans: {tender: 2027-01}",
            "the successor's consent may be needed to enter into the contract",
        ),
        (exempt, end, "no section 24 direction applies to it"),
        (head, f"{end}value: {{amount: 90000, basis: whole contract}}", "no consent is needed for £100,000 or less"),
        (head, f"{end}value: {{amount: 90000, basis: a year}}", "the successor's consent may be needed"),
    ]
    for text, record, effect in rows:
        (reason,) = (r for r in outlook_of(record, head=text).reasons if r.kind == "authority-ceases")
        assert reason.text == f"Testshire County Council ceases to exist on 1 April 2027: {effect}"


def test_a_council_that_has_ceased_to_exist_needs_nobodys_consent() -> None:
    ceases = "    kind: council\n    ceases: 2026-11-28\n    aliases: [Testshire, Testshire CC]\n"
    head = HEAD.replace("    kind: council\n    aliases: [Testshire, Testshire CC]\n", ceases)
    named = head.replace("    ceases: 2026-11-28\n", "    ceases: 2026-11-28\n    successors: [otherham]\n")
    words = "Testshire County Council ceased to exist on 28 November 2026: "
    for text, heirs in ((head, "its successor is not recorded"), (named, "succeeded by Otherham Borough Council")):
        record = "end: 2028-03-31\nextensions: [{months: 12, state: permitted}]"
        (on_the_day,) = (r for r in outlook_of(record, head=text).reasons if r.kind == "authority-ceases")
        (before,) = (
            r for r in outlook_of(record, head=text, today=DAY - timedelta(1)).reasons if r.kind == "authority-ceases"
        )
        assert on_the_day.text == words + heirs
        assert before.text == f"{words.replace('ceased', 'ceases')}the successor's consent may be needed"


WHY = [
    (
        f"{OLD}\nbreaks: [{{on: 2027-01-31, notice: 1m}}]",
        "break-notice",
        "1 month of notice for a break on 31 January 2027",
    ),
    (f"{OLD}\nroute: direct-award-a", "tender-notice", "put to competition, assumed: the last award was made without"),
    (f"{OLD}\nplans: {{tender: 2027-01}}", "tender-notice", "the buyer's own date stands instead of this one"),
    (f"{OLD}\ncalloffs_until: 2029-03-31", "calloffs-until", "31 March 2029, as stated"),
    ("advertised: 2024-01-08\nstart: 2024-05-01\nend: 2027-04-30", "start-of-contract", "1 May 2024, as stated"),
]


@pytest.mark.parametrize(("text", "kind", "words"), WHY, ids=[row[1] for row in WHY])
def test_why_explains_it(text: str, kind: str, words: str, registry: Callable[..., str]) -> None:
    answer = run_cli("why", "home-care", kind, "--registry", registry(text), "--today", TODAY).out
    assert words in " ".join(answer.split())


def test_why_cites_the_planned_successor(registry: Callable[..., str]) -> None:
    path = registry(OLD, f"{NEXT}let: false\nplans: {{tender: 2027-01-31}}")
    answer = run_cli("why", "home-care", "stated-tender.next", "--registry", path, "--today", TODAY).out
    assert "31 January 2027, as stated" in " ".join(answer.split())


def test_an_abandoned_procurement_has_no_events_and_is_drawn_to_its_day() -> None:
    outlook = outlook_of(OLD, f"{NEXT}let: false\nadvertised: 2026-07-01\nend: 2031-03-31\n{ABANDONED}", name="next")
    assert contract_events(outlook) == ()
    assert [moment.text for moment in outlook.moments if moment.kind == "over"] == [
        "procurement abandoned 10 September 2026 (no award)"
    ]


def test_the_shipped_cases_of_bids_that_closed_long_ago() -> None:
    rows = {row["id"]: row for row in run_cli("due", "--today", TODAY, "--format", "json").json["rows"]}
    for name, end in (("durham-send-framework", "2027-04-30"), ("west-midlands-supported-accommodation", "2027-08-31")):
        assert "end" in rows[name]["due_because"]
        assert rows[name]["next_end"]["earliest"] == end
    framework = rows["redcar-community-opportunities"]
    assert "tender-notice" not in framework["due_because"]
    assert [(window["basis"], window["when"]["earliest"]) for window in framework["tender_windows"]] == [
        ("stated", "2027-01-31")
    ]


def test_after_an_end_that_was_decided_there_is_no_break_no_review_and_no_joining() -> None:
    facts = (
        "kind: dps\nstart: 2022-04-01\nopen_ended: true\nbreaks: [2026-05-01, 2027-05-18]\nreviews: [2027-06-01]\n"
        "joining: [{id: spring, rule: window, opens: 2027-05-18, closes: 2027-06-17}]"
    )
    kinds = ("break", "review", "joining-opens", "joining-closes")
    running = [(item.kind, item.when.text) for item in outlook_of(facts).moments if item.kind in kinds]
    assert len(running) == 5
    decided = f"{facts}\nended: {{on: 2026-12-31, how: notice given}}"
    assert [(item.kind, item.when.text) for item in outlook_of(decided).moments if item.kind in kinds] == [
        ("break", "1 May 2026")
    ]
