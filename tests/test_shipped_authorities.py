"""Councils that end, and portals that are replaced, in the registry that is shipped."""

from __future__ import annotations

from datetime import date

import pytest

from support import ROOT, run_cli
from tenderwatch.queries.filters.resolving import find_authority, find_portal
from tenderwatch.registry.load import load
from tenderwatch.registry.model import Registry


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load(ROOT / "data").registry


def test_surrey_ends_with_two_successors_and_is_found_under_both(registry: Registry) -> None:
    surrey = registry.authorities["surrey"]
    assert (surrey.ceases, surrey.successors) == (date(2027, 4, 1), ("east-surrey", "west-surrey"))
    for name in ("East Surrey Council", "West Surrey"):
        assert "surrey" in find_authority(registry, name)


@pytest.mark.parametrize("name", ["staffordshire", "stoke-on-trent", "stafford", "staffordshire-stoke-icb"])
def test_what_is_only_planned_is_a_note(name: str, registry: Registry) -> None:
    body = registry.authorities[name]
    assert body.note
    assert body.note.startswith("planned to ")
    assert (body.ceases, body.successors) == (None, ())


def test_a_body_that_ceases_has_successors_other_than_itself(registry: Registry) -> None:
    for body in registry.authorities.values():
        assert bool(body.ceases) is bool(body.successors), body.id
        assert body.id not in body.successors


def test_the_nepo_portal_is_found_under_open(registry: Registry) -> None:
    assert registry.portals["nepo"].replaced_by == "open"
    assert find_portal(registry, "NEPO Open") == {"open", "nepo"}
    assert find_portal(registry, "ProContract") == {"nepo"}


def test_portals_were_checked_before_the_data_was_agreed(registry: Registry) -> None:
    days = [portal.checked for portal in registry.portals.values()]
    days += [authority.portal_checked for authority in registry.authorities.values()]
    assert any(days)
    assert all(day <= registry.edition for day in days if day)
    for body in registry.authorities.values():
        assert body.portal or not body.portal_checked, body.id


def test_show_tells_the_plan_once_for_neighbours() -> None:
    shown = run_cli("show", "west-midlands-children-homes", "--today", "2026-11-22").out
    assert shown.count("planned to be abolished") == 1
    assert "  Staffordshire County Council and Stoke-on-Trent City Council: planned to be abolished" in shown
