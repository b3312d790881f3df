"""`check`: every fault that a registry can have, each with its exact place, name and hint; all of them in one run.

The cases stand in cases/faults.txt, as changes to cases/registry.yaml.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from support import registry_text, run_cli
from tenderwatch.registry.checks import CHECKS, Whole
from tenderwatch.registry.format.sections import SECTIONS
from tenderwatch.registry.parse import parse_files

CASES = Path(__file__).parent / "cases"
SOUND = (CASES / "registry.yaml").read_text(encoding="utf-8")


class Case(NamedTuple):
    """One change to the registry, and what `check` says of it."""

    sentence: str
    before: str
    after: str
    said: list[str]


def read_cases() -> list[Case]:
    cases = []
    for block in (CASES / "faults.txt").read_text(encoding="utf-8").split("\n## ")[1:]:
        sentence, *lines = block.strip("\n").splitlines()
        before = "".join(f"{line[2:]}\n" for line in lines if line.startswith("- "))
        after = "".join(f"{line[2:]}\n" for line in lines if line.startswith("+ "))
        said = [line for line in lines if not line.startswith(("- ", "+ "))]
        cases.append(Case(sentence, before, after, said))
    return cases


FAULTS = read_cases()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_sound_registry_is_sound(here: Path) -> None:
    (here / "contracts.yaml").write_text(SOUND, encoding="utf-8")
    answer = run_cli("check", "contracts.yaml")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


@pytest.mark.parametrize("case", FAULTS, ids=[case.sentence for case in FAULTS])
def test_every_fault_has_its_place_name_and_hint(here: Path, case: Case) -> None:
    assert SOUND.count(case.before) == 1, "the case must say which lines it changes"
    (here / "contracts.yaml").write_text(SOUND.replace(case.before, case.after), encoding="utf-8")
    answer = run_cli("check", "contracts.yaml")
    assert (answer.code, answer.lines, answer.err) == (1, case.said, "")
    assert all(line.startswith("  ") for line in answer.lines[1::2]), "every fault has its hint"
    assert all(line.startswith("contracts.yaml:") for line in answer.lines[::2])


@pytest.mark.parametrize("case", FAULTS, ids=[case.sentence for case in FAULTS])
def test_views_answer_from_what_is_sound_and_count_the_rest(here: Path, case: Case) -> None:
    (here / "contracts.yaml").write_text(SOUND.replace(case.before, case.after), encoding="utf-8")
    answer = run_cli("list", "--registry", "contracts.yaml", "--format", "json", "--today", "2026-01-10")
    faults = len(case.said) // 2
    if answer.code == 2:
        assert "not-yaml" in case.said[0] or "too-deep" in case.said[0], "only a file that cannot be read at all"
        assert answer.err.startswith("tenderwatch: cannot read the registry: contracts.yaml:")
        return
    assert answer.code == 0
    assert answer.err.startswith(f"warning: {faults} fault{'s'[: faults > 1]} in the registry;")
    assert answer.err.count("\n") == 1
    found = answer.json
    assert found["registry"]["records"] == found["count"] + len(found["excluded"])
    assert all(item["reason"] == "faulty" and item["id"] for item in found["excluded"])


BROKEN = [
    ("    lead: testshire\n", "    lead: testshyre\n"),
    ("    portal: nepo\n", "    portal: proactis\n"),
    ("    start: 2022-06-01\n", "    start: 1 June 22\n"),
    ("        times: 2\n", "        times: 2\n        times: 3\n"),
    ("    kind: framework\n", "    knid: framework\n"),
    ("    services: [advocacy]\n", "    services: [advocacy, Advice]\n"),
    ("    lead: unknown\n    evidence:\n      - source: register\n        place: row 2\n", "    lead: unknown\n"),
]


MORE = """\
  - id: supported-living
    title: Supported living
    kind: dps
    services: [supported living]
    lead: otherhem
    portal: neppo
    start: 2026-01
    end: 2025-01
    evidence: [{source: regster, place: row 3}]
"""


def test_all_faults_are_found_in_one_run_in_the_order_of_their_places(here: Path) -> None:
    text = SOUND
    for before, after in BROKEN:
        assert text.count(before) == 1
        text = text.replace(before, after)
    text += MORE
    (here / "contracts.yaml").write_text(text, encoding="utf-8")
    answer = run_cli("check", "contracts.yaml")
    found = [(line.split(":")[1], line.rsplit("[", 1)[1].rstrip("]")) for line in answer.lines if ": error: " in line]
    assert answer.code == 1
    assert found == [
        ("30", "unknown-authority"),
        ("32", "unknown-portal"),
        ("33", "bad-date"),
        ("38", "duplicate-key"),
        ("44", "missing-evidence"),
        ("44", "missing-key"),
        ("46", "unknown-key"),
        ("47", "bad-value"),
        ("53", "unknown-authority"),
        ("54", "unknown-portal"),
        ("55", "missing-evidence"),
        ("56", "end-before-start"),
        ("56", "missing-evidence"),
        ("57", "unknown-source"),
    ]


def test_faults_as_json(here: Path) -> None:
    (here / "contracts.yaml").write_text(SOUND.replace("kind: framework", "kind: frame"), encoding="utf-8")
    answer = run_cli("check", "contracts.yaml", "--format", "json")
    fault = {
        "file": "contracts.yaml",
        "line": 45,
        "column": 11,
        "level": "error",
        "code": "bad-value",
        "message": "'frame' is not one of the words for this key",
        "hint": "did you mean framework?",
    }
    assert (answer.code, answer.json) == (1, {"schema_version": 1, "count": 1, "problems": [fault]})
    (here / "contracts.yaml").write_text(SOUND, encoding="utf-8")
    answer = run_cli("check", "contracts.yaml", "--format", "json")
    assert (answer.code, answer.json) == (0, {"schema_version": 1, "count": 0, "problems": []})


def test_text_from_the_registry_cannot_break_the_line_of_a_fault(here: Path) -> None:
    (here / "contracts.yaml").write_text(SOUND.replace("kind: framework", 'kind: "a\\nb: error: c"'), encoding="utf-8")
    answer = run_cli("check", "contracts.yaml")
    assert len(answer.lines) == 2
    assert answer.lines[0].startswith("contracts.yaml:45:11: error: 'a b: error: c' is not one of the words")


IN_ORDER = [
    ("2026-05", "2026-05-31", "2026", "an end on the last day of the month it may have begun in"),
    ("2026-06-01", "2026", "2027", "an end in the year it began in"),
    ("2026-06-01", "2026-06-01", "2026-06-02", "one day"),
    ("unknown", "2026-05-31", "2026-06..2027-06", "a start that is not known"),
]


@pytest.mark.parametrize(("start", "end", "until", "sentence"), IN_ORDER, ids=[row[-1] for row in IN_ORDER])
def test_dates_that_may_be_in_order_are_not_faulted(
    here: Path, start: str, end: str, until: str, sentence: str
) -> None:
    """Only where no reading is in order is there a fault."""
    text = SOUND.replace("start: 2022-06-01", f"start: {start}").replace("end: 2026-05-31", f"end: {end}")
    (here / "contracts.yaml").write_text(
        text.replace("months: 12\n        times: 2", f"until: {until}"), encoding="utf-8"
    )
    assert run_cli("check", "contracts.yaml").out == "", sentence


def test_two_hundred_findings_are_shown_and_the_rest_counted(here: Path) -> None:
    others = "\n".join(f"      - nobody-{number}" for number in range(1_000))
    (here / "contracts.yaml").write_text(SOUND.replace("    start: 2022", f"    replaces:\n{others}\n    start: 2022"))
    answer = run_cli("check", "contracts.yaml")
    assert answer.code == 1
    assert len(answer.lines) == 401
    assert answer.lines[-1] == "and 800 more findings: correct the above first"
    found = run_cli("check", "contracts.yaml", "--format", "json").json
    assert (found["count"], len(found["problems"])) == (1_000, 200)


def test_every_check_has_one_row_with_its_own_code_and_sections() -> None:
    assert len({(check.code, check.find) for check in CHECKS}) == len(CHECKS)
    assert {section for check in CHECKS for section in check.sections} <= set(SECTIONS)


def test_a_check_of_one_record_asks_nothing_of_the_others() -> None:
    """Else its findings could not be kept with the file while other files change."""
    registry = parse_files([("contracts.yaml", SOUND.encode())], "")[0]
    records = {"contracts": registry.contracts, "sources": registry.sources.values(),
               "portals": registry.portals.values(), "coverage": registry.coverage}  # fmt: skip
    for check in CHECKS:
        for record in (record for section in check.sections for record in records.get(section, ())):
            if not check.across:
                list(check.find(record, Whole({}, complete=False)))


SHARED = [
    ("an alias of both", "aliases: [The Shire]", "aliases: [the  shire]", ["the shire", "The Shire"]),
    ("an alias that is the other's name", "aliases: [Otherham Borough Council]", "", ["Otherham Borough Council"]),
    ("an alias that is the other's id", "aliases: [otherham]", "", ["otherham"]),
]


@pytest.mark.parametrize(("sentence", "first", "second", "names"), SHARED, ids=[row[0] for row in SHARED])
def test_a_name_of_two_councils_is_a_fault_and_no_filter(
    here: Path, sentence: str, first: str, second: str, names: list[str]
) -> None:
    text = SOUND.replace("aliases: [Testshire, Testshire CC]", first)
    if second:
        text = text.replace("name: Otherham Borough Council", f"name: Otherham Borough Council\n    {second}")
    (here / "contracts.yaml").write_text(text, encoding="utf-8")
    answer = run_cli("check", "contracts.yaml")
    assert answer.out.count("[ambiguous-name]") == (2 if second or "Borough" in first else 1), sentence
    if second:
        for name in names:
            asked = run_cli("list", "--registry", "contracts.yaml", "--council", name, "--today", "2026-01-10")
            assert asked.code == 2
            assert "is a name of more than one council" in asked.err
            assert "otherham or testshire" in asked.err


def test_contracts_that_replace_each_other_are_faults(here: Path) -> None:
    text = SOUND.replace("    partners: [otherham]\n", "    replaces: [advocacy]\n")
    text = text.replace("    kind: framework\n", "    kind: framework\n    replaces: [home-care]\n")
    (here / "contracts.yaml").write_text(text, encoding="utf-8")
    assert run_cli("check", "contracts.yaml").out.count("[replaces-in-circle]") == 2


TWINS = [
    ("two councils that share it", "lead: otherham\npartners: [testshire]", "Home care", True),
    ("much the same title", "lead: otherham\npartners: [testshire]", "Home care (joint)", True),
    ("another title", "lead: otherham\npartners: [testshire]", "Respite for carers of adults", False),
    ("one council twice: two lots", "lead: testshire", "Home care", False),
    ("councils that share nothing", "lead: otherham", "Home care", False),
]


@pytest.mark.parametrize(("sentence", "buyers", "title", "warns"), TWINS, ids=[row[0] for row in TWINS])
def test_one_contract_recorded_by_two_councils(sentence: str, buyers: str, title: str, warns: bool) -> None:
    dates = "start: 2022-06-01\nend: 2026-05-31"
    text = registry_text(dates, f"id: other\ntitle: {title}\n{buyers}\n{dates}")
    _, problems, _ = parse_files([("f", text.encode())], "f")
    assert [problem.code for problem in problems] == (["probable-twin"] if warns else []), sentence
    assert {problem.level for problem in problems} <= {"warning"}


def test_the_nearest_names_are_looked_for_a_few_times_only(
    registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To compare each of very many unknown ids with all that are known takes the square of their number."""
    asked: list[str] = []

    def count(*words: str, **_: object) -> list[str]:
        asked.append(words[0])
        return []

    monkeypatch.setattr("tenderwatch.problems.get_close_matches", count)
    records = [f"id: c-{number}\nlead: nobody-{number}\nkint: {number}\nend: 2027-03-31" for number in range(300)]
    answer = run_cli("check", registry(*records))
    assert answer.code == 1
    assert 0 < len(asked) <= 250, "of 600 that nobody knows"
