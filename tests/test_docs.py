"""The documentation says what the program does: nothing generated has drifted, links resolve, nothing is left out."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import median
from typing import Any, get_args

import pytest

from support import back_schedule
from tenderwatch import errors
from tenderwatch.answers.fields import RECORD
from tenderwatch.cli.app import COMMANDS
from tenderwatch.dates import Duration, extend, term_end
from tenderwatch.dates.parsing import parse_when
from tenderwatch.dates.words import MONTHS
from tenderwatch.formats.cells import keys
from tenderwatch.labels.standing import SILENCE
from tenderwatch.law.schedule.feasibility import Feasible
from tenderwatch.law.terms import DPS_LAPSE, STATUSES
from tenderwatch.law.timetables import Basis, bundled
from tenderwatch.law.working_days.calendars import FIRST_YEAR, LAST_PUBLISHED, LAST_YEAR
from tenderwatch.outlook import ReasonKind, look_at
from tenderwatch.queries.explain import explain
from tenderwatch.registry.checks import CHECKS
from tenderwatch.registry.load import load
from tenderwatch.registry.model.contract import JoiningRule, Kind, OptionState, Regime, Strength
from tenderwatch.registry.model.stages import STAGE_ORDER
from tenderwatch.registry.parse import parse_files

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
EXAMPLE = DOCS / "examples" / "northshire.yaml"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def _build_docs() -> Any:
    spec = spec_from_file_location("build_docs", ROOT / "scripts" / "build_docs.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build_docs = _build_docs()


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def _links(page: Path) -> list[str]:
    return re.findall(r"\]\(\s*([^)\s]+)\s*\)", _prose(page))


# --- Nothing has drifted ---


def test_everything_generated_is_up_to_date() -> None:
    stale = [str(path.relative_to(ROOT)) for path, _ in build_docs.drifted()]
    assert not stale, f"out of date: {', '.join(stale)}; run `make docs`"


def test_check_names_what_has_drifted_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "CONTRIBUTING.md").write_text("")
    (tmp_path / "README.md").write_text("<!-- dates: 2029-03 -->\nold\n<!-- end -->\n")
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    monkeypatch.setattr(build_docs, "ROOT", tmp_path)
    monkeypatch.setattr(build_docs, "SCHEMA", tmp_path / "docs" / "reference" / "registry.schema.json")
    monkeypatch.setattr(sys, "argv", ["build_docs.py", "--check"])
    assert build_docs.main() == 1
    assert "old" in (tmp_path / "README.md").read_text()
    monkeypatch.setattr(sys, "argv", ["build_docs.py"])
    assert build_docs.main() == 0
    assert "| `2029-03` | March 2029 | 1 March 2029 | 31 March 2029 |" in (tmp_path / "README.md").read_text()
    monkeypatch.setattr(sys, "argv", ["build_docs.py", "--check"])
    assert build_docs.main() == 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("<!-- dates: 2029 -->\n", "not closed", id="a block that is not closed"),
        pytest.param("- x\n\n  <!-- dates: 2029 -->\n  <!-- end -->\n", "indented", id="a block within a list"),
        pytest.param("<!-- runs: due -->\n<!-- end -->\n", "no block 'runs'", id="a kind that does not exist"),
        pytest.param("<!-- run: rm x -->\n<!-- end -->\n", "only tenderwatch", id="another program"),
        pytest.param("<!-- run: due | less -->\n<!-- end -->\n", "only tenderwatch", id="no program"),
        pytest.param("<!-- run: tenderwatch schema | grep x -->\n<!-- end -->\n", "head -N", id="another cut"),
        pytest.param("<!-- own: tenderwatch due -->\n<!-- end -->\n", "init FOLDER", id="nothing begun"),
        pytest.param("<!-- check -->\n<!-- end -->\n", "yaml wrong", id="nothing to check"),
        pytest.param("<!-- effect: default -->\n<!-- end -->\n", "yaml right", id="nothing to have an effect"),
        pytest.param("<!-- schedule: 2027-03-31; long -->\n<!-- end -->\n", "'long' is no", id="another timetable"),
        pytest.param("<!-- schedule: 31/3/27; short -->\n<!-- end -->\n", "not a date", id="an end that is no date"),
        pytest.param("<!-- extension: 2027-03-31; 3 -->\n<!-- end -->\n", "not a length", id="a notice without a unit"),
        pytest.param("<!-- standstill: pa 2027-03-10 -->\n<!-- end -->\n", "not a law", id="a law that does not exist"),
        pytest.param("<!-- timetable: psr/long -->\n<!-- end -->\n", "no timetable 'psr/long'", id="no such timetable"),
        pytest.param("<!-- rule: thumb -->\n<!-- end -->\n", "no rule 'thumb'", id="a rule that does not exist"),
        pytest.param("<!-- observed: all -->\n<!-- end -->\n", "neither `rows`", id="neither rows nor spans"),
    ],
)
def test_a_page_that_asks_for_the_impossible_is_refused(text: str, fault: str) -> None:
    with pytest.raises(build_docs.DocsError, match=fault):
        build_docs.filled(text)


def test_a_fragment_that_moves_no_date_is_refused() -> None:
    fragment = "timetable:\n  - stage: signature\n    days: 90\n    because: the same as ever\n"
    with pytest.raises(build_docs.DocsError, match="moves no date"):
        build_docs.effect("default", f"```yaml right\n{fragment}```\n")


# --- Links ---


@pytest.mark.parametrize("page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES])
def test_links_resolve_inside_the_repository(page: Path) -> None:
    broken = []
    for name, _, anchor in (to.partition("#") for to in _links(page) if not to.startswith("https://")):
        path = (page.parent / name).resolve() if name else page
        if not path.is_relative_to(ROOT) or not path.exists() or (anchor and anchor not in _anchors(path)):
            broken.append(f"{name}#{anchor}" if anchor else name)
    assert not broken


def test_every_page_is_in_the_index() -> None:
    index = DOCS / "README.md"
    listed = {(DOCS / target).resolve() for target in _links(index)}
    missing = [str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md") if page not in listed and page != index]
    assert not missing


# --- Nothing is left out ---


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert f"\n## {name}\n\n```text\nUsage: tenderwatch {name} " in _page("reference/commands.md")


def test_every_record_of_the_format_has_its_table() -> None:
    tables = re.findall(r"^## (.+)\n(?:(?!^## )[^\n]*\n)*?<!-- fields: (.+) -->", _page("reference/registry.md"), re.M)
    assert {name for _, name in tables} == {"registry", *build_docs.records()}
    assert all(heading.lower() == name for heading, name in tables)


def test_every_timetable_has_its_table() -> None:
    tables = re.findall(r"^<!-- timetable: (.+) -->$", _page("reference/timetables.md"), re.MULTILINE)
    assert sorted(tables) == sorted(bundled().timetables)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        pytest.param("explanation/status.md", STATUSES, id="statuses"),
        pytest.param("how-to/record-an-extension.md", get_args(OptionState), id="states of an option"),
        pytest.param("reference/registry.md", (*get_args(Kind), *get_args(Regime)), id="kinds and laws"),
        pytest.param(
            "reference/registry.md", (*get_args(Strength), *get_args(JoiningRule)), id="strengths and joining"
        ),
        pytest.param("reference/json.md", get_args(ReasonKind), id="reasons to be due"),
        pytest.param("reference/json.md", [key for field in RECORD for key in keys(field.column)], id="columns"),
        pytest.param("reference/json.md", SILENCE, id="what silence means"),
        pytest.param("reference/json.md", STAGE_ORDER, id="stages"),
        pytest.param("reference/json.md", (*get_args(Basis), *get_args(Feasible)), id="bases, and what can be done"),
        pytest.param("how-to/plan-a-renewal.md", bundled().regimes, id="laws to plan under"),
    ],
)
def test_every_word_is_explained(page: str, words: Any) -> None:
    assert [word for word in words if f"`{word}`" not in _page(page)] == []


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from _keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from _keys(item)


def _json(command: str) -> Any:
    """What a command answers in JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "tenderwatch", *command.split(), "--format", "json"],
        cwd=ROOT, capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return json.loads(done.stdout)


_LIST = "list --today 2024-05-01"
_COVERAGE = "coverage --council Gateshead --today 2026-11-22"
_PLAN = "plan --end 2027-03-31 --regime pa2023 --notice 3m --today 2026-11-22"
_WHY = f"why northshire-home-care --registry {EXAMPLE} --today 2026-11-22"


@pytest.mark.parametrize(
    ("command", "some"),
    [
        pytest.param(_LIST, {"schema_version", "renewal_window", "because"}, id="list"),
        pytest.param(_PLAN, {"stages", "strategic_by", "binds", "opens"}, id="plan"),
        pytest.param(_COVERAGE, {"silence", "reaches", "not_found"}, id="coverage"),
        pytest.param(_WHY, {"sum", "rule", "changes", "assumed"}, id="why"),
    ],
)
def test_every_key_of_the_json_is_explained(command: str, some: set[str]) -> None:
    keys = set(_keys(_json(command)))
    assert some <= keys
    assert sorted(key for key in keys if f"`{key}`" not in _page("reference/json.md")) == []


def test_every_name_that_why_gives_a_date_is_explained() -> None:
    page = _page("reference/json.md")
    shipped = load(ROOT / "data").registry
    found = [item for contract in shipped.contracts for item in explain(look_at(contract, shipped, date(2024, 5, 1)))]
    named = {re.sub(r"\b\d+$", "1", item.kind) for item in found}
    named = {re.sub(r"^(joining-\w+|authority-ceases|stated-tender|event)\..+", r"\1.ID", name) for name in named}
    assert {"option-1", "tender-window.longest", "strategic-by", "start-of-contract"} <= named
    assert sorted(name for name in named if f"`{name}`" not in page) == []


def _codes_in_source() -> set[str]:
    """Every fault code: those in the table of checks, and those that the reader and `check --strict` write."""
    found = {check.code for check in CHECKS}
    source = ROOT / "src" / "tenderwatch"
    for file in (*(source / "registry").rglob("*.py"), source / "queries" / "freshness.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            index = {"note": 1, "problem": 1, "Problem": 1, "Parsed": 3}.get(name)
            given = [node.args[index]] if index is not None and len(node.args) > index else []
            given += [word.value for word in node.keywords if word.arg in ("code", "missing_code")]
            found |= {item.value for item in given if isinstance(item, ast.Constant) and isinstance(item.value, str)}
    return found


def test_every_fault_code_has_an_example_that_gives_it() -> None:
    sections = re.split(r"^### (.+)$", _page("reference/check-codes.md"), flags=re.MULTILINE)
    examples = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert set(examples) == _codes_in_source() | {"missing-key"}
    silent = [code for code, text in examples.items() if f"[{code}]" not in text]
    assert not silent


# --- Examples work ---


def _fragments() -> Iterator[Any]:
    for page in PAGES:
        for number, match in enumerate(build_docs.FENCE.finditer(page.read_text(encoding="utf-8")), start=1):
            if match["mark"] == "right":
                yield pytest.param(match["text"], id=f"{page.relative_to(ROOT)} {number}")


@pytest.mark.parametrize("text", list(_fragments()))
def test_a_fragment_marked_right_has_no_fault(text: str) -> None:
    whole = build_docs.whole_registry(text)
    _, problems, _ = parse_files([("contracts.yaml", whole.encode())], "")
    assert [str(problem) for problem in problems] == []


def test_the_example_registry_has_no_fault() -> None:
    assert load(EXAMPLE).problems == ()


def _shell_blocks() -> Iterator[Any]:
    for page in PAGES:
        for number, text in enumerate(re.findall(r"^```sh\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)):
            if re.search(r"^(?:\w+ )?tenderwatch ", text, re.MULTILINE) and "source " not in text:
                yield pytest.param(text, id=f"{page.relative_to(ROOT)} {number + 1}")


@pytest.mark.parametrize("text", list(_shell_blocks()))
def test_commands_shown_work(text: str, tmp_path: Path) -> None:
    """Each block of commands, run as it stands, in a folder that has the example and nothing else."""
    shutil.copytree(EXAMPLE.parent, tmp_path / "docs" / "examples")
    shutil.copy(EXAMPLE, tmp_path / "my-contracts.yaml")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    command = bin_ / "tenderwatch"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tenderwatch "$@"\n')
    command.chmod(0o755)
    environment = build_docs.environment(tmp_path)
    environment["PATH"] = f"{bin_}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        ["sh", "-e", "-c", text], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "tenderwatch:" not in done.stderr
    assert "warning:" not in done.stderr


def _rows(page: str, heading: str) -> list[list[str]]:
    table = re.search(rf"^{re.escape(heading)}\n\|[-|]+\n((?:\|.*\n)+)", _page(page), re.MULTILINE)
    assert table
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()]


def test_the_sums_in_the_page_on_dates_are_right() -> None:
    for start, term, end in _rows("reference/dates.md", "| Start | Term | Ends |"):
        assert term_end(parse_when(start), Duration(int(term.split()[0]), "months")) == parse_when(end)
    for end, option, new in _rows("reference/dates.md", "| End | Option | New end |"):
        assert extend(parse_when(end), int(option.split()[0])) == parse_when(new)


def test_the_dates_said_to_be_refused_are_refused() -> None:
    for written, _, _ in _rows("reference/dates.md", "| Written | Why | Write |"):
        for text in re.findall(r"`([^`]+)`", written):
            with pytest.raises(ValueError, match="is not a date"):
                parse_when(text)


def test_exit_codes_are_documented() -> None:
    codes = {value for name, value in vars(errors).items() if name.startswith("EXIT_")}
    rows = {int(code) for code, _ in _rows("reference/exit-codes.md", "| Code | Meaning |")}
    assert rows == codes


def test_the_page_on_renewal_windows_names_no_date_that_the_tool_does_not_give() -> None:
    page = re.sub(r"(?<=\w)\s+(?=\w)", " ", _page("explanation/renewal-windows.md"))
    generated = "".join(match[0] for match in build_docs.BLOCK.finditer(page))
    day = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b")
    named = set(day.findall(build_docs.BLOCK.sub("", page)))
    # The end itself and the day it is looked at; the day from which the 2023 Act governs; a day set by law.
    given = {"31 March 2027", "22 November 2026", "24 February 2025", build_docs.day_text(DPS_LAPSE)}
    assert len(named) > 15
    assert sorted(named - given - set(day.findall(generated))) == []


def test_the_sums_in_the_page_on_renewal_windows_are_right() -> None:
    page = " ".join(_page("explanation/renewal-windows.md").split())
    timetable = bundled().get("pa2023-light-touch", "default")
    assert timetable
    dates = back_schedule(date(2027, 4, 1), timetable)
    to_start = (dates["start"] - dates["tender-notice"]).days
    to_award = (dates["award-notice"] - dates["tender-notice"]).days
    missed = (date(2026, 11, 22) - dates["tender-notice"]).days
    seen = [round(median(build_docs.spans()["tender", to])) for to in ("start", "award")]
    assert f"falls {to_start} days before the start, and {to_award} days before the award notice" in page
    assert f"what was observed is {seen[0]} and {seen[1]}." in page
    assert f"the tender notice by {missed} days" in page
    assert f"bank holidays after {LAST_PUBLISHED}, which" in page
    assert f"working days after {LAST_YEAR}, for" in page
    reference = _page("reference/timetables.md")
    assert f"Held for {FIRST_YEAR} to {LAST_YEAR}" in reference
    assert f"Those up to {LAST_PUBLISHED} are published" in reference


@pytest.mark.parametrize(
    ("kind", "span"),
    [
        pytest.param("market-engagement", ("plan", "tender"), id="market engagement"),
        pytest.param("tender-notice", ("tender", "deadline"), id="time to bid"),
        pytest.param("signature", ("award", "start"), id="mobilisation"),
    ],
)
def test_the_medians_that_the_timetable_quotes_are_those_of_the_rows(kind: Any, span: tuple[str, str]) -> None:
    timetable = bundled().get("pa2023-light-touch", "default")
    assert timetable
    stage = timetable.stage(kind)
    assert stage
    assert stage.basis == "observed"
    assert f"median {round(median(build_docs.spans()[span]))} days" in stage.why
