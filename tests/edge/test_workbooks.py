"""Registers saved by LibreOffice as XLSX, XLS and ODS read like their CSV; hostile workbooks are refused."""

from __future__ import annotations

import datetime
import random
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support import run_cli
from test_import_messy_register import made, register

from . import programs

TODAY = ("--today", "2026-11-28")
LEAD = ("--lead", "Northshire County Council")


def convert(file: Path, ending: str) -> Path:
    """The file, saved by LibreOffice in another format; every cell of a CSV stays the text that it is."""
    profile = f"-env:UserInstallation=file://{file.parent}/office"
    # The columns are text (2), as a person's spreadsheet holds what was typed with an apostrophe.
    columns = "/".join(f"{number}/2" for number in range(1, 8))
    programs.run(
        "soffice", profile, "--headless", f"--infilter=CSV:44,34,ANSI,1,{columns}", "--convert-to", ending,
        "--outdir", file.parent, file, folder=file.parent,
    )  # fmt: skip
    return file.with_suffix(f".{ending}")


def understood(path: Path) -> list[tuple[Any, ...]]:
    answer = run_cli("import", str(path), *LEAD, "--format", "json", *TODAY)
    assert answer.code == 0, answer.err
    return sorted(
        (row["outcome"], row["reference"] or row["title"], str(row["data"]), row["reason"] or "")
        for row in answer.json["rows"]
    )


@pytest.mark.edge
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_workbook_reads_like_its_csv(tmp_path: Path, ending: str) -> None:
    rnd = random.Random(7)  # noqa: S311 - not for secrets
    file = tmp_path / "register.csv"
    register([made(number, rnd) for number in range(1, 121)], file)
    assert understood(convert(file, ending)) == understood(file)


def workbook() -> tuple[Any, Any]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Contract Title", "Start Date", "End Date"])
    return book, sheet


def test_merged_cells_formulas_typed_dates_and_hidden_sheets(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    book, sheet = workbook()
    sheet.append(["Home care", datetime.date(2026, 4, 1), datetime.datetime(2029, 3, 31, 23, 59)])  # noqa: DTZ001
    sheet.append(["Respite", datetime.date(2026, 4, 1), "=DATE(2029,3,31)"])
    sheet.append(["Day care", "", "31/03/2029"])
    sheet.merge_cells("A4:B4")
    book.create_sheet("Old").sheet_state = "hidden"
    book.save(path)
    rows = {row["title"]: row for row in run_cli("import", str(path), *LEAD, "--format", "json", *TODAY).json["rows"]}
    assert rows["Home care"]["data"]["end"] == "2029-03-31"
    # A formula that no program has worked out yet has no value.
    assert rows["Respite"]["data"].get("end") in (None, "unknown")
    assert rows["Day care"]["data"]["end"] == "2029-03-31"


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    book, _ = workbook()
    book.save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/zeros.bin", bytes(600 * 1024 * 1024))
    answer = run_cli("import", str(path), *LEAD, *TODAY)
    assert answer.code == 2
    assert "would unpack to" in answer.err


def test_rows_one_and_a_million_take_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    book, sheet = workbook()
    sheet.cell(row=1_000_000, column=200, value="x")
    book.save(path)
    answer = run_cli("import", str(path), *LEAD, *TODAY)
    assert answer.code == 2
    assert "reaches to row 1,000,000" in answer.err
