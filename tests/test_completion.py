"""Shell completion through the shell's own protocol: words in, words out, and never a message on the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import run_process
from tenderwatch.formats import FORMATS
from tenderwatch.law.terms import STATUS_WORDS

REGISTRY = str(Path(__file__).parent / "cases" / "registry.yaml")
SERVICES = ["advocacy", "home care"]

# What has been typed (the last word is being completed; _ for nothing yet) | what is offered.
TYPED = [
    ("tenderwatch sh", ["show"]),
    ("tenderwatch show _", ["advocacy", "home-care"]),
    ("tenderwatch show ho", ["home-care"]),
    ("tenderwatch show zzz", []),
    ("tenderwatch due --council _", ["otherham", "testshire"]),
    ("tenderwatch due --council test", ["testshire"]),
    ("tenderwatch list --lead o", ["otherham"]),
    ("tenderwatch due --service _", SERVICES),
    ("tenderwatch ical --service h", ["home care"]),
    ("tenderwatch due --portal _", ["nepo"]),
    ("tenderwatch list --kind f", ["framework"]),
    ("tenderwatch list --status o", [word for word in STATUS_WORDS if word.startswith("o")]),
    ("tenderwatch due --format _", list(FORMATS)),
    ("tenderwatch due --mon", ["--months"]),
]


def complete(typed: str, **env: str) -> list[str]:
    words = ["" if word == "_" else word for word in typed.split()]
    protocol = {
        "_TENDERWATCH_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    answer = run_process(env={"TENDERWATCH_REGISTRY": REGISTRY, **protocol, **env})
    assert (answer.code, answer.err) == (0, "")
    return [line for line in answer.lines if line]


@pytest.mark.parametrize(("typed", "offered"), TYPED, ids=[row[0] for row in TYPED])
def test_words_offered(typed: str, offered: list[str]) -> None:
    assert complete(typed) == offered


def test_the_registry_on_the_line_is_the_one_completed_from(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(Path(REGISTRY).read_text().replace("home-care", "home-help"))
    assert complete(f"tenderwatch due --registry {other} --council o") == ["otherham"]
    assert complete(f"tenderwatch show --registry {other} home") == ["home-help"]


@pytest.mark.parametrize("content", [None, b"\xff\xff", b"[[[["])
def test_a_registry_that_cannot_be_read_offers_nothing_and_says_nothing(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "contracts.yaml"
    if content is not None:
        path.write_bytes(content)
    assert complete("tenderwatch show h", TENDERWATCH_REGISTRY=str(path)) == []


def test_the_bundled_registry_completes_too() -> None:
    assert "south-tees-carers" in complete("tenderwatch show south", TENDERWATCH_REGISTRY="")


def test_the_script_for_a_shell_can_be_shown() -> None:
    answer = run_process(env={"_TENDERWATCH_COMPLETE": "source_bash"})
    assert answer.code == 0
    assert "_TENDERWATCH_COMPLETE=complete_bash" in answer.out
