"""The steps on a contract's page: those of the plan, as far as nothing seen or stated has taken their place."""

from __future__ import annotations

from datetime import date

import pytest

from support import registry_of
from tenderwatch.cli.context import bundled_registry
from tenderwatch.outlook import Outlook, look_at
from tenderwatch.registry.load import load
from tenderwatch.site.pages.steps import steps

TODAY = date(2026, 7, 1)
SHIPPED = load(bundled_registry()).registry


def looked_at(*records: str) -> Outlook:
    registry = registry_of(*records)
    return look_at(registry.by_id["home-care"], registry, TODAY)


def rows(outlook: Outlook) -> dict[str, str]:
    found = steps(outlook)
    return {row.why: row.by for row in found.rows} if found else {}


def test_the_stages_of_the_plan() -> None:
    shown = rows(looked_at("end: 2027-03-31"))
    assert len(shown) == 14
    assert shown["tender-notice"] == "Friday 28 August 2026"


def test_a_tender_that_the_buyer_has_stated_stands_in_place_of_the_notice() -> None:
    outlook = looked_at("end: 2027-03-31\nplans: {tender: 2026-05-15}")
    shown = rows(outlook)
    assert shown["stated-tender"] == "15 May 2026"
    assert "tender-notice" not in shown
    assert "forward-plan-approval" not in shown
    found = steps(outlook)
    assert found
    (row,) = [row for row in found.rows if row.why == "stated-tender"]
    assert (row.missed, row.left, row.basis) == (True, "passed, and none was seen", "stated by the buyer")
    assert not any("tender notice" in note.partition("Missed")[2] for note in found.notes)


def test_the_stated_tender_of_a_successor_leads_to_its_explanation() -> None:
    other = "id: new\nreplaces: [home-care]\nlet: false\nplans: {tender: 2026-09}"
    assert rows(looked_at("end: 2027-03-31", other))["stated-tender.new"] == "September 2026"


@pytest.mark.parametrize(
    "other", ["advertised: 2026-06-01", "awarded: 2026-06-01", "providers: [A]\nstart: 2027-04-01"]
)
def test_nothing_is_missed_of_a_procurement_that_has_begun(other: str) -> None:
    assert steps(looked_at("end: 2027-03-31", f"id: new\nreplaces: [home-care]\n{other}")) is None


def test_an_abandoned_procurement_takes_no_step_away() -> None:
    other = "id: new\nreplaces: [home-care]\nadvertised: 2026-02-01\nabandoned: {on: 2026-05-01, how: no bid}"
    assert rows(looked_at("end: 2027-03-31", other)) == rows(looked_at("end: 2027-03-31"))


def test_what_the_page_shows_is_what_the_moments_say() -> None:
    """Of every contract that is shipped: no stage that is a moment too has another date, or stands without it."""
    kinds = {"forward-plan-approval", "tender-notice", "forward-plan-award", "award-decision"}
    for contract in SHIPPED.contracts:
        outlook = look_at(contract, SHIPPED, date(2026, 11, 28))
        found = steps(outlook)
        if found is None:
            continue
        moments = {moment.kind: moment.when for moment in outlook.moments if moment.state != "resolved"}
        for row in found.rows:
            if row.why in kinds:
                assert moments[row.why].text in row.by or row.by == moments[row.why].text, contract.id  # type: ignore[index]
        assert {row.why for row in found.rows} & kinds == {*moments} & kinds, contract.id
