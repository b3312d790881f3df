"""Releases of open contracting data: what each kind of notice states, with the quirks of real publishers."""

from __future__ import annotations

from typing import Any

import pytest

from importers_support import (
    advertised,
    awarded,
    cancelled,
    changed,
    contracted,
    party,
    period,
    planned,
    read,
    release,
    statement,
    terminated,
)
from tenderwatch.importers.statement import Aside, Reject, Statement, Terms


def written(terms: Terms) -> tuple[str | None, str | None, str | None]:
    start, end, longest = (when.written if when else None for when in terms[:3])
    return start, end, longest


TERM = ("2027-04-01", "2030-03-31", "2032-03-31")


def test_a_planned_procurement_states_its_next_notice_and_its_term() -> None:
    found = statement(planned())
    assert (found.stage, found.notice) == ("planning", "UK3")
    assert found.planned_tender is not None
    assert found.planned_tender.written == "2026-09-30"
    assert written(found.terms) == TERM


def test_a_tender_notice_states_term_options_deadline_and_value() -> None:
    found = statement(advertised())
    assert (found.stage, found.notice, found.regime, found.route) == ("tender", "UK4", "pa2023-light-touch", "open")
    assert written(found.terms) == TERM
    assert found.terms.extension == "2 x 12 months"
    assert found.deadline is not None
    assert found.deadline.written == "2026-10-30"
    assert found.value is not None
    assert (found.value.amount, found.value.basis) == (900000.0, "total, without VAT")
    assert found.url == "https://www.find-tender.service.gov.uk/Notice/000002-2026"


def test_an_award_states_who_won() -> None:
    found = statement(awarded())
    assert (found.stage, found.providers, written(found.terms)) == ("award", ("Example Care Ltd",), TERM)


def test_contract_details_state_the_term_as_signed() -> None:
    found = statement(contracted())
    assert (found.stage, found.notice) == ("contract", "UK7")
    assert written(found.terms) == ("2027-04-17", "2030-03-31", "2032-03-31")
    assert found.value is not None
    assert found.value.amount == 750000.0


def test_the_first_day_of_a_change_is_no_start_of_the_contract() -> None:
    found = statement(changed())
    assert found.stage == "change"
    assert written(found.terms) == (None, "2031-03-31", None)


def test_a_termination_states_the_end_and_why() -> None:
    found = statement(terminated())
    assert found.stage == "termination"
    assert found.ended is not None
    assert (found.ended.written, found.how) == ("2028-09-30", "mutually agreed")
    assert [buyer.name for buyer in found.buyers] == ["Testshire County Council"]  # though the release names no buyer


def test_a_cancellation_states_the_day_and_why() -> None:
    found = statement(cancelled())
    assert found.stage == "cancellation"
    assert found.ended is not None
    assert (found.ended.written, found.how) == ("2026-11-04", "No bids were received")


def test_awards_to_nobody_are_a_cancellation() -> None:
    notice = awarded()
    notice["awards"] = [{"id": "1", "status": "unsuccessful"}]
    assert statement(notice).stage == "cancellation"


def test_dates_are_taken_as_written_and_never_shifted_through_universal_time() -> None:
    notice = contracted()
    notice["contracts"][0]["period"] = {
        "startDate": "2027-04-01T00:00:00+01:00",
        "endDate": "2030-03-31T23:59:59+01:00",
    }
    assert written(statement(notice).terms)[:2] == ("2027-04-01", "2030-03-31")


LENGTHS: list[tuple[Any, int | None, bool, str]] = [
    (720, 24, False, "months of 30 days"),
    (450, 15, False, "an odd number of them"),
    (1095, 36, False, "years of 365 days"),
    (29970, None, False, "999 months stand for nothing"),
    ("1e9999", None, True, "infinity as text is no end"),
    (float("inf"), None, True, "infinity as a number"),
    (float("nan"), None, True, "no number at all"),
    (100, None, False, "no number of months"),
    (0, None, False, "nought"),
    (True, None, False, "a truth value"),
    (None, None, False, "nothing"),
]


@pytest.mark.parametrize(
    ("days", "months", "endless"), [case[:3] for case in LENGTHS], ids=[case[3] for case in LENGTHS]
)
def test_lengths_in_days_count_months_of_thirty(days: Any, months: int | None, endless: bool) -> None:
    notice = advertised()
    notice["tender"]["lots"][0]["contractPeriod"] = {"durationInDays": days}
    terms = statement(notice).terms
    assert (terms.months, terms.open_ended) == (months, endless)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ({"amount": 10.5, "currency": "GBP"}, 10.5),
        ({"amountGross": 120.0, "currency": "GBP"}, 120.0),
        ({"amount": 0.01, "currency": "GBP"}, None),
        ({"amount": 5000.0, "currency": "EUR"}, None),
        ({"amount": float("inf"), "currency": "GBP"}, None),
        ({"amount": "ten"}, None),
        ("ten pounds", None),
    ],
    ids=["net", "gross alone", "a placeholder", "another currency", "infinity", "words", "no group of keys"],
)
def test_values_are_pounds_or_not_taken(value: Any, amount: float | None) -> None:
    notice = contracted()
    notice["contracts"][0]["value"] = value
    found = statement(notice).value
    assert (found.amount if found else None) == amount


def test_joint_buyers_keep_their_order_with_the_lead_first() -> None:
    notice = advertised()
    notice["parties"] = [
        party("Otherham Borough Council", "CCCC-2222-DDDD", "buyer"),
        party("Testshire County Council", "AAAA-1111-BBBB", "buyer"),
        party("Example Care Ltd", "EEEE-3333-FFFF", "supplier"),
    ]
    names = [buyer.name for buyer in statement(notice).buyers]
    assert names == ["Testshire County Council", "Otherham Borough Council"]


def test_contracts_of_different_terms_are_told_apart_and_others_are_not() -> None:
    notice = contracted()
    notice["contracts"].append({**notice["contracts"][0], "id": "2", "title": "Lot 2"})
    assert len(read(notice)) == 1
    notice["contracts"][1]["period"] = period("2027-04-17", "2031-03-31")
    found = [reading for reading in read(notice) if isinstance(reading, Statement)]
    assert [each.contract for each in found] == ["1", "2"]


def test_the_law_is_the_one_that_the_notice_names() -> None:
    under_psr = contracted()
    under_psr["tender"] |= {
        "legalBasis": {"scheme": "CELEX"},
        "description": "Awarded under the Provider Selection Regime by direct award process C.",
    }
    found = statement(under_psr)
    assert (found.regime, found.route) == ("psr", "direct-award-c")
    below = advertised()
    below["tender"] |= {"aboveThreshold": False, "procurementMethodDetails": "Below threshold - without competition"}
    found = statement(below)
    assert (found.regime, found.route) == ("below-threshold", "below-threshold-without-competition")


ASIDE = [
    (advertised() | {"tender": {"title": "TEST"}}, "a test notice"),
    (release("000008-2026", ["implementation"]), "performance"),
]


@pytest.mark.parametrize(("notice", "reason"), ASIDE, ids=["a test", "a notice of performance"])
def test_what_states_no_contract_is_set_aside_with_a_reason(notice: Any, reason: str) -> None:
    (found,) = read(notice)
    assert isinstance(found, Aside)
    assert reason in found.reason


def test_a_real_notice_titled_template_is_not_set_aside() -> None:
    notice = advertised()
    notice["tender"]["title"] = "Template"
    assert statement(notice).title == "Template"


@pytest.mark.parametrize(
    "notice",
    [
        None,
        [],
        "text",
        {},
        {"ocid": ""},
        {"ocid": 5},
        {"ocid": "ocds-1", "tag": ["unheard-of"]},
        {"ocid": "ocds-1", "tag": None},
    ],
    ids=["nothing", "a list", "text", "empty", "no ocid", "a number for an ocid", "an unknown tag", "no tag"],
)
def test_what_is_no_release_is_rejected_with_its_place(notice: Any) -> None:
    (found,) = read(notice, 7)
    if isinstance(found, Statement):
        assert found.ocid == "5"
    else:
        assert isinstance(found, Reject)
        assert found.place.row == 7
        assert found.reason
