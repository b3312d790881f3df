"""The age and strength of evidence: which rule applies, when evidence is stale, when it is weak, and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import run_cli
from tenderwatch.outlook import look_at
from tenderwatch.queries.freshness import RULES, STRENGTHS, Freshness, age_text, freshness, whole_months
from tenderwatch.registry.load import load
from tenderwatch.registry.model import Authority, Contract, Evidence, Registry, Source
from tenderwatch.registry.model.contract import Strength

TODAY = date(2026, 11, 22)

# What the case shows | the record | its rule | how long evidence serves
SITUATIONS = [
    ("an end within the year", "end: 2027-11-22", "end-within-12-months", 6),
    ("an end a day beyond the year", "end: 2027-11-23", "end-within-24-months", 12),
    ("an end within two years", "end: 2028-11-22", "end-within-24-months", 12),
    ("an end a day beyond two years", "end: 2028-11-23", "end-far", 24),
    ("a month counts from its first day", "end: 2027-11", "end-within-12-months", 6),
    ("a year that begins within the year", "end: 2027", "end-within-12-months", 6),
    ("the end through an exercised option counts, not the first one",
     "end: 2026-05-31\nextensions: [{months: 48, state: exercised}]", "end-far", 24),
    ("past its end with options left",
     "end: 2026-05-31\nextensions: [{months: 48, state: permitted}]", "end-passed", 3),
    ("past its last end", "end: 2026-05-31", "end-passed", 3),
    ("planned, nothing let", "let: false\nplans: {tender: 2029}", "in-procurement", 6),
    ("advertised, no award seen", "advertised: 2026-06-01", "in-procurement", 6),
    ("advertised, and even its end is near", "advertised: 2026-06-01\nend: 2027-03-31", "in-procurement", 6),
    ("let and not started", "start: 2027-04-01\nend: 2030-03-31", "not-started", 12),
    ("let, not started, and soon over", "start: 2027-04-01\nend: 2027-09-30", "end-within-12-months", 6),
    ("no end known", "let: true", "end-unknown", 12),
    ("open-ended", "open_ended: true", "no-fixed-end", 18),
    ("a spot arrangement without an end", "kind: spot\nopen_ended: true", "no-fixed-end", 18),
    ("an approved list with a far end", "kind: approved-list\nend: 2032-03-31", "joined-while-it-runs", 18),
    ("an approved list with a near end", "kind: approved-list\nend: 2027-03-31", "end-within-12-months", 6),
    ("a purchasing system with a far end", "kind: dps\nend: 2032-03-31", "joined-while-it-runs", 18),
    ("a framework is closed while it runs", "kind: framework\nend: 2032-03-31", "end-far", 24),
    ("ended on evidence", "end: 2026-05-31\nended: {on: 2026-05-31, how: minutes}", "over", None),
]  # fmt: skip


@pytest.mark.parametrize(("record", "rule", "months"), [row[1:] for row in SITUATIONS], ids=[r[0] for r in SITUATIONS])
def test_the_rule_follows_the_situation(
    registry: Callable[..., str], record: str, rule: str, months: int | None
) -> None:
    records = load(Path(registry(record))).registry
    assert records.contracts, "the case must be a sound record"
    found = freshness(look_at(records.contracts[0], records, TODAY))
    assert (found.rule.id, found.rule.months) == (rule, months)


def test_a_replaced_contract_is_never_stale_nor_weak(registry: Callable[..., str]) -> None:
    path = registry(
        "end: 2020-03-31\nevidence: [{source: register, place: row 1, supports: [end], strength: secondary-summary}]",
        "id: new-care\nstart: 2020-04-01\nend: 2030-03-31\nreplaces: [home-care]",
    )
    records = load(Path(path)).registry
    old = freshness(look_at(records.by_id["home-care"], records, date(2029, 1, 1)))
    assert (old.rule.id, old.verdict) == ("over", "fresh")


def freshness_of(*evidence: tuple[date, Strength], end: str = "2030-03-31", today: date = TODAY) -> Freshness:
    """The freshness of a contract whose sources were read on these days and are so strong."""
    from tenderwatch.dates.parsing import parse_when

    sources = {f"s{n}": Source(f"s{n}", "A page", "A council", day, how) for n, (day, how) in enumerate(evidence)}
    contract = Contract(
        "a", "A", "contract", ("care",), tuple(Evidence(name, "page 1") for name in sources), end=parse_when(end)
    )
    registry = Registry(
        edition=TODAY,
        portals={},
        authorities={"x": Authority("x", "X", "council")},
        sources=sources,
        contracts=(contract,),
    )
    return freshness(look_at(contract, registry, today))


# What the case shows | the newest evidence | the end | verdict
AGES = [
    ("on the last day that it serves", date(2026, 5, 22), "2027-03-31", "fresh"),
    ("a day older", date(2026, 5, 21), "2027-03-31", "stale"),
    ("the same evidence, with the end a year further", date(2026, 5, 21), "2028-03-31", "fresh"),
    ("after a year, with the end in the second", date(2025, 11, 21), "2028-03-31", "stale"),
    ("after two years, however far the end", date(2024, 11, 21), "2035-03-31", "stale"),
    ("evidence later than the day asked about", date(2026, 12, 1), "2027-03-31", "fresh"),
]


@pytest.mark.parametrize(("newest", "end", "verdict"), [row[1:] for row in AGES], ids=[row[0] for row in AGES])
def test_evidence_goes_stale(newest: date, end: str, verdict: str) -> None:
    found = freshness_of((newest, "notice"), (date(2019, 1, 1), "notice"), end=end)
    assert (found.verdict, found.newest, found.age_days) == (verdict, newest, (TODAY - newest).days)


# What the case shows | the evidence, newest last | verdict, strength of the newest, of the strongest
STRONG: list[tuple[str, list[Strength], str, Strength, Strength]] = [
    ("a notice alone", ["notice"], "fresh", "notice", "notice"),
    ("a summary alone", ["secondary-summary"], "weak", "secondary-summary", "secondary-summary"),
    ("summaries do not add up", ["secondary-summary"] * 3, "weak", "secondary-summary", "secondary-summary"),
    ("a summary after a notice", ["notice", "secondary-summary"], "fresh", "secondary-summary", "notice"),
    ("a page after a summary", ["secondary-summary", "council-page"], "fresh", "council-page", "council-page"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("how", "verdict", "newest", "strongest"), [row[1:] for row in STRONG], ids=[row[0] for row in STRONG]
)
def test_evidence_is_weak_only_where_all_of_it_is(
    how: list[Strength], verdict: str, newest: Strength, strongest: Strength
) -> None:
    found = freshness_of(*((date(2026, 6, 1) + timedelta(days=n), item) for n, item in enumerate(how)))
    assert (found.verdict, found.strength, found.strongest) == (verdict, newest, strongest)


def test_evidence_can_be_stale_and_weak() -> None:
    found = freshness_of((date(2020, 1, 1), "secondary-summary"))
    assert found.verdict == "stale-and-weak"
    assert found.reason == (
        "older than the 24 months that evidence serves here: its next possible end is more than 24 months away; "
        "all of it is second-hand"
    )


@given(
    st.lists(st.tuples(st.dates(date(2015, 1, 1), date(2027, 1, 1)), st.sampled_from(STRENGTHS)), min_size=1),
    st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    st.dates(date(2015, 1, 1), date(2040, 1, 1)),
)
def test_the_verdict_holds_whatever_the_order_and_never_gets_better_with_time(
    evidence: list[tuple[date, Strength]], today: date, end: date
) -> None:
    found = freshness_of(*evidence, end=end.isoformat(), today=today)
    again = freshness_of(*reversed(evidence), end=end.isoformat(), today=today)
    assert found == again
    assert found.weak == all(how == "secondary-summary" for _, how in evidence)
    if found.stale:
        assert freshness_of(*evidence, end=end.isoformat(), today=today + timedelta(days=90)).stale
    assert found.rule.months is not None
    # Counted another way: the same day so many months later has passed.
    limit = found.newest.year * 12 + found.newest.month - 1 + found.rule.months
    served = (limit // 12, limit % 12 + 1, found.newest.day)
    if found.newest.day <= 28 and today.day <= 28:
        assert found.stale == ((today.year, today.month, today.day) > served)


WORDS = [
    (date(2026, 11, 22), "evidence to November 2026 (under a month)"),
    (date(2026, 10, 22), "evidence to October 2026 (1 month)"),
    (date(2026, 7, 1), "evidence to July 2026 (4 months)"),
    (date(2024, 11, 23), "evidence to November 2024 (23 months)"),
    (date(2024, 11, 22), "evidence to November 2024 (2 years)"),
    (date(2021, 8, 17), "evidence to August 2021 (5 years)"),
    (date(2026, 11, 23), "evidence to November 2026 (later than this day)"),
]


@pytest.mark.parametrize(("newest", "said"), WORDS, ids=[row[1] for row in WORDS])
def test_the_age_in_words(newest: date, said: str) -> None:
    assert age_text(TODAY, newest) == said


def test_whole_months_at_month_ends() -> None:
    assert whole_months(date(2025, 11, 30), date(2026, 2, 28)) == 3
    assert whole_months(date(2025, 11, 30), date(2026, 2, 27)) == 2
    assert whole_months(date(2026, 2, 27), date(2025, 11, 30)) == 0


def test_every_rule_can_be_told_apart_and_the_last_catches_all() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert (RULES[-1].statuses, RULES[-1].kinds, RULES[-1].ends_within) == (frozenset(), frozenset(), None)
    for rule in RULES:
        assert rule.situation
        assert rule.because


@pytest.mark.parametrize("form", ["table", "plain", "md"])
@pytest.mark.parametrize("command", ["due", "list", "show"])
def test_every_contract_shows_the_age_of_its_evidence(registry: Callable[..., str], command: str, form: str) -> None:
    path = registry("end: 2027-03-31")
    more = {"show": ["home-care"], "due": ["--long"]}.get(command, [])
    out = run_cli(command, *more, "--registry", path, "--today", "2026-11-22", "--format", form).out
    assert "vidence to December 2025 (11 months)" in " ".join(out.split())


def test_json_and_csv_carry_the_verdict(registry: Callable[..., str]) -> None:
    path = registry("end: 2027-03-31")
    asked = ("list", "--registry", path, "--today", "2026-11-22", "--format")
    row = run_cli(*asked, "json").json["rows"][0]
    assert row["evidence"]["newest"] == "2025-12-20"
    assert row["freshness"] == {
        "verdict": "stale",
        "strength": "council-page",
        "strongest": "council-page",
        "rule": "end-within-12-months",
        "serves_months": 6,
        "reason": "older than the 6 months that evidence serves here: it may end within 12 months",
    }
    head, line = run_cli(*asked, "csv").lines
    assert dict(zip(head.split(","), line.split(","), strict=True))["freshness"] == "stale"


def test_show_says_what_is_to_be_looked_at_again_and_why(registry: Callable[..., str]) -> None:
    out = run_cli("show", "home-care", "--registry", registry("end: 2027-03-31"), "--today", "2026-11-22").out
    assert "Check again:  older than the 6 months that evidence serves here: it may end within 12 months" in out
    out = run_cli("show", "home-care", "--registry", registry("end: 2030-03-31"), "--today", "2026-11-22").out
    assert "Check again" not in out
