"""Status on a day: 'expired' is never guessed from silence. And what no option can do, however it is written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support import days, known_whens, months_apart, registry_of
from tenderwatch.dates.arithmetic import Duration
from tenderwatch.dates.when import When, on_day
from tenderwatch.labels.standing import STATUS
from tenderwatch.law.terms import contract_ends, contract_status
from tenderwatch.registry.model import Contract, Extension, Registry
from tenderwatch.registry.model.contract import OptionState

RUNNING = "start: 2022-04-01\nend: 2026-03-31"
# The record | another, if it takes one to tell | the day | the status | a sentence.
STATUSES = [
    (RUNNING, "", "2026-03-31", "running", "running to its last day"),
    (RUNNING, "", "2022-04-01", "running", "from its first"),
    (RUNNING, "", "2022-03-31", "awarded", "let, with its start still ahead"),
    (RUNNING, "", "2026-04-01", "overrun", "past its end with no option: nothing more is known, and nothing guessed"),
    (
        RUNNING + "\nextensions: [{months: 12, state: permitted}]",
        "",
        "2026-04-01",
        "unconfirmed",
        "past its end with an option left",
    ),
    (
        RUNNING + "\nextensions: [{months: 12, state: authorised}]",
        "",
        "2026-04-01",
        "unconfirmed",
        "an option authorised is not one exercised",
    ),
    (
        RUNNING + "\nextensions: [{months: 12, state: declined}]",
        "",
        "2026-04-01",
        "overrun",
        "past its end with the option declined",
    ),
    (
        RUNNING + "\nextensions: [{months: 12, state: exercised}]",
        "",
        "2026-04-01",
        "extended",
        "running on an option that was exercised",
    ),
    (
        RUNNING + "\nextensions: [{months: 12, state: exercised}]",
        "",
        "2027-04-01",
        "overrun",
        "past the end of the last option",
    ),
    (
        RUNNING + "\nextensions: [{months: 12, times: 2, state: permitted}]",
        "",
        "2028-04-01",
        "overrun",
        "past the longest end, nothing seen since",
    ),
    (RUNNING + "\nextensions: [{state: permitted}]", "", "2040-01-01", "unconfirmed", "an option of unknown length"),
    ("end: 2026-03", "", "2026-03-31", "running", "a month passes only after its last day"),
    ("end: 2026-03", "", "2026-04-01", "overrun", "and then it has"),
    ("start: 2022-04-01", "", "2026-01-01", "unknown", "no end known"),
    ("start: 2022-04-01\nopen_ended: true", "", "2050-01-01", "open-ended", "stated to have no end"),
    ("plans: {tender: spring 2026}", "", "2026-01-01", "planned", "nothing let yet"),
    ("plans: {tender: spring 2026}", "", "2027-01-01", "planned", "nothing let yet, though the day has passed"),
    ("let: false\nstart: 2027-04-01", "", "2026-01-01", "planned", "said outright not to have been let"),
    ("let: false\nadvertised: 2026-01-10", "", "2026-01-09", "planned", "to be advertised tomorrow"),
    ("advertised: 2026-01-10", "", "2026-01-10", "tendering", "advertised today"),
    ("advertised: 2026-01-10\nend: 2030-01-01", "", "2026-02-01", "tendering", "advertised, and no award seen"),
    (
        "advertised: 2026-01-10\nawarded: 2026-03-01\nend: 2030-01-01",
        "",
        "2026-02-28",
        "tendering",
        "the award is still ahead",
    ),
    (
        "advertised: 2026-01-10\nawarded: 2026-03-01\nstart: 2026-04-01\nend: 2030-01-01",
        "",
        "2026-03-01",
        "awarded",
        "awarded, start ahead",
    ),
    (
        "advertised: 2026-01-10\nlet: true\nend: 2030-01-01",
        "",
        "2026-02-01",
        "running",
        "said outright to have been let",
    ),
    ("advertised: 2026-01-10\nproviders: [Mind]\nend: 2030-01-01", "", "2026-02-01", "running", "a provider holds it"),
    (
        RUNNING + "\nplans: {tender: 2025-06}",
        "",
        "2025-01-01",
        "running",
        "plans for the next do not make this one planned",
    ),
    (RUNNING + "\nended: {on: 2025-06-30, how: terminated}", "", "2025-07-01", "ended", "ended on evidence"),
    (RUNNING + "\nended: {on: 2025-06-30, how: terminated}", "", "2025-06-30", "running", "but not on its last day"),
    (
        RUNNING + "\nended: {on: 2025, how: terminated}",
        "",
        "2025-12-31",
        "running",
        "a year lasts to its last day",
    ),
    (RUNNING + "\nended: {on: 2025, how: terminated}", "", "2026-01-01", "ended", "and in January it has"),
    (RUNNING + "\nended: {on: unknown, how: stopped}", "", "2024-01-01", "ended", "ended on a day that nobody states"),
    (
        "start: 2022-04-01\nopen_ended: true\nended: {on: 2026-01-31, how: notice given}",
        "",
        "2026-01-10",
        "running",
        "what had no end runs to the end that notice gave it",
    ),
    (
        "kind: dps\nregime: pcr2015\nstart: 2022-04-01\nopen_ended: true",
        "",
        "2029-02-23",
        "running",
        "a purchasing system of the old law that is called open-ended runs to the day of the law",
    ),
    (
        "kind: dps\nregime: pcr2015\nstart: 2022-04-01\nopen_ended: true",
        "",
        "2029-02-24",
        "overrun",
        "and not past it",
    ),
    (
        "kind: dps\nregime: pcr2015\nstart: 2022-04-01",
        "",
        "2026-01-01",
        "running",
        "one with no end stated has the end of the law",
    ),
    (
        "advertised: 2026-01-10\nstart: 2026-09-01\nabandoned: {on: 2026-04-02, how: no award}",
        "",
        "2026-05-01",
        "abandoned",
        "a procurement given up",
    ),
    (
        "advertised: 2026-01-10\nstart: 2026-09-01\nended: {on: 2026-04-02, how: withdrawn}",
        "",
        "2026-05-01",
        "abandoned",
        "advertised, ended before its start, and nothing let",
    ),
    (
        "plans: {tender: 2026-01, start: 2026-09}\nended: {on: 2026-04-02, how: withdrawn}",
        "",
        "2026-05-01",
        "abandoned",
        "planned, ended before its start, and nothing let",
    ),
    (
        "let: false\nadvertised: 2026-01-10\nended: {on: 2026-04-02, how: withdrawn}",
        "",
        "2026-05-01",
        "abandoned",
        "ended, and said never to have been let",
    ),
    (
        "advertised: 2026-01-10\nplans: {start: 2026-09-01}\nproviders: [Mind]\nended: {on: 2026-04, how: withdrawn}",
        "",
        "2026-05-01",
        "ended",
        "a provider shows that it was let",
    ),
    (
        "advertised: 2020-01-10\nstart: 2020-09-01\nended: {on: 2024-08-31, how: expired}",
        "",
        "2026-05-01",
        "ended",
        "ended after its start: it was let, though no award was seen",
    ),
    (
        RUNNING,
        "id: new\nreplaces: [home-care]\nlead: testshire\nadvertised: 2025-06-01\nstart: 2026-04-01\n"
        "abandoned: {on: 2025-09-01, how: no award}",
        "2026-05-01",
        "overrun",
        "a successor that was abandoned replaces nothing",
    ),
    (
        RUNNING + "\npartners: [otherham]",
        "id: new\nreplaces: [home-care]\nstart: 2026-04-01",
        "2026-04-01",
        "overrun",
        "a successor for one of two councils leaves the other uncovered",
    ),
    (
        RUNNING + "\npartners: [otherham]",
        "id: new\nreplaces: [home-care]\nlead: otherham\npartners: [testshire]\nstart: 2026-04-01",
        "2026-04-01",
        "replaced",
        "a successor for both replaces it, whoever leads",
    ),
    (
        RUNNING + "\npartners: [otherham]",
        "id: new\nreplaces: [home-care]\nlead: unknown\nstart: 2026-04-01",
        "2026-04-01",
        "replaced",
        "a successor that names no buyer takes the place of the whole",
    ),
    (
        "start: 2025-04-01\nend: 2027-03-31\nawarded: 2025-06-01",
        "",
        "2025-05-01",
        "running",
        "signed after it had begun: it runs from its start",
    ),
    (
        "start: 2025-04\nend: 2027-03-31\nawarded: 2025-04-20",
        "",
        "2025-04-10",
        "planned",
        "it may begin after it is signed",
    ),
    (RUNNING, "id: new\nreplaces: [home-care]\nstart: 2026-04-01", "2026-04-01", "replaced", "a successor has started"),
    (RUNNING, "id: new\nreplaces: [home-care]\nstart: 2026-04-01", "2026-03-31", "running", "it starts tomorrow"),
    (
        RUNNING,
        "id: new\nreplaces: [home-care]\nstart: 2026-04",
        "2026-04-15",
        "overrun",
        "a successor that may have started is not known to have",
    ),
    (
        RUNNING,
        "id: new\nreplaces: [home-care]\nplans: {tender: 2025-06, start: 2026-04-01}",
        "2026-05-01",
        "overrun",
        "a successor that is only planned replaces nothing",
    ),
    (
        RUNNING,
        "id: new\nreplaces: [home-care]\nlet: false\nstart: 2026-04-01",
        "2026-05-01",
        "overrun",
        "nor does one that was never let, though its start has passed",
    ),
    (
        "open_ended: true\nended: {on: 2025-06-30, how: withdrawn}",
        "",
        "2026-01-01",
        "ended",
        "evidence of the end comes before all that was planned",
    ),
]


@pytest.mark.parametrize(("text", "other", "today", "status", "sentence"), STATUSES, ids=[row[-1] for row in STATUSES])
def test_status(text: str, other: str, today: str, status: str, sentence: str) -> None:
    records = [text, other] if other else [text]
    registry = registry_of(*records)
    contract = registry.by_id["home-care"]
    found = contract_status(contract, contract_ends(contract), registry, date.fromisoformat(today))
    assert found == status, sentence


def test_the_table_shows_every_status() -> None:
    assert {row[3] for row in STATUSES} == set(STATUS)


def test_no_status_says_expired() -> None:
    assert not [words for words in STATUS.values() if "expired" in words]


STATES: tuple[OptionState, ...] = ("permitted", "authorised", "exercised", "unknown", "declined")
plain_options = st.tuples(st.sampled_from(STATES), st.integers(1, 36), st.integers(0, 3)).map(
    lambda x: Extension(state=x[0], months=x[1], times=max(x[2], 1), flexible=x[2] == 0)
)
forks = st.lists(st.lists(plain_options, min_size=1, max_size=2).map(tuple), min_size=2, max_size=3).map(
    lambda ways: Extension(alternatives=tuple(ways))
)
options = st.lists(plain_options | forks, max_size=4).map(tuple)


def bare_registry(*contracts: Contract) -> Registry:
    return Registry(edition=date(2026, 1, 10), portals={}, authorities={}, sources={}, contracts=contracts)


def let(end: When | None, extensions: tuple[Extension, ...]) -> Contract:
    return Contract("c", "C", "contract", ("home care",), (), end=end, extensions=extensions)


def later(when: When, other: When) -> bool:
    assert when.latest is not None
    assert other.latest is not None
    return when.latest >= other.latest


@given(known_whens, options, plain_options)
def test_one_more_option_never_brings_the_longest_end_forward(
    end: When, extensions: tuple[Extension, ...], more: Extension
) -> None:
    before, after = contract_ends(let(end, extensions)), contract_ends(let(end, (*extensions, more)))
    assert before.longest is not None
    assert after.longest is not None
    assert later(after.longest.when, before.longest.when)


@given(known_whens, options)
def test_the_ends_come_in_their_order(end: When, extensions: tuple[Extension, ...]) -> None:
    ends = contract_ends(let(end, extensions))
    assert ends.initial is not None
    assert ends.current is not None
    assert ends.longest is not None
    assert later(ends.current.when, ends.initial.when)
    assert later(ends.longest.when, ends.current.when)


@given(known_whens, options)
def test_options_never_make_an_end_more_exact(end: When, extensions: tuple[Extension, ...]) -> None:
    """The bounds of every end stay as many months apart as those of the initial one."""
    ends = contract_ends(let(end, extensions))
    found = [item.when for item in (ends.initial, ends.current, ends.longest) if item]
    found += [step.to for step in ends.steps if step.to]
    assert len(found) == 3 + len(ends.steps)
    assert {months_apart(when) for when in found} == {months_apart(end)}


@given(known_whens, options, days)
def test_the_next_possible_end_has_not_passed_and_is_one_of_the_ends(
    end: When, extensions: tuple[Extension, ...], today: date
) -> None:
    ends = contract_ends(let(end, extensions))
    found = ends.next_possible(today)
    assert ends.current is not None
    assert ends.longest is not None
    if found is None:
        assert ends.current.when.passed(today)
    else:
        following, how = found
        assert not following.when.passed(today)
        assert later(ends.longest.when, following.when)
        assert (how == "current") is (following == ends.current)


@given(days, st.integers(1, 120), options)
def test_an_end_worked_out_leads_on_as_the_same_end_stated(
    start: date, months: int, extensions: tuple[Extension, ...]
) -> None:
    """Unless a month end has hidden the day on which the term began: then only the worked-out end knows it."""
    term, eve = Duration(months, "months"), start - timedelta(days=1)
    assume(eve.day < 28 or start.day == 1)
    worked_out = contract_ends(let(None, extensions)._replace(start=on_day(start), term=term))
    assert worked_out.initial is not None
    stated = contract_ends(let(worked_out.initial.when, extensions))
    assert [step.to for step in worked_out.steps] == [step.to for step in stated.steps]
    assert worked_out.longest is not None
    assert stated.longest is not None
    assert worked_out.longest.when == stated.longest.when


@given(known_whens, options, days, st.integers(0, 3000))
def test_what_is_over_stays_over(end: When, extensions: tuple[Extension, ...], today: date, more: int) -> None:
    """With no new facts, time can only take a contract from running to unconfirmed to overrun."""
    contract = let(end, extensions)
    ends = contract_ends(contract)
    order = ["running", "extended", "unconfirmed", "overrun"]
    now, then = (
        contract_status(contract, ends, bare_registry(contract), day) for day in (today, today + timedelta(days=more))
    )
    assume(now in order)
    assert order.index(then) >= order.index(now)
