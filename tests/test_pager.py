"""A long answer on a terminal goes through a pager; nothing else does, and no pager is ever a reason to fail."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support import on_a_terminal, run_process

DAY = ("--today", "2026-11-28")
SHORT, LONG = "60", "10"


@pytest.fixture
def path(registry: Callable[..., str]) -> str:
    return registry(*(f"id: c-{number}\nend: 2027-0{number}-28" for number in range(1, 8)))


@pytest.fixture
def pager(tmp_path: Path) -> Callable[..., str]:
    """A pager that keeps what it is given: so many lines of it, or all."""

    def write(lines: int | None = None, name: str = "pager") -> str:
        script = tmp_path / f"{name}.py"
        script.write_text(
            "import sys\n"
            f"wanted = {lines}\n"
            "lines = sys.stdin.readlines() if wanted is None else [sys.stdin.readline() for _ in range(wanted)]\n"
            f"open({str(tmp_path / 'shown')!r}, 'w').write(repr(sys.argv[1:]) + chr(10) + ''.join(lines))\n"
        )
        return shlex.join([sys.executable, str(script)])

    return write


def shown(tmp_path: Path) -> str | None:
    file = tmp_path / "shown"
    return file.read_text() if file.exists() else None


def due(path: str, *more: str, lines: str = LONG, code: int = 0, **env: str) -> str:
    screen = {"TERM": "xterm", "LINES": lines, "COLUMNS": "100", **env}
    return on_a_terminal("due", "--registry", path, *DAY, *more, env=screen, code=code)


def test_only_an_answer_longer_than_the_screen(path: str, tmp_path: Path, pager: Callable[..., str]) -> None:
    direct = due(path, lines=SHORT, PAGER=pager())
    assert "DECIDE NOW" in direct
    assert shown(tmp_path) is None
    assert due(path, lines=LONG, PAGER=pager()) == ""
    kept = (shown(tmp_path) or "").partition("\n")[2]
    assert kept.replace("\n", "\r\n") == direct
    assert "\x1b[1;31mDECIDE NOW" in kept


@pytest.mark.parametrize("lines", [0, 1])
def test_a_reader_who_leaves_early_is_no_error(
    registry: Callable[..., str], tmp_path: Path, pager: Callable[..., str], lines: int
) -> None:
    # More than a pipe holds.
    path = registry(*(f"id: c-{number}\ntitle: {'Day care ' * 20}\nend: 2027-03-28" for number in range(390)))
    assert due(path, PAGER=pager(lines)) == ""
    assert len((shown(tmp_path) or "").splitlines()) == lines + 1
    assert due(path, "--exit-code", PAGER=pager(lines), code=1) == ""


NOT_PAGED = [
    (("--no-pager",), {}, "--no-pager"),
    ((), {"PAGER": ""}, "an empty PAGER"),
    ((), {"PAGER": "cat"}, "cat"),
    ((), {"TENDERWATCH_PAGER": "off"}, "the setting says off"),
    ((), {"TERM": "dumb"}, "a terminal that cannot move"),
]


@pytest.mark.parametrize(("more", "env", "sentence"), NOT_PAGED, ids=[row[-1] for row in NOT_PAGED])
def test_not_paged(
    path: str, tmp_path: Path, pager: Callable[..., str], more: tuple[str, ...], env: dict[str, str], sentence: str
) -> None:
    screen = {"TERM": "xterm", "LINES": LONG, "PAGER": pager(), **env}
    answer = on_a_terminal("due", "--registry", path, *DAY, *more, env=screen)
    assert "c-1" in answer or "Home care" in answer, sentence
    assert shown(tmp_path) is None


def test_never_in_a_pipe_or_a_file(path: str, tmp_path: Path, pager: Callable[..., str]) -> None:
    env = {"PAGER": pager(), "LINES": "3", "TERM": "xterm"}
    answer = run_process("due", "--registry", path, *DAY, "--format", "table", env=env)
    assert answer.code == 0
    assert "DECIDE NOW" in answer.out
    file = tmp_path / "due.md"
    on_a_terminal("due", "--registry", path, *DAY, "-o", str(file), env=env)
    assert shown(tmp_path) is None
    assert "7 to decide" in file.read_text()


@pytest.mark.parametrize("command", ["no-such-pager --plain", "/", "'unclosed"])
def test_a_pager_that_cannot_be_run_costs_nothing(path: str, command: str) -> None:
    answer = due(path, PAGER=command)
    assert "DECIDE NOW" in answer
    assert "warning: cannot run the pager" in answer


def test_the_setting_comes_before_the_variable_of_all_programs(
    path: str, tmp_path: Path, pager: Callable[..., str]
) -> None:
    assert due(path, TENDERWATCH_PAGER=pager(), PAGER="no-such-pager") == ""
    assert shown(tmp_path) is not None


def test_less_keeps_colours_whatever_its_own_settings(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    less = folder / "less"
    less.write_text(f'#!/bin/sh\n{{ echo "$LESS" "$@"; cat; }} > {shlex.quote(str(tmp_path / "shown"))}\n')
    less.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.delenv("PAGER")
    assert due(path) == ""
    assert (shown(tmp_path) or "").startswith("FRX -R\n")
    assert due(path, LESS="-iM") == ""
    assert (shown(tmp_path) or "").startswith("-iM -R\n")


def test_a_default_format_holds_where_it_is_served(path: str) -> None:
    env = {"TENDERWATCH_FORMAT": "json"}
    assert run_process("due", "--registry", path, *DAY, env=env).json["count"] > 0
    assert run_process("config", env=env).json["schema_version"] == 1
    # An ending and a flag beat it, and a command that has no such format keeps its own default.
    assert run_process("due", "--registry", path, *DAY, "--format", "plain", env=env).out.startswith("decide | ")
    assert run_process("timeline", "--registry", path, *DAY, env=env).code == 0
    assert run_process("due", "--registry", path, *DAY, env={"TENDERWATCH_FORMAT": "xlsx"}).raw.startswith(b"PK")
    # A workbook is not for a terminal: as a default it is passed over, as a flag it is refused.
    assert "DECIDE NOW" in due(path, "--no-pager", TENDERWATCH_FORMAT="xlsx")
    assert "xlsx is not for a terminal" in due(path, "--format", "xlsx", code=2)


def test_a_default_format_that_is_none_is_refused(path: str) -> None:
    answer = run_process("due", "--registry", path, *DAY, env={"TENDERWATCH_FORMAT": "word"})
    assert answer.code == 2
    assert "TENDERWATCH_FORMAT is 'word', which is not one of table, plain" in answer.err
    assert run_process("due", "--help", env={"TENDERWATCH_FORMAT": "word"}).code == 0
