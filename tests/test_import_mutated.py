"""Damaged files of every kind: never a traceback, and the account always adds up. 100,000 of them: `make mutations`."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from importers_support import advertised, awarded, cancelled, changed, contracted, planned, terminated
from support import ROOT
from tenderwatch.errors import TenderwatchError
from tenderwatch.importers.fields import Record
from tenderwatch.importers.reading import Layout
from tenderwatch.importers.run import Choice, run_import
from tenderwatch.registry.draft import Draft
from tenderwatch.registry.load import load

INPUTS = int(os.environ.get("TENDERWATCH_MUTATIONS", "600"))
# What was let cannot be given up: a process of its own.
GIVEN_UP = {"ocid": "ocds-h6vhtk-0cccc3"}
NOTICES = [
    planned(), advertised(), awarded(), contracted(), changed(), terminated(),
    advertised("000008-2026") | GIVEN_UP, cancelled() | GIVEN_UP,
]  # fmt: skip
HEADINGS = (
    "Notice Identifier,Notice Type,Organisation Name,Status,Published Date,Title,Description,Cpv Codes,Links,"
    "Additional Text,Start Date,End Date,Closing Date,Value Low,Value High,Awarded Date,Awarded Value,"
    "Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE],Contract start date,Contract end date"
)
EXPORT = f"""{HEADINGS}
n-1,Contract,Testshire County Council,Awarded,2020-10-02T10:00:00Z,Home care,"Three years,
with an option of 2 x 12 months",85312100 ,https://example.org/1,,01/04/2021,31/03/2024,30/11/2020,1,2,\
15/01/2021,900000,[Example Care Ltd|1 Road||123|Yes|No],01/04/2021,31/03/2026
n-2,Contract,Testshire County Council,Open,2020-10-02T10:00:00Z,Advocacy,For two years,85320000,,,01/04/2021,\
31/03/2023,30/11/2020,1,2,,,,,
"""
BASES: dict[str, bytes] = {
    "package.json": json.dumps({"version": "1.1", "releases": NOTICES}).encode(),
    "lines.jsonl": "\n".join(map(json.dumps, NOTICES)).encode(),
    "export.csv": EXPORT.encode(),
    "register.csv": (ROOT / "docs" / "examples" / "northshire-register.csv").read_bytes(),
}
REGISTER: Record = {
    "id": "register", "title": "Register", "publisher": "Testshire", "read": "2026-11-28", "strength": "council-page",
}  # fmt: skip
JUNK = (
    b"1e9999", b"NaN", b"\0", b'"', b"\n", b"\r", b"0000-01-01", b"9999-12-31", b"31/02/2027", b"12/13/2027", b"{",
    b"}", b"[", b"]",
    b"null", b"-1", b"9" * 40, b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b'"ocid":1,', b"true", b"=cmd()",
    b"\xe2\x80\xae", b",,,,", b";", b"\t", b"2 x 12 months", "Café £".encode("cp1252"),
)  # fmt: skip


def mutated(whole: bytes, rnd: random.Random) -> bytes:
    """Some places cut out, doubled, overwritten or filled with junk."""
    data = bytearray(whole)
    for _ in range(rnd.choice((1, 1, 2, 5, 20))):
        at, other = rnd.randrange(len(data) + 1), rnd.randrange(len(data) + 1)
        change = rnd.randrange(6)
        if change == 0:
            del data[at : at + rnd.randrange(1, 40)]
        elif change == 1:
            data[at:at] = data[other : other + rnd.randrange(1, 200)]
        elif change == 2:
            data[at : at + rnd.randrange(12)] = rnd.choice(JUNK)
        elif change == 3:
            data[at:at] = rnd.choice(JUNK)
        elif change == 4 and at < len(data):
            data[at] = rnd.randrange(256)
        elif rnd.random() < 0.2:
            del data[at:]
    return bytes(data)


@pytest.fixture(scope="module")
def hold_import() -> Callable[[Path], bool]:
    """Hold a file against a registry: whether anything in it is new, once the account has been found to add up."""
    registry = load(ROOT / "docs" / "examples" / "northshire.yaml").registry

    def written(name: str) -> Draft:
        raise AssertionError(f"nothing here is about {name}")

    def hold(file: Path) -> bool:
        result = run_import(
            [(file, file.name)], registry, written, kind=None, layout=Layout(lead="Testshire"), choice=Choice(),
            today=date(2026, 11, 28), source=lambda _: REGISTER,
        )  # fmt: skip
        assert result.account.adds_up
        return result.account.counts["new"] > 0

    return hold


def test_no_damage_gives_a_traceback_or_loses_a_row(tmp_path: Path, hold_import: Callable[[Path], bool]) -> None:
    rnd = random.Random(20261128)  # noqa: S311 - not for secrets
    file = tmp_path / "input"
    understood = refused = 0
    for _ in range(INPUTS):
        name = rnd.choice(sorted(BASES))
        file.write_bytes(mutated(BASES[name], rnd))
        try:
            understood += hold_import(file)
        except TenderwatchError:
            refused += 1
    assert understood > INPUTS // 3
    assert refused < INPUTS // 2


def test_what_is_whole_is_understood(tmp_path: Path, hold_import: Callable[[Path], bool]) -> None:
    for name, data in BASES.items():
        file = tmp_path / name
        file.write_bytes(data)
        assert hold_import(file), name
