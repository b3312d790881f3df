"""What was worked out of a large registry is kept for a day, and no answer is another for it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from stored_support import SEEDS, Life, flipped, from_text, instead_of, process
from support import Answer, run_cli
from tenderwatch import outlook
from tenderwatch.queries import select
from tenderwatch.queries.kept import KeptRow, written
from tenderwatch.queries.row import Row
from tenderwatch.registry import cache
from tenderwatch.registry.store import kept

DAY = ("--today", "2026-11-28")
ALL = ("due", "--format", "tsv", "--registry", "reg", *DAY)
ASKED = (
    ("due", "--format", "tsv"),
    ("due", "--format", "csv"),
    ("due", "--format", "csv", "--council", "otherham"),
    ("due", "--format", "tsv", "--lead", "testshire", "--exit-code"),
    ("due", "--format", "tsv", "--group", "coming"),
    ("due", "--format", "tsv", "--group", "decide", "--service", "care"),
    ("due", "--format", "tsv", "--months", "48"),
    ("due", "--format", "tsv", "--months", "0"),
    ("due", "--format", "tsv", "--sort", "title"),
    ("due", "--format", "tsv", "--by", "end"),
    ("due", "--format", "tsv", "--from", "2027-01-01"),
    ("due", "--format", "tsv", "--unknown"),
    ("due", "--format", "csv", "--text", "care", "--council", "otherham"),
    ("due", "--format", "tsv", "--status", "running"),
    ("due", "--format", "tsv", "--region", "north-east"),
    ("list", "--format", "tsv"),
    ("list", "--format", "csv", "--council", "otherham"),
    ("list", "--format", "tsv", "--text", "care"),
    ("list", "--format", "tsv", "--text", "care", "--sort", "council"),
    ("list", "--format", "tsv", "--text", "care", "--status", "running"),
    ("list", "--format", "csv", "--service", "care", "--kind", "contract"),
    ("due", "--format", "json", "--verbose"),
    ("due",),
)


def of_kept(here: Path) -> Path:
    (path,) = (here / "cache").glob("store-*.kept")
    return path


def number_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT count(*) FROM kept").fetchone()[0])


def same(monkeypatch: pytest.MonkeyPatch, *asked: str) -> Answer:
    text, copy = from_text(monkeypatch, *asked), run_cli(*asked)
    assert (copy.code, copy.err, copy.raw) == (text.code, text.err, text.raw), asked
    return copy


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_are_the_same_whatever_was_asked_before(here: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    life = Life(here / "reg", 100 + seed)
    for _ in range(5):
        life.change()
        days = [(date(2026, 11, 28) + timedelta(life.pick.randint(-500, 500))).isoformat() for _ in range(2)]
        for asked in life.pick.choices(ASKED, k=20):
            same(monkeypatch, *asked, "--registry", "reg", "--today", life.pick.choice(days))


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_of_layers_are_the_same(here: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    (here / "own").mkdir()
    lower, own = Life(here / "reg", 200 + seed), Life(here / "own", 1200 + seed)
    own.head = "edition: 2026-11-02\ncontracts:\n"
    for _ in range(2):
        lower.change()
        own.change()
        for asked in own.pick.choices(ASKED, k=8):
            same(monkeypatch, *asked, "--registry", "reg;own", *DAY)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the contracts that are worked out."""
    found: list[str] = []
    real = outlook.look_at

    def look(contract: Any, *more: Any) -> Any:
        found.append(contract.id)
        return real(contract, *more)

    monkeypatch.setattr(outlook, "look_at", look)
    return found


OF_ONE = ("due", "--format", "csv", "--council", "otherham", "--registry", "reg", *DAY)


def test_what_was_worked_out_is_not_worked_out_again(here: Path, looked: list[str]) -> None:
    Life(here / "reg", 1)
    first = run_cli(*ALL)
    assert len(looked) > 5
    looked.clear()
    assert run_cli(*ALL) == first
    assert "otherham" in run_cli(*OF_ONE).out
    assert looked == []


@pytest.mark.parametrize("asked", [("list", "--text", "care"), ("due", "--text", "care", "--months", "60")])
def test_what_words_find_is_not_worked_out_again(here: Path, looked: list[str], asked: tuple[str, ...]) -> None:
    Life(here / "reg", 1)
    asking = (*asked, "--format", "tsv", "--registry", "reg", *DAY)
    first = run_cli(*asking)
    assert looked
    looked.clear()
    assert run_cli(*asking) == first
    assert looked == []


def test_those_of_a_council_are_known_to_who_asks_for_all(here: Path, looked: list[str]) -> None:
    Life(here / "reg", 1)
    run_cli(*OF_ONE)
    known = set(looked)
    assert known
    looked.clear()
    run_cli(*ALL)
    assert looked
    assert known.isdisjoint(looked)


def test_another_day_horizon_file_or_program_is_worked_out_anew(
    here: Path, monkeypatch: pytest.MonkeyPatch, looked: list[str]
) -> None:
    life = Life(here / "reg", 2)
    run_cli(*ALL)
    for asked in ((*ALL[:-1], "2026-11-29"), (*ALL, "--months", "13")):
        looked.clear()
        same(monkeypatch, *asked)
        assert looked
    old = of_kept(here)
    life.add()
    life.write()
    looked.clear()
    same(monkeypatch, *ALL)
    assert looked
    assert of_kept(here) != old, "what was kept beside the older copy is gone"
    assert not old.exists()
    monkeypatch.setattr(kept, "program", lambda *_: b"another")
    looked.clear()
    same(monkeypatch, *ALL)
    assert looked


def test_only_one_day_is_kept(here: Path) -> None:
    Life(here / "reg", 3)
    run_cli(*ALL)
    number = number_of(of_kept(here))
    assert number
    for day in ("2026-11-29", "2026-11-30"):
        run_cli(*ALL[:-1], day)
    assert number_of(of_kept(here)) < 2 * number


def test_where_much_is_kept_one_question_alone_is(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Life(here / "reg", 3)
    for months in ("6", "13", "24"):
        run_cli(*ALL, "--months", months)
    number = number_of(of_kept(here))
    monkeypatch.setattr(kept, "_LARGE", 1)
    same(monkeypatch, *ALL)
    assert number_of(of_kept(here)) < number / 2
    same(monkeypatch, *ALL, "--months", "13")


@pytest.mark.parametrize("format", ["table", "json", "md"])
def test_what_shows_no_sheet_keeps_nothing(here: Path, format: str) -> None:
    Life(here / "reg", 3)
    run_cli("due", "--format", format, "--registry", "reg", *DAY)
    assert not list((here / "cache").glob("*.kept"))


HARM: dict[str, Callable[[Path], object]] = {
    **{f"a byte at {at}": lambda path, at=at: flipped(path, at) for at in (20, 100, 4096, 4200, 6000, 8000, -3, -900)},  # type: ignore[misc]
    "cut short": lambda path: os.truncate(path, 5000),
    "empty": lambda path: os.truncate(path, 0),
    "another file": lambda path: shutil.copyfile(__file__, path),
    "one that others may write to": lambda path: path.chmod(0o666),
    "a pipe": lambda path: instead_of(path, os.mkfifo),
    "a folder": lambda path: instead_of(path, os.mkdir),
    "a link to nowhere": lambda path: instead_of(path, lambda at: at.symlink_to("nowhere")),
    "rows of other places": lambda path: told(path, "UPDATE kept SET pos = pos + 100000"),
    "cells of another": lambda path: told(path, "UPDATE kept SET cells = 'x'"),
    "another standing": lambda path: told(path, "UPDATE kept SET standing = ''"),
    "rows lost": lambda path: told(path, "DELETE FROM kept WHERE pos % 2"),
    "other columns": lambda path: told(path, "ALTER TABLE kept DROP COLUMN seal"),
}


def told(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(statement)


@pytest.mark.parametrize("harm", HARM)
def test_what_is_damaged_is_never_believed(here: Path, monkeypatch: pytest.MonkeyPatch, harm: str) -> None:
    Life(here / "reg", 4)
    whole = same(monkeypatch, *ALL)
    HARM[harm](of_kept(here))
    for _ in range(2):
        assert run_cli(*ALL) == whole
        same(monkeypatch, *OF_ONE)


def test_any_damaged_byte_is_noticed_or_means_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life(here / "reg", 5)
    whole = same(monkeypatch, *ALL)
    path = of_kept(here)
    data = path.read_bytes()
    for _ in range(60):
        path.write_bytes(data)
        flipped(path, life.pick.randrange(len(data)))
        assert run_cli(*ALL) == whole


def test_what_another_is_writing_is_not_waited_for(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Life(here / "reg", 6)
    whole = run_cli(*ALL)
    with closing(sqlite3.connect(of_kept(here), isolation_level=None)) as db:
        for held in ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"):
            db.execute(held)
            assert run_cli(*ALL) == whole
            same(monkeypatch, *ALL[:-1], "2026-11-30")
            db.execute("ROLLBACK")


def test_a_full_disk_or_no_place_costs_only_time(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Life(here / "reg", 7)
    run_cli("show", "c1", "--registry", "reg", *DAY)
    whole = from_text(monkeypatch, *ALL)
    for limit in (0, 1000, 9000):
        out, err = process(*ALL, here=here, limit=limit).communicate()
        assert (out, err.decode()) == (whole.raw, whole.err)
    for path in (here / "cache").glob("*.kept*"):
        path.unlink()
    real = os.open

    def refuse(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & os.O_CREAT and str(path).endswith(".kept"):
            raise PermissionError(30, "Read-only file system")
        return real(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", refuse)
    assert run_cli(*ALL) == whole
    assert not list((here / "cache").glob("*.kept"))


def test_a_run_that_is_killed_leaves_nothing_untrue(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life(here / "reg", 8)
    for number in range(8):
        life.change()
        running = process(*ALL, here=here)
        time.sleep(0.1 + number * 0.06)
        running.kill()
        running.communicate()
        same(monkeypatch, *ALL)


def test_runs_at_once_do_not_disturb_each_other(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    life = Life(here / "reg", 9)
    for _ in range(2):
        life.change()
        asked = [ALL, OF_ONE, (*ALL, "--months", "36"), (*ALL[:-1], "2026-12-24")]
        wholes = [from_text(monkeypatch, *each) for each in asked]
        running = [process(*each, here=here) for each in asked]
        for item, whole in zip(running, wholes, strict=True):
            out, err = item.communicate()
            assert (item.returncode, out, err.decode()) == (whole.code, whole.raw, whole.err)


def test_who_reads_the_first_lines_alone_leaves_nothing_untrue(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Life(here / "reg", 10)
    with process(*ALL, here=here) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(10)
        running.stdout.close()
        assert from_text(monkeypatch, *ALL).err.encode().startswith(running.stderr.read()), "no complaint"
    same(monkeypatch, *ALL)


def test_a_text_that_holds_what_stands_between_texts_is_not_kept(contract_row: Row) -> None:
    assert written(contract_row, ("a", "b")).cells == "a\0b"
    assert written(contract_row, ("a\0", "b")).cells == ""
    assert written(contract_row, ("\0",)).cells == ""


def test_a_row_that_was_kept_is_the_same_row(contract_row: Row) -> None:
    again = KeptRow(written(contract_row, ("a", "b")), lambda _: contract_row)
    for name in ("id", "group", "end_unknown", "outside_scope", "is_due", "has_end", "first", "to_replace"):
        assert getattr(again, name) == getattr(contract_row, name), name
    assert again.outlook is contract_row.outlook
    assert again.due == contract_row.due
    assert list(again.cells or ()) == ["a", "b"]
    with pytest.raises(AttributeError):
        _ = again.nothing


def test_a_row_of_a_list_is_kept_with_its_end(contract_row: Row) -> None:
    row = Row(contract_row.outlook, ())
    again = KeptRow(written(row, ("a", "b")), lambda _: row)
    for name in ("id", "end_unknown", "outside_scope", "is_due", "has_end", "first"):
        assert getattr(again, name) == getattr(row, name), name
    assert list(again.cells or ()) == ["a", "b"]


def test_the_files_that_an_answer_hangs_on_are_all_named() -> None:
    """A change of the program in any of these folders makes what was kept void; the copy itself hangs on the others."""
    package = Path(cache.__file__).parent.parent
    named = {*kept._FOLDERS, *cache._PARTS}
    unrelated = {"calendar", "cli", "editing", "exporters", "fetching", "importers", "site", "timeline", "wording",
                 "queries/backtest", "queries/changes", "queries/digest", "queries/explain"}  # fmt: skip
    folders = {
        str(path.parent.relative_to(package)) for path in package.rglob("*.py") if path.parent.name != "__pycache__"
    }
    assert {name for name in folders if unrelated.isdisjoint((name, name.split("/")[0]))} <= named


@pytest.fixture
def contract_row(here: Path) -> Row:
    """A row that is due, of a contract that is planned to replace others."""
    from tenderwatch.dates.arithmetic import clamp_months
    from tenderwatch.queries.filters import ResolvedFilters
    from tenderwatch.registry.load import load as load_registry

    Life(here / "reg", 11)
    day = date(2026, 11, 28)
    rows = select.due_agenda(load_registry(Path("reg")).registry, day, clamp_months(day, 12), ResolvedFilters()).rows
    return next((row for row in rows if row.to_replace), rows[0])


def test_where_all_was_kept_nothing_is_imported_to_work_anything_out(here: Path) -> None:
    Life(here / "reg", 12)
    code = (
        "import sys; from tenderwatch.cli.main import main; from tenderwatch.registry import load; "
        f"load.WORTH_ASKING = 0; main({list(OF_ONE)!r}); print('tenderwatch.outlook' in sys.modules, file=sys.stderr)"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=True).stderr
        for _ in range(2)
    ]
    assert [text.splitlines()[-1] for text in said] == ["True", "False"]
