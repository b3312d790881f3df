"""A registry that people edit for months, mishaps and all: for the test of how calendars live."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

from support import HEAD, record

Record = dict[str, str]
# What an edit gives: the ids that it touched, each with whether a date of it was corrected.
Touched = dict[str, bool]

FILES = ("durham.yaml", "tees.yaml", "north/rest.yaml")
LEADS = ("testshire", "otherham")
SERVICES = ("[home care]", "[advocacy]", "[day services, advocacy]", '["children\'s placements"]')
OPTIONS = ("[{months: 12, times: 2}]", "[{id: first, months: 12}, {id: second, months: 6}]", "[{every: 12m}]")
# Beside the facts of a record: the file that it stands in.
_FILE = "file"


class World:
    """Records by id, and the files they stand in."""

    def __init__(self, random: Random, start: date, number: int) -> None:
        self.random, self.start = random, start
        self.records: dict[str, Record] = {}
        self.removed: dict[str, Record] = {}
        # Ends and options as they were before an edit that may be taken back.
        self.before: dict[str, Record] = {}
        self.made = 0
        for _ in range(number):
            self.add(start)

    def add(self, today: date) -> str:
        """A contract that runs, is awarded, is planned, or is open to join."""
        random, name = self.random, f"care-{self.made}"
        self.made += 1
        found = {"id": name, "title": f"Care {self.made}", "lead": random.choice(LEADS), _FILE: random.choice(FILES)}
        found["services"] = random.choice(SERVICES)
        day = today + timedelta(days=random.randrange(10, 700))
        match random.randrange(6):
            case 0 | 1:
                found |= {"start": "2023-04-01", "end": str(day), "extensions": random.choice(OPTIONS)}
            case 2:
                begin = today + timedelta(days=random.randrange(1, 120))
                found |= {"advertised": "2025-09-01", "awarded": "2026-01-05", "start": str(begin), "end": "2029-03-31"}
            case 3:
                found |= {"plans": f"{{tender: {day:%Y-%m}, start: {day.year + 1}-04-01}}"}
            case 4:
                found |= {"start": "2024-04-01", "end": f"{day:%Y-%m}", "notice": "3m", "reviews": f"[{day:%Y-%m}]"}
                found["extensions"] = "[{months: 24, flexible: true}]"
            case _:
                found |= {"kind": "dps", "start": "2022-04-01", "open_ended": "true", "breaks": f"[{day}]"}
                found["joining"] = f"[{{id: spring, rule: window, opens: {day}, closes: {day + timedelta(30)}}}]"
        self.records[name] = found
        return name

    def write(self, folder: Path, *, faulty: frozenset[str] = frozenset(), lost: str = "", empty: bool = False) -> None:
        """The registry as files. `faulty` records have a slip, one file may be `lost`, or all records gone."""
        texts: dict[str, str] = dict.fromkeys(FILES, "contracts:\n")
        for name, found in self.records.items():
            facts = {key: value for key, value in found.items() if key != _FILE}
            facts |= {"tender_deadline": "2026-02-31"} if name in faulty else {}
            texts[found[_FILE]] += record("\n".join(f"{key}: {value}" for key, value in facts.items()))
        folder.mkdir(exist_ok=True)
        (folder / "head.yaml").write_text(HEAD.replace("contracts:\n", ""), encoding="utf-8")
        for file, text in texts.items():
            path = folder / file
            path.parent.mkdir(exist_ok=True)
            path.unlink(missing_ok=True)
            if file != lost:
                path.write_text("contracts: []\n" if empty or text == "contracts:\n" else text, encoding="utf-8")

    def of_file(self, file: str) -> list[str]:
        """The ids of the records in a file."""
        return [name for name, found in self.records.items() if found[_FILE] == file]

    # --- what people do: each gives what it touched ---

    def _pick(self, fits: Callable[[Record], bool]) -> Record | None:
        fitting = sorted(name for name, found in self.records.items() if fits(found))
        return self.records[self.random.choice(fitting)] if fitting else None

    def _end(self, change: Callable[[date], str]) -> Touched:
        found = self._pick(lambda record: len(record.get("end", "")) == 10)
        if not found:
            return {}
        self.before[found["id"]] = dict(found)
        found["end"] = change(date.fromisoformat(found["end"]))
        return {found["id"]: True}

    def move_end(self, today: date) -> Touched:
        return self._end(lambda end: str(max(end, today) + timedelta(days=self.random.randrange(1, 90))))

    def make_vague(self, today: date) -> Touched:
        return self._end(lambda end: f"{max(end, today + timedelta(days=40)):%Y-%m}")

    def make_exact(self, _today: date) -> Touched:
        found = self._pick(lambda record: len(record.get("end", "")) == 7)
        if not found:
            return {}
        found["end"] += "-15"
        return {found["id"]: True}

    def exercise(self, today: date) -> Touched:
        found = self._pick(lambda record: record.get("extensions") in OPTIONS[:2])
        if not found:
            return {}
        self.before[found["id"]] = dict(found)
        done = f"state: exercised, decided: {today}"
        found["extensions"] = {
            OPTIONS[0]: f"[{{months: 12, {done}}}, {{months: 12}}]",
            OPTIONS[1]: f"[{{id: first, months: 12, {done}}}, {{id: second, months: 6}}]",
        }[found["extensions"]]
        return {found["id"]: False}

    def decline(self, today: date) -> Touched:
        found = self._pick(lambda record: record.get("extensions") == OPTIONS[1])
        if not found:
            return {}
        self.before[found["id"]] = dict(found)
        found["extensions"] = f"[{{id: first, months: 12, state: declined, decided: {today}}}]"
        return {found["id"]: False}

    def take_back(self, _today: date) -> Touched:
        """An end that was moved is moved back; an option that was used was not, after all."""
        found = self._pick(lambda record: record["id"] in self.before)
        if not found:
            return {}
        old = self.before.pop(found["id"])
        found |= {key: old[key] for key in ("end", "extensions") if key in old}
        return {found["id"]: True}

    def retire(self, today: date) -> Touched:
        found = self._pick(lambda record: record.get("start", "9") < str(today) and "ended" not in record)
        if not found:
            return {}
        day = today + timedelta(days=self.random.choice((0, 0, -1, 60)))
        found["ended"] = f"{{on: {day}, how: terminated}}"
        return {found["id"]: True}

    def abandon(self, today: date) -> Touched:
        found = self._pick(lambda record: "plans" in record and "end" not in record and "abandoned" not in record)
        if not found:
            return {}
        found["abandoned"] = f"{{on: {today}, how: withdrawn}}"
        return {found["id"]: False}

    def succeed(self, today: date) -> Touched:
        """The procurement of what follows a contract: planned, or let with a start ahead."""
        old = self._pick(lambda record: len(record.get("end", "")) == 10 and record["end"] > str(today))
        if not old:
            return {}
        new = self.records[self.add(today)]
        for key in ("end", "extensions", "plans", "advertised", "awarded", "start", "open_ended", "kind", "notice"):
            new.pop(key, None)
        new |= {"replaces": f"[{old['id']}]", "lead": old["lead"]}
        start = date.fromisoformat(old["end"]) + timedelta(days=1)
        if self.random.random() < 0.5 and start > today + timedelta(days=80):
            new["plans"] = f"{{tender: {today + timedelta(days=40):%Y-%m}, start: {start}}}"
        else:
            new |= {"advertised": "2025-11-01", "awarded": str(today), "start": str(start)}
            new["end"] = str(start + timedelta(days=1825))
        return {old["id"]: False, new["id"]: True}

    def change(self, _today: date) -> Touched:
        """Something that a contract's events say, and that decides which calendars hold them."""
        found = self._pick(lambda _: True)
        if not found:
            return {}
        key, values = self.random.choice(
            (
                ("lead", LEADS), ("services", SERVICES), ("portal", ("nepo",)), ("partners", ("[otherham]", "[]")),
                ("title", ("A", "B, c; d", f"A very long {'name of a service ' * 14}")), ("providers", ("[Acme]",)),
                (_FILE, FILES),
            )
        )  # fmt: skip
        found[key] = self.random.choice(values)
        if found.get("partners") == f"[{found['lead']}]":
            found["partners"] = "[]"
        return {found["id"]: False}

    def add_one(self, today: date) -> Touched:
        return {self.add(today): True}

    def remove(self, _today: date) -> Touched:
        replaced = {old for name in self.records for old in self.replaced_by(name)}
        found = self._pick(lambda record: record["id"] not in replaced)
        if not found or len(self.records) < 12:
            return {}
        self.removed[found["id"]] = self.records.pop(found["id"])
        self.before.pop(found["id"], None)
        return {found["id"]: True}

    def restore(self, _today: date) -> Touched:
        back = [name for name in sorted(self.removed) if self.records.keys() >= set(self.replaced_by(name))]
        if not back:
            return {}
        name = self.random.choice(back)
        self.records[name] = self.removed.pop(name)
        return {name: True}

    def rename(self, today: date) -> Touched:
        """Against the rule: the old id is gone, a new one has the same facts."""
        touched = self.remove(today)
        for name in list(touched)[:1]:
            new = f"{name}-again"
            self.records[new] = {**self.removed.pop(name), "id": new}
            touched[new] = True
        return touched

    def replaced_by(self, name: str) -> list[str]:
        """The ids of the contracts that one replaces."""
        found = self.records.get(name) or self.removed.get(name) or {}
        return found.get("replaces", "[]")[1:-1].split()

    def edit(self, today: date) -> tuple[str, Touched]:
        """Any of these; what it was, and what it touched."""
        change = self.random.choice(
            (
                self.move_end, self.make_vague, self.make_exact, self.exercise, self.decline, self.take_back,
                self.retire, self.abandon, self.succeed, self.change, self.change, self.change, self.add_one,
                self.remove, self.restore, self.rename,
            )
        )  # fmt: skip
        before = {name: self.replaced_by(name) for name in self.records}
        touched = change(today)
        # What follows a contract decides which of its dates are told.
        followed = {old for name in touched for old in (*before.get(name, ()), *self.replaced_by(name))}
        return change.__name__, dict.fromkeys(followed, False) | touched
