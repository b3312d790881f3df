"""Terms: what each written option leads to, and the initial, current, next possible and longest end."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from support import registry_of
from tenderwatch.law.terms import contract_ends
from tenderwatch.registry.model import Contract


def read(text: str) -> Contract:
    """The contract that this record describes."""
    registry = registry_of(text)
    return registry.contracts[0]


class Case(NamedTuple):
    """A record, a day, and the ends: initial, current, next possible (and how), longest; `-` for none."""

    sentence: str
    text: str
    today: str
    expected: str


CASES = [
    Case("an end as stated", "end: 2026-05-31", "2026-01-01", "2026-05-31 2026-05-31 2026-05-31 current 2026-05-31"),
    Case(
        "an end worked out from start and term", "start: 2022-04-01\nterm: 36m", "2024-05-01",
        "2025-03-31 2025-03-31 2025-03-31 current 2025-03-31",
    ),
    Case("no end stated", "start: 2022-04-01", "2024-05-01", "- - - - -"),
    Case("an end said to be unknown", "end: unknown", "2024-05-01", "- - - - -"),
    Case("no end at all", "open_ended: true", "2024-05-01", "- - - - -"),
    Case(
        "one option, before the end", "end: 2025-03-31\nextensions: [{months: 24, state: permitted}]", "2025-03-31",
        "2025-03-31 2025-03-31 2025-03-31 current 2027-03-31",
    ),
    Case(
        "one option, after the end", "end: 2025-03-31\nextensions: [{months: 24, state: permitted}]", "2025-04-01",
        "2025-03-31 2025-03-31 2027-03-31 option 2027-03-31",
    ),
    Case(
        "one option, after all of it", "end: 2025-03-31\nextensions: [{months: 24, state: permitted}]", "2027-04-01",
        "2025-03-31 2025-03-31 - - 2027-03-31",
    ),
    Case(
        "a repeated option: the first end through options that has not passed",
        "end: 2024-06-30\nextensions: [{months: 6, times: 3, state: permitted}]", "2025-01-01",
        "2024-06-30 2024-06-30 2025-06-30 option 2025-12-31",
    ),
    Case(
        "months are added at once to the initial end", "end: 2026-01-30\nextensions: [{months: 1, times: 2}]",
        "2026-03-01", "2026-01-30 2026-01-30 2026-03-30 option 2026-03-30",
    ),
    Case(
        "an option until a year", "end: 2026-04\nextensions: [{until: 2030, state: permitted}]", "2026-05-01",
        "2026-04 2026-04 2030 option 2030",
    ),
    Case(
        "an option stated as a span",
        "end: 2026-03-31\nextensions: [{since: 2026-04-01, until: 2028-03-31}]", "2026-04-01",
        "2026-03-31 2026-03-31 2028-03-31 option 2028-03-31",
    ),
    Case(
        "after a stated end, months go on from it",
        "end: 2026-03-31\nextensions: [{until: 2028-06-30}, {months: 6}]", "2026-01-01",
        "2026-03-31 2026-03-31 2026-03-31 current 2028-12-31",
    ),
    Case(
        "rolling on by years: the next of the anniversaries",
        "end: 2026-03-31\nextensions: [{every: 12m, until: 2030-03-31}]", "2027-10-01",
        "2026-03-31 2026-03-31 2028-03-31 option 2030-03-31",
    ),
    Case(
        "rolling on to a date between: the last step is cut to it",
        "end: 2026-03-31\nextensions: [{every: 12m, until: 2028-09-30}]", "2028-04-01",
        "2026-03-31 2026-03-31 2028-09-30 option 2028-09-30",
    ),
    Case(
        "rolling on to a year: its yearly steps all the same",
        "end: 2026-03-31\nextensions: [{every: 12m, until: 2030}]", "2026-04-01",
        "2026-03-31 2026-03-31 2027-03-31 option 2030",
    ),
    Case(
        "rolled on up to a day: the rest is still open",
        "end: 2026-03-31\nextensions: [{every: 12m, until: 2030-03-31, state: exercised, taken_to: 2028-03-31}]",
        "2028-04-01", "2026-03-31 2028-03-31 2029-03-31 option 2030-03-31",
    ),
    Case(
        "a flexible option: any end between",
        "end: 2026-03-31\nextensions: [{months: 24, flexible: true}]", "2026-06-01",
        "2026-03-31 2026-03-31 2026-03-31..2028-03-31 flexible 2028-03-31",
    ),
    Case(
        "a flexible option, before the end",
        "end: 2026-03-31\nextensions: [{months: 24, flexible: true}]", "2026-03-31",
        "2026-03-31 2026-03-31 2026-03-31 current 2028-03-31",
    ),
    Case(
        "a flexible option used in part",
        "end: 2026-03-31\nextensions: [{months: 24, flexible: true, state: exercised, taken_to: 2026-09-30}]",
        "2026-10-01", "2026-03-31 2026-09-30 2026-09-30..2028-03-31 flexible 2028-03-31",
    ),
    Case(
        "alternatives are not added up",
        "end: 2026-03-31\nextensions: [{alternatives: [[{months: 48}], [{months: 24}, {months: 24, times: 2}]]}]",
        "2026-04-01", "2026-03-31 2026-03-31 2028-03-31 option 2032-03-31",
    ),
    Case(
        "5 + 4 or 5 + 2 + 2: the same longest end, the nearest next one",
        "start: 2020-04-01\nterm: 60m\nextensions: [{alternatives: [[{months: 48}], [{months: 24}, {months: 24}]]}]",
        "2025-04-01", "2025-03-31 2025-03-31 2027-03-31 option 2029-03-31",
    ),
    Case(
        "5 + 4 or 5 + 2 + 2, once the first way is taken",
        "start: 2020-04-01\nterm: 60m\n"
        "extensions: [{alternatives: [[{months: 48, state: exercised}], [{months: 24}, {months: 48}]]}]",
        "2025-04-01", "2025-03-31 2029-03-31 2029-03-31 current 2029-03-31",
    ),
    Case(
        "5 + 4 or 5 + 2 + 2, once the second way is begun",
        "start: 2020-04-01\nterm: 60m\n"
        "extensions: [{alternatives: [[{months: 48}], [{months: 24, state: exercised}, {months: 24}]]}]",
        "2027-04-01", "2025-03-31 2027-03-31 2029-03-31 option 2029-03-31",
    ),
    Case(
        "an option after alternatives goes on from the longest of them",
        "end: 2026-03-31\nextensions: [{alternatives: [[{months: 12}], [{months: 36}]]}, {months: 12}]",
        "2026-01-01", "2026-03-31 2026-03-31 2026-03-31 current 2030-03-31",
    ),
    Case(
        "an option of unknown length: how long it may run cannot be told",
        "end: 2026-03-31\nextensions: [{months: 12}, {state: permitted}]", "2026-04-01",
        "2026-03-31 2026-03-31 2027-03-31 option -",
    ),
    Case(
        "an option of unknown length that was declined tells nothing more",
        "end: 2026-03-31\nextensions: [{months: 12}, {state: declined}]", "2026-04-01",
        "2026-03-31 2026-03-31 2027-03-31 option 2027-03-31",
    ),
    Case(
        "an option of unknown length that was used: the end is not known",
        "end: 2026-03-31\nextensions: [{state: exercised}]", "2026-04-01", "2026-03-31 - - - -",
    ),
    Case(
        "a declined option closes those after it",
        "end: 2026-03-31\nextensions: [{months: 12, state: declined}, {months: 12}, {until: 2030}]", "2026-04-01",
        "2026-03-31 2026-03-31 - - 2026-03-31",
    ),
    Case(
        "an exercised option moves the current end",
        "end: 2026-03-31\nextensions: [{months: 12, state: exercised}, {months: 12}]", "2026-04-01",
        "2026-03-31 2027-03-31 2027-03-31 current 2028-03-31",
    ),
    Case(
        "an authorised option does not: it has been decided, not done",
        "end: 2026-03-31\nextensions: [{months: 12, state: authorised}, {months: 12}]", "2026-03-01",
        "2026-03-31 2026-03-31 2026-03-31 current 2028-03-31",
    ),
    Case(
        "exercised, then declined",
        "end: 2026-03-31\nextensions: [{months: 12, state: exercised}, {months: 12, state: declined}, {months: 12}]",
        "2027-04-01", "2026-03-31 2027-03-31 - - 2027-03-31",
    ),
    Case(
        "a month stays a month through its options", "end: 2024-09\nextensions: [{months: 12, times: 2}]", "2024-10-01",
        "2024-09 2024-09 2025-09 option 2026-09",
    ),
    Case(
        "a month has not passed on its last day", "end: 2024-09\nextensions: [{months: 12}]", "2024-09-30",
        "2024-09 2024-09 2024-09 current 2025-09",
    ),
    Case(
        "an end worked out from a month is as uncertain as the month", "start: 2022-04\nterm: 12m", "2022-06-01",
        "2023-03-31..2023-04-29 2023-03-31..2023-04-29 2023-03-31..2023-04-29 current 2023-03-31..2023-04-29",
    ),
    Case(
        "a purchasing system of the old law lapses on 23 February 2029",
        "kind: dps\nregime: pcr2015-light-touch\nend: 2031-03-31", "2026-01-01",
        "2031-03-31 2029-02-23 2029-02-23 current 2029-02-23",
    ),
    Case(
        "its options lapse with it", "kind: dps\nregime: pcr2015\nend: 2028-03-31\nextensions: [{months: 24}]",
        "2028-04-01", "2028-03-31 2028-03-31 2029-02-23 option 2029-02-23",
    ),
    Case(
        "after that day nothing is left of them",
        "kind: dps\nregime: pcr2015\nend: 2028-03-31\nextensions: [{months: 24}]", "2029-02-24",
        "2028-03-31 2028-03-31 - - 2029-02-23",
    ),
    Case(
        "an uncertain end is cut to it", "kind: dps\nregime: pcr2015\nend: 2029", "2026-01-01",
        "2029 2029-01-01..2029-02-23 2029-01-01..2029-02-23 current 2029-01-01..2029-02-23",
    ),
    Case(
        "a framework of the old law does not lapse", "kind: framework\nregime: pcr2015\nend: 2031-03-31", "2026-01-01",
        "2031-03-31 2031-03-31 2031-03-31 current 2031-03-31",
    ),
    Case(
        "nor does a purchasing system whose law is not known", "kind: dps\nend: 2031-03-31", "2026-01-01",
        "2031-03-31 2031-03-31 2031-03-31 current 2031-03-31",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.sentence for case in CASES])
def test_ends(case: Case) -> None:
    ends = contract_ends(read(case.text))
    found = ends.next_possible(date.fromisoformat(case.today))
    following, how = found if found else (None, None)
    shown = [end.when.written if end else "-" for end in (ends.initial, ends.current, following)]
    shown += [how or "-", ends.longest.when.written if ends.longest else "-"]
    assert " ".join(shown) == case.expected


STEPS = [
    ("[{months: 12, times: 2, state: permitted}]", ["1 12 2027-03-31 permitted", "2 12 2028-03-31 permitted"], "times"),
    ("[{months: 12}]", ["1 12 2027-03-31 unknown"], "a state that is not stated is unknown"),
    ("[{until: 2030}]", ["1 - 2030 unknown"], "an end gives no length"),
    (
        "[{months: 12, state: exercised}, {months: 6, times: 2, state: permitted}]",
        ["1 12 2027-03-31 exercised", "2 6 2027-09-30 permitted", "3 6 2028-03-31 permitted"],
        "steps are counted through all options",
    ),
    ("[{months: 24, flexible: true}]", ["1 24 2028-03-31 unknown"], "a flexible option is one step"),
    ("[{state: permitted}]", ["1 - - permitted"], "an option of unknown length leads nowhere that is known"),
    ("[{until: unknown, state: permitted}]", ["1 - - permitted"], "an end said to be unknown leads nowhere either"),
    (
        "[{every: 12m, until: 2028-09-30}]",
        ["1 12 2027-03-31 unknown", "2 12 2028-03-31 unknown", "3 - 2028-09-30 unknown"],
        "rolling on, the last step cut short",
    ),
    (
        "[{every: 12m, until: 2029-03-31, state: exercised, taken_to: 2028-03-31}]",
        ["1 12 2027-03-31 exercised", "2 12 2028-03-31 exercised", "3 12 2029-03-31 permitted"],
        "rolled on so far",
    ),
    (
        "[{every: 16w, until: 2026-12-31}]",
        ["1 - 2026-07-21 unknown", "2 - 2026-11-10 unknown", "3 - 2026-12-31 unknown"],
        "rolling on by weeks",
    ),
    (
        "[{every: 12m, until: 2029}]",
        ["1 12 2027-03-31 unknown", "2 12 2028-03-31 unknown", "3 - 2029 unknown"],
        "rolling on to a year",
    ),
    ("[{every: 1m, until: 2036-03-31, state: permitted}]", ["1 - 2036-03-31 permitted"], "many steps stand as one"),
    ("[{every: 1m, state: permitted}]", ["1 - - permitted"], "steps without end stand as one"),
    (
        "[{every: 12m, state: exercised, taken_to: 2027-03-31}]",
        ["1 12 2027-03-31 exercised", "2 - - permitted"],
        "one step of a roll-on without end has been used, the rest is open",
    ),
    (
        "[{state: exercised, taken_to: 2027-03-31}]",
        ["1 - 2027-03-31 exercised", "2 - - permitted"],
        "a period of unknown length has been used, a further one is open",
    ),
    (
        "[{state: exercised, taken_to: 2027-03-31, rest: gone}]",
        ["1 - 2027-03-31 exercised"],
        "a period of unknown length has been used, and that was all",
    ),
    (
        "[{months: 12, state: exercised, taken_to: 2026-09-30}, {months: 6}]",
        ["1 12 2026-09-30 exercised", "2 6 2027-03-31 unknown"],
        "used in part, the rest gone: the next goes on from there",
    ),
    (
        "[{months: 12, state: exercised, taken_to: 2026-09-30, rest: left}, {months: 6}]",
        ["1 12 2027-03-31 exercised", "2 6 2027-09-30 unknown"],
        "used in part, the rest left",
    ),
    ("[{length: 26w}]", ["1 - 2026-09-29 unknown"], "an option in weeks"),
    ("[{length: 12m}]", ["1 12 2027-03-31 unknown"], "an option in months, written as a length"),
    (
        "[{months: 12, state: permitted}, {months: 24, state: exercised}]",
        ["1 12 2029-03-31 permitted", "2 24 2028-03-31 exercised"],
        "used out of order: the one not used goes on from the one that was",
    ),
    (
        "[{alternatives: [[{months: 12}], [{months: 36}]]}, {months: 12}]",
        ["1 12 2027-03-31 unknown", "2 12 2028-03-31 unknown", "3 36 2029-03-31 unknown", "4 12 2030-03-31 unknown"],
        "after alternatives each way goes on by itself",
    ),
]


@pytest.mark.parametrize(("options", "steps", "sentence"), STEPS, ids=[row[-1] for row in STEPS])
def test_steps(options: str, steps: list[str], sentence: str) -> None:
    ends = contract_ends(read(f"end: 2026-03-31\nextensions: {options}"))
    shown = [f"{s.number} {s.months or '-'} {s.to.written if s.to else '-'} {s.state}" for s in ends.steps]
    assert shown == steps, sentence


def test_steps_of_alternatives_know_their_way() -> None:
    text = "end: 2026-03-31\nextensions: [{months: 12}, {alternatives: [[{months: 48}], [{months: 24}, {months: 24}]]}]"
    assert [step.branch for step in contract_ends(read(text)).steps] == [(), ((2, 1),), ((2, 2),), ((2, 2),)]


HOW = [
    ("end: 2026-03-31", "initial term, as stated", "a stated end"),
    ("end: 2029-03\nworked_out: [end]", "worked out: the notes say from what", "an end that no source prints"),
    ("start: 2022-04-01\nterm: 36m", "worked out: start 1 April 2022 and a term of 36 months", "an end worked out"),
    (
        "kind: dps\nregime: pcr2015\nend: 2031-03-31",
        "lapses by law (SI 2024/716 reg 5(4)(b)), whatever its own date (31 March 2031)",
        "an end by law",
    ),
    (
        "end: 2026-03-31\nextensions: [{months: 12, state: permitted}]",
        "if option 1 is used (12 months; permitted)",
        "by option",
    ),
    ("end: 2026-03-31\nextensions: [{months: 12, state: exercised}]", "by option 1, used (12 months)", "used"),
]


@pytest.mark.parametrize(("text", "how", "sentence"), HOW, ids=[row[-1] for row in HOW])
def test_the_longest_end_says_how_it_comes_about(text: str, how: str, sentence: str) -> None:
    longest = contract_ends(read(text)).longest
    assert longest is not None
    assert longest.how == how, sentence
