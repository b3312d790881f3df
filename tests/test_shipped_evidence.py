"""A fact of the data changes with its evidence, no source stands twice, and no end is sharper than printed."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from datetime import date

import pytest

from support import ROOT
from tenderwatch.registry.git import git_files
from tenderwatch.registry.load import load, load_files
from tenderwatch.registry.model import Contract, Registry

DATA = ROOT / "data"
# What needs no source: our own words, marks and arrangement, and how sure the evidence is.
OURS = {
    "title", "services", "user_groups", "evidence", "conflicts", "notes", "worked_out", "outside_scope", "timetable",
    "taken_over", "replaces", "related_ocids", "let",
}  # fmt: skip
# Ends that no source prints to the day, as printed. One that becomes sharper needs evidence read after this day.
READ = date(2026, 11, 28)
PRINTED = {
    "hartlepool-dementia-support 1": "2031",
    "middlesbrough-dementia-advisor": "2024-09",
    "middlesbrough-home-care": "2025-11",
    "redcar-extra-care": "2028-03-08..2029-03-08",
    "south-tyneside-help-to-live-at-home": "2030",
    "south-tyneside-suicide-prevention 1": "2031",
    "staffordshire-older-care-homes 1": "2034-08",
    "stockton-adoption-assessments 1": "2029-02",
    "stockton-ld-autism-residential": "2029-03",
    "stockton-wellbeing-champions 1": "2029",
    "stoke-carers 1": "2032",
    "stoke-health-checks 1": "2031",
    "stoke-supported-accommodation": "2026",
    "durham-homeless-multiple-needs 1": "2030-09",
    "durham-regulation-44-2025 1": "2034",
    "tees-advocacy": "2026-04",
    "tees-advocacy 1": "2030",
    "tees-valley-complex-care": "2029-03",
    "west-midlands-family-support": "2029-02",
}


@pytest.fixture(scope="module")
def shipped() -> Registry:
    return load(DATA).registry


def unproved(before: tuple[Contract, ...], after: tuple[Contract, ...]) -> list[str]:
    """The facts that changed while nothing in the evidence of their record did."""
    old = {contract.id: contract for contract in before}
    return [
        f"{contract.id}: {key}"
        for contract in after
        if contract.id in old and contract.all_evidence == old[contract.id].all_evidence
        for key in changed(old[contract.id], contract)
    ]


def changed(before: Contract, after: Contract) -> list[str]:
    return [key for key in Contract._fields if key not in OURS and getattr(before, key) != getattr(after, key)]


def test_a_fact_without_evidence_would_be_seen(shipped: Registry) -> None:
    contract = shipped.contracts[0]
    other = next(item for item in shipped.contracts if item.lead != contract.lead)
    slipped = (contract._replace(lead=other.lead), *shipped.contracts[1:])
    assert unproved(shipped.contracts, slipped) == [f"{contract.id}: lead"]
    assert unproved(shipped.contracts, shipped.contracts) == []


def test_the_last_changes_of_the_data_brought_their_evidence(shipped: Registry) -> None:
    """The data as it is, against the last commit and against what stood before each of the last three of the data."""
    log = subprocess.run(
        ["git", "log", "-3", "--format=%H", "--", "data"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    commits = log.stdout.split()
    assert commits, "this is a git checkout, and the data has a history"
    for commit in ("HEAD", *(f"{commit}^" for commit in commits)):
        if commit.endswith("^") and not exists(commit):
            break
        older = load_files(git_files(commit, DATA), commit).registry
        assert unproved(older.contracts, shipped.contracts) == [], f"since {commit}"


def exists(commit: str) -> bool:
    return not subprocess.run(["git", "cat-file", "-e", commit], cwd=ROOT, capture_output=True, check=False).returncode


def test_no_source_stands_twice(shipped: Registry) -> None:
    """By address, and by the number of the notice in its id, title or address."""
    addresses = Counter(source.url for source in shipped.sources.values() if source.url)
    numbers = Counter(
        number
        for source in shipped.sources.values()
        for number in set(re.findall(r"\b\d{6}-20\d\d\b", f"{source.id} {source.title} {source.url}"))
    )
    assert [name for name, times in (addresses + numbers).items() if times > 1] == []
    assert len(numbers) > 80


@pytest.mark.parametrize("name", PRINTED)
def test_no_end_is_sharper_than_its_source(shipped: Registry, name: str) -> None:
    item, _, option = name.partition(" ")
    contract = next(contract for contract in shipped.contracts if contract.id == item)
    end = contract.extensions[int(option) - 1].until if option else contract.end
    read_since = any(shipped.evidence_day(evidence) > READ for evidence in contract.all_evidence)
    assert read_since or (end and end.written == PRINTED[name])


def test_every_end_that_is_not_a_day_is_on_the_list(shipped: Registry) -> None:
    vague = {
        f"{contract.id} {number}".strip()
        for contract in shipped.contracts
        for number, end in (("", contract.end), *((str(n), o.until) for n, o in enumerate(contract.extensions, 1)))
        if end and end.precision not in ("day", "unknown")
    }
    assert vague == set(PRINTED)
