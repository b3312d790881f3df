"""Every field of a source is used, ignored by name, or reported."""

from __future__ import annotations

import json
import re
from pathlib import Path

from importers_support import advertised, contracted
from support import ROOT, run_cli
from tenderwatch.importers.known_fields import Unknown, known

TODAY = ("--today", "2026-11-28")


def test_a_field_that_nobody_knows_is_reported_with_how_often(tmp_path: Path) -> None:
    notices = [advertised() | {"shoeSize": 42}, contracted() | {"parties": [{"name": "A", "shoeSize": 1, "hat": {}}]}]
    path = tmp_path / "notices.json"
    path.write_text(json.dumps({"releases": notices}), encoding="utf-8")
    answer = run_cli("import", str(path), "--format", "json", *TODAY).json
    assert answer["files"][0]["unknown_fields"] == {"hat": 1, "shoeSize": 2}
    assert "Fields not known, and not used: hat (1), shoeSize (2)" in run_cli("import", str(path), *TODAY).out


def test_a_column_that_nobody_knows_is_reported() -> None:
    unknown = Unknown()
    unknown.see_columns([*known("columns"), "Carbon", None, ""])
    assert unknown.counts == {"Carbon": 1}


def test_what_the_reader_asks_for_is_among_the_fields_that_are_known() -> None:
    """The keys that the modules for notices name, against the list of those known."""
    rooms = ROOT / "src" / "tenderwatch" / "importers"
    text = "".join((rooms / name).read_text(encoding="utf-8") for name in ("ocds.py", "release_parts.py", "periods.py"))
    asked = set(re.findall(r'(?:group_in|groups_in|names_in)\([^()]*(?:\([^()]*\)[^()]*)*, "([A-Za-z]+)"\)', text))
    asked |= set(re.findall(r'(?:release|tender|entry|award|party|period|block|lot|change)\.get\("([A-Za-z]+)"', text))
    assert len(asked) > 30
    assert asked <= known("keys")


def test_the_many_are_counted() -> None:
    unknown = Unknown()
    unknown.see({f"x{number:02}": 1 for number in range(30)})
    (said,) = unknown.remarks()
    assert said.endswith("x19 (1) and 10 more")
