"""A year of digests over a registry that changes: everything is told once, however the runs fall.

The registry is written out of a world of plain values, and what has to be told is worked out from those values and
nothing else: no code of the digest, of terms or of changes takes part in it.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta

from support import HEAD, record, run_cli

FIRST = date(2026, 1, 5)
WEEK = timedelta(days=7)
MARKS: dict[str, relativedelta | timedelta] = {
    "12m": relativedelta(months=12), "6m": relativedelta(months=6), "3m": relativedelta(months=3),
    "8w": timedelta(weeks=8), "1m": relativedelta(months=1),
}  # fmt: skip
CHANGES = (
    "move", "move", "use", "lead", "provider", "portal", "end", "succeed", "add", "remove", "break", "mend", "mend",
    "lose",
)  # fmt: skip
Told = tuple[str, ...]


@dataclass(frozen=True)
class Contract:
    """A contract of the world. Ends fall on the 15th, so that no sum with months meets a short one."""

    name: str
    end: date | None
    used: int = 0
    options: int = 0
    lead: str = "testshire"
    provider: str = "Alpha"
    portal: bool = False
    ended: date | None = None
    replaces: str | None = None
    start: date = date(2020, 1, 1)
    faulty: bool = False

    @property
    def current(self) -> date | None:
        """A decided end is its end, whatever the options."""
        if self.ended:
            return self.ended
        return self.extended(self.used)

    def extended(self, used: int) -> date | None:
        """The end with so many of its options used."""
        return self.end + relativedelta(months=12 * used) if self.end and not self.ended else None

    def text(self) -> str:
        lines = [f"id: {self.name}", f"title: Contract {self.name}", f"lead: {self.lead}", f"start: {self.start}"]
        lines += [f"providers: [{self.provider}]"]
        lines += [f"end: {'soon' if self.faulty else self.end or 'unknown'}"]
        lines += ["portal: nepo"] if self.portal else []
        lines += [f"replaces: [{self.replaces}]"] if self.replaces else []
        lines += [f"ended: {{on: {self.ended}, how: expired}}"] if self.ended else []
        if self.options:
            lines.append("extensions:")
            states = ["exercised"] * self.used + ["permitted"] * (self.options - self.used)
            lines += [f"  - {{months: 12, state: {state}}}" for state in states]
        return record("\n".join(lines))

    def facts(self, over: str) -> dict[str, str]:
        """What a reader should hear the changes of, by the names that the digest gives to them."""
        found = {"lead": self.lead, "providers": self.provider, "start": str(self.start), "over": over}
        found["portal"] = "nepo" if self.portal else ""
        found["ended"] = str(self.ended or "")
        if self.current:
            found["end"] = found["longest-end"] = str(self.current)
        if self.end:
            found["initial-end"] = str(self.end)
            if not self.ended:
                found["longest-end"] = str(self.end + relativedelta(months=12 * self.options))
        for number in range(1, self.options + 1):
            found[f"option.{number}"] = "exercised" if number <= self.used else "permitted"
        return {name: text for name, text in found.items() if text}


@dataclass
class World:
    """Contracts by name, and what chance does to them."""

    chance: random.Random
    contracts: dict[str, Contract] = field(default_factory=dict)
    born: int = 0

    def add(self, today: date, **more: Any) -> Contract:
        self.born += 1
        ahead = self.chance.randrange(-3, 30)
        end = (today + relativedelta(months=ahead)).replace(day=15)
        known = None if self.chance.random() < 0.1 else end
        made = Contract(f"c-{self.born}", known, options=self.chance.choice((0, 0, 1, 2)) if known else 0)
        made = replace(made, **more)
        self.contracts[made.name] = made
        return made

    def week(self, today: date) -> None:
        """What happens in a week: a few changes to a few contracts."""
        for _ in range(self.chance.choice((0, 1, 1, 2, 4))):
            contract = self.contracts[self.chance.choice(sorted(self.contracts))]
            change = self.chance.choice(CHANGES)
            self.apply(change, contract, today)

    def apply(self, change: str, contract: Contract, today: date) -> None:
        others = {"lead": "otherham" if contract.lead == "testshire" else "testshire"}
        match change:
            case "move" if contract.end:
                moved = contract.end + relativedelta(months=self.chance.choice((-6, -1, 1, 3, 12)))
                contract = replace(contract, end=max(moved, contract.start + relativedelta(months=1)).replace(day=15))
            case "use" if contract.used < contract.options:
                contract = replace(contract, used=contract.used + 1)
            case "lead":
                contract = replace(contract, lead=others["lead"])
            case "provider":
                contract = replace(contract, provider=self.chance.choice(("Alpha", "Beta", "Gamma")))
            case "portal":
                contract = replace(contract, portal=not contract.portal)
            case "end" if not contract.ended:
                # Nothing ends before it begins: such a record is a fault.
                gone = today - timedelta(days=self.chance.randrange(30))
                contract = replace(contract, ended=max(gone, contract.start))
            case "succeed" if not contract.replaces:
                start = today + timedelta(days=self.chance.randrange(-20, 60))
                self.add(
                    today, replaces=contract.name, start=start, end=(start + relativedelta(months=14)).replace(day=15)
                )
            case "add":
                self.add(today)
            case "remove" if len(self.contracts) > 6 and not self.replacing(contract.name):
                del self.contracts[contract.name]
                return
            case "break":
                contract = replace(contract, faulty=True)
            case "mend":
                self.contracts = {name: replace(other, faulty=False) for name, other in self.contracts.items()}
                return
            case "lose" if not contract.options:
                contract = replace(contract, end=None)
        self.contracts[contract.name] = contract

    def replacing(self, name: str) -> list[Contract]:
        return [contract for contract in self.contracts.values() if contract.replaces == name]

    def write(self, path: Path) -> None:
        path.write_text(HEAD + "".join(contract.text() for contract in self.contracts.values()))


@dataclass
class Reader:
    """Somebody who remembers what they were told, and works out from the world what they have not been told yet.

    `untold` says what that is; once a digest has been read, `read` marks what it told. The facts of a contract are
    remembered as a whole: its changes are told together, or wait together.
    """

    known: dict[str, dict[str, str]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    marks: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    first: bool = True
    # What the last look at the world found: the facts of each contract, what each is to be told by, and what is gone.
    facts: dict[str, dict[str, str]] = field(default_factory=dict)
    things: dict[Told, tuple[str, str, set[str]]] = field(default_factory=dict)
    changes: dict[str, set[Told]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def untold(self, world: World, today: date) -> Counter[Told]:
        """Everything that stands or has changed and was not told, each once."""
        self.facts, self.things, self.changes, self.names = {}, {}, {}, set(world.contracts)
        whole = not any(contract.faulty for contract in world.contracts.values())
        for name, item in world.contracts.items():
            if item.faulty:
                continue
            over, successors = self.over(world, item, today)
            self.facts[name] = item.facts(over) | {f"successor.{other.name}": str(other.start) for other in successors}
            if not self.first and (told := self.changed(name, self.facts[name])):
                self.changes[name] = told
            if not over:
                self.times(item, today)
        for name in [name for name in self.known if name not in world.contracts]:
            if whole:
                self.changes[name] = {("removed", name)}
        return Counter([*self.things, *(told for own in self.changes.values() for told in own)])

    def read(self, told: Counter[Told]) -> None:
        """Take in a digest: what it told is known from now on."""
        for thing in told:
            if thing in self.things:
                name, what, marks = self.things[thing]
                self.marks.setdefault((name, what), set()).update(marks)
        waiting = set()
        for name, own in self.changes.items():
            assert own <= told.keys() or own.isdisjoint(told), "the changes of a contract are told together"
            if own.isdisjoint(told):
                waiting.add(name)
            elif own == {("removed", name)}:
                del self.known[name]
        self.known |= {name: facts for name, facts in self.facts.items() if name not in waiting}
        new = {name for name in waiting if ("new", name) in self.changes[name]}
        self.others = {name for name in self.names if name not in self.known} - new
        self.first = False

    def over(self, world: World, contract: Contract, today: date) -> tuple[str, list[Contract]]:
        """Whether it is over; and its successors, as far as their records can be read."""
        successors = [other for other in world.replacing(contract.name) if not other.faulty]
        if any(other.start <= today and other.lead == contract.lead for other in successors):
            return "replaced", successors
        return ("ended" if contract.ended and contract.ended < today else ""), successors

    def changed(self, name: str, facts: dict[str, str]) -> set[Told]:
        if name not in self.known:
            return {("entered" if name in self.others else "new", name)}
        before = self.known[name]
        differing = {
            fact: (before.get(fact), facts.get(fact))
            for fact in before.keys() | facts.keys()
            if before.get(fact) != facts.get(fact)
        }
        told = set(differing)
        if facts.get("over") == "replaced" != before.get("over"):  # told with its successor
            told = {fact for fact in told if not fact.startswith("successor.")}
        if "ended" in differing and "over" in differing:  # told as what is over
            told -= {"end", "longest-end"}
        if None in differing.get("ended", ()) and {"end", "over"} & differing.keys():  # told as its end, or as over
            told.discard("ended")
        for other in ("initial-end", "longest-end"):  # all the ends moved together: one move
            if other in differing and differing[other] == differing.get("end"):
                told.discard(other)
        return {("changed", name, fact) for fact in told}

    def times(self, contract: Contract, today: date) -> None:
        """The end, and once it has passed the next one that an option could lead to; or that it is not known."""
        if contract.current is None:
            self.once(contract.name, "unknown", {""}, ("unknown", contract.name))
            return
        if contract.current >= today:
            self.to_come(contract, contract.current, today)
            return
        told = ("end", contract.name, str(contract.current), "past")
        self.once(contract.name, f"past {contract.current}", {""}, told)
        further = (contract.extended(used) for used in range(contract.used + 1, contract.options + 1))
        if coming := next((end for end in further if end and end >= today), None):
            self.to_come(contract, coming, today)

    def to_come(self, contract: Contract, end: date, today: date) -> None:
        """An end that lies ahead, at each mark before it."""
        days: dict[str, date] = {mark: end - back for mark, back in MARKS.items()}
        crossed = {mark for mark, day in days.items() if day <= today}
        last = max(crossed, key=lambda mark: days[mark], default="")
        self.once(contract.name, f"to come {end}", crossed, ("end", contract.name, str(end), last))

    def once(self, name: str, thing: str, marks: set[str], told: Told) -> None:
        if not marks <= self.marks.get((name, thing), set()):
            self.things[told] = (name, thing, marks)


def told_by(answer: dict[str, Any]) -> Counter[Told]:
    """What a digest told of the things that the reader above looks out for."""
    found: Counter[Told] = Counter()
    for item in answer["items"]:
        if item["section"] == "end-unknown":
            found[("unknown", item["id"])] += 1
        elif item["section"] in ("changed", "contracts"):
            fact = item["fact"]
            found[("changed", item["id"], fact) if fact else (item["kind"], item["id"])] += 1
        elif item["kind"] == "end":
            mark = "past" if item["section"] == "overdue" else item["mark"]
            found[("end", item["id"], item["when"]["earliest"], mark)] += 1
    return found


def runs_of_a_year(chance: random.Random) -> list[date]:
    """Mondays, some missed (now and then many in a row), some doubled, on the same day or a day later."""
    found: list[date] = []
    monday = FIRST
    while monday < FIRST + timedelta(days=371):
        found += {0: [], 1: [monday, monday], 2: [monday, monday + timedelta(days=1)]}.get(
            chance.randrange(8), [monday]
        )
        monday += WEEK * (chance.randrange(5, 12) if chance.random() < 0.04 else 1)
    return found


def digest(path: Path, state: Path, today: date, *more: str) -> Any:
    typed = ("--registry", str(path), "--today", str(today), "--state", str(state), "--format", "json", "--allow-loss")
    answer = run_cli("digest", *typed, *more)
    assert answer.code == 0, answer.err
    return answer.json


@pytest.mark.parametrize("limit", [40, 6])
@pytest.mark.parametrize("seed", range(3))
def test_a_year_of_digests_tells_everything_once(seed: int, limit: int, tmp_path: Path) -> None:
    """All that is news is told in the first digest that has room for it; nothing is told twice, nothing is lost."""
    chance = random.Random(seed)  # noqa: S311 - a world, not a key
    world, reader = World(chance), Reader()
    path, state = tmp_path / "contracts.yaml", tmp_path / "state.json"
    for _ in range(24):
        world.add(FIRST)
    happened, count, waited = FIRST, Counter[str](), 0
    for today in runs_of_a_year(chance):
        while happened < today:  # the world does not wait for the digest
            world.week(happened)
            happened += WEEK
        world.write(path)
        untold = reader.untold(world, today)
        answer = digest(path, state, today, "--limit", str(limit))
        told = told_by(answer)
        assert told <= untold, today
        if not answer["left_out"]["count"]:
            assert told == untold, today
        waited += answer["left_out"]["count"]
        reader.read(told)
        count.update(thing[0] for thing in told)
    assert waited > 10
    untold = reader.untold(world, today)
    rest: Counter[Told] = Counter()
    waits = True
    while waits:
        answer = digest(path, state, today, "--limit", str(limit))
        rest += told_by(answer)
        waits = answer["left_out"]["count"] > 0
    assert rest == untold, "what still waits is told in the end"
    assert digest(path, state, today)["items"] == []
    assert count["end"] > 20
    assert count["changed"] > 20
    assert sum(count[what] for what in ("new", "entered", "removed", "unknown")) > 5


def test_the_first_digest_is_a_baseline(tmp_path: Path) -> None:
    """It lists what is urgent and no other, counts the rest, and the rest follows, news first."""
    path, state = tmp_path / "contracts.yaml", tmp_path / "state.json"
    path.write_text(HEAD + "".join(record(text) for text in (
        *(f"id: soon-{number}\nend: 2026-02-28" for number in range(3)),
        *(f"id: passed-{number}\nend: 2025-02-28" for number in range(50)),
        *(f"id: later-{number}\nend: 2027-01-01" for number in range(4)),
        "id: silent",
    )))  # fmt: skip
    first = digest(path, state, FIRST)
    assert {item["id"] for item in first["items"]} == {"soon-0", "soon-1", "soon-2"}
    assert {item["group"] for item in first["items"]} == {"decide"}
    left = first["left_out"]
    assert left["by_heading"]["no-news"] == 50
    assert left["by_heading"]["end-unknown"] == 1
    assert left["count"] == sum(left["by_heading"].values())
    path.write_text(path.read_text() + record("id: fresh\nend: 2026-02-20"))
    second = digest(path, state, FIRST + WEEK)
    assert second["count"] == 40
    assert second["items"][0]["id"] == "fresh", "what is new comes before what waited"
    told = [(item["id"], item["kind"], item["section"]) for item in second["items"]]
    while second["left_out"]["count"]:
        second = digest(path, state, FIRST + WEEK)
        told += [(item["id"], item["kind"], item["section"]) for item in second["items"]]
    assert len(told) == len(set(told))
    assert sum(name.startswith("passed") for name, _, section in told if section == "overdue") == 50


def test_a_state_from_before_there_was_a_limit_is_read(tmp_path: Path) -> None:
    path, state = tmp_path / "contracts.yaml", tmp_path / "state.json"
    path.write_text(HEAD + record("id: old\nend: 2026-02-28"))
    while digest(path, state, FIRST)["left_out"]["count"]:
        pass
    older = json.loads(state.read_text())
    for entry in older["digests"].values():
        entry.pop("waiting", None)
        for facts in entry["facts"].values():
            facts.pop("seen")
    state.write_text(json.dumps(older))
    assert digest(path, state, FIRST)["items"] == [], "what is not there is not a change"


@pytest.mark.parametrize("seed", range(2))
def test_a_digest_killed_before_it_was_remembered_may_tell_again_and_loses_nothing(seed: int, tmp_path: Path) -> None:
    chance = random.Random(100 + seed)  # noqa: S311 - a world, not a key
    world, reader = World(chance), Reader()
    path, state = tmp_path / "contracts.yaml", tmp_path / "state.json"
    for _ in range(12):
        world.add(FIRST)
    told_in_vain = 0
    for number in range(40):
        today = FIRST + WEEK * number
        world.week(today)
        world.write(path)
        before = state.read_bytes() if state.exists() else None
        untold = reader.untold(world, today)
        answer = digest(path, state, today, "--limit", "1000")
        told = told_by(answer)
        if chance.random() < 0.3:  # killed: it has been sent, and nothing was written
            state.unlink()
            if before is not None:
                state.write_bytes(before)
            told_in_vain += told.total()
            continue
        assert told <= untold
        assert told == untold or answer["left_out"]["count"], today
        reader.read(told)
    assert told_in_vain > 0
