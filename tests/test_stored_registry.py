"""A large registry is asked and not loaded: its answers are those of the text, whatever happens to files and copy.

A few random lives of a registry in the suite; `make copies` follows thirty.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from random_records import BODIES
from stored_support import SEEDS, Life, flipped, from_text, instead_of, process, sealed
from support import run_cli
from tenderwatch.registry import load
from tenderwatch.registry.store import opening, tables

DAY = ("--today", "2026-11-28")
ASKED = (
    ("list", "--format", "json", "--verbose"),
    ("list", "--sort", "council"),
    ("due",),
    ("due", "--format", "json", "--months", "24"),
    ("due", "--unknown", "--format", "json", "--verbose"),
    ("due", "--group", "coming", "--format", "json", "--verbose"),
    ("list", "--council", "Testshire", "--format", "json", "--verbose"),
    ("due", "--council", "otherham", "--format", "json"),
    ("list", "--lead", "otherham"),
    ("list", "--service", "care", "--portal", "nepo", "--format", "json"),
    ("list", "--provider", "care", "--format", "tsv"),
    ("list", "--kind", "framework"),
    ("list", "--status", "running"),
    ("list", "--text", "Minutes"),
    ("list", "--text", "ca"),
    ("list", "--text", "register of contracts", "--text", "c3"),
    ("list", "--text", "contradiction"),
    ("list", "--text", "2026-01"),
    ("list", "--text", "care 1"),
    ("due", "--text", "\u00df", "--text", "STRASSE"),
    ("list", "--service", "nothing of the kind"),
    ("stale", "--format", "json"),
    ("coverage",),
    ("report", "by-provider", "-o", "-", "--format", "csv"),
    ("digest", "--since", "2026-11-01"),
    ("check",),
)  # fmt: skip
OF_ONE = (("show",), ("show", "--format", "json"), ("plan",), ("why",), ("timeline",))


def same_answers(monkeypatch: pytest.MonkeyPatch, pick: random.Random, registry: str = "reg", most: int = 9) -> None:
    """The same bytes, messages and exit code from the text and from the compiled copy."""
    ids = [f"c{pick.randint(1, 20)}" for _ in range(2)]
    asked = [*pick.sample(ASKED, most), *((command, name, *more) for name in ids for command, *more in OF_ONE)]
    for command, *more in asked:
        day = () if command == "check" else DAY
        where = (registry,) if command == "check" and ";" not in registry else ("--registry", registry)
        asking = (command, *more, *where, *day)
        text, copy = from_text(monkeypatch, *asking), run_cli(*asking)
        assert (copy.code, copy.err, copy.raw) == (text.code, text.err, text.raw), asking


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_are_the_same_after_any_changes(here: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    life = Life(here / "reg", seed)
    same_answers(monkeypatch, life.pick, most=len(ASKED))
    database, _ = sealed(here)
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("SELECT count(*) FROM contract WHERE state = 0").fetchone()[0] > 6, "most can be used"
    for _ in range(8):
        for _ in range(life.pick.randint(1, 3)):
            life.change()
        same_answers(monkeypatch, life.pick)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_due_is_the_same_on_any_day(here: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Contracts that are far from their end are not even read: none of those that are due is among them."""
    life = Life(here / "reg", seed)
    for _ in range(6):
        life.change()
        for _ in range(2):
            day = (date(2026, 11, 28) + timedelta(life.pick.randint(-900, 900))).isoformat()
            months = str(life.pick.choice((0, 1, 3, 12, 36, 120)))
            asking = ("due", "--format", "json", "--verbose", "--registry", "reg", "--today", day, "--months", months)
            text, copy = from_text(monkeypatch, *asking), run_cli(*asking)
            assert (copy.code, copy.err, copy.raw) == (text.code, text.err, text.raw), asking


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_of_layers_are_the_same(here: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    (here / "own").mkdir()
    lower, own = Life(here / "reg", seed), Life(here / "own", seed + 1000)
    own.head = "edition: 2026-11-02\ncontracts:\n"
    for _ in range(4):
        lower.change()
        own.change()
        same_answers(monkeypatch, own.pick, "reg;own")


def line_of(name: str, **more: Any) -> str:
    """A sound contract as a line of JSON."""
    evidence = [{"source": "register", "place": "row 1", "supports": ["end"]}]
    made = {"id": name, "title": f"Care {name}", "kind": "contract", "services": ["home care"], "lead": "testshire"}
    return json.dumps({"contract": made | {"end": "2027-05-31", "evidence": evidence} | more})


# What one file says at first and then, where the contracts that it touches are in others.
A, B, C = line_of("a", lead="otherham"), line_of("b", replaces=["a"]), line_of("c", replaces=["b"])
TURNS = {
    "a council goes and comes back": ("a.yaml", BODIES, BODIES.replace("id: otherham", "id: elsewhere")),
    "a portal goes and comes back": ("a.yaml", BODIES, BODIES.replace("id: nepo", "id: other")),
    "a source goes and comes back": ("a.yaml", BODIES, BODIES.replace("id: register", "id: elsewhere")),
    "a name is that of two councils": ("a.yaml", BODIES, BODIES.replace("[Testshire", "[Otherham Borough Council")),
    "a contract that is replaced goes and comes back": ("b.jsonl", A, line_of("other")),
    "a circle is closed and opened": ("b.jsonl", A, line_of("a", replaces=["c"])),
    "a contract replaces itself": ("b.jsonl", A, line_of("a", replaces=["a"])),
    "another says something else under its id": ("f.jsonl", line_of("f"), line_of("a", title="Something else")),
    "another says the same under its id": ("f.jsonl", line_of("f"), A),
    "a look is later than the edition": ("a.yaml", BODIES, BODIES.replace("2026-01-10", "2020-01-10")),
}  # fmt: skip


OF_TURNS = (
    ("list", "--format", "json", "--verbose"), ("due", "--format", "json", "--verbose"), ("list", "--service", "care"),
    ("show", "a"), ("show", "b"), ("show", "c"), ("coverage",),
)  # fmt: skip


@pytest.mark.parametrize("turn", TURNS)
def test_a_changed_file_touches_records_in_others(here: Path, monkeypatch: pytest.MonkeyPatch, turn: str) -> None:
    texts = {"a.yaml": BODIES, "b.jsonl": A, "c.jsonl": B, "d.jsonl": C, "e.jsonl": line_of("e", portal="nepo"),
             "f.jsonl": line_of("f")}  # fmt: skip
    look = "coverage:\n  - {id: l, authority: testshire, on: 2025-06-01, services: [advocacy], sources: [register]}\n"
    texts["g.yaml"] = look
    name, *states = TURNS[turn]
    builds: list[object] = []
    build = opening._Copy._build

    def counted(copy: opening._Copy) -> Any:
        builds.append(copy)
        return build(copy)

    monkeypatch.setattr(opening._Copy, "_build", counted)
    for text in (*states, *states):
        for file, held in (texts | {name: text}).items():
            whole = held.rstrip("\n") + " []\n" if held.rstrip().endswith("contracts:") else f"{held}\n"
            (here / "reg" / file).write_text(whole, encoding="utf-8")
        for asked in OF_TURNS:
            asking = (*asked, "--registry", "reg", *DAY)
            assert run_cli(*asking) == from_text(monkeypatch, *asking), asking
    assert len(builds) == 1, "one file is read again, and not all"


HARM: dict[str, Callable[[Path, Path], object]] = {
    "a byte of the database": lambda database, _: flipped(database, 9000),
    "a byte of the seal": lambda _, seal: flipped(seal, 300),
    "a database cut short": lambda database, _: os.truncate(database, 5000),
    "an empty database": lambda database, _: os.truncate(database, 0),
    "a seal cut short": lambda _, seal: os.truncate(seal, 100),
    "no database": lambda database, _: database.unlink(),
    "another database": lambda database, _: shutil.copyfile(__file__, database),
    "a database that others may write to": lambda database, _: database.chmod(0o666),
    "a seal that others may write to": lambda _, seal: seal.chmod(0o622),
    "a pipe for a database": lambda database, _: instead_of(database, os.mkfifo),
    "a folder for a seal": lambda _, seal: instead_of(seal, os.mkdir),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARM)
def test_a_damaged_copy_is_never_believed(here: Path, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    life = Life(here / "reg", 1)
    asked = ("list", "--format", "json", "--verbose", "--registry", "reg", *DAY)
    whole = run_cli(*asked)
    HARM[harm](*sealed(here))
    assert run_cli(*asked) == whole == from_text(monkeypatch, *asked)
    same_answers(monkeypatch, life.pick, most=4)


def test_rows_that_were_damaged_unseen_send_to_the_text(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life(here / "reg", 2)
    asked = ("list", "--registry", "reg", *DAY)
    whole = run_cli(*asked)
    database, _ = sealed(here)
    with closing(sqlite3.connect(database)) as db, db:
        pos, value = db.execute("SELECT pos, value FROM contract WHERE state = 0").fetchone()
        at = value.index(b"Service") + 1
        harmed = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
        db.execute("UPDATE contract SET value = ? WHERE pos = ?", (harmed, pos))
    with monkeypatch.context() as patch:  # as if the disk had done it: nothing shows on the file itself
        patch.setattr(opening, "identity", lambda _: (0, 0, 0, 0))
        patch.setattr(opening.Seal, "identity", (0, 0, 0, 0))
        patch.setattr(opening, "is_settled", lambda *_: True)
        assert run_cli(*asked) == whole
    same_answers(monkeypatch, life.pick, most=3)


def test_a_contract_whose_row_is_not_found_any_more_sends_to_the_text(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What hides a row shows in no checksum of it: the copy knows how many there are."""
    Life(here / "reg", 9)
    asked = ("list", "--registry", "reg", *DAY)
    whole = run_cli(*asked)
    database, _ = sealed(here)
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("UPDATE contract SET state = state + 64 WHERE pos = (SELECT min(pos) FROM contract WHERE state = 0)")
        assert db.total_changes == 1
    with monkeypatch.context() as patch:
        patch.setattr(opening, "identity", lambda _: (0, 0, 0, 0))
        patch.setattr(opening.Seal, "identity", (0, 0, 0, 0))
        assert run_cli(*asked) == whole


# What a disk can do to an index, and questions that ask for a part of the registry: they never see the rest of it.
OF_A_PART = (
    ("list", "--council", "Testshire"), ("list", "--service", "home care", "--portal", "nepo"), ("due", "--verbose"),
    ("list", "--kind", "framework"), ("list", "--text", "Minutes"), ("show", "c2"), ("show", "c5"), ("show", "c7"),
)  # fmt: skip
LOST = {
    "tags": "DELETE FROM tag WHERE pos % 3 = 0",
    "words of tags": "UPDATE tag SET word = word || 'x' WHERE pos % 2",
    "positions of tags": "UPDATE OR REPLACE tag SET pos = pos + 1",
    "tallies": "DELETE FROM tally",
    "contracts": "DELETE FROM contract WHERE pos % 3 = 0",
    "states": "UPDATE contract SET state = 1 WHERE state = 0 AND pos % 3",
    "days of ends": "UPDATE contract SET ends = 900000, since = 0",
}


@pytest.mark.parametrize("harm", LOST)
def test_what_an_index_has_lost_is_missed(here: Path, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    Life(here / "reg", 11)
    asked = [(*question, "--format", "json", "--registry", "reg", *DAY) for question in OF_A_PART]
    whole = [run_cli(*question) for question in asked]
    database, seal = sealed(here)
    sound = seal.read_bytes()
    with closing(sqlite3.connect(database)) as db:
        db.executescript(f"DROP TRIGGER tag_came; DROP TRIGGER tag_went; {LOST[harm]}")
        assert db.total_changes > 2
    harmed, missed = database.read_bytes(), 0
    monkeypatch.setattr(opening, "_clear", lambda _: None)
    for question, answer in zip(asked, whole, strict=True):
        database.write_bytes(harmed)
        database.chmod(0o600)
        seal.write_bytes(sound)
        seal.chmod(0o600)
        with monkeypatch.context() as patch:
            patch.setattr(opening, "identity", lambda _: (0, 0, 0, 0))
            patch.setattr(opening.Seal, "identity", (0, 0, 0, 0))
            patch.setattr(opening, "is_settled", lambda *_: True)
            assert run_cli(*question) == answer, question
        missed += not seal.exists()
    assert missed, "no question has met with the harm"


def test_check_takes_a_damaged_copy_away(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one whose damage no question has met with."""
    Life(here / "reg", 12)
    asked = ("check", "reg")
    whole = run_cli(*asked)
    database, seal = sealed(here)
    assert run_cli(*asked) == whole
    assert seal.exists()
    monkeypatch.setattr(opening, "identity", lambda _: (0, 0, 0, 0))
    monkeypatch.setattr(opening.Seal, "identity", (0, 0, 0, 0))
    with closing(sqlite3.connect(database)) as db, db:
        db.executescript("DROP TRIGGER tag_went; DELETE FROM tag WHERE pos = (SELECT max(pos) FROM tag)")
    assert run_cli(*asked) == whole
    assert not seal.exists()


def test_a_copy_of_another_owner_is_not_believed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Life(here / "reg", 3)
    asked = ("list", "--registry", "reg", *DAY)
    whole = run_cli(*asked)
    built: list[opening._Copy] = []
    real = opening._Copy._build

    def build(copy: opening._Copy) -> Any:
        built.append(copy)
        return real(copy)

    monkeypatch.setattr(opening._Copy, "_build", build)
    assert run_cli(*asked) == whole
    assert not built
    monkeypatch.setattr(os, "getuid", lambda: 4321)
    assert run_cli(*asked) == whole
    assert built


def test_a_cache_that_cannot_be_written_to_costs_only_time(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life(here / "reg", 4)
    run_cli("list", "--registry", "reg", *DAY)

    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    before = sealed(here)[0].stat()
    same_answers(monkeypatch, life.pick, most=4)
    life.change()
    same_answers(monkeypatch, life.pick, most=4)
    assert sealed(here)[0].stat() == before


def test_a_full_disk_costs_only_time(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Life(here / "reg", 5)
    asked = ("list", "--format", "json", "--registry", "reg", *DAY)
    whole = from_text(monkeypatch, *asked)
    for limit in (0, 1000, 20_000, 60_000):
        out, err = process(*asked, here=here, limit=limit).communicate()
        assert (out, err.decode()) == (whole.raw, whole.err)
        assert not list((here / "cache").glob(".new-*"))
    assert run_cli(*asked) == whole


def test_a_run_that_is_killed_leaves_the_last_good_copy(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life(here / "reg", 6)
    asked = ("list", "--format", "json", "--registry", "reg", *DAY)
    run_cli(*asked)
    for number in range(12):
        life.change()
        running = process(*asked, here=here)
        time.sleep(0.15 + number * 0.05)
        running.kill()
        running.communicate()
        same_answers(monkeypatch, life.pick, most=2)
    for path in (here / "cache").glob("store-*.seal"):
        path.unlink()
    assert run_cli(*asked) == from_text(monkeypatch, *asked)
    assert not list((here / "cache").glob(".new-*")), "what killed runs left is cleared away"


def test_commands_at_once_do_not_disturb_each_other(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life(here / "reg", 7)
    asked = ("list", "--format", "json", "--registry", "reg", *DAY)
    for _ in range(4):
        life.change()
        whole = from_text(monkeypatch, *asked)
        running = [process(*asked, here=here) for _ in range(4)]
        for item in running:
            out, err = item.communicate()
            assert (item.returncode, out, err.decode()) == (whole.code, whole.raw, whole.err)
    assert len(list((here / "cache").glob("store-*.seal"))) == 1


def test_a_file_changed_within_its_tick_is_read_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Life(here / "reg", 8)
    path = here / "reg" / "c.jsonl"
    asked = ("list", "--format", "json", "--registry", "reg", *DAY)
    run_cli(*asked)
    text, about = path.read_text(encoding="utf-8"), path.stat()
    frozen = {path: about}
    path.write_text(text.replace("2026", "2025").replace("2027", "2024"), encoding="utf-8")
    real = os.stat
    # As if both had been written in one tick of the disk's clock.
    monkeypatch.setattr(os, "stat", lambda given, **more: frozen.get(Path(given)) or real(given, **more)
                        if isinstance(given, Path | str) else real(given, **more))  # fmt: skip
    assert run_cli(*asked) == from_text(monkeypatch, *asked)


def test_a_small_registry_has_no_such_copy(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "WORTH_ASKING", 4_000_000)
    Life(here / "reg", 9)
    run_cli("list", "--registry", "reg", *DAY)
    assert not list((here / "cache").glob("store-*"))


def test_of_a_reference_its_figures_are_looked_for() -> None:
    assert tables.text_query("ref-0040") == '"f-0" AND "-00" AND "004" AND "040"'
    assert tables.text_query("care 24") == '"car" AND "are" AND "re " AND "e 2" AND " 24"'
    assert tables.text_query("home care") == '"hom" AND "ome" AND "me " AND "e c" AND " ca" AND "car" AND "are"'
    assert tables.text_query("ab") is None
