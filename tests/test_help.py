"""Help, `explain` and `doctor`: complete, grouped, and the same offline as in the documentation."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support import ROOT, registry_text, run_cli
from tenderwatch.cli import context
from tenderwatch.cli.app import COMMANDS, GROUPS, SECTIONS
from tenderwatch.cli.commands import doctor
from tenderwatch.cli.examples import EXAMPLES
from tenderwatch.cli.explained import explanations
from tenderwatch.registry.checks import CHECKS

EVERY = [*COMMANDS, *(f"{name} {inner}" for name, more in GROUPS.items() for inner in more)]


def test_help_is_grouped_and_cuts_no_description() -> None:
    text = run_cli("--help").out
    assert [line[:-1] for line in text.splitlines() if re.fullmatch(r"[A-Z][a-z ]+:", line)] == ["Options", *SECTIONS]
    assert "..." not in text.replace("[ARGS]...", "")


@pytest.mark.parametrize("command", EVERY)
def test_each_command_has_two_examples_of_options_that_it_has(command: str) -> None:
    told = run_cli(*command.split(), "--help").out
    examples = re.findall(r"^    tenderwatch (.+)$", told.partition("\n  Examples:\n")[2], re.MULTILINE)
    assert tuple(examples) == EXAMPLES.get(command, EXAMPLES.get(f"{command} add"))
    assert len(set(examples)) == 2
    for example in examples:
        words = shlex.split(example)
        inner = " ".join(words[:2]) if " ".join(words[:2]) in EVERY else words[0]
        about = run_cli(*inner.split(), "--help").out.partition("\n  Examples:\n")[0]
        assert inner.split()[0] == command.split()[0]
        assert [word for word in words if word.startswith("--") and word not in about] == []


@pytest.mark.parametrize("command", [*SECTIONS["Ask"][:8], "ical", "publish"])
def test_the_examples_work(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for example in EXAMPLES[command]:
        answer = run_cli(*shlex.split(example))
        assert answer.code == 0, answer.err


def test_help_of_a_command_is_its_help() -> None:
    for name in EVERY:
        assert run_cli("help", *name.split()) == run_cli(*name.split(), "--help")
    assert run_cli("help").out == run_cli("--help").out
    assert "did you mean due?" in run_cli("help", "duee").err


# --- explain ---


def test_every_code_and_every_term_is_explained() -> None:
    known = set(explanations())
    headings = re.findall(r"^### (.+)$", (ROOT / "docs/reference/check-codes.md").read_text("utf-8"), re.MULTILINE)
    terms = re.findall(r"^\*\*(.+?)\.\*\*", (ROOT / "docs/explanation/glossary.md").read_text("utf-8"), re.MULTILINE)
    folded = {name.casefold() for name in known}
    assert {check.code for check in CHECKS} | set(headings) <= known
    assert {term.casefold() for words in terms for term in words.split(", ")} <= folded
    assert {"0", "1", "2", "3", "70", "130"} <= known


def codes_in_the_code() -> set[str]:
    """Every fault code that the source can make, wherever it stands: as an argument of what makes or notes a fault."""
    found = set()
    for path in (ROOT / "src" / "tenderwatch").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = {"Problem": 1, "note": 1, "Check": 0, "Parsed": 3, "Drift": 0}.get(name)
            words = [keyword.value for keyword in node.keywords if keyword.arg in ("code", "missing_code")]
            words += node.args[place : place + 1] if place is not None else []
            found |= {word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)}
    return {word for word in found if re.fullmatch(r"[a-z]+(-[a-z]+)+|empty|tag|anchor|alias|unreadable", word)}


def test_every_fault_code_that_the_source_can_make_is_explained() -> None:
    codes = codes_in_the_code()
    assert {"bad-date", "conflict-copy", "taken-over-gone", "person-named", "duplicate-id", "not-yaml"} <= codes
    assert len(codes) > 40
    assert sorted(codes - set(explanations())) == []


# Keys of JSON whose values are codes.
CODED = {"status", "group", "feasible", "regime", "strength", "verdict", "state", "basis", "scenario", "class",
         "next_end_how", "outcome", "reason", "timetable", "level"}  # fmt: skip


def coded(value: Any, key: str = "") -> Iterator[str]:
    """Every value of a coded key in an answer, and the kinds of stages and actions."""
    match value:
        case dict():
            for inner, item in value.items():
                yield from coded(item, f"{key}.{inner}" if inner == "kind" else inner)
        case list():
            for item in value:
                yield from coded(item, key)
        case str() if key in CODED or key in ("next_action.kind", "stages.kind", "due_because"):
            yield value


@pytest.mark.parametrize(
    "command",
    ["due --verbose", "list --verbose", "show south-tees-carers", "plan south-tees-carers", "why south-tees-carers",
     "coverage", "backtest", "import ../cases/real-notices.yaml", "plan --end 2028-03-31 --notice 3m"],
)  # fmt: skip
def test_every_code_in_an_answer_is_explained(command: str) -> None:
    if command.startswith("import"):
        register = ROOT / "docs" / "examples" / "northshire-register.csv"
        answer = run_cli("import", str(register), "--format", "json", "--today", "2026-11-28")
    else:
        answer = run_cli(*command.split(), "--format", "json", "--today", "2026-11-28")
    assert answer.code == 0, answer.err
    # Sentences say it in full already.
    codes = {word for word in coded(answer.json) if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|set aside", word)}
    known = {name.casefold().replace(" ", "-") for name in explanations()}
    assert {word for word in codes if word.replace(" ", "-") not in known} == set()


@pytest.mark.parametrize(
    "word", ["standstill", "Standstill", "TUPE", "initial-end", "initial end", "[bad-date]", "spots"]
)
def test_a_word_is_found_as_people_write_it(word: str) -> None:
    answer = run_cli("explain", word)
    assert (answer.code, answer.err) == (0, "")
    assert not re.search(r"<!--|\*\*|\]\(", answer.out)


def test_a_word_that_is_not_known_is_refused_with_the_nearest() -> None:
    answer = run_cli("explain", "standstil")
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean standstill" in answer.err


def test_without_a_word_it_lists_them_all() -> None:
    assert run_cli("explain").lines == list(explanations())


def test_the_pages_travel_in_the_wheel() -> None:
    made = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = made["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for page in ("reference/check-codes.md", "reference/exit-codes.md", "explanation/glossary.md"):
        assert included[f"docs/{page}"] == f"tenderwatch/help/{Path(page).name}"


# --- doctor ---


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    path = tmp_path / "r.yaml"
    path.write_text(registry_text("id: a\nend: 2027"), encoding="utf-8")
    return str(path)


def test_a_sound_machine_has_nothing_to_look_at(sound: str) -> None:
    answer = run_cli("doctor", "--registry", sound)
    assert answer.code == 0, answer.out
    assert {line[:6] for line in answer.lines} == {"ok    "}
    for what in ("time zone", "encoding", "cache", "settings", "registry", "records", "extra xlsx"):
        assert f"ok    {what}: " in answer.out


def test_it_knows_every_extra(sound: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = set(project["optional-dependencies"]) - {"dev"}
    assert extras <= set(doctor.EXTRAS)
    out = run_cli("doctor", "--registry", sound).out
    assert all(f"extra {name}: " in out for name in extras)


def test_it_says_what_is_not_in_order(sound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(sound).write_text(registry_text("id: a\nend: soon"), encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "POSIX")
    monkeypatch.setenv("TENDERWATCH_MONTHS", "many")
    answer = run_cli("doctor", "--registry", sound)
    assert answer.code == 1
    assert re.findall(r"^look  (\w+):", answer.out, re.MULTILINE) == ["encoding", "settings", "records"]
    assert "tenderwatch check" in answer.out


def test_it_says_when_the_data_is_old_and_when_newer_data_lies_beside(
    sound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "look  registry" in run_cli("doctor", "--registry", "bundled", "--today", "2030-01-01").out
    monkeypatch.setattr(context, "bundled_edition", lambda: date(2030, 1, 1))
    assert (
        "newer data: the program came with an edition of 1 January 2030" in run_cli("doctor", "--registry", sound).out
    )
