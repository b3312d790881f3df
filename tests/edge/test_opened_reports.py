"""Reports in the programs that people open them with: workbooks and CSV in LibreOffice, pages in Chromium."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from reports_support import KINDS, ON_CASES, of_workbook
from support import run_cli

from . import programs

pytestmark = pytest.mark.edge
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
needs_browser = pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
# Comma, double quotes, UTF-8, from the first line; then as English (UK), every quoted cell as it stands or not, with
# dates and numbers recognised, formulas evaluated: the most trusting way to open a file.
TRUSTING = "CSV:44,34,76,1,,2057,false,true,false,false,false,-1,true"


def convert(folder: Path, names: str, *how: str) -> None:
    """Open all files of a folder that are named so in LibreOffice, and save them as something else beside them."""
    # A profile of its own: one that is open already would answer instead.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = sorted(folder.glob(names))
    assert files
    programs.run("soffice", profile, "--headless", *how, "--outdir", folder, *files, folder=folder)


def is_landscape_a4(pdf: bytes) -> bool:
    """Whether every page lies down, within a point of A4."""
    boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([0-9.]+) ([0-9.]+) ?\]", pdf)
    return bool(boxes) and all(abs(float(x) - 841.9) < 1 and abs(float(y) - 595.3) < 1 for x, y in boxes)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every kind as a workbook, saved by LibreOffice as PDF and CSV; and as CSV, saved as an OpenDocument sheet."""
    folder = tmp_path_factory.mktemp("opened")
    for kind in KINDS:
        for form in ("xlsx", "csv"):
            (folder / f"{kind}.{form}").write_bytes(run_cli("report", kind, "--format", form, *ON_CASES).raw)
    (folder / "armed.csv").write_text('"=1+1","=HYPERLINK(""https://evil.example"")"\n')
    convert(folder, "*.csv", f"--infilter={TRUSTING}", "--convert-to", "ods")
    convert(folder, "*.xlsx", "--convert-to", "pdf")
    convert(folder, "*.xlsx", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76")
    return folder


@needs_office
@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_reads_the_rows_of_a_workbook_and_prints_them(opened: Path, kind: str) -> None:
    assert is_landscape_a4((opened / f"{kind}.pdf").read_bytes())
    with (opened / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    wanted, values = of_workbook((opened / f"{kind}.xlsx").read_bytes())
    assert head == wanted
    assert len(rows) == len(values)
    for row, line in zip(rows, values, strict=True):
        assert [cell for cell, value in zip(row, line, strict=True) if isinstance(value, str)] == [
            value for value in line if isinstance(value, str)
        ]


def formulas(path: Path) -> list[str]:
    """The formulas of an OpenDocument sheet."""
    with zipfile.ZipFile(path) as parts:
        return re.findall(r'table:formula="([^"]*)"', parts.read("content.xml").decode())


@needs_office
def test_libreoffice_runs_nothing_of_a_csv_it_trusts(opened: Path) -> None:
    found = {path.stem: formulas(path) for path in opened.glob("*.ods")}
    assert len(found.pop("armed")) == 2, "it would run what is not made harmless"
    assert found == {kind: [] for kind in KINDS}


@needs_browser
@pytest.mark.parametrize("kind", ["forward-plan", "coverage"])
def test_a_page_prints_on_a4_landscape(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    # A short name: Chromium puts a socket below it, whose path may have no more than 107 bytes.
    folder = tmp_path_factory.mktemp("p")
    page, pdf = folder / "report.html", folder / "report.pdf"
    page.write_bytes(run_cli("report", kind, "--format", "html", *ON_CASES).raw)
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer")
    programs.run("chromium", *options, f"--print-to-pdf={pdf}", page.as_uri(), folder=folder)
    assert is_landscape_a4(pdf.read_bytes())
