"""What is said of unusual contracts, word for word: nothing that another answer, or the record itself, contradicts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support import run_cli

TODAY = ("--today", "2026-11-29")

IN_PART = "end: 2026-06-30\nextensions: [{months: 12, state: exercised, taken_to: 2026-12-31, rest: left}]"
# The record | the command | what it says | what it does not say.
SAID = [
    (IN_PART, "show home-care",
     "1: 12 months: used to 31 December 2026; the rest, to 30 June 2027, can still be used", "to 30 June 2027: used"),
    (IN_PART, "show home-care",
     "31 December 2026 (by option 1, used in part (12 months))", "by option 1, used (12 months)"),
    ("end: 2026-10-31\nextensions: [{months: 12, state: authorised}]", "due",
     "end passed (31 October 2026); extension decided, not known whether it was used", "not known whether extended"),
    ("end: 2026-10-31\nextensions: [{months: 12, state: permitted}]", "due", "not known whether extended", "decided"),
    ("kind: framework\nend: 2026-09-30\ncalloffs_until: 2028-12-31", "due",
     "last known end passed (30 September 2026) (call-offs may run until 31 December 2028); no news since", "???"),
    ("end: 2029-03-31\nbreaks: [{on: 2027-03-31}]\nended: {on: 2027-03-31, how: break clause used}", "ical",
     "SUMMARY:Testshire home care: ends", "break possible"),
    ("end: 2029-03-31\nbreaks: [{on: 2027-03-30}]\nended: {on: 2027-03-31, how: terminated}", "ical",
     "break possible", "???"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "typed", "said", "never"), SAID)
def test_what_is_said(registry: Callable[..., str], record: str, typed: str, said: str, never: str) -> None:
    answer = run_cli(*typed.split(), "--registry", registry(f"id: home-care\n{record}"), *TODAY)
    assert answer.code == 0, answer.err
    text = " ".join(answer.out.split())
    assert said in text
    assert never not in text


def test_json_says_how_far_an_option_was_used(registry: Callable[..., str]) -> None:
    path = registry(IN_PART)
    (row,) = run_cli("list", "--registry", path, *TODAY, "--format", "json").json["rows"]
    (option,) = row["extensions"]
    assert (option["state"], option["taken_to"]["text"], option["to"]["text"]) == (
        "exercised", "31 December 2026", "30 June 2027",
    )  # fmt: skip
    assert row["end"] == option["taken_to"]


def test_a_plan_beside_a_procurement_that_has_begun_does_not_say_that_it_is_too_late(
    registry: Callable[..., str],
) -> None:
    old, new = "id: old\nend: 2027-03-31", "id: new\nreplaces: [old]\nawarded: 2026-11-20\nstart: 2027-04-01"
    for more in ((), ("--compare",)):
        begun, bare = (
            run_cli("plan", "old", "--registry", registry(*records), *TODAY, *more).out
            for records in ((old, new), (old,))
        )
        assert "If another procurement were begun on 29 November 2026: too late" in begun
        assert "\nOn 29 November 2026: too late" in bare


@pytest.mark.parametrize("how", [("--option", "1"), ("--modification",)])
def test_an_end_that_is_not_known_extends_nothing(registry: Callable[..., str], how: tuple[str, ...]) -> None:
    path = registry("id: home-care\nend: 2026-05-31\nextensions: [{months: 12, state: permitted}]")
    answer = run_cli("extend", "home-care", *how, "--to", "unknown", "--own", "--registry", path, *TODAY)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("tenderwatch: --to: the new end has to be known\n")
