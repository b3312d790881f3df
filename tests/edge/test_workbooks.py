"""Workbooks in LibreOffice: every kind opens, prints, and keeps its words as words."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from reports_support import KINDS, ON_CASES, of_workbook
from support import run_cli

from . import programs

pytestmark = [
    pytest.mark.edge,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_reads_the_rows_and_prints_them(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(run_cli("report", kind, "--format", "xlsx", *ON_CASES).raw)
    for form in ("pdf", "csv:Text - txt - csv (StarCalc):44,34,76"):
        programs.run("soffice", "--headless", "--convert-to", form, "--outdir", tmp_path, path, folder=tmp_path)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    wanted, values = of_workbook(path.read_bytes())
    assert head == wanted
    assert len(rows) == len(values)
    for row, line in zip(rows, values, strict=True):
        assert [cell for cell, value in zip(row, line, strict=True) if isinstance(value, str)] == [
            value for value in line if isinstance(value, str)
        ]
