"""Locks: one for each thing that can be changed, held from when it is read until it is written."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from support import ROOT, Answer, registry_text, run_cli, run_process
from tenderwatch.cli import files
from tenderwatch.cli.files import locked, write_atomically
from tenderwatch.locks import lock_now

BASE = ("--base-url", "https://care.example.org/")
EDIT = ("set", "home-care", "notes", "--add", "a note")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A registry in a folder and one beneath it."""
    head, body = registry_text("end: 2027-03-31").split("contracts:\n")
    (tmp_path / "registry" / "north").mkdir(parents=True)
    (tmp_path / "registry" / "head.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "registry" / "north" / "care.yaml").write_text(f"contracts:\n{body}", encoding="utf-8")
    return tmp_path / "registry"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_TRIES", 2)


def run(*typed: str, registry: Path) -> Answer:
    return run_cli(*typed, "--registry", str(registry), "--today", "2026-02-01")


def test_a_long_build_holds_up_no_edit_and_no_other_output(folder: Path) -> None:
    """All of them stand in one folder, as they do in a small register."""
    with locked(folder / "site", "the site"):
        assert run(*EDIT, registry=folder).code == 0
        assert run("ical", "-o", str(folder / "care.ics"), registry=folder).code == 0
        assert run("digest", "--state", str(folder / "state.json"), registry=folder).code == 0
    assert not list(folder.rglob("*.lock"))


def test_a_folder_and_a_file_in_it_are_one_registry(folder: Path, tmp_path: Path) -> None:
    """Two runs meet, whichever of them names the folder and which a file of it."""
    for part in (folder, folder / "north"):
        with locked(part / "registry", "it"):
            answer = run(*EDIT, registry=folder)
        assert (answer.code, "another run" in answer.err) == (3, True)
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "r.yaml").write_text(registry_text("end: 2027-03-31"), encoding="utf-8")
    with locked(whole / "registry", "it"):
        assert [run(*EDIT, registry=path).code for path in (whole, whole / "r.yaml")] == [3, 3]


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        (("publish", "{}/site", *BASE), "site"),
        (("ical", "-o", "{}/care.ics"), "care.ics"),
        (("ical", "-o", "{}/link.ics"), "care.ics"),
        (("digest", "--state", "{}/state.json"), "state.json"),
    ],
)
def test_a_second_run_waits_and_then_names_the_first(
    folder: Path, tmp_path: Path, typed: tuple[str, ...], subject: str
) -> None:
    (tmp_path / "link.ics").symlink_to(tmp_path / "care.ics")
    filled = [part.format(tmp_path) for part in typed]
    with locked(tmp_path / subject, "it"):
        answer = run(*filled, registry=folder)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(f"tenderwatch: another run (process {os.getpid()}) is changing ")
    assert "wait until it has finished, and try again" in answer.err
    assert run(*filled, registry=folder).code == 0


@pytest.mark.parametrize("typed", [("publish", "{}/site", *BASE), ("ical", "-o", "{}/care.ics")])
def test_a_run_that_waited_reads_the_registry_as_it_is_by_then(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...]
) -> None:
    """Else what the first one published would be taken back, and told as cancelled."""
    monkeypatch.setattr(files, "_TRIES", 1000)
    filled = [part.format(tmp_path) for part in typed]
    answers: list[Answer] = []
    care = folder / "north" / "care.yaml"
    asked = threading.Event()
    slept = lock_now

    def tried(handle: int) -> bool:
        got = slept(handle)
        if not got:
            asked.set()
        return got

    with locked(tmp_path / ("site" if "publish" in typed else "care.ics"), "it"):
        monkeypatch.setattr(files, "lock_now", tried)
        second = threading.Thread(target=lambda: answers.append(run_apart(*filled, registry=folder, asked=asked)))
        second.start()
        assert asked.wait(60)
        care.write_text(care.read_text("utf-8").replace("2027-03-31", "2027-06-30"), encoding="utf-8")
    second.join()
    assert answers[0].code == 0
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*.ics"))
    assert b"DTSTART;VALUE=DATE:20270630" in written


# Says on its standard error when it has to wait.
WAITING = """
import sys
from tenderwatch.cli import files
tried = files.lock_now
def told(handle):
    got = tried(handle)
    if not got:
        print("waiting", file=sys.stderr, flush=True)
    return got
files.lock_now = told
from tenderwatch.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def run_apart(*typed: str, registry: Path, asked: threading.Event) -> Answer:
    """The command in a process of its own; `asked` is set as soon as it waits for a lock."""
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, *typed, "--registry", str(registry), "--today", "2026-02-01"],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    ) as process:  # fmt: skip
        assert process.stderr
        for line in process.stderr:
            if line == b"waiting\n":
                asked.set()
    return Answer(process.returncode, b"", "")


def test_a_pipe_is_nobody_s_to_lock(folder: Path) -> None:
    answer = run_process("ical", "-o", "/dev/stdout", "--registry", str(folder), "--today", "2026-02-01")
    assert answer.code == 0, answer.err
    assert answer.raw.startswith(b"BEGIN:VCALENDAR")


def test_an_output_that_is_a_file_of_the_registry_is_refused_however_deep_it_lies(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "care.ics"
    os.link(folder / "north" / "care.yaml", link)
    before = link.read_bytes()
    answer = run("ical", "-o", str(link), registry=folder)
    assert (answer.code, "is an input of this command" in answer.err) == (2, True)
    assert link.read_bytes() == before


def test_what_a_killed_run_left_beside_a_file_goes_when_it_is_next_written(tmp_path: Path) -> None:
    """Of two whose names begin alike, each clears its own; also where the file already holds what is to be written."""
    names = (".r.yaml.abcd1234.tenderwatch-new", ".r.yaml.bak.abcd1234.tenderwatch-new", ".r.ya.ml.abcd1234.x")
    for changed in (True, False):
        for name in names:
            (tmp_path / name).write_text("half")
        assert write_atomically(tmp_path / "r.yaml", b"whole") is changed
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(("r.yaml", *names[1:]))


def test_what_a_run_is_still_writing_is_not_taken_for_left_behind(tmp_path: Path) -> None:
    handle, name = files._begin(tmp_path / "r.yaml")
    assert write_atomically(tmp_path / "r.yaml", b"whole")
    assert Path(name).is_file()
    os.close(handle)
    assert not write_atomically(tmp_path / "r.yaml", b"whole")
    assert not Path(name).exists()


def test_the_longest_name_can_be_locked_and_written(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / f"{'x' * 251}.ics"
    assert run("ical", "-o", str(target), registry=folder).code == 0
    assert target.is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["registry", target.name])
