"""The work of a build grows with the number of contracts, and not with its square."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from site_support import BASE
from support import ROOT
from tenderwatch.queries.filters import Filters
from tenderwatch.queries.select import full_agenda
from tenderwatch.registry.load import load
from tenderwatch.site.build import build_site

FEW, FOLD = 15, 4
# Parts of this many lines or more are judged: below that, what is done once for a whole site weighs too much.
ENOUGH = 800
WATCHED = tuple(f"tenderwatch/{room}/" for room in ("site", "queries", "outputs", "formats", "answers", "calendar"))


def lines_run(path: Path) -> Counter[CodeType]:
    """How many lines each function of the rooms concerned runs through in one build."""
    registry = load(path).registry
    agenda = full_agenda(registry, date(2024, 5, 1), Filters().resolve(registry), sort="id")
    assert len(agenda.rows) == len(registry.contracts)
    counted: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            counted[frame.f_code] += 1
        return count

    def enter(frame: FrameType, _event: str, _: Any) -> Any:
        name = frame.f_code.co_filename.replace("\\", "/")
        return count if any(room in name for room in WATCHED) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        build_site(agenda, BASE, {}, published=None, read=lambda _: None, put=lambda _path, _data: None)
    finally:
        sys.settrace(before)
    return counted


def test_no_function_does_more_than_four_times_the_work_for_four_times_the_contracts(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from generate import generate
    finally:
        sys.path.pop(0)
    # The second is the first four times over, so that only the number of contracts differs.
    text = generate(FEW)
    head, contracts = text.split("\ncontracts:\n")
    copies = [contracts.replace("  - id: ", f"  - id: copy-{number}-") for number in range(FOLD)]
    runs = []
    for name, body in (("few.yaml", contracts), ("many.yaml", "".join(copies))):
        path = tmp_path / name
        path.write_text(f"{head}\ncontracts:\n{body}", encoding="utf-8")
        runs.append(lines_run(path))
    few, many = runs
    totals = {code: (few[code], lines) for code, lines in many.items() if lines >= ENOUGH}
    assert len(totals) > 20
    grown = {code.co_qualname: pair for code, pair in totals.items() if pair[1] > pair[0] * FOLD * 1.2}
    assert grown == {}
