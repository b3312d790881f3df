"""A newcomer's five changes: each is a new file at most and two rows, made here in a copy of the source.

Everything else takes them up: every command, every format, the site, the schema.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from support import ROOT, Answer, run_process
from tenderwatch import formats

DAY = ("--today", "2026-11-28")
MOST_ROWS = 2


class Change(NamedTuple):
    """A new file with its text ('' for none), and rows: the file, the line that they follow, and the rows."""

    file: str
    text: str
    rows: tuple[tuple[str, str, str], ...]


FORMAT = Change(
    "formats/quoted.py",
    '''"""Plain text as an answer to a mail quotes it."""

from collections.abc import Iterator

from tenderwatch.answers.answer import Answer
from tenderwatch.formats import Screen
from tenderwatch.formats.plain import render as plain


def render(answer: Answer, screen: Screen) -> Iterator[str]:
    """Each line behind a mark."""
    return (f"> {line}" for line in plain(answer, screen))
''',
    ((
        "formats/__init__.py", '        Format("plain", "tenderwatch.formats.plain", "text/plain", (".txt",)),',
        '        Format("quoted", "tenderwatch.formats.quoted", "text/plain", (".quoted",)),',
    ),),
)  # fmt: skip
REPORT = Change(
    "answers/by_letter.py",
    '''"""How many contracts there are for each first letter."""

from tenderwatch.answers.answer import Column
from tenderwatch.answers.report import Body, Group, Question


def by_letter(question: Question) -> Body:
    """The report."""
    names = sorted(row.outlook.contract.title[0] for row in question.agenda.rows)
    rows = tuple((letter, names.count(letter)) for letter in dict.fromkeys(names))
    columns = (Column("letter", "Letter", "text"), Column("contracts", "Contracts", "count"))
    listed = frozenset(row.outlook.contract.id for row in question.agenda.rows)
    return Body("Contracts by their first letter.", columns, (Group("All", rows),), listed, "filtered")
''',
    ((
        "answers/report.py", "REPORTS: dict[str, tuple[str, str]] = {",
        '    "by-letter": ("Contracts by letter", "tenderwatch.answers.by_letter:by_letter"),',
    ),),
)  # fmt: skip
CHECK = Change(
    "registry/checks/shouting.py",
    '''"""A title is not shouted."""

from collections.abc import Iterator

from tenderwatch.registry.checks.finding import Finding, Whole
from tenderwatch.registry.model import Contract


def shouting(contract: Contract, _: Whole) -> Iterator[Finding]:
    """The title has small letters."""
    if contract.title.isupper():
        yield Finding("the title is in capitals", "write it as in a sentence", "title")
''',
    (
        (
            "registry/checks/__init__.py", "from tenderwatch.registry.checks.finding import Check, Finding, Whole",
            "from tenderwatch.registry.checks.shouting import shouting",
        ),
        (
            "registry/checks/__init__.py", "CHECKS: tuple[Check, ...] = (",
            '    Check("shouting", _CONTRACTS, shouting, "warning"),',
        ),
    ),
)  # fmt: skip
KEY = Change(
    "",
    "",
    (
        ("registry/model/contract.py", "    cpv: tuple[str, ...] = ()", "    ward_served: str | None = None"),
        (
            "registry/format/contract.py",
            '        Field("cpv", ListOf(CPV), "what is bought, as codes of the Common Procurement Vocabulary"),',
            '        Field("ward_served", TEXT, "the ward that it serves"),',
        ),
    ),
)
IMPORTER = Change(
    "importers/memo.py",
    '''"""Memos: a line for each thing that somebody heard of."""

from collections.abc import Iterator
from pathlib import Path

from tenderwatch.importers.statement import Aside, Place, Reading


def readings(path: Path, name: str, head: bytes) -> Iterator[Reading] | None:
    """What a memo states; None for another file."""
    lines = path.read_text(encoding="utf-8").splitlines() if head.startswith(b"MEMO") else None
    return None if lines is None else (Aside(Place(name, at), line, "hearsay") for at, line in enumerate(lines, 1))
''',
    (("importers/reading.py", "IMPORTERS: dict[str, str] = {", '    "memo": "tenderwatch.importers.memo",'),),
)
CHANGES = {"format": FORMAT, "report": REPORT, "check": CHECK, "key": KEY, "importer": IMPORTER}
Run = Callable[..., Answer]


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Change], Run]:
    """Makes a change in a copy of the source; what comes back runs the program from there."""

    def make(change: Change) -> Run:
        home = tmp_path / "home" / "src" / "tenderwatch"
        shutil.copytree(ROOT / "src" / "tenderwatch", home, ignore=shutil.ignore_patterns("__pycache__"))
        if change.file:
            (home / change.file).write_text(change.text, encoding="utf-8")
        for name, after, row in change.rows:
            lines = (home / name).read_text(encoding="utf-8").splitlines()
            assert lines.count(after) == 1, after
            lines.insert(lines.index(after) + 1, row)
            (home / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        program = ("-c", "from tenderwatch.cli.main import run; run()")
        return lambda *typed: run_process(*typed, program=program, env={"PYTHONPATH": str(home.parent)})

    return make


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_each_is_a_file_at_most_and_two_rows(change: Change) -> None:
    assert len(change.rows) <= MOST_ROWS
    assert all(row.count("\n") == 0 for _, _, row in change.rows)
    assert change.text.count("\n") < 20


def test_a_format_serves_every_answer(changed: Callable[[Change], Run], registry: Callable[..., str]) -> None:
    run, path = changed(FORMAT), registry("end: 2027-03-31")
    for asked in (("due",), ("list",), ("coverage",), ("report", "stale"), ("show", "home-care")):
        plain, quoted = (run(*asked, "--registry", path, *DAY, "--format", name) for name in ("plain", "quoted"))
        assert quoted.code == 0, quoted.err
        assert quoted.lines == [f"> {line}" for line in plain.lines] != []
    target = Path(f"{path}.quoted")
    assert run("list", "--registry", path, *DAY, "-o", str(target)).code == 0
    assert target.read_text(encoding="utf-8").startswith("> 31 March 2027 | home-care | Home care | ")


def test_every_format_renders_a_report(changed: Callable[[Change], Run], registry: Callable[..., str]) -> None:
    run, path = changed(REPORT), registry("title: Home care", "id: b\ntitle: Hostel", "id: c\ntitle: Advocacy")
    for name in formats.FORMATS:
        if not formats.FORMATS[name].binary:
            answer = run("report", "by-letter", "--registry", path, *DAY, "--format", name)
            assert answer.code == 0, answer.err
            assert re.search(r"\bA\b", answer.out), name
            assert re.search(r"\b2\b", answer.out), name


def test_a_check_finds(changed: Callable[[Change], Run], registry: Callable[..., str]) -> None:
    path = registry("title: HOME CARE")
    answer = changed(CHECK)("check", path)
    assert answer.code == 0
    assert "warning: the title is in capitals [shouting]" in answer.out


def test_a_key_is_shown_everywhere(changed: Callable[[Change], Run], registry: Callable[..., str]) -> None:
    run, path = changed(KEY), registry("end: 2027-03-31\nward_served: Berwick Hills")
    assert "Ward served:  Berwick Hills" in run("show", "home-care", "--registry", path, *DAY).out
    rows = json.loads(run("list", "--registry", path, *DAY, "--format", "json").out)["rows"]
    assert rows[0]["ward_served"] == "Berwick Hills"
    header, row = run("list", "--registry", path, *DAY, "--format", "csv").lines
    assert "ward_served" in header.split(",")
    assert "Berwick Hills" in row
    assert run("list", "--text", "berwick", "--registry", path, *DAY).out
    assert "the ward that it serves" in run("schema").out
    site = Path(path).parent / "site"
    done = run("publish", str(site), "--base-url", "https://example.org/", "--registry", path, *DAY)
    assert done.code == 0, done.err
    assert "Ward served" in (site / "contracts" / "home-care.html").read_text(encoding="utf-8")


def test_an_importer_is_asked_for_its_files(
    changed: Callable[[Change], Run], registry: Callable[..., str], tmp_path: Path
) -> None:
    memo = tmp_path / "heard.memo"
    memo.write_text("MEMO\nHome care in Otherham ends soon\n", encoding="utf-8")
    answer = changed(IMPORTER)("import", str(memo), "--registry", registry("end: 2027-03-31"), *DAY)
    assert answer.code == 0, answer.err
    assert "2 set aside" in answer.out
    assert "2 rows: hearsay." in answer.out


# These look at what a check says, or at registries that have to be free of warnings.
MINDING = {"test_docs.py", "test_plan_worked_example.py", "test_start_up.py", "test_yaml_tree.py"}


def test_a_check_more_breaks_no_test_of_something_else() -> None:
    """Where a test only needs a registry that can be read, `support.registry_of` takes one that is warned of."""
    wanted = re.compile(r"assert (not )?(loaded\.)?problems( == (\(\)|\[\]))?$", re.MULTILINE)
    found = {path.name for path in (ROOT / "tests").rglob("*.py") if wanted.search(path.read_text(encoding="utf-8"))}
    assert found - MINDING == set()
