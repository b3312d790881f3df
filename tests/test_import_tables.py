"""Rows that are read many together are those that are read one by one."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest

from tenderwatch.importers import register, tables
from tenderwatch.importers.reading import Layout, open_file
from tenderwatch.importers.statement import Reading, Reject
from tenderwatch.importers.tables import MOST_IN_A_CELL, read_csv
from test_import_listed_only import register_file

ODD = (
    'a,"two\nlines",c,d', 'a,"a stray quote,c,d', 'a,b",c,d', "", "a,b", "a,b,c,d,e", '"a","b ""c""",d,e', "a\rb,c,d,e",
    f"a,{'x' * (MOST_IN_A_CELL + 1)},c,d", '"' + "y" * MOST_IN_A_CELL * 11, "\n", 'a,"b"c,d,e', '"a\n\n",b,c,d',
)  # fmt: skip


def table(folder: Path, seed: int, end: str) -> Path:
    pick = random.Random(seed)  # noqa: S311 - no secrets
    rows = [f"row {number},b,c,d" for number in range(2500)]
    for _ in range(seed % 4 * 3):
        rows[pick.randrange(1, len(rows))] = pick.choice(ODD)
    path = folder / "table.csv"
    path.write_text("title,second,third,fourth\n" + end.join(rows), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", '\n"'])
@pytest.mark.parametrize("seed", range(8))
def test_lines_read_together_are_those_read_one_by_one(
    tmp_path: Path, seed: int, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path, seed, end)
    together = [*read_csv(path)[0]]
    monkeypatch.setattr(tables, "_one_on_each", lambda *_: [])
    one_by_one = [*read_csv(path)[0]]
    assert together == one_by_one
    assert len(together) > 1000 or end == '\n"'


def test_most_lines_are_read_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, 0, "\n")
    begun = []
    begin = tables._Lines.begin

    def noted(lines: tables._Lines) -> list[str]:
        begun.append(lines)
        return begin(lines)

    monkeypatch.setattr(tables._Lines, "begin", noted)
    assert len(list(read_csv(path)[0])) == 2501
    assert len(begun) < 40


@pytest.mark.parametrize("seed", [3, 4])
def test_rows_of_a_register_come_in_order_however_many_are_read_together(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = register_file(tmp_path, seed)

    def read() -> tuple[list[Reading], tuple[str, ...]]:
        opened = open_file(path, path.name, None, Layout())
        readings = list(opened.readings)
        return readings, opened.all_remarks

    together = read()
    monkeypatch.setattr(register, "_AT_ONCE", 1)
    assert read() == together
    assert [reading.place.row for reading in together[0]] == sorted(reading.place.row for reading in together[0])
    assert any(isinstance(reading, Reject) for reading in islice(together[0], 500))
