"""Every format of an answer: the same rows in the same order, nothing cut off, and hostile words kept harmless."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from support import registry_of, run_cli, shown_text
from tenderwatch.answers.answer import Cell, Column
from tenderwatch.answers.due import due_answer
from tenderwatch.dates import When
from tenderwatch.dates.when import month_when
from tenderwatch.formats import render
from tenderwatch.formats.delimited import writer_of
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import full_agenda
from tenderwatch.registry.model import Value
from tenderwatch.text import defuse

TODAY = date(2026, 1, 10)
DAY = ("--today", TODAY.isoformat())
TITLES = [
    "[bold]Home care[/bold] [lot 1]",
    "a | b || c |",
    "| --- | :-: |",
    "=cmd('calc')!A1",
    "+44 20 7946 0000",
    "-5 beds",
    "@SUM(A1:A9)",
    'she said "no", twice; it\'s \\"fine\\"',
    "<script>alert(1)</script><!-- -->",
    "emoji 😀 👩‍👩‍👧 🏴 :warning: :smile:",
    "back\\slash \\| `code` *star* _under_ ~~gone~~ #hash 1. - + > !",
    "https://example.org/?a=1&b=2 <https://x.org> [text](javascript:x) ![i](u)",
    "&amp; &lt;b&gt; &#124; &copy;",
    "{{ template }} {% x %} ${y} %s %d {0}",
    "long " * 59 + "title",
    "x" * 300,
    "日本語のタイトルと長い説明文",
    "مرحبا بالعالم",
    "e\u0301 combined, zero\u200bwidth, no\u00a0break",
    "1e5",
    "null",
    "--help",
]


def texts_of(titles: list[str]) -> dict[str, str]:
    """What `list` would print in each format."""
    records = [
        f"id: c-{number:03}\ntitle: {json.dumps(title, ensure_ascii=False)}\nend: 2026-05"
        for number, title in enumerate(titles)
    ]
    registry = registry_of(*records)
    agenda = full_agenda(registry, TODAY, Filters().resolve(registry))
    return {form: b"".join(render(due_answer(agenda), form)).decode() for form in ("json", "csv", "tsv", "plain", "md")}


def markdown_cells(text: str) -> list[list[str]]:
    """The table as a Markdown reader shows it: each row its cells, as plain text."""
    rows: list[list[str]] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for before, token in pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if before.type == "td_open":
            assert all(child.type in ("text", "text_special", "code_inline") for child in token.children or [])
            rows[-1].append("".join(child.content for child in token.children or []))
    return [row for row in rows if row]


def titles_in(texts: dict[str, str]) -> dict[str, list[str]]:
    """The titles that a reader of each format finds."""
    header, *lines = (line.split("\t") for line in texts["tsv"].splitlines())
    found = {"tsv": [line[header.index("title")] for line in lines]}
    found["csv"] = [row["title"] for row in csv.DictReader(io.StringIO(texts["csv"]))]
    found["json"] = [row["title"] for row in json.loads(texts["json"])["rows"]]
    found["md"] = [cells[1] for cells in markdown_cells(texts["md"])]
    return found


def as_read(title: str) -> str:
    return " ".join(title.split())


def test_hostile_titles_survive_every_format() -> None:
    texts = texts_of(TITLES)
    expected = [as_read(title) for title in TITLES]
    for form, titles in titles_in(texts).items():
        assert titles == ([defuse(title) for title in expected] if form in ("csv", "tsv") else expected), form
    for line, title in zip(texts["plain"].splitlines(), expected, strict=True):
        assert f" | {title} | " in line


words = shown_text(max_size=50).map(as_read).filter(bool)
marks = st.text("|\\`*_[]<>&#;!-=+@'\"~: aé😀", min_size=1, max_size=20).map(as_read).filter(bool)


@given(st.lists(words | marks, min_size=1, max_size=4))
@settings(max_examples=150)
def test_any_title_survives_every_format(titles: list[str]) -> None:
    for form, found in titles_in(texts_of(titles)).items():
        assert found == ([defuse(title) for title in titles] if form in ("csv", "tsv") else titles), form


@pytest.mark.parametrize("columns", [30, 60, 87, 88, 120, 200])
@pytest.mark.parametrize("command", ["list", "due"])
def test_a_table_shows_everything_however_narrow(
    registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch, columns: int, command: str
) -> None:
    path = registry(
        *(
            f"id: c-{number:03}\ntitle: {json.dumps(title, ensure_ascii=False)}\nend: 2026-05"
            for number, title in enumerate(TITLES)
        )
    )
    monkeypatch.setenv("COLUMNS", str(columns))
    for number, title in enumerate(TITLES):
        more = ("--long",) if command == "due" else ()
        answer = run_cli(command, *more, "--registry", path, *DAY, "--format", "table", "--text", f"c-{number:03}")
        assert answer.code == 0
        assert f"c-{number:03}" in answer.out
        shown = squeezed(answer.out)
        # In columns a long title is mixed with its neighbours, line by line; in blocks it stands alone.
        assert squeezed(title) in shown if columns < 88 else set(squeezed(title)) <= set(shown)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("columns", [60, 120])
def test_no_line_of_a_table_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for typed in (
        ("due", "--format", "table"),
        ("due", "--format", "table", "--long"),
        ("list", "--format", "table"),
        ("show", "south-tees-carers", "--format", "table"),
    ):
        answer = run_cli(*typed, *DAY)
        wide = [line for line in answer.lines if len(line) > columns and " " in line.strip()]
        assert wide == []


@pytest.mark.parametrize("command", ["list", "due"])
@pytest.mark.parametrize("sort", ["when", "end", "title", "council", "id"])
def test_formats_agree_row_for_row(command: str, sort: str) -> None:
    """On the shipped registry: the ids, the ends and the reasons, in the same order."""
    texts = {
        form: run_cli(command, "--format", form, "--sort", sort, *DAY).out
        for form in ("json", "csv", "tsv", "md", "plain", "table")
    }
    rows = json.loads(texts["json"])["rows"]
    ids = [row["id"] for row in rows]
    sheet = list(csv.DictReader(io.StringIO(texts["csv"])))
    header, *lines = (line.split("\t") for line in texts["tsv"].splitlines())
    assert [row["id"] for row in sheet] == ids
    assert [dict(zip(header, line, strict=True)) for line in lines] == [
        {key: as_read(cell) for key, cell in row.items()} for row in sheet
    ]
    place = 1 if command == "list" else 2  # what is due has its group first
    assert [cells[place + 1] for cells in markdown_cells(texts["md"])] == ids
    assert [line.split(" | ")[place] for line in texts["plain"].splitlines()] == ids
    for row, line in zip(rows, sheet, strict=True):
        for key in ("start", "initial_end", "end", "next_end", "longest_end"):
            assert line[key] == (row[key]["edtf"] if row[key] else "")
        assert line["status"] == row["status"]
        assert line["due_because"] == "; ".join(row["due_because"])
        assert line["lead"] == (row["lead"]["id"] if row["lead"] else "")
        assert line["evidence_newest"] == row["evidence"]["newest"]
    if command == "list":
        assert len(texts["plain"].splitlines()) == len(ids), "one record a line"
        assert [line.strip() for line in texts["table"].splitlines() if line.strip() in ids] == ids


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@A1",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20A1",
    "'=1+1",
    "''@x",
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_spreadsheet_runs_nothing(cell: str) -> None:
    assert defuse(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Home care", "2026-05-31", "a=b", "'quoted'", "£5", "0"])
def test_a_harmless_cell_stays_as_it_is(cell: str) -> None:
    assert defuse(cell) == cell


def test_no_cell_of_a_sheet_is_a_formula(registry: Callable[..., str]) -> None:
    path = registry(
        'title: "=1+1"\nservices: [home care]\nproviders: ["@x", "-y"]\nvalue: {amount: 5, basis: "+z"}\nnotes: ["=n"]'
    )
    for form, divider in (("csv", ","), ("tsv", "\t")):
        text = run_cli("list", "--registry", path, "--format", form, *DAY).out
        cells = next(csv.reader(io.StringIO(text.splitlines()[1]), delimiter=divider))
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
        assert {"'=1+1", "'@x; -y", "'+z"} <= set(cells)


AMOUNTS = [
    ("550000", "550000", "£550,000"),
    ("1234567", "1234567", "£1,234,567"),
    ("12345678.9", "12345678.90", "£12,345,678.90"),
    ("0.5", "0.50", "£0.50"),
]


@pytest.mark.parametrize(("written", "cell", "words"), AMOUNTS, ids=[row[0] for row in AMOUNTS])
def test_amounts_are_neither_rounded_nor_made_exponents(
    registry: Callable[..., str], written: str, cell: str, words: str
) -> None:
    path = registry(f"value: {{amount: {written}, basis: in all}}")
    row = next(csv.DictReader(io.StringIO(run_cli("list", "--registry", path, "--format", "csv", *DAY).out)))
    assert (row["value"], row["value_basis"]) == (cell, "in all")
    assert f"{words} (in all)" in run_cli("show", "home-care", "--registry", path, *DAY).out
    value = run_cli("show", "home-care", "--registry", path, "--format", "json", *DAY).json["rows"][0]["value"]
    assert value == {"amount": float(written), "currency": "GBP", "basis": "in all"}


def test_every_kind_of_cell_is_written_as_a_program_reads_it() -> None:
    """A number below nought is none that a spreadsheet would run: the age of evidence that is later than the day."""
    march = month_when(2029, 3)
    cells: list[tuple[Column, Cell, list[str]]] = [
        (Column("age", "Age", "count"), -153, ["-153"]),
        (Column("none", "None", "count"), 0, ["0"]),
        (Column("day", "Day", "day"), date(2029, 3, 1), ["2029-03-01"]),
        (Column("end", "End", "date"), march, ["2029-03"]),
        (Column("end", "End", "date"), When("unknown", None, None), [""]),
        (Column("end", "End", "date", bounds=True), march, ["2029-03", "2029-03-01", "2029-03-31"]),
        (Column("end", "End", "date", bounds=True), None, ["", "", ""]),
        (Column("value", "Value", "money"), Value(1500.0, "a year"), ["1500", "a year"]),
        (Column("services", "Services", "list"), ("-home care", "respite"), ["'-home care; respite"]),
        (Column("services", "Services", "list"), (), [""]),
        (Column("title", "Title", "text"), "-1+1", ["'-1+1"]),
    ]
    line = writer_of(column for column, _, _ in cells)
    assert line(tuple(cell for _, cell, _ in cells)) == [text for *_, texts in cells for text in texts]
