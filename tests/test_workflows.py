"""The files that other services read: they fit their schemas, and what they call exists."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import yaml

from support import ROOT
from tenderwatch.cli.app import COMMANDS

CI = ROOT / ".github" / "workflows" / "ci.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def test_the_workflow_fits_its_schema() -> None:
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(CI))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hooks_have_what_pre_commit_asks_for() -> None:
    """Its documentation names the keys: id, name, entry and language are needed, and `files` is a pattern."""
    hooks = _plain(yaml.compose(HOOKS.read_text(encoding="utf-8"), Loader=yaml.SafeLoader))
    assert [hook["entry"] for hook in hooks] == ["tenderwatch check", "tenderwatch fmt --check"]
    for hook in hooks:
        assert set(hook) == {"id", "name", "description", "entry", "language", "files", "pass_filenames"}
        assert (hook["language"], hook["pass_filenames"]) == ("python", "false")
        assert re.search(hook["files"], "data/contracts.yaml")
        assert not re.search(hook["files"], "README.md")


def _plain(node: yaml.Node | None) -> Any:
    """The texts of a YAML tree, as lists and dictionaries."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    assert isinstance(node, yaml.ScalarNode)
    return node.value


def test_what_they_call_exists() -> None:
    text = CI.read_text(encoding="utf-8")
    entries = re.findall(r"entry: (.*)", HOOKS.read_text(encoding="utf-8"))
    called = re.findall(r"^ +tenderwatch ([a-z]+)", text, re.MULTILINE) + [entry.split()[1] for entry in entries]
    assert set(called) <= set(COMMANDS)
    assert "run: .ci/run" in text
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
