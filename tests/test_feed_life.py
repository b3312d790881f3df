"""Feeds through time: what keeps its bytes, what moves, what is cancelled, and what goes at last."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import Answer, registry_text, run_cli, shown_text
from tenderwatch.calendar.carry import Fate, carry_over
from tenderwatch.calendar.feed import FeedError, Stamped, read_feed, write_feed
from tenderwatch.calendar.ics import Body, write_head
from tenderwatch.calendar.ics import fold as fold_line

DAY = date(2026, 1, 10)
HOME, BREAKS = "id: home-care\nend: 2026-05-31", "id: short-breaks\nend: 2027-03-31\nextensions: [{months: 12}]"


class Feed:
    """A calendar file that is written again and again, as time and facts move."""

    def __init__(self, folder: Path) -> None:
        self.registry, self.file = folder / "contracts.yaml", folder / "care.ics"

    def publish(self, *records: str, today: str, anyhow: bool = False, **more: str) -> Answer:
        self.registry.write_text(registry_text(*records))
        options = [part for name, value in more.items() for part in (f"--{name}", value)]
        options += ["--allow-loss"] * anyhow
        typed = ("ical", "--registry", str(self.registry), "-o", str(self.file), "--today", today, *options)
        answer = run_cli(*typed)
        assert answer.code == 0, answer.err
        return answer

    @property
    def blocks(self) -> dict[str, bytes]:
        """The bytes of each event by UID, split at their own lines."""
        parts = self.file.read_bytes().split(b"BEGIN:VEVENT\r\n")[1:]
        return {part.split(b"UID:")[1].split(b"\r\n")[0].decode(): part for part in parts}

    def event(self, uid: str) -> Any:
        calendar = icalendar.Calendar.from_ical(self.file.read_bytes())
        assert not calendar.errors
        return next(event for event in calendar.events if str(event["uid"]) == f"{uid}@tenderwatch")

    def stamps(self, uid: str) -> tuple[str, int, str]:
        event = self.event(uid)
        assert event["dtstamp"].dt == event["last-modified"].dt
        return event["dtstamp"].dt.date().isoformat(), int(event["sequence"]), str(event["status"])


def counted(day: str, more: int = 0) -> int:
    """The SEQUENCE of an event that changes on a day, or `more` times beside that."""
    return (date.fromisoformat(day) - date(2020, 1, 1)).days + more


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    return Feed(tmp_path)


def test_published_twice_nothing_is_written(feed: Feed) -> None:
    feed.publish(HOME, BREAKS, today="2026-01-10")
    first, changed = feed.file.read_bytes(), feed.file.stat().st_mtime_ns
    answer = feed.publish(HOME, BREAKS, today="2026-01-24")
    assert (feed.file.read_bytes(), feed.file.stat().st_mtime_ns) == (first, changed)
    assert "unchanged" in answer.err


def test_a_date_that_moves_moves_its_event_and_no_other_contracts(feed: Feed) -> None:
    feed.publish(HOME, BREAKS, today="2026-01-10")
    before = feed.blocks
    assert feed.stamps("home-care.end") == ("2026-01-10", 0, "CONFIRMED")
    feed.publish(HOME.replace("05-31", "06-30"), BREAKS, today="2026-02-01")
    after = feed.blocks
    assert feed.stamps("home-care.end") == ("2026-02-01", counted("2026-02-01"), "CONFIRMED")
    assert feed.event("home-care.end")["dtstart"].dt == date(2026, 6, 30)
    untouched = {uid for uid in before if uid.startswith("short-breaks")}
    assert len(untouched) > 3
    assert all(before[uid] == after[uid] for uid in untouched)
    feed.publish(HOME.replace("05-31", "07-31"), BREAKS, today="2026-03-01")
    assert feed.stamps("home-care.end") == ("2026-03-01", counted("2026-03-01"), "CONFIRMED")


def test_one_fact_that_touches_one_event_changes_one_event(feed: Feed) -> None:
    plan = "id: planned\nplans: {tender: 2026-09, start: 2027-04-01}"
    feed.publish(plan, BREAKS, today="2026-01-10")
    before = feed.blocks
    feed.publish(plan.replace("2026-09", "2026-10"), BREAKS, today="2026-02-01")
    changed = {uid for uid, block in feed.blocks.items() if block != before[uid]}
    assert changed == {"planned.stated-tender@tenderwatch"}
    assert feed.stamps("planned.stated-tender") == ("2026-02-01", counted("2026-02-01"), "TENTATIVE")


def test_a_contract_removed_is_cancelled_and_gone_after_eight_weeks(feed: Feed) -> None:
    feed.publish(HOME, BREAKS, today="2026-01-10")
    mine = {uid for uid in feed.blocks if uid.startswith("home-care")}
    passed = {uid for uid in mine if feed.event(uid.removesuffix("@tenderwatch"))["dtend"].dt <= date(2026, 2, 2)}
    assert passed
    answer = feed.publish(BREAKS, today="2026-02-01")
    assert f"({len(mine - passed)} cancelled)" in answer.err, "what came to pass is history"
    long_begun = {uid for uid in passed if ".tender-window" in uid}
    assert mine - long_begun <= set(feed.blocks)
    assert feed.stamps("home-care.end") == ("2026-02-01", counted("2026-02-01"), "CANCELLED")
    assert str(feed.event("home-care.end")["summary"]) == "CANCELLED: Testshire home care: ends"
    said = str(feed.event("home-care.end")["description"]).split("\n")
    assert said[0] == "Cancelled on 1 February 2026: the contract is no longer in the registry."
    held = {uid: block for uid, block in feed.blocks.items() if b"STATUS:CANCELLED" in block}
    feed.publish(BREAKS, today="2026-03-28")
    assert {uid: block for uid, block in feed.blocks.items() if uid in held} == held, "still there on the 55th day"
    feed.publish(BREAKS, today="2026-03-29")
    assert not (mine - passed) & set(feed.blocks), "after eight weeks it is gone"


def test_a_contract_that_returns_is_no_longer_cancelled(feed: Feed) -> None:
    feed.publish(HOME, BREAKS, today="2026-01-10")
    feed.publish(BREAKS, today="2026-02-01")
    feed.publish(HOME, BREAKS, today="2026-02-08")
    assert feed.stamps("home-care.end") == ("2026-02-08", counted("2026-02-08"), "CONFIRMED")
    assert str(feed.event("home-care.end")["summary"]) == "Testshire home care: ends"


def test_what_has_passed_is_history_for_ninety_days(feed: Feed) -> None:
    tender = "id: planned\nadvertised: 2026-01-05\ntender_deadline: 2026-02-06"
    feed.publish(tender, BREAKS, today="2026-01-10")
    before = feed.blocks
    # Let meanwhile: a deadline that is behind us no longer comes from the registry.
    feed.publish("id: planned\nadvertised: 2026-01-05\nawarded: 2026-03-01\nend: 2030", BREAKS, today="2026-05-07")
    uid = "planned.tender-deadline@tenderwatch"
    assert feed.blocks[uid] == before[uid], "history, 90 days after"
    feed.publish("id: planned\nadvertised: 2026-01-05\nawarded: 2026-03-01\nend: 2030", BREAKS, today="2026-05-08")
    assert uid not in feed.blocks


def test_new_events_bear_the_day_and_the_first_ones_the_edition(feed: Feed) -> None:
    feed.publish(BREAKS, today="2026-01-20")
    assert feed.stamps("short-breaks.end") == ("2026-01-10", 0, "CONFIRMED")
    feed.publish(HOME, BREAKS, today="2026-02-01")
    assert feed.stamps("home-care.end") == ("2026-02-01", counted("2026-02-01"), "CONFIRMED")
    assert feed.stamps("short-breaks.end") == ("2026-01-10", 0, "CONFIRMED")


def test_a_day_before_the_last_one_never_turns_stamps_back(feed: Feed) -> None:
    feed.publish(HOME, today="2026-01-10")
    feed.publish(HOME.replace("05-31", "06-30"), today="2026-03-01")
    with pytest.raises(AssertionError, match="was written for 1 March 2026, after 1 February 2026"):
        feed.publish(HOME.replace("05-31", "07-31"), today="2026-02-01")
    feed.publish(HOME.replace("05-31", "07-31"), today="2026-02-01", anyhow=True)
    assert feed.stamps("home-care.end") == ("2026-03-01", counted("2026-03-01", 1), "CONFIRMED")


def test_another_feed_can_be_carried_on_from(feed: Feed, tmp_path: Path) -> None:
    feed.publish(HOME, BREAKS, today="2026-01-10")
    old = tmp_path / "old.ics"
    feed.file.rename(old)
    # As a version control system may have left it.
    old.write_bytes(old.read_bytes().replace(b"\r\n", b"\n"))
    feed.publish(HOME.replace("05-31", "06-30"), BREAKS, today="2026-02-01", previous=str(old))
    assert feed.stamps("home-care.end")[1] == counted("2026-02-01")
    assert feed.stamps("short-breaks.end") == ("2026-01-10", 0, "CONFIRMED")
    assert b"\r\n" in feed.file.read_bytes()
    assert not feed.file.read_bytes().replace(b"\r\n", b"").count(b"\n")


def test_a_title_that_looks_like_the_parts_of_a_calendar_is_carried_on(feed: Feed) -> None:
    titles = ("BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR", "BEGIN:VCALENDAR")
    records = [f'id: trick-{number}\ntitle: "{title}"\nend: 2026-05-31' for number, title in enumerate(titles)]
    feed.publish(*records, BREAKS, today="2026-01-10")
    first = feed.file.read_bytes()
    feed.publish(*records, BREAKS, today="2026-01-17")
    assert feed.file.read_bytes() == first
    feed.publish(records[0].replace("05-31", "06-30"), *records[1:], BREAKS, today="2026-02-01")
    assert feed.stamps("trick-0.end") == ("2026-02-01", counted("2026-02-01"), "CONFIRMED")
    feed.publish(BREAKS, today="2026-02-08")
    assert feed.stamps("trick-3.end") == ("2026-02-08", counted("2026-02-08"), "CANCELLED")
    assert feed.stamps("trick-0.end") == ("2026-02-08", counted("2026-02-08"), "CANCELLED")


SPOILT: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("cut short", lambda data: data[:-200], "it is cut short"),
    ("an event without its UID", lambda data: data.replace(b"UID:home-care.end", b"X:home-care.end"), "is damaged"),
    ("an event twice", lambda data: data.replace(b"short-breaks.end@", b"home-care.end@"), "is damaged"),
    ("an impossible day", lambda data: data.replace(b"20260531", b"20260231"), "is damaged"),
    ("a stamp that is none", lambda data: data.replace(b"SEQUENCE:0", b"SEQUENCE:-1"), "is damaged"),
    ("an alarm put in", lambda data: data.replace(b"STATUS:", b"BEGIN:VALARM\r\nEND:VALARM\r\nSTATUS:"), "is damaged"),
]


@pytest.mark.parametrize(("sentence", "spoil", "said"), SPOILT, ids=[row[0] for row in SPOILT])
def test_a_damaged_feed_is_never_written_over(
    feed: Feed, sentence: str, spoil: Callable[[bytes], bytes], said: str
) -> None:
    feed.publish(HOME, BREAKS, today="2026-01-10")
    spoilt = spoil(feed.file.read_bytes())
    assert spoilt != feed.file.read_bytes()
    feed.file.write_bytes(spoilt)
    answer = run_cli("ical", "--registry", str(feed.registry), "-o", str(feed.file), "--today", "2026-02-01")
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 2), sentence
    assert said in answer.err
    assert "--previous" in answer.err.splitlines()[1]
    assert feed.file.read_bytes() == spoilt


def test_a_file_that_is_no_feed_of_ours_is_no_previous_one(feed: Feed) -> None:
    feed.file.write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n")
    feed.publish(HOME, today="2026-01-20")
    assert feed.stamps("home-care.end") == ("2026-01-10", 0, "CONFIRMED")
    answer = run_cli("ical", "--registry", str(feed.registry), "--previous", str(feed.registry))
    assert (answer.code, "not a calendar that tenderwatch wrote" in answer.err) == (2, True)


# What a script types whose variable is empty | what is said.
EMPTY = [
    (("ical", "-o", ""), "--output is empty"),
    (("timeline", "-o", " "), "--output is empty"),
    (("digest", "--since", "2026-01-01", "-o", ""), "--output is empty"),
    (("ical", "--previous", ""), "--previous is empty"),
    (("ical", "--base-url", ""), "--base-url is empty"),
    (("publish", "", "--base-url", "https://example.org/"), "no folder is named"),
]


@pytest.mark.parametrize(("typed", "said"), EMPTY, ids=[" ".join(typed) for typed, _ in EMPTY])
def test_an_empty_word_is_not_taken_for_none(
    typed: tuple[str, ...], said: str, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.registry.write_text(registry_text(HOME))
    monkeypatch.chdir(feed.registry.parent)
    answer = run_cli(*typed, "--registry", str(feed.registry))
    assert (answer.code, answer.out, answer.err.splitlines()[0]) == (2, "", f"tenderwatch: {said}")
    assert len(answer.err.splitlines()) == 2
    assert [path.name for path in feed.registry.parent.iterdir()] == [feed.registry.name]


def test_a_calendar_too_large_for_some_says_so(feed: Feed) -> None:
    small = feed.publish(HOME, today="2026-01-10")
    assert len(small.err.splitlines()) == 1
    reviews = (f"id: many-{number}\nend: 2027-03-31\nextensions: [{{months: 12}}]" for number in range(120))
    answer = feed.publish(*reviews, today="2026-01-10")
    assert len(feed.blocks) > 1000
    assert "note: some calendars" in answer.err
    assert "--council" in answer.err


# --- any history ---


def body(uid: str, last: date, summary: str) -> Body:
    escaped = summary.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    after = last + timedelta(days=1)
    lines = (
        f"SUMMARY:{escaped}", f"DTSTART;VALUE=DATE:{last:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"UID:{uid}", "STATUS:TENTATIVE",
    )  # fmt: skip
    return Body(uid, last, last, b"".join(fold_line(line) for line in lines))


UIDS = tuple(f"{contract}.{kind}@tenderwatch" for contract in ("a", "b") for kind in ("end", "review", "tender-window"))
summaries = shown_text(max_size=90).map(lambda text: "x" + " ".join(text.split()))
states = st.dictionaries(
    st.sampled_from(UIDS), st.tuples(st.integers(-120, 400), st.sampled_from(("P", "Q", "BEGIN:VEVENT")) | summaries)
)
steps = st.lists(st.tuples(st.integers(0, 40), states, st.booleans()), min_size=1, max_size=8)


@given(steps)
@settings(max_examples=150, deadline=None)
def test_in_any_history_stamps_tell_the_truth(history: list[tuple[int, dict[str, tuple[int, str]], bool]]) -> None:
    """Whatever comes and goes: an event's bytes change if and only if its SEQUENCE rises, and none vanishes untold."""
    today = DAY
    published: bytes | None = None
    for days, state, by_clock in history:
        today += timedelta(days=days)
        bodies = [body(uid, DAY + timedelta(days=offset), words) for uid, (offset, words) in state.items()]
        previous = read_feed(published) if published is not None else None
        data = feed_of(bodies, previous, today, by_clock=by_clock)
        assert feed_of(bodies, read_feed(data), today, by_clock=by_clock) == data, "published twice, nothing changes"
        check_step(previous, read_feed(data), {item.uid: item for item in bodies}, today, by_clock=by_clock)
        published = data


def feed_of(bodies: list[Body], previous: dict[str, Stamped] | None, today: date, *, by_clock: bool) -> bytes:
    fate = Fate("clock") if by_clock else Fate("withdrawn", "it is not so any more")
    made = carry_over(bodies, previous, today=today, edition=DAY, fate=lambda _: fate)
    return write_feed(write_head("N", "A"), made.events)


def check_step(
    previous: dict[str, Stamped] | None,
    now: dict[str, Stamped],
    given: dict[str, Body],
    today: date,
    *,
    by_clock: bool,
) -> None:
    before = previous or {}
    # Of what has passed, nothing new is said.
    assert {uid for uid, item in given.items() if uid in before or previous is None or item.last >= today} <= set(now)
    for uid, item in now.items():
        old = before.get(uid)
        if old:
            assert (item.sequence > old.sequence) is (item.text != old.text)
            assert item.sequence >= old.sequence
            assert item.modified >= old.modified
        if uid in given:
            assert not item.cancelled
        elif old and not old.cancelled:
            assert item.cancelled is (old.body.last > today)
    for uid in set(before) - set(now):
        old = before[uid]
        shown = old.cancelled and today - old.modified >= timedelta(days=56)
        passed = not old.cancelled and old.body.last < today - timedelta(days=90)
        assert shown or passed or (by_clock and old.body.last > today)


@given(st.binary(max_size=300), st.integers(0, 4000), st.binary(min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_feed_or_refused(rubbish: bytes, place: int, change: bytes) -> None:
    sound = write_feed(
        write_head("N", "A"),
        carry_over([body(uid, DAY, "Words") for uid in UIDS], None, today=DAY, edition=DAY).events,
    )
    for data in (rubbish, sound[:place] + change + sound[place + len(change) :]):
        try:
            read_feed(data)
        except FeedError:
            continue


def test_an_alarm_changes_nothing_that_an_event_says(registry: Callable[..., str], tmp_path: Path) -> None:
    path, feed = registry(HOME), tmp_path / "feed.ics"
    typed = ("ical", "--registry", path, "-o", str(feed))
    run_cli(*typed, "--today", "2026-01-10")
    plain = read_feed(feed.read_bytes())
    run_cli(*typed, "--today", "2026-01-11", "--alarm", "2w")
    assert read_feed(feed.read_bytes()) == plain, "no stamp moves"
    calendar = icalendar.Calendar.from_ical(feed.read_bytes())
    alarms = [event.alarms.times for event in calendar.events]
    assert alarms
    for event, (alarm,) in zip(calendar.events, alarms, strict=True):
        assert f"{alarm.trigger:%Y-%m-%d %H}" == f"{event.start - timedelta(days=14):%Y-%m-%d} 09"
    with_alarm = feed.read_bytes()
    run_cli(*typed, "--today", "2026-01-12", "--alarm", "2w")
    assert feed.read_bytes() == with_alarm
    for wrong in ("3m", "0d", "400d", "soon"):
        answer = run_cli(*typed, "--alarm", wrong)
        assert (answer.code, "--alarm" in answer.err) == (2, True)


# --- a file, and what may not be written over it ---


def test_a_slip_or_a_lost_part_leaves_the_earlier_calendar_as_it_is(feed: Feed) -> None:
    records = [f"id: care-{number}\nend: 2027-03-31" for number in range(12)]
    feed.publish(*records, today="2026-01-10")
    before = feed.file.read_bytes()
    slip = registry_text(*records[:-1], records[-1].replace("03-31", "02-31"))
    typed = ("ical", "--registry", str(feed.registry), "-o", str(feed.file), "--today", "2026-01-11")
    for text, said in (
        (slip, "no calendar is written because published contracts have faults (care-11)"),
        (registry_text(*records[2:]), "2 of the 12 contracts in the earlier calendar are missing: care-0 and care-1"),
        (registry_text("id: other\nend: 2027-03-31"), "12 of the 12 contracts in the earlier calendar are missing"),
    ):
        feed.registry.write_text(text)
        answer = run_cli(*typed)
        assert (answer.code, said in answer.err) == (2, True), answer.err
        assert feed.file.read_bytes() == before
    feed.registry.write_text(slip)
    assert run_cli(*typed, "--allow-loss").code == 0
    assert feed.file.read_bytes() == before, "what cannot be read stays as it was"


def test_a_correction_that_shows_itself_later_does_not_move_what_has_passed(feed: Feed) -> None:
    """The end has passed, then moves ahead, and passes again: what hangs on the option is there a second time."""
    flexible = "id: long\nstart: 2023-04-01\nend: 2026-06-30\nextensions: [{id: more, months: 24, flexible: true}]"
    feed.publish(flexible, BREAKS, today="2026-06-29")
    feed.publish(flexible, BREAKS, today="2026-07-01")
    feed.publish(flexible.replace("06-30", "07-31"), BREAKS, today="2026-07-02")
    before = {uid: feed.event(uid.removesuffix("@tenderwatch"))["dtstart"].dt for uid in feed.blocks if "more" in uid}
    assert min(before.values()) < date(2026, 7, 2)
    feed.publish(flexible.replace("06-30", "07-31"), BREAKS, today="2026-08-01")
    for uid, day in before.items():
        if day < date(2026, 7, 2) and uid in feed.blocks:
            assert feed.event(uid.removesuffix("@tenderwatch"))["dtstart"].dt == day, uid


def folded_by_pieces(line: str) -> bytes:
    """The same by hand: characters and escapes one by one, as long as they fit."""
    lines, room = [""], 74
    for piece in re.findall(r"\\.|.", line, re.DOTALL):
        if len(piece.encode()) > room:
            lines.append("")
            room = 74
        lines[-1] += piece
        room -= len(piece.encode())
    return "\r\n ".join(lines).encode() + b"\r\n"


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\\\\\,;né€\U0001f3f3"), max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_line_is_cut_within_a_character_or_an_escape(text: str) -> None:
    folded = fold_line(text)
    assert folded == folded_by_pieces(text)
    for part in folded.removesuffix(b"\r\n").split(b"\r\n "):
        assert len(part) <= 74
        part.decode()
