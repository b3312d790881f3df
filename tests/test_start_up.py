"""Starting light: what a command imports, and the compiled copy of the registry, which may never lie."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support import HEAD, Answer, record, registry_text, run_cli, run_process
from tenderwatch.registry import part
from tenderwatch.registry.cache import compiled
from tenderwatch.registry.cache import types_in as types_in
from tenderwatch.registry.load import Loaded, load
from tenderwatch.registry.part import read_part as part_read

HEAVY = {
    "xlsxwriter",
    "rich", "tabulate", "icalendar", "yaml", "jinja2", "holidays", "pydantic", "tomllib", "smtplib", "ssl", "email",
}  # fmt: skip
# The command, and then the heavy modules it has imported, on stderr.
PROGRAM = (
    "import sys, json\n"
    "from tenderwatch.cli.main import main\n"
    "code = main(sys.argv[1:])\n"
    "sys.stdout.flush()\n"
    "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})), file=sys.stderr)\n"
    "sys.exit(code)\n"
)
DAY = ("--today", "2026-01-10")


def heavy(*typed: str, **env: str) -> set[str]:
    """The heavy modules that a command imports."""
    answer = run_process(*typed, program=("-c", PROGRAM), env=env)
    assert answer.code == 0, answer.err
    return HEAVY & set(json.loads(answer.err.splitlines()[-1]))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of our own, empty."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("TENDERWATCH_CACHE", str(folder))
    return folder


@pytest.fixture
def path(registry: Callable[..., str]) -> str:
    return registry("end: 2026-05-31")


# A command | all that it may import of the heavy modules, once the registry has been compiled.
IMPORTS = [
    (("due", "--format", "tsv"), set()),
    (("due", "--format", "plain"), set()),
    (("due", "--format", "json"), set()),
    (("list", "--format", "csv"), set()),
    (("show", "home-care"), set()),
    (("coverage", "--format", "json"), set()),
    (("coverage", "--format", "plain"), set()),
    (("check",), set()),
    (("due", "--format", "table"), {"rich"}),
    (("due", "--format", "md"), {"tabulate", "email"}),
    (("timeline",), {"rich"}),
    (("report", "due", "--format", "plain"), set()),
    (("report", "due", "--format", "html"), {"jinja2"}),
    (("report", "due", "--format", "csv"), set()),
    (("report", "due", "--format", "json"), set()),
    (("report", "due", "--format", "xlsx"), {"xlsxwriter"}),
    (("timeline", "--format", "svg"), set()),
    (("ical",), set()),
    (("digest",), set()),
    (("digest", "--format", "md"), set()),
    (("digest", "--format", "json"), set()),
    (("digest", "--format", "html"), {"jinja2"}),
    (("digest", "--format", "eml", "--from", "a@b.example"), {"jinja2", "email", "smtplib", "ssl"}),
    (("config",), set()),
    (("--version",), set()),
    (("--help",), set()),
]


@pytest.mark.parametrize(("typed", "allowed"), IMPORTS, ids=[" ".join(row[0]) for row in IMPORTS])
def test_nothing_heavy_is_imported_before_it_is_needed(
    path: str, cache: Path, typed: tuple[str, ...], allowed: set[str]
) -> None:
    more: tuple[str, ...] = ()
    if typed[0] not in ("--version", "--help", "config"):
        more = ("--registry", path) if typed[0] == "check" else ("--registry", path, *DAY)
        heavy(*typed, *more)
        assert list(cache.iterdir())
    imported = heavy(*typed, *more)
    assert imported == allowed


# What a bare typer program imports, and the patterns it compiles, on stderr; then the same of `due`.
BARE = (
    "import sys, json, re\n"
    "import typer\n"
    "app = typer.Typer()\n"
    "app.command()(lambda: typer.echo('nothing is due'))\n"
    "typer.main.get_command(app).main(args=[], standalone_mode=False)\n"
    "print(json.dumps([sorted(sys.modules), sorted(repr(key) for key in re._cache)]), file=sys.stderr)\n"
)
WHOLE = PROGRAM.replace(
    "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})), file=sys.stderr)",
    "import re; print(json.dumps([sorted(sys.modules), sorted(repr(key) for key in re._cache)]), file=sys.stderr)",
)
MOST_MODULES = 90
# What other formats, help and files ask for.
ASKED_FOR = {
    "tenderwatch.answers.record", "tenderwatch.answers.board_fields", "tenderwatch.cli.examples",
    "tenderwatch.cli.files", "tenderwatch.registry.parse",
}  # fmt: skip


def test_due_starts_with_little_more_than_typer(path: str, cache: Path) -> None:
    """A module more costs at least a five-hundredth of a start, and a pattern up to twice that."""
    due = ("due", "--format", "tsv", "--registry", path, *DAY)
    bare = run_process(program=("-c", BARE))
    run_process(*due, program=("-c", WHOLE))
    assert list(cache.iterdir())
    warm = run_process(*due, program=("-c", WHOLE))
    (before, known), (after, compiled_) = (json.loads(run.err.splitlines()[-1]) for run in (bare, warm))
    ours = {name for name in after if name.split(".")[0] == "tenderwatch"}
    assert set(after) - set(before) - ours <= {"__future__", "_compat_pickle", "_pickle", "gc"}
    assert ours & ASKED_FOR == set()
    assert 50 < len(ours) <= MOST_MODULES
    assert set(compiled_) - set(known) == set()


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(("confirm", "home-care", "--dry-run", *DAY), id="confirm"),
        pytest.param(("set", "home-care", "title", "Care at home", "--typo", "--dry-run", *DAY), id="set"),
        pytest.param(("fmt", "--dry-run"), id="fmt"),
        pytest.param(("add", "--template"), id="add --template"),
    ],
)
def test_an_edit_imports_nothing_heavy_but_yaml(path: str, cache: Path, typed: tuple[str, ...]) -> None:
    assert heavy(*typed, "--registry", path) <= {"yaml"}
    assert not cache.exists(), "an edit reads the text itself"


def test_a_preview_of_a_register_imports_nothing_heavy(path: str, cache: Path, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text("Ref,Title,Start date,End date,Extension\nNC-1,Home care,01/04/2026,31/03/2029,1+1\n", "utf-8")
    command = ("import", str(register), "--registry", path, "--lead", "Northshire", *DAY)
    heavy(*command)
    assert list(cache.iterdir())
    assert heavy(*command) == set()


def test_the_second_run_reads_no_yaml(path: str, cache: Path) -> None:
    first, second = (heavy("due", "--format", "tsv", "--registry", path, *DAY) for _ in range(2))
    assert "yaml" in first
    assert "yaml" not in second
    assert len(list(cache.glob("registry-*.pickle"))) == 1


def listed(path: str) -> Answer:
    answer = run_cli("list", "--registry", path, "--format", "json", *DAY)
    assert (answer.code, answer.err) == (0, "")
    return answer


@pytest.fixture
def lie(path: str, cache: Path) -> Path:
    """A copy that is sound in all but its contents: as long as it is trusted, it is what answers."""
    text = registry_text("id: a-lie\nend: 2026-05-31")
    other = Path(path).with_name("other.yaml")
    other.write_text(text)
    wrong = load(other)
    for file in cache.iterdir():
        file.unlink()
    compiled("registry", object, [(path, Path(path).read_bytes())], lambda: wrong)
    assert listed(path).json["rows"][0]["id"] == "a-lie"
    return next(cache.glob("registry-*.pickle"))


def truth(path: str) -> str:
    return str(listed(path).json["rows"][0]["id"])


SPOILT: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("emptied", lambda data: b""),  # noqa: ARG005 - one shape for all
    ("cut short", lambda data: data[: len(data) // 2]),
    ("cut by one byte", lambda data: data[:-1]),
    ("one byte longer", lambda data: data + b"."),
    ("its last byte changed", lambda data: data[:-1] + bytes([data[-1] ^ 1])),
    ("a letter of its contents changed", lambda data: data.replace(b"a-lie", b"a-lye")),
    ("its first byte changed", lambda data: bytes([data[0] ^ 1]) + data[1:]),
    ("something else altogether", lambda data: b"GIF89a" + data[6:]),
]


@pytest.mark.parametrize(("sentence", "spoil"), SPOILT, ids=[row[0] for row in SPOILT])
def test_a_copy_that_was_spoilt_is_not_believed(
    lie: Path, path: str, sentence: str, spoil: Callable[[bytes], bytes]
) -> None:
    lie.write_bytes(spoil(lie.read_bytes()))
    assert truth(path) == "home-care", sentence
    assert truth(path) == "home-care", "and the copy made anew says the same"


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_changed_bytes_are_believed(lie: Path, path: str, data: st.DataObject) -> None:
    whole = lie.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    by = data.draw(st.binary(min_size=1, max_size=4).filter(lambda part: whole[at : at + len(part)] != part))
    lie.write_bytes(whole[:at] + by + whole[at + len(by) :])
    assert truth(path) == "home-care"
    lie.write_bytes(whole)
    assert truth(path) == "a-lie"


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_a_copy_that_others_could_have_written_is_not_believed(lie: Path, path: str, mode: int) -> None:
    lie.chmod(mode)
    assert truth(path) == "home-care"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_copy_that_belongs_to_another_is_not_believed(lie: Path, path: str) -> None:
    os.chown(lie, 12345, -1)
    assert truth(path) == "home-care"


class Hostile:
    """Runs a command when an unwary reader builds it."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.system, (f"touch {self.marker}",)


def test_a_hostile_copy_runs_nothing(path: str, cache: Path, tmp_path: Path) -> None:
    marker = tmp_path / "it-ran"
    compiled("registry", object, [(path, Path(path).read_bytes())], lambda: Hostile(marker))
    file = next(cache.glob("registry-*.pickle"))
    payload = file.read_bytes()
    assert b"touch" in payload
    assert truth(path) == "home-care"
    assert not marker.exists()
    assert file.read_bytes() != payload, "it has been replaced by an honest copy"
    pickle.loads(payload[payload.index(b"\x80\x05") :])  # noqa: S301 - to show that it was armed
    assert marker.exists()


@pytest.mark.parametrize("foreign", [date(2026, 1, 1), ["a", "list"], {"registry": 1}, "text", 0, ()])
def test_a_copy_of_something_else_is_not_believed(path: str, cache: Path, foreign: object) -> None:
    compiled("registry", object, [(path, Path(path).read_bytes())], lambda: foreign)
    assert list(cache.glob("registry-*.pickle"))
    assert truth(path) == "home-care"


def test_changed_text_is_seen_at_once(path: str, cache: Path) -> None:
    assert truth(path) == "home-care"
    file = Path(path)
    before = file.stat()
    file.write_text(file.read_text().replace("home-care", "home-cure"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert truth(path) == "home-cure"
    assert list(cache.glob("registry-*.pickle"))


def test_faults_are_remembered_with_the_records(registry: Callable[..., str], cache: Path) -> None:
    path = registry("id: good\nend: 2026-05", "id: bad\nend: soon")
    answers = [run_cli(*typed) for _ in range(2) for typed in (("check", path), ("list", "--registry", path, *DAY))]
    assert answers[:2] == answers[2:]
    assert [answer.code for answer in answers] == [1, 0, 1, 0]
    assert list(cache.glob("registry-*.pickle"))


def test_one_copy_is_not_taken_for_another(registry: Callable[..., str], cache: Path) -> None:
    """The same text under two names: faults name the file that was asked for."""
    paths = [registry("end: soon", name=name) for name in ("a.yaml", "b.yaml")]
    for path in paths * 2:
        assert run_cli("check", path).lines[0].startswith(f"{path}:")
    assert list(cache.glob("registry-*.pickle"))


def test_only_so_many_copies_are_kept(registry: Callable[..., str], cache: Path) -> None:
    for number in range(20):
        assert load(Path(registry("end: 2026-05", name=f"{number}.yaml"))).registry.records == 1
    assert 1 < len(list(cache.iterdir())) <= 12


def test_the_cache_can_be_switched_off(path: str, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TENDERWATCH_CACHE", "off")
    monkeypatch.chdir(tmp_path)
    assert truth(path) == truth(path) == "home-care"
    assert not cache.exists()
    assert not (tmp_path / "off").exists()
    assert "yaml" in heavy("list", "--registry", path, *DAY)


def test_a_cache_that_cannot_be_written_is_done_without(path: str, cache: Path) -> None:
    cache.write_text("a file where a folder should be")
    assert truth(path) == truth(path) == "home-care"


def test_the_usual_place_is_the_user_s_own(path: str, tmp_path: Path) -> None:
    for number in range(2):
        answer = run_process(
            "list",
            "--registry",
            path,
            *DAY,
            env={"TENDERWATCH_CACHE": "", "XDG_CACHE_HOME": str(tmp_path / "xdg"), "HOME": str(tmp_path)},
        )
        assert (answer.code, answer.err) == (0, ""), number
    folder = tmp_path / "xdg" / "tenderwatch"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_a_compiled_copy_says_what_the_text_says(path: str, cache: Path) -> None:
    first, second = load(Path(path)), load(Path(path))
    assert isinstance(second, Loaded)
    assert first.problems == second.problems
    for name in ("edition", "portals", "authorities", "sources", "contracts", "faulty"):
        assert getattr(first.registry, name) == getattr(second.registry, name)
    assert first is not second
    assert list(cache.glob("registry-*.pickle"))


# --- A folder of files ---


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A registry of three files, large enough to be kept by the file."""
    made = tmp_path / "reg"
    made.mkdir()
    (made / "head.yaml").write_text(HEAD.replace("contracts:\n", ""))
    for area in ("north", "south"):
        many = "".join(record(f"id: {area}-{number}\nend: 2026-05-31\nnotes: [{'x' * 300}]") for number in range(120))
        (made / f"{area}.yaml").write_text("contracts:\n" + many)
    return made


def test_one_changed_file_is_one_file_read(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(folder)
    assert len(list(cache.glob("part-*.pickle"))) == 3
    read: list[str] = []

    def counted(file: str, data: bytes) -> Any:
        read.append(Path(file).name)
        return part_read(file, data)

    monkeypatch.setattr(part, "read_part", counted)
    north = folder / "north.yaml"
    north.write_text(north.read_text().replace("id: north-7\n", "id: north-new\n"))
    second = load(folder)
    assert read == ["north.yaml"]
    assert {contract.id for contract in first.registry.contracts} ^ set(second.registry.by_id) == {
        "north-7", "north-new",
    }  # fmt: skip
    monkeypatch.setenv("TENDERWATCH_CACHE", "off")
    assert load(folder).registry.contracts == second.registry.contracts


def test_faults_between_files_have_their_places_from_copies_as_well(folder: Path, cache: Path) -> None:
    assert load(folder).problems == ()
    head = folder / "head.yaml"
    head.write_text(head.read_text().replace("id: testshire", "id: otherwhere"))
    kept = load(folder)
    for file in cache.iterdir():
        file.unlink()
    assert kept.problems == load(folder).problems
    assert {problem.code for problem in kept.problems} == {"unknown-authority"}
    assert all(problem.place.line > 1 for problem in kept.problems)


def test_only_our_own_copies_are_pruned(registry: Callable[..., str], cache: Path) -> None:
    cache.mkdir()
    theirs = [cache / f"model-{number}.pickle" for number in range(20)]
    theirs += [cache / f"registry-{number:08x}.pickle" for number in range(5)]
    for file in theirs:
        file.write_bytes(b"theirs")
        os.utime(file, (0, 0))
    for number in range(20):
        load(Path(registry("end: 2026-05", name=f"{number}.yaml")))
    assert all(file.read_bytes() == b"theirs" for file in theirs)


def test_a_pipe_at_the_name_of_a_copy_hangs_nothing(path: str, cache: Path) -> None:
    load(Path(path))
    copy = next(cache.glob("registry-*.pickle"))
    copy.unlink()
    os.mkfifo(copy)
    assert truth(path) == "home-care"


def test_a_copy_may_hold_all_that_the_types_say_and_nothing_else() -> None:
    names = {name for _, name in types_in(Loaded)}
    assert {"Loaded", "Registry", "Contract", "Extension", "When", "Duration", "date", "Problem", "Place"} <= names
    assert all(module == "datetime" or module.startswith("tenderwatch.") for module, _ in types_in(Loaded))
