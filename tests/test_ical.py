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

from support import registry_text, run_cli, shown_text
from tenderwatch.agenda import full_agenda
from tenderwatch.calendar.events import agenda_events
from tenderwatch.calendar.ics import render
from tenderwatch.filters import Filters
from tenderwatch.reading.parse import parse_files

TODAY = date(2026, 1, 10)


def calendar_of(*records: str, today: date = TODAY) -> bytes:
    """The calendar of these contracts."""
    registry, problems, _ = parse_files([("f", registry_text(*records).encode())], "f")
    assert problems == ()
    events = agenda_events(full_agenda(registry, today, Filters().resolve(registry)))
    return render(events, name="N", about="A", edition=registry.edition)


def events_of(data: bytes) -> dict[str, Any]:
    """The events that another reader finds, by UID."""
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors
    assert not [fault for event in calendar.events for fault in event.errors]
    return {str(event["uid"]): event for event in calendar.events}


# A record | kind of event | first day | last day | certain | how the summary begins | a sentence.
EVENTS = [
    ("end: 2026-05-31", "end", "2026-05-31", "2026-05-31", True, "Ends: Home care", "a stated day"),
    ("end: 2026-05", "end", "2026-05-01", "2026-05-31", False, "Est.: Ends May 2026: Home care", "a month"),
    (
        "end: winter 2027", "end", "2027-12-01", "2028-02-29", False, "Est.: Ends winter 2027/28: Home care",
        "a winter runs over the year's end",
    ),
    ("end: 2030", "end", "2030-01-01", "2030-12-31", False, "Est.: Ends 2030: Home care", "a year"),
    (
        "start: 2024-04-01\nterm: 36m", "end", "2027-03-31", "2027-03-31", False, "Est.: Ends: Home care",
        "a day worked out is not certain",
    ),
    (
        "end: 2026-05-31\nextensions: [{months: 12, times: 2}]", "longest-end", "2028-05-31", "2028-05-31", False,
        "Est.: Latest possible end: Home care", "the longest end",
    ),
    (
        "plans: {tender: spring 2026}", "stated-tender", "2026-03-01", "2026-05-31", False,
        "Est.: Tender planned spring 2026: Home care", "a planned tender",
    ),
    (
        "advertised: 2026-01-05\ntender_deadline: 2026-02-06", "tender-deadline", "2026-02-06", "2026-02-06", True,
        "Tenders due: Home care", "a deadline as advertised",
    ),
    (
        "plans: {tender: 2026-02, tender_deadline: 2026-03-06}", "tender-deadline", "2026-03-06", "2026-03-06", False,
        "Est.: Tenders due: Home care", "a deadline only planned",
    ),
    (
        "end: 2025-12-31\nextensions: [{months: 12}]",
        "end", "2025-12-31", "2025-12-31", False, "Est.: Ends: Home care",
        "an end that has passed without a word is no longer certain",
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
    elif not certain:
        assert "This day is not certain." in described
    assert "Register of contracts: row 1" in described


def test_every_event_says_what_subscribers_need() -> None:
    event = events_of(calendar_of("portal: nepo\npartners: [otherham]\nproviders: [Mind]\nend: 2026-05-31"))
    made = event["home-care.end@tenderwatch"]
    stamp = datetime(2026, 1, 10, tzinfo=UTC)
    assert (made["dtstamp"].dt, made["last-modified"].dt, int(made["sequence"])) == (stamp, stamp, 0)
    assert (str(made["transp"]), str(made["class"])) == ("TRANSPARENT", "PUBLIC")
    assert str(made["url"]) == "https://procontract.due-north.com"
    assert [str(one) for one in made["categories"].cats] == ["end", "home care"]
    assert str(made["description"]).splitlines() == [
        "Ends: 31 May 2026 (initial term, as stated)",
        "Council: Testshire County Council, with Otherham Borough Council",
        "Status: running, ends 31 May 2026",
        "Held by: Mind",
        "Portal: NEPO Portal",
        "https://procontract.due-north.com",
        "Evidence to December 2025:",
        "- Register of contracts: row 1",
    ]


def test_a_contract_that_is_over_and_dates_not_known_make_no_event() -> None:
    data = calendar_of(
        "id: old\nend: 2025-12-31\nended: {on: 2025-12-31, how: expired}",
        "id: silent",
        "id: before\nend: 2025-12-31",
        "id: after\nreplaces: [before]\nstart: 2026-01-01\nend: 2030-01-01",
    )
    assert list(events_of(data)) == ["after.end@tenderwatch"]


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
        assert re.fullmatch(r"[a-z0-9-]{1,40}\.(end|longest-end|stated-tender|tender-deadline)@tenderwatch", uid)
        assert len(uid.encode("ascii")) <= 75


def test_every_known_end_of_the_shipped_registry_is_in_the_calendar() -> None:
    rows = run_cli("list", "--format", "json", "--today", "2024-05-01").json["rows"]
    events = events_of(run_cli("ical", "--today", "2024-05-01").raw)
    with_end = {row["id"]: row["end"] for row in rows if row["end"] and row["status"] not in ("ended", "replaced")}
    assert len(with_end) > 5
    for name, end in with_end.items():
        event = events[f"{name}.end@tenderwatch"]
        assert event["dtstart"].dt.isoformat() == end["earliest"]
        assert (event["dtend"].dt - timedelta(days=1)).isoformat() == end["latest"]


def test_a_longest_id_makes_a_uid_that_fits() -> None:
    uid = "a" * 40
    data = calendar_of(f"id: {uid}\nadvertised: 2026-01-05\ntender_deadline: 2026-02-06\nend: 2030")
    assert max(len(one) for one in events_of(data)) <= 75


def test_a_date_that_moves_keeps_its_identity() -> None:
    before, after = (events_of(calendar_of(f"end: {end}")) for end in ("2026-05", "2026-07-31"))
    assert list(before) == list(after) == ["home-care.end@tenderwatch"]


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
    assert str(event["summary"]) == f"Ends: {title}"
    assert f"\nHeld by: {title}\n" in str(event["description"])
    assert (event["dtstart"].dt, event["dtend"].dt) == (end, end + timedelta(days=1))
