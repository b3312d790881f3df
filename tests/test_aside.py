"""Setting a contract aside from the command line: one line more in the watch file, every other as it was."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import Answer, run_cli, shown_text
from tenderwatch.editing.aside import set_aside
from tenderwatch.registry.model import Aside
from tenderwatch.registry.watch import read_watch

DAY = ("--today", "2026-11-28")


@pytest.fixture
def path(registry: Callable[..., str]) -> str:
    return registry("id: home-care\ntitle: Home care\nend: 2027-03-31", "id: other\nend: 2027-03-31")


def aside(path: str, watch: Path, *more: str, name: str = "home-care", until: str = "31/01/2027") -> Answer:
    typed = ("--until", until, "--why", "the cabinet decides: 20 January", "--watch", str(watch))
    return run_cli("aside", name, *typed, "--registry", path, *DAY, *more)


def ids(path: str, watch: Path) -> set[str]:
    rows = run_cli("due", "--registry", path, "--watch", str(watch), *DAY, "--format", "json").json["rows"]
    return {row["id"] for row in rows}


WRITTEN = [
    ("", "# What this registry's", "a file that is not there is made"),
    ("councils: [testshire]\n", "councils: [testshire]\naside:\n  - {id: home-care", "no list yet"),
    ("councils: [testshire]", "councils: [testshire]\naside:\n  - {id: home-care", "no line end at the end"),
    (
        "aside:\n- id: other\n  until: 2026-12-31 # soon\n  why: asked\nwords: [care]\n",
        'aside:\n- {id: home-care, until: 2027-01-31, why: "the cabinet decides: 20 January"}\n- id: other\n',
        "a list that begins at the margin, with a comment",
    ),
    (
        "aside:\r\n    - {id: other, until: 2026-12-31, why: x}\r\n",
        "aside:\r\n    - {id: home-care",
        "Windows line ends",
    ),
]


@pytest.mark.parametrize(("text", "begins", "sentence"), WRITTEN, ids=[row[-1] for row in WRITTEN])
def test_one_line_more(path: str, tmp_path: Path, text: str, begins: str, sentence: str) -> None:
    watch = tmp_path / "mine.yaml"
    if text:
        watch.write_bytes(text.encode())
    answer = aside(path, watch)
    assert (answer.code, answer.out) == (0, ""), answer.err
    assert answer.err.startswith("Home care is set aside until 31 January 2027: the cabinet decides: 20 January.")
    kept = watch.read_bytes().decode()
    assert kept.startswith(begins), sentence
    assert all(line in kept for line in text.splitlines())
    assert "home-care" not in ids(path, watch)


def test_twice_and_a_dry_run(path: str, tmp_path: Path) -> None:
    watch = tmp_path / "mine.yaml"
    assert "Nothing was written." in aside(path, watch, "--dry-run").err
    assert not watch.exists()
    aside(path, watch)
    aside(path, watch, until="2027-03-01", name="other")
    assert ids(path, watch) == set()
    assert aside(path, watch, until="2027-06-01").code == 0
    assert watch.read_text().count("home-care") == 2


REFUSED = [
    (("--until", "2026-11-27"), "--until: 27 November 2026 has passed"),
    (("--until", "March 2027"), "--until"),
    (("--until", "1/2/2027"), ""),
    (("--why", " "), "--why is empty"),
    (("--why", "x" * 201), "--why: a reason of 1 to 200 characters is needed"),
    (("--why", "a\x1b[31m"), "--why: it contains invisible characters"),
    (("--watch", "no/such/folder.yaml"), "--watch: "),
]


@pytest.mark.parametrize(("typed", "said"), REFUSED)
def test_refused(path: str, tmp_path: Path, typed: tuple[str, ...], said: str) -> None:
    answer = aside(path, tmp_path / "mine.yaml", *typed)
    if said:
        assert (answer.code, answer.out) == (2, "")
        assert said in answer.err
        assert not (tmp_path / "mine.yaml").exists()


def test_an_unknown_contract_and_no_file_named(path: str, tmp_path: Path) -> None:
    assert "did you mean home-care" in aside(path, tmp_path / "mine.yaml", name="home-car").err
    answer = run_cli("aside", "home-care", "--until", "2027-01-31", "--why", "x", "--registry", path, *DAY)
    assert (answer.code, "no watch file is named" in answer.err) == (2, True)


@pytest.mark.parametrize("text", ["aside: [{id: other, until: 2026-12-31, why: x}]\n", "aside: []\nwords: [a]\n"])
def test_a_list_in_brackets_is_left_alone(path: str, tmp_path: Path, text: str) -> None:
    watch = tmp_path / "mine.yaml"
    watch.write_text(text)
    answer = aside(path, watch)
    assert answer.code == 2
    assert "write it yourself, below `aside:`: - {id: home-care, until: 2027-01-31" in answer.err
    assert watch.read_text() == text


def test_a_file_with_a_fault_is_left_alone(path: str, tmp_path: Path) -> None:
    watch = tmp_path / "mine.yaml"
    watch.write_text("council: [Durham]\n")
    answer = aside(path, watch)
    assert (answer.code, "'council' is not a key of a watch file" in answer.err) == (2, True)
    assert watch.read_text() == "council: [Durham]\n"


@given(why=shown_text(60).map(lambda text: " ".join(text.split())).filter(bool), again=st.booleans())
def test_any_reason_comes_back_as_it_was(why: str, *, again: bool) -> None:
    wanted = Aside("home-care", date(2027, 1, 31), why)
    text = set_aside("words: [care]\n", wanted, "mine.yaml")
    if again:
        text = set_aside(text, wanted._replace(id="other"), "mine.yaml")
    watch, _ = read_watch(text.encode(), "mine.yaml", "mine")
    assert watch is not None
    assert wanted in watch.aside
    assert watch.words == ("care",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_watch_file_that_is_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "w.yaml")
    answer = run_cli(
        "aside", "durham-regulation-44", "--until", "2030-01-01", "--why", "asked", "--watch", str(tmp_path / "w.yaml")
    )
    assert (answer.code, "cannot be a file" in answer.err) == (2, True)
