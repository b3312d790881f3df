"""`tenderwatch report`: what it refuses, which format it takes, where it writes, and what a terminal gets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports_support import KINDS, ON_CASES
from support import on_a_terminal, run_cli, run_process
from tenderwatch.formats import FORMATS

_ENDINGS = ", ".join(form.endings[0] for form in FORMATS.values() if form.endings)
REFUSED = [
    (("duee",), "KIND: 'duee' is not a choice", "did you mean due?"),
    (("due", "--format", "pdf"), "--format: there is no format 'pdf' here", f"write one of {', '.join(FORMATS)}"),
    (("due", "-o", "report.pdf"), "the ending of report.pdf names no format", f"end it with one of {_ENDINGS}"),
    (("due", "-o", "report"), "the ending of report names no format", f"end it with one of {_ENDINGS}"),
    (("due", "-o", "/"), "/ is a folder", "name a file in it"),
    (("due", "-o", "/", "--format", "md"), "/ is a folder", "name a file in it"),
    (("due", "-o", "no/such/folder.html"), "there is no folder no/such", "make it first"),
    (("due", "--months", "601"), "--months: 601 is not between 0 and 600", "12 looks a year ahead"),
    (("due", "--council", "nowhere"), "there is no council 'nowhere' in the registry", "known: otherham"),
    (("due", "--watch", "none.yaml"), "there is no watch file none.yaml", "name a YAML file"),
    (
        ("coverage", "--status", "running"),
        "a report on coverage cannot be filtered by status",
        "remove the other filters",
    ),
]


@pytest.mark.parametrize(("typed", "fault", "hint"), REFUSED, ids=[" ".join(row[0]) for row in REFUSED])
def test_what_is_refused(typed: tuple[str, ...], fault: str, hint: str) -> None:
    answer = run_cli("report", *typed, *ON_CASES)
    assert (answer.code, answer.out) == (2, "")
    first, second = answer.err.splitlines()
    assert first == f"tenderwatch: {fault}"
    assert second.strip().casefold().startswith(hint.casefold())


def test_without_a_kind_the_usage_is_told() -> None:
    answer = run_cli("report", *ON_CASES)
    assert (answer.code, answer.out) == (2, "")
    assert "KIND" in answer.err


# The ending of a file | the format that is written.
ENDINGS = [(".txt", "plain"), (".md", "md"), (".html", "html"), (".HTML", "html"), (".csv", "csv"), (".json", "json"),
           (".xlsx", "xlsx")]  # fmt: skip


@pytest.mark.parametrize(("ending", "form"), ENDINGS, ids=[row[0] for row in ENDINGS])
def test_the_ending_of_the_file_names_the_format(tmp_path: Path, ending: str, form: str) -> None:
    path = tmp_path / f"report{ending}"
    first = run_cli("report", "due", "-o", str(path), *ON_CASES)
    assert (first.code, first.out, first.err) == (0, "", f"13 rows written to {path}\n")
    mark = b"\xef\xbb\xbf" if form in ("csv", "tsv") else b""
    assert path.read_bytes() == mark + run_cli("report", "due", "--format", form, *ON_CASES).raw
    assert run_cli("report", "due", "-o", str(path), *ON_CASES).err == f"13 rows unchanged in {path}\n"
    assert [path.name for path in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("name", "form", "code"),
    [("report", "json", 0), ("report.data", "json", 0), ("report.json", "json", 0), ("report.txt", "table", 0),
     ("report.txt", "json", 2), ("report.csv", "tsv", 2), ("report.png", "html", 2), ("report.pdf", "plain", 2)],
)  # fmt: skip
def test_a_format_that_is_named_has_to_fit_the_ending(tmp_path: Path, name: str, form: str, code: int) -> None:
    path = tmp_path / name
    answer = run_cli("report", "due", "-o", str(path), "--format", form, *ON_CASES)
    assert (answer.code, path.exists()) == (code, code == 0)
    if code:
        assert answer.err.startswith(f"tenderwatch: --format {form} does not fit the ending of {path}\n")


def test_to_standard_output_it_is_text(tmp_path: Path) -> None:
    assert run_cli("report", "due", "-o", "-", *ON_CASES).raw == run_cli("report", "due", *ON_CASES).raw
    assert run_cli("report", "due", *ON_CASES).lines[0] == "What falls due"
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_gets_its_own_width_and_bold_headings() -> None:
    shown = on_a_terminal("report", "due", *ON_CASES, env={"TERM": "xterm", "COLUMNS": "60"})
    plain = shown.replace("\r\n", "\n")
    assert "\x1b[1m" in plain
    assert "[lot 1]" in " ".join(re.sub(r"\x1b\[[0-9;]*m", "", plain).split())
    assert max(len(line) for line in plain.splitlines() if "\x1b" not in line and line.isascii()) <= 60


def test_a_workbook_is_kept_from_a_terminal() -> None:
    shown = on_a_terminal("report", "due", "--format", "xlsx", *ON_CASES, env={"TERM": "xterm"}, code=2)
    assert shown.splitlines()[0] == "tenderwatch: xlsx is not for a terminal"


def test_a_workbook_goes_through_a_pipe() -> None:
    answer = run_process("report", "due", "--format", "xlsx", *ON_CASES)
    assert answer.code == 0
    assert answer.raw.startswith(b"PK")


def test_without_the_library_for_workbooks_one_line_says_how_to_get_it(tmp_path: Path) -> None:
    missing = "import sys\nsys.modules['xlsxwriter'] = None\n"
    program = f"{missing}from tenderwatch.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    path = tmp_path / "report.xlsx"
    answer = run_process("report", "due", "-o", str(path), *ON_CASES, program=("-c", program))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        "tenderwatch: the format xlsx needs a library that is not installed",
        "  install it with: pip install 'tenderwatch[xlsx]'",
    ]
    assert not path.exists()


@pytest.mark.parametrize("env", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C.UTF-8"}], ids=["no locale", "UTF-8"])
def test_the_locale_changes_nothing(env: dict[str, str]) -> None:
    answer = run_process("report", "by-council", *ON_CASES, env=env)
    assert answer.raw == run_cli("report", "by-council", *ON_CASES).raw
    assert "£1,250,000.50" in answer.out


def test_a_watch_list_and_filters_are_told(tmp_path: Path) -> None:
    watch = tmp_path / "mine.yaml"
    watch.write_text("contracts: [home-care]\nwords: [equipment]\n")
    answer = run_cli("report", "by-council", "--watch", str(watch), "--council", "Thirdton", *ON_CASES)
    assert answer.lines[1] == "As known on 25 November 2026; only council Thirdton; watch list mine."
    headings = [line for line in answer.lines if line.endswith(")") and not line.startswith(" ")]
    assert headings == ["Thirdton City Council (2)"]


def test_a_report_on_nothing_says_so() -> None:
    answer = run_cli("report", "forward-plan", "--service", "residential care", *ON_CASES)
    assert answer.code == 0
    told = " ".join(answer.out.split())
    assert "In the 12 months from 25 November 2026, no decision is to be entered or taken, and none is overdue." in told
    for kind in KINDS:
        for form in (name for name, item in FORMATS.items() if item.installed):
            typed = ("report", kind, "--format", form, "--service", "respite", *ON_CASES)
            assert run_cli(*typed).code == 0


def test_the_settings_file_is_heeded(tmp_path: Path) -> None:
    settings = tmp_path / "tenderwatch.toml"
    settings.write_text('council = ["Thirdton"]\nmonths = 3\n')
    answer = run_process("report", "due", *ON_CASES, env={"TENDERWATCH_CONFIG": str(settings)})
    assert "only council Thirdton" in answer.lines[1]
    assert answer.lines[3].startswith("In the 3 months from 25 November 2026")
