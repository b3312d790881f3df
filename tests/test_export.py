"""`export`: what others read back is what the registry holds, as far as their format can carry it."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from support import registry_text, run_cli, run_process
from tenderwatch.exporters import EXPORTS

TODAY = ("--today", "2026-11-28")
FILES = {
    "ocds": "o.json", "register": "r.csv", "pipeline": "pipeline.csv", "csv": "c.csv", "table-schema": "s.json",
    "parquet": "p.parquet", "jsonl": "l.jsonl", "sqlite": "d.db", "datasette": "m.json",
}  # fmt: skip


# The schema of the Local Government Association for contracts (esd-org-uk/schemas on GitHub, Contracts/Contracts.json):
# its columns, what each holds, and `!` before what it asks for in every row. Days are as its guidance of 2015 has them.
COLUMNS = """
    OrganisationLabel= OrganisationURI=uri ContractReference=! OpenContractingID= ContractTitle=! ContractType=type
    OrganisationalUnit=! ServiceCategoryLabel= ServiceCategoryURI=uri Description=! ProcurementCategory= CPVLabel=
    CPVCode= ProclassLabel= ProclassCode= StartDate=!day EndDate=!day ReviewDate=!day LastExtensionDate=day
    ContractValue=!number FixedCost=yes IrrecoverableVAT=!number SupplierName=! CompaniesHouseRegistrationNumber=
    CharityCommissionNumber=! OtherSupplierID= SMESupplier=!yes VCSESupplier=!yes VCSESupplierType=sector ContactName=
    ContactEmail= ContactURL= ProcessType=!process TenderDocumentURL= ContractDocumentURL= PerformanceInformationURL=
    AreaServedLabel= AreaServedURI=uri
"""
SCHEMA = dict(column.split("=") for column in COLUMNS.split())
PATTERNS = {
    "": ".*", "uri": "https?://[^ ]+", "number": r"[0-9]+(\.[0-9]+)?", "yes": "true|false|0|1",
    "type": "Single award contract|Multiple award contract|Framework agreement|Dynamic purchasing system|"
    "Grant agreement|Other",
    "sector": "Voluntary sector|Community sector", "process": "Invitation to quote|Published invitation to tender",
    "day": "[0-3][0-9]/[01][0-9]/[0-9]{4}",
}  # fmt: skip


def fits(name: str, cell: str) -> bool:
    """Whether the schema takes what stands in a cell."""
    rule = SCHEMA[name]
    if not re.fullmatch(PATTERNS[rule.lstrip("!")], cell, re.DOTALL) or (rule.startswith("!") and not cell):
        return False
    if rule.endswith("day"):
        try:
            datetime.strptime(cell, "%d/%m/%Y")  # noqa: DTZ007 - a day
        except ValueError:
            return False
    return True


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
    """Read as anybody's releases, it gives the same terms again. As ours: see test_round_trip."""
    own, file = tmp_path / "own", tmp_path / "o.json"
    text = (exported / "o.json").read_text(encoding="utf-8")
    file.write_text(text.replace('"id": "tenderwatch-', '"id": "'), encoding="utf-8")
    answer = run_cli("import", str(file), "--format", "json", "--write", str(own), *TODAY)
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


RENEWALS = [
    ("{alternatives: [[{months: 12}], [{months: 24}]]}, {months: 6}",
     "either 12 months; 6 months; or 24 months; 6 months"),
    ("{alternatives: [[{months: 12, state: exercised}, {months: 6}], [{months: 24}]]}", "6 months"),
    ("{every: 12m, until: 2030-03-31}", "12 months at a time until 31 March 2030"),
    ("{months: 12, times: 2}", "12 months; 12 months"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "words"), RENEWALS)
def test_open_contracting_adds_up_no_ways_that_exclude_each_other(tmp_path: Path, options: str, words: str) -> None:
    own, out = tmp_path / "own.yaml", tmp_path / "o.json"
    own.write_text(registry_text(f"end: 2027-03-31\nextensions: [{options}]"), encoding="utf-8")
    run_cli("export", "ocds", "--ocid-prefix", "ocds-abc123", "-o", str(out), "--registry", str(own), *TODAY)
    (record,) = json.loads(out.read_text(encoding="utf-8"))["records"]
    (contract,) = record["compiledRelease"]["contracts"]
    assert contract["renewal"]["description"] == words


def test_open_contracting_says_of_each_lot_how_it_stands(tmp_path: Path) -> None:
    own, out = tmp_path / "own.yaml", tmp_path / "o.json"
    lots = (
        "advertised: 2024-01-08\nabandoned: {on: 2024-05-01, how: no bids}",
        "end: 2027-03-31",
        "advertised: 2026-11-02\ntender_deadline: 2026-12-11",
    )
    for count, status in ((1, "cancelled"), (2, "complete"), (3, "active")):
        records = (f"id: lot-{number}\nocid: ocds-abc123-1\n{lot}" for number, lot in enumerate(lots[:count]))
        own.write_text(registry_text(*records), encoding="utf-8")
        run_cli("export", "ocds", "-o", str(out), "--registry", str(own), *TODAY)
        (record,) = json.loads(out.read_text(encoding="utf-8"))["records"]
        tender = record["compiledRelease"]["tender"]
        assert [lot["status"] for lot in tender["lots"]] == ["cancelled", "complete", "active"][:count]
        assert tender["status"] == status


def test_a_register_has_the_columns_and_the_days_of_the_guidance(
    exported: Path, listed: dict[str, dict[str, Any]]
) -> None:
    rows = list(csv.DictReader(io.StringIO((exported / "r.csv").read_text(encoding="utf-8-sig"))))
    assert list(rows[0]) == list(SCHEMA)
    assert [(name, row[name]) for row in rows for name in row if row[name] and not fits(name, row[name])] == []
    by_title = {row["title"]: row for row in listed.values()}
    for row in rows:
        held = by_title[row["ContractTitle"]]
        end = day(held["end"])
        assert row["EndDate"] == (f"{end[8:]}/{end[5:7]}/{end[:4]}" if end else "")
        assert row["ContactEmail"] == row["ContactName"] == ""
        assert row["Description"]
    assert len(rows) == sum(row["status"] not in ("planned", "tendering", "abandoned") for row in listed.values())


def test_the_rules_of_the_register_find_what_breaks_them() -> None:
    for name, cell in (
        ("ContractType", "Contract"), ("StartDate", "2026-04-01"), ("EndDate", "31/02/2027"),
        ("ContractValue", "£1,000"), ("ContractReference", ""),
        ("ProcessType", "Invitation to tender"), ("OrganisationURI", "E06000047"),
    ):  # fmt: skip
        assert not fits(name, cell), name


def test_a_register_says_what_the_schema_asks_for_and_nobody_knows(tmp_path: Path) -> None:
    answer = run_cli("export", "register", "-o", str(tmp_path / "r.csv"), *TODAY)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))))
    asked = [name for name, rule in SCHEMA.items() if rule.startswith("!")]
    empty = {name: sum(not row[name] for row in rows) for name in asked}
    (said,) = (line for line in answer.err.splitlines() if "the schema asks for" in line)
    assert {name: number for name, number in empty.items() if number} == {
        name: int(number) for name, number in re.findall(r"(\w+) \((\d+)\)", said)
    }


def test_a_register_reads_back(exported: Path, listed: dict[str, dict[str, Any]]) -> None:
    answer = run_cli("import", str(exported / "r.csv"), "--format", "json", *TODAY).json
    assert answer["account"]["rejected"] == 0
    assert {row["outcome"] for row in answer["rows"]} == {"same"}
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


def test_parquet_has_the_table_in_types(exported: Path, listed: dict[str, dict[str, Any]]) -> None:
    table = parquet.read_table(exported / "p.parquet")
    schema = json.loads((exported / "s.json").read_text(encoding="utf-8"))
    assert table.column_names == [field["name"] for field in schema["fields"]]
    rows = {row["id"]: row for row in table.to_pylist()}
    assert rows.keys() == listed.keys()
    for name, row in rows.items():
        held = listed[name]
        assert row["services"] == held["services"]
        assert row["value"] == (held["value"] and held["value"]["amount"])
        assert row["end"] == (held["end"] and held["end"]["edtf"])
        earliest = held["next_end"] and held["next_end"]["earliest"]
        assert row["next_end_earliest"] == (date.fromisoformat(earliest) if earliest else None)
    head, *lines = csv.reader(io.StringIO((exported / "c.csv").read_text(encoding="utf-8-sig")))
    for line in lines:
        cells = dict(zip(head, line, strict=True))
        assert {key: bool(cell) for key, cell in cells.items()} == {
            key: value not in (None, []) for key, value in rows[cells["id"]].items()
        }
    assert b"Open Government Licence" in table.schema.metadata[b"licence"]


def test_parquet_is_written_group_by_group(exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenderwatch.exporters.parquet.GROUP", 50)
    run_cli("export", "parquet", "-o", str(tmp_path / "p.parquet"), *TODAY)
    file = parquet.ParquetFile(tmp_path / "p.parquet")
    assert file.num_row_groups == 5
    assert file.read().equals(parquet.read_table(exported / "p.parquet"))


def test_without_its_library_parquet_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenderwatch.exporters.find_spec", lambda _: None)
    answer = run_cli("export", "parquet", "-o", str(tmp_path / "p.parquet"), *TODAY)
    assert answer.code == 2
    assert "pip install 'tenderwatch[parquet]'" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_prefix_gives_every_contract_a_lasting_ocid(exported: Path, tmp_path: Path) -> None:
    usual = {record["ocid"] for record in json.loads((exported / "o.json").read_text(encoding="utf-8"))["records"]}
    answer = run_cli("export", "ocds", "--ocid-prefix", "ocds-abc123", "-o", str(tmp_path / "o.jsonl"), *TODAY)
    lines = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()]
    ours = {line["ocid"] for line in lines} - usual
    without = {row["id"] for row in run_cli("list", "--format", "json", *TODAY).json["rows"] if not row["ocid"]}
    assert ours == {f"ocds-abc123-{name}" for name in without}
    assert "left out" not in answer.err


def test_open_contracting_of_nothing_is_refused(tmp_path: Path) -> None:
    registry = tmp_path / "r.yaml"
    registry.write_text(registry_text("end: 2027-03-31"), encoding="utf-8")
    answer = run_cli("export", "ocds", "-o", str(tmp_path / "o.json"), "--registry", str(registry), *TODAY)
    assert answer.code == 2
    assert "no contract has an OCID" in answer.err
    assert "--ocid-prefix" in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["r.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are the system's own")
@pytest.mark.parametrize("what", [what for what, item in EXPORTS.items() if item.contracts])
def test_a_full_disk_leaves_the_last_file_as_it_was(tmp_path: Path, what: str) -> None:
    """A limit on the size of files stands for a disk without room."""
    file = tmp_path / FILES[what]
    file.write_text("the last good one", encoding="utf-8")
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
    program = ("-c", f"{limited}from tenderwatch.cli.main import run; run()")
    answer = run_process("export", what, "-o", str(file), *TODAY, program=program)
    assert answer.code == 3, answer.err
    assert "cannot" in answer.err
    assert "space" in answer.err
    assert file.read_text(encoding="utf-8") == "the last good one"
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_lines_are_the_rows_of_the_list_behind_the_record(exported: Path, listed: dict[str, dict[str, Any]]) -> None:
    lines = [json.loads(line) for line in (exported / "l.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all(next(iter(row)) == "record" for row in lines)
    assert {row["id"]: {key: value for key, value in row.items() if key != "record"} for row in lines} == listed


WRONG = [
    (("ocds", "--ocid-prefix", "durham", "-o", "x.json"), "'durham' is no prefix"),
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
