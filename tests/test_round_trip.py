"""Export, then import: what comes back is what the table in `exporters/carried.py` says, key by key."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from random_records import records_of, text_of
from support import ROOT, registry_text, run_cli
from tenderwatch.dates import When
from tenderwatch.exporters.carried import CARRIED, READ_BACK
from tenderwatch.law.terms import contract_ends, when_of
from tenderwatch.outlook import look_at
from tenderwatch.registry.layers import Layer
from tenderwatch.registry.load import load_layers
from tenderwatch.registry.model import Contract, Registry
from tenderwatch.registry.model.recorded import recorded

DAY = date(2026, 11, 28)
TODAY = ("--today", DAY.isoformat())
ENDINGS = {"jsonl": ".jsonl", "csv": ".csv", "register": ".csv", "ocds": ".json"}
SEEDS = range(16)
# What the random records leave out, in every other of them.
MORE = """\
reference: =ASC/NUMBER-7
department: "Adult's and health; integrated"
owner: Commissioning manager
cpv: [85311000-2, "85000000"]
portal: nepo
portal_checked: 2026-01-05
route: call-off
user_groups: [older people, carers]
value: {amount: 1234.56, basis: a year}
related_ocids: [ocds-abc123-0]
notices: [{number: 012345-2025, kind: UK4, date: 2025-03, url: https://example.org/n}]
notes: ["Two words: a note, \'quoted\'"]
"""


class Trip:
    """A registry, what has come back of it, and how it stood on the day."""

    def __init__(self, before: Registry, after: Registry) -> None:
        self.before, self.after = before, after

    def let(self, contract: Contract) -> bool:
        outlook = look_at(contract, self.before, DAY)
        return not outlook.not_let and outlook.status != "abandoned"

    def status(self, contract: Contract) -> str:
        return look_at(contract, self.before, DAY).status


def ends(contract: Contract) -> tuple[When | None, When | None, When | None]:
    found = contract_ends(contract)
    return when_of(found.initial), when_of(found.current), when_of(found.longest)


def known(when: When | None) -> When | None:
    return when if when and when.known else None


def to_the_day(when: When | None) -> When | None:
    return when if when and when.exact else None


def cited_to(trip: Trip, held: Contract, back: Contract) -> bool:
    return trip.before.newest_evidence(held) == trip.after.newest_evidence(back)


Rule = Callable[[Trip, Contract, Contract], bool]
# What each cell that is neither `yes` nor `-` means: of the contract as it was, and as it is.
RULES: dict[str, Rule] = {
    "id: as the reference": lambda _, held, back: back.reference == (held.reference or held.id),
    "kind: frameworks and purchasing systems": lambda _, held, back: (
        back.kind == {"open-framework": "framework", "dynamic-market": "dps"}.get(held.kind, held.kind)
        if held.kind in ("framework", "open-framework", "dps", "dynamic-market") else back.kind == "contract"
    ),
    "providers: once let": lambda trip, held, back: back.providers == (held.providers if trip.let(held) else ()),
    "reference: yes": lambda _, held, back: back.reference == (held.reference or back.reference),
    "cpv: without check digits": lambda _, held, back: back.cpv == tuple(code[:8] for code in held.cpv),
    "portal: by its address": lambda trip, held, back: back.portal == (
        held.portal if held.portal and trip.before.portals[held.portal].url else None
    ),
    "value: the amount": lambda _, held, back: (held.value and held.value.amount) == (back.value and back.value.amount),
    "start: if known": lambda _, held, back: back.start == known(held.start),
    "start: if known to the day": lambda _, held, back: back.start == to_the_day(held.start),
    "start: if known, once let": lambda trip, held, back: back.start == known(held.start) if trip.let(held) else True,
    "end: the first end": lambda _, held, back: known(ends(back)[0]) == known(ends(held)[0]),
    # The words of a description may be read: then a month is a month.
    "end: the end as it stands, sure to the day": lambda _, held, back: (
        back.end == (to_the_day(ends(held)[1]) or (back.end and known(ends(held)[1])))
    ),
    "end: the end as it stands, once let": lambda trip, held, back: (
        known(ends(back)[1]) == known(ends(held)[1]) if trip.let(held) else True
    ),
    # Nothing ends that was never let.
    "extensions: the ends they lead to": lambda trip, held, back: (
        tuple(map(known, ends(back))) == tuple(map(known, ends(held))) or trip.status(held) == "abandoned"
    ),
    "extensions: the last end, if to the day": lambda _, held, back: (
        ends(back)[2] == ends(held)[2] if all(map(to_the_day, ends(held)[1:])) else True
    ),
    "extensions: the last end, once let": lambda trip, held, back: (
        known(ends(back)[2]) == known(ends(held)[2]) if trip.let(held) else True
    ),
    "term: by its end": lambda _, __, back: back.term is None,
    "open_ended: if it has none": lambda trip, held, back: bool(back.open_ended) == (
        trip.status(held) == "open-ended"
    ),
    "let: if it is not": lambda trip, held, back: (back.let is False) == (trip.status(held) == "planned"),
    "let: yes": lambda trip, held, back: back.let is (
        None if trip.status(held) == "abandoned" else trip.let(held)
    ),
    "advertised: that it was": lambda trip, held, back: bool(back.advertised) == (trip.status(held) == "tendering"),
    "tender_deadline: until let, if to the day": lambda trip, held, back: (
        back.tender_deadline is None if trip.let(held)
        else held.tender_deadline is None or back.tender_deadline in (to_the_day(held.tender_deadline), None)
    ),
    "awarded: that it was": lambda trip, held, back: bool(back.awarded) == (trip.status(held) == "awarded"),
    "awarded: if to the day": lambda trip, held, back: back.awarded == (
        to_the_day(held.awarded) if trip.let(held) else None
    ),
    "plans: the dates, until let": lambda trip, held, back: back.plans is None or (
        not trip.let(held) and back.plans.tender == to_the_day(held.plans.tender if held.plans else None)
    ),
    "reviews: the first, if to the day": lambda _, held, back: [item.on for item in back.reviews] == [
        first for first in [min((item.on for item in held.reviews), key=lambda when: when.sort_key, default=None)]
        if to_the_day(first)
    ],
    "ended: the day": lambda trip, held, back: (
        back.ended.on == held.ended.on if held.ended and trip.status(held) == "ended" and back.ended else True
    ),
    "ended: if to the day, or not known at all": lambda trip, held, back: (
        (back.ended and back.ended.on) == (
            held.ended.on if held.ended and trip.let(held) and held.ended.on.precision in ("day", "unknown") else None
        )
        or trip.status(held) == "replaced"  # which is as good as ended, where no end of it is known
    ),
    "abandoned: that it was": lambda trip, held, back: bool(back.abandoned) == (trip.status(held) == "abandoned"),
    "replaces: by their OCID": lambda trip, held, back: back.replaces == tuple(
        name for name in held.replaces if name in trip.after.by_id and trip.before.by_id[name].ocid
    ),
    "evidence: how old it is": cited_to,
}  # fmt: skip


def load(path: Path) -> Registry:
    return load_layers((Layer(str(path), path),)).registry


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("random")
    for seed in SEEDS:
        text = text_of(records_of(seed))
        # Each has a process of its own, so that open contracting has room for it.
        for number in range(len(records_of(seed))):
            more = f"ocid: ocds-abc123-c{number}\n" + (MORE if number % 2 else "").replace("NUMBER", str(number))
            text = text.replace(f"  - id: c{number}\n", f"  - id: c{number}\n{indent(more, '    ')}")
        (folder / f"{seed}.yaml").write_text(text, encoding="utf-8")
    return [ROOT / "data", *sorted(folder.iterdir())]


def trip(what: str, source: Path, folder: Path) -> Trip:
    """Out of one registry, and into an empty one of the same councils and portals."""
    before, folder = load(source), folder / f"{what}-{source.stem}"
    folder.mkdir()
    (folder / "reg").mkdir()
    empty = {
        "edition": before.edition.isoformat(),
        "portals": [recorded(portal) for portal in before.portals.values()],
        "authorities": [recorded(body) for body in before.authorities.values()],
    }
    (folder / "reg" / "contracts.yaml").write_text(json.dumps(empty), encoding="utf-8")
    file = folder / f"out{ENDINGS[what]}"
    out = run_cli("export", what, "-o", str(file), "--registry", str(source), *TODAY)
    assert out.code == 0, out.err
    back = run_cli("import", str(file), "--write", str(folder / "reg"), "--format", "json", *TODAY)
    assert back.code == 0, back.err
    account = back.json["account"]
    refused = len(before.contradictory) if what == "jsonl" else 0
    assert account["rejected"] <= refused, [row["reason"] for row in back.json["rows"] if row["reason"]]
    assert (account["same"], account["changed"], account["doubtful"], account["set_aside"]) == (0, 0, 0, 0)
    return Trip(before, load(folder / "reg"))


@pytest.fixture(scope="module", params=READ_BACK)
def trips(request: pytest.FixtureRequest, sources: list[Path], tmp_path_factory: Any) -> tuple[str, list[Trip]]:
    what = request.param
    folder = tmp_path_factory.mktemp(what)
    return what, [trip(what, source, folder) for source in sources]


def pairs(what: str, trip: Trip) -> list[tuple[Contract, Contract]]:
    """Each contract that was carried, with what it has become."""
    if what != "register":
        return [(held, trip.after.by_id[held.id]) for held in trip.before.contracts if held.id in trip.after.by_id]
    by_reference = {(back.reference, back.title): back for back in trip.after.contracts}
    keys = ((held, (held.reference or held.id, held.title)) for held in trip.before.contracts)
    return [(held, by_reference[key]) for held, key in keys if key in by_reference]


def expected(what: str, trip: Trip) -> int:
    """How many contracts the format has room for."""
    contracts = [held for held in trip.before.contracts if held.id not in trip.before.contradictory]
    match what:
        case "register":
            return sum(trip.let(held) for held in contracts)
        case "ocds":
            return sum(bool(held.ocid) for held in contracts)
    return len(contracts)


def test_the_table_has_every_key_and_every_part_has_its_rule() -> None:
    assert {*CARRIED} == {*Contract._fields} - {"taken_over"}
    parts = {f"{key}: {cell}" for key, row in CARRIED.items() for cell in row.values() if cell not in ("yes", "-")}
    assert parts <= {*RULES}
    assert {name for name in RULES if not name.endswith(": yes")} == parts


def test_as_many_come_back_as_the_format_has_room_for(trips: tuple[str, list[Trip]]) -> None:
    what, made = trips
    for trip in made:
        sound = [pair for pair in pairs(what, trip) if pair[0].id not in trip.before.contradictory]
        assert len(sound) >= expected(what, trip)


def test_what_comes_back_is_what_the_table_says(trips: tuple[str, list[Trip]]) -> None:
    what, made = trips
    wrong = []
    for trip in made:
        for held, back in pairs(what, trip):
            if held.id in trip.before.contradictory:
                continue
            for key, row in CARRIED.items():
                cell = row[what]
                rule = RULES.get(f"{key}: {cell}") if what != "jsonl" and (what, key) in PARTLY else None
                before, after = getattr(held, key), getattr(back, key)
                if rule:
                    fits = rule(trip, held, back)
                elif key == "replaces" and what == "jsonl":  # a record that contradicts itself has not come back
                    fits = after == tuple(name for name in held.replaces if name in trip.after.by_id)
                elif cell == "-":
                    fits = after == Contract._field_defaults.get(key) or (what, key) in FILLED
                else:
                    fits = before == after
                if not fits:
                    wrong.append((held.id, key, cell, before, after, ends(held), ends(back), trip.status(held)))
    assert wrong == [], "\n".join(map(str, wrong))


# Cells that a rule judges: all that are in part, and two whose `yes` is meant with a default.
PARTLY = {(what, key) for key, row in CARRIED.items() for what, cell in row.items() if cell not in ("yes", "-")}
PARTLY |= {("register", "reference"), ("ocds", "let")}
# Keys of which nothing comes back, and which a record has to have all the same.
FILLED: set[tuple[str, str]] = {("register", "evidence")}


def test_what_is_carried_whole_is_exported_again_byte_for_byte(tmp_path: Path) -> None:
    first, second = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    run_cli("export", "jsonl", "-o", str(first), *TODAY)
    assert run_cli("import", str(first), "--write", str(tmp_path / "reg"), *TODAY).code == 0
    run_cli("export", "jsonl", "-o", str(second), "--registry", str(tmp_path / "reg"), *TODAY)
    # Events are no part of a contract, and stay behind.
    lines = [
        [{**json.loads(line), "events": []} for line in file.read_text(encoding="utf-8").splitlines()]
        for file in (first, second)
    ]
    assert [json.dumps(line) for line in lines[0]] == [json.dumps(line) for line in lines[1]]


@pytest.mark.parametrize("what", ["jsonl", "csv"])
def test_what_the_registry_says_already_changes_nothing(what: str, tmp_path: Path) -> None:
    file = tmp_path / f"out{ENDINGS[what]}"
    run_cli("export", what, "-o", str(file), *TODAY)
    answer = run_cli("import", str(file), "--format", "json", *TODAY)
    assert {row["outcome"] for row in answer.json["rows"]} == {"same"}


def test_each_lot_of_a_process_comes_back_as_it_stands(tmp_path: Path) -> None:
    """Of one process: a lot that was abandoned, one that is let, and one that has ended on a day that nobody states."""
    lots = (
        "advertised: 2024-01-08\nabandoned: {on: 2024-05-01, how: no bids}",
        "end: 2027-03-31",
        "end: 2027-03-31\nended: {on: unknown, how: terminated}",
    )
    (tmp_path / "own.yaml").write_text(
        registry_text(*(f"id: lot-{number}\nocid: ocds-abc123-1\n{lot}" for number, lot in enumerate(lots))),
        encoding="utf-8",
    )
    found = trip("ocds", tmp_path / "own.yaml", tmp_path).after
    abandoned, let, ended = (found.by_id[f"lot-{number}"] for number in range(3))
    assert [bool(lot.abandoned) for lot in (abandoned, let, ended)] == [True, False, False]
    assert [lot.ended and lot.ended.on.known for lot in (abandoned, let, ended)] == [None, None, False]
