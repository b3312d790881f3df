"""The wheel and an environment with it, made once for all tests that need them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .installing import ROOT, install, open_again, pip


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", ROOT, "--no-deps", "--wheel-dir", folder)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of commands of a fresh virtual environment with the wheel and what it depends on.

    For test_first_steps alone: with several workers, each module that asks for it would make its own.
    """
    venv = tmp_path_factory.mktemp("installed") / "venv"
    yield install(wheel, venv)
    open_again(venv)
