"""`undo`: the last changes of the commands are taken back one by one, to the byte, and nothing else is."""

from __future__ import annotations

import json
import random
import shutil
import stat
from pathlib import Path

import pytest

from support import HEAD, record, registry_text, run_cli
from tenderwatch.cli.undo_folder import MOST, NAME

TODAY = ("--today", "2026-11-28")
CARE = "id: care\nend: 2027-03-31\nextensions: [{months: 12, state: permitted}, {months: 12, state: permitted}]"
SAID = ("--source", "register", "--place", "row 1")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry of two files, the edition in one and a contract in the other, as the working folder."""
    made = tmp_path / "registry"
    (made / "north").mkdir(parents=True)
    (made / "a.yaml").write_text(HEAD + record("id: carers\nend: 2028-03"), encoding="utf-8")
    (made / "north" / "care.yaml").write_bytes(
        b"\xef\xbb\xbf" + ("contracts:\n" + record(CARE)).replace("\n", "\r\n").encode()
    )
    monkeypatch.chdir(made)
    monkeypatch.setenv("TENDERWATCH_REGISTRY", str(made))
    return made


def contents(folder: Path) -> dict[str, bytes]:
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in files.items() if NAME not in name.parts}


def made(*arguments: str) -> None:
    answer = run_cli(*arguments)
    assert answer.code == 0, answer.err


def test_each_undo_goes_one_step_back_to_the_byte(folder: Path) -> None:
    changes = [
        ("extend", "care", "--option", "1", *SAID, *TODAY),
        ("authority", "add", "newshire", "--name", "Newshire", *TODAY),
        ("set", "carers", "notice", "6 months", *SAID, *TODAY),
        ("fmt",),
    ]
    states = []
    for change in changes:
        states.append(contents(folder))
        made(*change)
    listed = run_cli("undo", "--list").lines
    assert [line.split(" (")[0].partition(": ")[2] for line in listed] == [
        "fmt", "set carers", "authority add newshire", "extend care"
    ]  # fmt: skip
    assert listed[-1] == "28 November 2026: extend care (a.yaml, north/care.yaml)"
    for change, before in zip(reversed(changes), reversed(states), strict=True):
        answer = run_cli("undo")
        assert answer.code == 0, answer.err
        assert f"taken back: {change[0]}" in answer.err
        assert contents(folder) == before
    assert run_cli("undo").code == 2
    assert "there is nothing to take back" in run_cli("undo").err


def test_it_shows_the_difference_and_a_dry_run_writes_nothing(folder: Path) -> None:
    made("set", "carers", "end", "2028-06", *SAID, *TODAY)
    after = contents(folder)
    shown = run_cli("undo", "--dry-run")
    assert (shown.code, shown.err) == (0, "nothing is written: this was a dry run\n")
    assert {"-    end: 2028-06", "+    end: 2028-03"} <= set(shown.lines)
    assert contents(folder) == after
    assert run_cli("undo").out == shown.out


def test_a_file_that_was_changed_by_hand_stays_and_so_does_every_other(folder: Path) -> None:
    made("extend", "care", "--option", "1", *SAID, *TODAY)
    by_hand = folder / "a.yaml"
    written = by_hand.read_bytes()
    by_hand.write_bytes(written + b"# a remark\n")
    before = contents(folder)
    answer = run_cli("undo")
    assert (answer.code, answer.out, contents(folder)) == (2, "", before)
    assert "a.yaml was changed by something else since 'extend care', so it stays" in answer.err
    by_hand.write_bytes(written)
    made("undo")
    by_hand.unlink()
    (folder / "north" / "b.yaml").write_bytes(written)
    assert run_cli("undo").code == 2


def test_a_file_that_is_gone_is_named(folder: Path) -> None:
    made("extend", "care", "--option", "1", *SAID, *TODAY)
    (folder / "north" / "care.yaml").rename(folder / "moved.yaml")
    answer = run_cli("undo")
    assert answer.code == 2
    assert "north/care.yaml, which 'extend care' changed, is no longer in this registry" in answer.err


def test_what_was_stopped_half_way_is_put_in_order(folder: Path) -> None:
    """The change is kept before the files are written: none, one or all of them may have been."""
    before = contents(folder)
    made("extend", "care", "--option", "1", *SAID, *TODAY)
    (folder / "a.yaml").write_bytes(before["a.yaml"])  # only the second file had been written
    made("undo")
    assert contents(folder) == before
    made("set", "carers", "end", "2028-06", *SAID, *TODAY)
    first = contents(folder)
    made("set", "carers", "end", "2028-09", *SAID, *TODAY)
    for name, data in first.items():  # nothing of the last change had been written
        (folder / name).write_bytes(data)
    made("undo")
    assert contents(folder) == before


def test_a_change_that_was_refused_or_failed_is_not_kept(folder: Path) -> None:
    assert run_cli("extend", "care", "--option", "7", *SAID, *TODAY).code == 2
    assert run_cli("set", "carers", "end", "2028-06", *SAID, *TODAY, "--dry-run").code == 0
    assert not (folder / NAME).exists()
    (folder / "a.yaml").chmod(0o444)
    assert run_cli("set", "carers", "end", "2028-06", *SAID, *TODAY).code == 2
    assert run_cli("undo", "--list").out == ""


def test_what_is_kept_is_bounded_and_no_more_open_than_the_registry(folder: Path) -> None:
    (folder / "a.yaml").chmod(0o600)
    for number in range(MOST + 3):
        made("set", "carers", "notes", f"note {number}", "--add", *TODAY)
    kept = sorted((folder / NAME).glob("*.json"))
    assert len(kept) == MOST
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in kept} == {0}
    assert (folder / NAME / ".gitignore").read_text("utf-8") == "*\n"
    assert run_cli("list", *TODAY).code == 0  # what is kept is not read as a registry


@pytest.mark.parametrize("text", ["", "{", "[]", '{"form": 9}', '{"form": 1, "what": "x", "day": "y", "files": [{}]}'])
def test_what_cannot_be_read_is_named(folder: Path, text: str) -> None:
    made("set", "carers", "end", "2028-06", *SAID, *TODAY)
    (kept,) = (folder / NAME).glob("*.json")
    kept.chmod(0o644)
    kept.write_text(text, encoding="utf-8")
    answer = run_cli("undo")
    assert answer.code == 2
    assert "cannot be read, so the change cannot be taken back" in answer.err


def test_a_kept_change_touches_no_file_outside_the_registry(folder: Path) -> None:
    made("set", "carers", "end", "2028-06", *SAID, *TODAY)
    (kept,) = (folder / NAME).glob("*.json")
    outside = folder.parent / "outside.yaml"
    shutil.copy(folder / "a.yaml", outside)
    step = json.loads(kept.read_text("utf-8"))
    step["files"][0]["name"] = "../outside.yaml"
    kept.write_text(json.dumps(step), encoding="utf-8")
    data = outside.read_bytes()
    assert run_cli("undo").code == 2
    assert outside.read_bytes() == data


def test_a_registry_of_one_file_keeps_its_changes_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(registry_text(CARE), encoding="utf-8")
    before = file.read_bytes()
    made("extend", "care", "--option", "1", *SAID, *TODAY, "--registry", str(file))
    monkeypatch.chdir(tmp_path)
    made("undo", "--registry", "r.yaml")
    assert file.read_bytes() == before


def test_a_take_over_shows_what_it_changes_and_is_taken_back_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lower.yaml").write_text(registry_text(CARE), encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text("edition: 2026-01-01\n", encoding="utf-8")
    monkeypatch.setenv("TENDERWATCH_REGISTRY", f"{tmp_path / 'lower.yaml'};{own}")
    before = own.read_bytes()
    answer = run_cli("extend", "care", "--option", "1", *SAID, *TODAY)
    assert answer.code == 0, answer.err
    changed = [line for line in answer.lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert "+        state: exercised" in changed
    assert len(changed) < 12  # and not the record as a whole
    made("undo")
    assert own.read_bytes() == before


@pytest.mark.parametrize("seed", range(5))
def test_any_run_of_changes_and_undos_ends_where_it_began(folder: Path, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - to vary the changes
    states = [contents(folder)]
    for number in range(12):
        if rng.random() < 0.35 and len(states) > 1:
            made("undo")
            states.pop()
        else:
            change = rng.choice([
                ("set", rng.choice(["care", "carers"]), "notes", f"note {number}", "--add"),
                ("set", "testshire", "aliases", f"T{number}", "--add"),
                ("portal", "add", f"p{number}", "--name", f"Portal {number}"),
                ("add", f"new{number}", "--title", "New", "--service", "respite", "--lead", "testshire",
                 "--end", f"20{30 + number}", *SAID),
            ])  # fmt: skip
            made(*change, "--today", f"2026-12-{rng.randint(1, 28):02}")
            states.append(contents(folder))
        assert contents(folder) == states[-1]
    for before in reversed(states[:-1]):
        made("undo")
        assert contents(folder) == before
    assert run_cli("undo").code == 2
