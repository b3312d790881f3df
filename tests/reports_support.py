"""What the tests of reports share: the kinds, and each format read back by a reader of its own."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import openpyxl
from markdown_it import MarkdownIt

from support import ROOT
from tenderwatch.text import defuse

KINDS = (
    "due", "forward-plan", "by-council", "by-portal", "by-service", "by-provider", "extensions", "stale", "coverage",
)  # fmt: skip
CASES = str(ROOT / "tests" / "cases" / "reports.yaml")
DAY = "2026-11-25"
ON_CASES = ("--registry", CASES, "--today", DAY)

# Columns for which a page has no room.
EXTRA = {"due": ("council", "longest_end", "providers", "value", "group", "end")}

# A row as a reader finds it: its section, then each column by name, in words. Empty cells are left out.
Row = tuple[str, dict[str, str]]


def of_json(text: str) -> list[Row]:
    """The rows of a JSON report in the words that people read."""
    report = json.loads(text)
    found = []
    for row in report["rows"]:
        shown = [column for column in report["columns"] if column["key"] not in EXTRA.get(report.get("report"), ())]
        cells = {column["name"]: in_words(row[column["key"]]) for column in shown}
        found.append((row["section"], {name: words for name, words in cells.items() if words}))
    return found


def in_words(value: Any) -> str:
    """A JSON value in words. Null is nothing, or a date not known: `same` looks away from the difference."""
    match value:
        case None:
            return ""
        case {"text": text}:
            return str(text)
        case {"amount": amount, "basis": basis}:
            pounds = f"£{amount:,.2f}"
            return f"{pounds[:-3] if pounds.endswith('.00') else pounds} ({basis})"
        case {"id": name, "title": title}:
            return f"{title} ({name})"
        case _:
            return str(value)


def known(rows: list[Row]) -> list[Row]:
    """The rows without dates that are not known, which machines leave empty; spaces made equal."""
    return [
        (section, {name: " ".join(words.split()) for name, words in row.items() if words != "not known"})
        for section, row in rows
    ]


def of_csv(data: bytes, columns: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of a CSV report, apostrophes that make it harmless taken off again."""
    reader = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
    rows = [{key: fused(cell) for key, cell in row.items()} for row in reader]
    assert reader.fieldnames is not None
    assert {column["key"] for column in columns} <= set(reader.fieldnames)
    return rows


def fused(cell: str) -> str:
    """A cell of CSV as it was before it was made harmless."""
    return cell[1:] if cell.startswith("'") and defuse(cell[1:]) == cell else cell


def of_markdown(text: str) -> list[Row]:
    """The rows as a Markdown reader shows them. Nothing in a cell may be more than text and code."""
    rows: list[Row] = []
    section, names, cells = "", list[str](), list[str]()
    for before, token in pairwise(MarkdownIt("commonmark").enable("table").parse(text)):
        if token.type == "inline":
            kinds = {child.type for child in token.children or []}
            assert kinds <= {"text", "text_special", "code_inline"}, token.content
            words = "".join(child.content for child in token.children or [])
            if before.type == "heading_open" and before.tag == "h2":
                section = re.sub(r" \(\d+\)$", "", words)
            elif before.type in ("th_open", "td_open"):
                cells.append(words)
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and before.type == "th_close":
            names = cells
        elif token.type == "tr_close":
            assert len(cells) == len(names)
            rows.append((section, {name: words for name, words in zip(names, cells, strict=True) if words}))
    return rows


@dataclass
class _Tables(HTMLParser):
    rows: list[Row] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    section: str = ""
    names: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    words: str = ""
    # A quiet cell stands below another, and carries the name of its column.
    below: dict[str, str] = field(default_factory=dict)
    quiet: str = ""
    before: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "href", "style")], attrs
        if tag == "code":
            self.words += "("
        if tag in ("th", "td", "h2"):
            self.words = ""
        if tag == "small" and dict(attrs).get("data-name"):
            self.quiet, self.before, self.words = str(dict(attrs)["data-name"]), self.words, ""
        if tag == "tr":
            self.cells, self.below = [], {}

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "code":
            self.words += ")"
        words = " ".join(self.words.split())
        if tag == "small" and self.quiet:
            self.below[self.quiet] = words
            self.quiet, self.words = "", self.before
        elif tag == "h2":
            self.section = re.sub(r" \(\d+\)$", "", words)
        elif tag in ("th", "td"):
            self.cells.append(words)
        elif tag == "thead":
            self.names = self.cells
        elif tag == "tr" and self.cells and "tbody" in self.tags and self.cells is not self.names:
            pairs = zip(self.names, self.cells, strict=True)
            self.rows.append((self.section, {name: words for name, words in pairs if words} | self.below))
        elif tag == "table":
            self.tags.discard("tbody")


def of_html(text: str) -> tuple[list[Row], set[str]]:
    """The rows of an HTML report, and every kind of element in it."""
    page = _Tables()
    page.feed(text)
    page.close()
    return page.rows, page.tags


def of_workbook(data: bytes) -> tuple[list[str], list[list[Any]]]:
    """The header and the rows of the workbook's first sheet."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Report"]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [str(name) for name in head], rows


def of_text(text: str) -> list[tuple[str, str]]:
    """Each row of a text report with its section: the paragraph on one line."""
    rows, section = [], ""
    body = text[: text.rindex("\nNotes\n")]
    for paragraph in body.split("\n\n")[2:]:
        if not paragraph.startswith("  "):
            section = re.sub(r" \(\d+\)$", "", paragraph.splitlines()[0])
        else:
            rows.append((section, " ".join(paragraph.split())))
    return rows
