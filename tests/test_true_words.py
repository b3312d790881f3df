"""What is said of unusual contracts, word for word: nothing that another answer, or the record itself, contradicts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support import registry_text, run_cli

TODAY = ("--today", "2026-11-29")

IN_PART = "end: 2026-06-30\nextensions: [{months: 12, state: exercised, taken_to: 2026-12-31, rest: left}]"
ROLLED = "every: 12m, state: exercised, taken_to: 2026-03-31, decided: 2025-01-01"
NAMED = "{months: 12, state: permitted, decide_by: 2026-11-28}"
DIRECT = "regime: psr\nroute: direct-award-b"
PROVIDERS = "{months: 12, state: permitted, discretion: provider}"
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
    # An end that options lead to is worked out, unless a source prints it; the law is no sum.
    ("end: 2026-10-31\nextensions: [{every: 1m, state: permitted}]", "show home-care",
     "ends 30 November 2026 if it was extended (worked out)", "30 November 2026 if it was extended (stated"),
    ("end: 2026-10-31\nextensions: [{until: 2027-10-31, state: permitted}]", "show home-care",
     "ends 31 October 2027 if it was extended (stated by a source)", "extended (worked out)"),
    ("end: 2026-10-31\nextensions: [{until: 2027-01-31, state: exercised}]", "show home-care",
     "ends 31 January 2027 (stated by a source)", "31 January 2027 (worked out)"),
    ("kind: dps\nregime: pcr2015\nend: 2031-03-31", "show home-care",
     "ends 23 February 2029 (by law)", "23 February 2029 (worked out)"),
    # What lies ahead has not happened yet.
    ("end: 2029-03-31\nended: {on: 2027-01-31, how: notice}", "show home-care",
     "End decided: 31 January 2027", "Ended:"),
    ("end: 2029-03-31\nended: {on: 2026-01-31, how: notice}", "show home-care",
     "Ended: 31 January 2026", "End decided"),
    ("end: 2029-03-31\nended: {on: unknown, how: stopped}", "show home-care",
     "Ended: not known: stopped Ends Initial: 31 March 2029 (initial term, as stated) Current: not known", "Longest"),
    # A decision is told of the option that it was about.
    (f"end: 2022-03-31\nextensions: [{{{ROLLED}}}]", "show home-care",
     "2: 12 months at a time: allowed", "allowed, decided"),
    (f"end: 2022-03-31\nextensions: [{{{ROLLED}}}]", "show home-care",
     "by option 1, used (12 months at a time)", "had passed"),
    (f"end: 2026-12-31\nextensions: [{PROVIDERS}]", "show home-care",
     "1: 12 months, to 31 December 2027: allowed; the provider's choice", "the council's"),
    (f"end: 2026-12-31\nextensions: [{PROVIDERS}]", "plan home-care --compare",
     "The option left is the provider's choice", "No option is left"),
    # Once a way was taken, or the other turned down, what is left of it is no longer one of several.
    ("end: 2026-10-31\nextensions: [{alternatives: [[{months: 12, state: exercised}, {months: 6, state: permitted}], "
     "[{months: 48}]]}]", "show home-care", "2: 6 months, to 30 April 2028: allowed", "several ways"),
    ("end: 2026-10-31\nextensions: [{until: 2027-01-31, modification: true, state: exercised}]", "show home-care",
     "Current: 31 January 2027 (agreed without an option, until 31 January 2027)", "by option"),
    # Only a notice period that is known can have gone by for certain, and what was decided is not to be decided again.
    ("end: 2026-12-31\nextensions: [{months: 12, state: permitted}]", "due --format table",
     "still extend? else arrange cover", "after the end"),
    ("end: 2026-12-31\nnotice: 3m\nextensions: [{months: 12, state: permitted}]", "due --format table",
     "arrange cover after the end", "still extend"),
    ("end: 2026-12-31\nextensions: [{months: 12, state: authorised}]", "due --format table",
     "extension decided: notice served?", "arrange cover"),
    ("end: 2027-12-31\nextensions: [{months: 12, state: authorised}]", "plan home-care",
     "serve notice by Wednesday 29 September 2027",
     "or an officer's decision"),
    ("end: 2026-12-31\nextensions: [{months: 12, state: authorised}]", "plan home-care --compare",
     "3 months of notice assumed | Missed: notice", "officer's decision, notice"),
    # A day that the contract names is no notice period.
    (f"end: 2027-08-31\nextensions: [{NAMED}]", "why home-care corresponding",
     "28 November 2026, as the contract names it", "3 months"),
    (f"end: 2027-08-31\nextensions: [{NAMED}]", "plan home-care",
     "To extend instead (the contract names 28 November 2026)", "notice 3 months"),
    (f"end: 2027-08-31\nextensions: [{NAMED}]", "report extensions",
     "Notice: to 28 November 2026, as named", "3 months"),
    # Where the last award was made without a call for competition, no tender is expected as a matter of course.
    (f"end: 2027-06-30\n{DIRECT}", "show home-care", "(nine in ten), if it is put to competition", "???"),
    ("end: 2027-06-30\nroute: open", "show home-care", "(nine in ten)", "put to competition"),
    (f"end: 2027-01-31\n{DIRECT}", "digest --since 2026-10-01",
     "possible from February to October 2026, if it is put to competition", "???"),
    (f"end: 2027-06-30\n{DIRECT}", "ical", "If it is put to competition\\, look out for the tender notice", "???"),
    (f"end: 2027-01-31\n{DIRECT}", "due --format table", "decide route: too late to tender", "arrange cover"),
    ("end: 2027-01-31\nroute: open", "due --format table", "arrange cover after the end", "decide route"),
    ("start: 2024-04-01\nopen_ended: true\nnotice: 1m", "show home-care", "Notice: 1 month", "to extend"),
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


@pytest.mark.parametrize(("record", "words"), [
    ("advertised: 2026-11-01\nstart: 2027-04-01\nabandoned: {on: 2026-11-20, how: no bids}", "was to take"),
    ("advertised: 2026-11-01\nstart: 2027-04-01", "is to take"),
    ("awarded: 2026-11-01\nstart: 2027-04-01", "is to take"),
    ("plans: {start: 2027-04-01}", "is to take"),
    ("start: 2026-11-29", "takes"),
])  # fmt: skip
def test_only_what_has_started_takes_the_place_of_another(
    registry: Callable[..., str], record: str, words: str
) -> None:
    path = registry("id: old\nend: 2027-03-31", f"id: new\nreplaces: [old]\n{record}")
    assert f"{words} the place of Home care (old)" in run_cli("show", "new", "--registry", path, *TODAY).out


@pytest.mark.parametrize(("record", "said"), [
    ("end: 2028-03-31\nended: {on: unknown, how: stopped}", "ended on a day that is not known (stopped)"),
    ("end: 2028-03-31\nended: {on: 2026-11-20, how: stopped}", "ended 20 November 2026 (stopped)"),
    ("let: false\nadvertised: 2026-10-01\nabandoned: {on: unknown, how: no bids}",
     "procurement abandoned on a day that is not known (no bids)"),
])  # fmt: skip
def test_a_digest_says_once_that_a_contract_is_over(tmp_path: Path, record: str, said: str) -> None:
    before, _, _ = record.rpartition("\n")
    for name, text in (("old", before), ("new", record)):
        (tmp_path / f"{name}.yaml").write_text(registry_text(text), encoding="utf-8")
    given = ("--registry", str(tmp_path / "new.yaml"), "--against", str(tmp_path / "old.yaml"), "--format", "json")
    found = run_cli("digest", *given, *TODAY).json["items"]
    assert [item["text"] for item in found if item["section"] in ("changed", "contracts")] == [said]


def test_an_older_contract_follows_none(registry: Callable[..., str]) -> None:
    path = registry("id: old\nstart: 2022-04-01\nend: 2027-03-31", "id: older\nreplaces: [old]\nstart: 2018-04-01")
    shown = run_cli("show", "old", "--registry", path, *TODAY).out
    assert "  not followed by Home care (older): that started earlier\n" in shown


def test_json_tells_a_decision_only_of_the_step_that_was_decided(registry: Callable[..., str]) -> None:
    path = registry(f"end: 2025-03-31\nextensions: [{{{ROLLED}}}]")
    (row,) = run_cli("list", "--registry", path, *TODAY, "--format", "json").json["rows"]
    used, left = row["extensions"]
    assert (used["decided"]["edtf"], used["taken_to"]["edtf"]) == ("2025-01-01", "2026-03-31")
    assert (left["state"], left["decided"], left["taken_to"]) == ("permitted", None, None)


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


@pytest.mark.parametrize(("record", "typed", "note"), [
    ("end: 2026-12-31\nextensions: [{months: 12, state: permitted}]\nended: {on: 2026-12-15, how: notice}",
     ("--option", "1"), "the end stays 15 December 2026, as that was decided: correct `ended` if it goes on after all"),
    ("kind: dps\nregime: pcr2015\nend: 2029-12-31", ("--modification", "--to", "2032-01-01"),
     "the end stays 23 February 2029, as the law sets it"),
    ("end: 2026-12-31\nextensions: [{months: 12, state: permitted}]", ("--option", "1"), ""),
])  # fmt: skip
def test_an_extension_that_moves_no_end_says_so(
    registry: Callable[..., str], record: str, typed: tuple[str, ...], note: str
) -> None:
    answer = run_cli("extend", "home-care", *typed, "--own", "--registry", registry(record), *TODAY)
    assert answer.code == 0, answer.err
    assert [line for line in answer.err.splitlines() if line.startswith("note:")] == ([f"note: {note}"] if note else [])
