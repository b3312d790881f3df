"""What stands in the rows of a compiled registry: values without the names of their classes."""

from __future__ import annotations

import pickle
from copy import deepcopy
from datetime import date
from fractions import Fraction

import pytest

from support import ROOT
from tenderwatch.registry.load import load
from tenderwatch.registry.store.tables import DamagedError, FilePart, Head, pack, unpack

REGISTRY = load(ROOT / "data").registry


def test_every_record_comes_back_from_its_row() -> None:
    records = [*REGISTRY.contracts, *REGISTRY.sources.values(), *REGISTRY.authorities.values(), *REGISTRY.events]
    assert len(records) > 400
    for record in records:
        row = pack(record)
        assert unpack(row) == record
        assert type(unpack(row)) is type(record)
        assert b"tenderwatch" not in row


def test_equal_records_have_equal_rows() -> None:
    """Whatever their texts are to the interpreter: the marks of a site are those of rows."""
    for contract in REGISTRY.contracts[:50]:
        row = pack(contract)
        apart = pickle.loads(pickle.dumps(contract))  # noqa: S301 - our own
        assert pack(apart) == pack(deepcopy(contract)) == row


def test_what_is_kept_of_files_and_of_the_whole_comes_back() -> None:
    for value in (
        FilePart(date(2026, 1, 1), True, ("a:1",), 2, True, True, "own"),
        Head(date(2026, 1, 1), 3, (), (), (), 0, False, (1, 2, 3)),
    ):
        assert unpack(pack(value)) == value


@pytest.mark.parametrize("data", [b"", b"\x80\x05", b"\x80\x05h\xfa.", pickle.dumps(Fraction(1, 2)), b"no pickle"])
def test_what_is_no_row_is_refused_and_spoils_nothing(data: bytes) -> None:
    contract = REGISTRY.contracts[0]
    row = pack(contract)
    with pytest.raises(DamagedError):
        unpack(data)
    with pytest.raises(DamagedError):
        unpack(row[: len(row) // 2])
    assert unpack(row) == contract
    assert pack(contract) == row
