"""TENDERWATCH_FORBID_SKIPS=1, which CI sets, must turn every kind of skip into a failure, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SKIPS = {
    "test_skips_itself": "def test_it():\n    pytest.skip('no program')\n",
    "test_marked": "@pytest.mark.skip(reason='no program')\ndef test_it():\n    pass\n",
    "test_on_condition": "@pytest.mark.skipif(True, reason='no program')\ndef test_it():\n    pass\n",
    "test_fixture": (
        "@pytest.fixture\ndef program():\n    pytest.skip('no program')\n\ndef test_it(program):\n    pass\n"
    ),
    "test_module": "pytest.skip('no program', allow_module_level=True)\n",
    "test_library": "pytest.importorskip('no_program')\n",
}
NOT_SKIPS = {
    "test_passes": "def test_it():\n    pass\n",
    "test_fails_as_expected": "@pytest.mark.xfail(strict=True)\ndef test_it():\n    raise ValueError\n",
}


def run_pytest(folder: Path, *, forbid: bool) -> tuple[int, str]:
    """Run all of these tests beside a copy of our conftest.py: the exit code and what is printed."""
    shutil.copy(ROOT / "conftest.py", folder)
    for name, test in (SKIPS | NOT_SKIPS).items():
        (folder / f"{name}.py").write_text(f"import pytest\n\n\n{test}")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("TENDERWATCH_", "PYTEST_"))}
    env["TENDERWATCH_FORBID_SKIPS"] = "1" if forbid else ""
    command = (sys.executable, "-m", "pytest", "-ra", "--continue-on-collection-errors", "--rootdir", folder, folder)
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=folder, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout


def test_every_skip_fails_where_skips_are_forbidden(tmp_path: Path) -> None:
    code, output = run_pytest(tmp_path, forbid=True)
    assert code == 1
    assert set(re.findall(r"^(?:FAILED|ERROR) (\w+)\.py", output, re.MULTILINE)) == set(SKIPS)
    assert len(re.findall("skips are forbidden in this run.*no.program", output)) >= len(SKIPS)
    assert "1 passed, 1 xfailed" in output


def test_skips_are_counted_otherwise(tmp_path: Path) -> None:
    code, output = run_pytest(tmp_path, forbid=False)
    assert code == 0
    assert f"1 passed, {len(SKIPS)} skipped, 1 xfailed" in output
