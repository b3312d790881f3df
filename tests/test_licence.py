"""The licences are said plainly, and everywhere in the same words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from support import ROOT, run_cli
from tenderwatch import licence


def flat(name: str) -> str:
    """A page without line ends and link marks."""
    return " ".join((ROOT / name).read_text(encoding="utf-8").replace("[", "").replace("]", " ").split())


def test_the_readme_and_the_data_say_both_licences() -> None:
    for page in ("README.md", "data/LICENCE.md"):
        text = flat(page)
        assert licence.ATTRIBUTION.removesuffix(".") in text
        assert f"({licence.DATA_LICENCE_URL})" in text
        assert licence.CODE_LICENCE in text


def test_the_package_is_under_the_licence_that_the_code_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == licence.CODE_LICENCE
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_a_calendar_of_the_bundled_registry_carries_the_attribution(registry: Callable[..., str]) -> None:
    own = run_cli("ical", "--today", "2026-11-22", "--registry", registry("end: 2030-03-31")).out
    bundled = run_cli("ical", "--today", "2026-11-22").out
    assert licence.ATTRIBUTION in bundled.replace("\r\n ", "")
    assert licence.ATTRIBUTION not in own.replace("\r\n ", ""), "data of others is theirs to license"
