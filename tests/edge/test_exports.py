"""Exports before outside judges: the schemas of open contracting, Frictionless, Datasette, DuckDB and LibreOffice."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from random_records import records_of, text_of, without_contradictions
from support import ROOT, registry_text, run_cli

from . import programs
from .hostile import REGISTRY_HEAD, hostile_contracts

pytestmark = pytest.mark.edge
BIN = ROOT / ".edge" / "venv" / "bin"
OCDS = ROOT / ".edge" / "ocds"
HERE = Path(__file__).parent
TODAY = ("--today", "2026-11-28")
PREFIX = ("--ocid-prefix", "ocds-abc123")
FORMULA = '=HYPERLINK("https://evil.example")'
# What spreadsheets get wrong: signs beyond ASCII, leading zeros, days that can be months, and text that is a formula.
TRICKY = registry_text(
    f"""
    id: tricky
    title: Café – £5 “meals”
    reference: '007'
    start: 2026-04-03
    end: 2027-12-05
    providers: ['{FORMULA}', '+44 Care', '-1 Ltd', '@Home']
    value: {{amount: 1234567.5, basis: total}}
    """
)


def judged(program: str, *arguments: str | Path, folder: Path) -> str:
    if not (BIN / program).exists():
        pytest.skip(f"{program} is not installed")
    done = subprocess.run(
        [str(BIN / program), *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def exported(what: str, path: Path, *more: str) -> Path:
    answer = run_cli("export", what, "-o", str(path), *TODAY, *more)
    assert answer.code == 0, answer.err
    return path


def a_registry(folder: Path, text: str) -> tuple[str, str]:
    file = folder / "registry.yaml"
    file.write_text(text, encoding="utf-8")
    return "--registry", str(file)


def faults_of(package: Path) -> list[str]:
    """What the schemas of OCDS 1.1 and the checks of lib-cove-ocds find."""
    python = OCDS / "venv" / "bin" / "python"
    if not (OCDS / "version").exists():
        pytest.skip("the judge of open contracting data is not installed")
    done = subprocess.run(
        [str(python), str(HERE / "judge_ocds.py"), str(package), str(OCDS)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def test_open_contracting_is_as_its_schemas_say(tmp_path: Path) -> None:
    assert faults_of(exported("ocds", tmp_path / "o.json", *PREFIX)) == []


def test_open_contracting_of_any_registry_is_as_its_schemas_say(tmp_path: Path) -> None:
    for seed in range(4):
        registry = a_registry(tmp_path, text_of(without_contradictions(records_of(seed))))
        assert faults_of(exported("ocds", tmp_path / "o.json", *PREFIX, *registry)) == [], seed
    registry = a_registry(tmp_path, REGISTRY_HEAD + "".join(hostile_contracts()))
    assert faults_of(exported("ocds", tmp_path / "o.json", *PREFIX, *registry)) == []


def test_the_judge_of_open_contracting_finds_what_is_wrong(tmp_path: Path) -> None:
    path = exported("ocds", tmp_path / "o.json", *PREFIX)
    package = json.loads(path.read_text(encoding="utf-8"))
    release = package["records"][0]["compiledRelease"]
    release["tag"], release["date"], release["tender"]["title"] = ["let"], "28 November 2026", " "
    release["tender"]["lots"][0]["hasRenewal"] = "yes"
    path.write_text(json.dumps(package), encoding="utf-8")
    found = "\n".join(faults_of(path))
    for place in ("compiledRelease/tag", "date-time", "lots/0/hasRenewal", "tender/title", "core: "):
        assert place in found


def test_frictionless_finds_the_table_as_its_schema_says(tmp_path: Path) -> None:
    exported("csv", tmp_path / "contracts.csv")
    exported("table-schema", tmp_path / "schema.json")
    said = judged("frictionless", "validate", "contracts.csv", "--schema", "schema.json", "--json", folder=tmp_path)
    report = json.loads(said)
    assert report["valid"], report
    assert report["stats"]["tasks"] == 1


def test_datasette_serves_the_tables(tmp_path: Path) -> None:
    exported("sqlite", tmp_path / "contracts.db")
    exported("datasette", tmp_path / "metadata.json")
    get = ("contracts.db", "--metadata", "metadata.json", "--get")
    rows = json.loads(judged("datasette", *get, "/contracts/contracts.json?_shape=array&_size=max", folder=tmp_path))
    listed = run_cli("list", "--format", "json", *TODAY).json["rows"]
    assert {row["id"] for row in rows} == {row["id"] for row in listed}
    found = json.loads(
        judged("datasette", *get, "/contracts/contracts.json?_search=home+care+durham&_shape=array", folder=tmp_path)
    )
    assert "durham-home-care-2025" in {row["id"] for row in found}
    assert "Open Government Licence" in judged("datasette", *get, "/", folder=tmp_path)


ASK = """
import json, sys, duckdb
print(json.dumps(duckdb.sql(sys.argv[1]).fetchall(), default=str))
"""


def asked(sql: str, folder: Path) -> Any:
    return json.loads(judged("python", "-c", ASK, sql, folder=folder))


def test_duckdb_answers_from_parquet_and_from_csv(tmp_path: Path) -> None:
    exported("parquet", tmp_path / "contracts.parquet")
    exported("csv", tmp_path / "contracts.csv")
    listed = run_cli("list", "--format", "json", *TODAY).json["rows"]
    ends = [(row["id"], row["next_end"]["earliest"]) for row in listed if row["next_end"]]
    expected = [list(pair) for pair in sorted(ends) if pair[1] < "2027-07-01"]
    for table in ("contracts.parquet", "contracts.csv"):
        soon = f"FROM '{table}' SELECT id, next_end_earliest WHERE next_end_earliest < DATE '2027-07-01' ORDER BY id"
        assert asked(soon, tmp_path) == expected, table
        ((count, pounds),) = asked(f"FROM '{table}' SELECT count(*), sum(value)", tmp_path)
        assert count == len(listed)
        assert pounds == pytest.approx(sum(row["value"]["amount"] for row in listed if row["value"]))
    held = asked("SELECT id, unnest(services) FROM 'contracts.parquet' ORDER BY ALL", tmp_path)
    assert held == sorted([row["id"], service] for row in listed for service in row["services"])


def opened(file: Path, *text_columns: int) -> list[list[Any]]:
    """The cells of a CSV file as LibreOffice has them in Britain, the numbered columns held as text."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{file.parent}/office"
    columns = "/".join(f"{number}/2" for number in text_columns)
    # Comma, quotes, UTF-8, from line 1, columns; British English, quoted cells as they are, dates recognised.
    programs.run(
        "soffice", profile, "--headless", f"--infilter=CSV:44,34,76,1,{columns},2057,false,true",
        "--convert-to", "xlsx", "--outdir", file.parent, file, folder=file.parent,
    )  # fmt: skip
    sheet = openpyxl.load_workbook(file.with_suffix(".xlsx")).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


NAMES = {
    "csv": ("title", "start", "end", "value", "providers", "reference"),
    "register": ("ContractTitle", "StartDate", "EndDate", "ContractValue", "SupplierName", "ContractReference"),
}


@pytest.mark.parametrize("what", NAMES)
def test_libreoffice_has_the_cells_as_they_are(tmp_path: Path, what: str) -> None:
    file = exported(what, tmp_path / f"{what}.csv", *a_registry(tmp_path, TRICKY))
    head = next(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    reference = head.index("reference" if what == "csv" else "ContractReference")
    first, row = opened(file, reference + 1)
    assert first == head
    cells = dict(zip(head, row, strict=True))
    title, start, end, value, providers, number = (cells[name] for name in NAMES[what])
    assert title == "Café – £5 “meals”"
    # 3 April and 5 December: turned over they would be 4 March and 12 May.
    assert (start, end) == (datetime.datetime(2026, 4, 3), datetime.datetime(2027, 12, 5))  # noqa: DTZ001
    assert value == 1234567.5
    assert number == "007"
    assert providers == f"'{FORMULA}; +44 Care; -1 Ltd; @Home"
    book = openpyxl.load_workbook(file.with_suffix(".xlsx"))
    assert book.active is not None
    assert [cell.coordinate for cells in book.active.iter_rows() for cell in cells if cell.data_type == "f"] == []
