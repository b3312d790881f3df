"""The fields of one record as notice after notice fills them, and which notice each was read in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from tenderwatch.dates import When, extend
from tenderwatch.dates.parsing import parse_when
from tenderwatch.importers.options import settle_terms
from tenderwatch.importers.statement import Statement
from tenderwatch.registry.model.contract import Value
from tenderwatch.registry.yaml_tree import Data

Record = dict[str, Data]
# Where one of these stands, the record was let; before it, its dates are those of a plan.
_LET = ("award", "contract", "register")
# What states the kind of a contract.
_STATING = (*_LET, "tender", "planning")


def order_of_notice(statement: Statement) -> tuple[date, str, str, int]:
    """By the day of publication, then number and place: whatever the order of files."""
    return (statement.published or date.min, statement.number or "", statement.place.file, statement.place.row)


class Fields:
    """The fields of one record as notice after notice fills them, and which notice each was read in."""

    def __init__(self) -> None:
        self.values: Record = {}
        self.read_in: dict[tuple[date, str, str, int], tuple[str, ...]] = {}
        self.remarks: list[str] = []
        self.let = False
        self.extended_to = ""

    def take(self, notice: Statement) -> None:
        """Apply one notice."""
        before = self.values.copy()
        match notice.stage:
            case "planning":
                self._plan(notice)
            case "tender":
                self.values.setdefault("advertised", _day(notice.published) or "unknown")
                self._set("tender_deadline", notice.deadline)
                self._term(notice)
            case "change":
                self._change(notice)
            case "termination":
                self._set_group("ended", on=notice.ended, how=notice.how)
            case "cancellation":
                self.values.pop("plans", None)
                self._set_group("abandoned", on=notice.ended, how=notice.how)
            case _:
                self.let = True
                self.values.pop("plans", None)
                # The day of signature stands for that of the award only where no other is known.
                if notice.stage == "award" or "awarded" not in self.values:
                    self._set("awarded", notice.awarded)
                self._term(notice)
        if notice.providers:
            held = self.values.get("providers") if notice.stage == "register" else None
            named = [*held, *notice.providers] if isinstance(held, list) else list(notice.providers)
            self.values["providers"] = list(dict.fromkeys(map(str, named)))
        if notice.value and notice.stage not in ("termination",):
            self.values["value"] = written_value(notice.value)
        for key, text in (("department", notice.department), ("owner", notice.owner)):
            if text:
                self.values[key] = text
        if notice.review:
            self.values["reviews"] = [{"on": notice.review.written}]
        changed = [key for key, value in self.values.items() if value != before.get(key)] if before else [*self.values]
        if notice.stage in _STATING:
            changed.append("kind")
        # One notice can state several terms, for lots that were separated later: what each of them gave counts.
        order = order_of_notice(notice)
        earlier = self.read_in.get(order)
        self.read_in[order] = tuple(dict.fromkeys((*earlier, *changed))) if earlier else tuple(changed)

    def _plan(self, notice: Statement) -> None:
        held = self.values.get("plans")
        plans: Record = dict(held) if isinstance(held, dict) else {}
        for key, when in (
            ("tender", notice.planned_tender),
            ("tender_deadline", notice.deadline),
            ("start", notice.terms.start),
            ("end", notice.terms.end),
        ):
            if when:
                plans[key] = when.written
        if plans:
            self.values["plans"] = plans

    def _term(self, notice: Statement) -> None:
        settled = settle_terms(
            notice.terms, notice.words, end_may_be_longest=notice.ocid is None and notice.stage == "award"
        )
        self.remarks.extend(settled.remarks)
        self._set("start", settled.start)
        self._set("end", settled.end)
        if settled.term_months and "end" not in self.values and "start" not in self.values:
            self.remarks.append(f"a term of {settled.term_months} months is stated, and no start")
        elif settled.term_months and "end" not in self.values:
            self.values["term"] = f"{settled.term_months}m"
        if settled.end:
            self.values.pop("term", None)
        if notice.terms.open_ended and "end" not in self.values:
            self.values["open_ended"] = "true"
        if settled.extensions:
            self.values["extensions"] = [dict(option) for option in settled.extensions]
        self._drop_reached()

    def _drop_reached(self) -> None:
        """Take out options that lead to an end that is the initial one by now: a later notice has moved it there."""
        options, end = self.values.get("extensions"), self.values.get("end")
        if not isinstance(options, list) or not isinstance(end, str):
            return
        if not any("until" in option for option in options if isinstance(option, dict)):
            return
        last = parse_when(end).latest
        ends = [
            parse_when(str(option["until"])).latest
            for option in options
            if isinstance(option, dict) and "until" in option
        ]
        if last and any(until and until <= last for until in ends):
            del self.values["extensions"]
            self.remarks.append(f"the options stated earlier lead no further than {parse_when(end).text}: left out")

    def _change(self, notice: Statement) -> None:
        """A changed end: by the option that leads there, else an extension with no option behind it."""
        if notice.how:
            self.remarks.append(f"changed: {notice.how[:200]}")
        end = notice.terms.end
        if end is None:
            return
        first = parse_when(str(self.values["end"])) if "end" in self.values else None
        if first and first.latest and end.latest and end.latest <= first.latest:
            if end != first:
                self.remarks.append(f"the changed end {end.text} is not after {first.text}: left for a person")
            return
        held = self.values.get("extensions")
        options = [dict(option) for option in held if isinstance(option, dict)] if isinstance(held, list) else []
        self.extended_to = end.written
        self.values["extensions"] = _used(first, options, end)

    def _set(self, key: str, when: When | None) -> None:
        if when is not None:
            self.values[key] = when.written

    def _set_group(self, key: str, *, on: When | None, how: str) -> None:
        self.values[key] = {"on": on.written if on else "unknown", "how": (how or "not said")[:300]}

    def record(self, ordered: list[Statement], named: Statement) -> Record:
        """The keys of the contract in the registry's own order is left to the writer."""
        newest = ordered[-1]
        known = next(
            (n for n in reversed(ordered) if n.stage in ("contract", "award", "tender", "planning", "register")), newest
        )
        data: Record = {"title": named.title[:300], "kind": known.kind, "services": [*services_in(known.categories)]}
        if known.regime != "unknown":
            data["regime"] = known.regime
        if known.route != "unknown" and self.let:
            data["route"] = known.route
        if newest.ocid:
            data["ocid"] = newest.ocid
        notices: list[Data] = [_notice(notice) for notice in ordered if notice.number]
        if notices:
            data["notices"] = notices
        return data | self.values


def _used(first: When | None, options: list[Record], end: When) -> list[Data]:
    """Options after one that led to `end`: the first of those allowed, if it leads there, else one of its own."""
    for number, option in enumerate(options):
        if option.get("state") == "exercised":
            continue
        months, times = int(str(option.get("months", "0"))), int(str(option.get("times", "1")))
        leads = bool(first and months and "flexible" not in option and extend(first, months) == end)
        if not leads and option.get("until") != end.written:
            break
        left: list[Record] = [{**option, "times": str(times - 1)}] if times > 1 else []
        if left and left[0]["times"] == "1":
            del left[0]["times"]
        once = {key: value for key, value in option.items() if key != "times"} | {"state": "exercised"}
        return [*options[:number], once, *left, *options[number + 1 :]]
    used = [option for option in options if option.get("state") == "exercised"]
    others = [option for option in options if option.get("state") != "exercised"]
    return [*used, {"until": end.written, "state": "exercised", "modification": "true"}, *others]


def _notice(notice: Statement) -> Record:
    found: Record = {"number": notice.number or ""}
    if notice.notice:
        found["kind"] = notice.notice
    if notice.published:
        found["date"] = notice.published.isoformat()
    if notice.url:
        found["url"] = notice.url
    return found


def written_value(value: Value) -> Record:
    """What something is worth, as a registry writes it."""
    return {"amount": f"{value.amount:.2f}".removesuffix(".00"), "basis": value.basis}


def services_in(categories: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What is bought, in the source's own category; small letters, without its brackets."""
    return next((services for _, label in categories if (services := _services_in(label))), ("not classified",))


@lru_cache(maxsize=4096)
def _services_in(label: str) -> tuple[str, ...]:
    # Several stand with semicolons between.
    cleaned = (re.sub(r"[^a-z0-9 '/&-]+", " ", part.lower()) for part in label.split(";"))
    cut = (" ".join(words.split())[:60].strip() for words in cleaned)
    return tuple(dict.fromkeys(words for words in cut if len(words) > 2))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
