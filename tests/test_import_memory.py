"""An import takes no more memory for a large file than for a small one, and spills what it holds in order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT
from tenderwatch.importers.spool import Groups, Spool

sys.path.insert(0, str(ROOT / "benchmarks"))

from generate_notices import write as write_notices
from generate_register import write as write_register

# More than are ever held in memory.
ROWS = 4500
# What a process of this size may take more for four times the rows: ids, and the pages that a system gives.
MOST_MORE = 1.25


@pytest.mark.parametrize("most", [1, 7, 500, 4000])
def test_a_spool_gives_back_what_was_put_in(most: int) -> None:
    spool: Spool[tuple[int, str]] = Spool(most)
    items = [(number, "x" * (number % 50)) for number in range(1203)]
    for item in items:
        spool.append(item)
    first = iter(spool)
    assert [next(first), next(first)] == items[:2]
    assert list(spool) == items
    assert [*first] == items[2:]
    assert len(spool) == 1203


@pytest.mark.parametrize("most", [1, 7, 500, 4000])
def test_groups_come_in_the_order_of_their_keys(most: int) -> None:
    groups: Groups[int] = Groups(most)
    keys = [f"ocds-{number * 37 % 101:03}é" for number in range(1203)]
    for number, key in enumerate(keys):
        groups.add(key, number)
    expected = [[number for number, other in enumerate(keys) if other == key] for key in sorted(set(keys))]
    assert list(groups) == expected


def peak(path: Path, *arguments: str) -> int:
    """The most memory, in kilobytes, that a preview took."""
    command = (sys.executable, "-m", "tenderwatch", "import", str(path), "--lead", "Northshire", *arguments)
    with (path.parent / "said").open("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    assert process.returncode == 0, text
    assert " 0 rejected." in text
    return usage.ru_maxrss


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="the system does not say what a process took")
@pytest.mark.parametrize("kind", ["register.csv", "notices.jsonl"])
def test_four_times_the_rows_take_little_more_memory(tmp_path: Path, kind: str) -> None:
    registry = tmp_path / "own.yaml"
    registry.write_text("edition: 2026-01-01\n", encoding="utf-8")
    write, given = (write_register, ()) if kind.endswith("csv") else (write_notices, ("--only", "care"))
    found = []
    for times in (1, 4):
        path = tmp_path / f"{times}-{kind}"
        write(ROWS * times, path)
        found.append(peak(path, *given, "--registry", str(registry), "--today", "2026-11-28"))
    assert found[1] < MOST_MORE * found[0], found
