"""The linter itself: silent on a sound feed, and able to see every fault that it is there for."""

from __future__ import annotations

import re
from datetime import date

import pytest

from .byte_linter import Seen, lint, read

SOUND = (
    """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//feed//EN
CALSCALE:GREGORIAN
NAME:Care\\, with a comma
REFRESH-INTERVAL;VALUE=DURATION:PT12H
BEGIN:VEVENT
UID:one.end@test
DTSTAMP:20240501T000000Z
DTSTART;VALUE=DATE:20240930
DTEND;VALUE=DATE:20241001
SUMMARY:Ends: one\\; with signs\\, a \\\\ and “quotes” that are three bytes
  each\\, folded
DESCRIPTION:First\\nsecond
STATUS:CONFIRMED
CATEGORIES:end,home care
URL:https://example.org/one
END:VEVENT
BEGIN:VEVENT
UID:two.end@test
DTSTAMP:20240501T000000Z
DTSTART;VALUE=DATE:20240901
DTEND;VALUE=DATE:20241001
SUMMARY:Ends September 2024: two
DESCRIPTION:-
STATUS:TENTATIVE
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
).encode()

FAULTS = [
    ("an empty file", b".*", b"", "empty"),
    ("a byte-order mark", b"^", b"\xef\xbb\xbf", "mark"),
    ("line feeds alone", b"\r\n", b"\n", "line-end"),
    ("one line feed alone", b"2.0\r\n", b"2.0\n", "line-end"),
    ("a carriage return in the text", b"First", b"Fi\rrst", "line-end"),
    ("no line end at the end", b"\r\n$", b"", "line-end"),
    ("a line cut within an escape", b"NAME:.*?\r\n", b"NAME:a\\\r\n \\b\r\n", "fold-in-escape"),
    ("a line of 76 octets", b"NAME:.*?\r\n", b"NAME:" + b"x" * 71 + b"\r\n", "long-line"),
    ("a line of 40 characters and 80 octets", b"NAME:.*?\r\n", "NAME:{}\r\n".format("é" * 38).encode(), "long-line"),
    ("a fold inside a character", "“".encode(), b"\xe2\r\n \x80\x9c", "not-utf-8"),
    ("Latin-1", "“".encode(), b"\xe9", "not-utf-8"),
    ("a blank line", b"END:VEVENT\r\n", b"END:VEVENT\r\n\r\n", "blank-line"),
    ("a bell in the text", b"First", b"\x07", "control-character"),
    ("an escape code for the terminal", b"First", b"\x1b[31m", "control-character"),
    ("a raw newline in the text", rb"First\\n", b"First\r\n", "not-a-property"),
    ("a comma with no backslash", rb"one\\;", b"one,", "escape"),
    ("a semicolon with no backslash", rb"one\\;", b"one;", "escape"),
    ("a backslash before a colon", rb"Ends: one", rb"Ends\\: one", "escape"),
    ("a backslash at the end", b"second", rb"second\\", "escape"),
    ("a semicolon in a list", b"end,home care", b"end;home care", "escape"),
    ("a comma in the calendar's name", rb"Care\\,", b"Care,", "escape"),
    ("no version", b"VERSION:2.0\r\n", b"", "missing"),
    ("another version", b"VERSION:2.0", b"VERSION:1.0", "version"),
    ("no program named", b"PRODID:.*?\r\n", b"", "missing"),
    ("a method", b"(VERSION:2.0\r\n)", rb"\1METHOD:PUBLISH\r\n", "forbidden"),
    ("a UID on the calendar", b"(VERSION:2.0\r\n)", rb"\1UID:calendar@test\r\n", "forbidden"),
    ("a refresh interval with no type", b"REFRESH-INTERVAL;VALUE=DURATION", b"REFRESH-INTERVAL", "value-type"),
    ("an event with no UID", b"UID:one.*?\r\n", b"", "missing"),
    ("an empty UID", b"UID:one.*?\r\n", b"UID:\r\n", "missing"),
    ("one UID twice", b"UID:two", b"UID:one", "uid-twice"),
    ("a UID of more than 255 octets", b"UID:one", b"UID:" + b"\r\n ".join([b"x" * 64] * 4), "uid"),
    ("a UID with a space", b"UID:one", b"UID:one ", "uid"),
    ("no stamp", b"DTSTAMP:.*?\r\n", b"", "missing"),
    ("a stamp in local time", b"000000Z", b"000000", "stamp"),
    ("a stamp at 25 hours", b"T000000Z", b"T250000Z", "stamp"),
    ("no start", b"DTSTART.*?\r\n", b"", "missing"),
    ("no end", b"DTEND.*?\r\n", b"", "missing"),
    ("an end on the day of the start", b"DATE:20241001", b"DATE:20240930", "end-not-after-start"),
    ("an end before the start", b"DATE:20241001", b"DATE:20240101", "end-not-after-start"),
    ("a day that is not in the calendar", b"DATE:20241001", b"DATE:20240931", "bad-date"),
    ("a date of a time", b"DATE:20241001", b"DATE:20241001T000000Z", "bad-date"),
    ("a date with no type", b"DTEND;VALUE=DATE", b"DTEND", "date-type"),
    ("no summary", b"SUMMARY:Ends September.*?\r\n", b"", "missing"),
    ("two summaries", b"(SUMMARY:Ends September.*?\r\n)", rb"\1\1", "twice"),
    ("a status of its own", b"STATUS:TENTATIVE", b"STATUS:MAYBE", "status"),
    ("no status", b"STATUS:TENTATIVE\r\n", b"", "missing"),
    ("an address that is none", b"https://", b"www.", "url"),
    ("a link that libical cannot read", b"URL:", b"LINK:", "forbidden"),
    ("a task", b"VEVENT", b"VTODO", "component"),
    ("an alarm", b"(END:VEVENT)", rb"BEGIN:VALARM\r\nEND:VALARM\r\n\1", "component"),
    ("no events", b"BEGIN:VEVENT.*END:VEVENT\r\n", b"", "no-events"),
    ("a feed cut short", b"END:VEVENT\r\nEND:VCALENDAR\r\n$", b"", "nesting"),
    ("an end that closes nothing", b"END:VCALENDAR", b"END:VEVENT\r\nEND:VCALENDAR", "nesting"),
    ("two calendars", b"^(.*)$", rb"\1\1", "calendar"),
    ("something after the calendar", b"$", b"X-MORE:yes\r\n", "nesting"),
]


def rules(found: list[str]) -> set[str]:
    return {line.split(": ")[1] for line in found}


def test_a_sound_feed_has_no_faults() -> None:
    assert lint(SOUND) == []


@pytest.mark.parametrize(
    ("pattern", "replacement", "rule"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_fault_is_seen(pattern: bytes, replacement: bytes, rule: str) -> None:
    faulty = re.sub(pattern, replacement, SOUND, count=0 if pattern == b"\r\n" else 1, flags=re.DOTALL)
    assert faulty != SOUND
    assert rule in rules(lint(faulty))


def test_every_fault_has_its_line() -> None:
    faulty = SOUND.replace(b"STATUS:TENTATIVE", b"STATUS:MAYBE")
    (found,) = lint(faulty)
    number = int(found.split(":")[0])
    assert found == f"{number}: status: MAYBE"
    assert SOUND.split(b"\r\n")[number - 1] == b"BEGIN:VEVENT"


def test_reading_undoes_folds_and_escapes() -> None:
    assert read(SOUND) == [
        Seen(
            uid="one.end@test",
            start=date(2024, 9, 30),
            end=date(2024, 10, 1),
            summary="Ends: one; with signs, a \\ and “quotes” that are three bytes each, folded",
            status="CONFIRMED",
            description="First\nsecond",
        ),
        Seen("two.end@test", date(2024, 9, 1), date(2024, 10, 1), "Ends September 2024: two", "TENTATIVE", "-"),
    ]
