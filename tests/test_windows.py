"""Tender windows for providers: two bands, the buyer's own dates, and when there is none to expect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import known_whens, registry_of, run_cli
from tenderwatch.dates import When, from_bounds, on_day
from tenderwatch.law.lead_times.model import WindowClass
from tenderwatch.law.schedule.windows import TenderWindow, estimated_window
from tenderwatch.law.timetables import bundled
from tenderwatch.outlook import look_at
from tenderwatch.queries.backtest.predict import shipped_backtest
from tenderwatch.queries.backtest.result import rate_text

OPTION = "extensions: [{months: 12, times: 2, state: permitted}]"
SUCCESSOR = "id: next\nreplaces: [home-care]\nlet: false"
NOT_EXTENDED, LONGEST = "not-extended 2026-08-06/2026-11-16 observed", "longest 2028-08-06/2028-11-16 observed"
# The record | a successor's | the day | what to expect | a sentence.
WINDOWS = [
    (
        "end: 2027-03-31", "", "2026-01-10", [NOT_EXTENDED],
        "no option: one window, 238 to 136 days before the new start",
    ),
    (
        f"end: 2027-03-31\n{OPTION}", "", "2026-01-10", [NOT_EXTENDED, LONGEST],
        "options left: a second, for the longest end",
    ),
    (
        "end: 2027-03-31\nextensions: [{months: 24, state: declined}]", "", "2026-01-10", [NOT_EXTENDED],
        "an option declined leads nowhere",
    ),
    (
        "end: 2026-03-31\nextensions: [{months: 12, state: exercised}, {months: 24, state: permitted}]", "",
        "2026-01-10", [NOT_EXTENDED, "longest 2028-08-06/2028-11-16 observed"],
        "after an option used, from the end it gave",
    ),
    (
        "end: 2025-03-31\nextensions: [{months: 24, times: 2, state: permitted}]", "", "2026-01-10",
        [NOT_EXTENDED, "longest 2028-08-06/2028-11-16 observed"],
        "end passed, not known whether extended: the next possible end",
    ),
    ("end: 2025-03-31", "", "2026-01-10", [], "end passed and no option: nothing to count from"),
    ("end: 2027-03", "", "2026-01-10", ["not-extended 2026-07-07/2026-11-16 observed"], "an end known to the month"),
    ("end: 2027", "", "2026-01-10", ["not-extended 2026-05-09/2027-08-18 observed"], "an end known to the year"),
    ("end: unknown", "", "2026-01-10", [], "an end that nobody has stated"),
    ("open_ended: true", "", "2026-01-10", [], "no end at all"),
    (
        "end: 2027-03-31\nextensions: [{state: permitted}]", "", "2026-01-10", [NOT_EXTENDED],
        "an option of no stated length: no longest end",
    ),
    (
        f"end: 2027-03-31\n{OPTION}\nplans: {{tender: 2026-09}}", "", "2026-01-10", ["not-extended 2026-09 stated"],
        "the buyer's own date stands for all sums",
    ),
    (
        "end: 2027-03-31\nplans: {award: 2026-12-01}", "", "2026-01-10", [NOT_EXTENDED],
        "a plan that names no tender overrides nothing",
    ),
    ("end: 2027-03-31\nplans: {tender: unknown}", "", "2026-01-10", [NOT_EXTENDED], "nor one that does not know it"),
    (
        "start: 2024-04-01\nend: 2027-03-31\nawarded: 2024-01-10\nplans: {tender: 2023-06}", "", "2026-01-10",
        [NOT_EXTENDED], "a plan for this very contract, long let, is not the next tender",
    ),
    ("plans: {tender: 2026-09}", "", "2026-01-10", ["not-extended 2026-09 stated"], "planned, and nothing let yet"),
    (
        "let: false\nend: 2031-03-31", "", "2026-01-10", [],
        "planned with no date for its tender: no lead time says when",
    ),
    (
        "end: 2027-03-31", f"{SUCCESSOR}\nadvertised: 2026-01-10", "2026-01-10", [],
        "none once a successor is advertised",
    ),
    (
        "end: 2027-03-31\nplans: {tender: 2026-09}", f"{SUCCESSOR}\nadvertised: 2026-01-10", "2026-01-10", [],
        "nor a stated one",
    ),
    (
        "end: 2027-03-31", f"{SUCCESSOR}\nadvertised: 2026-01-10", "2026-01-09", [NOT_EXTENDED],
        "the day before the advert it is still to be expected",
    ),
    (
        "end: 2027-03-31", f"{SUCCESSOR}\nplans: {{tender: 2026-09}}", "2026-01-10", ["not-extended 2026-09 stated"],
        "a planned successor's tender date stands instead of an estimate",
    ),
    (
        "end: 2027-03-31", "id: next\nreplaces: [home-care]\nstart: 2026-01-01\nend: 2030-01-01", "2026-01-10", [],
        "replaced: none",
    ),
    ("end: 2027-03-31\nended: {on: 2026-01-01, how: terminated}", "", "2026-01-10", [], "ended on evidence: none"),
    (
        "end: 2026-01-09\nextensions: [{months: 24, flexible: true, state: permitted}]", "", "2026-01-10",
        ["not-extended 2025-05-17/2027-08-27 observed"], "a flexible option: from the end before it to its furthest",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "other", "today", "expected", "sentence"), WINDOWS, ids=[row[-1] for row in WINDOWS])
def test_windows(
    text: str, other: str, today: str, expected: list[str], sentence: str, registry: Callable[..., str]
) -> None:
    path = registry(text, *([other] if other else []))
    answer = run_cli("list", "--registry", path, "--today", today, "--format", "json")
    (row,) = [item for item in answer.json["rows"] if item["id"] == "home-care"]
    found = [f"{item['scenario']} {item['when']['edtf']} {item['basis']}" for item in row["tender_windows"]]
    assert found == expected, sentence


# What is known of the buyer's next procurement | the likely and the possible band | the basis | a sentence.
PLANNED = [
    ("", "2026-08-06/2026-11-16", "2026-05-05/2027-01-01", "observed", "nothing: as of all procurements"),
    (
        "value: {amount: 5000000, basis: whole term}", "2026-07-04/2026-10-14", "2026-04-02/2026-11-29", "observed",
        "5 million and more: about a month sooner",
    ),
    (
        "value: {amount: 4999999, basis: whole term}", "2026-08-27/2026-12-07", "2026-05-26/2027-01-22", "observed",
        "less than that: about three weeks later",
    ),
    (
        "value: {amount: 900000, basis: per year}", "2026-08-06/2026-11-16", "2026-05-05/2027-01-01", "observed",
        "a yearly sum does not say what the whole is worth",
    ),
    ("regime: psr", "2026-07-04/2026-10-14", "2026-04-02/2026-11-29", "observed", "the Provider Selection Regime"),
    (
        "regime: below-threshold", "2026-08-06/2026-11-16", "2026-05-05/2027-01-01", "observed",
        "below the threshold: a class too small to go by",
    ),
    (
        "notices: [{kind: UK2 preliminary market engagement notice, date: 2026-05-01}]", "2026-08-05/2026-10-04",
        "2026-05-31/2026-12-09", "planning-notice", "a notice of market engagement, after the contract was let",
    ),
    (
        "notices: [{kind: planning notice of the reopening, date: 2026-05-01}]", "2026-08-06/2026-11-16",
        "2026-05-05/2027-01-01", "observed", "a notice that it opens again to providers is none of the next tender",
    ),
    (
        "notices: [{kind: planning notice, date: 2023-05-01}]", "2026-08-06/2026-11-16", "2026-05-05/2027-01-01",
        "observed", "nor one from before the contract was let",
    ),
    (
        "notices: [{kind: planning notice, date: 2024-05-01}]", "2026-08-06/2026-11-16", "2026-05-05/2027-01-01",
        "observed", "nor one further ahead than any planning notice looks",
    ),
    (
        "notices: [{kind: planning notice, date: 2026-07-02}]", "2026-08-06/2026-11-16", "2026-05-05/2027-01-01",
        "observed", "one still to be published is not known",
    ),
    (
        "notices: [{kind: contract award notice, date: 2026-05-01}]", "2026-08-06/2026-11-16",
        "2026-05-05/2027-01-01", "observed", "a notice of another kind",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("more", "likely", "possible", "basis", "sentence"), PLANNED, ids=[row[-1] for row in PLANNED])
def test_what_the_record_knows_moves_both_bands(
    more: str, likely: str, possible: str, basis: str, sentence: str, registry: Callable[..., str]
) -> None:
    path = registry(f"start: 2024-04-01\nend: 2027-03-31\n{more}")
    answer = run_cli("list", "--registry", path, "--today", "2026-07-01", "--format", "json")
    (window,) = answer.json["rows"][0]["tender_windows"]
    found = (window["when"]["edtf"], window["possible"]["edtf"], window["basis"])
    assert found == (likely, possible, basis), sentence
    assert list(window) == ["scenario", "when", "possible", "basis", "sample", "class"]


def test_a_successors_planning_notice_narrows_too(registry: Callable[..., str]) -> None:
    other = f"{SUCCESSOR}\nnotices: [{{kind: UK3 planned procurement notice, date: 2026-05-01}}]"
    path = registry("start: 2024-04-01\nend: 2027-03-31", other)
    answer = run_cli("list", "--registry", path, "--today", "2026-07-01", "--format", "json")
    (window,) = next(row for row in answer.json["rows"] if row["id"] == "home-care")["tender_windows"]
    assert (window["when"]["edtf"], window["basis"], window["sample"]) == (
        "2026-08-05/2026-10-04", "planning-notice", 30,
    )  # fmt: skip


_classes = st.sampled_from(get_args(WindowClass))
_notices = st.lists(st.dates(date(2010, 1, 1), date(2040, 1, 1)), max_size=3)
LEAD = bundled().lead_times


def _width(when: When) -> int:
    assert when.earliest is not None
    assert when.latest is not None
    return (when.latest - when.earliest).days


def _window(end: When, kind: WindowClass = "all", notices: Sequence[date] = ()) -> TenderWindow:
    window = estimated_window("not-extended", end, kind, LEAD, notices)
    assert window is not None
    return window


@given(known_whens, _classes, _notices)
def test_the_possible_band_holds_the_likely_one(end: When, kind: WindowClass, notices: list[date]) -> None:
    window = _window(end, kind, notices)
    assert window.possible.earliest <= window.when.earliest <= window.when.latest <= window.possible.latest  # type: ignore[operator]


def _not_wider(before: TenderWindow, after: TenderWindow) -> None:
    assert _width(after.when) <= _width(before.when)
    assert _width(after.possible) <= _width(before.possible)


@given(known_whens, _classes, st.lists(st.integers(-60, 900), max_size=3), st.data())
def test_more_knowledge_never_widens_a_band(
    end: When, kind: WindowClass, ahead: list[int], data: st.DataObject
) -> None:
    """The class of the procurement, its planning notices one by one in any order, and an end known more exactly."""
    start = (end.earliest or date.min) + timedelta(1)
    notices = [start - timedelta(days) for days in ahead]
    steps = [_window(end), *(_window(end, kind, notices[:number]) for number in range(len(notices) + 1))]
    for before, after in pairwise(steps):
        _not_wider(before, after)
    first = data.draw(st.integers(0, _width(end)))
    last = data.draw(st.integers(first, _width(end)))
    exact = from_bounds(start + timedelta(first - 1), start + timedelta(last - 1))
    _not_wider(steps[-1], _window(exact, kind, notices))


@given(st.integers(2028, 2030), st.integers(0, 364), st.integers(0, 30), st.lists(st.integers(-30, 1500), max_size=3))
def test_an_end_that_becomes_exact_leaves_no_planning_notice_out(
    year: int, day: int, reach: int, ahead: list[int]
) -> None:
    """A notice far ahead of the tender: whether it counts may not turn on how exactly the end is known."""
    exact = date(year, 1, 1) + timedelta(day)
    later = exact + timedelta(reach)
    notices = [exact - timedelta(days) for days in ahead]
    windows = [
        _record_window(end, [notice for notice in notices if notice < date(2028, 1, 1)])
        for end in (f"{year}..{later.year}", f"{exact}..{later}", exact.isoformat(), later.isoformat())
    ]
    for before, after in (*pairwise(windows[:3]), (windows[1], windows[3])):
        _not_wider(before, after)


def _record_window(end: str, notices: list[date]) -> TenderWindow:
    listed = ", ".join(f"{{kind: planning notice, date: {notice}}}" for notice in notices)
    registry = registry_of(f"start: 2020-04-01\nend: {end}\nnotices: [{listed}]")
    (window,) = look_at(registry.contracts[0], registry, date(2028, 1, 1)).tender_windows
    return window


@given(known_whens, _classes)
def test_an_uncertain_end_widens_both_bands_by_as_much(end: When, kind: WindowClass) -> None:
    window, exact = _window(end, kind), _window(on_day(end.earliest or date.min), kind)
    assert _width(window.when) == _width(exact.when) + _width(end)
    assert _width(window.possible) == _width(exact.possible) + _width(end)


@given(known_whens, _notices.filter(bool))
def test_no_tender_is_expected_before_its_planning_notices(end: When, notices: list[date]) -> None:
    assert _window(end, notices=notices).possible.earliest >= max(notices)  # type: ignore[operator]


@pytest.mark.parametrize("stated", ["2026-09", "2020-01-01", "2031"])
def test_a_stated_date_always_wins(stated: str, registry: Callable[..., str]) -> None:
    notice = "notices: [{kind: planning notice, date: 2026-05-01}]"
    other = f"{SUCCESSOR}\n{notice}\nplans: {{tender: {stated}}}"
    path = registry(f"start: 2019-04-01\nend: 2027-03-31\n{notice}\n{OPTION}", other)
    answer = run_cli("list", "--registry", path, "--today", "2026-07-01", "--format", "json")
    (window,) = next(row for row in answer.json["rows"] if row["id"] == "home-care")["tender_windows"]
    assert (window["when"]["edtf"], window["possible"]["edtf"], window["basis"]) == (stated, stated, "stated")


# The likely band ends on 16 November 2026, the possible one on 1 January 2027.
@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-07-01", "Tender expected: likely between August and November 2026"),
        ("2026-11-17", "Tender expected: likely between August and November 2026"),
        ("2027-01-01", "Tender expected: likely between August and November 2026"),
        ("2027-01-02", "Tender not seen: likely between August and November 2026"),
    ],
)
def test_silence_means_something_only_after_the_possible_band(
    today: str, words: str, registry: Callable[..., str]
) -> None:
    path = registry("end: 2027-03-31")
    shown = run_cli("show", "home-care", "--registry", path, "--today", today, "--format", "plain").out
    assert words in shown
    assert "(about half of 65 similar procurements), possible from May 2026 to January 2027 (nine in ten)" in shown


_months = st.lists(st.integers(1, 60), max_size=5)


def _windows(months: list[int]) -> tuple[Any, ...]:
    options = ", ".join(f"{{months: {month}, state: permitted}}" for month in months)
    registry = registry_of(f"end: 2027-03-31\nextensions: [{options}]" if months else "end: 2027-03-31")
    return look_at(registry.contracts[0], registry, date(2026, 1, 10)).tender_windows


@given(_months, st.integers(1, 60))
def test_one_more_option_never_brings_the_longest_window_forward(months: list[int], more: int) -> None:
    first, later = _windows(months)[-1], _windows([*months, more])[-1]
    assert later.scenario == "longest"
    assert first.when.earliest < later.when.earliest
    assert first.when.latest < later.when.latest


def why(path: str) -> Any:
    """The explanation of the one window of a registry's contract."""
    arguments = ("--registry", path, "--today", "2026-01-10", "--format", "json")
    (row,) = run_cli("why", "home-care", "tender-window", *arguments).json["rows"]
    return row


def test_why_tells_the_bands_and_how_often_they_held(registry: Callable[..., str]) -> None:
    row = why(registry("end: 2027-03-31"))
    assert row["when"]["edtf"] == "2026-08-06/2026-11-16"
    assert row["sum"].startswith("238 to 136 calendar days before the start that follows the end")
    assert "about half of 65 similar procurements" in row["rule"]
    result = shipped_backtest().overall
    assert rate_text(result.likely.rate) in row["rule"]
    assert rate_text(result.possible.rate) in row["rule"]


def test_why_gives_the_source_of_a_stated_tender(registry: Callable[..., str]) -> None:
    path = registry("end: 2027-03-31\nplans: {tender: 2026-09}")
    row = why(path)
    assert (row["when"]["text"], row["rule"]) == ("September 2026", "the buyer's own date")
    assert row["source"] == "Register of contracts (row 1)"


@pytest.mark.parametrize("command", ["ical", "site"])
def test_calendar_and_site_give_both_bands(command: str, registry: Callable[..., str], tmp_path: Path) -> None:
    path = registry("end: 2027-03-31")
    words = "likely between August and November 2026 (about half of 65 similar procurements)"
    if command == "ical":
        answer = run_cli("ical", "--registry", path, "--today", "2026-07-01")
        text = "".join(answer.out.replace("\r\n", "\n").split("\n "))
    else:
        site = tmp_path / "site"
        answer = run_cli(
            "publish", str(site), "--registry", path, "--today", "2026-07-01", "--base-url", "https://a.example/"
        )
        assert answer.code == 0, answer.err
        text = (site / "contracts" / "home-care.html").read_text(encoding="utf-8")
        about = (site / "about.html").read_text(encoding="utf-8")
        assert rate_text(shipped_backtest().overall.likely.rate) in about
    assert words in text.replace("\\,", ",")
    assert "possible from May 2026 to January 2027 (nine in ten)" in text.replace("\\,", ",")


# The possible band ends on 1 January 2027.
@pytest.mark.parametrize(("day", "told"), [("2026-12-20", []), ("2027-01-01", []), ("2027-01-05", ["tender-not-seen"])])
@pytest.mark.parametrize("reader", ["provider", "commissioner"])
def test_a_digest_tells_once_that_a_window_passed_without_a_tender(
    day: str, told: list[str], reader: str, registry: Callable[..., str], tmp_path: Path
) -> None:
    arguments = ("--registry", registry("end: 2027-03-31"), "--for", reader, "--state", str(tmp_path / "state"))
    assert run_cli("digest", *arguments, "--today", "2026-12-01").code == 0
    items = run_cli("digest", *arguments, "--today", day, "--format", "json").json["items"]
    seen = [item for item in items if item["kind"].startswith("tender-")]
    assert [item["kind"] for item in seen] == (told if reader == "provider" else [])
    if seen:
        assert seen[0]["text"] == (
            "no tender seen: it was likely between August and November 2026, possible from May 2026 to January 2027"
        )
    again = run_cli("digest", *arguments, "--today", "2027-01-20", "--format", "json").json["items"]
    later = [item["kind"] for item in again if item["kind"].startswith("tender-")]
    assert later == (["tender-not-seen"] if reader == "provider" and not told else [])
