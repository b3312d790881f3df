"""Shell completion through the shell's own protocol: words in, words out, and never a message on the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import run_cli, run_process
from tenderwatch.formats import FORMATS
from tenderwatch.law.terms import STATUSES

REGISTRY = str(Path(__file__).parent / "cases" / "registry.yaml")
SERVICES = ["advocacy", r"home\ care"]  # as bash takes them

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
    ("tenderwatch ical --service h", [r"home\ care"]),
    ("tenderwatch ical --service 'h", ["home care"]),
    ("tenderwatch SH", ["show"]),
    ("tenderwatch show HO", ["home-care"]),
    ("tenderwatch due --council TEST", ["testshire"]),
    ("tenderwatch due --COUN", ["--council"]),
    ("tenderwatch due --format J", ["json", "jsonl"]),
    ("tenderwatch list --status RUN", ["running"]),
    ("tenderwatch explain STANDST", ["standstill", "standstill-end"]),
    ("tenderwatch help DUE", ["due"]),
    ("tenderwatch why home-care award", ["award-decision", "award-notice", "award-report"]),
    ("tenderwatch why home-care LONGEST", ["longest-end"]),
    ("tenderwatch why nobody _", []),
    ("tenderwatch undo --", ["--list", "--dry-run", "--registry", "--help"]),
    ("tenderwatch due --portal _", ["nepo"]),
    ("tenderwatch list --kind f", ["framework"]),
    ("tenderwatch list --status o", [word for word in STATUSES if word.startswith("o")]),
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


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_the_script_for_a_shell_can_be_shown(shell: str) -> None:
    answer = run_process(env={"_TENDERWATCH_COMPLETE": f"source_{shell}"})
    assert answer.code == 0
    assert "tenderwatch" in answer.out
    assert f"complete_{shell.replace('pwsh', 'powershell')}" in answer.out


def test_powershell_is_sent_words_that_it_can_put_into_the_line() -> None:
    """Its script divides each line at `:::` into the word and its help."""
    for typed, word, sent in (("show HOME-C", "HOME-C", "home-care"), ("due --service HO", "HO", "'home care'")):
        protocol = {
            "_TENDERWATCH_COMPLETE": "complete_powershell",
            "_TYPER_COMPLETE_ARGS": f"tenderwatch {typed}",
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": word,
        }
        answer = run_process(env={"TENDERWATCH_REGISTRY": REGISTRY, **protocol})
        assert (answer.code, answer.err) == (0, "")
        assert [line.partition(":::")[0] for line in answer.lines] == [sent]


def test_a_folder_of_ones_own_completes_its_own_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TENDERWATCH_CONFIG", raising=False)
    assert run_cli("init").code == 0
    assert run_cli("authority", "add", "newshire", "--name", "Newshire").code == 0
    assert "newshire" in complete("tenderwatch due --council NEW", TENDERWATCH_REGISTRY="")
