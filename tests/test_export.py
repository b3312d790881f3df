"""`export`: what others read back is what the registry holds, as far as their format can carry it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from support import run_cli
from tenderwatch.exporters import EXPORTS

TODAY = ("--today", "2026-11-28")
FILES = {"ocds": "o.json", "register": "r.csv", "csv": "c.csv", "table-schema": "s.json", "jsonl": "l.jsonl",
         "sqlite": "d.db", "datasette": "m.json"}  # fmt: skip


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    for what, name in FILES.items():
        answer = run_cli("export", what, "-o", str(folder / name), *TODAY)
        assert (answer.code, answer.out) == (0, ""), answer.err
    return folder


@pytest.fixture(scope="module")
def listed() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in run_cli("list", "--format", "json", *TODAY).json["rows"]}


def day(when: dict[str, Any] | None) -> str | None:
    return when["earliest"] if when and when["earliest"] == when["latest"] else None


def test_every_export_is_tried_here() -> None:
    assert set(FILES) == set(EXPORTS)


def test_a_second_export_of_the_day_gives_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    for what, name in FILES.items():
        run_cli("export", what, "-o", str(tmp_path / name), *TODAY)
        assert (tmp_path / name).read_bytes() == (exported / name).read_bytes(), what


def test_open_contracting_carries_what_is_known_to_the_day(exported: Path, listed: dict[str, dict[str, Any]]) -> None:
    records = json.loads((exported / "o.json").read_text(encoding="utf-8"))["records"]
    assert [record["ocid"] for record in records] == sorted({row["ocid"] for row in listed.values() if row["ocid"]})
    seen = set()
    for record in records:
        for contract in record["compiledRelease"].get("contracts", ()):
            row, period = listed[contract["id"]], contract.get("period", {})
            seen.add(row["id"])
            assert (period.get("startDate") or "")[:10] == (day(row["start"]) or "")
            assert (period.get("endDate") or "")[:10] == (day(row["end"]) or "")
            if "maxExtentDate" in period:
                assert period["maxExtentDate"][:10] == day(row["longest_end"])
            if row["end"] and not day(row["end"]):
                assert row["end"]["text"] in contract["description"]
    let = {
        name
        for name, row in listed.items()
        if row["ocid"] and row["status"] not in ("planned", "tendering", "abandoned")
    }
    assert seen == let


def test_open_contracting_reads_back(exported: Path, listed: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    """Our own importer, which was written for what others publish, finds the same terms again."""
    own = tmp_path / "own"
    answer = run_cli("import", str(exported / "o.json"), "--format", "json", "--write", str(own), *TODAY)
    assert answer.code == 0, answer.err
    by_ocid: dict[str, list[dict[str, Any]]] = {}
    for row in listed.values():
        by_ocid.setdefault(row["ocid"], []).append(row)
    compared = 0
    for row in answer.json["rows"]:
        match = by_ocid.get(row["ocid"], [])
        if row["outcome"] != "new" or len(match) != 1 or match[0]["status"] in ("planned", "tendering", "abandoned"):
            continue
        compared += 1
        assert row["data"].get("start") == day(match[0]["start"])
        assert row["data"].get("end") in (match[0]["end"] and match[0]["end"]["edtf"], None)
        assert row["buyers"][:1] == ([match[0]["lead"]["name"]] if match[0]["lead"] else row["buyers"][:1])
    assert compared > 80


def test_a_register_has_the_columns_and_the_days_of_the_guidance(
    exported: Path, listed: dict[str, dict[str, Any]]
) -> None:
    rows = list(csv.DictReader(io.StringIO((exported / "r.csv").read_text(encoding="utf-8"))))
    assert len(rows[0]) == 38
    assert list(rows[0])[:4] == ["OrganisationLabel", "OrganisationURI", "ContractReference", "OpenContractingID"]
    by_title = {row["title"]: row for row in listed.values()}
    for row in rows:
        held = by_title[row["ContractTitle"]]
        end = day(held["end"])
        assert row["EndDate"] == (f"{end[8:]}/{end[5:7]}/{end[:4]}" if end else "")
        assert row["ContactEmail"] == row["ContactName"] == ""
        assert row["Description"]
    assert len(rows) == sum(row["status"] not in ("planned", "tendering", "abandoned") for row in listed.values())


def test_a_register_reads_back(exported: Path, listed: dict[str, dict[str, Any]]) -> None:
    answer = run_cli("import", str(exported / "r.csv"), "--format", "json", *TODAY).json
    assert answer["account"]["rejected"] == 0
    assert {row["outcome"] for row in answer["rows"]} <= {"same", "changed", "doubtful", "new"}
    with_ocid = [row for row in answer["rows"] if row["ocid"] in {item["ocid"] for item in listed.values()} - {None}]
    for row in with_ocid:
        ends = {item["end"] and item["end"]["edtf"] for item in listed.values() if item["ocid"] == row["ocid"]}
        assert row["data"].get("end") in {*ends, None, "unknown"}


def test_the_table_has_the_columns_of_its_schema(exported: Path) -> None:
    schema = json.loads((exported / "s.json").read_text(encoding="utf-8"))
    head, *rows = csv.reader(io.StringIO((exported / "c.csv").read_text(encoding="utf-8-sig")))
    assert head == [field["name"] for field in schema["fields"]]
    days = [number for number, field in enumerate(schema["fields"]) if field["type"] == "date"]
    assert days
    assert all(not row[number] or len(row[number]) == 10 for row in rows for number in days)


def test_the_database_is_sound_and_holds_what_the_list_has(exported: Path, listed: dict[str, dict[str, Any]]) -> None:
    connection = sqlite3.connect(exported / "d.db")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = dict(connection.execute("SELECT id, end_earliest FROM contracts"))
        assert found == {name: row["end"] and row["end"]["earliest"] for name, row in listed.items()}
        words = "SELECT id FROM contracts_fts WHERE contracts_fts MATCH 'home AND care AND Durham'"
        assert ("durham-home-care-2025",) in connection.execute(words).fetchall()
        ends = dict(connection.execute("SELECT contract, earliest FROM ends WHERE which = 'next'"))
        assert ends == {name: row["next_end"]["earliest"] for name, row in listed.items() if row["next_end"]}
    finally:
        connection.close()


def test_lines_are_the_rows_of_the_list(exported: Path, listed: dict[str, dict[str, Any]]) -> None:
    lines = [json.loads(line) for line in (exported / "l.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["id"]: row for row in lines} == listed


WRONG = [
    (("ocds", "-o", "x.csv"), "does not fit ocds"),
    (("occds", "-o", "x.json"), "'occds' is not a choice"),
    (("csv", "-o", "nowhere/x.csv"), "nowhere"),
    (("csv", "-o", "-"), "writes a file"),
]


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_wrong_use_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run_cli("export", *given, *TODAY)
    assert answer.code == 2
    assert said in answer.err
    assert list(tmp_path.iterdir()) == []
