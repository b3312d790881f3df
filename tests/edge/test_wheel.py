"""The wheel as a user installs it: what is in it, and that the command answers from any folder."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .installing import ROOT, UNREACHABLE

PACKAGE = ROOT / "src" / "tenderwatch"

pytestmark = pytest.mark.edge


def in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        return set(archive.namelist())


def documented() -> list[str]:
    """The commands that the reference page has the help of."""
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    return [name.replace(" ", "-") for name in re.findall(r"^## ([a-z ]+)$\n+```text", page, re.MULTILINE)]


def files(folder: Path) -> set[str]:
    """The files below a folder that belong to the program."""
    found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def test_the_wheel_holds_the_package_the_registry_and_its_help_and_nothing_else(wheel: Path) -> None:
    wanted = {f"tenderwatch/{name}" for name in files(PACKAGE)}
    wanted |= {f"tenderwatch/data/{name}" for name in files(ROOT / "data")}
    wanted |= {f"tenderwatch/help/{name}.md" for name in ("check-codes", "exit-codes", "glossary")}  # for `explain`
    manual = "tenderwatch-0.1.0.data/data/share/man/man1/"
    wanted |= {f"{manual}tenderwatch{command and '-' + command}.1" for command in ("", *documented())}
    assert {name for name in in_wheel(wheel) if ".dist-info/" not in name} == wanted


def test_the_data_that_the_program_reads_is_there(wheel: Path) -> None:
    names = in_wheel(wheel)
    assert {"tenderwatch/data/contracts.yaml", "tenderwatch/law/working_days/bank_holidays.txt"} <= names
    # Whatever a part of the program keeps beside its code as data must have come along.
    kept = {path.suffix for path in PACKAGE.rglob("*") if path.is_file()} - {".py", ".pyc"}
    assert kept <= {Path(name).suffix for name in names}


def test_no_file_is_of_a_kind_that_has_no_place_in_a_wheel(wheel: Path) -> None:
    kinds = {
        ".sql",
        ".1",
        ".py",
        ".txt",
        ".yaml",
        ".yml",
        ".json",
        ".toml",
        ".csv",
        ".md",
        ".html",
        ".css",
        ".js",
        ".svg",
        ".typed",
    }
    for name in in_wheel(wheel):
        path = Path(name)
        assert not any(part.startswith(".") or part in ("tests", "test", "edge") for part in path.parts), name
        assert path.suffix in kinds or ".dist-info/" in name or path.name == "py.typed", name


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    assert re.fullmatch(r"tenderwatch-[0-9][0-9a-z.]*-py3-none-any\.whl", wheel.name)
    information = wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info"
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"{information}/METADATA").decode()
        commands = archive.read(f"{information}/entry_points.txt").decode()
        licence = archive.read(f"{information}/licenses/LICENSE").decode()
    assert "License-Expression: MIT" in metadata
    assert "Requires-Python: >=3.11" in metadata
    assert "tenderwatch = tenderwatch.cli.main:run" in commands
    assert licence == (ROOT / "LICENSE").read_text()


def test_the_zip_runs_where_it_is_unpacked_with_nothing_installed(tmp_path: Path) -> None:
    done = subprocess.run(
        (sys.executable, ROOT / "scripts" / "build_zip.py", "--into", tmp_path / "dist"), capture_output=True, text=True
    )
    if done.returncode and UNREACHABLE.search(done.stderr):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr
    (packed,) = (tmp_path / "dist").iterdir()
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path / "unpacked")
    (program,) = (tmp_path / "unpacked").iterdir()
    home = tmp_path / "home"
    home.mkdir()
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin", "TENDERWATCH_TODAY": "2026-11-28"}

    def run(*arguments: str) -> str:
        # Without the libraries of this environment.
        command: list[str | Path] = [sys.executable, "-I", "-S", program / "start.py", *arguments]
        done = subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("--version").startswith("tenderwatch ")
    assert "south-tees-carers" in run("due")
    run("init", "register")
    assert "state: exercised" in run(
        "extend", "south-tees-carers", "--option", "1", "--own", "--registry", "bundled;register"
    )
    run("undo", "--registry", "register")
