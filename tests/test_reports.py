"""Reports in every format: the same rows, field for field; golden files; and hostile words kept harmless."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from reports_support import (
    CASES,
    DAY,
    KINDS,
    ON_CASES,
    in_words,
    known,
    of_csv,
    of_html,
    of_json,
    of_markdown,
    of_text,
    of_workbook,
)
from support import GOLDEN, run_cli

TEXT_FORMATS = ("plain", "md", "html", "csv", "json")


@cache
def report(kind: str, form: str, *more: str) -> bytes:
    answer = run_cli("report", kind, "--format", form, *ON_CASES, *more)
    assert (answer.code, answer.err) == (0, "")
    return answer.raw


def text(kind: str, form: str) -> str:
    return report(kind, form).decode("utf-8")


@pytest.mark.parametrize("form", TEXT_FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_golden(golden: Callable[[str, str], None], kind: str, form: str) -> None:
    golden(f"reports/{kind}.{form}", text(kind, form))


def test_no_golden_file_is_an_orphan() -> None:
    wanted = {f"{kind}.{form}" for kind in KINDS for form in TEXT_FORMATS}
    assert {path.name for path in (GOLDEN / "reports").iterdir()} == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_has_the_same_rows_field_for_field(kind: str) -> None:
    rows = of_json(text(kind, "json"))
    assert len(rows) > 2
    assert known(of_markdown(text(kind, "md"))) == known(rows)
    assert known(of_html(text(kind, "html"))[0]) == known(rows)
    for (section, words), (wanted, row) in zip(of_text(text(kind, "plain")), rows, strict=True):
        assert section == wanted
        assert flat(words) == flat_row(row)


def flat(words: str) -> str:
    """A row of text without what only lays it out: names that stand before a value, and dates not known."""
    return re.sub(r"\W+", " ", re.sub(r"^not known(?= \|)|(; )?[A-Z][a-z ]+: not known", "", words)).strip()


def flat_row(row: dict[str, str]) -> str:
    names = list(row)
    lead = names.index("Contract") + 1 if "Contract" in names else 1
    told = [words if names.index(name) < lead else f"{name}: {words}" for name, words in row.items()]
    return re.sub(r"\W+", " ", " ".join(item for item in told if not item.endswith(": not known"))).strip()


@pytest.mark.parametrize("kind", KINDS)
def test_csv_has_the_fields_of_json(kind: str) -> None:
    whole = json.loads(report(kind, "json"))
    rows = of_csv(report(kind, "csv"), whole["columns"])
    for line, row in zip(rows, whole["rows"], strict=True):
        assert line.pop("section") == row["section"]
        for column in whole["columns"]:
            key, value = column["key"], row[column["key"]]
            match column["kind"]:
                case "date":
                    keys = ("edtf", "earliest", "latest")
                    wanted = [value[key] for key in keys] if value else ["", "", ""]
                    assert [line.pop(name) for name in (key, f"{key}_earliest", f"{key}_latest")] == wanted
                case "money":
                    amount, basis = line.pop(key), line.pop(f"{key}_basis")
                    assert (float(amount or 0), basis) == ((value["amount"], value["basis"]) if value else (0, ""))
                case "contract":
                    assert (line.pop(key), line.pop(f"{key}_title")) == (value["id"], value["title"])
                case "count":
                    assert line.pop(key) == ("" if value is None else str(value))
                case _:
                    assert line.pop(key) == (value or "")
        assert line == {}


@pytest.mark.parametrize("kind", KINDS)
def test_the_workbook_has_the_fields_of_json_with_real_dates(kind: str) -> None:
    whole = json.loads(report(kind, "json"))
    head, rows = of_workbook(report(kind, "xlsx"))
    assert len(head) == len(set(head))
    for line, row in zip(rows, whole["rows"], strict=True):
        cells = dict(zip(head, line, strict=True))
        assert cells.pop("Section") == row["section"]
        for column in whole["columns"]:
            name, value = column["name"], row[column["key"]]
            shown = cells.pop(name)
            match column["kind"]:
                case "date":
                    bounds = [cells.pop(f"{name}: {bound}") for bound in ("earliest", "latest")]
                    assert bounds == [midnight(value[bound]) if value else None for bound in ("earliest", "latest")]
                    if value and value["precision"] == "day":
                        assert shown == bounds[0]
                    else:
                        assert (shown or "") == (value["text"] if value else "") or shown == "not known"
                case "money":
                    basis = cells.pop(f"{name}: basis")
                    assert (shown, basis) == ((value["amount"], value["basis"]) if value else (None, None))
                case "contract":
                    assert (shown, cells.pop("Id")) == (value["title"], value["id"])
                case _:
                    assert (shown or "") == (value or "") or shown == value
        assert cells == {}


def midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time())


def test_a_workbook_can_be_filtered_printed_and_understood() -> None:
    book = openpyxl.load_workbook(io.BytesIO(report("due", "xlsx", "--council", "Testshire")))
    sheet, notes = book.worksheets
    assert (sheet.title, notes.title) == ("Report", "Notes")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert min(column.width for column in sheet.column_dimensions.values()) >= 10
    told = [(str(name.value), str(words.value)) for name, words in notes.iter_rows()]
    whole = json.loads(report("due", "json", "--council", "Testshire"))
    assert ("Summary", whole["summary"]) in told
    assert ("Only", "council Testshire") in told
    assert ("As known on", "25 November 2026") in told
    assert [words for name, words in told if name == "Licence" and "Open Government Licence" in words]
    assert [words for _, words in told if words.startswith("16 records in the registry: ")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_question_gives_the_same_bytes(kind: str) -> None:
    assert run_cli("report", kind, "--format", "xlsx", *ON_CASES).raw == report(kind, "xlsx")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_a_workbook_is_a_formula_or_a_link(kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(report(kind, "xlsx"))) as parts:
        xml = {name: parts.read(name).decode() for name in parts.namelist()}
    assert "xl/sharedStrings.xml" in xml
    for name, content in xml.items():
        if name.startswith("xl/worksheets/"):
            assert "<f>" not in content
            assert "hyperlink" not in content.lower()
    assert not [name for name in xml if "externalLink" in name]


def test_a_workbook_keeps_hostile_words_as_they_are() -> None:
    head, rows = of_workbook(report("due", "xlsx"))
    hostile = next(dict(zip(head, row, strict=True)) for row in rows if row[head.index("Id")] == "hostile")
    assert hostile["Contract"].startswith('=HYPERLINK("https://evil.example") | <script>')
    assert hostile["Providers"] == "=cmd|' /C calc'!A0; <img src=x onerror=alert(1)>"
    assert hostile["Value: basis"] == "=1+1 | <b>each</b>"


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_of_csv_is_run_by_a_spreadsheet(kind: str) -> None:
    import csv

    rows = list(csv.reader(io.StringIO(text(kind, "csv"), newline="")))
    assert len(rows) > 2
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_loads_nothing_and_runs_nothing(kind: str) -> None:
    page = text(kind, "html")
    _, tags = of_html(page)
    assert tags <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "section", "div", "table", "thead",
        "tbody", "tr", "th", "td", "code", "small", "footer", "ul", "li",
    }  # fmt: skip
    assert page.count("<style>") == 1
    assert "default-src 'none'; style-src 'sha256-" in page
    assert "url(" not in page


def test_the_policy_of_a_page_names_the_digest_of_its_own_style() -> None:
    import base64
    import hashlib

    page = text("due", "html")
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert "@page" in style
    assert "A4 landscape" in style


@pytest.mark.parametrize("width", [30, 60, 80])
def test_text_keeps_to_its_width(width: int) -> None:
    from rich.cells import cell_len

    from tenderwatch.answers.report import report_answer
    from tenderwatch.formats import Screen, render
    from tenderwatch.queries.filters import Filters
    from tenderwatch.registry.load import load

    registry = load(Path(CASES)).registry
    for kind in KINDS:
        answer = report_answer(kind, registry, date.fromisoformat(DAY), 12, Filters())
        shown = b"".join(render(answer, "table", Screen(width))).decode()
        assert max(cell_len(line) for line in shown.splitlines()) <= width


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_known_is_said(kind: str) -> None:
    """An end that nobody has stated is told as not known wherever an end is told."""
    whole = json.loads(report(kind, "json"))
    if any(column["key"] == "end" for column in whole["columns"]) and kind != "forward-plan":
        unknown = [row for row in whole["rows"] if row["contract"]["id"] in ("silent", "tendering")]
        shown = of_html(text(kind, "html"))[0]
        # The board shows in one column what ends, starts or has passed.
        name = "Date" if kind == "due" else "Ends"
        for row in unknown:
            if kind == "due" and row["date"]:
                continue
            ends = [cells[name] for _, cells in shown if cells["Contract"] == in_words(row["contract"])]
            assert set(ends) == {"not known"}
