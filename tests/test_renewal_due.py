"""`due`: what is to be done next and by when, what settles it, and whether there is still time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from support import run_cli
from tenderwatch.labels import renewal

END = "regime: pa2023-light-touch\nend: 2027-03-31\n"
OPTION = "extensions: [{months: 12, state: permitted}]\n"
SUCCESSOR = "id: next\nreplaces: [home-care]\nlet: false\n"
TODAY = "2026-11-22"
OPENINGS = {
    "extension-decision": ("decide whether to extend", "decision whether to extend", "extension decided"),
    "tender-notice": ("tender notice",),
}


def ask(path: str, *more: str, today: str = TODAY) -> Any:
    answer = run_cli("due", "--registry", path, "--today", today, "--format", "json", *more)
    assert answer.code == 0, answer.err
    return answer.json["rows"]


def told(path: str, kind: str, today: str = TODAY) -> list[str]:
    """What `show` says of one kind of reason, with its basis."""
    shown = run_cli("show", "home-care", "--registry", path, "--today", today, "--format", "plain").out
    part = shown[shown.index("What falls due") :].split("\n\n")[0] if "What falls due" in shown else ""
    return [line.strip() for line in part.splitlines() if line.strip().startswith(OPENINGS[kind])]


class Case(NamedTuple):
    """A record, a successor's if any, the day, and the lines that speak of one kind of reason."""

    sentence: str
    text: str
    expected: list[str]
    other: str = ""
    today: str = TODAY


EXTENSIONS = [
    Case(
        "an unstated notice is assumed, and says so", END + OPTION,
        ["decide whether to extend by 16 December 2026 (3 months' notice assumed)"
         " (worked out, with something assumed)"],
    ),
    Case(
        "a stated notice is computed", END + OPTION + "notice: 12w",
        ["decide whether to extend by 21 December 2026 (12 weeks' notice) (worked out)"],
    ),
    Case(
        "one month", END + OPTION + "notice: 1m",
        ["decide whether to extend by 16 February 2027 (1 month's notice) (worked out)"],
    ),
    Case(
        "what has gone by is shown as gone", END + OPTION + "notice: 6m",
        ["decision whether to extend was due by 17 September 2026 (6 months' notice) (worked out)"],
    ),
    Case(
        "on the day itself it has not gone", END + OPTION + "notice: 6m", today="2026-09-17",
        expected=["decide whether to extend by 17 September 2026 (6 months' notice) (worked out)"],
    ),
    Case(
        "once authorised, only the notice is left to serve",
        END + "extensions: [{months: 12, state: authorised}]\nnotice: 3m",
        ["extension decided: serve notice by 30 December 2026 (3 months' notice) (worked out)"],
    ),
    Case("exercised: nothing is left to decide", END + "extensions: [{months: 12, state: exercised}]", []),
    Case("declined: nothing either", END + "extensions: [{months: 12, state: declined}]", []),
    Case("no option, no decision", END, []),
    Case(
        "one used, one left: the decision is about the next end",
        "end: 2026-03-31\nextensions: [{months: 12, state: exercised}, {months: 12, state: permitted}]\nnotice: 28d",
        ["decide whether to extend by 18 February 2027 (28 days' notice) (worked out)"],
    ),
    Case(
        "an option whose state nobody knows may still be there",
        END + "extensions: [{months: 12}]\nnotice: 28d",
        ["decide whether to extend by 18 February 2027 (28 days' notice) (worked out)"],
    ),
    Case(
        "an end known to the month gives a range", "end: 2027-03\n" + OPTION + "notice: 28d",
        ["decide whether to extend by a day between 19 January 2027 and 18 February 2027"
         " (28 days' notice) (worked out)"],
    ),
    Case("the end has passed: too late to decide", END + OPTION, [], today="2027-04-01"),
    Case("a successor is advertised: the question is settled", END + OPTION, [], SUCCESSOR + "advertised: 2026-11-01"),
    Case("nothing is let yet", "let: false\nend: 2027-03-31\n" + OPTION, []),
    Case("advertised and not let", "advertised: 2026-11-01\nend: 2027-03-31\n" + OPTION, []),
]  # fmt: skip
TENDERS = [
    Case("the usual timetable", END, ["tender notice was due by 28 August 2026 (usual timetable) (worked out)"]),
    Case(
        "on the day itself", END, today="2026-08-28",
        expected=["tender notice by 28 August 2026 (usual timetable) (worked out)"],
    ),
    Case(
        "health care counts by its own law", "regime: psr\nend: 2027-03-31",
        ["tender notice was due by 27 August 2026 (usual timetable) (worked out)"],
    ),
    Case(
        "a contract under the old law is followed by one under the new, assumed",
        "regime: pcr2015-light-touch\nend: 2027-03-31",
        ["tender notice was due by 28 August 2026 (usual timetable) (worked out, with something assumed)"],
    ),
    Case(
        "with an option left it is due if not extended", END + OPTION,
        ["tender notice was due by 28 August 2026 if not extended (usual timetable) (worked out)"],
    ),
    Case(
        "an end reached through an option says so", "end: 2026-03-31\n" + OPTION,
        ["tender notice was due by 28 August 2026 if it runs to 31 March 2027 (usual timetable)"
         " (worked out, with something assumed)"],
    ),
    Case("resolved by a successor's advert", END, [], SUCCESSOR + "advertised: 2026-11-22"),
    Case(
        "not by one that lies ahead", END, ["tender notice was due by 28 August 2026 (usual timetable) (worked out)"],
        SUCCESSOR + "advertised: 2026-11-23",
    ),
    Case("resolved by an award to a successor", END, [], "id: next\nreplaces: [home-care]\nawarded: 2026-11-01"),
    Case(
        "a planned successor's own tender date stands instead of it", END, [],
        SUCCESSOR + "plans: {tender: 2026-12}",
    ),
    Case("not for what is not let yet", "let: false\nend: 2027-03-31", []),
]  # fmt: skip


def _ids(cases: list[Case]) -> list[str]:
    return [case.sentence for case in cases]


@pytest.mark.parametrize("case", EXTENSIONS, ids=_ids(EXTENSIONS))
def test_the_decision_to_extend(case: Case, registry: Callable[..., str]) -> None:
    path = registry(case.text, *([case.other] if case.other else []))
    assert told(path, "extension-decision", case.today) == case.expected


@pytest.mark.parametrize("case", TENDERS, ids=_ids(TENDERS))
def test_the_tender_notice(case: Case, registry: Callable[..., str]) -> None:
    path = registry(case.text, *([case.other] if case.other else []))
    assert told(path, "tender-notice", case.today) == case.expected


# The record | what is due, in order | the next action | a sentence.
NEXT = [
    (END, "tender-notice, end", "tender-notice 2026-08-28", "the tender notice before the end"),
    (END + OPTION, "tender-notice, extension-decision, end", "tender-notice 2026-08-28", "the decision between them"),
    (
        END + OPTION + "notice: 12m",
        "extension-decision, tender-notice, end",
        "extension-decision 2026-03-18",
        "a year's notice puts the decision first",
    ),
    (
        END + "plans: {tender: 2026-06, start: 2027-04-01}",
        "stated-tender, end, start",
        "stated-tender 2026-06",
        "the buyer's own date stands instead of a calculated one",
    ),
    (
        END + "joining: [{id: one, rule: window, closes: 2026-12-01}]",
        "tender-notice, joining-closes, end",
        "tender-notice 2026-08-28",
        "a joining window closes in between",
    ),
    (
        END + "plans: {tender_deadline: 2026-09-01}",
        "tender-notice, tender-deadline, end",
        "tender-notice 2026-08-28",
        "a deadline that the buyer states",
    ),
    ("end: 2026-10-31\n" + OPTION, "end, tender-notice", "end 2026-10-31", "end passed, not known whether extended"),
]


@pytest.mark.parametrize(("text", "due", "first", "sentence"), NEXT, ids=[row[-1] for row in NEXT])
def test_the_next_action_is_the_earliest(
    text: str, due: str, first: str, sentence: str, registry: Callable[..., str]
) -> None:
    (row,) = ask(registry(text))
    action = row["next_action"]
    assert ", ".join(row["due_because"]) == due, sentence
    assert f"{action['kind']} {action['by']['edtf']}" == first, sentence


def test_of_the_shipped_registry_too() -> None:
    answer = run_cli("due", "--today", TODAY, "--months", "60", "--format", "json")
    keys = [(row["next_action"]["by"]["earliest"], row["next_action"]["by"]["latest"]) for row in answer.json["rows"]]
    assert len(keys) > 5
    assert keys == sorted(keys)
    assert all(row["next_action"]["kind"] == row["due_because"][0] for row in answer.json["rows"])


def test_by_end_lists_ends_alone(registry: Callable[..., str]) -> None:
    path = registry(END + OPTION, "id: later\nend: 2028-03-31\n" + OPTION)
    assert [row["id"] for row in ask(path, "--months", "10")] == ["home-care", "later"]
    (row,) = ask(path, "--months", "10", "--by", "end")
    assert (row["id"], row["due_because"], row["next_action"]["kind"]) == ("home-care", ["end"], "end")


def test_the_horizon_is_included_and_its_morrow_is_not(registry: Callable[..., str]) -> None:
    path = registry(END)
    assert ask(path, "--months", "3", today="2026-05-27") == []
    (row,) = ask(path, "--months", "3", today="2026-05-28")
    assert row["due_because"] == ["tender-notice"]


def test_a_stated_tender_is_settled_by_the_advert_and_not_by_time(registry: Callable[..., str]) -> None:
    plan = "plans: {tender: 2026-06}\n"
    for today, words in (
        ("2026-06-30", "tender planned for June 2026"),
        ("2026-07-01", "tender was planned for June 2026"),
    ):
        (row,) = ask(registry(plan), today=today)
        assert (row["due_because"], row["next_action"]["text"]) == (["stated-tender"], words)
    assert ask(registry(plan + "advertised: 2026-06-20")) == []


# The day | what is told of a record that was advertised and of which no award was seen | a sentence.
_SOUGHT = "advertised: 2024-01-08\ntender_deadline: 2024-02-09\nend: 2026-06\nextensions: [{months: 12}]"
ADVERTISED = [
    ("2024-02-09", ["tenders due 9 February 2024"], "the deadline is today"),
    ("2024-02-10", ["tenders were due 9 February 2024"], "and a day later it is in the past"),
    (
        "2026-06-30",
        ["tenders were due 9 February 2024", "ends June 2026 if it is let as planned"],
        "the end of what may never have been let is never hidden",
    ),
    (
        "2026-07-01",
        ["tenders were due 9 February 2024", "end as advertised passed (June 2026); no award seen"],
        "until the whole term has gone by",
    ),
]


@pytest.mark.parametrize(("today", "said", "sentence"), ADVERTISED, ids=[row[-1] for row in ADVERTISED])
def test_what_was_advertised_and_not_seen_again(
    today: str, said: list[str], sentence: str, registry: Callable[..., str]
) -> None:
    (row,) = run_cli("due", "--registry", registry(_SOUGHT), "--today", today, "--format", "json").json["rows"]
    kinds = ["tender-deadline", "end"][: len(said)]
    assert (row["status"], row["due_because"], row["next_action"]["text"]) == ("tendering", kinds, said[0]), sentence
    plain = run_cli("due", "--registry", registry(_SOUGHT), "--today", today, "--format", "plain").out
    assert all(words in plain for words in said), sentence


# Whether there is still time. A light-touch end on 31 March 2027, with 3 months' notice unless it says otherwise:
# planning by 1 January 2026, the short timetable's tender notice by 14 December, notice by 30 December 2026.
FEASIBLE = [
    ("2026-01-01", "", "3m", "default", "nothing is missed on the day by which planning is to start"),
    ("2026-01-02", "", "3m", "short", "one stage missed ends the default timetable"),
    ("2026-11-03", "", "3m", "short", "the last day to enter the decision to procure in the forward plan"),
    ("2026-11-04", "", "3m", "short-by-exception", "then only a delegated decision comes in time"),
    ("2026-12-14", "", "3m", "short-by-exception", "the last day of the short timetable's tender notice"),
    ("2026-12-15", "", "3m", "extension-only", "the day after it"),
    ("2026-12-30", "", "3m", "extension-only", "the last day to serve notice"),
    ("2026-12-31", "", "3m", "hold-over", "the day after that"),
    ("2026-12-15", "", "", "hold-over", "nothing to extend"),
    ("2027-03-02", "", "28d", "extension-only", "a shorter notice leaves longer"),
    ("2027-03-03", "", "28d", "hold-over", "but not for ever"),
    ("2027-06-01", "", "28d", "hold-over", "the end has passed"),
    ("2026-01-01", "pcr2015", "3m", "default", "a procurement of the past, in time"),
    ("2026-01-02", "pcr2015", "3m", "extension-only", "which has no short timetable to fall back on"),
    ("2026-01-02", "pcr2015", "", "hold-over", "nor an option"),
    ("2026-10-26", "psr", "3m", "short", "health care: its own last day for the forward plan"),
    ("2026-12-04", "psr", "3m", "short-by-exception", "health care: its own last day"),
    ("2026-12-05", "psr", "3m", "extension-only", "and the day after"),
]


@pytest.mark.parametrize(
    ("today", "regime", "notice", "feasible", "sentence"), FEASIBLE, ids=[f"{row[0]}: {row[-1]}" for row in FEASIBLE]
)
def test_what_can_still_be_done(today: str, regime: str, notice: str, feasible: str, sentence: str) -> None:
    arguments = ["plan", "--end", "2027-03-31", "--today", today, "--regime", regime or "pa2023-light-touch"]
    arguments += ["--notice", notice] if notice else []
    row = run_cli(*arguments, "--format", "json").json["rows"][0]
    assert row["feasible"] == feasible, sentence
    if regime != "pcr2015":
        short = run_cli(*arguments, "--timetable", "short", "--format", "json").json["rows"][0]
        assert short["feasible"] == feasible, "it speaks of both timetables, whichever is shown"
    assert f": {renewal.FEASIBLE[feasible]}" in run_cli(*arguments).out


def test_an_uncertain_end_warns_early() -> None:
    arguments = ("plan", "--end", "2027-03", "--notice", "3m", "--format", "json", "--today")
    found = [run_cli(*arguments, day).json["rows"][0]["feasible"] for day in ("2025-12-02", "2025-12-03")]
    assert found == ["default", "short"]


def test_missed_governance_dates_are_named_with_their_remedy() -> None:
    text = run_cli("plan", "--end", "2027-03-31", "--timetable", "short", "--today", TODAY).out
    assert (
        "Missed on this timetable: planning starts, market engagement begins, "
        "forward-plan entry for the approval to procure." in text
    )
    assert "A missed forward-plan entry has a remedy: an officer's delegated power, or the general exception" in text
    early = run_cli("plan", "--end", "2027-03-31", "--timetable", "short", "--today", "2026-07-02").out
    assert "Missed on this timetable: planning starts." in early
    assert "remedy" not in early
