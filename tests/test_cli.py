"""The command line as a table: what is typed, the exit code, and what comes out on which stream."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from support import ROOT, run_cli, run_process
from tenderwatch import __version__, formats
from tenderwatch.cli.app import COMMANDS
from tenderwatch.cli.context import bundled_edition
from tenderwatch.dates.words import day_text

CASES = Path(__file__).parent / "cases"
FORMATS = f"write one of {', '.join(formats.FORMATS)}"
KNOWN = "known: otherham, testshire"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small sound registry, named by the environment; the day is given too."""
    (tmp_path / "contracts.yaml").write_bytes((CASES / "registry.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TENDERWATCH_REGISTRY", "contracts.yaml")
    monkeypatch.setenv("TENDERWATCH_TODAY", "2026-01-10")
    return tmp_path


# What is typed | the message | the next step.
REFUSED = [
    (
        "due --council Testshyre",
        "there is no council 'Testshyre' in the registry",
        "did you mean testshire or Testshire CC?",
    ),
    ("due --council Mars", "there is no council 'Mars' in the registry", KNOWN),
    ("due --lead otherhem", "there is no council 'otherhem' in the registry", "did you mean otherham?"),
    ("list --portal neppo", "there is no portal 'neppo' in the registry", "did you mean nepo or NEPO Portal?"),
    ("list --service advocat", "no contract in the registry has the service 'advocat'", "did you mean advocacy?"),
    (
        "list --service plumbing",
        "no contract in the registry has the service 'plumbing'",
        "known: advocacy, home care",
    ),
    ("due --status runing", "no contract in the registry has the status 'runing'", "did you mean running?"),
    ("due --kind frameworks", "no contract in the registry has the kind 'frameworks'", "did you mean framework?"),
    ("list --provider Mind", "no contract in the registry has the provider 'Mind'", "known: none"),
    ("show home-car", "there is no contract 'home-car'", "did you mean home-care?"),
    ("show nothing-like-it", "there is no contract 'nothing-like-it'", "run `tenderwatch list` to see every id"),
    ("due --format jsn", "--format: there is no format 'jsn' here", "did you mean json or jsonl?"),
    ("list --format xml", "--format: there is no format 'xml' here", FORMATS),
    (
        "check --format html",
        "--format: there is no format 'html' here",
        "write one of plain, csv, tsv, json, jsonl, xlsx",
    ),
    ("due --sort tile", "--sort: 'tile' is not a choice", "did you mean title?"),
    ("due --by all", "--by: 'all' is not a choice", "write one of any, end"),
    (
        "due --today 10/01/2026",
        "--today: '10/01/2026' can mean 10 January 2026 or 1 October 2026",
        "write 2026-01-10 or 2026-10-01",
    ),
    (
        "due --today 2026-02-29",
        "--today: '2026-02-29' is not a date",
        "there is no such day or month: check the numbers",
    ),
    (
        "due --today 9999-12-31",
        "--today: '9999-12-31' is not a date of our time",
        "a contract's dates lie in the years 1900 to 2199",
    ),
    (
        "due --registry no.yaml",
        "there is no registry at no.yaml",
        "give a file or a folder with --registry, or leave it out",
    ),
    ("lst", "there is no command 'lst'", "did you mean list or set?"),
    (
        "ical --council Otherham --text zzz",
        "no contract here has a date to put in a calendar",
        "choose with fewer filters",
    ),
    ("ical -o nowhere/x.ics", "there is no folder nowhere", "make it first, or name another file"),
    ("ical -o .", ". is a folder", "name a file in it"),
]


@pytest.mark.parametrize(("typed", "message", "hint"), REFUSED, ids=[row[0] for row in REFUSED])
def test_wrong_use_says_what_to_type(typed: str, message: str, hint: str) -> None:
    answer = run_cli(*typed.split())
    assert (answer.code, answer.out, answer.err) == (2, "", f"tenderwatch: {message}\n  {hint}\n")


HOME, ADVOCACY, BOTH = ["home-care"], ["advocacy"], ["home-care", "advocacy"]
# What is typed | the ids listed, in order | a sentence.
CHOSEN = [
    ("list", BOTH, "everything, known ends first"),
    ("list --sort id", ["advocacy", "home-care"], "by id"),
    ("list --sort title", ["advocacy", "home-care"], "by title"),
    ("list --sort council", BOTH, "by council, unknown ones last"),
    ("list --council Testshire", HOME, "by alias"),
    ("list --council testshire", HOME, "by id"),
    ("list --council TESTSHIRE", HOME, "in capitals"),
    ("list --council Testshire_County_Council", HOME, "by full name"),
    ("list --council Otherham", HOME, "as partner"),
    ("list --lead Otherham", [], "which is not the lead"),
    ("list --lead Testshire", HOME, "as lead"),
    ("list --council Otherham --council Testshire", HOME, "either of two"),
    ("list --service home_care", HOME, "by service"),
    ("list --service care", HOME, "by part of a service"),
    ("list --service home-care", HOME, "a hyphen will do"),
    ("list --portal NEPO_Portal", HOME, "by portal"),
    ("list --kind framework", ADVOCACY, "by kind"),
    ("list --status unknown", ADVOCACY, "by status"),
    ("list --text ADVO", ADVOCACY, "by words in the title"),
    ("list --kind framework --council Testshire", [], "two filters must both match"),
    ("due", HOME, "what is due"),
    ("due --months 4", HOME, "an end at 31 May is within 5 months; earlier things are due in 4"),
    ("due --by end --months 4", [], "but not the end"),
    ("due --by end --months 5", HOME, "horizons are inclusive at the day"),
    ("due --by end --months 5 --today 2025-12-31", HOME, "the last day of a month is met by the last day of another"),
    ("due --by end --months 5 --today 2025-12-30", [], "and missed by the day before"),
    ("due --by end --months 0 --today 2026-05-31", HOME, "today alone"),
    ("due --status running", HOME, "only running"),
]


@pytest.mark.parametrize(("typed", "ids", "sentence"), CHOSEN, ids=[f"{row[0]} ({row[2]})" for row in CHOSEN])
def test_what_is_chosen(typed: str, ids: list[str], sentence: str) -> None:
    answer = run_cli(*(word.replace("_", " ") for word in typed.split()), "--format", "json")
    assert (answer.code, [row["id"] for row in answer.json["rows"]], answer.err) == (0, ids, ""), sentence


def test_an_empty_answer_says_so_in_words() -> None:
    nothing = "Nothing is due by 10 January 2026 (1 record not due; 1 record not shown).\n"
    typed = ("due", "--by", "end", "--months", "0", "--council", "Testshire")
    for form in ("plain", "table"):
        answer = run_cli(*typed, "--format", form)
        assert (answer.code, " ".join(answer.out.split()), answer.err) == (0, nothing.strip(), "")
    for form in ("csv", "tsv"):
        answer = run_cli(*typed, "--format", form)
        assert (len(answer.lines), answer.err) == (1, nothing)
    assert run_cli(*typed, "--format", "json").json["rows"] == []
    assert run_cli("list", "--text", "zzz").out == "No contract matches (2 records not shown).\n"


def test_the_exit_code_tells_whether_something_is_due_only_when_asked() -> None:
    assert run_cli("due").code == 0
    assert run_cli("due", "--exit-code").code == 1
    assert run_cli("due", "--exit-code", "--by", "end", "--months", "0").code == 0
    assert run_cli("due", "--exit-code").out == run_cli("due").out


def test_options_stand_after_the_command_and_override_the_environment(here: Path) -> None:
    other = here / "other.yaml"
    other.write_text((here / "contracts.yaml").read_text().replace("home-care", "home-help"))
    named = run_cli("list", "--registry", str(other), "--today", "2030-01-01", "--format", "json").json
    assert ([row["id"] for row in named["rows"]], named["generated_for"]) == (["home-help", "advocacy"], "2030-01-01")
    assert run_cli("list", "--format", "json").json["generated_for"] == "2026-01-10"
    assert run_cli("check", str(here / "other.yaml")).code == 0
    assert run_cli("check", "--registry", str(here / "missing.yaml")).code == 2


def test_the_clock_is_london_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENDERWATCH_TODAY")
    before = datetime.fromtimestamp(time.time(), UTC)
    day = run_cli("list", "--format", "json").json["generated_for"]
    near = {(before + timedelta(hours=hours)).date().isoformat() for hours in (0, 1)}
    assert day in near


def test_version_and_help() -> None:
    answer = run_cli("--version")
    edition = bundled_edition()
    assert edition is not None
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == f"tenderwatch {__version__} (data of {day_text(edition)})\n"
    assert run_cli("-V") == answer
    text = run_cli("--help").out
    assert re.findall(r"^  ([a-z]+)  ", text, re.MULTILINE) == list(COMMANDS)
    for command in COMMANDS:
        answer = run_cli(command, "--help")
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith(f"Usage: tenderwatch {command} [OPTIONS]")
    assert run_cli("due", "-h").out == run_cli("due", "--help").out


def test_no_command_shows_the_help() -> None:
    assert run_cli() == run_cli("--help")


@pytest.mark.parametrize("command", ["due", "list", "show", "ical", "check"])
def test_the_bundled_registry_serves_from_any_folder(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENDERWATCH_REGISTRY")
    arguments = ("south-tees-carers",) if command == "show" else ()
    assert run_cli(command, *arguments).code == 0


def test_the_module_is_the_command() -> None:
    answer = run_process("list", "--format", "tsv")
    assert (answer.code, answer.out) == (0, run_cli("list", "--format", "tsv").out)
    assert run_process("--version").out == run_cli("--version").out
    assert run_process("due", "--council", "Mars").code == 2


def test_an_internal_error_asks_for_a_report_and_keeps_its_details(here: Path) -> None:
    """A fault put in on purpose: none is known that could be used."""
    program = (
        "import sys, tenderwatch.queries.select as select\n"
        "def broken(*args, **more): raise ZeroDivisionError('our fault')\n"
        "select.full_agenda = broken\n"
        "from tenderwatch.cli.main import run\n"
        "run()\n"
    )
    answer = run_process("list", program=("-c", program), env={"TMPDIR": str(here)})
    assert (answer.code, answer.out) == (70, "")
    found = re.fullmatch(
        r"tenderwatch: internal error \(ZeroDivisionError\): please report this bug\n  the details are in (.*)\n",
        answer.err,
    )
    assert found
    assert "ZeroDivisionError: our fault" in Path(found[1]).read_text()


def test_the_tests_read_the_registry_that_is_shipped() -> None:
    assert (ROOT / "data" / "contracts.yaml").is_file()


# --- A file for every answer ---

# Commands that fetch, change or serve something, and have no answer to write to a file; `convert` has one and no flag.
ACT = {
    "convert",
    "aside", "fetch", "publish", "serve", "add", "extend", "set", "confirm", "replace", "retire", "abandon", "undo",
    "source", "authority", "portal", "fmt", "init", "help",
}  # fmt: skip
NEEDED = {
    "show": ("home-care",), "why": ("home-care",), "plan": ("home-care",), "report": ("due",), "diff": ("home-care",),
    "explain": ("end",), "wording": ("2 years + 1",), "import": ("contracts.yaml",), "export": ("ocds",),
}  # fmt: skip
ANSWERS = sorted(COMMANDS.keys() - ACT)


@pytest.mark.parametrize("command", ANSWERS)
def test_every_answer_goes_to_a_file_by_its_ending(command: str, here: Path) -> None:
    before = sorted(here.rglob("*"))
    refused = run_cli(command, *NEEDED.get(command, ()), "-o", "answer.gif")
    assert (refused.code, refused.out) == (2, "")
    assert "answer.gif" in refused.err
    assert "end it with" in refused.err
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize("command", ["check", "config"])
def test_a_format_that_is_not_served_is_refused_with_those_that_are(command: str) -> None:
    refused = run_cli(command, "--format", "html")
    assert refused.code == 2
    assert "plain" in refused.err
    assert "json" in refused.err


@pytest.mark.parametrize("ending", ["txt", "json"])
@pytest.mark.parametrize("command", ["check", "config"])
def test_a_file_holds_what_is_printed(command: str, ending: str, here: Path) -> None:
    printed = run_cli(command, "--format", {"txt": "plain"}.get(ending, ending))
    written = run_cli(command, "-o", f"answer.{ending}")
    assert (written.code, written.out) == (printed.code, "")
    assert (here / f"answer.{ending}").read_text() == printed.out
