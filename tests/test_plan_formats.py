"""Every format of a plan tells the same dates, says what it cannot tell, and keeps hostile words harmless."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from markdown_it import MarkdownIt

from support import registry_text, run_cli
from tenderwatch.formats import FORMATS
from test_plan import DAY, END, rows, stages


def test_beyond_2040_it_says_so_rather_than_guess() -> None:
    found = stages("--end", "2042-06-30", *DAY)
    assert {kind for kind, stage in found.items() if stage["by"]} == {"planning", "start"}
    for form in ("table", "plain", "md"):
        text = " ".join(run_cli("plan", "--end", "2042-06-30", *DAY, "--format", form).out.split())
        assert text.count("not known: bank holidays are held for 2015 to 2040 only") == 12, form
    table = list(csv.DictReader(io.StringIO(run_cli("plan", "--end", "2042-06-30", *DAY, "--format", "csv").out)))
    assert [row["by"] for row in table if row["kind"] not in ("planning", "start")] == [""] * 12


def test_years_not_yet_published_are_marked_projected() -> None:
    assert [kind for kind, stage in stages(*END, *DAY).items() if stage["projected"]] == []
    found = stages("--end", "2031-03-31", *DAY)
    assert {kind for kind, stage in found.items() if not stage["projected"]} == {"planning", "start"}
    for form in ("table", "plain", "md"):
        assert run_cli("plan", "--end", "2031-03-31", *DAY, "--format", form).out.count("projected") == 12, form
        assert "projected" not in run_cli("plan", *END, *DAY, "--format", form).out


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("json", "jsonl", "xlsx", "docx")])
@pytest.mark.parametrize("end", ["2027-03-31", "2027-03", "2029", "spring 2031"])
def test_every_format_tells_the_same_dates(form: str, end: str) -> None:
    arguments = ("--end", end, "--notice", "12w", *DAY)
    found = stages(*arguments)
    out = run_cli("plan", *arguments, "--format", form).out
    if form in ("csv", "tsv"):
        table = list(csv.DictReader(io.StringIO(out), delimiter="," if form == "csv" else "\t"))
        assert [row["kind"] for row in table] == list(found)
        for row in table:
            by = found[row["kind"]]["by"]
            assert (row["by"], row["by_earliest"], row["by_latest"]) == (by["edtf"], by["earliest"], by["latest"])
            assert (row["basis"], row["missed"]) == (
                found[row["kind"]]["basis"], "yes" if found[row["kind"]]["missed"] else "no",
            )  # fmt: skip
        return
    text, at = " ".join(out.split()), 0
    for stage in found.values():
        at = text.find(stage["by"]["text"], at)
        assert at >= 0, stage["kind"]
    extension = rows(*arguments)[0]["extension"]
    for key in ("strategic_by", "forward_plan_by", "key_decision_by", "officer_decision_by", "serve_by"):
        at = text.find(extension[key]["text"], at)
        assert at >= 0, key
    assert "by between" not in text


def test_weekdays_are_those_of_the_calendar() -> None:
    out = run_cli("plan", *END, *DAY).out
    found = re.findall(r"(\w+day) (\d+ \w+ \d{4})", out)
    assert len(found) > 12
    for weekday, words in found:
        day, month, year = words.split()
        months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                  "November", "December"]  # fmt: skip
        assert f"{date(int(year), months.index(month) + 1, int(day)):%A}" == weekday


@pytest.mark.parametrize("end", ["2027-03-31", "2027-03", "2031", "2042-06-30"])
def test_in_sixty_columns(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    answer = run_cli("plan", "--end", end, "--notice", "3m", *DAY, "--format", "table")
    assert max(len(line) for line in answer.lines) <= 60
    monkeypatch.setenv("COLUMNS", "200")
    wide = run_cli("plan", "--end", end, "--notice", "3m", *DAY, "--format", "table")
    assert len(wide.lines) < len(answer.lines)


HOSTILE = [
    "=cmd('calc')!A1",
    "| --- | :-: |",
    "<script>alert(1)</script>",
    "*a* _b_ [c](javascript:x) ![d](http://e)",
    "# Heading",
    "&lt;b&gt; &#124;",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_shown_as_it_is(title: str, tmp_path: Any) -> None:
    path = tmp_path / "contracts.yaml"
    quoted = title.replace("'", "''")
    change = f"timetable: [{{stage: planning, months: 9, because: '{quoted}'}}]"
    path.write_text(registry_text(f"title: '{quoted}'\nend: 2027-03-31\n{change}"), encoding="utf-8")
    arguments = ("plan", "home-care", "--registry", str(path), *DAY, "--format")
    page = MarkdownIt("commonmark").enable("table").render(run_cli(*arguments, "md").out)
    assert "<script>" not in page
    assert "<a " not in page
    assert "<img" not in page
    shown = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert f"<h1>{shown} (home-care)</h1>" in page
    assert page.count("<tr>") == 15
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        table = list(csv.reader(io.StringIO(run_cli(*arguments, form).out), delimiter=delimiter))
        assert {len(row) for row in table} == {11}
        assert table[1][-1] in (title, f"'{title}")
        numbers = re.compile(r"-?\d+")
        assert not [c for row in table for c in row if c.startswith(("=", "+", "-", "@")) and not numbers.fullmatch(c)]
    assert run_cli(*arguments, "plain").lines[0] == f"{title} (home-care)"
