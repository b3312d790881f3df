"""The calendar: what is an event, how uncertain dates are shown, and the bytes, line for line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import registry_of, run_cli, shown_text
from tenderwatch.calendar.carry import carry_over
from tenderwatch.calendar.events import contract_events
from tenderwatch.calendar.feed import write_feed
from tenderwatch.calendar.ics import write_event, write_head
from tenderwatch.labels.standing import EVENT_TITLE
from tenderwatch.outlook.kinds import EVENT_KINDS, is_for
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import full_agenda

TODAY = date(2026, 1, 10)


def calendar_of(*records: str, today: date = TODAY) -> bytes:
    """The calendar of these contracts."""
    registry = registry_of(*records)
    agenda = full_agenda(registry, today, Filters().resolve(registry))
    bodies = [write_event(event) for row in agenda.rows for event in contract_events(row.outlook)]
    carried = carry_over(bodies, None, today=today, edition=registry.edition)
    return write_feed(write_head("N", "A"), carried.events)


def events_of(data: bytes) -> dict[str, Any]:
    """The events that another reader finds, by UID."""
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors
    assert not [fault for event in calendar.events for fault in event.errors]
    return {str(event["uid"]): event for event in calendar.events}


# A record | kind of event | first day | last day | certain | how the summary begins | a sentence.
EVENTS = [
    ("end: 2026-05-31", "end", "2026-05-31", "2026-05-31", True, "Testshire home care: ends", "a stated day"),
    ("end: 2026-05", "end", "2026-05-01", "2026-05-31", False, "Testshire home care: ends May 2026", "a month"),
    (
        "end: winter 2027", "end", "2027-12-01", "2027-12-01", False, "Testshire home care: ends winter 2027/28",
        "a winter runs over the year's end",
    ),
    ("end: 2030", "end", "2030-01-01", "2030-01-01", False, "Testshire home care: ends 2030", "a year"),
    (
        "start: 2024-04-01\nterm: 36m", "end", "2027-03-31", "2027-03-31", False, "Testshire home care: ends (est.)",
        "a day worked out is not certain",
    ),
    (
        "end: 2026-05-31\nextensions: [{months: 12, times: 2}]", "longest-end", "2028-05-31", "2028-05-31", False,
        "Testshire home care: latest end (est.)", "the longest end",
    ),
    (
        "plans: {tender: spring 2026}", "stated-tender", "2026-03-01", "2026-03-01", False,
        "Testshire home care: tender planned spring 2026 (stated)", "a planned tender",
    ),
    (
        "advertised: 2026-01-05\ntender_deadline: 2026-02-06", "tender-deadline", "2026-02-06", "2026-02-06", True,
        "Testshire home care: tenders due", "a deadline as advertised",
    ),
    (
        "plans: {tender: 2026-02, tender_deadline: 2026-03-06}", "tender-deadline", "2026-03-06", "2026-03-06", False,
        "Testshire home care: tenders due (stated)", "a deadline only planned",
    ),
    (
        "end: 2025-12-31\nextensions: [{months: 12}]",
        "end", "2025-12-31", "2025-12-31", False, "Testshire home care: ends (stated)",
        "an end that has passed without a word is no longer certain",
    ),
    (
        "end: 2025-12-31\nextensions: [{months: 12}]",
        "next-end", "2026-12-31", "2026-12-31", False, "Testshire home care: ends, if extended (est.)",
        "the next end, once the current one has passed",
    ),
    (
        "end: 2026-05-31\nextensions: [{months: 12, state: exercised}]",
        "end", "2027-05-31", "2027-05-31", False, "Testshire home care: ends (est.)",
        "an end worked out from an option that was used",
    ),
    (
        "end: 2026-05-31\nextensions: [{until: 2027-03-31, state: exercised}]",
        "end", "2027-03-31", "2027-03-31", True, "Testshire home care: ends",
        "an end that an option states, once it has been used",
    ),
    (
        "end: 2025-12-15\nended: {on: 2025-12-15, how: expired}",
        "end", "2025-12-15", "2025-12-15", True, "Testshire home care: ended",
        "what has ended stays for a while as history",
    ),
    (
        "end: 2027-03-31", "new-start", "2027-04-01", "2027-04-01", False, "Testshire home care: new start (est.)",
        "the day after the end",
    ),
    (
        "end: 2027-03\nextensions: [{months: 12}]", "new-start", "2027-03-02", "2027-04-01", False,
        "Testshire home care: new start Mar-Apr 2027 (est.)",
        "a start that follows an uncertain end, if not extended",
    ),
    (
        "awarded: 2025-12-01\nstart: 2026-04-01\nend: 2029-03-31", "new-start", "2026-04-01", "2026-04-01", True,
        "Testshire home care: new start", "the start of what was let",
    ),
    (
        "plans: {tender: 2026-09, start: 2027-04-01}", "new-start", "2027-04-01", "2027-04-01", False,
        "Testshire home care: new start (stated)", "a start that is only planned",
    ),
    (
        "end: 2030\njoining: [{id: spring, rule: window, opens: 2026-03-01, closes: 2026-04}]",
        "joining-opens.spring", "2026-03-01", "2026-03-01", True, "Testshire home care: joining opens",
        "a window opens",
    ),
    (
        "end: 2030\njoining: [{id: spring, rule: window, opens: 2026-03-01, closes: 2026-04}]",
        "joining-closes.spring", "2026-04-01", "2026-04-30", False, "Testshire home care: joining closes Apr 2026",
        "a window closes, known to the month",
    ),
    (
        "end: 2030\nreviews: [2025-06-30, 2026-06-30, 2027-06-30]", "review", "2026-06-30", "2026-06-30", True,
        "Testshire home care: review", "the next review",
    ),
    (
        "end: 2030\nbreaks: [2027-03-31]", "break", "2027-03-31", "2027-03-31", True,
        "Testshire home care: break possible", "a break",
    ),
    (
        "kind: dps\nregime: pcr2015-light-touch\nend: 2027-03-31\nextensions: [{months: 60}]",
        "longest-end", "2029-02-23", "2029-02-23", False, "Testshire home care: latest end (stated)",
        "a purchasing system of the old law ends with it",
    ),
    (
        "kind: dps\nregime: pcr2015-light-touch", "end", "2029-02-23", "2029-02-23", True,
        "Testshire home care: ends", "also where nobody states an end",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "first", "last", "certain", "summary", "sentence"), EVENTS, ids=[row[-1] for row in EVENTS]
)
def test_events(text: str, kind: str, first: str, last: str, certain: bool, summary: str, sentence: str) -> None:
    event = events_of(calendar_of(text))[f"home-care.{kind}@tenderwatch"]
    assert event["dtstart"].dt == date.fromisoformat(first), sentence
    assert event["dtend"].dt == date.fromisoformat(last) + timedelta(days=1), "the end of an event is exclusive"
    assert event["dtstart"].params["value"] == event["dtend"].params["value"] == "DATE"
    assert str(event["status"]) == ("CONFIRMED" if certain else "TENTATIVE")
    assert str(event["summary"]) == summary
    described = str(event["description"])
    if first != last:
        assert "shown over the whole of that time, not as a day." in described
    elif re.search(r"(spring|winter) 20|ends 20", summary):
        assert "shown on the first day of that time." in described
    elif not certain:
        assert "\nThis day is not certain" in described
    assert "Register of contracts: row 1" in described


def test_every_event_says_what_subscribers_need() -> None:
    text = "portal: nepo\nportal_checked: 2026-01-05\npartners: [otherham]\nproviders: [Mind]\nend: 2026-05-31"
    made = events_of(calendar_of(text))["home-care.end@tenderwatch"]
    stamp = datetime(2026, 1, 10, tzinfo=UTC)
    assert (made["dtstamp"].dt, made["last-modified"].dt, int(made["sequence"])) == (stamp, stamp, 0)
    assert (str(made["transp"]), str(made["class"])) == ("TRANSPARENT", "PUBLIC")
    assert str(made["url"]) == "https://procontract.due-north.com"
    assert [str(cat) for cat in made["categories"].cats] == ["end", "home care"]
    assert str(made["description"]).splitlines() == [
        "Check what follows: a new contract, an extension, or nothing.",
        "https://procontract.due-north.com",
        "When: 31 May 2026",
        "Why: initial term, as stated",
        "Contract: Home care",
        "Council: Testshire County Council, with Otherham Borough Council",
        "Status: running, ends 31 May 2026",
        "Held by: Mind",
        "Portal: NEPO Portal (checked 5 January 2026)",
        "Newest evidence: December 2025",
        "- Register of contracts: row 1",
    ]


# A kind | for a provider | for a commissioner, as the issue of these calendars lists them.
AUDIENCES = {
    "end": (True, True), "next-end": (True, True), "longest-end": (True, True),
    "authority-ceases": (True, True),
    "tender-window": (True, False), "stated-tender": (True, False), "tender-deadline": (True, False),
    "joining-opens": (True, False), "joining-closes": (True, False), "new-start": (True, False),
    "extension-notice": (False, True), "extension-decision": (False, True), "extension-forward-plan": (False, True),
    "forward-plan-approval": (False, True), "tender-notice": (False, True), "forward-plan-award": (False, True),
    "award-decision": (False, True), "review": (False, True), "break": (False, True),
    "review-notice": (False, True), "break-notice": (False, True),
}  # fmt: skip


def test_every_kind_has_its_readers() -> None:
    assert {kind: (is_for(kind, "provider"), is_for(kind, "commissioner")) for kind in EVENT_KINDS} == AUDIENCES


FULL = (
    "id: full\nportal: nepo\nend: 2027-03-31\nnotice: 3m\nextensions: [{id: first, months: 12}]\n"
    "reviews: [2026-09-30]\nbreaks: [2026-10-31]\n"
    "joining: [{id: w, rule: window, opens: 2026-02-01, closes: 2026-03-01}]",
    "id: planned\nplans: {tender: 2026-03, tender_deadline: 2026-05-01, start: 2026-10-01}",
    "id: late\nend: 2025-12-31\nextensions: [{months: 12}]",
)


def kinds_of(data: bytes) -> set[str]:
    return {uid.split("@")[0].split(".", 1)[1] for uid in events_of(data)}


def test_each_audience_gets_its_own_and_all_get_everything(registry: Callable[..., str]) -> None:
    path = registry(*FULL)
    found = {
        who: kinds_of(run_cli("ical", "--registry", path, "--for", who, "--today", "2026-01-10").raw)
        for who in ("all", "provider", "commissioner")
    }
    assert found["all"] == found["provider"] | found["commissioner"]
    for number, who in enumerate(("provider", "commissioner")):
        wanted = {kind for kind in found["all"] if AUDIENCES[kind.split(".")[0]][number]}
        assert found[who] == wanted
    assert "tender-window.longest" in found["provider"]
    assert {"extension-notice.first", "extension-decision.first", "extension-forward-plan.first"} <= found[
        "commissioner"
    ]


def test_facts_only_leaves_out_what_is_worked_out(registry: Callable[..., str]) -> None:
    path = registry(*FULL)
    facts = events_of(run_cli("ical", "--registry", path, "--facts-only", "--today", "2026-01-10").raw)
    assert set(facts) == {
        f"{name}@tenderwatch"
        for name in (
            "full.end", "full.review", "full.break", "full.joining-opens.w", "full.joining-closes.w",
            "planned.stated-tender", "planned.tender-deadline", "planned.new-start", "late.end",
        )
    }  # fmt: skip
    assert not [fact for fact in facts.values() if "worked out" in str(fact["description"])]


def test_the_lead_dates_are_those_of_plan(registry: Callable[..., str]) -> None:
    path = registry(*FULL)
    day = ("--registry", path, "--today", "2026-01-10")
    plan = run_cli("plan", "full", "--format", "json", *day).json["rows"][0]
    events = events_of(run_cli("ical", *day).raw)
    stages = {stage["kind"]: stage["by"] for stage in plan["stages"]}
    for kind in ("forward-plan-approval", "tender-notice", "forward-plan-award", "award-decision"):
        event = events[f"full.{kind}@tenderwatch"]
        assert event["dtstart"].dt.isoformat() == stages[kind]["earliest"]
        assert EVENT_TITLE[kind] in str(event["summary"])
        assert "(if not extended)" in str(event["description"])
    for key, name in (
        ("serve_by", "extension-notice"),
        ("key_decision_by", "extension-decision"),
        ("forward_plan_by", "extension-forward-plan"),
    ):
        event = events[f"full.{name}.first@tenderwatch"]
        assert event["dtstart"].dt.isoformat() == plan["extension"][key]["earliest"]
    row = next(item for item in run_cli("list", "--format", "json", *day).json["rows"] if item["id"] == "full")
    windows = {item["scenario"]: item["when"] for item in row["tender_windows"]}
    for scenario, uid in (("not-extended", "full.tender-window"), ("longest", "full.tender-window.longest")):
        event = events[f"{uid}@tenderwatch"]
        assert event["dtstart"].dt.isoformat() == windows[scenario]["earliest"]
        assert event["dtend"].dt == event["dtstart"].dt + timedelta(days=1), "a long span stands on its first day"
        assert "\nWhen: likely between " in str(event["description"])
    bands = events_of(run_cli("ical", "--bands", *day).raw)
    assert set(bands) == set(events)
    for scenario, uid in (("not-extended", "full.tender-window"), ("longest", "full.tender-window.longest")):
        assert (bands[f"{uid}@tenderwatch"]["dtend"].dt - timedelta(1)).isoformat() == windows[scenario]["latest"]


def test_once_the_power_to_extend_is_used_only_the_notice_is_left() -> None:
    found = kinds_of(calendar_of("end: 2027-03-31\nextensions: [{id: one, months: 12, state: authorised}]"))
    assert "extension-notice.one" in found
    assert not {"extension-decision.one", "extension-forward-plan.one"} & found


def test_what_is_over_leaves_its_end_alone_and_dates_not_known_make_no_event() -> None:
    data = calendar_of(
        "id: old\nend: 2025-12-31\nended: {on: 2025-12-31, how: expired}\nreviews: [2026-05-01]",
        "id: older\nend: 2025-09-30\nended: {on: 2025-09-30, how: expired}",
        "id: silent",
        "id: before\nend: 2025-12-31",
        "id: after\nreplaces: [before]\nstart: 2026-01-01\nend: 2030-01-01",
    )
    over = {uid for uid in events_of(data) if not uid.startswith("after")}
    assert over == {"old.end@tenderwatch", "before.end@tenderwatch"}, "older than 90 days is gone"


def test_nothing_in_an_event_changes_with_the_day_alone(registry: Callable[..., str]) -> None:
    path = registry(*FULL)
    first, later = (
        events_of(run_cli("ical", "--registry", path, "--today", day).raw) for day in ("2026-01-10", "2026-01-31")
    )
    assert first == later


def test_a_base_address_links_every_event_to_its_page(registry: Callable[..., str]) -> None:
    path = registry(*FULL)
    answer = run_cli("ical", "--registry", path, "--base-url", "https://example.org/care", "--today", "2026-01-10")
    for uid, event in events_of(answer.raw).items():
        link = f"https://example.org/care/contracts/{uid.split('.')[0]}.html"
        assert (str(event["url"]), str(event["description"]).splitlines()[1]) == (link, link)


@pytest.mark.parametrize(
    "url",
    ["example.org", "ftp://example.org", "https://", "https://a b", "javascript:alert(1)", "https://x/?q=1", "https://u:p@x/",
     "https://x/\"><script>", "https://[::1", "https://x:abc/"],
)  # fmt: skip
def test_a_base_address_must_be_one(registry: Callable[..., str], url: str) -> None:
    answer = run_cli("ical", "--registry", registry("end: 2030"), "--base-url", url)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 2)


def check_bytes(data: bytes) -> None:
    """Line for line: CRLF alone, at most 75 octets, no control character, text whole in UTF-8."""
    data.decode("utf-8")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", data)
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode("utf-8")  # no character is cut by a fold


def test_the_shipped_calendar_line_for_line() -> None:
    data = run_cli("ical", "--today", "2024-05-01").raw
    check_bytes(data)
    assert len(data) < 900_000, "calendars on the web take no more"
    head = data.split(b"BEGIN:VEVENT")[0].replace(b"\r\n ", b"").decode().splitlines()
    assert head[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tenderwatch//feed 1//EN", "CALSCALE:GREGORIAN"]
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in head
    assert not [line for line in head if line.startswith(("METHOD", "UID", "DTSTAMP"))]
    uids = list(events_of(data))
    assert len(uids) == data.count(b"BEGIN:VEVENT") > 20
    assert uids == sorted(uids)
    for uid in uids:
        assert re.fullmatch(rf"[a-z0-9-]{{1,40}}\.({'|'.join(EVENT_KINDS)})(\.[a-z0-9-]{{1,40}})?@tenderwatch", uid)


def test_every_known_end_of_the_shipped_registry_is_in_the_calendar() -> None:
    rows = run_cli("list", "--format", "json", "--today", "2024-05-01").json["rows"]
    events = events_of(run_cli("ical", "--today", "2024-05-01").raw)
    with_end = {
        row["id"]: row["end"]
        for row in rows
        if row["end"] and row["status"] not in ("ended", "replaced", "planned", "tendering")
        if row["end"]["latest"] >= "2024-02-01"
    }
    assert len(with_end) > 5
    for name, end in with_end.items():
        event = events[f"{name}.end@tenderwatch"]
        assert event["dtstart"].dt.isoformat() == end["earliest"]
        first, last = date.fromisoformat(end["earliest"]), date.fromisoformat(end["latest"])
        assert event["dtend"].dt - timedelta(days=1) == (last if (last - first).days < 31 else first)


def test_a_longest_id_makes_a_uid_that_fits() -> None:
    uid = "a" * 40
    data = calendar_of(f"id: {uid}\nadvertised: 2026-01-05\ntender_deadline: 2026-02-06\nend: 2030")
    assert max(len(item) for item in events_of(data)) <= 75


def test_a_date_that_moves_keeps_its_identity() -> None:
    before, after = (events_of(calendar_of(f"end: {end}")) for end in ("2026-05", "2026-07-31"))
    assert "home-care.end@tenderwatch" in set(before) & set(after)


def test_the_same_registry_and_day_give_the_same_bytes(registry: Callable[..., str]) -> None:
    records = [
        "id: a\nend: 2026-05-31",
        "id: b\nend: 2026-06\nextensions: [{months: 6}]",
        "id: c\nplans: {tender: 2027}",
    ]
    paths = [registry(*order, name=f"{number}.yaml") for number, order in enumerate((records, records, records[::-1]))]
    answers = {run_cli("ical", "--registry", path, "--today", "2026-01-10").raw for path in paths}
    assert len(answers) == 1


def test_filters_choose_events() -> None:
    chosen = events_of(run_cli("ical", "--council", "Durham", "--today", "2024-05-01").raw)
    rows = run_cli("list", "--council", "Durham", "--format", "json", "--today", "2024-05-01").json["rows"]
    assert {uid.split(".")[0] for uid in chosen} <= {row["id"] for row in rows}
    assert len(chosen) >= 9
    answer = run_cli("ical", "--council", "Durham", "--today", "2024-05-01", "--for", "buyers")
    assert (answer.code, answer.out) == (2, "")


@given(
    shown_text(max_size=120).map(lambda text: " ".join(text.split())).filter(bool),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)
@settings(max_examples=60)
def test_any_title_and_day_are_read_back_equal(title: str, end: date) -> None:
    quoted = json.dumps(title, ensure_ascii=False)
    data = calendar_of(f"title: {quoted}\nproviders: [{quoted}]\nend: {end}", today=date(1990, 1, 1))
    check_bytes(data)
    event = events_of(data)["home-care.end@tenderwatch"]
    assert f"\nContract: {title}\n" in str(event["description"])
    assert f"\nHeld by: {title}\n" in str(event["description"])
    assert (event["dtstart"].dt, event["dtend"].dt) == (end, end + timedelta(days=1))


@given(
    shown_text(max_size=90).map(lambda text: " ".join(text.split())).filter(bool),
    st.from_regex(r"[a-z]{2,12}( [a-z]{2,12}){0,3}", fullmatch=True),
    st.sampled_from(("end: 2027-03-31", "end: 2027", "end: 2027-03\nextensions: [{months: 12, times: 3}]")),
)
@settings(max_examples=60)
def test_a_title_fits_a_month_cell_and_a_text_a_telephone(title: str, service: str, ends: str) -> None:
    quoted = [json.dumps(text, ensure_ascii=False) for text in (title, service)]
    for event in events_of(calendar_of(f"title: {quoted[0]}\nservices: [{quoted[1]}]\n{ends}")).values():
        assert len(str(event["summary"])) <= 60
        assert str(event["summary"]).startswith("Testshire")
        assert len(str(event["description"]).encode()) <= 900
        assert (event["dtend"].dt - event["dtstart"].dt).days <= 31
        if str(event["status"]) == "TENTATIVE" and "Known only as" not in str(event["description"]):
            assert str(event["summary"]).endswith(")"), "how sure it is"


def test_the_shipped_calendar_can_be_read_aloud() -> None:
    events = events_of(run_cli("ical", "--today", "2026-11-28").raw)
    titles = [str(event["summary"]) for event in events.values()]
    assert not [title for title in titles if len(title) > 60]
    assert len({title[:24] for title in titles}) > 250, "a month cell shows what is what"
    assert not [uid for uid, event in events.items() if (event["dtend"].dt - event["dtstart"].dt).days > 31]
    home_care = events["hartlepool-home-care.tender-window@tenderwatch"]
    assert re.fullmatch(r"Hartlepool home care: tender likely \w{3}-\w{3} 2027 \(est\.\)", str(home_care["summary"]))
    text = str(home_care["description"])
    assert text.startswith("Look out for the tender notice.\nhttps://")
    assert "When: likely between" in text
    assert "nown only as between" not in text
