"""Exports before outside judges: Frictionless on the table, Datasette on the database."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from support import ROOT, run_cli

pytestmark = pytest.mark.edge
BIN = ROOT / ".edge" / "venv" / "bin"
TODAY = ("--today", "2026-11-28")


def judged(program: str, *arguments: str, folder: Path) -> str:
    if not (BIN / program).exists():
        pytest.skip(f"{program} is not installed")
    done = subprocess.run(
        [str(BIN / program), *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_frictionless_finds_the_table_as_its_schema_says(tmp_path: Path) -> None:
    run_cli("export", "csv", "-o", str(tmp_path / "contracts.csv"), *TODAY)
    run_cli("export", "table-schema", "-o", str(tmp_path / "schema.json"), *TODAY)
    said = judged("frictionless", "validate", "contracts.csv", "--schema", "schema.json", "--json", folder=tmp_path)
    report = json.loads(said)
    assert report["valid"], report
    assert report["stats"]["tasks"] == 1


def test_datasette_serves_the_tables(tmp_path: Path) -> None:
    run_cli("export", "sqlite", "-o", str(tmp_path / "contracts.db"), *TODAY)
    run_cli("export", "datasette", "-o", str(tmp_path / "metadata.json"), *TODAY)
    get = ("contracts.db", "--metadata", "metadata.json", "--get")
    rows = json.loads(judged("datasette", *get, "/contracts/contracts.json?_shape=array&_size=max", folder=tmp_path))
    listed = run_cli("list", "--format", "json", *TODAY).json["rows"]
    assert {row["id"] for row in rows} == {row["id"] for row in listed}
    found = json.loads(
        judged("datasette", *get, "/contracts/contracts.json?_search=home+care+durham&_shape=array", folder=tmp_path)
    )
    assert "durham-home-care-2025" in {row["id"] for row in found}
    assert "Open Government Licence" in judged("datasette", *get, "/", folder=tmp_path)
