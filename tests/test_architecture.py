"""Rooms and doors: imports run one way, modules stay small, and the clock is read in one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from support import ROOT

SRC = ROOT / "src" / "tenderwatch"
MODULES = sorted(SRC.rglob("*.py"))
MOST_LINES = 330

# A room may import from the rows above its own. A new room gets a place here.
TIERS: tuple[tuple[str, ...], ...] = (
    ("cached", "named_tuple"),
    ("errors", "problems", "dates", "licence", "locks"),
    ("labels", "text"),
    ("registry/model", "own_json", "wording"),
    ("law/terms", "law/lead_times"),
    ("registry",),
    ("law/working_days", "law/timetables"),
    ("law/schedule",),
    ("outlook",),
    ("queries/filters", "queries/freshness", "queries/backtest", "queries/row"),
    ("queries/kept",),
    ("queries/select", "queries/steady", "queries/coverage", "queries/explain", "queries/changes", "editing"),
    ("queries/digest", "importers"),
    ("fetching",),
    ("answers",),
    ("formats",),
    ("calendar", "timeline", "exporters"),
    ("site", "mail"),
    ("cli",),
    ("__main__",),
)
TIER = {room: number for number, rooms in enumerate(TIERS) for room in rooms}
# Text is read at the edge: only these may ask for it.
READERS = {"registry", "law/timetables", "editing", "importers", "fetching", "cli"}


def room_of_parts(parts: tuple[str, ...]) -> str:
    """The room that a module belongs to: the longest of its folders that has a place in `TIERS`."""
    names = ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((name for name in names if name in TIER), parts[0])


def room_of(path: Path) -> str:
    return room_of_parts(path.relative_to(SRC).with_suffix("").parts)


class Read(NamedTuple):
    """What is asked of a module, parsed once: what it imports of ours, uses as `owner.name`, calls and says."""

    imports: frozenset[str]
    used: tuple[tuple[str, str, int], ...]
    called: frozenset[str]
    strings: tuple[str, ...]


@cache
def read(path: Path) -> Read:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = [(node.value, node) for node in nodes if isinstance(node, ast.Attribute)]
    return Read(
        frozenset(imports_in(nodes)),
        tuple((owner.id, node.attr, node.lineno) for owner, node in named if isinstance(owner, ast.Name)),
        frozenset(node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)),
        tuple(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)),
    )


def imports_in(nodes: list[ast.AST]) -> Iterator[str]:
    """Every module of ours that a file imports, wherever in the file."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("tenderwatch"))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            if node.module == "tenderwatch":
                yield from (f"tenderwatch.{alias.name}" for alias in node.names)
            elif node.module and node.module.startswith("tenderwatch."):
                yield node.module


def rooms_imported(path: Path) -> set[str]:
    modules = {tuple(name.split(".")[1:]) for name in read(path).imports if "." in name} - {("__version__",)}
    return {room_of_parts(parts) for parts in modules} - {room_of(path)}


def test_every_room_has_its_place() -> None:
    rooms = {room_of(path) for path in MODULES if path.name != "__init__.py"}
    assert rooms == set(TIER)


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(SRC)) for path in MODULES])
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    for other in rooms_imported(path):
        assert TIER[other] < TIER[room], f"{room} may not import {other}"
        assert other != "registry" or room in READERS, f"{room} may not read text"
        assert other != "editing" or room in ("cli", "importers"), f"{room} may not edit"


def test_reading_sees_only_the_model_its_terms_dates_and_problems() -> None:
    seen = {other for path in MODULES if room_of(path) == "registry" for other in rooms_imported(path)}
    assert seen <= {
        "registry/model", "law/terms", "dates", "problems", "errors", "labels", "text", "named_tuple", "locks",
    }  # fmt: skip


def test_there_are_imports_to_judge() -> None:
    assert len(MODULES) > 50
    assert sum(len(rooms_imported(path)) for path in MODULES) > 100


def test_modules_stay_small() -> None:
    long = {str(path.relative_to(SRC)): path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_named_tuples_are_defined_the_quick_way() -> None:
    """Python's own take six times as long to define, at every start: see decision 0008."""
    own = re.compile(r"^from typing import .*\bNamedTuple\b", re.MULTILINE)
    slow = {str(path.relative_to(SRC)) for path in MODULES if own.search(path.read_text(encoding="utf-8"))}
    assert slow == set()


CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "monotonic", "perf_counter"}


def readings(path: Path, owners: set[str], names: set[str]) -> list[str]:
    """Where a file uses `owner.name`."""
    used = read(path).used
    return [f"{path.relative_to(SRC)}:{line}" for owner, name, line in used if owner in owners and name in names]


def test_the_clock_is_read_in_one_place() -> None:
    found = [place for path in MODULES for place in readings(path, {"date", "datetime", "time"}, CLOCKS)]
    assert {place.split(":")[0] for place in found} == {"cli/clock.py"}


def test_the_library_neither_prints_nor_asks_the_environment() -> None:
    speaking = [place for path in MODULES for place in readings(path, {"sys"}, {"stdout", "stderr", "argv", "exit"})]
    asking = [place for path in MODULES for place in readings(path, {"os"}, {"environ", "getenv"})]
    assert {place.split("/")[0] for place in speaking} == {"cli"}
    assert {place.split(":")[0] for place in asking if not place.startswith("cli/")} == {"registry/cache.py"}
    assert [path for path in MODULES if read(path).called & {"print", "input"}] == []


# The flags of git, and the variables of style sheets.
OTHER_FLAGS = {"registry/git.py", "formats/html.py", "timeline/svg_style.py"}


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(SRC)) for path in MODULES])
def test_only_the_command_line_names_its_flags(path: Path) -> None:
    """The core names arguments as in ⟨source⟩; what they are called on the command line is the command line's."""
    if room_of(path) == "cli" or str(path.relative_to(SRC)) in OTHER_FLAGS:
        return
    assert [text for text in read(path).strings if re.search(r"(?<![\w-])--[a-z]", text)] == []
