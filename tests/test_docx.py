"""Answers as Word documents: the rows of every report, on A4, with nothing that runs, and the same bytes each time."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache
from typing import Any

import pytest

from reports_support import KINDS, ON_CASES, known, of_json
from support import run_cli, run_process

docx = pytest.importorskip("docx", reason="documents need the extra 'docx'")


@cache
def report(kind: str, form: str) -> bytes:
    answer = run_cli("report", kind, "--format", form, *ON_CASES)
    assert answer.code == 0, answer.err
    return answer.raw


def document(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def rows_of(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """Each row with the heading above it: what stands below a cell goes by the name below its head, in order."""
    found, section = [], ""
    for block in document(data).iter_inner_content():
        if hasattr(block, "rows"):
            head, *lines = [[cell.text.split("\n") for cell in row.cells] for row in block.rows]
            found += [(section, pairs(head, line)) for line in lines]
        elif block.style.name == "Heading 1":
            section = re.sub(r" \(\d+\)$", "", block.text)
    return found


def pairs(head: list[list[str]], line: list[list[str]]) -> dict[str, str]:
    row = {}
    for (name, *names), (text, *below) in zip(head, line, strict=True):
        if name == "Contract":
            text = f"{text} ({below.pop(0)})"
        row[name] = text
        # A quiet cell that is empty leaves no line: then its name cannot be told, so only whole cells are compared.
        if len(names) == len(below):
            row |= dict(zip(names, below, strict=True))
    return {name: text for name, text in row.items() if text}


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_has_the_rows_of_the_report(kind: str) -> None:
    data = report(kind, "docx")
    wanted = of_json(report(kind, "json").decode())
    found = rows_of(data)
    assert len(found) == len(wanted) > 2
    for (section, row), (heading, whole) in zip(known(found), known(wanted), strict=True):
        assert section == heading
        spaced = {key: " ".join(str(value).split()) for key, value in whole.items()}
        assert {key: " ".join(value.split()) for key, value in row.items()}.items() <= spaced.items()
    text = "\n".join(paragraph.text for paragraph in document(data).paragraphs)
    whole_report = json.loads(report(kind, "json"))
    assert whole_report["summary"] in text
    assert all(note.replace("`", "") in text for note in whole_report["notes"])


def test_it_is_a_wide_page_of_a4_with_heads_that_repeat() -> None:
    made = document(report("forward-plan", "docx"))
    page = made.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (297, 210)
    room = page.page_width.mm - page.left_margin.mm - page.right_margin.mm
    for table in made.tables:
        assert sum(column.width.mm for column in table.columns) == pytest.approx(room, abs=1)
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all("w:cantSplit" in row._tr.xml for row in table.rows)
    assert "NUMPAGES" in page.footer.paragraphs[0]._p.xml
    about = made.core_properties
    assert (about.title, about.language) == ("Decisions for the forward plan, 25 November 2026", "en-GB")


def test_the_same_question_gives_the_same_bytes() -> None:
    assert run_cli("report", "due", "--format", "docx", *ON_CASES).raw == report("due", "docx")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_it_runs_or_leads_anywhere(kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(report(kind, "docx"))) as parts:
        xml = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))}
    assert not any("vbaProject" in name for name in xml)
    body = xml["word/document.xml"]
    assert "w:hyperlink" not in body
    assert "w:instr" not in body
    assert not [name for name, text in xml.items() if 'TargetMode="External"' in text]


ANSWERS = [("due",), ("list",), ("show", "home-care"), ("why", "home-care"), ("plan", "home-care"), ("coverage",)]


@pytest.mark.parametrize("asked", [*ANSWERS, ("plan", "home-care", "--compare")], ids=" ".join)
def test_every_answer_can_be_a_document(asked: tuple[str, ...]) -> None:
    answer = run_cli(*asked, *ON_CASES, "--format", "docx")
    assert answer.code == 0, answer.err
    made = document(answer.raw)
    assert made.paragraphs[0].style.name == "Title"
    assert made.paragraphs[0].text


def test_characters_that_a_document_cannot_hold_are_shown_as_such() -> None:
    from tenderwatch.formats import docx as module

    assert module._NOT_XML.sub("?", "a\x00b\x0bc\ud800") == "a?b?c?"


def test_without_the_library_it_says_how_to_get_it() -> None:
    program = ("-c", "import sys; sys.modules['docx'] = None\nfrom tenderwatch.cli.main import run; run()")
    answer = run_process("report", "due", "--format", "docx", *ON_CASES, program=program)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        "tenderwatch: the format docx needs a library that is not installed",
        "  install it with: pip install 'tenderwatch[docx]'",
    ]
