"""A newcomer's changes: a format and a report are each one module and one row, and everything else takes them up."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from support import run_cli, run_process
from tenderwatch import formats
from tenderwatch.answers import report
from tenderwatch.answers.answer import Column
from tenderwatch.answers.report import Body, Group, Question

DAY = ("--today", "2026-11-28")


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Put a module of this name, with one function in it, where the program looks for modules."""

    def put(name: str, **functions: Callable[..., object]) -> str:
        made = ModuleType(name)
        for function, what in functions.items():
            setattr(made, function, what)
        monkeypatch.setitem(sys.modules, name, made)
        return name

    return put


# Commands offer the formats that there are when they are imported: the row has to be there before.
WITH_A_FORMAT = """
import sys
from types import ModuleType
from tenderwatch import formats

def titles(answer, _screen):
    yield f"{answer.title}\\n"

module = ModuleType("tests_titles")
module.render = titles
sys.modules["tests_titles"] = module
formats.FORMATS["titles"] = formats.Format("titles", "tests_titles", "text/plain", (".titles",))

from tenderwatch.cli.main import run
run()
"""


@pytest.mark.parametrize(
    "asked",
    [("due",), ("list",), ("coverage",), ("report", "stale"), ("report", "by-council"), ("show", "home-care")],
    ids=" ".join,
)
def test_a_format_is_a_module_and_a_row_and_serves_every_answer(
    asked: tuple[str, ...], registry: Callable[..., str]
) -> None:
    path = registry("end: 2027-03-31")
    answer = run_process(*asked, "--registry", path, *DAY, "--format", "titles", program=("-c", WITH_A_FORMAT))
    assert (answer.code, len(answer.lines)) == (0, 1), answer.err
    target = f"{path}.titles"
    assert run_process(*asked, "--registry", path, *DAY, "-o", target, program=("-c", WITH_A_FORMAT)).code == 0
    with open(target, encoding="utf-8") as file:
        assert file.read() == answer.out


def by_letter(question: Question) -> Body:
    """A report of how many contracts there are for each first letter."""
    names = sorted(row.outlook.contract.title[0] for row in question.agenda.rows)
    rows = tuple((letter, names.count(letter)) for letter in dict.fromkeys(names))
    columns = (Column("letter", "Letter", "text"), Column("contracts", "Contracts", "count"))
    listed = frozenset(row.outlook.contract.id for row in question.agenda.rows)
    return Body("Contracts by their first letter.", columns, (Group("All", rows),), listed, "filtered")


@pytest.mark.parametrize("name", [name for name in formats.FORMATS if not formats.FORMATS[name].binary])
def test_a_report_is_a_function_and_a_row_and_every_format_renders_it(
    name: str, module: Callable[..., str], monkeypatch: pytest.MonkeyPatch, registry: Callable[..., str]
) -> None:
    where = module("tests_by_letter", by_letter=by_letter)
    monkeypatch.setitem(report.REPORTS, "by-letter", ("Contracts by letter", f"{where}:by_letter"))
    path = registry("title: Home care", "id: b\ntitle: Hostel", "id: c\ntitle: Advocacy")
    answer = run_cli("report", "by-letter", "--registry", path, *DAY, "--format", name)
    assert answer.code == 0, answer.err
    words = " ".join(answer.out.split())
    assert "A" in words
    assert "2" in words
