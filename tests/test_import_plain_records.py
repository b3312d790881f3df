"""Drafts without faults are read straight to records, and those with faults are left to the reader that names them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from support import ROOT
from tenderwatch.importers.outline import UNCHECKED
from tenderwatch.registry.checks import alone
from tenderwatch.registry.format.sections import RECORDS
from tenderwatch.registry.model import Contract
from tenderwatch.registry.part import part_of
from tenderwatch.registry.yaml_tree import Data, Mapping, Scalar, Sequence, data_of, node_of, read_tree

ODD: tuple[Any, ...] = (
    "", "null", "~", "x" * 3000, "2027-13-01", "2027-02", "999999", "true", [], {}, ["a", "a"], [["a"]], [{"a": "b"}],
    {"id": "b"}, ["", "a"], [{}],
)  # fmt: skip


def shipped() -> list[tuple[str, dict[str, Data]]]:
    """Every record of the shipped registry that importers also make, as it is written."""
    records: list[tuple[str, dict[str, Data]]] = []
    for file in sorted((ROOT / "data").rglob("*.yaml")):
        tree = data_of(read_tree(file.read_text(encoding="utf-8"), file.name)[0])
        if isinstance(tree, dict):
            for section in ("contracts", "authorities", "sources"):
                listed = tree.get(section) or []
                records += [(section, record) for record in listed if isinstance(record, dict)]
    return records


SHIPPED = shipped()


def carefully(section: str, data: dict[str, Data]) -> Any:
    """The record as a registry reads it; None where it has a fault of its own."""
    listed = Sequence(0, 0, [node_of(data, 1)])
    faults: list[Any] = []
    part = part_of("", Mapping(0, 0, {section: (Scalar(section, 0, 0), listed)}), faults)
    return part.entries[0].value if part.entries and not part.entries[0].in_part else None


def plainly(section: str, data: dict[str, Data]) -> Any:
    try:
        return RECORDS[section].plain(data)
    except ValueError:
        return None


def test_what_is_sound_is_read_as_a_registry_reads_it() -> None:
    assert len(SHIPPED) > 300
    for section, data in SHIPPED:
        assert RECORDS[section].plain(data) == carefully(section, data) is not None


@pytest.mark.parametrize("seed", range(4))
def test_what_has_a_fault_is_left_to_be_read_with_care(seed: int) -> None:
    """Values are kept from one record to the next, and none of them hides a fault."""
    rnd = random.Random(seed)  # noqa: S311 - no secrets
    refused = 0
    for section, data in rnd.sample(SHIPPED, 150):
        record = dict(data)
        key = rnd.choice([*record, "shoeSize"])
        value = rnd.choice(ODD)
        if rnd.random() < 0.2:
            record.pop(key, None)
        elif isinstance(listed := record.get(key), list) and listed and isinstance(listed[0], dict):
            record[key] = [
                {**item, rnd.choice([*item, "x"]): value} if isinstance(item, dict) else item for item in listed
            ]
        else:
            record[key] = value
        expected = carefully(section, record)
        assert plainly(section, record) == expected, (section, record)
        refused += expected is None
    assert refused > 40


def errors_in(contract: Contract) -> list[str]:
    return [finding.message for _, finding in alone("contracts", contract, in_part=False, errors=True)]


@pytest.mark.parametrize("seed", range(3))
def test_no_check_of_one_record_looks_into_what_is_not_compared(seed: int) -> None:
    """Records with the same facts are checked once, whatever their titles, suppliers and references are."""
    rnd = random.Random(seed)  # noqa: S311 - no secrets
    contracts = [carefully(section, data) for section, data in SHIPPED if section == "contracts"]
    faults = 0
    for contract in rnd.sample(contracts, 120):
        if contract.replaces:
            continue
        other = rnd.choice(contracts)
        mixed = contract._replace(start=other.start, end=other.end, extensions=other.extensions, ended=other.ended)
        given = {key: getattr(rnd.choice(contracts), key) for key in UNCHECKED}
        changed = mixed._replace(
            id=other.id, **{key: item for key, item in given.items() if bool(item) is bool(getattr(mixed, key))}
        )
        assert errors_in(changed) == errors_in(mixed)
        faults += bool(errors_in(mixed))
    assert faults > 20
