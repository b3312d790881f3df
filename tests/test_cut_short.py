"""Runs that are killed, interrupted or doubled at any moment: old or new, nothing lost, nothing told twice.

A few in the suite; `make cuts` does 400 kills, 300 doubled runs and 100 interrupts. What is asked holds whenever the
moment comes, so that nothing here depends on how fast a machine is.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from support import INTERRUPTIBLE, registry_text, run_cli

KILLS, DOUBLES, INTERRUPTS = map(int, os.environ.get("TENDERWATCH_CUTS", "8,4,4").split(","))
RUN = (sys.executable, "-m", "tenderwatch")
# What comes before the first line of ours is Python's own to answer.
BEGINNING = (
    *INTERRUPTIBLE[:2],
    INTERRUPTIBLE[2].replace("; run()", "; import sys\nsys.stderr.write('begun\\n'); run()"),
)
RECORDS = (
    "id: home-care\nstart: 2023-06-01\nend: 2027-05-31\nextensions: [{months: 12}]",
    "id: short-breaks\nlead: otherham\nend: 2027-03-31",
    "id: carers\nend: 2026-09-30\nnotice: 3m",
)
BASE = ("--base-url", "https://care.example.org/")
State = dict[str, bytes]


class Place:
    """A registry of two files, and all that has been made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.registry = folder, folder / "registry"

    def begin(self) -> None:
        """Everything made once, and one end moved since, so that each command has something to do."""
        self.registry.mkdir(parents=True)
        head, body = registry_text(*RECORDS).split("contracts:\n")
        (self.registry / "head.yaml").write_text(head, encoding="utf-8")
        self.write(body)
        for typed in (PUBLISH, ICAL, DIGEST):
            assert run_cli(*self.filled(typed, "2026-02-01")).code == 0
        self.write(body.replace("2027-03-31", "2027-04-30"))
        (self.folder / "told.txt").unlink()

    def write(self, body: str) -> None:
        (self.registry / "care.yaml").write_text(f"contracts:\n{body}", encoding="utf-8")

    def filled(self, typed: tuple[str, ...], today: str = "2026-02-10") -> tuple[str, ...]:
        more = ("--registry", str(self.registry), "--today", today)
        return (*(part.format(self.folder) for part in typed), *more)

    def start(self, typed: tuple[str, ...], program: tuple[str, ...] = RUN) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*program, *self.filled(typed)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip

    def state(self) -> State:
        """Every file that is not hidden; of a site, what it says and not which day it was made for."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        names = {str(path.relative_to(self.folder)): path for path in paths}
        return {name: path.read_bytes() for name, path in names.items() if "/." not in f"/{name}"}

    def hidden(self) -> list[str]:
        """What runs have left behind. What can be taken back is kept on purpose."""
        paths = (str(path.relative_to(self.folder)) for path in self.folder.rglob(".*"))
        return [path for path in paths if ".tenderwatch-undo" not in path]


EDIT = ("set", "carers", "notes", "--add", "a note")
PUBLISH = ("publish", "{}/site", *BASE)
ICAL = ("ical", "-o", "{}/care.ics", *BASE)
DIGEST = ("digest", "--state", "{}/state.json", "-o", "{}/told.txt", "--format", "plain")
COMMANDS = {"edit": EDIT, "publish": PUBLISH, "ical": ICAL, "digest": DIGEST}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Made once; each trial has a copy."""
    place = Place(tmp_path_factory.mktemp("begun"))
    shutil.rmtree(place.folder)
    place.begin()
    return place


class Trial(NamedTuple):
    """A place in which a run is cut short, and the states that it may be left in."""

    place: Place
    typed: tuple[str, ...]
    old: State
    new: State
    seconds: float


@pytest.fixture(scope="module", params=COMMANDS)
def trial(request: pytest.FixtureRequest, begun: Place, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """What a command leaves that runs to its end, and how long that takes."""
    typed = COMMANDS[request.param]
    place = Place(tmp_path_factory.mktemp(request.param) / "here")
    again(place, begun)
    begin = time.monotonic()
    process = place.start(typed)
    _, err = process.communicate()
    assert process.returncode == 0, err
    return Trial(place, typed, begun.state(), place.state(), time.monotonic() - begin)


def again(place: Place, begun: Place) -> None:
    shutil.rmtree(place.folder, ignore_errors=True)
    shutil.copytree(begun.folder, place.folder, symlinks=True)


def cut(trial: Trial, begun: Place, stop: Callable[[subprocess.Popen[bytes]], None], program: tuple[str, ...]) -> None:
    """One run that is stopped; what it left is judged, and the same run then does what was to be done."""
    place, typed = trial.place, trial.typed
    again(place, begun)
    process = place.start(typed, program)
    stop(process)
    _, err = process.communicate()
    assert b"Traceback" not in err, err.decode()
    left = place.state()
    for name in {*trial.old, *trial.new, *left}:
        assert left.get(name) in (trial.old.get(name), trial.new.get(name)), f"{name} is neither old nor new"
    site = {name: data for name, data in left.items() if name.startswith("site/")}
    whole = [{name: data for name, data in side.items() if name.startswith("site/")} for side in (trial.old, trial.new)]
    assert site in whole, "a site of which some is old and some is new"
    if typed == DIGEST and left.get("state.json") == trial.new["state.json"]:
        assert left.get("told.txt") == trial.new["told.txt"], "remembered, and never told"
    if process.returncode in (0, 130):
        assert (left == trial.new) is (process.returncode == 0) or left == trial.new
    assert run_cli("check", str(place.registry)).code == 0
    told = left.get("told.txt")
    answer = run_cli(*place.filled(typed))
    done = place.state()
    if typed == DIGEST and left.get("state.json") == trial.new["state.json"]:
        assert answer.code == 0
        assert told == trial.new["told.txt"]
        assert b"becomes" not in done["told.txt"], "told twice"
    elif typed == EDIT and left["registry/care.yaml"] == trial.new["registry/care.yaml"]:
        # The record was written, and perhaps not the edition; the note is there once either way.
        assert answer.code in (0, 2)
        assert done["registry/care.yaml"].count(b"a note") in (1, 2)
    else:
        assert answer.code == 0, answer.err
        assert done == trial.new, {name for name in done if done[name] != trial.new.get(name)}
    assert place.hidden() == [] or process.returncode != 0
    run_cli(*place.filled(("set", "carers", "notes", "--add", "another")))
    run_cli(*place.filled(PUBLISH), "--allow-loss")
    run_cli(*place.filled(ICAL))
    run_cli(*place.filled(DIGEST))
    assert place.hidden() == [], "the next runs clean up"


def test_killed_at_any_moment(trial: Trial, begun: Place) -> None:
    random = Random(str(trial.typed))  # noqa: S311 - only the same moments again
    for _ in range(max(KILLS // len(COMMANDS), 2)):
        moment = random.uniform(0, trial.seconds)

        def kill(process: subprocess.Popen[bytes], moment: float = moment) -> None:
            time.sleep(moment)
            process.kill()

        cut(trial, begun, kill, RUN)


def test_interrupted_at_any_moment(trial: Trial, begun: Place) -> None:
    random = Random(f"{trial.typed} interrupted")  # noqa: S311
    for _ in range(max(INTERRUPTS // len(COMMANDS), 1)):
        moment = random.uniform(0, trial.seconds)

        def interrupt(process: subprocess.Popen[bytes], moment: float = moment) -> None:
            assert process.stderr
            assert process.stderr.readline() == b"begun\n"
            time.sleep(0.005 + moment)
            process.send_signal(signal.SIGINT)

        cut(trial, begun, interrupt, BEGINNING)


# --- two at once ---


def both(place: Place, begun: Place, *typed: tuple[str, ...], pause: float) -> State:
    """What two runs leave that begin together, or nearly so. Both have to do their work."""
    again(place, begun)
    first = place.start(typed[0])
    time.sleep(pause)
    second = place.start(typed[1])
    for process in (first, second):
        _, err = process.communicate()
        assert process.returncode == 0, err.decode()
    assert place.hidden() == [], "the locks are gone"
    return place.state()


def notes(state: State) -> list[str]:
    return re.findall(r"note \d", state["registry/care.yaml"].decode())


def test_two_runs_at_once(begun: Place, tmp_path: Path) -> None:
    random = Random(7)  # noqa: S311
    place = Place(tmp_path / "here")
    alone: dict[tuple[str, ...], State] = {}
    for typed in (PUBLISH, ICAL, DIGEST):
        again(place, begun)
        assert run_cli(*place.filled(typed)).code == 0
        alone[typed] = place.state()
    one, two = (("set", "carers", "notes", "--add", f"note {number}") for number in (1, 2))
    other = tuple(part.replace("told.txt", "told-2.txt") for part in DIGEST)
    for number in range(max(DOUBLES, 4)):
        pause = random.choice((0.0, random.uniform(0, 0.6)))
        match number % 4:
            case 0:
                assert sorted(notes(both(place, begun, one, two, pause=pause))) == ["note 1", "note 2"]
            case 1:
                left = both(place, begun, DIGEST, other, pause=pause)
                told = [left["told.txt"], left["told-2.txt"]]
                assert sum(b"30 April 2027" in text for text in told) == 1, "told once, by one of them"
                assert alone[DIGEST]["told.txt"] in told
                assert left["state.json"] == alone[DIGEST]["state.json"]
            case 2:
                assert both(place, begun, PUBLISH, PUBLISH, pause=pause) == alone[PUBLISH]
                assert both(place, begun, ICAL, ICAL, pause=pause) == alone[ICAL]
            case _:
                left = both(place, begun, PUBLISH, one, pause=pause)
                assert notes(left) == ["note 1"]
                assert left["site/changes.atom"] == alone[PUBLISH]["site/changes.atom"]
