"""The program as a user has it: a wheel in an environment of its own, run by somebody who may not change it."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNREACHABLE = re.compile(
    r"No matching distribution found|Could not fetch URL|ConnectionError|Temporary failure in name"
)
# Root without any of its powers: what may not be written is not written.
POWERLESS = ("setpriv", "--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all")


def pip(*arguments: str | Path) -> None:
    """Run pip; without a package index there is nothing to test."""
    command = (sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments)
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode and UNREACHABLE.search(done.stderr):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stdout + done.stderr


def install(wheel: Path, venv: Path) -> Path:
    """The folder of commands of a new environment with the wheel and what it depends on, which nobody may change."""
    subprocess.run((sys.executable, "-m", "venv", "--without-pip", venv), check=True, capture_output=True)
    commands = venv / ("Scripts" if sys.platform == "win32" else "bin")
    pip("--python", commands / "python", "install", wheel)
    for path in (venv, *venv.rglob("*")):
        if not path.is_symlink():
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)
    return commands


def open_again(venv: Path) -> None:
    """Let the environment be deleted."""
    for path in (venv, *venv.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


class User:
    """Somebody with a home, a folder for temporary files, and a working folder, all of them empty at first."""

    def __init__(self, commands: Path, place: Path, today: str = "2026-11-28") -> None:
        self.commands, self.place = commands, place
        self.home, self.temporary, self.folder = (place / name for name in ("home", "temporary", "work"))
        for path in (self.home, self.temporary, self.folder):
            path.mkdir()
        kept = {name: value for name, value in os.environ.items() if name in ("SYSTEMROOT", "LD_LIBRARY_PATH")}
        self.env = kept | {
            "HOME": str(self.home), "PATH": f"{commands}{os.pathsep}/usr/bin{os.pathsep}/bin", "LANG": "C.UTF-8",
            "TMPDIR": str(self.temporary), "TENDERWATCH_TODAY": today, "COLUMNS": "80",
        }  # fmt: skip

    def process(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A finished process of this user."""
        powerless: tuple[str, ...] = ()
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            if not shutil.which("setpriv"):
                pytest.skip("root needs setpriv to put its powers down")
            powerless = POWERLESS
        return subprocess.run(
            [*powerless, *command], cwd=self.folder, env=self.env, capture_output=True, encoding="utf-8",
            stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip

    def run(self, *words: str, code: int = 0) -> str:
        """What a command of the program answers and says, one after the other."""
        done = self.process(str(self.commands / "tenderwatch"), *words)
        assert done.returncode == code, f"tenderwatch {' '.join(words)}: {done.stderr}"
        return done.stdout + done.stderr

    def cache(self) -> set[str]:
        """The folders in the home: of caches, if nothing else was written."""
        return {path.name for path in self.home.iterdir()}


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder, with its size and the time of its last change."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}
