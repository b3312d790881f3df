"""Whatever a registry may hold is carried by every format of a report as it stands: nothing is run, drawn or lost."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports_support import Row, fused, known, of_csv, of_html, of_json, of_markdown, of_text, of_workbook
from tenderwatch.answers.answer import Answer, Column, Machine, Reference, Section, Table
from tenderwatch.answers.record import json_of
from tenderwatch.formats import render as parts_of
from tenderwatch.registry.model import Value
from tenderwatch.text import defuse

# What has a meaning in one format or another. Control characters are refused when a registry is read.
HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "'=1", '=HYPERLINK("https://evil.example")', "=cmd|' /C calc'!A0", "\uff1d1+1",
    "a,b;c", 'say "no"', "a|b", "\\|", "**b**", "_i_", "[x](javascript:alert(1))", "![x](//evil.example/p)", "`code`",
    "``", "# h", "- item", "1. one", "~~~", "---", "<script>alert(1)</script>", "</style></table>", "<!--", "&lt;b&gt;",
    "&amp", "https://evil.example", "mailto:a@b.example", "{{ 7 * 7 }}", "{% raw %}", "[bold]rich[/bold]", "_x000D_",
    "1e5", "007", "\u202eevil", "\u200b", "日本語", "e\u0301", "\U0001f3f3\ufe0f\u200d\U0001f308", "\ufdd0",
)  # fmt: skip
COLUMNS = (
    Column("contract", "Contract", "contract"),
    Column("words", "Words", "text"),
    Column("value", "Value", "money"),
)

letters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
words = st.lists(st.sampled_from(HOSTILE) | st.text(letters, max_size=12), min_size=1, max_size=4).map("".join)
# Spaces are made equal where people read; that is not what is tried here.
said = words.map(lambda text: " ".join(text.split())).filter(bool)


def report(heading: str, title: str, text: str, basis: str) -> Answer:
    """An answer with these words in every place that a registry's words can get into."""
    row = (Reference("an-id", title), text, Value(12.5, basis))
    table = Table(COLUMNS, (row,))
    sheet = Table((Column("section", "Section"), *COLUMNS), ((heading, *row),))
    before = {"columns": [column._asdict() for column in COLUMNS]}
    json_row = {
        "section": heading,
        "contract": {"id": "an-id", "title": title},
        "words": text,
        "value": json_of(row[2]),
    }
    return Answer(
        name="due", title=title, today=date(2026, 11, 25), sections=lambda: (Section(heading, (basis, table), 1),),
        sheet=lambda: sheet, machine=lambda: Machine(before, "rows", [json_row]), size=1, subtitle=text, summary=text,
        lead=(basis,), notes=(text, title), plain=80,
    )  # fmt: skip


def render(answer: Answer, name: str) -> bytes:
    return b"".join(parts_of(answer, name))


def every(hostile: str) -> Answer:
    return report(hostile, hostile, hostile, hostile)


def one_by_one(test: Callable[[Answer], None]) -> Callable[[Answer], None]:
    """The test on each hostile text by itself, in every place at once."""
    for hostile in HOSTILE:
        test = example(made=every(hostile))(test)
    return test


reports = st.builds(report, said, said, said, said)


def rows_of(made: Answer) -> list[Row]:
    (section,) = made.sections()
    (table,) = section.tables()
    ((reference, text, value),) = table.rows
    assert isinstance(reference, Reference)
    assert isinstance(value, Value)
    cells = {"Contract": f"{reference.title} (an-id)", "Words": str(text), "Value": f"£12.50 ({value.basis})"}
    return known([(section.heading, cells)])


@given(reports)
@settings(max_examples=25)
@one_by_one
def test_pages_and_markdown_and_json_show_the_words_themselves(made: Answer) -> None:
    assert known(of_json(render(made, "json").decode())) == rows_of(made)
    assert known(of_markdown(render(made, "md").decode())) == rows_of(made)
    rows, tags = of_html(render(made, "html").decode())
    assert known(rows) == rows_of(made)
    assert not tags & {"script", "img", "a", "b", "link", "iframe"}


@given(reports)
@settings(max_examples=25)
@one_by_one
def test_text_loses_no_letter(made: Answer) -> None:
    ((_, words),) = of_text(render(made, "plain").decode())
    ((_, row),) = rows_of(made)
    letters = "".join(f"{row['Contract']}Words:{row['Words']}Value:{row['Value']}".split())
    assert "".join(words.split()) == letters


@given(reports)
@settings(max_examples=25)
@one_by_one
def test_a_spreadsheet_runs_no_cell_and_each_comes_back(made: Answer) -> None:
    data = render(made, "csv")
    cells = [cell for row in csv.reader(io.StringIO(data.decode(), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"))]
    (line,) = of_csv(data, json.loads(render(made, "json"))["columns"])
    (section,) = made.sections()
    (table,) = section.tables()
    ((reference, text, value),) = table.rows
    assert isinstance(reference, Reference)
    assert isinstance(value, Value)
    assert line == {
        "section": section.heading, "contract": "an-id", "contract_title": reference.title, "words": text,
        "value": "12.50", "value_basis": value.basis,
    }  # fmt: skip


@given(reports)
@settings(max_examples=15)
@one_by_one
def test_a_workbook_keeps_the_words_as_words(made: Answer) -> None:
    head, (row,) = of_workbook(render(made, "xlsx"))
    (section,) = made.sections()
    (table,) = section.tables()
    ((reference, text, value),) = table.rows
    assert isinstance(reference, Reference)
    assert isinstance(value, Value)
    assert dict(zip(head, row, strict=True)) == {
        "Section": section.heading, "Contract": reference.title, "Words": text, "Value": 12.5,
        "Value: basis": value.basis, "Id": "an-id",
    }  # fmt: skip


@given(st.text(letters, max_size=8) | words)
def test_taking_the_apostrophe_off_gives_back_any_cell(cell: str) -> None:
    assert fused(defuse(cell)) == cell
