"""From nothing to a register of one's own: with the wheel alone, as an ordinary user. And the tutorial as it stands."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from .installing import ROOT, User, listing

pytestmark = pytest.mark.edge

TUTORIAL = ROOT / "docs" / "tutorial" / "first-steps.md"
# Steps of the page that install, or that go on until they are stopped.
_NOT_RUN = ("pipx", "pip", "uvx", "tenderwatch serve")


@pytest.fixture
def user(installed: Path, tmp_path: Path) -> User:
    return User(installed, tmp_path)


def test_every_step_works_and_writes_nowhere_else(user: User, installed: Path) -> None:
    program = listing(installed.parent)
    user.run("init", "register")
    user.folder /= "register"
    assert "decide" in user.run("due")
    assert "state: exercised" in user.run(
        "extend", "south-tees-carers", "--option", "1", "--own", "--decided", "Feb-25"
    )
    assert "running on an extension" in user.run("show", "south-tees-carers")
    assert "taken back: extend south-tees-carers" in user.run("undo")
    assert "not known whether extended" in user.run("show", "south-tees-carers")
    user.run("set", "south-tees-carers", "title", "South Tees carers", "--typo")
    user.run("authority", "add", "northshire", "--name", "Northshire Council")
    user.run(
        "add", "northshire-home-care", "--title", "Home care", "--service", "home care", "--lead", "northshire",
        "--start", "1 April 2024", "--end", "31/03/2027", "--option", "2 x 12 months", "--own",
    )  # fmt: skip
    user.run("set", "northshire-home-care", "owner", "commissioning manager")
    assert "Home care" in user.run("due", "--council", "Northshire")
    assert user.run("check") == ""
    assert "files of" in user.run("publish", "site", "--base-url", "https://example.org/care")
    assert (user.folder / "site" / "index.html").is_file()
    assert user.run("doctor").count("look ") == 0
    # Only the folder and the cache: not the program, nor the home, nor anywhere for temporary files.
    assert listing(installed.parent) == program
    assert {path.name for path in user.place.iterdir()} == {"home", "temporary", "work"}
    assert {path.name for path in (user.place / "work").iterdir()} == {"register"}
    assert list(user.temporary.iterdir()) == []
    assert {path.parts[:2] for path in map(Path, listing(user.home))} <= {
        (".cache", "tenderwatch"), ("Library", "Caches")
    }  # fmt: skip


@pytest.mark.parametrize("way", ["tenderwatch", "python -m tenderwatch"])
def test_the_installed_command_answers_from_any_folder(installed: Path, tmp_path: Path, way: str) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    program, *more = way.split()
    command: list[str | Path] = [installed / program, *more, "due", "--today", "2024-05-01"]
    keep = {name: value for name, value in os.environ.items() if name in ("SYSTEMROOT", "LD_LIBRARY_PATH")}
    env = keep | {"HOME": str(home), "PATH": str(installed)}
    first, second = (
        subprocess.run(command, cwd=elsewhere, env=env, capture_output=True, stdin=subprocess.DEVNULL) for _ in range(2)
    )
    assert first.returncode == 0, first.stderr
    # In a pipe the counts are told beside the records.
    assert first.stderr.startswith(b"2 to decide | ")
    assert first.stderr.count(b"\n") == 1
    assert "middlesbrough-dementia-advisor" in first.stdout.decode()
    # The second answer comes from the compiled registry that the first has left in the cache.
    assert second.stdout == first.stdout
    assert list(elsewhere.iterdir()) == []
    assert {path.name for path in home.iterdir()} <= {".cache", "Library"}


def test_a_program_that_may_not_be_changed_is_not(user: User, installed: Path) -> None:
    program = listing(installed.parent)
    (data,) = installed.parent.rglob("tenderwatch/data/contracts.yaml")
    assert user.process("touch", str(data.with_name("x"))).returncode != 0, "this user is no ordinary one"
    said = user.run("set", "south-tees-carers", "title", "x", "--typo", "--registry", str(data.parent), code=2)
    assert "tenderwatch init" in said
    assert listing(installed.parent) == program


def steps() -> list[tuple[str, int]]:
    """Every command of the tutorial in order, and the exit code that the page shows for it."""
    found = []
    for language, block in re.findall(r"^```(bash|console)\n(.*?)^```$", TUTORIAL.read_text("utf-8"), re.M | re.S):
        lines = block.splitlines()
        commands = [line.removeprefix("$ ") for line in lines if language == "bash" or line.startswith("$ ")]
        code = int(lines[-1]) if "$ echo $?" in lines else 0
        found += [(command, code) for command in commands if command != "echo $?"]
    return found


def test_the_tutorial_works_as_it_stands(user: User) -> None:
    run = 0
    for command, code in steps():
        words = shlex.split(command, comments=True)
        if words[0] == "cd":
            user.folder /= words[1]
        elif not command.startswith(_NOT_RUN):
            assert words[0] == "tenderwatch", command
            user.run(*words[1:], code=code)
            run += 1
    assert run > 15
    assert {path.name for path in user.folder.iterdir()} >= {"contracts.yaml", "dates.ics", "forward-plan.html", "site"}


def test_the_tutorial_has_nobody_edit_a_file_and_says_the_width_of_each_answer() -> None:
    text = TUTORIAL.read_text("utf-8")
    assert "```yaml" not in text
    assert not re.search(r"\beditor\b", text)
    wide = re.findall(r"^\$ tenderwatch (?:due|show|why|plan|list)\b(?!.* -o ).*$", text, re.MULTILINE)
    assert len(wide) > 5
    assert all(line.endswith("  # 80 columns wide") for line in wide)
