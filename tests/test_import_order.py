"""However releases are split into files, and in whatever order the files are given: the result is the same.

The files of a split say nothing of the order of publication, so no part of the result may depend on it: neither the
account, nor the records, nor a byte of the registry that is written.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from importers_support import advertised, awarded, cancelled, changed, contracted, period, planned, terminated
from support import run_cli

TODAY = ("--today", "2028-11-28")
# A process as it goes on: what was said before, and what became of it.
LIVES = (
    (planned, advertised, awarded, contracted, changed, terminated),
    (planned, advertised, cancelled),
    (advertised, awarded, contracted, changed),
    (contracted, terminated),
    (changed,),
    (advertised,),
)


def numbered(notice: dict[str, Any], process: int, number: int) -> dict[str, Any]:
    """The notice in a process of its own, with a number and an address that no other has."""
    text = json.dumps(notice).replace(str(notice["id"]), f"{process:03}{number:03}-2026")
    whole: dict[str, Any] = json.loads(text)
    whole["ocid"] = f"ocds-h6vhtk-{process:06x}"
    whole["tender"]["title"] = f"{whole['tender']['title']}, area {process // 2}"
    return whole


def releases(rnd: random.Random) -> list[dict[str, Any]]:
    """Notices of two dozen processes, of some only a part; also what is met twice, unreadable or of something else."""
    notices: list[dict[str, Any]] = []
    for process in range(24):
        life = LIVES[process % len(LIVES)]
        kept = [make() for make in life if rnd.random() < 0.8] or [life[-1]()]
        notices += [numbered(notice, process, number) for number, notice in enumerate(kept)]
    two_terms = numbered(advertised(), 90, 0)
    two_terms["tender"]["lots"] = [
        {"id": "1", "title": "North", "contractPeriod": period("2027-04-01", "2030-03-31")},
        {"id": "2", "title": "South", "contractPeriod": period("2027-04-01", "2031-03-31")},
    ]
    odd = [two_terms, numbered(advertised(), 91, 0) | {"tag": ["gardening"]}, numbered(planned(), 92, 0)]
    odd[2]["tender"]["title"] = "TEST"
    return [*notices, *odd, *rnd.sample(notices, 3)]


def split(notices: list[dict[str, Any]], folder: Path, rnd: random.Random) -> list[str]:
    """The notices shuffled into a few files of any kind, which are given in any order."""
    folder.mkdir()
    files: list[list[dict[str, Any]]] = [[] for _ in range(rnd.randint(2, 7))]
    for notice in rnd.sample(notices, len(notices)):
        rnd.choice(files).append(notice)
    paths = []
    for number, held in enumerate(filter(None, files)):
        path = folder / f"{rnd.randrange(10**6):06}-{number}.json"
        lines = "\n".join(map(json.dumps, held)) + "\n"
        path.write_text(lines if rnd.random() < 0.5 else json.dumps({"releases": held}), encoding="utf-8")
        paths.append(str(path))
    return rnd.sample(paths, len(paths))


def imported(files: list[str], folder: Path) -> tuple[dict[str, Any], list[str], dict[str, bytes]]:
    """The account, the records without their places, and the bytes of the registry that was written."""
    answer = run_cli("import", *files, "--write", str(folder), "--format", "json", *TODAY)
    assert answer.code == 0, answer.err
    rows = [json.dumps({key: item for key, item in row.items() if key != "places"}) for row in answer.json["rows"]]
    written = {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    return answer.json["account"], sorted(rows), written


@pytest.mark.parametrize("seed", range(5))
def test_the_split_into_files_and_their_order_do_not_matter(tmp_path: Path, seed: int) -> None:
    rnd = random.Random(seed)  # noqa: S311 - no secrets
    notices = releases(rnd)
    results = []
    for number in range(3):
        files = split(notices, tmp_path / f"split-{number}", rnd)
        results.append(imported(files, tmp_path / f"own-{number}"))
    account, _, written = results[0]
    assert account["rows"] == len(notices)
    assert account["rejected"] >= 1
    assert account["set_aside"] >= 1
    assert account["new"] > 20
    assert any(b"ocds-h6vhtk-" in data for data in written.values())
    for other in results[1:]:
        assert other[0] == account
        assert other[1] == results[0][1]
        assert other[2] == written


def test_registers_in_any_order_give_the_same_registry(tmp_path: Path) -> None:
    rnd = random.Random(7)  # noqa: S311 - no secrets
    head = "Ref,Title,Supplier,Start date,End date\n"
    rows = [
        f"NC-{number % 25:02},Home care {number % 25 % 9},Supplier {number},01/04/2025,31/03/20{28 + number % 25 % 3}\n"
        for number in range(40)
    ]
    seen = []
    for number in range(3):
        folder = tmp_path / f"in-{number}"
        folder.mkdir()
        # One council's register in two parts of the same names, so that the source is the same.
        shuffled = rnd.sample(rows, len(rows))
        at = rnd.randrange(1, len(rows))
        parts = [shuffled[:at], shuffled[at:]]
        files = []
        for part, name in zip(parts, rnd.sample(("a.csv", "b.csv"), 2), strict=True):
            (folder / name).write_text(head + "".join(part), encoding="utf-8")
            files.append(str(folder / name))
        own = tmp_path / f"register-{number}"
        answer = run_cli(
            "import", *files, "--write", str(own), "--lead", "Northshire", "--source", "northshire-register",
            "--format", "json", *TODAY,
        )  # fmt: skip
        assert answer.code == 0, answer.err
        seen.append(
            (answer.json["account"], sorted(row["title"] + str(row["reference"]) for row in answer.json["rows"]))
        )
    assert seen[0][0]["rows"] == len(rows)
    assert seen[1:] == [seen[0]] * 2
