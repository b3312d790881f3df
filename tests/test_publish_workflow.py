"""The ready workflow does what it says: run step by step, over and over, against a repository on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import ROOT

WORKFLOW = ROOT / "docs" / "examples" / "publish-site.yml"
FEED = "published:feeds/care-contracts.ics"


def steps() -> dict[str, str]:
    """The shell of each step that has a name, but the one that installs."""
    text = WORKFLOW.read_text(encoding="utf-8")
    found: Any = yaml.safe_load(text)  # noqa: TID251 - read as the host reads it, and no registry
    return {item["name"]: item["run"] for item in found["jobs"]["build"]["steps"] if "run" in item} | {
        "Install": "true"
    }


needs_both = pytest.mark.skipif(not (shutil.which("bash") and shutil.which("git")), reason="needs bash and git")


class Host:
    """A repository to push to, and a registry; each night has a fresh clone and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.registry = folder, folder / "registry.yaml"
        shutil.copy(ROOT / "docs" / "examples" / "northshire.yaml", self.registry)
        bin_ = folder / "bin"
        bin_.mkdir()
        (bin_ / "tenderwatch").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tenderwatch "$@"\n')
        (bin_ / "tenderwatch").chmod(0o755)
        self._environment = {
            **os.environ, "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1", "BASE_URL": "https://care.example/",
            "TENDERWATCH_REGISTRY": str(self.registry),
        }  # fmt: skip
        self.sh("git init --quiet --bare --initial-branch=main origin.git")
        start = "git -c user.name=x -c user.email=x@example.org commit --quiet --message Start"
        self.sh(f"git clone --quiet origin.git start && cd start && echo x > README && git add . && {start}")
        self.sh("git -C start push --quiet origin HEAD:main")

    def sh(self, script: str, *, folder: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-e", "-c", script], cwd=folder or self.folder, env=self._environment | more,
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    def night(self, today: str) -> str:
        """Run the steps in order until one fails; the last words of that one, nothing if all went well."""
        shutil.rmtree(self.folder / "clone", ignore_errors=True)
        assert self.sh("git clone --quiet --depth 1 --branch main file://$PWD/origin.git clone").returncode == 0
        for script in steps().values():
            done = self.sh(script, folder=self.folder / "clone", TENDERWATCH_TODAY=today, ALLOW_LOSS="")
            if done.returncode:
                return done.stderr
        return ""

    def published(self, what: str) -> str:
        done = self.sh(f"git -C origin.git show {what}")
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def nights(self) -> int:
        return int(self.sh("git -C origin.git rev-list --count published").stdout)


# An event that changes on 23 November 2026 counts the days from 1 January 2020.
COUNTED = 2518


@needs_both
def test_identities_carry_on_from_night_to_night(tmp_path: Path) -> None:
    host = Host(tmp_path)
    assert host.night("2026-11-22") == ""
    first = host.published(FEED)
    assert "README" not in host.published("--name-only published")
    assert host.night("2026-11-22") == ""
    assert host.nights == 1, "nothing has changed, so nothing is published"

    text = host.registry.read_text(encoding="utf-8")
    host.registry.write_text(text.replace("end: 2027-03-31", "end: 2027-06-30", 1), encoding="utf-8")
    assert host.night("2026-11-23") == ""
    moved = host.published(FEED)
    assert host.nights == 2
    assert set(re.findall(r"^UID:(.+)$", first, re.M)) <= set(re.findall(r"^UID:(.+)$", moved, re.M))
    assert re.search(rf"SEQUENCE:{COUNTED}\n(?:(?!END:VEVENT).+\n)*UID:northshire-home-care\.end@", moved)
    assert re.search(r"SEQUENCE:0\n(?:(?!END:VEVENT).+\n)*UID:northshire-carers\.end@", moved)


@needs_both
def test_a_build_that_is_refused_leaves_what_was_published(tmp_path: Path) -> None:
    host = Host(tmp_path)
    assert host.night("2026-11-22") == ""
    before = host.published("--format=%H --no-patch published")
    host.registry.write_text(host.registry.read_text(encoding="utf-8").partition("contracts:\n")[0] + "contracts: []\n")
    assert "--allow-loss" in host.night("2026-11-23")
    assert host.published("--format=%H --no-patch published") == before
