"""How the upkeep commands write: both files or none, old or new and never a half, and never what is not theirs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from support import HEAD, ROOT, record, registry_text, run_cli, run_process
from tenderwatch.cli import files, upkeep
from tenderwatch.cli.edit import Edit
from tenderwatch.cli.undo_folder import NAME as UNDO
from tenderwatch.editing.files import File, Files
from tenderwatch.errors import OutsideError

TODAY = ("--today", "2026-11-25")
CONFIRM = ("confirm", "home-care", *TODAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A registry of three files: the edition in one, a council's contracts in each of the others."""
    made = tmp_path / "registry"
    (made / "north").mkdir(parents=True)
    (made / "a.yaml").write_text(HEAD.replace("contracts:\n", ""), encoding="utf-8")
    (made / "north" / "care.yaml").write_text("contracts:\n" + record("id: home-care\nend: 2027-03"), encoding="utf-8")
    minutes = "sources:\n  - {id: minutes, title: M, publisher: O, read: 2026-01-05, strength: notice}\n"
    carers = "id: carers\nlead: otherham\nend: 2027-03\nevidence: [{source: minutes, place: 1, supports: [end]}]"
    (made / "z.yaml").write_text(minutes + "contracts:\n" + record(carers), encoding="utf-8")
    return made


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but what `undo` keeps."""
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in files.items() if UNDO not in name.parts}


def visible(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name != UNDO]


def test_the_record_in_one_file_and_the_edition_in_another(folder: Path) -> None:
    before = contents(folder)
    answer = run_cli(*CONFIRM, "--registry", str(folder))
    after = contents(folder)
    assert answer.err == f"written: {folder}/a.yaml and {folder}/north/care.yaml\n"
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {"a.yaml", "north/care.yaml"}
    assert b"edition: 2026-11-25" in after["a.yaml"]
    assert b"checked: 2026-11-25" in after["north/care.yaml"]


def test_a_new_record_goes_beside_those_of_the_same_council(folder: Path) -> None:
    more = ("--title", "x", "--service", "respite", "--end", "2028", "--registry", str(folder), *TODAY)
    source = ("--new-source", "title=x", "--new-source", "publisher=x", "--new-source", "strength=notice")
    assert run_cli("add", "a", *more, "--lead", "testshire", "--source", "register", "--place", "p").code == 0
    assert "id: a\n" in (folder / "north" / "care.yaml").read_text("utf-8")
    assert run_cli("add", "b", *more, "--lead", "otherham", "--source", "s-b", "--place", "p", *source).code == 0
    text = (folder / "z.yaml").read_text("utf-8")
    assert "id: b\n" in text
    assert "id: s-b\n" in text
    cite = ("--source", "register", "--place", "p")
    assert run_cli("add", "c", *more, "--lead", "otherham", *cite, "--in", "care.yaml").code == 0
    assert "id: c\n" in (folder / "north" / "care.yaml").read_text("utf-8")
    answer = run_cli("add", "d", *more, "--lead", "otherham", *cite, "--in", "south.yaml")
    assert answer.code == 2
    assert "there is no single file 'south.yaml' in the registry\n  its files are " in answer.err
    assert run_cli("check", str(folder)).code == 0


def test_if_the_second_file_cannot_be_written_the_first_is_put_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    replace = os.replace

    def full(source: str, target: str) -> None:
        if str(target).endswith("a.yaml"):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    answer = run_cli(*CONFIRM, "--registry", str(folder))
    assert (answer.code, answer.out) == (3, "")
    assert "No space left on device" in answer.err
    assert contents(folder) == before


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("edition: 2026-01-02\n", encoding="utf-8")
    before, after = (Files((File(str(path), f"edition: 2026-01-0{day}\n"),)) for day in (1, 3))
    edit = Edit(str(path), date(2026, 1, 3), "set", dry_run=False)
    edit.files = before
    with pytest.raises(OutsideError, match="was changed by somebody else meanwhile"):
        upkeep.keep(edit, after)
    assert path.read_text("utf-8") == "edition: 2026-01-02\n"


# Ends the process, as a power cut would, at the nth call that touches the disk on the way to a new file.
CUT = """
import os, signal, sys, tempfile
left = [int(sys.argv.pop(1))]
def cut(name, module):
    real = getattr(module, name)
    def call(*args, **more):
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return real(*args, **more)
    setattr(module, name, call)
for name in ("fsync", "replace", "chmod", "unlink"):
    cut(name, os)
cut("mkstemp", tempfile)
from tenderwatch.cli.main import main
code = main(sys.argv[1:])
sys.exit(9 if left[0] > 0 and code == 0 else code or 8)
"""


def test_a_power_cut_at_any_moment_leaves_the_old_or_the_new_file(folder: Path) -> None:
    old = contents(folder)
    states, ends = [], []
    for moment in range(30):
        for name, data in old.items():
            (folder / name).write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-c", CUT, str(moment), *CONFIRM, "--registry", str(folder)],
            capture_output=True, check=False,
        )  # fmt: skip
        ends.append(done.returncode)
        found = contents(folder)
        assert run_cli("check", str(folder)).code == 0, "what is left is a sound registry"
        states.append(tuple(found[name] == data for name, data in old.items()))
        undone = run_cli("undo", "--registry", str(folder))
        assert undone.code == (2 if all(states[-1]) else 0), undone.err
        assert contents(folder) | old == contents(folder)
        found = contents(folder)
        for name in found.keys() - old.keys():
            (folder / name).unlink()  # what a cut leaves is hidden, and no YAML file
            assert Path(name).name.startswith(".")
            assert not name.endswith((".yaml", ".yml"))
        if done.returncode != -signal.SIGKILL:
            break
    assert ends[-1] in (8, 9)
    # Each file, and what `undo` keeps: a name, its bytes kept, its rights, its place. Then the lock.
    assert ends[:-1] == [-signal.SIGKILL] * len(ends[:-1])
    assert len(ends) > 9
    names = list(old)
    a, care = names.index("a.yaml"), names.index(os.path.join("north", "care.yaml"))
    record_first = [(state[care], state[a]) for state in states]
    # Old and old; then the record is new and the edition old; then both are new.
    assert record_first == sorted(record_first, reverse=True)
    assert set(record_first) == {(True, True), (False, True), (False, False)}
    assert all(state[names.index("z.yaml")] for state in states)


def test_killed_from_outside_it_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    old = registry_text("end: 2027-03").encode()
    path.write_bytes(old)
    assert run_cli(*CONFIRM, "--registry", str(path)).code == 0
    new = path.read_bytes()
    for delay in (0.05, 0.15, 0.25, 0.3, 0.35, 0.4):
        path.write_bytes(old)
        process = subprocess.Popen(
            [sys.executable, "-m", "tenderwatch", *CONFIRM, "--registry", str(path)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert path.read_bytes() in (old, new)


def test_the_registry_inside_an_installed_program_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(ROOT / "src" / "tenderwatch", site / "tenderwatch")
    shutil.copytree(ROOT / "data", site / "tenderwatch" / "data")
    inside = site / "tenderwatch" / "data"
    (tmp_path / "link.yaml").symlink_to(inside / "contracts.yaml")
    before = contents(inside)
    for more in ((), ("--registry", str(inside)), ("--registry", str(tmp_path / "link.yaml"))):
        answer = run_process("confirm", "durham-care-homes", *more, *TODAY, env={"PYTHONPATH": str(site)})
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith(
            "tenderwatch: the registry that came with the program is not edited: the next update would undo it\n"
            "  start one of your own on top of it: tenderwatch init my-register"
        )
    assert contents(inside) == before


def test_a_checkout_edits_its_own_data() -> None:
    answer = run_cli("set", "durham-care-homes", "title", "Another title", "--typo", "--dry-run", *TODAY)
    assert answer.code == 0
    assert "+    title: Another title\n" in answer.out


def test_a_link_keeps_pointing_to_its_file_and_rights_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "r.yaml", tmp_path / "link.yaml"
    path.write_text(registry_text("end: 2027-03"), encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert run_cli(*CONFIRM, "--registry", str(link)).code == 0
    assert link.is_symlink()
    assert b"checked: 2026-11-25" in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_marked_as_read_only_is_left_alone(folder: Path) -> None:
    (folder / "a.yaml").chmod(0o444)
    before = contents(folder)
    answer = run_cli(*CONFIRM, "--registry", str(folder))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"tenderwatch: {folder}/a.yaml is read-only\n  if you mean to change it, ")
    assert contents(folder) == before, "neither file, so that record and edition stay together"
    assert run_cli(*CONFIRM, "--registry", str(folder), "--dry-run").code == 0


# What a file holds | what is said of it
STRANGE = [
    pytest.param(b"", "cannot edit", id="nothing"),
    pytest.param(b"\xff\xfee\0", "cannot edit", id="UTF-16"),
    pytest.param(b"edition: [\n", "r.yaml cannot be read: run `tenderwatch check`", id="YAML cut short"),
    pytest.param(b"GIF89a\x00\x01", "r.yaml cannot be read", id="an image"),
    pytest.param(b"contracts: &a\n  - id: home-care\n", "r.yaml cannot be read", id="an anchor"),
    pytest.param(b"contracts:\n  - id: home-care\n  - 5\nedition: x\n", "has no evidence", id="a record without any"),
]


@pytest.mark.parametrize(("data", "said"), STRANGE)
def test_rubbish_is_refused_and_left_alone(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(data)
    answer = run_cli("confirm", "home-care", "--source", "register", "--registry", str(path), *TODAY)
    assert answer.code == 2
    assert said in answer.err
    assert path.read_bytes() == data


def test_a_folder_without_files_and_a_path_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml", Path("/dev/null")):
        answer = run_cli(*CONFIRM, "--registry", str(path))
        assert (answer.code, answer.out) == (2, "")


def test_a_reader_who_leaves_early_stops_no_change(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(registry_text("end: 2027-03"), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "tenderwatch", *CONFIRM, "--registry", str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert b"checked: 2026-11-25" in path.read_bytes()


def test_edits_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(registry_text("end: 2027-03"), encoding="utf-8")
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "tenderwatch", "set", "home-care", "notes", "--add", f"note {number}", "--registry",
             str(path), *TODAY],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        for number in range(5)
    ]  # fmt: skip
    codes = []
    for run in runs:
        run.communicate()
        codes.append(run.returncode)
    assert codes == [0] * 5
    text = path.read_text("utf-8")
    assert all(f"note {number}" in text for number in range(5))
    assert visible(tmp_path) == ["r.yaml"], "the locks are gone"


def test_a_run_that_keeps_the_lock_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_TRIES", 3)
    path = tmp_path / "r.yaml"
    path.write_text(registry_text("end: 2027-03"), encoding="utf-8")
    with files.locked(tmp_path / "registry", "it"):
        answer = run_cli(*CONFIRM, "--registry", str(path))
        assert run_cli(*CONFIRM, "--registry", str(path), "--dry-run").code == 0
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(f"tenderwatch: another run (process {os.getpid()}) is changing {path}\n  wait until ")
    assert run_cli(*CONFIRM, "--registry", str(path)).code == 0


def test_what_a_crashed_run_left_holds_nobody_up_and_is_cleared(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(registry_text("end: 2027-03"), encoding="utf-8")
    (tmp_path / ".registry.tenderwatch.lock").write_text("99999")
    (tmp_path / ".r.yaml.x1y2z3.tenderwatch-new").write_text("half a fi")
    assert run_cli(*CONFIRM, "--registry", str(path)).code == 0
    assert visible(tmp_path) == ["r.yaml"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_an_edit_as_root_keeps_the_owner(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(registry_text("end: 2027-03"), encoding="utf-8")
    os.chown(path, 12345, 12346)
    assert run_cli(*CONFIRM, "--registry", str(path)).code == 0
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 12346)


def test_a_hard_link_is_said_and_extended_attributes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(registry_text("end: 2027-03"), encoding="utf-8")
    os.link(path, tmp_path / "other-name")
    try:
        os.setxattr(path, "user.seen", b"yes")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    answer = run_cli(*CONFIRM, "--registry", str(path))
    assert answer.code == 0
    assert f"note: {path} had another name (a hard link), which keeps what was there before" in answer.err
    assert os.getxattr(path, "user.seen") == b"yes"
