"""Ends that the law sets, authorities that cease, dates that are no ends, and the pipeline duty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support import HEAD, record, run_cli

DAY = ("--today", "2026-11-22")


def row(path: str, contract: str = "home-care", *, today: str = "2026-11-22") -> Any:
    answer = run_cli("list", "--registry", path, "--today", today, "--format", "json")
    (found,) = [item for item in answer.json["rows"] if item["id"] == contract]
    return found


def plan(path: str, *more: str) -> Any:
    answer = run_cli("plan", "home-care", "--registry", path, *DAY, "--format", "json", *more)
    assert answer.code == 0, answer.err
    return answer.json["rows"][0]


def why(path: str, *more: str) -> dict[str, Any]:
    answer = run_cli("why", "home-care", *more, "--registry", path, *DAY, "--format", "json")
    return {item["kind"]: item for item in answer.json["rows"]}


def edtf(when: Any) -> str:
    return when["edtf"] if when else "-"


# A dynamic purchasing system under the 2015 Regulations ends by 23 February 2029 (SI 2024/716 reg 5(4)(b)).
DPS = "kind: dps\nregime: pcr2015-light-touch\n"
OPTION = "extensions: [{months: 24, state: permitted}]"
# The record | initial, current, longest | whether it can still be extended past its current end | a sentence.
LAPSES = [
    (f"{DPS}end: 2030-03-31", "2030-03-31 2029-02-23 2029-02-23", False, "its own date is later: the law's stands"),
    (f"{DPS}end: 2029-02-24", "2029-02-24 2029-02-23 2029-02-23", False, "by a single day"),
    (f"{DPS}end: 2029-02-23", "2029-02-23 2029-02-23 2029-02-23", False, "on the very day"),
    (f"{DPS}end: 2028-12-31", "2028-12-31 2028-12-31 2028-12-31", False, "its own date is earlier, and stands"),
    (f"{DPS}end: 2028-12-31\n{OPTION}", "2028-12-31 2028-12-31 2029-02-23", True, "an option carries it to the day"),
    (f"{DPS}end: 2030-03-31\n{OPTION}", "2030-03-31 2029-02-23 2029-02-23", False, "no option carries it past the day"),
    (
        f"{DPS}end: 2028-03-31\nextensions: [{{months: 24, state: exercised}}, {{months: 12, state: permitted}}]",
        "2028-03-31 2029-02-23 2029-02-23",
        False,
        "nor one that was used",
    ),
    (f"{DPS}end: 2029-02", "2029-02 2029-02-01/2029-02-23 2029-02-01/2029-02-23", False, "a month that holds the day"),
    (f"{DPS}end: 2030", "2030 2029-02-23 2029-02-23", False, "a year after it"),
    (
        "kind: framework\nregime: pcr2015\nend: 2030-03-31",
        "2030-03-31 2030-03-31 2030-03-31",
        False,
        "a framework keeps its own date",
    ),
    (
        "kind: dynamic-market\nregime: pa2023\nend: 2030-03-31",
        "2030-03-31 2030-03-31 2030-03-31",
        False,
        "and so does a dynamic market of the 2023 Act",
    ),
]


@pytest.mark.parametrize(("text", "ends", "extends", "sentence"), LAPSES, ids=[item[-1] for item in LAPSES])
def test_a_dynamic_purchasing_system_lapses_by_law(
    text: str, ends: str, extends: bool, sentence: str, registry: Callable[..., str]
) -> None:
    path = registry(text)
    found = row(path)
    assert " ".join(edtf(found[key]) for key in ("initial_end", "end", "longest_end")) == ends, sentence
    assert edtf(found["next_end"]) == edtf(found["end"])
    assert (plan(path)["extension"] is not None) is extends
    answer = run_cli("due", "--registry", path, *DAY, "--months", "60", "--format", "json")
    (due,) = answer.json["rows"]
    assert ("extension-decision" in due["due_because"]) is extends
    assert ("if not extended" in run_cli("due", "--registry", path, *DAY, "--months", "60").out) is extends


def test_every_end_that_the_law_cuts_says_so(registry: Callable[..., str]) -> None:
    path = registry(f"{DPS}end: 2030-03-31\n{OPTION}")
    found = why(path)
    for kind in ("end", "next-end", "longest-end", "option-1"):
        assert found[kind]["when"]["edtf"] == "2029-02-23", kind
        assert found[kind]["source"].endswith("; SI 2024/716, regulation 5(4)(b)"), kind
        assert "by law" in found[kind]["sum"], kind
    assert "(31 March 2030)" in found["end"]["sum"], "the stated date is not lost"
    assert "31 March 2032" in found["option-1"]["sum"]
    assert found["initial-end"]["when"]["edtf"] == "2030-03-31"
    assert plan(path)["end_how"].startswith("lapses by law (SI 2024/716 reg 5(4)(b))")
    assert [edtf(stage["by"]) for stage in plan(path)["stages"] if stage["kind"] == "start"] == ["2029-02-24"]


# Authorities that cease. Surrey's councils are due to end on 1 April 2027.

SURREY = """\
  - id: testshire
    name: Surrey County Council
    kind: council
    ceases: 2027-04-01
    successors: [east-surrey, west-surrey]
  - id: east-surrey
    name: East Surrey Council
    kind: council
  - id: west-surrey
    name: West Surrey Council
    kind: council
"""
TESTSHIRE = HEAD[HEAD.index("  - id: testshire") : HEAD.index("  - id: otherham")]


@pytest.fixture
def surrey(tmp_path: Path) -> Callable[..., str]:
    """Write a registry of these contracts, led by Surrey County Council unless they say otherwise."""

    def write(*records: str) -> str:
        path = tmp_path / "surrey.yaml"
        path.write_text(HEAD.replace(TESTSHIRE, SURREY) + "".join(record(item) for item in records), encoding="utf-8")
        return str(path)

    return write


CONSENT = "Surrey County Council ceases to exist on 1 April 2027: the successor's consent may be needed"
# The record | whether the successor's consent is spoken of | a sentence.
CEASES = [
    ("end: 2028-03-31", True, "it runs past the day"),
    ("end: 2027-04-01", True, "it runs to the first day on which the council is no more"),
    ("end: 2027-03-31", False, "it ends on the council's last day"),
    ("end: 2027-03-31\nextensions: [{months: 12, state: permitted}]", True, "an option may carry it past"),
    ("end: 2027-03-31\nextensions: [{months: 12, state: declined}]", False, "the option was declined"),
    ("end: 2027-03-31\nextensions: [{state: permitted}]", True, "an option of no stated length may"),
    ("end: 2027", True, "it may end later in the year"),
    ("open_ended: true", True, "it has no end"),
    ("end: unknown", True, "nobody has stated its end"),
    ("end: 2028-03-31\nlead: otherham\npartners: [testshire]", True, "a partner ceases"),
    ("end: 2028-03-31\nlead: otherham", False, "another council's contract"),
    ("end: 2028-03-31\nlead: east-surrey", False, "the successor's contract"),
    ("plans: {tender: 2027-01}", True, "consent is needed to enter into one, too"),
    ("end: 2028-03-31\nended: {on: 2026-06-30, how: terminated}", False, "it is over"),
]


@pytest.mark.parametrize(("text", "consent", "sentence"), CEASES, ids=[item[-1] for item in CEASES])
def test_an_authority_that_ceases(text: str, consent: bool, sentence: str, surrey: Callable[..., str]) -> None:
    path = surrey(text)
    answer = run_cli("due", "--registry", path, *DAY, "--months", "24", "--format", "json")
    kinds = [kind for item in answer.json["rows"] for kind in item["due_because"]]
    assert ("authority-ceases" in kinds) is consent, sentence
    plain = run_cli("due", "--registry", path, *DAY, "--months", "24")
    assert (CONSENT in plain.out) is consent
    assert "must" not in plain.out, "the Act speaks of a direction that can be given, not of this contract"


PLANNED = "planned to be abolished in April 2028; nothing is decided"


@pytest.mark.parametrize(
    "buyers", ["lead: testshire", "lead: otherham\npartners: [testshire]"], ids=["the lead", "a partner"]
)
def test_show_tells_what_becomes_of_each_buyer(buyers: str, surrey: Callable[..., str]) -> None:
    path = surrey(f"end: 2028-03-31\n{buyers}")
    text = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(
        text.replace("    name: Otherham", f"    note: {PLANNED}\n    name: Otherham"), encoding="utf-8"
    )
    shown = run_cli("show", "home-care", "--registry", path, *DAY).out
    succession = shown[shown.index("\nWhat came before and after\n") : shown.index("\nEvidence\n")]
    heirs = "East Surrey Council and West Surrey Council"
    assert f"  Surrey County Council ceases to exist on 1 April 2027; successors: {heirs}\n" in succession
    assert (f"  Otherham Borough Council: {PLANNED}\n" in succession) is ("otherham" in buyers)


def test_what_is_only_planned_for_an_authority_makes_nothing_due(surrey: Callable[..., str]) -> None:
    record = "end: 2028-03-31\nlead: otherham"
    path = surrey(record)
    before = run_cli("due", "--registry", path, *DAY, "--months", "60", "--format", "json").out
    text = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(
        text.replace("    name: Otherham", f"    note: {PLANNED}\n    name: Otherham"), encoding="utf-8"
    )
    assert run_cli("due", "--registry", path, *DAY, "--months", "60", "--format", "json").out == before


def test_the_day_it_ceases_is_in_the_list_when_it_touches_the_horizon(surrey: Callable[..., str]) -> None:
    path = surrey("end: 2035-03-31")
    months = {
        number: run_cli("due", "--registry", path, *DAY, "--months", number, "--format", "json").json["rows"]
        for number in ("4", "5")
    }
    assert months["4"] == []
    (found,) = months["5"]
    assert found["due_because"] == ["authority-ceases"]
    assert found["next_action"] == {
        "kind": "authority-ceases", "basis": "statute", "text": CONSENT,
        "by": {"earliest": "2027-04-01", "latest": "2027-04-01", "precision": "day", "text": "1 April 2027",
               "edtf": "2027-04-01"},
    }  # fmt: skip


def test_why_names_the_act_behind_the_consent(surrey: Callable[..., str]) -> None:
    found = why(surrey("end: 2028-03-31"))["authority-ceases.testshire"]
    assert found["when"]["edtf"] == "2027-04-01"
    assert found["source"].endswith("Local Government and Public Involvement in Health Act 2007, section 24")
    assert "may be needed" in found["rule"]


# Dates that are no ends.

WITH_BREAKS = "end: 2027-03-31\nbreaks: [2026-12-31, 2027-01]\nreviews: [2026-12-01]"


def test_breaks_and_reviews_are_never_ends(registry: Callable[..., str]) -> None:
    path, bare = registry(WITH_BREAKS), registry("end: 2027-03-31", name="bare.yaml")
    assert plan(path) == plan(bare)
    found, without = row(path), row(bare)
    assert {key for key in found if found[key] != without[key]} == {"breaks", "reviews"}
    assert run_cli("due", "--registry", path, *DAY).out == run_cli("due", "--registry", bare, *DAY).out
    explained = why(path)
    assert [explained[kind]["name"] for kind in ("break.1", "break.2", "review.1")] == [
        "Break possible, not an end", "Break possible, not an end", "Review, not an end",
    ]  # fmt: skip


# The record | the day | what is due | a sentence.
JOINING = [
    ("{id: one, rule: window, opens: 2026-11-01, closes: 2026-12-31}", ["joining-closes"], "a window that closes"),
    ("{id: one, rule: window, opens: 2026-11-01, closes: 2026-11-22}", ["joining-closes"], "today is not too late"),
    ("{id: one, rule: window, opens: 2026-11-01, closes: 2026-11-21}", [], "a window that has closed asks nothing"),
    ("{id: one, rule: window, opens: 2026-11-01, closes: 2026-11}", ["joining-closes"], "it may still be open"),
    ("{id: one, rule: window, opens: 2027-01-01, closes: 2027-12-31}", [], "it closes beyond the horizon"),
    ("{id: one, rule: periodic, opens: 2027-01-01}", [], "an opening alone"),
    ("{id: one, rule: open}", [], "open to join at any time"),
]


@pytest.mark.parametrize(("joining", "due", "sentence"), JOINING, ids=[item[-1] for item in JOINING])
def test_a_joining_window_is_no_renewal(
    joining: str, due: list[str], sentence: str, registry: Callable[..., str]
) -> None:
    path = registry(f"kind: open-framework\nend: 2034-03-31\njoining: [{joining}]")
    answer = run_cli("due", "--registry", path, *DAY, "--format", "json")
    assert [kind for item in answer.json["rows"] for kind in item["due_because"]] == due, sentence
    bare = registry("kind: open-framework\nend: 2034-03-31", name="bare.yaml")
    assert row(path)["renewal_window"] == row(bare)["renewal_window"]
    assert row(path)["tender_windows"] == row(bare)["tender_windows"]


def test_an_arrangement_that_is_only_open_to_join_has_no_window(registry: Callable[..., str]) -> None:
    found = row(registry("kind: dynamic-market\nopen_ended: true\njoining: [{id: one, rule: open}]"))
    assert (found["renewal_window"], found["tender_windows"], found["next_action"]) == (None, [], None)


# The pipeline duty: a payer over 100 million, and a contract over 2 million (Procurement Act 2023, s.93).
PIPELINE = [
    ("true", "3000000", True, "the buyer pays over 100 million and the contract is worth over two"),
    ("true", "2000000", False, "two million is not over two million"),
    ("true", "2000000.01", True, "a penny more is"),
    ("true", "", None, "the contract's worth is not known"),
    ("false", "3000000", False, "the buyer pays less"),
    ("false", "", False, "whatever the contract is worth"),
    ("", "3000000", None, "what the buyer pays is not known"),
    ("", "1000000", False, "whatever the buyer pays"),
    ("", "", None, "nothing is known of either"),
]
MUST_NAME = "must name the tender in its pipeline notice by 26 May 2025 and 26 May 2026"


@pytest.mark.parametrize(("pays", "value", "binds", "sentence"), PIPELINE, ids=[item[-1] for item in PIPELINE])
def test_the_pipeline_duty(pays: str, value: str, binds: bool | None, sentence: str, tmp_path: Path) -> None:
    head = HEAD.replace(TESTSHIRE, f"{TESTSHIRE}    pays_over_100m: {pays}\n" if pays else TESTSHIRE)
    worth = f"value: {{amount: {value}, basis: in all}}\n" if value else ""
    path = tmp_path / "contracts.yaml"
    path.write_text(head + record(f"regime: pa2023-light-touch\nend: 2027-03-31\n{worth}"), encoding="utf-8")
    found = plan(str(path))["pipeline_notice"]
    assert found["binds"] is binds, sentence
    assert [item["edtf"] for item in found["by"]] == ["2026-05-26", "2025-05-26"]
    text = run_cli("plan", "home-care", "--registry", str(path), *DAY).out
    assert (f"This buyer {MUST_NAME}" in text) is (binds is True)
    assert (f"A buyer that pays over 100 million pounds a year {MUST_NAME}" in text) is (binds is None)
    assert ("pipeline" in text) is (binds is not False)


def test_no_pipeline_duty_for_health_care_or_old_law() -> None:
    for regime in ("psr", "pcr2015"):
        answer = run_cli("plan", "--end", "2027-03-31", "--regime", regime, *DAY, "--format", "json")
        assert answer.json["rows"][0]["pipeline_notice"] is None
        assert "pipeline" not in run_cli("plan", "--end", "2027-03-31", "--regime", regime, *DAY).out


@pytest.mark.parametrize(
    ("facts", "current", "sentence"),
    [
        ("start: 2020-04", "2029-02-23", "no end is stated: it ends on that day"),
        ("open_ended: true", "2029-02-23", "it runs on until the law ends it"),
        (
            "start: 2020-04\nextensions: [{state: permitted}]",
            "2029-02-23",
            "an option of unknown length leads no further",
        ),
    ],
)
def test_the_law_ends_a_purchasing_system_whose_end_nobody_states(
    registry: Callable[..., str], facts: str, current: str, sentence: str
) -> None:
    found = row(registry(f"{DPS}{facts}"))
    assert edtf(found["longest_end"]) == "2029-02-23", sentence
    assert edtf(found["end"]) == current, sentence
    assert any("lapses by law" in note for note in found["notes"])
