"""`why`: every date ends in a named source or in an assumption called one, and only statute says "must"."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from support import registry_text, run_cli
from tenderwatch.cli.context import bundled_registry
from tenderwatch.formats import FORMATS
from tenderwatch.law.timetables import bundled
from tenderwatch.outlook import look_at
from tenderwatch.queries.explain import explain
from tenderwatch.registry.load import load
from test_plan_worked_example import day
from test_schedule import CHAIN

TODAY = "2026-11-22"
DAYS = ("24 February 2024", "1 July 2026", "22 November 2026", "5 March 2029")
REGISTRY = load(bundled_registry()).registry
TITLES = {source.title for source in REGISTRY.sources.values()} | {
    source.title for source in bundled().sources.values()
}
# Law that no timetable counts by: the lapse of purchasing systems, and the consent of a successor.
OTHER_LAW = (
    "SI 2024/716, regulation 5(4)(b)",
    "Local Government and Public Involvement in Health Act 2007, section 24",
)
COUNCIL = "    name: Testshire County Council\n"
SURE = "regime: pa2023-light-touch\nend: 2027-03-31\n"
RICH = """
regime: pcr2015
start: 2022-04-01
end: 2027-03-31
advertised: 2021-10-01
tender_deadline: 2021-11-15
awarded: 2022-02-01
extensions: [{months: 12, times: 2, state: permitted}]
plans: {award: 2026-12, start: 2027-04-01}
breaks: [2026-03-31]
reviews: [2026-01]
joining: [{id: round, rule: window, opens: 2026-12-01, closes: 2027-01-31}]
"""


def why(path: str, *more: str, today: str = TODAY) -> list[Any]:
    answer = run_cli("why", "home-care", *more, "--registry", path, "--today", today, "--format", "json")
    assert answer.code == 0, answer.err
    found: list[Any] = answer.json["rows"]
    return found


def by_kind(path: str, *more: str, today: str = TODAY) -> dict[str, Any]:
    return {item["kind"]: item for item in why(path, *more, today=today)}


def well_founded(source: str) -> bool:
    """Whether it is an assumption called one, or ends in a source by its title (and place, or address)."""
    if source.startswith("assumption"):
        return True
    last = source.split("; ")
    named = any(source.startswith(title) or f"; {title}" in source for title in TITLES)
    return named or source.endswith(OTHER_LAW) or last[-1] in OTHER_LAW


@pytest.mark.parametrize("contract", REGISTRY.contracts, ids=[contract.id for contract in REGISTRY.contracts])
def test_every_date_of_every_shipped_contract_ends_in_a_source_or_an_assumption(contract: Any) -> None:
    for today in DAYS:
        for item in explain(look_at(contract, REGISTRY, day(today))):
            assert well_founded(item.source), f"{item.kind} on {today}: {item.source}"
            assert item.sum, item.kind
            assert item.rule, item.kind
            assert item.changes, item.kind
            assert item.when is None or item.when.known, item.kind
            if "must" in " ".join((item.name, item.sum, item.rule, item.changes, item.assumed)):
                assert "(statute" in item.rule, item.kind


def test_the_shipped_contracts_have_dates_of_every_sort_to_explain() -> None:
    found = {
        item.kind.partition(".")[0]
        for contract in REGISTRY.contracts
        for item in explain(look_at(contract, REGISTRY, day("1 July 2026")))
    }
    wanted = "initial-end, longest-end, option-1, stated-tender, tender-window, tender-notice, serve-by"
    assert found >= set(wanted.split(", "))


@pytest.mark.parametrize("regime", ["pa2023-light-touch", "pa2023", "psr", "pcr2015", "unknown"])
def test_each_stage_tells_law_from_practice(regime: str, registry: Callable[..., str]) -> None:
    path = registry(RICH.replace("pcr2015", regime))
    shown = run_cli("plan", "home-care", "--registry", path, "--today", TODAY, "--format", "json").json["rows"][0]
    basis = {stage["kind"]: stage["basis"] for stage in shown["stages"]}
    rules = {item["kind"]: item for item in why(path)}
    assert set(basis) <= set(rules)
    for kind, item in rules.items():
        law = basis.get(kind) == "statute" or kind == "extension-forward-plan-by"
        assert law or "must" not in " ".join(str(value) for value in item.values()), kind
        assert law is ("(statute" in item["rule"]), kind
        if law:
            assert "legislation.gov.uk" in item["source"]
        elif kind in basis:
            assert item["rule"].endswith({"rule": "(rule or practice)", "observed": "(observed)"}[basis[kind]])


# A page escapes its text, a workbook packs it: both are read back in the tests of formats.
TEXTS = [form for form in FORMATS if form not in ("html", "xlsx", "docx")]


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("timetable", ["default", "short"])
@pytest.mark.parametrize("regime", ["pa2023-light-touch", "pa2023", "psr"])
def test_a_plan_says_must_only_of_the_pipeline_notice(form: str, timetable: str, regime: str) -> None:
    answer = run_cli(
        "plan", "--end", "2027-03-31", "--notice", "3m", "--regime", regime, "--timetable", timetable,
        "--today", TODAY, "--format", form,
    )  # fmt: skip
    sentences = [part for part in re.split(r"[.:]\s|\n\n", " ".join(answer.out.split(" "))) if "must" in part]
    assert all("(Procurement Act 2023, section 93)" in " ".join(sentence.split()) for sentence in sentences), sentences
    assert bool(sentences) is (regime != "psr" and form in ("table", "plain", "md"))


@pytest.mark.parametrize("form", TEXTS)
def test_a_list_of_what_is_due_says_must_of_nothing(form: str) -> None:
    answer = run_cli("due", "--months", "60", "--today", TODAY, "--format", form)
    assert len(answer.out) > 1000
    assert not re.search(r"\bmust\b", answer.out)


# What each sum says, of a contract with every sort of date.
SUMS = {
    "start-of-contract": "1 April 2022, as stated",
    "end": "31 March 2027: initial term, as stated",
    "longest-end": "31 March 2029: if options up to 2 are used (12 months; permitted)",
    "option-1": "31 March 2028: 12 months after the end before it",
    "planning": "15 calendar months before new contract starts (1 April 2027)",
    "market-engagement": "120 calendar days, then back to an England working day before tender notice (28 August 2026)",
    "approval": "2 + 5 England working days (publication, call-in) and 14 calendar days to spare before tender notice",
    "tender-notice": "42 calendar days, then back to an England working day before tenders due (12 October 2026)",
    "award-report": "5 clear England working days before award decision (key decision) (7 December 2026)",
    "award-notice": "a standstill of 8 days by the count of pa2023 before contract signed",
    "standstill-end": "counted on from the award notice (17 December 2026)",
    "start": "the day after the end; from the end 31 March 2027 [Register of contracts (row 1)]",
    "corresponding": "3 months before the end 31 March 2027 [Register of contracts (row 1)]",
    "serve-by": "1 day inside the corresponding date (31 December 2026), then back to an England working day",
    "officer-decision-by": "1 England working day before notice is served (30 December 2026)",
    "key-decision-by": "2 + 5 England working days (publication, call-in) before notice is served (30 December 2026)",
    "extension-forward-plan-by": "28 clear calendar days before the key decision (16 December 2026)",
    "strategic-by": "the planning start of the default timetable, 15 calendar months before the new contract starts",
    "break.1": "31 March 2026, as stated",
    "joining-closes.round": "31 January 2027, as stated",
}


@pytest.mark.parametrize(("kind", "total"), SUMS.items(), ids=list(SUMS))
def test_the_sum_of_each_date(kind: str, total: str, registry: Callable[..., str]) -> None:
    assert by_kind(registry(RICH))[kind]["sum"].startswith(total)


def test_each_stage_names_the_one_it_hangs_on_with_its_date(registry: Callable[..., str]) -> None:
    found = by_kind(registry(SURE))
    chain = [(first, second) for first, second in CHAIN if first in found and second != "standstill-end"]
    assert len(chain) == 13
    for first, second in chain:
        if first != "standstill-end":
            before = found[second]
            assert f"before {before['name'].lower()} ({before['when']['text']}); from the end" in found[first]["sum"]


# The record | the day | which date | what is assumed | a sentence.
ASSUMED = [
    (
        RICH, TODAY, "tender-notice", "law of the new procurement: Procurement Act 2023, light touch",
        "the law that follows the old one",
    ),
    (SURE, TODAY, "tender-notice", "", "a law that is stated is not assumed"),
    (
        RICH, TODAY, "serve-by", "notice of 3 months assumed: the contract's own is not known",
        "a notice nobody has stated",
    ),
    (RICH + "notice: 28d", TODAY, "serve-by", "", "a notice that is stated"),
    (
        RICH, TODAY, "strategic-by", "law of the new procurement: Procurement Act 2023, light touch",
        "which the notice does not move",
    ),
    (
        "regime: psr\nend: 2030-03-31", TODAY, "tender-notice",
        "uses bank holidays that are worked out, not yet published",
        "bank holidays after 2028",
    ),
    ("regime: psr\nend: 2030-03-31", TODAY, "planning", "", "months need no bank holidays"),
    (RICH, TODAY, "end", "", "a stated date rests on no assumption"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "today", "kind", "assumed", "sentence"), ASSUMED, ids=[row[-1] for row in ASSUMED])
def test_assumptions_are_called_so(
    text: str, today: str, kind: str, assumed: str, sentence: str, registry: Callable[..., str]
) -> None:
    assert by_kind(registry(text), today=today)[kind]["assumed"] == assumed, sentence


def test_the_decision_on_an_option_is_cited_with_it(registry: Callable[..., str]) -> None:
    found = by_kind(registry("end: 2026-03-31\nextensions: [{months: 12, state: exercised}]"))
    for kind in ("end", "option-1"):
        assert found[kind]["source"] == "Register of contracts (row 1); Register of contracts (minutes)"
    assert found["initial-end"]["source"] == "Register of contracts (row 1)"


# The date asked for | what is found | a sentence.
ASKED = [
    ("tender-notice", ["tender-notice"], "by name"),
    ("joining-opens.round", ["joining-opens.round"], "by the name of one of several"),
    ("tender-window", ["tender-window.not-extended", "tender-window.longest"], "by the name that several share"),
    ("2026-12-16", ["key-decision-by"], "by its day"),
    ("16 December 2026", ["stated-award", "key-decision-by"], "in any form, and every date that may fall on it"),
    ("2027-03-31", ["end", "initial-end", "next-end"], "all dates of one day"),
    ("2026-09", ["tender-window.not-extended"], "by the month, with ranges that touch it"),
]


@pytest.mark.parametrize(("asked", "found", "sentence"), ASKED, ids=[row[-1] for row in ASKED])
def test_one_date_alone(asked: str, found: list[str], sentence: str, registry: Callable[..., str]) -> None:
    kinds = {item["kind"] for item in why(registry(RICH), asked)}
    expected = set(found) | ({"stated-award"} if asked.startswith("2026-12") else set())
    assert kinds == expected, sentence


UNKNOWN = [
    ("tender-notise", "did you mean tender-notice", "a slip of the pen"),
    ("serve", "serve-by", "half a name"),
    ("2031-01-01", "its dates are tender-notice", "a day on which nothing falls"),
    ("unknown", "its dates are", "a date that is none"),
    ("", "its dates are", "nothing at all"),
]


@pytest.mark.parametrize(("asked", "hint", "sentence"), UNKNOWN, ids=[row[-1] for row in UNKNOWN])
def test_a_date_that_it_has_not(asked: str, hint: str, sentence: str, registry: Callable[..., str]) -> None:
    answer = run_cli("why", "home-care", asked, "--registry", registry(RICH), "--today", TODAY)
    assert answer.code == 2, sentence
    assert answer.out == ""
    assert answer.err.startswith(f"tenderwatch: this contract has no date '{asked}'\n  ")
    assert hint in answer.err


def test_a_contract_without_any_date(registry: Callable[..., str]) -> None:
    path = registry("")
    answer = run_cli("why", "home-care", "--registry", path, "--today", TODAY)
    assert (answer.code, answer.out) == (0, "No date of 'home-care' is known: no source states one.\n")
    assert why(path) == []


def test_a_contract_that_is_not_there(registry: Callable[..., str]) -> None:
    answer = run_cli("why", "home-car", "--registry", registry(RICH), "--today", TODAY)
    assert answer.code == 2
    assert "did you mean home-care?" in answer.err


@pytest.mark.parametrize("form", TEXTS)
def test_every_format_tells_every_date(form: str, registry: Callable[..., str]) -> None:
    path = registry(RICH)
    rows = why(path)
    out = run_cli("why", "home-care", "--all", "--registry", path, "--today", TODAY, "--format", form).out
    if form in ("csv", "tsv"):
        table = list(csv.DictReader(io.StringIO(out), delimiter="," if form == "csv" else "\t"))
        assert [item["kind"] for item in table] == [row["kind"] for row in rows]
        assert [item["when"] for item in table] == [row["when"]["edtf"] for row in rows]
        assert [item["sum"].lstrip("'") for item in table] == [row["sum"] for row in rows]
        return
    text = " ".join(out.split()).replace("\\", "")
    for row in rows:
        for key in ("sum", "rule", "source", "changes"):
            assert " ".join(row[key].split()).replace("\\", "") in text, (row["kind"], key)


def test_in_sixty_columns(registry: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    path = registry("title: A contract with a title that is a good deal longer than sixty columns\n" + RICH)
    answer = run_cli("why", "home-care", "--registry", path, "--today", TODAY, "--format", "table")
    assert max(len(line) for line in answer.lines if "https://" not in line) <= 60


def test_a_hostile_name_runs_no_formula_and_makes_no_markup(tmp_path: Path) -> None:
    name, title = "=HYPERLINK(0) <b>Council</b>", "*A* | [b](http://x) <script>"
    text = registry_text(f"title: '{title}'\n{RICH}")
    path = tmp_path / "hostile.yaml"
    path.write_text(text.replace(COUNCIL, f"    name: '{name}'\n    ceases: 2027-04-01\n"), encoding="utf-8")
    arguments = ("--registry", str(path), "--today", TODAY, "--format")
    for form in ("csv", "tsv"):
        out = run_cli("why", "home-care", *arguments, form).out
        cells = [cell for row in csv.reader(io.StringIO(out), delimiter="," if form == "csv" else "\t") for cell in row]
        assert any(f"'{name} ceases to exist" == cell for cell in cells)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    page = MarkdownIt().render(run_cli("why", "home-care", *arguments, "md").out)
    assert "<p>*A* | [b](http://x) &lt;script&gt; (home-care)</p>" in page
    assert "&lt;b&gt;Council&lt;/b&gt; ceases to exist" in page
