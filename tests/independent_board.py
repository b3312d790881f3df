"""What asks for attention and where a contract stands on the board, a second time, from the rules' own words.

As `independent_meaning`: plain dictionaries, spans of days, nothing of `tenderwatch`, and OPEN where the rules do not
say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import independent_schedule
from independent_meaning import (
    OPEN,
    Ends,
    Place,
    Record,
    Span,
    buyers,
    clamped_plus,
    extension_decision,
    has_begun,
    length,
    may_run,
    read,
    status,
    successors,
    tender_notice,
)

OVER = ("replaced", "abandoned", "ended")
UNITS = {"m": "months", "w": "weeks", "d": "days"}
ACTIONS = ("extension-decision", "tender-notice", "stated-tender")


class Standing:
    """One record on one day: which reasons it gives to be due, at the earliest, and its place on the board."""

    def __init__(self, record: Record, everything: Sequence[Record], today: date, ceases: Mapping[str, date]) -> None:
        self.record, self.everything, self.today, self.ceases = record, everything, today, ceases
        self.plans: Record = record.get("plans", {})
        self.status = status(record, everything, today)
        self.ends = Ends(record)
        self.over = self.status in OVER
        self.not_let = self.status in ("planned", "tendering")
        self.next = None if self.over else self.ends.next_possible(today)
        self.may_run = not self.over and may_run(record, self.status, today)
        begun = [new for new in successors(record, everything) if has_begun(new, today)]
        self.tendered = bool(begun) and not self._owing(begun)

    def _owing(self, served_by: Sequence[Record]) -> set[str]:
        """The buyers that none of these serves."""
        if any(not buyers(new) for new in served_by):
            return set()
        own = buyers(self.record)
        if not own:
            return set()
        return own - set().union(*(buyers(new) for new in served_by))

    # --- Reasons ---

    def reasons(self) -> dict[str, list[Any]]:
        """The dates that ask for attention by kind, each a span or OPEN; the ends are compared elsewhere."""
        if self.over:
            return {}
        found = {
            "stated-tender": self.stated_tenders(),
            "tender-deadline": self.deadlines(),
            "start": self.starts(),
            "joining-closes": self.joining(),
            "break": self.key_dates("breaks"),
            "review": self.key_dates("reviews"),
            "authority-ceases": self.ceasing(),
            "tender-notice": self.notice(),
            "extension-decision": self.decision(),
        }
        return {kind: dates for kind, dates in found.items() if dates}

    def stated_tenders(self) -> list[Any]:
        own = read(self.plans.get("tender"))
        dates: list[Any] = []
        if own and self.not_let and not self.tendered:
            # Its own procurement: the tender has been seen once it is advertised.
            advertised = read(self.record.get("advertised"))
            if advertised and advertised[0] <= self.today:
                # A plan later than the advert may be for what is to follow, or to run it again.
                start = read(self.record.get("start"))
                dates += [OPEN] if own[1] > advertised[0] or (start and start[1] < own[0]) else []
            else:
                dates.append(own)
        elif own and not self.not_let and self._speaks_of_itself(own):
            return [OPEN]
        elif own and not self.tendered:
            dates.append(own)
        for new in successors(self.record, self.everything):
            planned = read(new.get("plans", {}).get("tender"))
            if planned and not has_begun(new, self.today):
                dates.append(planned)
        return dates

    def _speaks_of_itself(self, planned: Span) -> bool:
        """Whether a plan of something let may be the one that it was let by."""
        first = read(self.record.get("awarded")) or read(self.record.get("start"))
        return first is None or planned[0] <= first[1]

    def deadlines(self) -> list[Any]:
        own, planned = read(self.record.get("tender_deadline")), read(self.plans.get("tender_deadline"))
        start = read(self.record.get("start")) or read(self.plans.get("start"))
        if self.not_let:
            if "awarded" in self.record and self._has_come(self.record["awarded"]):
                return []
            if start and start[1] < self.today:
                # Bids that are planned for later than a start that has passed may be for what is to follow.
                return [OPEN] if planned and not own else []
            return [date for date in (own or (None if self.tendered else planned),) if date]
        if not planned or self.tendered or own:
            return []
        later = read(self.plans.get("start"))
        if later and later[1] < self.today:
            return []
        return [OPEN if self._speaks_of_itself(planned) else planned]

    def _has_come(self, text: str) -> bool:
        span = read(text)
        return span is None or span[0] <= self.today

    def starts(self) -> list[Any]:
        own, planned = read(self.record.get("start")), read(self.plans.get("start"))
        if self.not_let:
            return [date for date in (own or (None if self.tendered else planned),) if date]
        if not planned or self.tendered:
            return []
        return [OPEN if self._speaks_of_itself(planned) else planned]

    def joining(self) -> list[Any]:
        """A round that has closed asks for nothing."""
        closes = [read(window.get("closes")) for window in self.record.get("joining", ())]
        return [span for span in closes if span and span[1] >= self.today and not self._beyond(span)]

    def _beyond(self, span: Span) -> bool:
        """Whether it lies certainly after an end that was decided: everything hangs on that."""
        return self.ends.decided is not None and span[0] > self.ends.decided[1]

    def key_dates(self, key: str) -> list[Any]:
        """By when notice must be given, where the contract names a notice period, of each date still ahead."""
        found = []
        for item in self.record.get(key, ()):
            on = read(item["on"])
            if on and "every" in item:
                place, steps = Place(on), 0
                while place.end[1] < self.today:
                    steps += 1
                    number, unit = length(item["every"])
                    place = Place(on).plus(number * steps, unit)
                on = place.end
            if on and on[1] >= self.today and "notice" in item and not self._beyond(on):
                found.append(tuple(before(day, item["notice"]) for day in on))
        return found

    def ceasing(self) -> list[Any]:
        found = []
        for name in buyers(self.record):
            if day := self.ceases.get(name):
                longest = self.ends.longest
                if longest is OPEN:
                    found.append(OPEN)
                elif longest is None or longest[1] >= day:
                    found.append((day, day))
        return found

    def notice(self) -> list[Any]:
        by = tender_notice(self.record, self.everything, self.today)
        return [by] if by is not None else []

    def decision(self) -> list[Any]:
        if self.tendered or not self.may_run:
            return []
        by = extension_decision(self.record, self.today)
        return [by] if by is not None else []

    # --- What can still be done ---

    def schedules(self) -> tuple[list[dict[str, date]], list[dict[str, date]]] | None:
        """The stages of both timetables, for the first and the last day of the next end."""
        if self.next is None or self.tendered or not self.may_run:
            return None
        law = "psr" if self.record.get("regime") == "psr" else "pa2023-light-touch"
        both = [[independent_schedule.stages(day, law, name) for day in self.next[0]] for name in ("default", "short")]
        return both[0], both[1]

    def option_left(self) -> Any:
        """Whether an option leads past the next end, by the council's own choice; OPEN where the law may cut it."""
        assert self.next
        if self.ends.capped or self.next[1] == "flexible":
            return OPEN
        if any("discretion" in row or "decide_by" in row or "alternatives" in row for row in self.ends.rows):
            return OPEN
        if self.ends.unsized and self.next[1] != "current":
            return OPEN  # an option without a length may be one of those that led to this end
        beyond = [row for row, _, to in self.ends.steps if to and to[1] > self.next[0][1]]
        return bool(beyond) or self.ends.unsized

    def serve_by(self) -> list[date]:
        assert self.next
        number, unit = length(self.record.get("notice", "3m"))
        return [independent_schedule.extension(day, number, UNITS[unit])["serve_by"] for day in self.next[0]]

    def feasible(self) -> Any:
        """The best that can still be done: what may be missed is missed."""
        both = self.schedules()
        if both is None:
            return None
        default, short = both[0][0], both[1][0]
        if all(day >= self.today for day in default.values()):
            return "default"
        if short["tender-notice"] >= self.today:
            entered = independent_schedule.earliest_decision(self.today)
            in_time = all(short[kind] >= entered for kind in ("approval", "award-decision"))
            return "short" if in_time else "short-by-exception"
        left = self.option_left()
        if left is OPEN:
            return OPEN
        return "extension-only" if left and self.serve_by()[0] >= self.today else "hold-over"

    def act_by(self) -> Any:
        """The tender notice of the best timetable left; with an option left the later of that and the serve-by."""
        both = self.schedules()
        if both is None:
            return None
        stated, left = self.stated_tenders(), self.option_left()
        if stated or left is OPEN:
            return OPEN
        days = [stages["tender-notice"] for stages in both[0 if self.feasible() == "default" else 1]]
        if left and self.serve_by()[0] > days[0]:
            days = self.serve_by()
        return tuple(days)

    # --- The board ---

    def group(self) -> Any:
        if self.over:
            return None
        if self.status == "tendering":
            start = read(self.record.get("start")) or read(self.plans.get("start"))
            day = start or read(self.record.get("tender_deadline")) or read(self.plans.get("tender_deadline"))
            if day and day[1] >= clamped_plus(self.today, -6):
                return "awaiting"
        reasons = self.reasons()
        if self.next and self.may_run:
            acts = [self.act_by(), *(day for kind in ACTIONS for day in reasons.get(kind, ()))]
            if any(day not in (None, OPEN) and day[0] <= clamped_plus(self.today, 3) for day in acts):
                return "decide"
            if any(day is OPEN for day in acts):
                return OPEN
        if self.next and self.next[1] == "current":
            return "coming"
        of_the_next_end = ("tender-notice", "extension-decision")
        dates = [day for kind, days in reasons.items() for day in days if kind not in of_the_next_end]
        if any(day is not OPEN and day[1] >= self.today for day in dates):
            return "coming"
        return OPEN if any(day is OPEN for day in dates) else "no-news"


def before(day: date, text: str) -> date:
    """So long before a day, without stickiness to month ends."""
    number, unit = length(text)
    if unit == "m":
        return independent_schedule.months_before(day, number)
    return day - timedelta(number * (7 if unit == "w" else 1))
