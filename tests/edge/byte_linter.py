"""What a calendar feed must be, byte by byte: faults that other programs' readers let pass, or trip over.

`lint` gives the faults of a feed; `read` gives its events by the same few rules, without any library.
The rules are stricter than RFC 5545 where calendar programs are: see the comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

MOST_OCTETS = 75
TEXTS = ("SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "LOCATION", "COMMENT")
LISTS = ("CATEGORIES",)
STAMPS = ("DTSTAMP", "LAST-MODIFIED", "CREATED")
STATUSES = ("CONFIRMED", "TENTATIVE", "CANCELLED")
# Readers that get one of these as something else than what it is: the type must be spelt out.
SPELT_OUT = {"REFRESH-INTERVAL": "DURATION", "SOURCE": "URI", "IMAGE": "URI"}
# METHOD obliges ORGANIZER; a UID on the calendar is taken for every event's; RFC 9253 fails in libical.
FORBIDDEN_ON_CALENDAR = ("METHOD", "UID")
FORBIDDEN = ("LINK", "CONCEPT", "REFID", "STRUCTURED-DATA", "X-ALT-DESC")
REPEATABLE = ("CATEGORIES", "COMMENT", "RELATED-TO", "ATTACH", "CONTACT")

_PARAMETER = r';[A-Z0-9-]+=(?:"[^"]*"|[^;:,"]+)'
_LINE = re.compile(rf"(?P<name>[A-Z0-9-]+)(?P<parameters>(?:{_PARAMETER})*):(?P<value>.*)", re.DOTALL)
_TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*", re.DOTALL)
_LIST = re.compile(r"(?:[^\\;]|\\[\\;,nN])*", re.DOTALL)
# Tab is the one control character that RFC 5545 allows in text.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNESCAPED = {"\\n": "\n", "\\N": "\n"}


@dataclass(frozen=True, order=True)
class Seen:
    """An event as a program understood it. `end` is the day after the last one."""

    uid: str
    start: date
    end: date
    summary: str
    status: str
    description: str


@dataclass(frozen=True)
class Property:
    """One unfolded content line."""

    line: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """A calendar or one of its parts."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [item for item in self.properties if item.name == name]

    def value(self, name: str) -> str | None:
        return next((item.value for item in self.properties if item.name == name), None)


def lint(data: bytes) -> list[str]:
    """Every fault, as `line: rule: what`. An empty list for a sound feed."""
    found = list(_bytes(data))
    if not data:
        return found
    properties, faults = _properties(data.decode("utf-8", "replace"))
    found.extend(faults)
    roots, faults = _tree(properties)
    found.extend(faults)
    if [root.name for root in roots] != ["VCALENDAR"]:
        found.append("1: calendar: the file is not exactly one VCALENDAR")
    for root in roots:
        found.extend(_calendar(root))
    return found


def read(data: bytes) -> list[Seen]:
    """The events of a sound feed, in order of UID."""
    (calendar,), _ = _tree(_properties(data.decode())[0])
    return sorted(_seen(event) for event in calendar.parts)


def _seen(event: Component) -> Seen:
    said = {item.name: item.value for item in event.properties}
    start, end = _day(said["DTSTART"]), _day(said["DTEND"])
    assert start
    assert end
    texts = (unescape(said["SUMMARY"]), said["STATUS"], unescape(said["DESCRIPTION"]))
    return Seen(said["UID"], start, end, *texts)


def unescape(value: str) -> str:
    """The words of a TEXT value."""
    return re.sub(r"\\.", lambda match: _UNESCAPED.get(match[0], match[0][1]), value)


def _bytes(data: bytes) -> Iterator[str]:
    if not data:
        yield "1: empty: an empty file wipes a subscriber's calendar"
        return
    if data.startswith(b"\xef\xbb\xbf"):
        yield "1: mark: the file begins with a byte-order mark"
    if not data.endswith(b"\r\n"):
        yield "0: line-end: the last line has no CR LF"
    for number, line in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), start=1):
        if b"\n" in line or b"\r" in line:
            yield f"{number}: line-end: a CR or LF stands alone"
        if len(line) > MOST_OCTETS:
            yield f"{number}: long-line: {len(line)} octets"
        if (len(line) - len(line.rstrip(b"\\"))) % 2:
            # Some programs unescape before they join the lines.
            yield f"{number}: fold-in-escape: the line ends within an escape"
        if not line.strip():
            yield f"{number}: blank-line: nothing on it"
        try:
            # Each line on its own: a fold inside a character leaves two lines that are not UTF-8.
            text = line.decode()
        except UnicodeDecodeError:
            yield f"{number}: not-utf-8: {line[:40]!r}"
            continue
        if control := _CONTROL.search(text):
            yield f"{number}: control-character: U+{ord(control[0]):04X}"


def _unfold(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines, each with the number of its first."""
    start, parts = 0, [""]
    for number, line in enumerate(text.removesuffix("\r\n").split("\r\n"), start=1):
        if line.startswith((" ", "\t")) and start:
            parts.append(line[1:])
            continue
        if start:
            yield start, "".join(parts)
        start, parts = number, [line]
    yield start, "".join(parts)


def _properties(text: str) -> tuple[list[Property], list[str]]:
    properties, faults = [], []
    for line, content in _unfold(text):
        if match := _LINE.fullmatch(content):
            properties.append(Property(line, match["name"], _parameters(match["parameters"]), match["value"]))
        else:
            faults.append(f"{line}: not-a-property: {content[:40]!r}")
    return properties, faults


def _parameters(text: str) -> dict[str, str]:
    pairs = (item[1:].partition("=") for item in re.findall(_PARAMETER, text))
    return {name: value.strip('"') for name, _, value in pairs}


def _tree(properties: list[Property]) -> tuple[list[Component], list[str]]:
    roots: list[Component] = []
    still_open: list[Component] = []
    faults = []
    for item in properties:
        if item.name == "BEGIN":
            made = Component(item.value, item.line)
            (still_open[-1].parts if still_open else roots).append(made)
            still_open.append(made)
        elif item.name == "END":
            if not still_open or still_open.pop().name != item.value:
                faults.append(f"{item.line}: nesting: END:{item.value} closes nothing")
        elif still_open:
            still_open[-1].properties.append(item)
        else:
            faults.append(f"{item.line}: nesting: {item.name} is outside the calendar")
    faults.extend(f"{item.line}: nesting: BEGIN:{item.name} is never closed" for item in still_open)
    return roots, faults


def _calendar(calendar: Component) -> Iterator[str]:
    yield from _required(calendar, "VERSION", "PRODID", "CALSCALE")
    yield from _common(calendar)
    if calendar.value("VERSION") not in (None, "2.0"):
        yield f"{calendar.line}: version: not 2.0"
    for item in calendar.properties:
        if item.name in FORBIDDEN_ON_CALENDAR:
            yield f"{item.line}: forbidden: {item.name} on the calendar"
    if not calendar.parts:
        yield f"{calendar.line}: no-events: the calendar is empty"
    first: dict[str, int] = {}
    for part in calendar.parts:
        if part.name != "VEVENT" or part.parts:
            yield f"{part.line}: component: only VEVENT, with nothing inside it, reaches every reader"
        yield from _event(part)
        uid = part.value("UID") or ""
        if uid and first.setdefault(uid, part.line) != part.line:
            yield f"{part.line}: uid-twice: {uid} is the event on line {first[uid]} too"


def _event(event: Component) -> Iterator[str]:
    # DTEND is optional in RFC 5545; without it, or equal to DTSTART, readers differ on how long a day is.
    yield from _required(event, "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS")
    yield from _common(event)
    uid = event.value("UID") or "-"
    # RFC 5545, 3.8.4.7: programs must keep 255 octets.
    if not re.fullmatch(r"[!-~]{1,255}", uid):
        yield f"{event.line}: uid: {uid!r} is not at most 255 ASCII characters"
    if event.value("STATUS") not in (*STATUSES, None):
        yield f"{event.line}: status: {event.value('STATUS')}"
    days: dict[str, date] = {}
    for item in event.properties:
        if item.name in ("DTSTART", "DTEND"):
            day = _day(item.value)
            if item.parameters.get("VALUE") != "DATE":
                yield f"{item.line}: date-type: {item.name} without VALUE=DATE"
            elif day is None:
                yield f"{item.line}: bad-date: {item.name}:{item.value}"
            else:
                days[item.name] = day
    if len(days) == 2 and days["DTEND"] <= days["DTSTART"]:
        yield f"{event.line}: end-not-after-start: {days['DTEND']} after {days['DTSTART']}"


def _required(component: Component, *names: str) -> Iterator[str]:
    for name in names:
        if not component.value(name):
            yield f"{component.line}: missing: {component.name} has no {name}"


def _common(component: Component) -> Iterator[str]:
    """Rules for every property, wherever it stands."""
    names: set[str] = set()
    for item in component.properties:
        if item.name in names and item.name not in REPEATABLE:
            yield f"{item.line}: twice: {item.name}"
        names.add(item.name)
        if item.name in FORBIDDEN:
            yield f"{item.line}: forbidden: {item.name}"
        escaped = _TEXT if item.name in TEXTS else _LIST if item.name in LISTS else None
        if escaped and not escaped.fullmatch(item.value):
            yield f"{item.line}: escape: {item.name}"
        if item.name in STAMPS and not _is_utc(item.value):
            yield f"{item.line}: stamp: {item.name}:{item.value} is not a time in UTC"
        if item.name in SPELT_OUT and item.parameters.get("VALUE") != SPELT_OUT[item.name]:
            yield f"{item.line}: value-type: {item.name} without VALUE={SPELT_OUT[item.name]}"
        if item.name == "SEQUENCE" and not re.fullmatch(r"[0-9]+", item.value):
            yield f"{item.line}: sequence: {item.value}"
        if item.name == "URL" and not re.fullmatch(r"https?://[!-~]+", item.value):
            yield f"{item.line}: url: {item.value}"


def _day(value: str) -> date | None:
    """The day of a DATE value; None if there is no such day."""
    if not re.fullmatch(r"[0-9]{8}", value):
        return None
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return None


def _is_utc(value: str) -> bool:
    if not re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", value):
        return False
    try:
        datetime.strptime(value, "%Y%m%dT%H%M%S%z")
    except ValueError:
        return False
    return True
