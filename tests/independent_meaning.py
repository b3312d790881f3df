"""What a contract's ends, status and dues are, worked out a second time from the rules' own words.

Nothing of `tenderwatch` is imported. A record is a plain dictionary, as its YAML reads; a date is the pair of its
first and last day. What the rules leave open is answered with OPEN, and not compared.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import independent_schedule

Span = tuple[date, date]
Record = Mapping[str, Any]
OPEN: Any = object()
DAY = timedelta(days=1)
LAPSES = date(2029, 2, 23)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def month_end(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def read(text: str | None) -> Span | None:
    """The first and last day of a date as it is written; None if it is not known."""
    if text is None or text == "unknown":
        return None
    if ".." in text:
        first, last = (read(part) for part in text.split(".."))
        assert first
        assert last
        return first[0], last[1]
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        day = date.fromisoformat(text)
        return day, day
    if match := re.fullmatch(r"(\d{4})-(\d\d)", text):
        year, month = int(match[1]), int(match[2])
        return date(year, month, 1), month_end(year, month)
    if match := re.fullmatch(r"(\d{4})-Q(\d)", text):
        year, month = int(match[1]), 3 * int(match[2])
        return date(year, month - 2, 1), month_end(year, month)
    if match := re.fullmatch(r"(\d{4})/\d\d", text):
        return date(int(match[1]), 4, 1), date(int(match[1]) + 1, 3, 31)
    if match := re.fullmatch(r"(\w+) (\d{4})", text):
        year, month = int(match[2]), SEASONS[match[1]]
        return date(year, month, 1), month_end(year, month + 2)
    return date(int(text), 1, 1), date(int(text), 12, 31)


def day_plus(day: date, months: int) -> date:
    """Months on; from the last day of a month to the last day of a month."""
    last = month_end(day.year, day.month + months)
    if (day + DAY).day == 1:
        return last
    return last.replace(day=min(day.day, last.day))


def clamped_plus(day: date, months: int) -> date:
    """Looking ahead: the same day of the month, or the last one of a shorter month."""
    last = month_end(day.year, day.month + months)
    return last.replace(day=min(day.day, last.day))


def length(text: str) -> tuple[int, str]:
    return int(text[:-1]), text[-1]


class Place:
    """An end that was reached: months are added to the anchor at once, weeks and days to the end."""

    def __init__(self, anchor: Span, months: int = 0) -> None:
        self.anchor, self.months = anchor, months

    @property
    def end(self) -> Span:
        return day_plus(self.anchor[0], self.months), day_plus(self.anchor[1], self.months)

    def plus(self, number: int, unit: str) -> Place:
        if unit == "m":
            return Place(self.anchor, self.months + number)
        days = timedelta(days=number * (7 if unit == "w" else 1))
        return Place((self.end[0] + days, self.end[1] + days))


def initial_place(record: Record) -> Place | None:
    if end := read(record.get("end")):
        return Place(end)
    start = read(record.get("start"))
    if "term" in record and start:
        return Place((start[0] - DAY, start[1] - DAY)).plus(*length(record["term"]))
    return None


def option_length(option: Record) -> tuple[int, str] | None:
    if "months" in option:
        return option["months"], "m"
    return length(option["length"]) if "length" in option else None


def expanded(options: Sequence[Record]) -> list[Record]:
    """One row for each use."""
    return [{**option, "times": 1} for option in options for _ in range(option.get("times", 1))]


def after(place: Place, option: Record) -> Place | None:
    """Where a used or usable option leads, all of it."""
    if "until" in option and "every" not in option:
        end = read(option["until"])
        return Place(end) if end else None
    size = option_length(option)
    return place.plus(*size) if size else None


class Ends:
    """The ends of a record: each a span, or None. `targets` are those of the rows in order."""

    def __init__(self, record: Record) -> None:
        self.capped = record["kind"] == "dps" and record.get("regime", "").startswith("pcr2015")
        self.record = record
        place = initial_place(record)
        self.initial = place.end if place else None  # as let, whatever the law makes of it
        self.rows = expanded(record.get("extensions", ()))
        self.targets: list[Any] = [None] * len(self.rows)
        self.used = False
        self.decided = read(record["ended"]["on"]) if "ended" in record else None
        self.steps: list[tuple[Record, Span | None, Span | None]] = []  # the option, from, to
        self.longest: Any = None
        self.current: Span | None = None
        # Of `forked_roll` it is not said which way it rolls on from.
        self.unsized = self.forked_roll = self.unsaid = False
        self._walk(place)
        if self.capped and not self.current:
            self.current = self.longest = (LAPSES, LAPSES)
            self.steps, self.unsized = [], False
        if "ended" in record:
            self.current = self.longest = self.decided  # None where nobody says on which day
            self.steps, self.unsized = [], False
            self.targets = [
                to if row.get("state") in ("exercised", "declined") else None
                for to, row in zip(self.targets, self.rows, strict=True)
            ]

    def cap(self, span: Span | None) -> Span | None:
        if not self.capped or span is None:
            return span
        return min(span[0], LAPSES), min(span[1], LAPSES)

    def _walk(self, place: Place | None) -> None:
        closed = next((i for i, row in enumerate(self.rows) if row.get("state") == "declined"), len(self.rows))
        left: list[int] = []
        rest: list[tuple[Place, Record]] = []
        for index, row in enumerate(self.rows):
            if row.get("state") != "exercised":
                if index < closed:
                    left.append(index)
                continue
            self.used = True
            base = place
            taken = read(row.get("taken_to"))
            whole = after(base, row) if base else None
            place = Place(taken) if taken else whole
            self.targets[index] = self.cap(place.end) if place else None
            if taken and whole and (row.get("rest") == "left" or (row.get("flexible") and row.get("rest") != "gone")):
                rest.append((whole, row))
        self.current = self.cap(place.end) if place else None
        ends: list[Span] = [self.current] if self.current else []
        places = [place] if place else []
        for whole, row in rest:
            if places and whole.end[1] > places[0].end[1]:
                self.steps.append((row, self.current, self.cap(whole.end)))
                ends.append(whole.end)
                places = [whole]
        for index in left:
            row = self.rows[index]
            if not places:
                # From nowhere only a stated end is reached.
                until = read(row.get("until"))
                self.unsized |= until is None
                self.targets[index] = OPEN
                if until:
                    self.steps.append((row, until, self.cap(until)))
                    ends.append(until)
                    places = [Place(until)]
                continue
            if "alternatives" in row:
                reached = []
                for branch in row["alternatives"]:
                    for origin in places:
                        spot: Place | None = origin
                        for option in expanded(branch):
                            before = spot
                            spot = after(spot, option) if spot else None
                            if spot and before:
                                self.steps.append((option, self.cap(before.end), self.cap(spot.end)))
                                ends.append(spot.end)
                            else:
                                self.unsized = True
                        if spot:
                            reached.append(spot)
                self.targets[index] = OPEN
                places = reached
                continue
            if "every" in row:
                self.forked_roll |= len(places) > 1
                number, unit = length(row["every"])
                until = read(row.get("until"))
                spot, count = places[0], 0
                rolled = [spot]
                while count < 400:
                    count += 1
                    step = spot.plus(number, unit)
                    if until and step.end[1] >= until[0]:
                        # The last is cut off; its own day is not compared where the bound is coarse.
                        self.steps.append((row, self.cap(spot.end), self.cap(until)))
                        rolled.append(Place(until))
                        break
                    self.steps.append((row, self.cap(spot.end), self.cap(step.end)))
                    rolled.append(step)
                    spot = step
                self.targets[index] = OPEN
                if until:
                    ends.append(until)
                    places = [Place(until)]
                else:
                    self.unsized = True
                    places = []
                continue
            beyond = [after(origin, row) for origin in places]
            self.targets[index] = OPEN if len(beyond) != 1 else (beyond[0] and self.cap(beyond[0].end))
            known = [spot for spot in beyond if spot]
            if not known:
                self.unsized = True
                places = []
                continue
            for origin, spot in zip(places, known, strict=True):
                self.steps.append((row, self.cap(origin.end), self.cap(spot.end)))
                ends.append(spot.end)
            places = known
        if self.unsized:
            self.longest = (LAPSES, LAPSES) if self.capped else None
        elif ends:
            # An option never leads to less than the term before it, at either bound.
            self.longest = self.cap((max(first for first, _ in ends), max(last for _, last in ends)))
        in_part = [i for i, row in enumerate(self.rows) if "taken_to" in row and row.get("rest") != "gone"]
        later = any(row.get("state") == "exercised" for row in self.rows[min(in_part, default=len(self.rows)) + 1 :])
        self.unsaid = later  # where the rest of an option goes on from, once another has been used
        if self.used and self.current is None:
            self.longest = OPEN

    def next_possible(self, today: date) -> tuple[Span, str] | None:
        if self.current is None:
            return None
        if self.current[1] >= today:
            return self.current, "current"
        firsts: list[tuple[tuple[date, ...], Span, str]] = []
        for option, origin, end in self.steps:
            if end and origin and end[1] >= today:
                if option.get("flexible"):
                    first = self.current[0]
                    after_it = (origin[0] + DAY, origin[1] + DAY)
                    firsts.append(((max(today, after_it[0]), *after_it), (first, end[1]), "flexible"))
                else:
                    firsts.append(((max(today, end[0]), *end), end, "option"))
        return min(firsts, key=lambda first: first[0])[1:] if firsts else None


def known_let(record: Record) -> bool:
    if "let" in record:
        return bool(record["let"])
    if "awarded" in record or record.get("providers") or "ended" in record:
        return True
    if "advertised" in record or "tender_deadline" in record:
        return False
    return any(key in record for key in ("start", "end", "term", "open_ended", "extensions", "ended"))


def is_abandoned(record: Record) -> bool:
    if "abandoned" in record:
        return True
    if "ended" not in record or "awarded" in record or record.get("providers"):
        return False
    sought = record.get("let") is False or "advertised" in record or "plans" in record
    ended, start = read(record["ended"]["on"]), read(record.get("start"))
    return bool(sought and ended and start and ended[1] < start[0])


def buyers(record: Record) -> set[str]:
    return {name for name in [record["lead"], *record.get("partners", ())] if name != "unknown"}


def has_started(record: Record, today: date) -> bool:
    """Let, and certainly begun."""
    start = read(record.get("start"))
    return not is_abandoned(record) and known_let(record) and start is not None and start[1] <= today


def successors(record: Record, everything: Sequence[Record]) -> list[Record]:
    """Those that count: not given up, and not there before the contract itself was."""
    start = read(record.get("start"))
    named = (new for new in everything if record["id"] in new.get("replaces", ()) and not is_abandoned(new))
    return [new for new in named if not (start and (began := read(new.get("start"))) and began[1] < start[0])]


def uncovered(record: Record, everything: Sequence[Record], today: date) -> set[str] | None:
    """The buyers for which no successor has started; None if none has started for anybody."""
    begun = [new for new in successors(record, everything) if has_started(new, today)]
    if not begun:
        return None
    if any(not buyers(new) for new in begun):
        return set()
    return buyers(record) - set().union(*(buyers(new) for new in begun))


def status(record: Record, everything: Sequence[Record], today: date) -> str:
    ends = Ends(record)
    if is_abandoned(record):
        return "abandoned"
    if uncovered(record, everything, today) == set():
        return "replaced"
    if "ended" in record and (ends.decided is None or ends.decided[1] < today):
        return "ended"
    if record.get("open_ended") and ends.current is None:
        return "open-ended"
    if not known_let(record):
        advertised = read(record.get("advertised"))
        return "tendering" if advertised and advertised[0] <= today else "planned"
    start = read(record.get("start"))
    if start and start[0] > today:
        return "awarded"
    if ends.current is None:
        return "unknown"
    if ends.current[1] >= today:
        return "extended" if ends.used else "running"
    left = ends.unsized or any(end and end[1] >= today for _, _, end in ends.steps)
    return "unconfirmed" if left else "overrun"


def may_run(record: Record, stands: str, today: date) -> bool:
    """Let, or advertised with its start certainly passed."""
    start = read(record.get("start"))
    return stands not in ("planned", "tendering") or bool(stands == "tendering" and start and start[1] < today)


def ends_fall_due(record: Record, everything: Sequence[Record], today: date, months: int) -> bool:
    """Whether `end` is among the reasons."""
    stands = status(record, everything, today)
    if stands in ("replaced", "abandoned", "ended"):
        return False
    if stands in ("unconfirmed", "overrun"):
        return True
    coming = Ends(record).next_possible(today)
    if stands == "tendering" and (coming is None or coming[1] != "current") and Ends(record).current:
        return True  # what was sought has run its term, and was never heard of again
    return coming is not None and coming[0][0] <= clamped_plus(today, months)


def has_begun(new: Record, today: date) -> bool:
    """Whether the procurement of what is to follow was seen: advertised, awarded, let, or certainly started."""
    advertised = read(new.get("advertised"))
    if (advertised and advertised[0] <= today) or "awarded" in new:
        return True
    start = read(new.get("start"))
    return known_let(new) and bool(new.get("providers") or new.get("let") or (start and start[1] <= today))


def tender_notice(record: Record, everything: Sequence[Record], today: date) -> Any:
    """The last day for the tender notice, on the usual timetable, earliest and latest; None if nothing is due."""
    stands = status(record, everything, today)
    if stands in ("replaced", "abandoned", "ended") or not may_run(record, stands, today):
        return None
    coming = Ends(record).next_possible(today)
    if coming is None:
        return None
    if record.get("plans", {}).get("tender"):
        planned, start = read(record["plans"]["tender"]), read(record.get("start", "1900"))
        return OPEN if planned and start and planned[0] <= start[1] else None
    owing = buyers(record) or {"whoever leads it"}
    for new in successors(record, everything):
        if has_begun(new, today) or new.get("plans", {}).get("tender"):
            owing = owing - buyers(new) if buyers(new) and buyers(record) else set()
    if not owing:
        return None
    law = "psr" if record.get("regime") == "psr" else "pa2023-light-touch"
    return tuple(independent_schedule.stages(end, law, "default")["tender-notice"] for end in coming[0])


def extension_decision(record: Record, today: date) -> Any:
    """By when to decide on the option that would move the next end (or serve notice, where it is decided)."""
    coming = Ends(record).next_possible(today)
    stands = status(record, [record], today)
    if coming is None or stands in ("replaced", "abandoned", "ended") or not may_run(record, stands, today):
        return None
    ends, (end, how) = Ends(record), coming
    if how == "flexible" or ends.capped:
        return OPEN
    following = [row for row, origin, to in ends.steps if origin == end and to != origin]
    if not following:
        return OPEN if ends.unsized or how != "current" else None
    if any("every" in row or "alternatives" in row or row.get("flexible") for row in following):
        return OPEN
    if len({row.get("state", "") == "authorised" for row in following}) > 1:
        return OPEN  # decided on one way and not on another
    if following[0].get("discretion") == "provider":
        return None
    if "decide_by" in following[0]:  # the day it must be exercised by, and so the decision taken in time for that
        named = read(following[0]["decide_by"])
        if following[0].get("state") == "authorised" or named is None:
            return OPEN
        if named[0] > end[1]:
            return OPEN  # no day after the end counts
        return tuple(independent_schedule.key_decision(independent_schedule.back_to_working_day(day)) for day in named)
    number, unit = length(record.get("notice", "3m"))
    word = {"m": "months", "w": "weeks", "d": "days"}[unit]
    kind = "serve_by" if following[0].get("state") == "authorised" else "key_decision_by"
    return tuple(independent_schedule.extension(bound, number, word)[kind] for bound in end)
