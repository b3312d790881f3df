"""Completion in the shells themselves: a word is typed in the wrong case, Tab and Enter are pressed, and what the
command is given is read back.

PowerShell is not tried here: it is not in the distributions that these tests run on. What it is sent is tested in
test_completion.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import ROOT

pytestmark = pytest.mark.edge

REGISTRY = ROOT / "tests" / "cases" / "registry.yaml"
# What is typed before Tab, and the words that the command is then given.
TYPED = [
    ("SHO", "[show]"),
    ("show HOME-C", "[show][home-care]"),
    ("due --COUN", "[due][--council]"),
    ("list --service HO", "[list][--service][home care]"),
    ("why home-care LONGEST", "[why][home-care][longest-end]"),
]
# How a shell starts with nothing of the user's in it, and what it is told first.
START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "bind 'set enable-bracketed-paste off'"),
    "zsh": (["zsh", "-f", "-i"], "autoload -Uz compinit; compinit -u -D"),
}
STAND_IN = "tenderwatch() { for word in \"$@\"; do printf '[%s]' \"$word\"; done; echo '<-given'; }"
SECONDS = 60


class Terminal:
    """An interactive shell on a terminal of its own."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.handle, inner = pty.openpty()
        self.process = subprocess.Popen(
            command, stdin=inner, stdout=inner, stderr=inner, env=env, start_new_session=True
        )
        os.close(inner)
        self.seen = ""

    def send(self, text: str) -> None:
        os.write(self.handle, text.encode())

    def until(self, text: str) -> None:
        """Wait until it shows this. Fails with what it shows instead."""
        limit = time.monotonic() + SECONDS
        while text not in self.seen:
            left = limit - time.monotonic()
            assert left > 0, f"no {text!r} in {self.seen!r}"
            if select.select([self.handle], [], [], left)[0]:
                self.seen += re.sub(
                    r"\x1b\[[0-9;?]*[A-Za-z]", "", os.read(self.handle, 65536).decode("utf-8", "replace")
                )

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.handle)


def environment(home: Path) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(home), "TERM": "dumb",
        "LANG": "C.UTF-8", "TENDERWATCH_REGISTRY": str(REGISTRY), "TENDERWATCH_TODAY": "2026-11-28",
    }  # fmt: skip


@pytest.mark.parametrize("shell", list(START))
def test_tab_completes_in_any_case(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    command, first = START[shell]
    terminal = Terminal(command, environment(tmp_path))
    try:
        terminal.send(f"{first}\n")
        terminal.send(f'eval "$(_TENDERWATCH_COMPLETE=source_{shell} tenderwatch)"\n')
        terminal.send(f"{STAND_IN}\n")
        for typed, given in TYPED:
            terminal.send(f"tenderwatch {typed}\t\n")
            terminal.until(f"{given}<-given")
    finally:
        terminal.close()


def test_fish_completes_in_any_case(tmp_path: Path) -> None:
    if not shutil.which("fish"):
        pytest.skip("fish is not installed")
    env = environment(tmp_path)
    script = subprocess.run(
        ["tenderwatch"], env=env | {"_TENDERWATCH_COMPLETE": "source_fish"}, capture_output=True, text=True, check=True
    ).stdout
    for typed, given in TYPED:
        done = subprocess.run(
            ["fish", "--no-config", "-c", f"{script}\ncomplete --do-complete 'tenderwatch {typed}'"],
            env=env, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        offered = [row.split("\t")[0] for row in done.stdout.splitlines()]
        assert f"[{offered[0]}]" == re.findall(r"\[[^]]+\]", given)[-1]
        assert len(offered) == 1
