"""A preview for people makes only what it lists, and says and counts the same as one that makes everything."""

from __future__ import annotations

import csv
import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from support import ROOT
from tenderwatch.answers import imports as answers
from tenderwatch.formats import render
from tenderwatch.importers import run
from tenderwatch.importers.outline import UNCHECKED, Outlines
from tenderwatch.importers.reading import Layout
from tenderwatch.importers.reconcile import Match
from tenderwatch.importers.run import Choice, Import, run_import
from tenderwatch.registry.checks import alone
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.load import load
from tenderwatch.registry.yaml_tree import Data
from test_import_plain_records import SHIPPED, carefully

sys.path.insert(0, str(ROOT / "benchmarks"))

from generate_notices import releases
from generate_register import rows

TODAY = date(2026, 11, 28)
REGISTER: dict[str, Data] = {
    "id": "register-x", "title": "Register", "publisher": "the council itself", "read": "2026-11-28",
    "strength": "council-page",
}  # fmt: skip
FAULTS: tuple[Callable[[dict[str, Any]], Any], ...] = (
    lambda notice: notice["tender"].update(title="x " * 1500),
    lambda notice: notice["tender"].update(title=""),
    lambda notice: notice.update(ocid="ocds no ocid"),
    lambda notice: notice.update(id="no number / at all"),
    lambda notice: notice["tender"].update(contractPeriod={"startDate": "2027-01-01", "endDate": "2026-01-01"}),
    lambda notice: notice["tender"].update(tenderPeriod={"endDate": "2019-01-01"}),
    lambda notice: notice.update(tag=["tenderCancellation"]),
    lambda notice: notice.update(parties=[*notice["parties"], *notice["parties"]]),
    lambda notice: notice["buyer"].update(name="Ж" * 300),
    lambda notice: [block.update(url="not a URL") for block in _documents(notice)],
)


def _documents(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield from value.get("documents") or ()
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _documents(item)


def notices_file(folder: Path, seed: int) -> Path:
    rnd = random.Random(seed)  # noqa: S311 - no secrets
    path = folder / "notices.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for notice in islice(releases(700), 700):
            if rnd.random() < 0.2:
                rnd.choice(FAULTS)(notice)
            file.write(json.dumps(notice) + "\n")
    return path


def register_file(folder: Path, seed: int) -> Path:
    rnd = random.Random(seed)  # noqa: S311 - no secrets
    path = folder / "register.csv"
    odd = (
        "",
        "x" * 2500,
        "31/12/2019",
        "01/01/2031",
        "a  b\t c",
        "12/2027",
        "TBC",
        "Option to extend to 1 May 2020",
        "-5",
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        for row in rows(900):
            cells = list(row)
            if row[0] != "OrganisationLabel" and rnd.random() < 0.4:
                cells[rnd.randrange(len(cells))] = rnd.choice(odd)
            table.writerow(cells)
    return path


def previewed(file: Path, *, listed_only: bool) -> Import:
    registry = load(ROOT / "docs" / "examples" / "northshire.yaml").registry

    def written(name: str) -> Draft:
        raise AssertionError(f"nothing here is about {name}")

    return run_import(
        [(file, file.name)], registry, written, kind=None, layout=Layout(lead="Testshire"), choice=Choice(),
        today=TODAY, source=lambda _: REGISTER, listed_only=listed_only,
    )  # fmt: skip


@pytest.mark.parametrize("make", [notices_file, register_file])
@pytest.mark.parametrize("seed", [1, 2])
def test_it_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path, int], Path], seed: int
) -> None:
    for module in (run, answers):
        monkeypatch.setattr(module, "MOST_LISTED", 15)
        monkeypatch.setattr(module, "MOST_NAMED", 10)
    monkeypatch.setattr(run, "_AT_ONCE", 50)
    file = make(tmp_path, seed)
    whole, listed = previewed(file, listed_only=False), previewed(file, listed_only=True)
    assert listed.account == whole.account
    assert listed.outcomes == whole.outcomes
    assert (listed.remark_count, listed.aside_count) == (whole.remark_count, whole.aside_count)
    assert list(listed.rejects) == list(whole.rejects)
    assert len(whole.rejects) > 10
    assert whole.account.counts["new"] > 300
    assert len(listed.matches) < len(whole.matches) // 4
    pages = [b"".join(render(answers.import_answer(result, TODAY), "plain")).decode() for result in (whole, listed)]
    assert pages[0] == pages[1]
    assert answers.import_answer(whole, TODAY).size == answers.import_answer(listed, TODAY).size


def test_of_rows_alike_one_is_made_and_the_others_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (run, answers):
        monkeypatch.setattr(module, "MOST_LISTED", 15)
    monkeypatch.setattr(run, "_AT_ONCE", 50)
    made: list[Match] = []
    settle = run._Run.settle

    def noted(self: run._Run, match: Match) -> None:
        made.append(match)
        settle(self, match)

    monkeypatch.setattr(run._Run, "settle", noted)
    file = register_file(tmp_path, 1)
    previewed(file, listed_only=True)
    few = len(made)
    previewed(file, listed_only=False)
    assert len(made) - few > few + 200


@pytest.mark.parametrize("seed", range(3))
def test_records_of_one_outline_are_sound_both_or_neither(seed: int) -> None:
    """Dates, options and the rest are mixed from records that are there."""
    rnd = random.Random(seed)  # noqa: S311 - no secrets
    outlines = Outlines()
    held = [data for section, data in SHIPPED if section == "contracts" and "replaces" not in data]
    sound: dict[Any, bool] = {}
    met = faults = 0
    for _ in range(700):
        first, other = rnd.choice(held), rnd.choice(held)
        data = {key: value for key, value in first.items() if key not in ("id", "evidence", "conflicts")}
        for key in ("start", "end", "extensions", "term", "awarded", "advertised"):
            data.pop(key, None)
            if key in other and rnd.random() < 0.6:
                data[key] = other[key]
        for key in UNCHECKED:
            if key in data and key in other:
                data[key] = other[key]
        if isinstance(options := data.get("extensions"), list):
            data["extensions"] = [{"months": "12", "state": rnd.choice(["permitted", "exercised"])} for _ in options]
        supports = (tuple(key for key in data if key != "start" or rnd.random() < 0.9),)
        outline = outlines.of(data, supports)
        contract = carefully(
            "contracts", {**data, "id": "x", "evidence": [{"source": "s", "place": "p", "supports": list(supports[0])}]}
        )
        if outline is None or contract is None:
            assert contract is None or outline is not None
            continue
        is_sound = next(alone("contracts", contract, in_part=False, errors=True), None) is None
        assert sound.setdefault(outline, is_sound) == is_sound, data
        met += 1
        faults += not is_sound
    assert met > 400
    assert faults > 40
    assert len(sound) < met
