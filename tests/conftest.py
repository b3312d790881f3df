"""Fixtures: an environment of our own, and a registry file with the contracts that a test states."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support import GOLDEN, registry_text
from tenderwatch.registry import load

# A test machine under load must not fail a property for being slow.
settings.register_profile("tenderwatch", deadline=None)
settings.load_profile("tenderwatch")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden files anew, instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true", help="write the files in tests/golden anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against a file in tests/golden, or write the file with `--update-golden`."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        kept = path.read_bytes().decode("utf-8") if path.is_file() else ""
        assert text == kept, f"{name} differs; look at it, then run pytest with --update-golden"

    return compare


@pytest.fixture(scope="session", autouse=True)
def _environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the user's own settings reaches a test, and no test reaches the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("TENDERWATCH_", "_TENDERWATCH_", "FORCE_COLOR", "NO_COLOR", "COLUMNS", "LINES")):
                patch.delenv(name)
        patch.setenv("TENDERWATCH_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("TENDERWATCH_CONFIG", "off")
        patch.setenv("PAGER", "")
        yield


@pytest.fixture
def registry(tmp_path: Path) -> Callable[..., str]:
    """Write a registry of these contracts (see `support.record`) and give its path."""

    def write(*records: str, name: str = "contracts.yaml") -> str:
        path = tmp_path / name
        path.write_text(registry_text(*records), encoding="utf-8", newline="")
        return str(path)

    return write


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a cache of its own, where every registry counts as large."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(load, "WORTH_ASKING", 0)
    monkeypatch.setenv("TENDERWATCH_CACHE", str(tmp_path / "cache"))
    (tmp_path / "reg").mkdir()
    return tmp_path
